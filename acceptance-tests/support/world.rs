//! Where a scenario plays.

use super::config::Config;
use super::emulator::{CallCounts, Emulator};
use super::provider::Provider;
use super::workspace::{Run, Workspace};

/// A working folder with an emulator and a provider; everything ends and is removed with this value.
pub(crate) struct World {
    // Fields are dropped in this order: processes end before their folder goes.
    pub(super) provider: Option<Provider>,
    pub(super) emulator: Option<Emulator>,
    pub(super) workspace: Workspace,
    pub(super) config: Config,
}

impl World {
    /// The API's other side.
    pub(super) fn emulator(&self) -> &Emulator {
        self.emulator
            .as_ref()
            .expect("a scenario with a provider has an emulator")
    }

    /// Runs Terraform and counts the calls that reached the API meanwhile.
    pub(super) fn observe(&self, arguments: &[&str]) -> (Run, CallCounts) {
        if let Some(emulator) = &self.emulator {
            emulator.forget_calls();
        }
        let run = self.workspace.terraform(arguments);
        let calls = self
            .emulator
            .as_ref()
            .map_or_else(CallCounts::new, Emulator::calls);
        (run, calls)
    }
}
