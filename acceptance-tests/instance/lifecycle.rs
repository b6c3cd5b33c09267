use serde_json::json;

use super::{INSTANCE, MACHINE, OTHER_MACHINE, at_the_api, attached, with_resource};
use crate::support::{CONFIGURATION, GROUP, Scenario, WEB, create, delete, other_group, replace, update};

#[test]
fn matrix_an_instance_is_attached_protected_and_detached() {
    let mut s = Scenario::start();
    s.apply(WEB);
    s.apply(attached(0).as_str())
        .plans([create(INSTANCE)])
        .state(
            INSTANCE,
            &json!({"protected_from_detach": 0, "creation_type": "Manual", "health_status": "Healthy"}),
        )
        .calls(&json!({"AttachInstance": 1}))
        .then_plan_is_empty()
        .calls(&json!({}));
    assert_eq!(s.id(INSTANCE), format!("{MACHINE}:{}", s.id(GROUP)));

    for (protected, now) in [(1, json!(1)), (0, json!(0)), (1, json!(1))] {
        s.apply(attached(protected).as_str())
            .plans([update(INSTANCE)])
            .state(INSTANCE, &json!({"protected_from_detach": protected}))
            .calls(&json!({"SetKvmProtectedDetach": 1}))
            .reads(&json!({
                "DescribeScalingConfiguration": 1, "DescribeScalingGroup": 1, "DescribeScalingInstance": 3,
            }))
            .then_plan_is_empty();
        assert_eq!(at_the_api(&s)[0]["ProtectedFromScaleIn"], now);
    }

    s.apply(WEB)
        .plans([delete(INSTANCE)])
        .calls(&json!({"SetKvmProtectedDetach": 1, "DetachInstance": 1}))
        .state_holds(&[CONFIGURATION, GROUP]);
    assert_eq!(at_the_api(&s), Vec::<serde_json::Value>::new());
    s.destroy().leaves_nothing();
}

#[test]
fn nothing_is_asked_of_the_api_that_is_not_needed() {
    let mut s = Scenario::start();
    s.apply(WEB);
    // One look before, the activities before, one look after the pause.
    s.apply(attached(0).as_str())
        .calls(&json!({"AttachInstance": 1}))
        .reads(&json!({
            "DescribeScalingConfiguration": 1, "DescribeScalingGroup": 1,
            "DescribeScalingInstance": 2, "DescribeScalingActivity": 1,
        }));
    s.apply(WEB).calls(&json!({"DetachInstance": 1}));
}

#[test]
fn an_instance_is_protected_as_soon_as_it_is_in_the_group() {
    let mut s = Scenario::start();
    s.apply(attached(1).as_str())
        .calls(&json!({
            "CreateScalingConfiguration": 1, "CreateScalingGroup": 1, "AttachInstance": 1, "SetKvmProtectedDetach": 1,
        }))
        .state(INSTANCE, &json!({"protected_from_detach": 1}))
        .then_plan_is_empty();
    assert_eq!(at_the_api(&s)[0]["ProtectedFromScaleIn"], json!(1));
}

#[test]
fn a_group_with_a_protected_instance_and_a_notification_is_destroyed_at_once() {
    let mut s = Scenario::start();
    let notification = r#"
resource "ksyun_scaling_notification" "ops" {
  scaling_group_id           = ksyun_scaling_group.web.id
  scaling_notification_types = ["1", "3"]
}
"#;
    s.apply(format!("{}{notification}", attached(1)).as_str())
        .then_plan_is_empty();
    s.destroy()
        .destroys(4)
        .calls(&json!({
            "SetKvmProtectedDetach": 1, "DetachInstance": 1, "ModifyScalingNotification": 1,
            "DeleteScalingGroup": 1, "DeleteScalingConfiguration": 1,
        }))
        .state_holds(&[])
        .leaves_nothing();
}

#[test]
fn another_instance_takes_the_place_of_the_first() {
    let mut s = Scenario::start();
    s.apply(attached(0).as_str());
    s.apply(attached(0).replace(MACHINE, OTHER_MACHINE).as_str())
        .plans([replace(INSTANCE)])
        .calls(&json!({"DetachInstance": 1, "AttachInstance": 1}))
        .then_plan_is_empty();
    assert_eq!(at_the_api(&s)[0]["InstanceId"], OTHER_MACHINE);
}

#[test]
fn an_instance_moves_to_another_group() {
    let mut s = Scenario::start();
    let other = other_group();
    s.apply(format!("{}{other}", attached(1)).as_str());
    let moved = attached(1).replace(
        "scaling_group_id      = ksyun_scaling_group.web",
        "scaling_group_id = ksyun_scaling_group.other",
    );
    let id = format!("{MACHINE}:{}", s.id("ksyun_scaling_group.other"));
    s.apply(format!("{moved}{other}").as_str())
        .plans([replace(INSTANCE)])
        .state(INSTANCE, &json!({ "id": id }))
        .then_plan_is_empty();
}

#[test]
fn several_instances_join_and_leave_a_group_in_one_run() {
    let mut s = Scenario::start();
    let several = attached(1)
        .replace("\"db\" {", "\"db\" {\n  for_each = toset([\"a\", \"b\", \"c\"])")
        .replace(
            &format!("\"{MACHINE}\""),
            "\"4c5b8053-6245-4824-9a34-9f866b5f059${each.key}\"",
        );
    s.apply(several.as_str())
        .calls(&json!({
            "CreateScalingConfiguration": 1, "CreateScalingGroup": 1, "AttachInstance": 3, "SetKvmProtectedDetach": 3,
        }))
        .then_plan_is_empty();
    s.destroy().destroys(5).leaves_nothing();
}

#[test]
fn everything_may_be_unknown_until_the_apply() {
    let mut s = Scenario::start();
    let arguments = r"
        scaling_group_id      = terraform_data.group.output
        scaling_instance_id   = terraform_data.instance.output
        protected_from_detach = terraform_data.protected.output
        timeouts {
          create = terraform_data.time.output
        }";
    let data = |name: &str, value: &str| {
        format!("resource \"terraform_data\" \"{name}\" {{\n  input = {value}\n}}\n")
    };
    let config = [
        with_resource(arguments),
        data("group", "ksyun_scaling_group.web.id"),
        data("instance", &format!("{MACHINE:?}")),
        data("protected", "1"),
        data("time", "\"5m\""),
    ];
    s.apply(config.concat().as_str())
        .state(
            INSTANCE,
            &json!({"scaling_instance_id": MACHINE, "protected_from_detach": 1, "timeouts": {"create": "5m"}}),
        )
        .then_plan_is_empty();
}

#[test]
fn a_change_of_timeouts_changes_nothing_at_the_api() {
    let mut s = Scenario::start();
    s.apply(attached(1).as_str());
    let with_timeouts = attached(1).replace(
        "protected_from_detach = 1",
        "protected_from_detach = 1\n  timeouts {\n    delete = \"10m\"\n  }",
    );
    s.apply(with_timeouts.as_str())
        .plans([update(INSTANCE)])
        .calls(&json!({}))
        .then_plan_is_empty();
}
