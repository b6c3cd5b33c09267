use serde_json::json;

use super::{NOTIFICATION, at_the_api, notifying};
use crate::support::{GROUP, Scenario, create, update};

/// Gives the notification other types behind Terraform's back.
fn change_outside(s: &Scenario, types: &[&str]) {
    let (id, group) = (s.id(NOTIFICATION), s.id(GROUP));
    let (item, _) = id.split_once(':').expect("an id has two parts");
    let mut parameters = vec![
        ("ScalingGroupId", group.as_str()),
        ("ScalingNotificationId", item),
    ];
    let names: Vec<String> = (1..=types.len())
        .map(|at| format!("NotificationType.{at}"))
        .collect();
    parameters.extend(names.iter().map(String::as_str).zip(types.iter().copied()));
    s.emulator().api("ModifyScalingNotification", &parameters);
}

#[test]
fn types_changed_outside_are_found_and_set_back() {
    let mut s = Scenario::start();
    s.apply(notifying(r#"["1", "2"]"#).as_str());
    change_outside(&s, &["5"]);
    s.apply(notifying(r#"["1", "2"]"#).as_str())
        .drifts([update(NOTIFICATION)])
        .plans([update(NOTIFICATION)])
        .calls(&json!({"ModifyScalingNotification": 1}))
        .then_plan_is_empty();
    assert_eq!(at_the_api(&s)["ScalingNotificationTypes"], json!(["1", "2"]));
}

#[test]
fn a_notification_that_was_cleared_outside_is_created_again() {
    let mut s = Scenario::start();
    s.apply(notifying(r#"["1"]"#).as_str());
    change_outside(&s, &[]);
    s.apply(notifying(r#"["1"]"#).as_str())
        .plans([create(NOTIFICATION)])
        .calls(&json!({"ModifyScalingNotification": 1}))
        .then_plan_is_empty();
}

#[test]
fn a_notification_goes_with_its_group() {
    let mut s = Scenario::start();
    s.apply(notifying(r#"["1"]"#).as_str());
    s.emulator()
        .api("DeleteScalingGroup", &[("ScalingGroupId", &s.id(GROUP))]);
    s.plan(notifying(r#"["1"]"#).as_str())
        .plans([create(GROUP), create(NOTIFICATION)]);
    s.apply(notifying(r#"["1"]"#).as_str())
        .calls(&json!({"CreateScalingGroup": 1, "CreateScalingNotification": 1}))
        .then_plan_is_empty();
}

#[test]
fn destroying_what_is_gone_already_is_a_success() {
    let mut s = Scenario::start();
    s.apply(notifying(r#"["1"]"#).as_str());
    s.emulator()
        .api("DeleteScalingGroup", &[("ScalingGroupId", &s.id(GROUP))]);
    s.destroy_without_looking().destroys(3).leaves_nothing();
}
