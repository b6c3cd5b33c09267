//! Policies while the API misbehaves.

use serde_json::json;

use super::{POLICY, policy};
use crate::data_sources::account;
use crate::support::{CONFIGURATION, GROUP, Scenario, Serving, WEB, create, update};

#[test]
fn a_policy_whose_creation_was_not_answered_is_found_and_not_created_twice() {
    let mut s = Scenario::start();
    s.emulator().lose_answer("CreateScalingPolicy");
    s.apply(policy("").as_str())
        .warning("The answer to the creation was lost")
        .at(POLICY)
        .saying("found afterwards")
        .calls(&json!({"CreateScalingConfiguration": 1, "CreateScalingGroup": 1, "CreateScalingPolicy": 1}))
        .then_plan_is_empty();
    assert_eq!(policies(&s), 1);
}

#[test]
fn a_policy_of_the_same_name_is_not_mistaken_for_the_one_that_was_created() {
    let mut s = Scenario::start();
    s.apply(policy("  threshold = 70").as_str());
    s.forget(POLICY);
    s.emulator()
        .fault_once("CreateScalingPolicy", &json!({"kind": "truncate_body"}));
    s.apply(policy("").as_str())
        .warning("The answer to the creation was lost")
        .at(POLICY)
        .state(POLICY, &json!({"threshold": 50}))
        .then_plan_is_empty();
    assert_eq!(policies(&s), 2);
}

#[test]
fn of_two_equal_policies_none_is_taken_for_the_one_that_was_created() {
    // On a clock that stands still, both are made at the same time.
    let mut s = Scenario::with(Serving::Reattached, &["--clock", "manual"]);
    s.apply(WEB);
    account::policy(&s, &s.id(GROUP), "equal");
    s.emulator().lose_answer("CreateScalingPolicy");
    let equal = "  scaling_policy_name = \"equal\"\n  threshold = 80\n  adjustment_value = -1";
    s.apply_fails(policy(equal).as_str())
        .error("It is not known whether the scaling policy was created")
        .at(POLICY)
        .saying("One of these may be it: ")
        .calls(&json!({"CreateScalingPolicy": 1}));
}

#[test]
fn a_policy_of_another_resource_is_not_taken_for_the_one_that_was_created() {
    let mut s = Scenario::start();
    s.apply(policy("").as_str());
    let first = s.id(POLICY);
    s.forget(POLICY);
    s.emulator().advance(10);
    s.emulator().lose_answer("CreateScalingPolicy");
    s.apply(policy("").as_str())
        .warning("The answer to the creation was lost")
        .at(POLICY)
        .then_plan_is_empty();
    assert_ne!(s.id(POLICY), first);
    assert_eq!(policies(&s), 2);
}

#[test]
fn a_creation_that_was_neither_answered_nor_made_leaves_its_attempt_to_the_next_plan() {
    let mut s = Scenario::start();
    let timeout = json!({"kind": "error", "status": 500, "code": "ServiceTimeout", "message": "Too slow"});
    s.emulator().fault_once("CreateScalingPolicy", &timeout);
    s.apply_fails(policy("").as_str())
        .error("It is not known whether the scaling policy was created")
        .at(POLICY)
        .saying("ServiceTimeout")
        .error_saying("nothing is made a second time")
        .at(POLICY)
        .calls(&json!({"CreateScalingConfiguration": 1, "CreateScalingGroup": 1, "CreateScalingPolicy": 1}))
        .state(POLICY, &json!({"id": null}));
    s.apply(policy("").as_str())
        .plans([create(POLICY)])
        .then_plan_is_empty();
}

#[test]
fn an_attempt_that_nothing_dates_is_left_to_a_person() {
    let mut s = Scenario::start();
    // No list is answered, so that the server does not even tell its time.
    s.emulator().fault(&json!({"api": [
        {"action": "CreateScalingPolicy", "first": 1, "fault": {"kind": "drop_answer"}},
        {"action": "DescribeScalingPolicy", "fault": {"kind": "error", "status": 403, "code": "AccessDenied", "message": "no"}},
    ]}));
    s.apply_fails(policy("").as_str())
        .error("It is not known whether")
        .at(POLICY)
        .saying("terraform untaint keeps it");
    s.emulator().fault(&json!({}));
    s.plan_fails(policy("").as_str())
        .error("It is still not known")
        .at(POLICY)
        .saying("One of these may be it: ");
    assert_eq!(policies(&s), 1);
}

