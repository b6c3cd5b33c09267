use serde_json::json;

use super::{NOTIFICATION, at_the_api, notifying, with_resource};
use crate::support::{CONFIGURATION, GROUP, Scenario, WEB, create, delete, other_group, replace, update};

#[test]
fn matrix_a_notification_lives_from_create_to_destroy() {
    let mut s = Scenario::start();
    s.apply(WEB);
    s.apply(notifying(r#"["1", "2"]"#).as_str())
        .plans([create(NOTIFICATION)])
        .state(NOTIFICATION, &json!({"scaling_notification_types": ["1", "2"]}))
        .calls(&json!({"CreateScalingNotification": 1}))
        .then_plan_is_empty()
        .calls(&json!({}));
    let (id, group) = (s.id(NOTIFICATION), s.id(GROUP));
    let (item, of) = id
        .split_once(':')
        .expect("an id names the notification and its group");
    assert_eq!(
        (of, at_the_api(&s)["ScalingNotificationId"].as_str()),
        (group.as_str(), Some(item))
    );

    s.apply(notifying(r#"["6", "2"]"#).as_str())
        .plans([update(NOTIFICATION)])
        .state(NOTIFICATION, &json!({"id": id, "scaling_notification_types": ["2", "6"]}))
        .calls(&json!({"ModifyScalingNotification": 1}))
        .reads(&json!({"DescribeScalingConfiguration": 1, "DescribeScalingGroup": 1, "DescribeScalingNotification": 2}))
        .then_plan_is_empty();
    s.apply(WEB)
        .plans([delete(NOTIFICATION)])
        .calls(&json!({"ModifyScalingNotification": 1}))
        .state_holds(&[CONFIGURATION, GROUP]);
    assert_eq!(at_the_api(&s)["ScalingNotificationTypes"], json!([]));
    s.destroy().destroys(2).leaves_nothing();
}

#[test]
fn a_description_is_set_changed_and_left_as_it_is() {
    let mut s = Scenario::start();
    s.apply(WEB);
    let described = |description: &str| {
        with_resource(&format!(
            r#"scaling_group_id           = ksyun_scaling_group.web.id
               scaling_notification_types = ["1"]
               {description}"#
        ))
    };
    let shows = |description: &str| json!({"description": description, "scaling_notification_types": ["1"]});
    s.apply(described(r#"description = "to the night shift""#).as_str())
        .state(NOTIFICATION, &shows("to the night shift"))
        .calls(&json!({"CreateScalingNotification": 1}))
        .then_plan_is_empty();
    s.apply(described(r#"description = "to everybody""#).as_str())
        .plans([update(NOTIFICATION)])
        .state(NOTIFICATION, &shows("to everybody"))
        .calls(&json!({"ModifyScalingNotification": 1}))
        .then_plan_is_empty();
    let there = at_the_api(&s);
    assert_eq!(
        (&there["Description"], &there["ScalingNotificationTypes"]),
        (&json!("to everybody"), &json!(["1"]))
    );
    s.apply(described("").as_str())
        .plans([])
        .state(NOTIFICATION, &shows("to everybody"));
    s.apply(described(r#"description = """#).as_str())
        .plans([update(NOTIFICATION)])
        .state(NOTIFICATION, &shows(""))
        .then_plan_is_empty();
}

#[test]
fn what_a_destruction_has_left_at_the_api_is_used_again() {
    let mut s = Scenario::start();
    s.apply(notifying(r#"["1"]"#).as_str());
    let id = s.id(NOTIFICATION);
    s.apply(WEB);
    s.apply(notifying(r#"["3", "4"]"#).as_str())
        .plans([create(NOTIFICATION)])
        .calls(&json!({"ModifyScalingNotification": 1}))
        .state(
            NOTIFICATION,
            &json!({"id": id, "scaling_notification_types": ["3", "4"]}),
        )
        .then_plan_is_empty();
}

#[test]
fn the_order_of_types_means_nothing() {
    let mut s = Scenario::start();
    s.apply(notifying(r#"["5", "1", "3"]"#).as_str())
        .then_plan_is_empty();
    s.apply(notifying(r#"["3", "5", "1", "1"]"#).as_str())
        .plans([])
        .calls(&json!({}));
}

#[test]
fn another_group_needs_another_notification() {
    let mut s = Scenario::start();
    let other = other_group();
    let of = |group: &str| {
        let arguments = format!(
            "scaling_group_id = ksyun_scaling_group.{group}.id\nscaling_notification_types = [\"1\"]"
        );
        format!("{}{other}", with_resource(&arguments))
    };
    s.apply(of("web").as_str());
    s.apply(of("other").as_str())
        .plans([replace(NOTIFICATION)])
        .calls(&json!({"ModifyScalingNotification": 1, "CreateScalingNotification": 1}))
        .then_plan_is_empty();
    assert_eq!(at_the_api(&s)["ScalingNotificationTypes"], json!([]));
}

#[test]
fn a_change_of_timeouts_changes_nothing_at_the_api() {
    let mut s = Scenario::start();
    s.apply(notifying(r#"["1"]"#).as_str());
    let arguments = r#"
        scaling_group_id           = ksyun_scaling_group.web.id
        scaling_notification_types = ["1"]
        timeouts {
          create = "1m"
        }"#;
    s.apply(with_resource(arguments).as_str())
        .plans([update(NOTIFICATION)])
        .calls(&json!({}))
        .then_plan_is_empty();
}

#[test]
fn everything_may_be_unknown_until_the_apply() {
    let mut s = Scenario::start();
    let arguments = r"
        scaling_group_id           = terraform_data.group.output
        scaling_notification_types = terraform_data.types.output
        timeouts {
          update = terraform_data.time.output
        }";
    let unknown = r#"
resource "terraform_data" "group" {
  input = ksyun_scaling_group.web.id
}
resource "terraform_data" "types" {
  input = ["1", "2"]
}
resource "terraform_data" "time" {
  input = "5m"
}
"#;
    s.apply(format!("{}{unknown}", with_resource(arguments)).as_str())
        .state(
            NOTIFICATION,
            &json!({"scaling_notification_types": ["1", "2"], "timeouts": {"update": "5m"}}),
        )
        .then_plan_is_empty();
}

#[test]
fn one_of_several_types_may_be_unknown_until_the_apply() {
    let mut s = Scenario::start();
    let config = format!(
        "{}\nresource \"terraform_data\" \"type\" {{\n  input = \"2\"\n}}\n",
        notifying(r#"["1", terraform_data.type.output]"#)
    );
    s.apply(config.as_str())
        .state(NOTIFICATION, &json!({"scaling_notification_types": ["1", "2"]}))
        .then_plan_is_empty();
}
