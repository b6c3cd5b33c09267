//! Notifications: create, describe, modify. There is no action to delete one; without types it says nothing any more.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::values::passes;
use super::{Cx, Reply, answer};
use crate::emulator::error::ApiError;
use crate::emulator::ids::Id;
use crate::emulator::params::{Item, Params};
use crate::emulator::store::Notification;

/// Makes the notification of a group, which has at most one.
pub(super) fn create(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let now = cx.now;
    let engine = cx.engine(p)?;
    let types = types(p)?;
    if types.is_empty() {
        return Err(ApiError::missing_parameter("NotificationType"));
    }
    if let Some(notification) = &engine.group.notification {
        return Err(ApiError::already_exists(
            "ScalingNotification",
            &notification.id.to_string(),
        ));
    }
    let id = engine.ids.snowflake(now);
    let description = p.optional("Description").unwrap_or_default().to_owned();
    engine.group.notification = Some(Notification {
        id,
        types,
        description,
    });
    Ok(answer([("ScalingNotificationId", json!(id))]))
}

/// Replaces the types. To send none is how clients delete a notification.
pub(super) fn modify(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let engine = cx.engine(p)?;
    let id = p.required("ScalingNotificationId")?;
    let types = types(p)?;
    if types.is_empty() && engine.rules.dialect.notification_types_required {
        return Err(ApiError::missing_parameter("NotificationType"));
    }
    let notification = engine
        .group
        .notification
        .as_mut()
        .filter(|notification| notification.id.to_string() == id);
    let notification = notification.ok_or_else(|| ApiError::not_found("ScalingNotification", id))?;
    notification.types = types;
    if let Some(description) = p.optional("Description") {
        description.clone_into(&mut notification.description);
    }
    Ok(answer([
        ("Return", json!(true)),
        ("ScalingNotificationId", json!(notification.id)),
    ]))
}

pub(super) fn describe(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let mut ids = p.list_or_one("ScalingNotificationId");
    ids.extend(p.list_or_one("NotificationId"));
    let page = cx.page(p, 10)?;
    let group = cx.listed_group(p)?;
    let matches: Vec<(Id, &Notification)> = group
        .into_iter()
        .filter_map(|group| Some((group.id, group.notification.as_ref()?)))
        .filter(|(_, notification)| passes(&ids, &notification.id.to_string()))
        .collect();
    let (count, set) = page.cut(&matches, |(group, notification)| view(*group, notification));
    Ok(answer([
        ("ScalingNotificationCount", count),
        ("ScalingNotificationSet", set),
    ]))
}

fn view(group: Id, notification: &Notification) -> Value {
    let types: Vec<String> = notification.types.iter().map(u8::to_string).collect();
    json!({
        "ScalingNotificationId": notification.id,
        "ScalingGroupId": group,
        "ScalingNotificationTypes": types,
        "Description": notification.description,
    })
}

/// Reads the types, under either of the names that the sources give them.
fn types(p: &Params) -> Result<BTreeSet<u8>, ApiError> {
    let named = ["NotificationType", "ScalingNotificationType"]
        .into_iter()
        .flat_map(|name| p.list_or_one(name));
    let read = |item: Item<'_>| {
        let number = item.value.parse().ok().filter(|number| (1..=6).contains(number));
        number.ok_or_else(|| ApiError::invalid_parameter(item.name))
    };
    named.map(read).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::emulator::error::ApiError;
    use crate::emulator::testing::{Lab, text};

    fn created(lab: &Lab, group: &str) -> String {
        let pairs = [
            ("ScalingGroupId", group),
            ("NotificationType.1", "2"),
            ("NotificationType.2", "1"),
        ];
        text(&lab.ok("CreateScalingNotification", &pairs)["ScalingNotificationId"])
    }

    fn types(lab: &Lab, group: &str) -> serde_json::Value {
        let answer = lab.ok("DescribeScalingNotification", &[("ScalingGroupId", group)]);
        answer["ScalingNotificationSet"][0]["ScalingNotificationTypes"].clone()
    }

    #[test]
    fn types_are_numbers_in_and_texts_out_under_either_name() {
        let lab = Lab::new();
        let group = lab.group_with(&[]);
        created(&lab, &group);
        assert_eq!(types(&lab, &group), json!(["1", "2"]));
        let other = lab.group_with(&[]);
        lab.ok(
            "CreateScalingNotification",
            &[("ScalingGroupId", &other), ("ScalingNotificationType.0", "6")],
        );
        assert_eq!(types(&lab, &other), json!(["6"]));
    }

    #[test]
    fn a_group_has_at_most_one_notification() {
        let lab = Lab::new();
        let group = lab.group_with(&[]);
        let id = created(&lab, &group);
        let error = lab.refused(
            "CreateScalingNotification",
            &[("ScalingGroupId", &group), ("NotificationType.1", "1")],
        );
        assert_eq!(error, ApiError::already_exists("ScalingNotification", &id));
    }

    #[test]
    fn a_new_notification_needs_a_type_from_one_to_six() {
        let lab = Lab::new();
        let group = lab.group_with(&[]);
        let empty = [("ScalingGroupId", group.as_str()), ("NotificationType.1", "")];
        for none in [&empty[..1], &empty] {
            let error = lab.refused("CreateScalingNotification", none);
            assert_eq!(error, ApiError::missing_parameter("NotificationType"));
        }
        for wrong in ["0", "7", "all"] {
            let error = lab.refused(
                "CreateScalingNotification",
                &[("ScalingGroupId", &group), ("NotificationType.3", wrong)],
            );
            assert_eq!(error, ApiError::invalid_parameter("NotificationType.3"));
        }
    }

    #[test]
    fn a_modification_replaces_the_types_and_without_any_clears_them() {
        let lab = Lab::new();
        let group = lab.group_with(&[]);
        let id = created(&lab, &group);
        let ids = [
            ("ScalingGroupId", group.as_str()),
            ("ScalingNotificationId", id.as_str()),
        ];
        let answer = lab.ok(
            "ModifyScalingNotification",
            &[ids[0], ids[1], ("NotificationType.1", "5")],
        );
        assert_eq!(answer, json!({"Return": true, "ScalingNotificationId": id}));
        assert_eq!(types(&lab, &group), json!(["5"]));
        lab.ok("ModifyScalingNotification", &ids);
        assert_eq!(types(&lab, &group), json!([]));
    }

    #[test]
    fn an_unknown_notification_is_not_found() {
        let lab = Lab::new();
        let group = lab.group_with(&[]);
        let error = lab.refused(
            "ModifyScalingNotification",
            &[("ScalingGroupId", &group), ("ScalingNotificationId", "7")],
        );
        assert_eq!(
            (error.status, error.code.as_str()),
            (404, "ScalingNotificationNotFound")
        );
    }

    #[test]
    fn a_notification_is_picked_by_its_id_under_either_name() {
        let lab = Lab::new();
        let group = lab.group_with(&[]);
        let id = created(&lab, &group);
        for name in ["NotificationId", "ScalingNotificationId.1"] {
            for (value, expected) in [(id.as_str(), 1), ("7", 0)] {
                let answer = lab.ok(
                    "DescribeScalingNotification",
                    &[("ScalingGroupId", &group), (name, value)],
                );
                assert_eq!(answer["ScalingNotificationCount"], expected, "{name} {value}");
            }
        }
    }
}
