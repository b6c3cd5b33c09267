//! What happens beside a run of Terraform.

use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::emulator::Emulator;

/// How long to wait for something that Terraform is going to cause. Generous: the machine may be busy with a build.
const LIMIT: Duration = Duration::from_mins(1);

/// The world while Terraform runs.
pub(crate) struct Meanwhile<'a> {
    /// The API's other side.
    pub(crate) emulator: &'a Emulator,
    pub(super) terraform: Pid,
    /// The provider's log.
    pub(super) log: PathBuf,
}

impl Meanwhile<'_> {
    /// Waits until `action` has been called since Terraform started.
    #[track_caller]
    pub(crate) fn wait_for(&self, action: &str) {
        let deadline = Instant::now() + LIMIT;
        while !self.emulator.calls().contains_key(action) {
            assert!(Instant::now() < deadline, "{action} was not called");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until the provider has been told to stop.
    #[track_caller]
    pub(crate) fn wait_for_stop(&self) {
        let deadline = Instant::now() + LIMIT;
        while !fs::read_to_string(&self.log).is_ok_and(|log| log.contains("StopProvider")) {
            assert!(Instant::now() < deadline, "the provider was not told to stop");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Lets time pass until `action` has been called so many times since Terraform started. The emulator needs
    /// `--clock manual`.
    #[track_caller]
    pub(crate) fn advance_until(&self, action: &str, times: u64) {
        let deadline = Instant::now() + LIMIT;
        while self
            .emulator
            .calls()
            .get(action)
            .is_none_or(|called| *called < times)
        {
            assert!(Instant::now() < deadline, "{action} was not called {times} times");
            self.emulator.advance(10);
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Asks Terraform to stop, as Ctrl-C does.
    pub(crate) fn interrupt(&self) {
        kill_process(self.terraform, Signal::INT).expect("Terraform is running");
    }
}
