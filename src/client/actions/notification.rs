//! Notifications: for which results of activities a group sends a message. The API has no action to delete
//! one.
use super::Done;
use super::declare::{api_list, api_object, api_params, api_request};

api_request! {
    /// Creates the notification of a group; for main accounts only.
    pub struct CreateScalingNotification: Write -> CreateScalingNotificationResponse {
        /// The group.
        pub scaling_group_id: String = "ScalingGroupId",
        /// What it tells.
        pub settings: ScalingNotificationSettings = "",
    }
}

api_object! {
    /// The notification that was created.
    pub struct CreateScalingNotificationResponse {
        /// Its id. Absent in the API's oldest form of the answer: find it with
        /// [`DescribeScalingNotification`].
        pub scaling_notification_id: Option<String> = "ScalingNotificationId" as reference,
    }
}

api_request! {
    /// Replaces the types of a notification; an empty list clears them.
    pub struct ModifyScalingNotification: Write -> Done {
        /// The group.
        pub scaling_group_id: String = "ScalingGroupId",
        /// The notification.
        pub scaling_notification_id: String = "ScalingNotificationId",
        /// What it tells from now on.
        pub settings: ScalingNotificationSettings = "",
    }
}

api_params! {
    /// What a notification tells: the parameters that create and modify share.
    pub struct ScalingNotificationSettings {
        /// 1 scale-out succeeded, 2 failed; 3 scale-in succeeded, 4 failed; 5 replacement succeeded, 6
        /// failed.
        pub scaling_notification_types: Vec<String> = "NotificationType",
        /// Free text.
        pub description: Option<String> = "Description",
    }
}

api_request! {
    /// Lists the notifications of a group: in practice at most one.
    pub struct DescribeScalingNotification: Read -> DescribeScalingNotificationResponse {
        /// The group.
        pub scaling_group_id: String = "ScalingGroupId",
        /// Only this notification, in the spelling of the API document.
        pub notification_id: Option<String> = "NotificationId",
        /// Only these notifications, in the spelling that clients send.
        pub scaling_notification_ids: Vec<String> = "ScalingNotificationId",
        /// Offset of the first item, default 0.
        pub marker: Option<i64> = "Marker",
        /// Items per answer, 5–1000.
        pub max_results: Option<i64> = "MaxResults",
    }
}

api_object! {
    /// One page of notifications.
    pub struct DescribeScalingNotificationResponse {
        /// The number that the API reports; undocumented whether of the page or of all.
        pub count: Option<i64> = "ScalingNotificationCount",
        /// The notifications.
        pub scaling_notifications: Option<Vec<Notification>> = "ScalingNotificationSet" as list,
    }
}

api_list!(
    DescribeScalingNotification => DescribeScalingNotificationResponse.scaling_notifications: Notification,
    named "ScalingNotificationSet", by scaling_notification_id, of scaling_notification_ids and notification_id,
    in scaling_group_id as scaling_group_id
);

api_object! {
    /// A notification.
    pub struct Notification {
        /// Its id.
        pub scaling_notification_id: String = "ScalingNotificationId" | "NotificationId" as id,
        /// The group.
        pub scaling_group_id: Option<String> = "ScalingGroupId" as reference,
        /// `"1"` to `"6"`, see [`ScalingNotificationSettings::scaling_notification_types`]; empty once cleared.
        pub scaling_notification_types: Option<Vec<String>> = "ScalingNotificationTypes" | "NotificationTypes",
        /// Free text.
        pub description: Option<String> = "Description",
    }
}

impl Notification {
    /// Whether all types were taken out of it, which is what is left of a notification that was destroyed. An
    /// answer that does not name the types does not say so.
    pub fn is_cleared(&self) -> bool {
        self.scaling_notification_types
            .as_ref()
            .is_some_and(Vec::is_empty)
    }
}

impl DescribeScalingNotification {
    /// Asks for one notification in both spellings of the filter.
    pub fn one(scaling_group_id: impl Into<String>, scaling_notification_id: impl Into<String>) -> Self {
        let id = scaling_notification_id.into();
        Self {
            scaling_group_id: scaling_group_id.into(),
            notification_id: Some(id.clone()),
            scaling_notification_ids: vec![id],
            ..Self::default()
        }
    }
}
