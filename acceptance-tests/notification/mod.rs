//! Notifications of scaling groups.

mod drift;
mod failures;
mod input;
mod lifecycle;
mod takeover;

use serde_json::Value;

use crate::support::{GROUP, Scenario, web_and};

const NOTIFICATION: &str = "ksyun_scaling_notification.ops";

/// A group, and its notification with the list `types`.
fn notifying(types: &str) -> String {
    with_resource(&format!(
        r"scaling_group_id           = ksyun_scaling_group.web.id
           scaling_notification_types = {types}"
    ))
}

/// A group, and a notification with these arguments.
fn with_resource(arguments: &str) -> String {
    web_and(NOTIFICATION, arguments)
}

/// The group's notification as the API has it.
fn at_the_api(s: &Scenario) -> Value {
    let answer = s
        .emulator()
        .api("DescribeScalingNotification", &[("ScalingGroupId", &s.id(GROUP))]);
    answer["ScalingNotificationSet"][0].clone()
}
