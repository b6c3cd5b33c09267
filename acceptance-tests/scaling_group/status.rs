//! A group that scales, and one that rests.

use serde_json::json;

use super::{GROUP, applied, group, outside};
use crate::support::{Scenario, update};

#[test]
fn a_group_can_rest_from_its_creation() {
    let mut s = Scenario::start();
    s.apply(group(r#"status = "UnActive""#).as_str())
        .state(GROUP, &json!({"status": "UnActive"}))
        .calls(&json!({"CreateScalingConfiguration": 1, "CreateScalingGroup": 1, "DisableScalingGroup": 1}))
        .then_plan_is_empty();
}

#[test]
fn a_group_is_sent_to_rest_and_back_with_one_call_each() {
    let mut s = applied("");
    for (arguments, status, action) in [
        (r#"status = "UnActive""#, "UnActive", "DisableScalingGroup"),
        ("", "Active", "EnableScalingGroup"),
    ] {
        s.apply(group(arguments).as_str())
            .plans([update(GROUP)])
            .state(GROUP, &json!({"status": status}))
            .calls(&json!({action: 1}))
            .reads(&json!({"DescribeScalingGroup": 2, "DescribeScalingConfiguration": 1}))
            .then_plan_is_empty();
    }
}

#[test]
fn a_group_that_somebody_disabled_is_enabled_again() {
    let mut s = applied("");
    outside(&s, "DisableScalingGroup", &[]);
    s.apply(group("").as_str())
        .drifts([update(GROUP)])
        .plans([update(GROUP)])
        .calls(&json!({"EnableScalingGroup": 1}))
        .then_plan_is_empty();
}

#[test]
fn the_api_s_own_spelling_of_the_status_is_wanted() {
    Scenario::start()
        .plan_fails(group(r#"status = "Inactive""#).as_str())
        .error("Invalid status")
        .at("status")
        .saying(r#""Active", "UnActive""#);
}
