//! One call from its typed request to its typed response, with all the attempts in between.
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::Client;
use super::actions::{Action, ActionKind};
use super::attempt::{Call, Failed};
use super::context::CallContext;
use super::error::ApiCallError;
use super::listing::Snapshot;
use super::params::Params;
use super::reach;
use super::retry::{self, Cause};

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

impl Client {
    /// Calls one action and waits for its result, repeating attempts that may be repeated.
    ///
    /// # Errors
    /// Tells what is known to have happened; see [`ApiCallError::outcome_unknown`] before a failed write is done again.
    pub async fn call<A: Action>(&self, cx: &CallContext, request: &A) -> Result<A::Response, ApiCallError> {
        Ok(self.ask(cx, request).await?.seen)
    }

    /// Calls one action, and tells what the response says of the time and the account.
    pub(super) async fn ask<A: Action>(
        &self,
        cx: &CallContext,
        request: &A,
    ) -> Result<Snapshot<A::Response>, ApiCallError> {
        self.check_account::<A>(cx).await?;
        self.ask_unchecked(cx, request).await
    }

    /// As [`Self::ask`], as whatever account it is.
    pub(super) async fn ask_unchecked<A: Action>(
        &self,
        cx: &CallContext,
        request: &A,
    ) -> Result<Snapshot<A::Response>, ApiCallError> {
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

impl<A: Action> Call<'_, A> {
    async fn run(&self, cx: &CallContext) -> Result<Snapshot<A::Response>, ApiCallError> {
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
                    return Ok(success.snapshot);
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
            tracing::info!("Waiting to call {} again: {error}", A::NAME);
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
}

/// Randomness for the wait between attempts. Without a source of it all waits are long ones.
fn random() -> u64 {
    getrandom::u64().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod log_tests;
#[cfg(test)]
mod tests;
