//! The admin API: looks into the emulator and drives it. Unsigned, JSON only, and only for callers on this machine.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{ConnectInfo, Query, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::clock::ClockMode;
use super::error::ApiError;
use super::faults::FaultSet;
use super::gateway::Gateway;
use super::moment::Moment;
use super::trace::Calls;

/// Where the admin API lives; no path of the real API begins like this.
pub(crate) const PATH: &str = "/_emulator";

/// How many calls are shown unless the caller says otherwise.
const DEFAULT_LAST: usize = 50;

type Shared = State<Arc<Gateway>>;

/// The routes under [`PATH`].
pub(crate) fn router() -> Router<Arc<Gateway>> {
    Router::new()
        .route("/health", get(health))
        .route("/calls", get(calls))
        .route("/unread", get(unread))
        .route("/state", get(state))
        .route("/reset", post(reset))
        .route("/clock", get(read_clock).post(move_clock))
        .route("/faults", get(read_faults).post(set_faults).delete(clear_faults))
        .route("/metrics", post(push_metric))
        .route("/instance-health", post(set_instance_health))
        .fallback(unknown)
        .layer(from_fn(only_from_this_machine))
}

/// Why an admin call was refused: `{"error": "…"}`.
struct Refusal(StatusCode, String);

impl Refusal {
    fn bad_request(why: impl Into<String>) -> Self {
        Self(StatusCode::BAD_REQUEST, why.into())
    }
}

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Self {
        let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self(status, error.message)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

/// Even an emulator that listens to other machines is driven from its own alone.
async fn only_from_this_machine(
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    if peer.ip().to_canonical().is_loopback() {
        return next.run(request).await;
    }
    let why = format!("the admin API answers only callers on the emulator's own machine, not {peer}");
    Refusal(StatusCode::FORBIDDEN, why).into_response()
}

async fn unknown(request: Request) -> Refusal {
    let why = format!(
        "no such admin route: {} {PATH}{}",
        request.method(),
        request.uri().path()
    );
    Refusal(StatusCode::NOT_FOUND, why)
}

async fn health() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CallsQuery {
    last: Option<usize>,
}

/// Counts per action and status, and the latest calls.
async fn calls(State(gateway): Shared, Query(query): Query<CallsQuery>) -> Json<Calls> {
    Json(gateway.calls.calls(query.last.unwrap_or(DEFAULT_LAST)))
}

/// Parameters that clients sent and no handler read, per action.
async fn unread(State(gateway): Shared) -> Json<BTreeMap<String, BTreeSet<String>>> {
    Json(gateway.calls.unread())
}

/// Everything in the store.
async fn state(State(gateway): Shared) -> Json<Value> {
    Json(gateway.emulator.snapshot())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResetQuery {
    #[serde(default)]
    what: What,
}

#[derive(Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    /// The record of calls.
    Calls,
    /// All objects, and what the engine has under way.
    Store,
    /// Both, and the faults.
    #[default]
    All,
}

/// Starts over, in part or as a whole.
async fn reset(State(gateway): Shared, Query(query): Query<ResetQuery>) -> Result<StatusCode, Refusal> {
    if query.what != What::Store {
        gateway.calls.clear();
    }
    if query.what != What::Calls {
        gateway.emulator.reset()?;
    }
    if query.what == What::All {
        gateway.emulator.faults().clear();
    }
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize)]
struct ClockState {
    /// `real`, `scaled` or `manual`.
    mode: &'static str,
    /// The business time, `YYYY-MM-DD HH:MM:SS` in UTC+8.
    now: String,
}

fn clock_state(gateway: &Gateway) -> Json<ClockState> {
    let clock = gateway.emulator.clock();
    let mode = match clock.mode() {
        ClockMode::Real => "real",
        ClockMode::Scaled(_) => "scaled",
        ClockMode::Manual => "manual",
    };
    let now = clock.now().to_string();
    Json(ClockState { mode, now })
}

