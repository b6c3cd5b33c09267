//! Values that are known only when something else was made.

use serde_json::json;

use super::CONFIGURATION;
use crate::support::{Scenario, create, hcl, update};

#[test]
fn every_argument_may_be_unknown_when_it_is_planned() {
    let mut s = Scenario::start();
    s.apply(hcl!("scaling_configuration/unknown.tf"))
        .plans([create(CONFIGURATION), create("terraform_data.settings")])
        .state(
            CONFIGURATION,
            &json!({
                "scaling_configuration_name": "web",
                "instance_type": "S6.4A",
                "data_disks": [{"disk_type": "EHDD", "disk_size": 10}],
                "tags": {"env": "test"},
                "key_id": ["8f1c7d0e-6f5b-4c7e-9d0a-2b4c6d8e0f12"],
                "system_disk_size": 0,
            }),
        )
        .then_plan_is_empty();
    // What depends on it is unknown once more, and turns out to be the same but for the name.
    s.apply(
        include_str!("unknown.tf")
            .replace("name = \"web\"", "name = \"frontend\"")
            .as_str(),
    )
    .plans([update(CONFIGURATION), update("terraform_data.settings")])
    .calls(&json!({"ModifyScalingConfiguration": 1}))
    .sent(
        "ModifyScalingConfiguration",
        &["ScalingConfigurationId"],
        &json!({"ScalingConfigurationName": "frontend"}),
    )
    .then_plan_is_empty();
}

#[test]
fn what_is_unknown_is_checked_when_it_is_known() {
    Scenario::start()
        .apply_fails(
            include_str!("unknown.tf")
                .replace("type = \"S6.4A\"", "type = \"S6.4A,S6.4A\"")
                .as_str(),
        )
        .error_saying("listed twice")
        .at(CONFIGURATION);
}
