//! The buttons. Each ends with a redirection to the page that it was pressed on.

use std::sync::Arc;
use std::time::Duration;

use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::json;

use crate::emulator::admin::PATH;
use crate::emulator::error::ApiError;
use crate::emulator::faults::FaultSet;
use crate::emulator::gateway::Gateway;

type Shared = State<Arc<Gateway>>;

/// A fault that has a button.
pub(super) struct Preset {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    /// A fault set with this one rule.
    rule: fn() -> serde_json::Value,
}

/// The faults that have buttons; the commands and the admin API have all.
pub(super) const PRESETS: [Preset; 5] = [
    Preset {
        name: "drop",
        label: "Lose the next answer",
        rule: || json!({ "api": [{ "action": "*", "first": 1, "fault": { "kind": "drop_answer" } }] }),
    },
    Preset {
        name: "throttle",
        label: "Throttle every fourth call",
        rule: || json!({ "api": [{ "action": "*", "rate": 0.25, "fault": { "kind": "throttle" } }] }),
    },
    Preset {
        name: "slow",
        label: "Answer a second late",
        rule: || json!({ "api": [{ "action": "*", "fault": { "kind": "latency", "ms": 1000 } }] }),
    },
    Preset {
        name: "error",
        label: "Fail the next two calls",
        rule: || {
            let error = json!({ "kind": "error", "status": 500, "code": "ServiceTimeout", "message": "A fault was set." });
            json!({ "api": [{ "action": "*", "first": 2, "fault": error }] })
        },
    },
    Preset {
        name: "activity",
        label: "Let the next activity fail",
        rule: || json!({ "activities": [{ "group": "*", "next": 1, "error_code": 501 }] }),
    },
];

/// Back to where the button is.
fn back(headers: &HeaderMap) -> Redirect {
    let page = headers
        .get(header::REFERER)
        .and_then(|value| value.to_str().ok()?.parse::<Uri>().ok());
    let path = page
        .map(|page| page.path().to_owned())
        .filter(|path| path.starts_with(PATH));
    Redirect::to(&path.unwrap_or_else(|| format!("{PATH}/")))
}

fn refused(error: &ApiError) -> Response {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, error.message.clone()).into_response()
}

#[derive(Deserialize)]
pub(super) struct Advance {
    advance_seconds: u32,
}

pub(super) async fn clock(State(gateway): Shared, headers: HeaderMap, Form(step): Form<Advance>) -> Response {
    match gateway
        .emulator
        .advance(Duration::from_secs(step.advance_seconds.into()))
    {
        Ok(()) => {
            gateway.note("the clock was moved to this time");
            back(&headers).into_response()
        }
        Err(error) => refused(&error),
    }
}

#[derive(Deserialize)]
pub(super) struct Chosen {
    preset: String,
}

pub(super) async fn add_fault(
    State(gateway): Shared,
    headers: HeaderMap,
    Form(chosen): Form<Chosen>,
) -> Response {
    let preset = PRESETS.iter().find(|preset| preset.name == chosen.preset);
    let rule = preset.and_then(|preset| serde_json::from_value::<FaultSet>((preset.rule)()).ok());
    let (Some(preset), Some(rule)) = (preset, rule) else {
        return (StatusCode::BAD_REQUEST, "there is no such button").into_response();
    };
    let mut faults = gateway.emulator.faults().get();
    faults.api.extend(rule.api);
    faults.activities.extend(rule.activities);
    gateway.emulator.faults().set(faults);
    gateway.note(&format!("a fault was set: {}", preset.label));
    back(&headers).into_response()
}

pub(super) async fn clear_faults(State(gateway): Shared, headers: HeaderMap) -> Redirect {
    gateway.emulator.faults().clear();
    gateway.note("all faults were taken out");
    back(&headers)
}

#[derive(Deserialize)]
pub(super) struct Check {
    group: String,
    instance: String,
    healthy: bool,
}

pub(super) async fn health(State(gateway): Shared, headers: HeaderMap, Form(check): Form<Check>) -> Response {
    match gateway
        .emulator
        .set_instance_health(&check.group, &check.instance, check.healthy)
    {
        Ok(()) => {
            let verdict = if check.healthy { "healthy" } else { "unhealthy" };
            gateway.note(&format!(
                "the health check finds instance {} {verdict}",
                check.instance
            ));
            back(&headers).into_response()
        }
        Err(error) => refused(&error),
    }
}

#[derive(Deserialize)]
pub(super) struct Measured {
    group: String,
    dimension: String,
    value: f64,
}

pub(super) async fn metric(
    State(gateway): Shared,
    headers: HeaderMap,
    Form(measured): Form<Measured>,
) -> Response {
    match gateway
        .emulator
        .push_metric(&measured.group, &measured.dimension, measured.value)
    {
        Ok(()) => {
            gateway.note(&format!(
                "{} of group {} was measured: {}",
                measured.dimension, measured.group, measured.value
            ));
            back(&headers).into_response()
        }
        Err(error) => refused(&error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_button_sets_a_fault_that_exists() {
        for preset in &PRESETS {
            let rule = serde_json::from_value::<FaultSet>((preset.rule)());
            assert!(rule.is_ok(), "{}: {rule:?}", preset.label);
        }
    }

    #[test]
    fn a_button_leads_back_to_its_own_page_and_nowhere_else() {
        let target = |referer: &str| {
            let headers = HeaderMap::from_iter([(header::REFERER, referer.parse().expect("a value"))]);
            back(&headers).into_response().headers()[header::LOCATION].clone()
        };
        assert_eq!(
            target("http://localhost/_emulator/groups/r/7"),
            "/_emulator/groups/r/7"
        );
        assert_eq!(target("http://localhost/elsewhere"), "/_emulator/");
        assert_eq!(target("//evil.example/"), "/_emulator/");
    }
}
