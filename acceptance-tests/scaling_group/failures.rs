//! When the API refuses, breaks down or does not answer: nothing is lost, nothing exists twice.

use serde_json::json;

use super::{CONFIGURATION, GROUP, applied, group, outside, refuse_once};
use crate::support::{Scenario, create, update};

#[test]
fn a_refused_create_leaves_nothing_in_the_state() {
    let mut s = Scenario::start();
    s.emulator().fault(&refuse_once(
        "CreateScalingGroup",
        "InvalidParameterValue",
        "An invalid or out-of-range value was supplied for the input parameter SubnetId.1.",
    ));
    s.apply_fails(group("").as_str())
        .error("Can't create scaling group")
        .at("subnet_id_set")
        .saying("InvalidParameterValue (HTTP 400)")
        .error_saying("RequestId")
        .error_saying("Correct the value")
        .state_holds(&[CONFIGURATION]);
    s.apply(group("").as_str())
        .plans([create(GROUP)])
        .then_plan_is_empty();
}

#[test]
fn matrix_a_creation_whose_answer_was_lost_is_found_and_not_made_twice() {
    let mut s = Scenario::start();
    s.emulator().lose_answer("CreateScalingGroup");
    s.apply(group("").as_str())
        .warning("The answer to the creation was lost")
        .at(GROUP)
        .saying("was found afterwards")
        .calls(&json!({"CreateScalingConfiguration": 1, "CreateScalingGroup": 1}))
        .then_plan_is_empty();
    s.destroy().destroys(2).leaves_nothing();
}

#[test]
fn of_several_equal_groups_the_one_that_is_nobody_s_is_found() {
    let mut s = Scenario::start();
    s.emulator().fault(
        &json!({"api": [{"action": "CreateScalingGroup", "rate": 0.34, "fault": {"kind": "drop_answer"}}]}),
    );
    s.apply(group("count = 3").as_str())
        .calls(&json!({"CreateScalingConfiguration": 1, "CreateScalingGroup": 3}));
    let ids: std::collections::BTreeSet<String> =
        (0..3).map(|index| s.id(&format!("{GROUP}[{index}]"))).collect();
    assert_eq!(ids.len(), 3);
}

