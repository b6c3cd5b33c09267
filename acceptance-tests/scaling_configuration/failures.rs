//! Calls that are refused, or whose answer is lost.

use serde_json::{Value, json};

use super::{CONFIGURATION, web};
use crate::support::{Feature, Scenario, create, update};

fn refusal(message: &str) -> Value {
    json!({"kind": "error", "status": 400, "code": "InvalidParameterValue", "message": message})
}

#[test]
fn matrix_a_refused_creation_points_at_the_argument_and_leaves_nothing() {
    let mut s = Scenario::start();
    s.emulator().fault_once(
        "CreateScalingConfiguration",
        &refusal("An invalid or out-of-range value was supplied for the input parameter DataDisk.1.Type."),
    );
    let config = web("data_disks {\n disk_type = \"FLOPPY\"\n disk_size = 10\n}");
    s.apply_fails(config.as_str())
        .error("Can't create scaling configuration \"web\"")
        .at("disk_type = \"FLOPPY\"")
        .saying("InvalidParameterValue (HTTP 400)")
        .error_saying("RequestId")
        .at(CONFIGURATION)
        .error_saying("Nothing was changed by this call")
        .at(CONFIGURATION)
        .state_holds(&[])
        .leaves_nothing();
    s.apply(config.replace("FLOPPY", "EHDD").as_str())
        .plans([create(CONFIGURATION)])
        .then_plan_is_empty();
}

#[test]
fn a_refused_change_keeps_the_state_as_it_was() {
    let mut s = Scenario::start();
    s.apply(web("").as_str());
    for (parameter, argument, place) in [
        (
            "SystemDisk.DiskSize",
            "system_disk_size = 30",
            "system_disk_size = 30",
        ),
        ("Tag.1.Value", "tags = { env = \"x\" }", "tags = {"),
        ("InstanceType.1", "instance_type = \"X\"", "instance_type = \"X\""),
        ("KeyId.1", "key_id = [\"k\"]", "key_id = [\"k\"]"),
        ("Password", "password = \"weak\"", "password ="),
        ("DataDiskGb", "data_disk_gb = 3", "data_disk_gb = 3"),
    ] {
        s.emulator().fault_once(
            "ModifyScalingConfiguration",
            &refusal(&format!(
                "An invalid or out-of-range value was supplied for the input parameter {parameter}."
            )),
        );
        s.apply_fails(web(argument).as_str())
            .error("Can't change scaling configuration")
            .at(place)
            .saying("InvalidParameterValue")
            .calls(&json!({"ModifyScalingConfiguration": 1}));
    }
    s.plan(web("").as_str()).plans([]);
}

#[test]
fn a_refused_write_only_password_points_at_its_argument() {
    let Some(mut s) = Scenario::since(Feature::WRITE_ONLY) else {
        return;
    };
    s.emulator().fault_once(
        "CreateScalingConfiguration",
        &refusal("An invalid or out-of-range value was supplied for the input parameter Password."),
    );
    s.apply_fails(web("password_wo = \"Known-to-nobody-1\"\n  password_wo_version = 1").as_str())
        .error("Can't create")
        .at("password_wo ")
        .saying("InvalidParameterValue");
}

#[test]
fn a_creation_whose_answer_is_lost_is_found_and_not_repeated() {
    for kind in ["drop_answer", "truncate_body"] {
        let mut s = Scenario::start();
        s.emulator()
            .fault_once("CreateScalingConfiguration", &json!({"kind": kind}));
        s.apply(include_str!("everything/1-create.tf"))
            .calls(&json!({"CreateScalingConfiguration": 1}))
            .warning("The answer to the creation was lost")
            .at(CONFIGURATION)
            .saying("was found afterwards")
            .then_plan_is_empty();
        s.destroy().destroys(1).leaves_nothing();
    }
}

#[test]
fn lost_creations_of_configurations_that_are_alike_are_told_apart() {
    let mut s = Scenario::start();
    let two_lost =
        json!({"action": "CreateScalingConfiguration", "first": 2, "fault": {"kind": "drop_answer"}});
    s.emulator().fault(&json!({ "api": [two_lost] }));
    let config = web("count = 3");
    s.apply(config.as_str())
        .calls(&json!({"CreateScalingConfiguration": 3}))
        .then_plan_is_empty();
    let mut ids: Vec<String> = (0..3)
        .map(|index| s.id(&format!("{CONFIGURATION}[{index}]")))
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 3);
    s.destroy().destroys(3).leaves_nothing();
}

