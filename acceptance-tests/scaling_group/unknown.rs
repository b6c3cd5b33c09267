//! Values that are known only at apply, everywhere.

use serde_json::json;

use super::{CONFIGURATION, GROUP, OTHER_SECURITY_GROUP, OTHER_SUBNET, SECURITY_GROUP, group};
use crate::support::{Scenario, create, update};

/// A group whose arguments all come from a resource that `input` makes.
fn late(input: &str) -> String {
    let arguments = r#"scaling_group_name = terraform_data.late.output.name
  min_size              = terraform_data.late.output.min
  max_size              = terraform_data.late.output.max
  remove_policy         = terraform_data.late.output.remove
  subnet_id_set         = terraform_data.late.output.subnets
  security_group_id     = terraform_data.late.output.security_group
  dynamic "slb_config_set" {
    for_each = terraform_data.late.output.listeners
    content {
      slb_id          = "dca13c0f-5512-4f63-8b0f-2d3f9f9a8f01"
      listener_id     = slb_config_set.value
      server_port_set = [80]
    }
  }"#;
    format!(
        "resource \"terraform_data\" \"late\" {{\n  input = {{\n    {input}\n  }}\n}}\n{}",
        group(arguments)
    )
}

#[test]
fn matrix_everything_may_be_unknown_until_the_apply() {
    let mut s = Scenario::start();
    let first = format!(
        "name = \"a\"\n    min = 1\n    max = 3\n    remove = null\n    subnets = [{SUBNET:?}]\n    \
         security_group = {SECURITY_GROUP:?}\n    listeners = []",
        SUBNET = super::SUBNET
    );
    s.apply(late(&first).as_str())
        .plans([
            create("terraform_data.late"),
            create(CONFIGURATION),
            create(GROUP),
        ])
        .state(
            GROUP,
            &json!({"min_size": 1, "remove_policy": "RemoveOldestInstance"}),
        )
        .then_plan_is_empty();

    // The new bounds exclude the open capacity of today, which nobody can know at plan.
    let second = format!(
        "name = \"b\"\n    min = 2\n    max = 4\n    remove = \"RemoveNewestInstance\"\n    subnets = [{OTHER_SUBNET:?}]\n    \
         security_group = {OTHER_SECURITY_GROUP:?}\n    listeners = [\"0e28d2f9-6b0a-4b5b-9d3e-4c1f5a6b7c02\"]"
    );
    s.apply(late(&second).as_str())
        .plans([update("terraform_data.late"), update(GROUP)])
        .calls(&json!({"ModifyScalingGroup": 1, "ModifyScalingLoadBalancers": 1}))
        .state(
            GROUP,
            &json!({
                "scaling_group_name": "b",
                "min_size": 2,
                "desired_capacity": 2,
                "remove_policy": "RemoveNewestInstance",
                "subnet_id_set": [OTHER_SUBNET],
                "security_group_id_set": [OTHER_SECURITY_GROUP],
                "slb_config_set": [{"weight": 20}],
            }),
        )
        .then_plan_is_empty();
}

#[test]
fn sizes_that_turn_out_to_contradict_each_other_are_refused_before_the_call() {
    let late = "resource \"terraform_data\" \"late\" {\n  input = 7\n}\n".to_owned();
    Scenario::start()
        .apply_fails((late + &group("min_size = terraform_data.late.output")).as_str())
        .error("min_size is above max_size")
        .at("min_size")
        .saying("at least 7")
        .calls(&json!({"CreateScalingConfiguration": 1}));
}

#[test]
fn groups_are_made_for_each_of_a_collection() {
    let mut s = Scenario::start();
    let config = group(
        "for_each = toset([\"a\", \"b\"])\n  scaling_group_name = each.key\n  desired_capacity = each.key == \"a\" ? null : 2",
    );
    s.apply(config.as_str())
        .state(
            "ksyun_scaling_group.web[\"a\"]",
            &json!({"scaling_group_name": "a", "desired_capacity": 1}),
        )
        .state(
            "ksyun_scaling_group.web[\"b\"]",
            &json!({"scaling_group_name": "b", "desired_capacity": 2}),
        )
        .then_plan_is_empty();
}
