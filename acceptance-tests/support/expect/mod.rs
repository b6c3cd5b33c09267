//! What must have happened in a step. Each expectation panics with a full report if it is not met.

mod calls;
mod messages;
mod plan;
mod secrets;
mod state;

use serde_json::Value;

use super::emulator::CallCounts;
use super::report;
use super::state::difference;
use super::ui::{Change, Diagnostic};
use super::workspace::Run;
use super::world::World;

/// One run of Terraform that has ended, with what it did.
pub(crate) struct Step<'a> {
    world: &'a World,
    run: Run,
    calls: CallCounts,
    told: Told,
}

/// The error or warning that was asked for last.
#[derive(Default)]
struct Told {
    what: String,
    candidates: Vec<Diagnostic>,
}

/// `address` is to be created.
pub(crate) fn create(address: &str) -> Change {
    change("create", address)
}

/// `address` is to be changed in place.
pub(crate) fn update(address: &str) -> Change {
    change("update", address)
}

/// `address` is to be destroyed and created anew.
pub(crate) fn replace(address: &str) -> Change {
    change("replace", address)
}

/// `address` is to be destroyed.
pub(crate) fn delete(address: &str) -> Change {
    change("delete", address)
}

fn change(action: &str, address: &str) -> Change {
    Change {
        action: action.to_owned(),
        address: address.to_owned(),
    }
}

impl<'a> Step<'a> {
    pub(super) fn new(world: &'a World, run: Run, calls: CallCounts) -> Self {
        Self {
            world,
            run,
            calls,
            told: Told::default(),
        }
    }

    /// The run has ended well.
    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        self.require(self.run.exit == Some(0), || "must succeed".to_owned());
        self
    }

    /// The run has ended with an error.
    #[track_caller]
    pub(crate) fn fails(self) -> Self {
        self.require(self.run.exit == Some(1), || "must fail".to_owned());
        self
    }

    #[track_caller]
    fn require_attributes(&self, place: &str, address: &str, expected: &Value, found: Option<&Value>) {
        let problem = match found {
            Some(found) => difference(expected, found),
            None => Some(" is not there".to_owned()),
        };
        if let Some(problem) = problem {
            self.fail(&format!("{place}: {address}{problem}"));
        }
    }

    #[track_caller]
    fn require(&self, is_met: bool, why: impl FnOnce() -> String) {
        if !is_met {
            self.fail(&why());
        }
    }

    #[track_caller]
    fn fail(&self, why: &str) -> ! {
        panic!("{}", report::of_step(why, self.world, &self.run, &self.calls));
    }
}
