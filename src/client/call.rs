//! One call from its typed request to its typed response, with all the attempts in between.
use std::time::Duration;

use secrecy::ExposeSecret;
use serde_json::Value;
use tokio::time::{Instant, sleep, timeout};

use super::actions::{Action, ActionKind};
use super::answer::{self, Answer, Outcome};
use super::clock::{now, parse_http_date};
use super::context::{CallContext, Stop};
use super::error::{ApiCallError, Failure};
use super::list_answer::Unusable;
use super::listing::Look;
use super::params::Params;
use super::reach;
use super::redact::{Redactor, shorten};
use super::retry::{self, Cause};
use super::sign::Signer;
use super::transport::{HttpRequest, HttpResponse, TransportError};
use super::wire::{FromWire as _, WireError};
use super::{Client, Inner};

/// How much is said of an answer that is none.
const MOST_WORDS: usize = 300;

/// What an attempt needs to know about its call.
struct Call<'a, A> {
    client: &'a Inner,
    request: &'a A,
    params: &'a Params,
}

/// What a call has been through.
#[derive(Default)]
struct Tried {
    /// How often it was sent, or tried to be sent.
    sent: u32,
    /// How often it failed in a way that counts.
    failures: u32,
    throttled_since: Option<Instant>,
    /// Whether a wrong clock was corrected.
    corrected: bool,
    /// Whether the keys were read again.
    renewed: bool,
}

/// A failed attempt.
struct Failed {
    error: ApiCallError,
    cause: Cause,
    /// The answer's headers, if there was one.
    date: Option<String>,
    retry_after: Option<Duration>,
}

impl Client {
    /// Calls one action and waits for its result, repeating attempts that may be repeated.
    ///
    /// # Errors
    /// Tells what is known to have happened; see [`ApiCallError::outcome_unknown`] before a failed write is done again.
    pub async fn call<A: Action>(&self, cx: &CallContext, request: &A) -> Result<A::Response, ApiCallError> {
        Ok(self.ask(cx, request).await?.seen)
    }

    /// The same, with what the answer says of the moment.
    pub(super) async fn ask<A: Action>(
        &self,
        cx: &CallContext,
        request: &A,
    ) -> Result<Look<A::Response>, ApiCallError> {
        self.check_account::<A>(cx).await?;
        self.ask_unchecked(cx, request).await
    }

    /// The same as whatever account it is.
    pub(super) async fn ask_unchecked<A: Action>(
        &self,
        cx: &CallContext,
        request: &A,
    ) -> Result<Look<A::Response>, ApiCallError> {
        // Reads that start after this write must not be given what was asked for before it.
        let _detach = (A::KIND == ActionKind::Write).then(|| self.0.reads.during_write());

        let mut params = Params::of(request);
        if self.0.dry_run {
            params.set("DryRun", "true");
        }
        let call = Call {
            client: &self.0,
            request,
            params: &params,
        };
        call.run(cx).await
    }
}

/// A successful answer.
struct Success<R> {
    look: Look<R>,
    request_id: Option<String>,
}

