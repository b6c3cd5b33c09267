//! Keeps a panic inside the operation in which it happened.

use std::any::Any;
use std::backtrace::Backtrace;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use super::diagnostics::Diagnostic;

thread_local! {
    /// How many guards are around the code that this thread runs.
    static GUARDS: Cell<usize> = const { Cell::new(0) };
    /// Where the code inside the innermost guard panicked.
    static SITE: RefCell<Option<Site>> = const { RefCell::new(None) };
}

/// What only the panic hook gets to know of a panic.
struct Site {
    location: String,
    backtrace: Backtrace,
}

/// To be called by the process's panic hook. Whether the panic is going to be caught and told as a diagnostic; where it
/// happened is remembered for that. Any other panic is the hook's to report.
pub fn note_panic(info: &PanicHookInfo<'_>) -> bool {
    // A second panic while the first one unwinds is never caught: it ends the process.
    let will_be_caught = GUARDS.get() > 0 && SITE.with_borrow(Option::is_none);
    if will_be_caught {
        SITE.set(Some(Site {
            location: info
                .location()
                .map_or_else(|| "an unknown place".to_owned(), ToString::to_string),
            backtrace: Backtrace::force_capture(),
        }));
    }
    will_be_caught
}

/// Runs `work`; a panic in it becomes a diagnostic instead of ending the process, so that other operations that run at
/// the same time keep what they have reached.
///
/// # Errors
/// The work panicked.
pub(super) async fn catching<T>(work: impl Future<Output = T>) -> Result<T, Diagnostic> {
    let mut work = pin!(work);
    std::future::poll_fn(|cx| match catching_sync(|| work.as_mut().poll(cx)) {
        Ok(poll) => poll.map(Ok),
        Err(panic) => Poll::Ready(Err(panic)),
    })
    .await
}

/// Runs `work` that does not wait; a panic in it becomes a diagnostic.
///
/// # Errors
/// The work panicked.
pub(super) fn catching_sync<T>(work: impl FnOnce() -> T) -> Result<T, Diagnostic> {
    GUARDS.set(GUARDS.get() + 1);
    let result = catch_unwind(AssertUnwindSafe(work));
    GUARDS.set(GUARDS.get() - 1);
    result.map_err(|payload| report(payload.as_ref(), SITE.take().as_ref()))
}

/// Logs the stack trace, for the developers, and says the rest to the person who runs Terraform.
fn report(payload: &(dyn Any + Send), site: Option<&Site>) -> Diagnostic {
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    let place = match site {
        Some(Site { location, backtrace }) => {
            tracing::error!(panic = message, location, %backtrace, "the provider panicked");
            format!(" at {location}")
        }
        None => String::new(),
    };
    Diagnostic::error(
        "The provider has a bug",
        format!(
            "The provider panicked{place}: {message}\n\nWhat was known of the object until then has been kept. Please \
             report this message to the provider's developers. With TF_LOG_PROVIDER=ERROR, Terraform's log has the \
             stack trace as well."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_becomes_a_diagnostic_with_its_message() {
        let result = catching(async {
            tokio::task::yield_now().await;
            panic!("odd number {}", 7)
        })
        .await;
        let diagnostic = result.unwrap_err();
        assert_eq!(diagnostic.summary, "The provider has a bug");
        assert!(
            diagnostic.detail.contains("odd number 7\n\nWhat was known"),
            "{}",
            diagnostic.detail
        );
    }

    #[tokio::test]
    async fn work_without_a_panic_gives_its_result() {
        assert_eq!(catching(async { 7 }).await, Ok(7));
        assert_eq!(catching_sync(|| 7), Ok(7));
    }

    #[test]
    fn where_it_panicked_is_part_of_the_message_and_forgotten_afterwards() {
        let site = Site {
            location: "src/thing.rs:1:2".to_owned(),
            backtrace: Backtrace::disabled(),
        };
        let diagnostic = report(&"odd", Some(&site));
        assert!(
            diagnostic
                .detail
                .starts_with("The provider panicked at src/thing.rs:1:2: odd\n"),
            "{}",
            diagnostic.detail
        );
        let _ = catching_sync(|| panic!("odd"));
        assert!(SITE.with_borrow(Option::is_none));
    }

    #[test]
    fn guards_are_counted_out_again_when_the_work_panics() {
        let outer = catching_sync(|| {
            let inner: Result<(), _> = catching_sync(|| panic!("inside"));
            assert!(inner.is_err());
            GUARDS.get()
        });
        assert_eq!(outer, Ok(1));
        assert_eq!(GUARDS.get(), 0);
    }
}
