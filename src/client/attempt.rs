//! One attempt of a call: signed, sent, and its answer understood.
use std::time::Duration;

use secrecy::ExposeSecret;
use serde_json::Value;
use tokio::time::{Instant, timeout};

use super::Inner;
use super::actions::{Action, ActionKind};
use super::clock::{now, parse_http_date};
use super::context::{CallContext, Stop};
use super::error::{ApiCallError, Failure};
use super::list_response::Unusable;
use super::listing::Snapshot;
use super::params::Params;
use super::redact::{Redactor, shorten};
use super::response::{self, ApiResponse, Content};
use super::retry::{self, Cause};
use super::sign::Signer;
use super::transport::{HttpRequest, HttpResponse, TransportError};
use super::wire::{FromWire as _, WireError};

/// How much is said of an answer that is none.
const MOST_WORDS: usize = 300;

/// What an attempt needs to know about its call.
pub(super) struct Call<'a, A> {
    pub(super) client: &'a Inner,
    pub(super) request: &'a A,
    pub(super) params: &'a Params,
}

/// A failed attempt.
pub(super) struct Failed {
    pub(super) error: ApiCallError,
    pub(super) cause: Cause,
    /// The answer's headers, if there was one.
    pub(super) date: Option<String>,
    pub(super) retry_after: Option<Duration>,
}

/// A successful answer.
pub(super) struct Success<R> {
    pub(super) snapshot: Snapshot<R>,
    pub(super) request_id: Option<String>,
}

impl<A: Action> Call<'_, A> {
    /// Signs, sends and classifies. `Err` says that the context ended, and whether the request was on its way
    /// by then.
    pub(super) async fn attempt(
        &self,
        cx: &CallContext,
        attempt: u32,
    ) -> Result<Result<Success<A::Response>, Failed>, (Stop, bool)> {
        let request = self.sign();
        // A write that is on its way is not abandoned by a cancellation: an object could be created whose id
        // nobody knows.
        let cx = match A::KIND {
            ActionKind::Read => cx.clone(),
            ActionKind::Write => cx.without_cancellation(),
        };
        cx.check().map_err(|stop| (stop, false))?;

        let start = Instant::now();
        let sending = timeout(self.client.attempt_timeout, self.client.transport.send(request));
        let sent = cx.run(sending).await.map_err(|stop| (stop, true))?;
        let (status, result) = match sent {
            Ok(Ok(response)) => {
                self.client.reach.answered();
                (Some(response.status), self.classify(&response, start))
            }
            Ok(Err(TransportError::NotSent(reason))) => (
                None,
                Err(Self::failed(Failure::NotSent { reason }, Cause::NotSent)),
            ),
            Ok(Err(TransportError::AnswerLost(reason))) => (None, Err(Self::lost(reason))),
            Err(_) => {
                let seconds = self.client.attempt_timeout.as_secs_f64();
                (None, Err(Self::lost(format!("none within {seconds} s"))))
            }
        };
        Self::trace(attempt, status, start.elapsed(), &result);
        Ok(result)
    }

    fn sign(&self) -> HttpRequest {
        signed(self.client, A::NAME, self.params.clone())
    }

    fn classify(&self, response: &HttpResponse, asked_at: Instant) -> Result<Success<A::Response>, Failed> {
        let redactor = self.redactor();
        let ApiResponse { request_id, outcome } = ApiResponse::read(response, &redactor);
        // A read loses nothing by asking again; a write was executed.
        let unusable = |failure| {
            let mut failed = Self::failed(failure, Cause::Unavailable);
            failed.error = failed.error.with_request_id(request_id.clone());
            Err(failed)
        };
        let error_response = match outcome {
            Content::Success(members) => {
                return match self.decode(&members, &redactor) {
                    Ok(seen) => Ok(Success {
                        snapshot: Snapshot {
                            seen,
                            date: response.date.as_deref().and_then(parse_http_date),
                            account_id: self.client.account.note(&members),
                            asked_at,
                        },
                        request_id,
                    }),
                    Err(failure) => unusable(failure),
                };
            }
            Content::Unreadable(reason) => return unusable(Failure::Decode { reason }),
            Content::Refused(error_response) => error_response,
        };
        let cause = Cause::of(&error_response);
        let failure = if error_response.code.as_deref() == Some("DryRunOperation") {
            Failure::DryRun
        } else if cause == Cause::Unavailable {
            Failure::Unknown {
                reason: error_response.to_string(),
                answer: Some(error_response),
            }
        } else {
            Failure::Refused(error_response)
        };
        let mut failed = Self::failed(failure, cause);
        failed.error = failed.error.with_request_id(request_id);
        failed.date.clone_from(&response.date);
        failed.retry_after = response
            .retry_after
            .as_deref()
            .and_then(|text| retry::parse_retry_after(text, now()));
        Err(failed)
    }

    /// Reads the members of an answer, and checks them against the request.
    fn decode(&self, members: &Value, redactor: &Redactor) -> Result<A::Response, Failure> {
        let unreadable = |error: WireError| Failure::Decode {
            reason: error.to_string(),
        };
        let clean = |problem: &str| shorten(&redactor.clean(problem), MOST_WORDS);
        let response = A::Response::from_wire(members).map_err(unreadable)?;
        match self.request.check(&response) {
            Ok(()) => Ok(response),
            Err(Unusable::NoList(problem)) => Err(Failure::NoList {
                reason: clean(&format!(
                    "{problem}, only {}",
                    members.as_object().map(response::names).unwrap_or_default()
                )),
            }),
            Err(Unusable::Wrong(problem)) => Err(Failure::Decode {
                reason: clean(&problem),
            }),
        }
    }

    fn failed(failure: Failure, cause: Cause) -> Failed {
        Failed {
            error: ApiCallError::new(A::NAME, A::KIND, failure),
            cause,
            date: None,
            retry_after: None,
        }
    }

    fn lost(reason: String) -> Failed {
        Self::failed(Failure::Unknown { reason, answer: None }, Cause::Unavailable)
    }

    /// Hides the secrets of the request, should the API ever repeat them.
    fn redactor(&self) -> Redactor {
        let credentials = self.client.keys.current();
        let keys = [Some(&credentials.secret_key), credentials.security_token.as_ref()];
        let keys = keys.into_iter().flatten().map(ExposeSecret::expose_secret);
        let parameters = ["Password", "UserData"]
            .into_iter()
            .filter_map(|name| self.params.get(name));
        Redactor::new(keys.chain(parameters))
    }

    fn trace(
        attempt: u32,
        status: Option<u16>,
        duration: Duration,
        result: &Result<Success<A::Response>, Failed>,
    ) {
        let (request_id, error) = match result {
            Ok(success) => (success.request_id.as_deref(), None),
            Err(failed) => (
                failed.error.request_id(),
                Some(failed.error.failure().to_string()),
            ),
        };
        tracing::debug!(
            api_action = A::NAME,
            attempt,
            api_http_status = status,
            api_request_id = request_id,
            duration_ms = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX),
            error,
            "API call"
        );
    }
}

/// The signed request for `action`.
pub(super) fn signed(client: &Inner, action: &str, params: Params) -> HttpRequest {
    let Inner {
        endpoint,
        keys,
        region,
        signature,
        clock,
        ..
    } = client;
    let signer = Signer {
        version: *signature,
        credentials: &keys.current(),
        region,
        host: endpoint.host(),
    };
    let parts = signer.sign(action, params, clock.now());
    HttpRequest {
        url: format!("{}?{}", endpoint.base(), parts.query),
        headers: parts.headers,
        body: parts.body,
    }
}
