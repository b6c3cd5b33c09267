//! The typed form of `ksyun_scaling_notification`, and how the API's answers fill it.

use crate::client::actions::Notification;
use crate::framework::timeouts::TimeoutsModel;
use crate::framework::{Field, Set, model};
use crate::provider::composite_id::MemberId;
use crate::provider::echo::echo_set;

model! {
    /// A notification in configuration, plan or state.
    pub struct ScalingNotificationModel {
        /// `ScalingNotificationId:ScalingGroupId`
        id: String,
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `NotificationType.N`
        scaling_notification_types: Set<String>,
        /// `ScalingNotificationId`
        scaling_notification_id: String,
        /// Of Terraform alone.
        timeouts: TimeoutsModel,
    }
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
    pub(super) fn with_answer(self, group: &str, notification: Notification) -> Self {
        let id = MemberId {
            item: notification.scaling_notification_id,
            group: group.to_owned(),
        };
        Self {
            scaling_notification_types: echo_set(
                notification.notification_types,
                self.scaling_notification_types.clone(),
            ),
            ..self.identified(&id)
        }
    }

    /// The notification that state calls by its id.
    pub(super) fn member_id(&self) -> MemberId {
        MemberId::by(&self.id, &self.scaling_notification_id, &self.scaling_group_id)
    }
}