#[test]
fn a_creation_that_was_neither_answered_nor_found_is_a_clear_error() {
    let mut s = Scenario::start();
    s.emulator().fault(&json!({"api": [{
        "action": "CreateScalingGroup",
        "first": 1,
        "fault": {"kind": "error", "status": 500, "code": "ServiceTimeout", "message": "Internal Service is unavailable because of time out."},
    }]}));
    s.apply_fails(group(r#"scaling_group_name = "lost""#).as_str())
        .error("It is not known whether the scaling group was created")
        .at(GROUP)
        .saying(r#"scaling group "lost""#)
        .error_saying("ServiceTimeout")
        .calls(&json!({"CreateScalingConfiguration": 1, "CreateScalingGroup": 1}))
        .state(GROUP, &json!({"id": null}));
    s.apply(group(r#"scaling_group_name = "lost""#).as_str())
        .plans([create(GROUP)])
        .then_plan_is_empty();
}

#[test]
fn a_group_that_cannot_be_read_back_is_kept() {
    let mut s = Scenario::start();
    s.emulator().fault(&json!({"api": [{
        "action": "DescribeScalingGroup",
        "first": 1,
        "fault": {"kind": "error", "status": 403, "code": "AccessDenied", "message": "not authorized"},
    }]}));
    s.apply(group("").as_str())
        .warning("can't be read right after the change")
        .at(GROUP)
        .saying("AccessDenied")
        .state(GROUP, &json!({"min_size": 1, "create_time": null}))
        .then_plan_is_empty();
}

#[test]
fn a_change_whose_answer_was_lost_is_looked_for() {
    let mut s = applied("desired_capacity = 1");
    for (action, arguments) in [
        ("ModifyScalingGroup", "max_size = 4\n  desired_capacity = 2"),
        (
            "DisableScalingGroup",
            "max_size = 4\n  desired_capacity = 2\n  status = \"UnActive\"",
        ),
        (
            "ModifyScalingLoadBalancers",
            r#"max_size = 4
  desired_capacity = 2
  status = "UnActive"
  slb_config_set {
    slb_id          = "dca13c0f-5512-4f63-8b0f-2d3f9f9a8f01"
    listener_id     = "0e28d2f9-6b0a-4b5b-9d3e-4c1f5a6b7c02"
    server_port_set = [80]
  }"#,
        ),
    ] {
        s.emulator().lose_answer(action);
        s.apply(group(arguments).as_str())
            .plans([update(GROUP)])
            .calls(&json!({action: 1}))
            .then_plan_is_empty();
    }
}

#[test]
fn a_half_done_change_is_finished_by_the_next_apply() {
    let config = r#"max_size = 5
  status = "UnActive"
  slb_config_set {
    slb_id          = "dca13c0f-5512-4f63-8b0f-2d3f9f9a8f01"
    listener_id     = "0e28d2f9-6b0a-4b5b-9d3e-4c1f5a6b7c02"
    server_port_set = [80]
  }"#;
    let mut s = applied("");
    s.emulator().fault(&refuse_once(
        "ModifyScalingGroup",
        "InvalidParameterValue",
        "An invalid or out-of-range value was supplied for the input parameter MaxSize.",
    ));
    s.apply_fails(group(config).as_str())
        .error("Can't change scaling group")
        .at("max_size")
        .saying("InvalidParameterValue")
        .state(
            GROUP,
            &json!({"max_size": 3, "status": "UnActive", "slb_config_set": [{"weight": 20}]}),
        );
    s.apply(group(config).as_str())
        .plans([update(GROUP)])
        .calls(&json!({"ModifyScalingGroup": 1}))
        .then_plan_is_empty();
}

#[test]
fn a_group_that_is_busy_is_changed_a_little_later() {
    let mut s = applied("");
    s.emulator()
        .fault(&refuse_once("ModifyScalingGroup", "ScalingGroupBusy", "busy"));
    s.apply(group("max_size = 4").as_str())
        .calls(&json!({"ModifyScalingGroup": 2}))
        .logs("Waiting to call ModifyScalingGroup again: ")
        .then_plan_is_empty();
}

#[test]
fn throttling_is_absorbed() {
    let mut s = Scenario::start();
    s.emulator()
        .fault(&json!({"api": [{"action": "*", "rate": 0.3, "fault": {"kind": "throttle"}}]}));
    s.apply(group("").as_str()).then_plan_is_empty();
    s.destroy().destroys(2);
    s.emulator().fault(&json!({}));
    s.apply("").leaves_nothing();
}

#[test]
fn a_wrong_secret_says_what_to_check() {
    let mut s = Scenario::start();
    let config = group("") + "provider \"ksyun\" {\n  secret_key = \"wrong\"\n}\n";
    s.apply_fails(config.as_str())
        .error_saying("SignatureDoesNotMatch")
        .error_saying("KSYUN_SECRET_KEY")
        .keeps("wrong\"")
        .state_holds(&[]);
}

#[test]
fn a_group_that_could_not_be_sent_to_rest_is_not_lost() {
    let mut s = Scenario::start();
    s.emulator().fault(&refuse_once(
        "DisableScalingGroup",
        "AccessDenied",
        "not authorized",
    ));
    s.apply(group(r#"status = "UnActive""#).as_str())
        .warning("The new group is not disabled yet")
        .at("status")
        .saying("AccessDenied")
        .state_holds(&[CONFIGURATION, GROUP]);
    s.apply(group(r#"status = "UnActive""#).as_str())
        .plans([update(GROUP)])
        .then_plan_is_empty();
    let answer = outside(&s, "DescribeScalingGroup", &[]);
    assert_eq!(answer["ScalingGroupCount"], 1);
}