impl<A: Action> Call<'_, A> {
    async fn run(&self, cx: &CallContext) -> Result<Look<A::Response>, ApiCallError> {
        let mut tried = Tried::default();
        let mut last: Option<ApiCallError> = None;
        loop {
            let stopped = |stop, in_flight| {
                let made = tried.sent + u32::from(in_flight);
                ApiCallError::stopped(A::NAME, A::KIND, stop, in_flight, last.as_ref()).with_attempts(made)
            };
            let permit = cx
                .run(self.client.limiters.acquire(A::NAME))
                .await
                .map_err(|stop| stopped(stop, false))?;
            let failed = match self.attempt(cx, tried.sent + 1).await {
                Ok(Ok(success)) => {
                    permit.accepted();
                    return Ok(success.look);
                }
                Ok(Err(failed)) => failed,
                Err((stop, in_flight)) => return Err(stopped(stop, in_flight)),
            };
            if failed.cause == Cause::Throttled {
                permit.refused(failed.retry_after);
            } else {
                drop(permit);
            }

            tried.sent += 1;
            let pause = self.pause(cx, &mut tried, &failed);
            let error = failed.error.with_attempts(tried.sent);
            let Some(pause) = pause else {
                return Err(error);
            };
            let waited = cx.run(sleep(pause)).await;
            waited.map_err(|stop| {
                ApiCallError::stopped(A::NAME, A::KIND, stop, false, Some(&error)).with_attempts(tried.sent)
            })?;
            last = Some(error);
        }
    }

    /// How long to wait before the next attempt; `None` if there is none.
    fn pause(&self, cx: &CallContext, tried: &mut Tried, failed: &Failed) -> Option<Duration> {
        let now = Instant::now();
        let left = cx
            .deadline()
            .map(|deadline| deadline.saturating_duration_since(now));
        match failed.cause {
            Cause::Throttled => {
                // That is no failure, and the limiter sees to the pace.
                let since = *tried.throttled_since.get_or_insert(now);
                let left =
                    left.unwrap_or_else(|| retry::THROTTLED_WITHOUT_DEADLINE.saturating_sub(now - since));
                return retry::throttled(left, failed.retry_after);
            }
            Cause::NotSent => {
                let pause = retry::backoff(tried.sent, random());
                let outage = self.client.reach.failed();
                let ends = self.client.max_retries == 0 || outage + pause > reach::PATIENCE;
                return (!ends && left.is_none_or(|left| pause < left)).then_some(pause);
            }
            Cause::ClockSkew => {
                let date = failed.date.as_deref();
                if tried.corrected || !date.is_some_and(|date| self.client.clock.correct(date)) {
                    return None;
                }
                tried.corrected = true;
                return Some(Duration::ZERO);
            }
            Cause::Permanent if failed.error.is_denied() && !tried.renewed => {
                tried.renewed = true;
                return self.client.keys.read_again().then_some(Duration::ZERO);
            }
            Cause::AuthUnavailable | Cause::Unavailable | Cause::Permanent => {}
        }
        tried.failures += 1;
        let pause = retry::backoff(tried.failures, random());
        let pause = failed.retry_after.map_or(pause, |wanted| wanted.max(pause));
        let repeats = retry::repeats(failed.cause, A::KIND) && tried.failures <= self.client.max_retries;
        (repeats && left.is_none_or(|left| pause < left)).then_some(pause)
    }

    /// Signs, sends and classifies. `Err` says that the context ended, and whether the request was on its way
    /// by then.
    async fn attempt(
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
        let Answer { request_id, outcome } = Answer::read(response, &redactor);
        // A read loses nothing by asking again; a write was executed.
        let unusable = |failure| {
            let mut failed = Self::failed(failure, Cause::Unavailable);
            failed.error = failed.error.with_request_id(request_id.clone());
            Err(failed)
        };
        let refusal = match outcome {
            Outcome::Success(members) => {
                return match self.decode(&members, &redactor) {
                    Ok(seen) => Ok(Success {
                        look: Look {
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
            Outcome::Unreadable(reason) => return unusable(Failure::Decode { reason }),
            Outcome::Refused(refusal) => refusal,
        };
        let cause = Cause::of(&refusal);
        let failure = if refusal.code.as_deref() == Some("DryRunOperation") {
            Failure::DryRun
        } else if cause == Cause::Unavailable {
            Failure::Unknown {
                reason: refusal.to_string(),
                answer: Some(refusal),
            }
        } else {
            Failure::Refused(refusal)
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
                    members.as_object().map(answer::names).unwrap_or_default()
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

/// Randomness for the wait between attempts. Without a source of it all waits are long ones.
fn random() -> u64 {
    getrandom::u64().unwrap_or(u64::MAX)
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

#[cfg(test)]
mod log_tests;
#[cfg(test)]
mod tests;
