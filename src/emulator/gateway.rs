//! What every request of the API goes through: decoded, authenticated, routed, executed unless a fault says otherwise,
//! answered in the format that was asked for, and recorded.

use std::sync::OnceLock;

use axum::body::Body;
use axum::http::{HeaderValue, Method, Request, header};
use axum::response::Response;
use jiff::SignedDuration;
use serde_json::{Map, Value};
use tokio::sync::Notify;

use super::actions::handler;
use super::api_time::ApiTime;
use super::auth::{
    AUTO_SCALING_SERVICE, DEFAULT_REGION, IDENTITY_SERVICE, Scope, Verifier, is_signature_parameter,
};
use super::call_log::{Call, CallLog};
use super::clock::wall_time;
use super::error::ApiError;
use super::events::EventKind;
use super::faults::Fault;
use super::http::VARIABLES;
use super::identity;
use super::neighbours;
use super::params::Params;
use super::request::{Pairs, RawRequest};
use super::respond::{Format, RequestIds, failure, replacement, success};
use super::response_faults::ResponseFault;
use super::service::{Caller, Emulator};

/// The version of the Auto Scaling actions.
const VERSION: &str = "2016-03-04";
/// Parameters that the gateway itself reads.
const GATEWAY_PARAMETERS: [&str; 5] = ["Action", "Version", "Service", "Region", "Format"];

/// The API in front of one emulator.
pub struct Gateway {
    /// What executes the calls.
    pub emulator: Emulator,
    /// What was asked and answered.
    pub calls: CallLog,
    /// Where the server answers, once it listens.
    pub(crate) url: OnceLock<String>,
    /// Tells the server to end.
    pub(crate) stop: Notify,
    verifier: Verifier,
    request_ids: RequestIds,
}

/// A result of the API: the members beside the request id, or a refusal.
type Reply = Result<Map<String, Value>, ApiError>;

impl Gateway {
    /// Puts the API in front of `emulator`. Signing times may be `max_skew` away from the real time.
    pub fn new(emulator: Emulator, max_skew: SignedDuration) -> Self {
        let config = emulator.config();
        let verifier = Verifier::new(&config.access_key, &config.secret_key, max_skew);
        let request_ids = RequestIds::new(config.seed);
        Self {
            emulator,
            calls: CallLog::default(),
            url: OnceLock::new(),
            stop: Notify::new(),
            verifier,
            request_ids,
        }
    }