async fn read_clock(State(gateway): Shared) -> Json<ClockState> {
    clock_state(&gateway)
}

/// Moves the clock forward: by some seconds, or to a time. Exactly one of the two.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    advance_seconds: Option<f64>,
    /// `YYYY-MM-DD HH:MM:SS` in UTC+8.
    set: Option<String>,
}

async fn move_clock(State(gateway): Shared, Json(step): Json<Move>) -> Result<Json<ClockState>, Refusal> {
    match (step.advance_seconds, step.set) {
        (Some(seconds), None) => {
            let by = Duration::try_from_secs_f64(seconds)
                .map_err(|error| Refusal::bad_request(format!("advance_seconds {seconds}: {error}")))?;
            gateway.emulator.advance(by)?;
        }
        (None, Some(text)) => {
            let moment = Moment::parse(&text).ok_or_else(|| {
                Refusal::bad_request(format!("set: {text:?} is not a time written YYYY-MM-DD HH:MM:SS"))
            })?;
            if !gateway.emulator.clock().set(moment) {
                let now = gateway.emulator.clock().now();
                let why = format!("set: {text} lies before the clock's {now}, and the clock cannot go back");
                return Err(Refusal::bad_request(why));
            }
        }
        _ => return Err(Refusal::bad_request("send either advance_seconds or set")),
    }
    Ok(clock_state(&gateway))
}

async fn read_faults(State(gateway): Shared) -> Json<FaultSet> {
    Json(gateway.emulator.faults().get())
}

/// Replaces all faults.
async fn set_faults(State(gateway): Shared, Json(faults): Json<FaultSet>) -> Json<FaultSet> {
    gateway.emulator.faults().set(faults);
    Json(gateway.emulator.faults().get())
}

async fn clear_faults(State(gateway): Shared) -> StatusCode {
    gateway.emulator.faults().clear();
    StatusCode::NO_CONTENT
}

/// A value of a group's metric, as the monitoring service would report it at this moment.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Metric {
    scaling_group_id: String,
    /// The dimension name of a policy's metric, such as `cpu_usage`.
    dimension: String,
    value: f64,
}

async fn push_metric(State(gateway): Shared, Json(metric): Json<Metric>) -> Result<StatusCode, Refusal> {
    gateway
        .emulator
        .push_metric(&metric.scaling_group_id, &metric.dimension, metric.value)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The result of an instance's health check.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InstanceHealth {
    scaling_group_id: String,
    instance_id: String,
    healthy: bool,
}

async fn set_instance_health(
    State(gateway): Shared,
    Json(check): Json<InstanceHealth>,
) -> Result<StatusCode, Refusal> {
    gateway
        .emulator
        .set_instance_health(&check.scaling_group_id, &check.instance_id, check.healthy)?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use jiff::SignedDuration;
    use tower::ServiceExt;

    use super::*;
    use crate::emulator::service::{Emulator, EmulatorConfig};

    async fn status_for(peer: &str) -> StatusCode {
        let emulator = Emulator::new(EmulatorConfig::default()).expect("nothing to load");
        let gateway = Arc::new(Gateway::new(emulator, SignedDuration::ZERO));
        let peer: SocketAddr = peer.parse().expect("an address");
        let request = Request::get("/health")
            .extension(ConnectInfo(peer))
            .body(Body::empty());
        let app = router().with_state(gateway);
        let response = app.oneshot(request.expect("a request")).await.expect("an answer");
        response.status()
    }

    #[tokio::test]
    async fn only_callers_on_this_machine_are_answered() {
        for here in ["127.0.0.1:9", "[::1]:9", "[::ffff:127.0.0.1]:9"] {
            assert_eq!(status_for(here).await, StatusCode::OK, "{here}");
        }
        for elsewhere in ["192.0.2.1:9", "[2001:db8::1]:9"] {
            assert_eq!(status_for(elsewhere).await, StatusCode::FORBIDDEN, "{elsewhere}");
        }
    }
}