#[test]
fn a_change_that_was_made_and_not_answered_is_a_success() {
    let mut s = Scenario::start();
    s.apply(policy("").as_str());
    s.emulator().lose_answer("ModifyScalingPolicy");
    s.apply(policy("  threshold = 70").as_str())
        .warning("The answer to the change was lost")
        .at(POLICY)
        .saying("changed as planned")
        .state(POLICY, &json!({"threshold": 70}))
        .calls(&json!({"ModifyScalingPolicy": 1}))
        .then_plan_is_empty();
}

#[test]
fn a_change_that_was_neither_answered_nor_made_is_sent_again() {
    let mut s = Scenario::start();
    s.apply(policy("").as_str());
    let timeout = json!({"kind": "error", "status": 500, "code": "ServiceTimeout", "message": "Too slow"});
    s.emulator().fault_once("ModifyScalingPolicy", &timeout);
    s.apply(policy("  threshold = 70").as_str())
        .plans([update(POLICY)])
        .calls(&json!({"ModifyScalingPolicy": 2}))
        .state(POLICY, &json!({"threshold": 70}))
        .then_plan_is_empty();
}

#[test]
fn a_deletion_that_was_made_and_not_answered_is_a_success() {
    let mut s = Scenario::start();
    s.apply(policy("").as_str());
    s.emulator().lose_answer("DeleteScalingPolicy");
    s.destroy().destroys(3).leaves_nothing();
}

#[test]
fn a_refusal_that_says_not_found_is_believed_only_if_the_list_agrees() {
    let mut s = Scenario::start();
    s.apply(policy("").as_str());
    let gone = json!({"kind": "error", "status": 404, "code": "ScalingPolicyNotFound", "message": "The policy was not found"});
    s.emulator().fault_once("DeleteScalingPolicy", &gone);
    s.apply_fails(WEB)
        .error("Can't destroy scaling policy")
        .saying("ScalingPolicyNotFound")
        .state_holds(&[CONFIGURATION, GROUP, POLICY]);
    s.destroy().destroys(3).leaves_nothing();
}

#[test]
fn words_in_a_refusal_do_not_make_a_policy_gone() {
    let mut s = Scenario::start();
    s.apply(policy("").as_str());
    let denied = json!({"kind": "error", "status": 403, "code": "InvalidClientTokenId", "message": "invalid, not found"});
    s.emulator().fault_once("DescribeScalingPolicy", &denied);
    s.plan_fails(policy("").as_str())
        .error("Can't read scaling policy")
        .at(POLICY)
        .saying("InvalidClientTokenId")
        .state_holds(&[CONFIGURATION, GROUP, POLICY]);
    s.plan(policy("").as_str()).plans([]);
}

#[test]
fn throttling_is_waited_out() {
    let mut s = Scenario::start();
    s.emulator().fault(&json!({"api": [
        {"action": "CreateScalingPolicy", "first": 2, "fault": {"kind": "throttle"}},
        {"action": "DescribeScalingPolicy", "first": 1, "fault": {"kind": "throttle"}},
    ]}));
    s.apply(policy("").as_str())
        .calls(&json!({"CreateScalingConfiguration": 1, "CreateScalingGroup": 1, "CreateScalingPolicy": 3}))
        .then_plan_is_empty();
    assert_eq!(policies(&s), 1);
}

#[test]
fn a_refusal_is_shown_with_attribute_code_and_request_id() {
    let mut s = Scenario::start();
    let refusal = json!({
        "kind": "error", "status": 400, "code": "InvalidParameterValue",
        "message": "An invalid or out-of-range value was supplied for the input parameter CoolDown.",
    });
    s.emulator().fault_once("CreateScalingPolicy", &refusal);
    s.apply_fails(policy("  cool_down = 90").as_str())
        .error("Can't create scaling policy")
        .at("cool_down")
        .saying("InvalidParameterValue (HTTP 400)")
        .error_saying("[RequestId ")
        .state_holds(&[CONFIGURATION, GROUP]);
}

/// How many policies the group has.
fn policies(s: &Scenario) -> usize {
    let answer = s
        .emulator()
        .api("DescribeScalingPolicy", &[("ScalingGroupId", &s.id(GROUP))]);
    answer["ScalingPolicySet"].as_array().map_or(0, Vec::len)
}