    /// The environment variables that point a client at this API, which is served at `url`.
    pub(crate) fn environment(&self, url: &str) -> [(&'static str, String); VARIABLES] {
        let config = self.emulator.config();
        [
            ("KSYUN_ACCESS_KEY", config.access_key.clone()),
            ("KSYUN_SECRET_KEY", config.secret_key.clone()),
            ("KSYUN_REGION", DEFAULT_REGION.to_owned()),
            ("KSYUN_ENDPOINT_AUTOSCALING", url.to_owned()),
        ]
    }

    /// Answers `request`. An answer that a fault keeps from being sent has a
    /// [`CutConnection`](super::delivery::CutConnection) among its extensions.
    pub async fn answer(&self, request: Request<Body>) -> Response {
        let request_id = self.request_ids.next();
        let (head, body) = request.into_parts();
        let mut request = RawRequest::from_head(head);
        let read = request.read_body(body).await;
        let decoded = read.and_then(|()| request.parameters());
        let parameters = decoded.as_ref().cloned().unwrap_or_default();
        let format = Format::asked_by(&request, &parameters);
        let action = parameters.get("Action").cloned().unwrap_or_default();

        let mut execution = match decoded.and_then(|parameters| self.admit(&request, &parameters)) {
            Ok(scope) => self.execute(scope, &action, &parameters),
            Err(error) => Execution::refused(error),
        };
        let dialect = &self.emulator.config().dialect;
        let response = match (&execution.fault, &mut execution.reply) {
            (
                Some(Fault::ReplaceBody {
                    status,
                    content_type,
                    body,
                    ..
                }),
                _,
            ) => replacement(*status, content_type, body),
            (_, Ok(members)) => {
                let answer = success(format, dialect, &action, &request_id, std::mem::take(members));
                dated(answer, self.emulator.clock().now())
            }
            (_, Err(error)) => failure(format, &request_id, error),
        };
        let answered = execution.fault != Some(Fault::DropRequest);
        let delivery = execution
            .fault
            .as_ref()
            .map_or(ResponseFault::Sent, Fault::delivery);
        let refusal = execution.reply.err();
        let call = Call {
            time: wall_time().to_string(),
            action,
            method: request.method.to_string(),
            status: if answered { response.status().as_u16() } else { 0 },
            executed: execution.executed,
            code: refusal.as_ref().map(|error| error.code.clone()),
            region: execution.region,
            request_id,
            delivery,
            parameters: business_parameters(&parameters),
            unread: execution.unread,
        }
        .masked();
        tracing::info!(
            action = call.action,
            status = call.status,
            code = call.code,
            request_id = call.request_id,
            "answered"
        );
        let message = refusal.as_ref().map(|error| error.message.as_str());
        let (now, journal) = (self.emulator.clock().now(), self.emulator.journal());
        journal.note_call(now, &call, message, execution.by_fault);
        self.calls.record(call);
        delivery.apply(response).await
    }

    /// Takes down that somebody drove the emulator.
    pub(crate) fn note(&self, what: &str) {
        let now = self.emulator.clock().now();
        let journal = self.emulator.journal();
        journal.note(now, EventKind::Drive, None, what.to_owned());
    }

    /// Lets a request in that the gateway has no reason to refuse.
    fn admit(&self, request: &RawRequest, parameters: &Pairs) -> Result<Scope, ApiError> {
        if ![Method::GET, Method::POST].contains(&request.method) {
            return Err(ApiError::invalid_method(request.method.as_str()));
        }
        if request.path != "/" {
            return Err(ApiError::unknown_action());
        }
        let scope = self.verifier.verify(request, parameters, wall_time())?;
        let required = |name: &str| {
            let value = parameters.get(name).filter(|value| !value.is_empty());
            value.ok_or_else(|| ApiError::missing_parameter(name))
        };
        let (action, version) = (required("Action")?, required("Version")?);
        match scope.service.as_str() {
            AUTO_SCALING_SERVICE if version == VERSION && handler(action).is_some() => Ok(scope),
            IDENTITY_SERVICE if version == identity::VERSION && action == identity::ACTION => Ok(scope),
            service if neighbours::action(service, action).is_some() => Ok(scope),
            AUTO_SCALING_SERVICE => Err(ApiError::unknown_action()),
            service => Err(ApiError::not_emulated(service, action)),
        }
    }

    /// Executes a call that was let in, as far as the faults that are set allow.
    fn execute(&self, scope: Scope, action: &str, parameters: &Pairs) -> Execution {
        let fault = self.emulator.faults().before(action);
        let dialect = &self.emulator.config().dialect;
        let business = business_parameters(parameters).into_iter();
        let params = Params::new(business.map(|(name, value)| {
            let heard = dialect.heard(&name, value);
            (name, heard)
        }));
        let executed = fault.as_ref().is_none_or(Fault::executes);
        let neighbour = neighbours::action(&scope.service, action);
        let done = executed.then(|| {
            if scope.service == IDENTITY_SERVICE && neighbour.is_none() {
                return Ok(identity::get_account_all_project_list());
            }
            let caller = Caller {
                region: &scope.region,
            };
            match neighbour {
                Some(neighbour) => {
                    let read = business_parameters(parameters);
                    self.emulator.call_neighbour(&caller, action, neighbour, &read)
                }
                None => self
                    .emulator
                    .call_through(fault.as_ref(), &caller, action, &params),
            }
        });
        // A refused call has not read all of its parameters, and that says nothing about them.
        // A neighbour keeps whatever it is sent.
        let reads_all = scope.service == IDENTITY_SERVICE || neighbour.is_some();
        let unread = match done {
            Some(Ok(_)) if !reads_all => params.unread(),
            _ => Vec::new(),
        };
        let account = &self.emulator.config().account_id;
        let refusal = fault.as_ref().and_then(|fault| fault.refusal(account, action));
        let by_fault = refusal.is_some();
        let mut reply = match refusal {
            Some(refusal) => Err(refusal),
            None => done.unwrap_or_else(|| Ok(Map::new())),
        };
        if let (Some(Fault::Distort { how }), Ok(members)) = (&fault, &mut reply) {
            how.apply(members);
        }
        Execution {
            reply,
            executed,
            region: Some(scope.region),
            unread,
            by_fault,
            fault,
        }
    }
}

/// The answer with the emulator's own time: the objects in it are dated by the same clock. A refusal has the real time, which
/// tells a client how wrong its signing clock is.
fn dated(mut answer: Response, now: ApiTime) -> Response {
    let time = jiff::Timestamp::from_millisecond(now.unix_millis()).unwrap_or_default();
    let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&time);
    if let Ok(date) = date
        .map_err(drop)
        .and_then(|date| HeaderValue::try_from(date).map_err(drop))
    {
        answer.headers_mut().insert(header::DATE, date);
    }
    answer
}

/// What came of a call.
struct Execution {
    reply: Reply,
    executed: bool,
    /// Unknown for a call that was not let in.
    region: Option<String>,
    /// Parameters that the action was sent in vain.
    unread: Vec<String>,
    /// Whether a fault refused it.
    by_fault: bool,
    fault: Option<Fault>,
}

impl Execution {
    fn refused(error: ApiError) -> Self {
        Self {
            reply: Err(error),
            executed: false,
            region: None,
            unread: Vec::new(),
            by_fault: false,
            fault: None,
        }
    }
}

/// The parameters that are left for the action.
pub(crate) fn business_parameters(parameters: &Pairs) -> Pairs {
    let is_business = |name: &str| !GATEWAY_PARAMETERS.contains(&name) && !is_signature_parameter(name);
    let kept = parameters.iter().filter(|(name, _)| is_business(name));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}
