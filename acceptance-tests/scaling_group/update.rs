//! Changes in place: one call that changes, one that reads, and nothing else.

use serde_json::{Value, json};

use super::{GROUP, OTHER_SECURITY_GROUP, OTHER_SUBNET, applied, group};
use crate::support::{Scenario, update};

/// Changes a group, which must take these calls and no other.
#[track_caller]
fn changes(s: &mut Scenario, arguments: &str, state: &Value, calls: &Value) {
    s.apply(group(arguments).as_str())
        .plans([update(GROUP)])
        .state(GROUP, state)
        .calls(calls)
        // One to refresh, one to see what has become of the change.
        .reads(&json!({"DescribeScalingGroup": 2, "DescribeScalingConfiguration": 1}))
        .says_nothing()
        .then_plan_is_empty();
}

#[test]
fn each_attribute_is_changed_with_one_call() {
    let modify = json!({"ModifyScalingGroup": 1});
    let mut s = applied("desired_capacity = 1");
    for (arguments, state) in [
        (
            r#"scaling_group_name = "frontend""#,
            json!({"scaling_group_name": "frontend"}),
        ),
        ("max_size = 9", json!({"max_size": 9})),
        ("desired_capacity = 2", json!({"desired_capacity": 2})),
        (
            r#"remove_policy = "RemoveNewestInstance""#,
            json!({"remove_policy": "RemoveNewestInstance"}),
        ),
        (
            r#"subnet_strategy = "choice-first""#,
            json!({"subnet_strategy": "choice-first"}),
        ),
    ] {
        let arguments = if arguments.contains("desired_capacity") {
            arguments.to_owned()
        } else {
            format!("desired_capacity = 1\n  {arguments}")
        };
        changes(&mut s, &arguments, &state, &modify);
        s.apply(group("desired_capacity = 1").as_str()).calls(&modify);
    }
}

#[test]
fn the_launch_configuration_is_changed_with_one_call() {
    let mut s = applied("");
    let other = r#"
resource "ksyun_scaling_configuration" "other" {
  scaling_configuration_name = "other"
  image_id                   = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
  instance_type              = "S6.4A"
}
"#;
    let both = format!("{}{other}", group(""));
    s.apply(both.as_str());
    let moved = format!(
        "{}{other}",
        group("scaling_configuration_id = ksyun_scaling_configuration.other.id")
    );
    s.apply(moved.as_str())
        .plans([update(GROUP)])
        .state(GROUP, &json!({"scaling_configuration_name": "other"}))
        .calls(&json!({"ModifyScalingGroup": 1}))
        .then_plan_is_empty();
}

#[test]
fn zero_can_be_set_everywhere() {
    let mut s = applied("desired_capacity = 1");
    let modify = json!({"ModifyScalingGroup": 1});
    changes(
        &mut s,
        "min_size = 0\n  desired_capacity = 1",
        &json!({"min_size": 0, "desired_capacity": 1}),
        &modify,
    );
    s.apply(group("min_size = 0\n  desired_capacity = 0").as_str())
        .plans([update(GROUP)])
        .warning("terminates instances")
        .at("desired_capacity")
        .saying("1 instance is terminated, the oldest first")
        .calls(&modify)
        .state(GROUP, &json!({"min_size": 0, "desired_capacity": 0}))
        .then_plan_is_empty();
}

#[test]
fn settings_of_terraform_alone_need_no_call() {
    let mut s = applied("");
    s.apply(
        group(
            "force_delete = false\n  deletion_protection = false\n  wait_for_capacity_timeout = \"1m\"\n  \
             wait_for_healthy = false\n  timeouts {\n    delete = \"1h\"\n  }",
        )
        .as_str(),
    )
    .plans([update(GROUP)])
    .state(
        GROUP,
        &json!({
            "force_delete": false,
            "deletion_protection": false,
            "wait_for_capacity_timeout": "1m",
            "wait_for_healthy": false,
            "timeouts": {"delete": "1h", "create": null},
        }),
    )
    .calls(&json!({}))
    .reads(&json!({"DescribeScalingGroup": 1, "DescribeScalingConfiguration": 1}))
    .then_plan_is_empty();
}

#[test]
fn matrix_all_attributes_are_changed_at_once() {
    let mut s = applied("");
    let everything = format!(
        r#"scaling_group_name = "everything"
  min_size           = 0
  max_size           = 8
  desired_capacity   = 4
  remove_policy      = "RemoveNewestInstance"
  subnet_id_set      = ["{OTHER_SUBNET}", "{}"]
  subnet_strategy    = "choice-first"
  security_group_id  = "{OTHER_SECURITY_GROUP}"
  status             = "UnActive"
  slb_config_set {{
    slb_id          = "dca13c0f-5512-4f63-8b0f-2d3f9f9a8f01"
    listener_id     = "0e28d2f9-6b0a-4b5b-9d3e-4c1f5a6b7c02"
    server_port_set = [80]
  }}"#,
        super::SUBNET
    );
    s.apply(group(&everything).as_str())
        .plans([update(GROUP)])
        .state(
            GROUP,
            &json!({
                "scaling_group_name": "everything",
                "min_size": 0,
                "max_size": 8,
                "desired_capacity": 4,
                "remove_policy": "RemoveNewestInstance",
                "subnet_strategy": "choice-first",
                "security_group_id": OTHER_SECURITY_GROUP,
                "security_group_id_set": [OTHER_SECURITY_GROUP],
                "status": "UnActive",
            }),
        )
        .calls(&json!({"ModifyScalingGroup": 1, "ModifyScalingLoadBalancers": 1, "DisableScalingGroup": 1}))
        .reads(&json!({"DescribeScalingGroup": 2, "DescribeScalingConfiguration": 1}))
        .then_plan_is_empty();
}
