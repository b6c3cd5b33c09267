//! The two ways to set a password: stored, and write-only.

use serde_json::json;

use super::{CONFIGURATION, web};
use crate::support::{Feature, Scenario, create, hcl, update};

#[test]
fn a_password_is_in_the_state_and_nowhere_else() {
    let mut s = Scenario::start();
    s.apply(web("password = \"Known-to-state-1\"").as_str())
        .plans([create(CONFIGURATION)])
        .sent(
            "CreateScalingConfiguration",
            &["ScalingConfigurationName", "ImageId", "InstanceType.1"],
            &json!({"Password": "***"}),
        )
        .state(CONFIGURATION, &json!({"password": "Known-to-state-1"}))
        .prints_nothing_of("Known-to-state-1")
        .then_plan_is_empty();
    s.apply(web("password = \"Known-to-state-2\"").as_str())
        .plans([update(CONFIGURATION)])
        .sent(
            "ModifyScalingConfiguration",
            &["ScalingConfigurationId"],
            &json!({"Password": "***"}),
        )
        .prints_nothing_of("Known-to-state")
        .then_plan_is_empty();
}

#[test]
fn a_password_that_is_not_set_any_more_stays_and_the_user_is_told() {
    let mut s = Scenario::start();
    s.apply(web("password = \"Known-to-state-1\"").as_str());
    s.apply(web("").as_str())
        .plans([update(CONFIGURATION)])
        .warning("Without password")
        .at(CONFIGURATION)
        .saying("has no way")
        .calls(&json!({}))
        .state(CONFIGURATION, &json!({"password": null}))
        .then_plan_is_empty();
}

#[test]
fn an_empty_password_is_none() {
    Scenario::start()
        .apply(web("password = \"\"").as_str())
        .sent(
            "CreateScalingConfiguration",
            &["ScalingConfigurationName", "ImageId", "InstanceType.1"],
            &json!({}),
        )
        .then_plan_is_empty();
}

#[test]
fn matrix_a_write_only_password_is_left_nowhere() {
    let Some(mut s) = Scenario::since(Feature::WRITE_ONLY) else {
        return;
    };
    s.apply(hcl!("scaling_configuration/write-only-password.tf"))
        .plans([create(CONFIGURATION)])
        .state(
            CONFIGURATION,
            &json!({"password": null, "password_wo": null, "password_wo_version": 1}),
        )
        .keeps("Known-to-nobody-1")
        .then_plan_is_empty()
        .keeps("Known-to-nobody-1");
}

#[test]
fn a_write_only_password_is_sent_again_when_its_version_changes() {
    let Some(mut s) = Scenario::since(Feature::WRITE_ONLY) else {
        return;
    };
    s.apply(hcl!("scaling_configuration/write-only-password.tf"))
        .sent(
            "CreateScalingConfiguration",
            &["ScalingConfigurationName", "ImageId", "InstanceType.1"],
            &json!({"Password": "***"}),
        );
    let config = include_str!("write-only-password.tf");
    s.apply(config.replace("Known-to-nobody-1", "Known-to-nobody-2").as_str())
        .plans([]);
    s.apply(config.replace("= 1\n", "= 2\n").as_str())
        .plans([update(CONFIGURATION)])
        .sent(
            "ModifyScalingConfiguration",
            &["ScalingConfigurationId"],
            &json!({"Password": "***"}),
        )
        .then_plan_is_empty();
}

#[test]
fn a_stored_password_gives_way_to_a_write_only_one() {
    let Some(mut s) = Scenario::since(Feature::WRITE_ONLY) else {
        return;
    };
    s.apply(web("password = \"Known-to-state-1\"").as_str());
    s.apply(web("password_wo = \"Known-to-nobody-1\"\n  password_wo_version = 1").as_str())
        .plans([update(CONFIGURATION)])
        .without_warnings()
        .sent(
            "ModifyScalingConfiguration",
            &["ScalingConfigurationId"],
            &json!({"Password": "***"}),
        )
        .keeps("Known-to-nobody-1")
        .keeps("Known-to-state-1")
        .then_plan_is_empty();
}

#[test]
fn matrix_a_write_only_password_needs_a_terraform_that_does_not_store_it() {
    let Some(mut s) = Scenario::before(Feature::WRITE_ONLY) else {
        return;
    };
    s.plan_fails(hcl!("scaling_configuration/write-only-password.tf"))
        .error("Write-only arguments need Terraform 1.11")
        .at("password_wo")
        .saying("in clear text");
}

#[test]
fn write_only_user_data_is_left_nowhere_and_sent_again_when_its_version_changes() {
    let Some(mut s) = Scenario::since(Feature::WRITE_ONLY) else {
        return;
    };
    let with = |script: &str, version: u32| {
        let written = format!("user_data_wo = base64encode({script:?})\n  user_data_wo_version = {version}");
        web(&written)
    };
    let encoded = "S25vd24tdG8tbm9ib2R5LTE=";
    s.apply(web("user_data = base64encode(\"hi\")").as_str());
    s.apply(with("Known-to-nobody-1", 1).as_str())
        .plans([update(CONFIGURATION)])
        .sent(
            "ModifyScalingConfiguration",
            &["ScalingConfigurationId"],
            &json!({"UserData": "***"}),
        )
        .state(
            CONFIGURATION,
            &json!({"user_data": null, "user_data_wo": null, "user_data_wo_version": 1}),
        )
        .keeps(encoded)
        .then_plan_is_empty()
        .keeps(encoded);
    s.apply(with("Known-to-nobody-2", 1).as_str()).plans([]);
    s.apply(with("Known-to-nobody-2", 2).as_str())
        .plans([update(CONFIGURATION)])
        .then_plan_is_empty();
    s.apply(web("").as_str())
        .plans([update(CONFIGURATION)])
        .warning("The user data goes into the state")
        .at(CONFIGURATION)
        .saying("user_data_wo_version")
        .then_plan_is_empty();
    s.plan_fails(web("user_data = \"aGk=\"\n  user_data_wo = \"aGk=\"\n  user_data_wo_version = 1").as_str())
        .error("The user data is set twice")
        .at("user_data_wo")
        .saying("Remove one of them");
}
