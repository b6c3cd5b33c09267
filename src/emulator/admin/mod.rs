//! The admin API: looks into the emulator and drives it. Unsigned, JSON only, and only for callers on this machine.

mod error_response;
mod guard;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::from_fn;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::time::{Instant, timeout};

use crate::emulator::api_time::ApiTime;
use crate::emulator::call_log::Calls;
use crate::emulator::clock::ClockMode;
use crate::emulator::console;
use crate::emulator::events::Event;
use crate::emulator::faults::FaultSet;
use crate::emulator::gateway::Gateway;
use crate::emulator::overview::{self, GroupLine};
use error_response::{Asked, ErrorResponse, Sent};
use guard::guard;

/// Where the admin API lives; no path of the real API begins like this.
pub(crate) const PATH: &str = "/_emulator";

/// How many calls are shown unless the caller says otherwise.
const DEFAULT_LAST: usize = 50;

/// How long an answer waits for events that do not come.
const LONGEST_WAIT: Duration = Duration::from_secs(20);
/// How often the engine is looked at meanwhile.
const LOOK_EVERY: Duration = Duration::from_millis(250);

type Shared = State<Arc<Gateway>>;

/// The routes under [`PATH`].
pub(crate) fn router() -> Router<Arc<Gateway>> {
    Router::new()
        .route("/health", get(health))
        .route("/calls", get(calls))
        .route("/unread", get(unread))
        .route("/state", get(state).post(load))
        .route("/status", get(status))
        .route("/env", get(env))
        .route("/events", get(events))
        .route("/stop", post(stop))
        .route("/reset", post(reset))
        .route("/clock", get(read_clock).post(move_clock))
        .route("/dialect", get(dialect))
        .route("/faults", get(read_faults).post(set_faults).delete(clear_faults))
        .route("/metrics", post(push_metric))
        .route("/instance-health", post(set_instance_health))
        .merge(console::router())
        .fallback(unknown)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn(guard))
}

/// The console's first page under [`PATH`] with a slash at its end, where no nested route is.
pub(crate) fn front_page() -> Router<Arc<Gateway>> {
    Router::new()
        .route("/_emulator/", get(console::front_page))
        .layer(from_fn(guard))
}

async fn unknown(request: Request) -> ErrorResponse {
    let why = format!(
        "no such admin route: {} {PATH}{}",
        request.method(),
        request.uri().path()
    );
    ErrorResponse(StatusCode::NOT_FOUND, why)
}

