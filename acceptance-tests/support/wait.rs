//! Waiting for what a test has caused.

use std::thread;
use std::time::{Duration, Instant};

/// How long to wait. Generous: the machine may be busy with a build.
const LIMIT: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(20);

/// Waits until `look` gives something, and fails if it does not in time: `what` did not happen.
#[track_caller]
pub(crate) fn wait_for<T>(what: &str, look: impl Fn() -> Option<T>) -> T {
    let deadline = Instant::now() + LIMIT;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "{what} did not happen");
        thread::sleep(PAUSE);
    }
}

/// Waits until `happened` is true.
#[track_caller]
pub(crate) fn wait_until(what: &str, happened: impl Fn() -> bool) {
    wait_for(what, || happened().then_some(()));
}
