//! The attributes of `ksyun_scaling_notification` and of what `ksyun_scaling_notifications` lists.

use crate::client::actions::{Notification, ScalingNotificationSettings};
use crate::framework::schema::{Schema, Validator};
use crate::framework::timeouts::{Timeouts, TimeoutsModel};
use crate::framework::{Field, Set};
use crate::provider::attributes::attributes;
use crate::provider::composite_id::{MemberId, check_id};
use crate::provider::flatten::flatten;
use crate::provider::ids::IdAttribute as _;

pub(super) fn schema() -> Schema {
    Schema::new(
        "The notification of a scaling group: which results of its activities are told to the contacts of the account. A \
         group has at most one. The API can't delete a notification, so destroying this resource takes all types out of it, \
         and creating it in the same group again puts the new ones in. Only the main account may manage notifications.",
    )
    .attributes(ScalingNotificationModel::attributes())
    .block(Timeouts::block())
}

attributes! {
    /// A notification in configuration, plan or state.
    resource ScalingNotificationModel;
    /// A notification as the data source lists it.
    data source NotificationItem;
    response notification: Notification by flatten;
    settings ScalingNotificationSettings;

    blocks {
        timeouts: TimeoutsModel;
    }
    resource {}
    both {
        /// Id of the notification and of its group, `NOTIFICATION:GROUP`.
        id: String = computed();
        /// Id of the scaling group.
        scaling_group_id: String = id().required().requires_replace().validate(Validator::Custom("an id", check_id));
        /// Id of the notification alone (`ScalingNotificationId`).
        scaling_notification_id: String = computed();
    }
    settings {
        /// Results that are told: `1` scale-out succeeded, `2` scale-out failed, `3` scale-in succeeded, `4` scale-in
        /// failed, `5` an unhealthy instance was replaced, `6` its replacement failed. A notification that was destroyed
        /// has none.
        scaling_notification_types: Set<String> = required().validate(Validator::MinItems(1))
            .validate(Validator::each(Validator::OneOf(&["1", "2", "3", "4", "5", "6"])));
        /// Description of the notification.
        description: String = optional().computed();
    }
    answered {}
    derived {}
    data_source {}
}

impl ScalingNotificationModel {
    /// This model as the notification `id`.
    pub(super) fn identified(self, id: &MemberId) -> Self {
        Self {
            id: Field::Value(id.to_state_id()),
            scaling_group_id: Field::Value(id.group.clone()),
            scaling_notification_id: Field::Value(id.item.clone()),
            ..self
        }
    }

    /// This model with what the API says of the notification in `group`.
    pub(super) fn with_answer(self, group: &str, notification: &Notification) -> Self {
        let id = MemberId {
            item: notification.scaling_notification_id.clone(),
            group: group.to_owned(),
        };
        self.identified(&id).flatten_plain(notification)
    }

    /// The notification that state calls by its id.
    pub(super) fn member_id(&self) -> MemberId {
        MemberId::by(&self.id, &self.scaling_notification_id, &self.scaling_group_id)
    }
}
