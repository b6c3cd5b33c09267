//! What happens beside a run of Terraform.

use std::fs;
use std::path::PathBuf;

use rustix::process::{Pid, Signal, kill_process};

use super::emulator::Emulator;
use super::wait::wait_until;

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
        self.wait_for_calls(action, 1);
    }

    /// Waits until the provider has been told to stop.
    #[track_caller]
    pub(crate) fn wait_for_stop(&self) {
        wait_until("StopProvider", || {
            fs::read_to_string(&self.log).is_ok_and(|log| log.contains("StopProvider"))
        });
    }

    /// Lets time pass until `action` has been called so many times since Terraform started. The emulator needs
    /// `--clock manual`.
    #[track_caller]
    pub(crate) fn advance_until(&self, action: &str, times: u64) {
        self.wait_for_calls_while(action, times, || self.emulator.advance(10));
    }

    /// Waits until `action` has been called so many times since Terraform started.
    #[track_caller]
    pub(crate) fn wait_for_calls(&self, action: &str, times: u64) {
        self.wait_for_calls_while(action, times, || {});
    }

    #[track_caller]
    fn wait_for_calls_while(&self, action: &str, times: u64, meanwhile: impl Fn()) {
        wait_until(&format!("a call of {action} for the {times}. time"), || {
            let called = self.emulator.calls().get(action).copied().unwrap_or_default();
            if called < times {
                meanwhile();
            }
            called >= times
        });
    }

    /// Asks Terraform to stop, as Ctrl-C does.
    pub(crate) fn interrupt(&self) {
        kill_process(self.terraform, Signal::INT).expect("Terraform is running");
    }
}
