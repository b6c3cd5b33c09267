//! Policies that the official provider has managed so far.

use serde_json::{Value, json};

use super::{POLICY, policy};
use crate::support::{GROUP, Scenario, update};

#[test]
fn a_policy_of_the_official_provider_is_taken_over_without_a_change() {
    let mut s = Scenario::start();
    s.apply(policy("  adjustment_value = 0\n  threshold = 0").as_str());
    let (id, group) = (s.id(POLICY), s.id(GROUP));
    s.left_by_the_official_provider(&[(POLICY, &official_attributes(&id, &group))]);

    let config = |more: &str| {
        format!(
            "resource \"ksyun_scaling_policy\" \"busy\" {{\n  scaling_group_id = \"{group}\"\n  adjustment_value = 0\n{more}\n}}\n"
        )
    };
    s.apply(config("  threshold = 0").as_str())
        .plans([])
        .calls(&json!({}))
        .state(POLICY, &json!({"id": id, "threshold": 0, "adjustment_value": 0}))
        .then_plan_is_empty();
    s.apply(config("  threshold = 80").as_str())
        .plans([update(POLICY)])
        .calls(&json!({"ModifyScalingPolicy": 1}))
        .reads(&json!({"DescribeScalingPolicy": 2}))
        .state(POLICY, &json!({"id": id, "threshold": 80}))
        .then_plan_is_empty();
}

/// What the official provider keeps of the policy.
fn official_attributes(id: &str, group: &str) -> Value {
    let (policy, _) = id.split_once(':').expect("POLICY:GROUP");
    json!({
        "id": id,
        "scaling_group_id": group,
        "scaling_policy_id": policy,
        "scaling_policy_name": "tf-scaling-policy",
        "dimension_name": "cpu_usage",
        "comparison_operator": "Greater",
        "threshold": 0,
        "repeat_times": 3,
        "period": 60,
        "function": "avg",
        "adjustment_type": "QuantityChangeInCapacity",
        "adjustment_value": 0,
        "cool_down": 60,
        "create_time": "2024-01-15 16:30:00",
    })
}
