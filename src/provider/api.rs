//! How operations reach the API: with the deadline and the stop signal of Terraform's operation.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::client::{ApiCallError, CallContext, Client};
use crate::framework::{Context, Interrupted};

/// An operation of this provider.
pub(super) type ApiContext<'a> = Context<'a, Client>;

/// How long a plan waits for a look that only adds warnings to it; it goes without if the look takes longer.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// The limits of `cx` for calls to the API.
pub(super) fn limits(cx: &ApiContext<'_>) -> CallContext {
    CallContext::background()
        .with_deadline(cx.deadline)
        .with_cancellation(cx.stop.clone())
}

/// What a pause says of a request that is sent again after it.
pub(super) fn before_repeating(error: &ApiCallError) -> String {
    format!("to call {} again: {error}", error.action())
}

/// Pauses between two looks at something that takes a while: short at first, since small things are quick, then longer. Each
/// of them is a line of the log, so that no wait is silent.
#[derive(Debug)]
pub(super) struct Pauses(Duration);

impl Pauses {
    const FIRST: Duration = Duration::from_millis(250);
    const LONGEST: Duration = Duration::from_secs(8);

    /// Starts with the shortest pause.
    pub(super) fn new() -> Self {
        Self(Self::FIRST)
    }

    /// Waits for the next pause, within the limits of `cx`. `what` is said of it after "Waiting": "for scaling group 1 to go".
    pub(super) async fn pause(&mut self, cx: &ApiContext<'_>, what: &str) -> Result<(), Interrupted> {
        cx.bounded(sleep(self.next(what))).await
    }

    /// As [`Self::pause`], with no limit but `end`: does not wait, and says so by `false`, if the pause would last longer.
    pub(super) async fn pause_before(&mut self, end: Instant, what: &str) -> bool {
        let has_time = Instant::now() + self.0 <= end;
        if has_time {
            self.sleep(what).await;
        }
        has_time
    }

    /// As [`Self::pause`], without a limit.
    pub(super) async fn sleep(&mut self, what: &str) {
        sleep(self.next(what)).await;
    }

    fn next(&mut self, what: &str) -> Duration {
        tracing::info!("Waiting {what}");
        let pause = self.0;
        self.0 = (pause * 3 / 2).min(Self::LONGEST);
        pause
    }
}
