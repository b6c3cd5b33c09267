use serde_json::{Value, json};

use super::{NOTIFICATION, notifying};
use crate::support::{Feature, GROUP, Scenario, WEB, update};

/// A group with a notification that Terraform knows nothing of; gives the notification's id.
fn made_outside(s: &mut Scenario) -> String {
    s.apply(WEB);
    let parameters = [("ScalingGroupId", &*s.id(GROUP)), ("NotificationType.1", "1")];
    let created = s.emulator().api("CreateScalingNotification", &parameters);
    created["ScalingNotificationId"]
        .as_str()
        .expect("an id")
        .to_owned()
}

#[test]
fn an_existing_notification_is_not_taken_over_but_can_be_imported() {
    let mut s = Scenario::start();
    let item = made_outside(&mut s);
    let id = format!("{}:{item}", s.id(GROUP));
    s.apply_fails(notifying(r#"["2"]"#).as_str())
        .error("The group has a notification already")
        .at(NOTIFICATION)
        .saying(&format!("id = {id:?}"))
        .calls(&json!({}));
    s.import(notifying(r#"["2"]"#).as_str(), NOTIFICATION, &id)
        .state(NOTIFICATION, &json!({"scaling_notification_types": ["1"]}));
    s.apply(notifying(r#"["2"]"#).as_str())
        .plans([update(NOTIFICATION)])
        .then_plan_is_empty();
}

#[test]
fn of_two_resources_for_one_group_the_second_is_told_of_the_first() {
    let mut s = Scenario::start();
    let config = notifying(r#"["1"]"#).replace("\"ops\" {", "\"ops\" {\n  count = 2");
    s.apply_fails(config.as_str())
        .error("The group has a notification already")
        .at(NOTIFICATION)
        .saying("keep one of them");
}

#[test]
fn a_notification_is_imported_by_its_ids_in_either_order() {
    let mut s = Scenario::start();
    let item = made_outside(&mut s);
    let group = s.id(GROUP);
    for id in [format!("{group}:{item}"), format!("{item}:{group}")] {
        s.import(notifying(r#"["1"]"#).as_str(), NOTIFICATION, &id)
            .state(
                NOTIFICATION,
                &json!({
                    "id": format!("{item}:{group}"),
                    "scaling_group_id": group,
                    "scaling_notification_id": item,
                }),
            )
            .then_plan_is_empty();
        s.forget(NOTIFICATION);
    }
}

#[test]
fn a_notification_is_imported_by_its_identity() {
    let Some(mut s) = Scenario::since(Feature::IDENTITY) else {
        return;
    };
    let item = made_outside(&mut s);
    let group = s.id(GROUP);
    let import = format!(
        "import {{\n  to = {NOTIFICATION}\n  identity = {{\n    scaling_group_id = {group:?}\n    scaling_notification_id = {item:?}\n  }}\n}}\n"
    );
    s.apply(format!("{}{import}", notifying(r#"["1"]"#)).as_str())
        .calls(&json!({}))
        .state(NOTIFICATION, &json!({"id": format!("{item}:{group}")}))
        .then_plan_is_empty();
}

#[test]
fn what_does_not_exist_or_was_destroyed_cannot_be_imported() {
    let mut s = Scenario::start();
    s.apply(notifying(r#"["1"]"#).as_str());
    let id = s.id(NOTIFICATION);
    s.apply(WEB);
    s.import_fails(notifying(r#"["1"]"#).as_str(), NOTIFICATION, &id)
        .says("Cannot import non-existent remote object");
    s.import_fails(notifying(r#"["1"]"#).as_str(), NOTIFICATION, "436995593677910016")
        .says("Cannot import non-existent remote object");
    s.import_fails(notifying(r#"["1"]"#).as_str(), NOTIFICATION, "1:2:3")
        .says("A scaling notification is imported by the group's id and its own, GROUP:ITEM");
}

#[test]
fn a_notification_that_the_official_provider_manages_is_taken_over_without_a_change() {
    let mut s = Scenario::start();
    let item = made_outside(&mut s);
    let group = s.id(GROUP);
    s.left_by_the_official_provider(&[(NOTIFICATION, &official_attributes(&item, &group))]);
    let config = |types: &str| {
        format!(
            "resource \"ksyun_scaling_notification\" \"ops\" {{\n  scaling_group_id = {group:?}\n  \
             scaling_notification_types = {types}\n}}\n"
        )
    };
    s.apply(config(r#"["1"]"#).as_str())
        .plans([])
        .calls(&json!({}))
        .then_plan_is_empty();
    s.apply(config(r#"["1", "2"]"#).as_str())
        .plans([update(NOTIFICATION)])
        .calls(&json!({"ModifyScalingNotification": 1}))
        .state(
            NOTIFICATION,
            &json!({"id": format!("{item}:{group}"), "scaling_notification_types": ["1", "2"]}),
        )
        .then_plan_is_empty();
}

/// What the official provider keeps of the notification.
fn official_attributes(item: &str, group: &str) -> Value {
    json!({
        "id": format!("{item}:{group}"),
        "scaling_group_id": group,
        "scaling_notification_id": item,
        "scaling_notification_types": ["1"],
    })
}

#[test]
fn an_import_by_the_group_alone_finds_its_only_notification() {
    let mut s = Scenario::start();
    s.apply(notifying(r#"["1"]"#).as_str());
    let (group, id) = (s.id(GROUP), s.id(NOTIFICATION));
    s.forget(NOTIFICATION);
    s.import(notifying(r#"["1"]"#).as_str(), NOTIFICATION, &group)
        .state(NOTIFICATION, &json!({"id": id}))
        .then_plan_is_empty();
}
