//! Changes of the state that something else than Terraform makes.

use std::fs;
use std::path::PathBuf;

use serde_json::{Map, Value};

use super::scenario::Scenario;

impl Scenario {
    /// Puts a state in place that something else wrote.
    pub(crate) fn write_state(&self, state: &Value) {
        fs::write(self.state_file(), state.to_string()).expect("the state can be written");
    }

    /// Rewrites every object in the state.
    pub(crate) fn edit_state(&self, edit: impl Fn(&mut Map<String, Value>)) {
        let text = fs::read(self.state_file()).expect("there is a state");
        let mut state: Value = serde_json::from_slice(&text).expect("Terraform writes its state as JSON");
        let resources = state["resources"].as_array_mut().into_iter().flatten();
        let instances =
            resources.flat_map(|resource| resource["instances"].as_array_mut().into_iter().flatten());
        instances.filter_map(Value::as_object_mut).for_each(edit);
        self.write_state(&state);
    }

    fn state_file(&self) -> PathBuf {
        self.world.workspace.module().join("terraform.tfstate")
    }
}
