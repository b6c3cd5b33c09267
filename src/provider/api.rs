//! How operations reach the API: with the deadline and the stop signal of Terraform's operation.

use std::time::Duration;

use crate::client::{CallContext, Client};
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

/// Pauses between two looks at something that takes a while: short at first, since small things are quick, then longer.
#[derive(Debug)]
pub(super) struct Pauses(Duration);

impl Pauses {
    const FIRST: Duration = Duration::from_millis(250);
    const LONGEST: Duration = Duration::from_secs(8);

    /// Starts with the shortest pause.
    pub(super) fn new() -> Self {
        Self(Self::FIRST)
    }

    /// Waits for the next pause, within the limits of `cx`.
    pub(super) async fn pause(&mut self, cx: &ApiContext<'_>) -> Result<(), Interrupted> {
        cx.bounded(tokio::time::sleep(self.next())).await
    }

    /// How long the next pause is, for a wait with limits of its own.
    pub(super) fn next(&mut self) -> Duration {
        let pause = self.0;
        self.0 = (pause * 3 / 2).min(Self::LONGEST);
        pause
    }
}
