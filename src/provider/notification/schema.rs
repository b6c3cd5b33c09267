//! Arguments and results of `ksyun_scaling_notification`.

use crate::framework::schema::{Attribute, Schema, Validator};
use crate::framework::timeouts::Timeouts;
use crate::provider::composite_id::check_id;
use crate::provider::ids;

/// `NotificationType` of the API.
const TYPES: &[&str] = &["1", "2", "3", "4", "5", "6"];

pub(super) fn schema() -> Schema {
    Schema::new(
        "The notification of a scaling group: which results of its activities are told to the contacts of the account. A \
         group has at most one. The API can't delete a notification, so destroying this resource takes all types out of it, \
         and creating it in the same group again puts the new ones in. Only the main account may manage notifications.",
    )
    .attribute(
        Attribute::string(
            "id",
            "Id of the notification in the state: `scaling_notification_id:scaling_group_id`.",
        )
        .computed(),
    )
    .attribute(
        ids::id("scaling_group_id", "Id of the scaling group.")
            .required()
            .requires_replace()
            .validate(Validator::Custom("an id", check_id)),
    )
    .attribute(
        Attribute::string_set(
            "scaling_notification_types",
            "Results that are told: `1` scale-out succeeded, `2` scale-out failed, `3` scale-in succeeded, `4` scale-in failed, \
             `5` an unhealthy instance was replaced, `6` its replacement failed.",
        )
        .required()
        .validate(Validator::MinItems(1))
        .validate(Validator::each(Validator::OneOf(TYPES))),
    )
    .attribute(
        Attribute::string(
            "scaling_notification_id",
            "Id of the notification (`ScalingNotificationId`).",
        )
        .computed(),
    )
    .block(Timeouts::block())
}
