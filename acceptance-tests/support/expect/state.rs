//! What the state holds.

use serde_json::Value;

use super::Step;
use crate::support::state::{State, difference};

impl Step<'_> {
    /// The state has the object at `address` with these attributes (others may have any value).
    #[track_caller]
    pub(crate) fn state(self, address: &str, attributes: &Value) -> Self {
        let state = State::read(&self.world.workspace.module());
        self.require_attributes("state", address, attributes, state.attributes(address));
        self
    }

    /// The state holds exactly the objects at these addresses.
    #[track_caller]
    pub(crate) fn state_holds(self, addresses: &[&str]) -> Self {
        let mut found = State::read(&self.world.workspace.module()).addresses();
        found.sort();
        let mut expected = addresses.to_vec();
        expected.sort_unstable();
        self.require(found == expected, || {
            format!("state: expected {expected:?}, found {found:?}")
        });
        self
    }

    /// The state knows the object at `address` by exactly this identity; null if by none.
    #[track_caller]
    pub(crate) fn identity(self, address: &str, identity: &Value) -> Self {
        let state = State::read(&self.world.workspace.module());
        let found = state.identity(address);
        self.require(found == Some(identity), || {
            format!("identity of {address}: expected {identity}, found {found:?}")
        });
        self
    }

    /// The root module's output has this value (objects may have more members).
    #[track_caller]
    pub(crate) fn output(self, name: &str, value: &Value) -> Self {
        let state = State::read(&self.world.workspace.module());
        if let Some(difference) = difference(value, state.output(name)) {
            self.fail(&format!("output {name}{difference}"));
        }
        self
    }
}
