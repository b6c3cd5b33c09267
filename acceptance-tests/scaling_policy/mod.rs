//! Scaling policies.

mod failures;
mod input;
mod takeover;

use serde_json::json;

use crate::support::{CONFIGURATION, GROUP, Scenario, create, hcl, other_group, replace, update, web_and};

pub(super) const POLICY: &str = "ksyun_scaling_policy.busy";

/// A group, and a policy of it with these attributes.
pub(super) fn policy(attributes: &str) -> String {
    web_and(
        POLICY,
        &format!("  scaling_group_id = ksyun_scaling_group.web.id\n{attributes}"),
    )
}

#[test]
fn matrix_a_policy_lives_from_create_to_destroy() {
    let mut s = Scenario::start();
    s.apply(hcl!("scaling_policy/lifecycle/1-create.tf").beside_web())
        .plans([create(CONFIGURATION), create(GROUP), create(POLICY)])
        .state(
            POLICY,
            &json!({
                "scaling_policy_name": "tf-scaling-policy",
                "dimension_name": "cpu_usage",
                "comparison_operator": "Greater",
                "threshold": 50,
                "repeat_times": 3,
                "period": 60,
                "function": "avg",
                "adjustment_type": "QuantityChangeInCapacity",
                "adjustment_value": 1,
                "cool_down": 60,
            }),
        )
        .calls(&json!({"CreateScalingConfiguration": 1, "CreateScalingGroup": 1, "CreateScalingPolicy": 1}))
        .then_plan_is_empty()
        .calls(&json!({}));
    s.apply(hcl!("scaling_policy/lifecycle/2-change.tf").beside_web())
        .plans([update(POLICY)])
        .state(
            POLICY,
            &json!({
                "scaling_policy_name": "too-little-memory",
                "dimension_name": "mem_usage",
                "comparison_operator": "EqualOrLess",
                "threshold": 0,
                "repeat_times": 1,
                "period": 300,
                "function": "max",
                "adjustment_type": "PercentChangeInCapacity",
                "adjustment_value": -50,
                "cool_down": 600,
            }),
        )
        .calls(&json!({"ModifyScalingPolicy": 1}))
        .then_plan_is_empty();
    // What is taken out of the configuration goes back to its default.
    s.apply(hcl!("scaling_policy/lifecycle/1-create.tf").beside_web())
        .state(
            POLICY,
            &json!({"threshold": 50, "scaling_policy_name": "tf-scaling-policy"}),
        )
        .calls(&json!({"ModifyScalingPolicy": 1}))
        .then_plan_is_empty();
    s.destroy().destroys(3).leaves_nothing();
}

#[test]
fn each_attribute_is_changed_by_one_modify_and_one_read() {
    let mut s = Scenario::start();
    s.apply(policy("").as_str());
    for (attribute, value) in [
        ("scaling_policy_name", json!("busy")),
        ("dimension_name", json!("mem_usage")),
        ("comparison_operator", json!("NotEqual")),
        ("threshold", json!(0)),
        ("repeat_times", json!(10)),
        ("period", json!(120)),
        ("function", json!("min")),
        ("adjustment_type", json!("TotalCapacity")),
        ("adjustment_value", json!(-3)),
        ("cool_down", json!(61)),
    ] {
        // Each change starts from the defaults; one Describe of each kind belongs to the refresh.
        s.apply(policy(&format!("  {attribute} = {value}")).as_str())
            .plans([update(POLICY)])
            .state(POLICY, &json!({attribute: value}))
            .calls(&json!({"ModifyScalingPolicy": 1}))
            .reads(&json!({"DescribeScalingConfiguration": 1, "DescribeScalingGroup": 1, "DescribeScalingPolicy": 2}))
            .then_plan_is_empty();
        s.apply(policy("").as_str());
    }
}

#[test]
fn a_policy_is_imported_by_its_ids_in_either_order() {
    let mut s = Scenario::start();
    s.apply(hcl!("scaling_policy/lifecycle/2-change.tf").beside_web());
    let id = s.id(POLICY);
    let (item, group) = id.split_once(':').expect("POLICY:GROUP");
    for import_id in [format!("{group}:{item}"), id.clone()] {
        s.forget(POLICY);
        s.import(
            hcl!("scaling_policy/lifecycle/2-change.tf").beside_web(),
            POLICY,
            &import_id,
        )
        .state(
            POLICY,
            &json!({"id": id, "scaling_group_id": group, "scaling_policy_id": item, "threshold": 0}),
        );
        s.apply(hcl!("scaling_policy/lifecycle/2-change.tf").beside_web())
            .calls(&json!({}))
            .then_plan_is_empty();
    }
}