#[test]
fn a_creation_that_was_not_executed_is_not_taken_for_another() {
    let mut s = Scenario::start();
    s.apply(web("system_disk_size = 30").as_str());
    s.forget(CONFIGURATION);
    s.emulator().fault_once(
        "CreateScalingConfiguration",
        &json!({"kind": "error", "status": 500, "code": "ServiceTimeout", "message": "late"}),
    );
    s.apply_fails(web("system_disk_size = 40").as_str())
        .error("It is not known whether the scaling configuration was created")
        .at(CONFIGURATION)
        .saying("it may have been executed")
        .calls(&json!({"CreateScalingConfiguration": 1}))
        .state(CONFIGURATION, &json!({"id": null}));
    s.apply(web("system_disk_size = 40").as_str())
        .plans([create(CONFIGURATION)])
        .then_plan_is_empty();
}

#[test]
fn a_change_whose_answer_is_lost_is_looked_up_and_not_repeated() {
    let mut s = Scenario::start();
    s.apply(web("").as_str());
    s.emulator().lose_answer("ModifyScalingConfiguration");
    s.apply(web("system_disk_size = 30").as_str())
        .plans([update(CONFIGURATION)])
        .calls(&json!({"ModifyScalingConfiguration": 1}))
        .state(CONFIGURATION, &json!({"system_disk_size": 30}))
        .then_plan_is_empty();
}

#[test]
fn a_change_that_got_lost_is_sent_again_unless_the_api_shows_it() {
    let mut s = Scenario::start();
    s.apply(web("").as_str());
    // It was executed, which the disk shows.
    s.emulator().lose_answer("ModifyScalingConfiguration");
    s.apply(web("system_disk_size = 30\n  password = \"Known-to-state-1\"").as_str())
        .calls(&json!({"ModifyScalingConfiguration": 1}))
        .then_plan_is_empty();
    // It was executed, but of a password nobody can see that.
    s.emulator().lose_answer("ModifyScalingConfiguration");
    s.apply(web("system_disk_size = 30\n  password = \"Known-to-state-2\"").as_str())
        .calls(&json!({"ModifyScalingConfiguration": 2}))
        .then_plan_is_empty();
    // It was not executed.
    s.emulator().fault_once(
        "ModifyScalingConfiguration",
        &json!({"kind": "error", "status": 500, "code": "ServiceTimeout", "message": "late"}),
    );
    s.apply(web("system_disk_size = 40\n  password = \"Known-to-state-2\"").as_str())
        .calls(&json!({"ModifyScalingConfiguration": 2}))
        .state(CONFIGURATION, &json!({"system_disk_size": 40}))
        .then_plan_is_empty();
}

#[test]
fn throttling_is_absorbed() {
    let mut s = Scenario::start();
    s.emulator().fault(&json!({"api": [
        {"action": "CreateScalingConfiguration", "first": 1, "fault": {"kind": "throttle"}},
        {"action": "DescribeScalingConfiguration", "first": 1, "fault": {"kind": "throttle"}},
    ]}));
    s.apply(web("").as_str())
        .calls(&json!({"CreateScalingConfiguration": 2}))
        .then_plan_is_empty();
}

#[test]
fn what_was_created_is_in_the_state_even_if_it_can_not_be_read() {
    let mut s = Scenario::start();
    s.emulator().fault(&json!({"api": [{
        "action": "DescribeScalingConfiguration",
        "fault": {"kind": "error", "status": 403, "code": "AccessDenied", "message": "User: x is not authorized"},
    }]}));
    s.apply(web("").as_str())
        .warning("The scaling configuration can't be read right after the change")
        .at(CONFIGURATION)
        .saying("AccessDenied")
        .state_holds(&[CONFIGURATION]);
    s.emulator().fault(&json!({}));
    // It is not to be replaced, and the next refresh completes the state.
    s.apply(web("").as_str()).plans([]).then_plan_is_empty();
    s.destroy().destroys(1).leaves_nothing();
}
