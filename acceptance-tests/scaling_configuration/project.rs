//! Configurations in another project than the default one.

use serde_json::json;

use super::{CONFIGURATION, web};
use crate::support::{Scenario, update};

#[test]
fn a_configuration_lives_in_another_project() {
    let mut s = Scenario::start();
    s.apply(web("project_id = 7").as_str()).then_plan_is_empty();
    let id = s.id(CONFIGURATION);
    s.forget(CONFIGURATION);
    s.import(web("project_id = 7").as_str(), CONFIGURATION, &id)
        .state(CONFIGURATION, &json!({"project_id": 7}))
        .then_plan_is_empty();
    s.destroy().destroys(1).leaves_nothing();
}

#[test]
fn a_configuration_that_was_moved_to_another_project_is_found_and_moved_back() {
    let mut s = Scenario::start();
    s.apply(web("project_id = 7").as_str());
    s.emulator().api(
        "ModifyScalingConfiguration",
        &[
            ("ScalingConfigurationId", &s.id(CONFIGURATION)),
            ("ProjectId", "9"),
        ],
    );
    s.apply(web("project_id = 7").as_str())
        .drifts([update(CONFIGURATION)])
        .plans([update(CONFIGURATION)])
        .then_plan_is_empty();
}
