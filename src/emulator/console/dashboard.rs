//! The first page: groups, what happens, faults.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, PreEscaped, html};

use super::history::sizes;
use super::page::{group_path, page};
use crate::emulator::admin::PATH;
use crate::emulator::api_time::ApiTime;
use crate::emulator::chart::Chart;
use crate::emulator::engine::doing;
use crate::emulator::events::{Event, EventKind};
use crate::emulator::faults::FaultSet;
use crate::emulator::gateway::Gateway;
use crate::emulator::store::{Group, HealthStatus, Store};

/// How many events are shown.
const EVENTS: usize = 40;
/// How many groups are drawn; the others are counted.
const GROUPS: usize = 60;

pub(crate) async fn show(State(gateway): State<Arc<Gateway>>) -> Response {
    let groups = gateway.emulator.look(groups);
    let (events, _) = gateway.emulator.journal().read(0, EVENTS);
    let faults = gateway.emulator.faults().get();
    let body = html! {
        (groups)
        div.columns {
            section.card.wide {
                h2 { "What happens" }
                (event_list(&events))
            }
            section.card {
                h2 { "Faults" }
                (fault_panel(&faults))
            }
        }
    };
    page(&gateway, "Groups", &body)
}

fn groups(store: &Store) -> Markup {
    let all = store
        .regions
        .iter()
        .flat_map(|(name, region)| region.groups.values().map(move |group| (name, group)));
    let count = all.clone().count();
    html! {
        @if count == 0 {
            section.card.empty {
                h2 { "No scaling group yet" }
                p { "Point a client here, for example: " code { "eval \"$(ksyun-autoscaling-emulator env)\" && terraform apply" } }
            }
        } @else {
            h1 { "Scaling groups " span.count { (count) } }
            div.grid {
                @for (region, group) in all.take(GROUPS) {
                    (card(region, group, store.now))
                }
            }
            @if count > GROUPS {
                p.quiet { "and " (count - GROUPS) " more: " code { "ksyun-autoscaling-emulator status" } " lists all" }
            }
        }
    }
}

/// Width and height of a chart in a card.
pub(super) const CARD: (u16, u16) = (340, 130);

fn card(region: &str, group: &Group, now: ApiTime) -> Markup {
    let sick = group
        .instances
        .iter()
        .filter(|instance| instance.health == HealthStatus::UnHealthy)
        .count();
    html! {
        a.card.group href=(group_path(region, group.id)) {
            div.row {
                h3 { (group.name) }
                (status(group))
            }
            div.capacity {
                strong { (group.size()) }
                @if group.size() != group.desired_capacity { span.arrow { " → " (group.desired_capacity) } }
                span.quiet { " of " (group.min_size) " to " (group.max_size) }
                @if sick > 0 { " " span.badge.bad { (sick) " unhealthy" } }
            }
            (capacity_chart(group, now, CARD))
            p.quiet.small {
                @if let Some(running) = &group.running { span.busy { (doing(&running.work)) } } @else { "idle" }
                " · " (group.policies.len()) " policies · " (group.tasks.len()) " tasks · " (region)
            }
        }
    }
}

/// Whether a group scales.
pub(super) fn status(group: &Group) -> Markup {
    html! {
        @if group.is_active() { span.badge.good { "enabled" } } @else { span.badge { "disabled" } }
    }
}

/// The size of a group over its life, within its bounds, beside the size that it is to have.
pub(super) fn capacity_chart(group: &Group, now: ApiTime, size: (u16, u16)) -> Markup {
    let sizes = sizes(group);
    let to = now.max(group.created + std::time::Duration::from_mins(1));
    let highest = sizes
        .iter()
        .map(|(_, size)| *size)
        .fold(f64::from(group.max_size.max(group.desired_capacity)), f64::max);
    let mut chart = Chart::new(
        group.created,
        to,
        highest.min(f64::from(group.desired_capacity.max(group.size())) * 2.0 + 4.0),
        size,
    );
    let bound = |size: u32| [(group.created, f64::from(size))];
    chart.band(&bound(group.min_size), &bound(group.max_size));
    chart.filled_steps(&sizes);
    chart.wanted_steps(&bound(group.desired_capacity));
    let label = format!(
        "size of {} over time: {} now, {} wanted",
        group.name,
        group.size(),
        group.desired_capacity
    );
    PreEscaped(chart.inline(&label))
}

/// Events, the newest first.
pub(super) fn event_list(events: &[Event]) -> Markup {
    html! {
        @if events.is_empty() { p.quiet { "Nothing has happened yet." } }
        ol.events {
            @for event in events.iter().rev() {
                li class=(class(event.kind)) {
                    time { (event.time[11..]) }
                    span { (event.text) }
                }
            }
        }
    }
}

fn class(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Activity => "activity",
        EventKind::Policy | EventKind::Task => "trigger",
        EventKind::Refusal | EventKind::Fault => "trouble",
        EventKind::Change | EventKind::Drive => "change",
    }
}

fn fault_panel(faults: &FaultSet) -> Markup {
    let rules = faults.api.len() + faults.activities.len();
    html! {
        @if rules == 0 { p.quiet { "None is set. One click breaks something:" } }
        @else {
            ul.rules {
                @for rule in &faults.api {
                    li { code { (serde_json::to_string(rule).unwrap_or_default()) } }
                }
                @for rule in &faults.activities {
                    li { code { (serde_json::to_string(rule).unwrap_or_default()) } }
                }
            }
            form method="post" action={ (PATH) "/console/faults/clear" } { button.primary { "Take all out" } }
        }
        form.stack method="post" action={ (PATH) "/console/faults" } {
            @for (value, label) in super::forms::PRESETS.iter().map(|preset| (preset.name, preset.label)) {
                button name="preset" value=(value) { (label) }
            }
        }
    }
}
