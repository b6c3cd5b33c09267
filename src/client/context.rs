//! How long a call may take, and who may stop it.
use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

/// Deadline and cancellation of a call; cheap to clone, and shared by all calls of one operation.
///
/// Without either a call ends when its retries are used up.
#[derive(Debug, Clone, Default)]
pub struct CallContext {
    deadline: Option<Instant>,
    cancellation: CancellationToken,
}

/// Why a call must not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    Cancelled,
    DeadlineExceeded,
}

impl CallContext {
    /// No deadline, no cancellation.
    pub fn background() -> Self {
        Self::default()
    }

    /// Ends `timeout` from now, or at the present deadline if that is earlier.
    pub fn with_timeout(self, timeout: Duration) -> Self {
        match Instant::now().checked_add(timeout) {
            Some(deadline) => self.with_deadline(deadline),
            None => self,
        }
    }

    /// Ends at `deadline`, or at the present deadline if that is earlier.
    pub fn with_deadline(mut self, deadline: Instant) -> Self {
        self.deadline = Some(self.deadline.map_or(deadline, |present| present.min(deadline)));
        self
    }

    /// Ends as soon as `cancellation` is cancelled. A write that is already on its way is still waited for, so
    /// that its result is not lost.
    pub fn with_cancellation(mut self, cancellation: CancellationToken) -> Self {
        self.cancellation = cancellation;
        self
    }

    /// When it ends at the latest.
    pub fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Whether it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.cancellation.is_cancelled()
    }

    /// This deadline, deaf to the cancellation.
    pub(crate) fn without_cancellation(&self) -> Self {
        Self {
            deadline: self.deadline,
            cancellation: CancellationToken::new(),
        }
    }

    /// Fails if it has ended already.
    pub(crate) fn check(&self) -> Result<(), Stop> {
        if self.is_cancelled() {
            Err(Stop::Cancelled)
        } else if self.deadline.is_some_and(|deadline| deadline <= Instant::now()) {
            Err(Stop::DeadlineExceeded)
        } else {
            Ok(())
        }
    }

    /// Waits for `work`, or until the context ends.
    pub(crate) async fn run<T>(&self, work: impl Future<Output = T>) -> Result<T, Stop> {
        self.check()?;
        tokio::select! {
            biased;
            result = work => Ok(result),
            stop = self.ended() => Err(stop),
        }
    }

    async fn ended(&self) -> Stop {
        tokio::select! {
            () = self.cancellation.cancelled() => Stop::Cancelled,
            () = self.deadline_passed() => Stop::DeadlineExceeded,
        }
    }

    async fn deadline_passed(&self) {
        match self.deadline {
            Some(deadline) => sleep_until(deadline).await,
            None => std::future::pending().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn work_ends_at_the_deadline() {
        let cx = CallContext::background().with_timeout(Duration::from_secs(3));
        let start = Instant::now();
        assert_eq!(
            cx.run(std::future::pending::<()>()).await,
            Err(Stop::DeadlineExceeded)
        );
        assert_eq!(start.elapsed().as_secs(), 3);
        assert_eq!(
            cx.run(async {}).await,
            Err(Stop::DeadlineExceeded),
            "nothing starts after the deadline"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_later_deadline_does_not_extend_an_earlier_one() {
        let cx = CallContext::background()
            .with_timeout(Duration::from_secs(3))
            .with_timeout(Duration::from_secs(9));
        assert_eq!(cx.deadline(), Some(Instant::now() + Duration::from_secs(3)));
    }

    #[tokio::test]
    async fn work_ends_when_it_is_cancelled() {
        let cancellation = CancellationToken::new();
        let cx = CallContext::background().with_cancellation(cancellation.clone());
        assert_eq!(cx.run(async { 7 }).await, Ok(7));
        let (result, ()) = tokio::join!(cx.run(std::future::pending::<()>()), async {
            cancellation.cancel();
        });
        assert_eq!(result, Err(Stop::Cancelled));
        assert!(cx.is_cancelled());
        assert_eq!(cx.without_cancellation().run(async { 7 }).await, Ok(7));
    }
}
