//! What a configuration may say, and what is refused before the API is asked.

use serde_json::json;

use super::{POLICY, policy};
use crate::support::{CONFIGURATION, GROUP, Scenario, create};

#[test]
fn bad_input_is_refused_at_plan_at_the_attribute() {
    let mut s = Scenario::start();
    for (attributes, at, detail) in [
        ("dimension_name = \"disk_usage\"", "dimension_name", "cpu_usage"),
        (
            "comparison_operator = \">\"",
            "comparison_operator",
            "EqualOrGreater",
        ),
        ("function = \"sum\"", "function", "avg"),
        ("threshold = -1", "threshold", "at least 0"),
        ("threshold = 101", "threshold", "from 0 to 100"),
        (
            "dimension_name = \"net_intraffic\"\nthreshold = 0",
            "threshold",
            "above 0",
        ),
        ("repeat_times = 0", "repeat_times", "from 1 to 10"),
        ("period = 59", "period", "from 60"),
        (
            "adjustment_type = \"Percent\"",
            "adjustment_type",
            "PercentChangeInCapacity",
        ),
        (
            "adjustment_type = \"TotalCapacity\"\nadjustment_value = -1",
            "adjustment_value",
            "no group of -1",
        ),
        (
            "adjustment_type = \"PercentChangeInCapacity\"\nadjustment_value = 101",
            "adjustment_value",
            "-100 to 100",
        ),
        ("cool_down = 59", "cool_down", "at least 60"),
        ("scaling_policy_name = \"\"", "scaling_policy_name", "1 to 128"),
    ] {
        s.plan_fails(policy(attributes).as_str())
            .error_saying(detail)
            .at(at)
            .calls(&json!({}))
            .reads(&json!({}));
    }
}

#[test]
fn a_policy_that_changes_nothing_is_warned_about() {
    let mut s = Scenario::start();
    s.plan(policy("adjustment_value = 0").as_str())
        .warning("The policy changes nothing")
        .at("adjustment_value")
        .saying("Set another value");
    // Zero is a value like any other.
    s.apply(policy("adjustment_value = 0").as_str())
        .state(POLICY, &json!({"adjustment_value": 0}))
        .then_plan_is_empty();
}

#[test]
fn every_value_may_be_known_only_at_apply() {
    let mut s = Scenario::start();
    s.apply(late(50).as_str())
        .plans([
            create("terraform_data.late"),
            create(CONFIGURATION),
            create(GROUP),
            create(POLICY),
        ])
        .state(
            POLICY,
            &json!({"threshold": 50, "dimension_name": "mem_usage", "adjustment_value": 40}),
        )
        .then_plan_is_empty();
    s.apply(late(60).as_str())
        .state(POLICY, &json!({"threshold": 60}))
        .calls(&json!({"ModifyScalingPolicy": 1}))
        .then_plan_is_empty();
}

#[test]
fn a_value_that_turns_out_bad_at_apply_is_refused_before_the_api_is_asked() {
    let mut s = Scenario::start();
    s.apply_fails(late(101).as_str())
        .error("threshold is out of range")
        .at("threshold")
        .saying("mem_usage")
        .calls(&json!({"CreateScalingConfiguration": 1, "CreateScalingGroup": 1}));
}

/// A policy of which nothing is known before something else is made.
fn late(threshold: i64) -> String {
    let values = format!(
        r#"
resource "terraform_data" "late" {{
  input = {{
    name       = "late"
    dimension  = "mem_usage"
    comparison = "Less"
    threshold  = {threshold}
    times      = 2
    period     = 60
    function   = "min"
    type       = "PercentChangeInCapacity"
    value      = 40
    cool_down  = 90
  }}
}}
"#
    );
    let attributes = [
        ("scaling_policy_name", "name"),
        ("dimension_name", "dimension"),
        ("comparison_operator", "comparison"),
        ("threshold", "threshold"),
        ("repeat_times", "times"),
        ("period", "period"),
        ("function", "function"),
        ("adjustment_type", "type"),
        ("adjustment_value", "value"),
        ("cool_down", "cool_down"),
    ]
    .map(|(attribute, value)| format!("  {attribute} = terraform_data.late.output.{value}"));
    policy(&attributes.join("\n")) + &values
}
