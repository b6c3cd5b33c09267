//! What all pages have: head, navigation, clock.

use axum::http::{HeaderName, header};
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use crate::emulator::admin::PATH;
use crate::emulator::clock::ClockMode;
use crate::emulator::gateway::Gateway;

/// Nothing comes from elsewhere, nothing is embedded elsewhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A whole page.
pub(super) fn page(gateway: &Gateway, title: &str, body: &Markup) -> Response {
    let (_, latest) = gateway.emulator.journal().read(u64::MAX, 0);
    let clock = gateway.emulator.clock();
    let mode = match clock.mode() {
        ClockMode::Real => "real time".to_owned(),
        ClockMode::Scaled(factor) => format!("{factor} times real time"),
        ClockMode::Manual => "stands until moved".to_owned(),
    };
    let now = clock.now().to_string();
    let (day, time) = now.split_at(10);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · emulator" }
                link rel="icon" href={ (PATH) "/icon.svg" };
                link rel="stylesheet" href={ (PATH) "/console.css" };
                script src={ (PATH) "/console.js" } defer {}
            }
            body data-latest=(latest) {
                header {
                    nav {
                        a.brand href={ (PATH) "/" } { span.mark { "⇡" } " Auto Scaling " span.quiet { "emulator" } }
                        a href={ (PATH) "/" } { "Groups" }
                        a href={ (PATH) "/call-log" } { "Calls" }
                    }
                    div.clock {
                        div { strong { (time.trim_start()) } " " span.quiet { (day) " UTC+8 · " (mode) } }
                        form method="post" action={ (PATH) "/console/clock" } {
                            @for (seconds, label) in [(60, "+1 min"), (3600, "+1 h"), (86_400, "+1 day")] {
                                button name="advance_seconds" value=(seconds) title="Let time pass" { (label) }
                            }
                        }
                    }
                }
                main { (body) }
            }
        }
    };
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("x-content-type-options"), "nosniff"),
    ];
    (headers, Html(page.into_string())).into_response()
}

/// Where the page of a group is.
pub(super) fn group_path(region: &str, id: impl std::fmt::Display) -> String {
    format!("{PATH}/groups/{region}/{id}")
}