#[test]
fn a_policy_that_is_gone_is_planned_anew() {
    let mut s = Scenario::start();
    s.apply(policy("").as_str());
    let id = s.id(POLICY);
    let (item, group) = id.split_once(':').expect("POLICY:GROUP");
    s.emulator().api(
        "DeleteScalingPolicy",
        &[("ScalingGroupId", group), ("ScalingPolicyId", item)],
    );
    s.plan(policy("").as_str()).plans([create(POLICY)]);
    s.apply(policy("").as_str())
        .calls(&json!({"CreateScalingPolicy": 1}))
        .then_plan_is_empty();
}

#[test]
fn a_policy_is_gone_with_its_group() {
    let mut s = Scenario::start();
    s.apply(policy("").as_str());
    s.emulator()
        .api("DeleteScalingGroup", &[("ScalingGroupId", &s.id(GROUP))]);
    s.apply(policy("").as_str())
        .plans([create(GROUP), create(POLICY)])
        .then_plan_is_empty();
}

#[test]
fn what_was_changed_behind_terraform_is_found_and_set_back() {
    let mut s = Scenario::start();
    s.apply(policy("").as_str());
    let id = s.id(POLICY);
    let (item, group) = id.split_once(':').expect("POLICY:GROUP");
    s.emulator().api(
        "ModifyScalingPolicy",
        &[
            ("ScalingGroupId", group),
            ("ScalingPolicyId", item),
            ("AdjustmentValue", "0"),
            (
                "Metric",
                r#"{"comparisonOperator":"Less","dimensionName":"cpu_usage","function":"avg","period":60,"repeatTimes":3,"threshold":7}"#,
            ),
        ],
    );
    s.plan(policy("").as_str())
        .drifts([update(POLICY)])
        .plans([update(POLICY)]);
    s.apply(policy("").as_str())
        .state(
            POLICY,
            &json!({"adjustment_value": 1, "comparison_operator": "Greater", "threshold": 50}),
        )
        .calls(&json!({"ModifyScalingPolicy": 1}))
        .then_plan_is_empty();
}

#[test]
fn another_group_means_another_policy() {
    let mut s = Scenario::start();
    let other = other_group();
    s.apply(format!("{}\n{other}", policy("")).as_str());
    let moved = policy("").replace(
        "scaling_group_id = ksyun_scaling_group.web.id",
        "scaling_group_id = ksyun_scaling_group.other.id",
    );
    s.apply(format!("{moved}\n{other}").as_str())
        .plans([replace(POLICY)])
        .calls(&json!({"DeleteScalingPolicy": 1, "CreateScalingPolicy": 1}))
        .then_plan_is_empty();
}

#[test]
fn listener_traffic_of_a_group_without_listeners_is_warned_about() {
    let mut s = Scenario::start();
    let warning = "The policy measures load balancer listeners, but its group has none";
    s.apply(policy("  dimension_name = \"listener_intraffic\"").as_str())
        .warning(warning)
        .at("dimension_name")
        .saying("slb_config_set")
        .then_plan_is_empty();
    // The group is looked at again only when what is measured changes: this one look belongs to the refresh.
    s.apply(policy("  dimension_name = \"listener_intraffic\"\n  threshold = 5").as_str())
        .without_warnings()
        .reads(&json!({"DescribeScalingConfiguration": 1, "DescribeScalingGroup": 1, "DescribeScalingPolicy": 2}));
    s.apply(policy("").as_str()).then_plan_is_empty();
    s.apply(policy("  dimension_name = \"listener_outtraffic\"").as_str())
        .warning(warning)
        .at("dimension_name")
        .saying("slb_config_set");
}

#[test]
fn listener_traffic_of_a_group_with_listeners_is_fine() {
    let mut s = Scenario::start();
    let listener = "  slb_config_set {\n    slb_id      = \"4ad0a9f5-0c53-4a3e-b0fb-6f2f1f6d1a0e\"\n    \
                    listener_id = \"c7ffb9b8-2a4b-4c36-9d5e-1f0e7a6b5c43\"\n    server_port_set = [80]\n  }\n";
    let config = policy("  dimension_name = \"listener_intraffic\"").replace(
        "  min_size                 = 0\n",
        &format!("  min_size                 = 0\n{listener}"),
    );
    s.apply(config.as_str()).without_warnings().then_plan_is_empty();
}
