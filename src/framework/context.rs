//! What an operation is given besides its values: the configured provider, its deadline, and the wish to stop.

use std::future::Future;
use std::sync::Mutex;
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::diagnostics::{Diagnostic, Diagnostics};

/// The circumstances of one operation on a resource or data source.
#[derive(Debug)]
pub struct Context<'a, D> {
    /// What `ConfigureProvider` made, such as an API client.
    pub data: &'a D,
    /// When the operation has to be over.
    pub deadline: Instant,
    /// Cancelled when Terraform asks the provider to stop (`StopProvider`); the operation then ends as soon as it can
    /// without losing what it knows.
    pub stop: CancellationToken,
    warnings: Mutex<Diagnostics>,
}

impl<'a, D> Context<'a, D> {
    /// A context whose operation may take `timeout`.
    pub fn new(data: &'a D, timeout: Duration, stop: CancellationToken) -> Self {
        Self {
            data,
            deadline: Instant::now() + timeout,
            stop,
            warnings: Mutex::default(),
        }
    }

    /// Tells the person something that does not make the operation fail.
    pub fn warn(&self, warning: Diagnostic) {
        self.lock().push(warning);
    }

    /// Runs `work`, but no longer than the deadline and not beyond a stop.
    ///
    /// # Errors
    /// Says which of the two came first.
    pub async fn bounded<T>(&self, work: impl Future<Output = T>) -> Result<T, Interrupted> {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => Err(Interrupted::Stopped),
            () = tokio::time::sleep_until(self.deadline) => Err(Interrupted::DeadlineExceeded),
            result = work => Ok(result),
        }
    }

    /// What the person was told so far.
    #[cfg(test)]
    pub(crate) fn warnings(&self) -> Vec<Diagnostic> {
        self.lock().iter().cloned().collect()
    }

    pub(super) fn into_warnings(self) -> Diagnostics {
        self.warnings
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Diagnostics> {
        self.warnings
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Why an operation ended before its work was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interrupted {
    /// Terraform asked the provider to stop.
    Stopped,
    /// The operation's timeout has passed.
    DeadlineExceeded,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn work_ends_at_the_deadline() {
        let context = Context::new(&(), Duration::from_secs(5), CancellationToken::new());
        assert_eq!(
            context.bounded(std::future::pending::<()>()).await,
            Err(Interrupted::DeadlineExceeded)
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_stop_ends_the_work_before_the_deadline() {
        let stop = CancellationToken::new();
        let context = Context::new(&(), Duration::from_secs(5), stop.clone());
        stop.cancel();
        assert_eq!(
            context.bounded(std::future::pending::<()>()).await,
            Err(Interrupted::Stopped)
        );
        assert!(context.stop.is_cancelled());
    }

    #[tokio::test(start_paused = true)]
    async fn work_that_is_done_in_time_gives_its_result() {
        let context = Context::new(&(), Duration::from_secs(5), CancellationToken::new());
        assert_eq!(context.bounded(async { 7 }).await, Ok(7));
    }
}