async fn wrong_method(request: Request) -> ErrorResponse {
    let why = format!("{} does not take {}", request.uri().path(), request.method());
    ErrorResponse(StatusCode::METHOD_NOT_ALLOWED, why)
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
async fn calls(State(gateway): Shared, Asked(query): Asked<CallsQuery>) -> Json<Calls> {
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

/// Puts a state in place of the present one.
async fn load(State(gateway): Shared, Sent(snapshot): Sent<Value>) -> Result<StatusCode, ErrorResponse> {
    gateway.emulator.load(snapshot)?;
    gateway.note("all objects were replaced by those of a snapshot");
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Serialize)]
struct Status {
    version: &'static str,
    url: Option<String>,
    process: u32,
    clock: ClockState,
    data_dir: Option<PathBuf>,
    /// How many calls there were.
    calls: u64,
    /// How many rules of faults are set.
    faults: usize,
    groups: Vec<GroupLine>,
}

/// Where the emulator is and what it has, at a glance.
async fn status(State(gateway): Shared) -> Json<Status> {
    let faults = gateway.emulator.faults().get();
    Json(Status {
        version: concat!("ksyun-autoscaling-emulator ", env!("CARGO_PKG_VERSION")),
        url: gateway.url.get().cloned(),
        process: std::process::id(),
        clock: clock_state(&gateway),
        data_dir: gateway.emulator.config().data_dir.clone(),
        calls: gateway.calls.total(),
        faults: faults.api.len() + faults.activities.len(),
        groups: gateway.emulator.look(overview::groups),
    })
}

/// The environment variables of a client.
async fn env(State(gateway): Shared) -> Json<BTreeMap<&'static str, String>> {
    let url = gateway.url.get().cloned().unwrap_or_default();
    Json(gateway.environment(&url).into_iter().collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventsQuery {
    /// Only those with a higher number.
    #[serde(default)]
    after: u64,
    last: Option<usize>,
    /// Whether to wait until there are any.
    #[serde(default)]
    wait: bool,
}

#[derive(Serialize)]
struct Events {
    /// Oldest first.
    events: Vec<Event>,
    /// The number of the latest.
    latest: u64,
}

/// What happened, in plain words.
async fn events(State(gateway): Shared, Asked(query): Asked<EventsQuery>) -> Json<Events> {
    let journal = gateway.emulator.journal();
    if query.wait {
        // Events of the engine come about when somebody looks.
        let deadline = Instant::now() + LONGEST_WAIT;
        while Instant::now() < deadline {
            gateway.emulator.look(|_| ());
            if timeout(LOOK_EVERY, journal.wait(query.after)).await.is_ok() {
                break;
            }
        }
    } else {
        gateway.emulator.look(|_| ());
    }
    let (events, latest) = journal.read(query.after, query.last.unwrap_or(usize::MAX));
    Json(Events { events, latest })
}

/// Ends the server, after this answer and those that are under way.
async fn stop(State(gateway): Shared) -> StatusCode {
    gateway.stop.notify_one();
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ResetQuery {
    what: Option<What>,
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    /// The record of calls and events.
    Calls,
    /// All objects, and what the engine has under way.
    Store,
    /// Both, and the faults.
    All,
}

/// Starts over, in part or as a whole.
async fn reset(State(gateway): Shared, Asked(query): Asked<ResetQuery>) -> Result<StatusCode, ErrorResponse> {
    let what = query.what.ok_or_else(|| {
        let choices =
            "?what=calls, ?what=store (all objects, those in the data folder included) or ?what=all";
        ErrorResponse::bad_request(format!("say what to forget: {choices}"))
    })?;
    if what != What::Store {
        gateway.calls.clear();
        gateway.emulator.journal().clear();
    }
    if what != What::Calls {
        gateway.emulator.reset()?;
    }
    if what == What::All {
        gateway.emulator.faults().clear();
    }
    if what != What::Calls {
        gateway.note("all objects were deleted by a reset");
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

fn clock_state(gateway: &Gateway) -> ClockState {
    let clock = gateway.emulator.clock();
    let mode = match clock.mode() {
        ClockMode::Real => "real",
        ClockMode::Scaled(_) => "scaled",
        ClockMode::Manual => "manual",
    };
    let now = clock.now().to_string();
    ClockState { mode, now }
}

async fn read_clock(State(gateway): Shared) -> Json<ClockState> {
    Json(clock_state(&gateway))
}

/// Moves the clock forward: by some seconds, or to a time. Exactly one of the two.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    advance_seconds: Option<f64>,
    /// `YYYY-MM-DD HH:MM:SS` in UTC+8.
    set: Option<String>,
}

async fn move_clock(
    State(gateway): Shared,
    Sent(step): Sent<Move>,
) -> Result<Json<ClockState>, ErrorResponse> {
    match (step.advance_seconds, step.set) {
        (Some(seconds), None) => {
            let by = Duration::try_from_secs_f64(seconds)
                .map_err(|error| ErrorResponse::bad_request(format!("advance_seconds {seconds}: {error}")))?;
            gateway.emulator.advance(by)?;
        }
        (None, Some(text)) => {
            let api_time = ApiTime::parse(&text).ok_or_else(|| {
                ErrorResponse::bad_request(format!("set: {text:?} is not a time written YYYY-MM-DD HH:MM:SS"))
            })?;
            if !gateway.emulator.clock().set(api_time) {
                let now = gateway.emulator.clock().now();
                let why = format!("set: {text} lies before the clock's {now}, and the clock cannot go back");
                return Err(ErrorResponse::bad_request(why));
            }
        }
        _ => return Err(ErrorResponse::bad_request("send either advance_seconds or set")),
    }
    gateway.note("the clock was moved to this time");
    Ok(Json(clock_state(&gateway)))
}

/// The switches of the dialect that are on.
async fn dialect(State(gateway): Shared) -> Json<Vec<String>> {
    Json(gateway.emulator.config().dialect.names().to_vec())
}

async fn read_faults(State(gateway): Shared) -> Json<FaultSet> {
    Json(gateway.emulator.faults().get())
}

/// Replaces all faults.
async fn set_faults(State(gateway): Shared, Sent(faults): Sent<FaultSet>) -> Json<FaultSet> {
    let count = faults.api.len() + faults.activities.len();
    gateway.emulator.faults().set(faults);
    gateway.note(&format!("faults were set: {count}"));
    Json(gateway.emulator.faults().get())
}

async fn clear_faults(State(gateway): Shared) -> StatusCode {
    gateway.emulator.faults().clear();
    gateway.note("all faults were taken out");
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

async fn push_metric(
    State(gateway): Shared,
    Sent(metric): Sent<Metric>,
) -> Result<StatusCode, ErrorResponse> {
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
    Sent(check): Sent<InstanceHealth>,
) -> Result<StatusCode, ErrorResponse> {
    gateway
        .emulator
        .set_instance_health(&check.scaling_group_id, &check.instance_id, check.healthy)?;
    Ok(StatusCode::NO_CONTENT)
}
