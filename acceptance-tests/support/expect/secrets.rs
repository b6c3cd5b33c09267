//! Where a secret must not be after a step, and what the log must have.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::super::provider;
use super::Step;

impl Step<'_> {
    /// Neither the state nor anything that Terraform and the provider wrote has `secret` in it.
    #[track_caller]
    pub(crate) fn keeps(self, secret: &str) -> Self {
        let state = self.world.workspace.module().join("terraform.tfstate");
        self.lacks("state", &fs::read_to_string(state).unwrap_or_default(), secret);
        self.prints_nothing_of(secret)
    }

    /// Nothing that Terraform and the provider wrote, but for the state, has `secret` in it.
    #[track_caller]
    pub(crate) fn prints_nothing_of(self, secret: &str) -> Self {
        self.lacks("output", &self.run.stdout, secret);
        self.lacks("standard error", &self.run.stderr, secret);
        self.logs_nothing_of(secret)
    }

    /// No log has `secret` in it, nor has what the emulator shows of the calls.
    #[track_caller]
    pub(crate) fn logs_nothing_of(self, secret: &str) -> Self {
        let folder = self.world.workspace.folder();
        let read = |file: PathBuf| fs::read_to_string(file).unwrap_or_default();
        let calls = Value::from(self.world.emulator().call_log()).to_string();
        self.lacks("provider's log", &read(provider::log(folder)), secret);
        let log = read(folder.join("emulator.log"));
        // It says how to reach it, with its own keys.
        let log: Vec<&str> = log.lines().filter(|line| !line.starts_with("export ")).collect();
        self.lacks("emulator's log", &log.join("\n"), secret);
        self.lacks("emulator's record of calls", &calls, secret);
        self
    }

    /// The provider's log has `text` in it.
    #[track_caller]
    pub(crate) fn logs(self, text: &str) -> Self {
        let log = fs::read_to_string(provider::log(self.world.workspace.folder()));
        self.require(log.unwrap_or_default().contains(text), || {
            format!("the provider's log must say {text:?}")
        });
        self
    }

    #[track_caller]
    fn lacks(&self, place: &str, text: &str, secret: &str) {
        self.require(!text.contains(secret), || {
            format!("the {place} must not have {secret:?} in it")
        });
    }
}
