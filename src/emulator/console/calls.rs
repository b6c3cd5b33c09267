//! The call log.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use super::page::page;
use crate::emulator::call_log::Call;
use crate::emulator::gateway::Gateway;
use crate::emulator::response_faults::ResponseFault;

/// How many calls are shown.
const CALLS: usize = 100;

pub(super) async fn show(State(gateway): State<Arc<Gateway>>) -> Response {
    let calls = gateway.calls.latest(CALLS);
    let unread = gateway.calls.unread();
    let body = html! {
        h1 { "Calls " span.count { (gateway.calls.total()) } }
        @if !unread.is_empty() {
            section.card.warning {
                h2 { "Parameters that nobody read" }
                p.quiet { "They were sent, and no action of the emulator knows them: misspelt, or not emulated." }
                dl {
                    @for (action, names) in &unread {
                        dt { (action) }
                        dd { @for name in names { code { (name) } " " } }
                    }
                }
            }
        }
        section.card {
            @if calls.is_empty() { p.quiet { "Nobody has called yet." } }
            @for call in calls.iter().rev() { (row(call)) }
        }
    };
    page(&gateway, "Calls", &body)
}

fn row(call: &Call) -> Markup {
    let class = if call.status < 300 {
        "badge good"
    } else {
        "badge bad"
    };
    html! {
        details.call {
            summary {
                time { (call.time.get(11..19).unwrap_or_default()) }
                span class=(class) { (call.status) }
                strong { @if call.action.is_empty() { "(no action)" } @else { (call.action) } }
                @if let Some(code) = &call.code { span.trouble { (code) } }
                @if call.delivery != ResponseFault::Sent { span.trouble { (call.delivery.words()) } }
                @if !call.unread.is_empty() { span.badge.warm { (call.unread.len()) " unread" } }
            }
            dl {
                @for (name, value) in &call.parameters {
                    dt class=(if call.unread.contains(name) { "unread" } else { "" }) { (name) }
                    dd { (value) }
                }
                dt { "request id" }
                dd.quiet { (call.request_id) }
            }
        }
    }
}
