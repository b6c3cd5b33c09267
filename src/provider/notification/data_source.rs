//! `ksyun_scaling_notifications`: lists the notifications of a group; in practice it has one at most.

use async_trait::async_trait;

use crate::client::Client;
use crate::client::actions::{DescribeScalingNotification, Notification};
use crate::framework::schema::{Attribute, Schema};
use crate::framework::{DataSource, Diagnostics, Field, List, Set, model};
use crate::provider::api::Operation;
use crate::provider::data_sources::{
    Item, Listed, id, list, member_id, of_group, output_file, results, total_count,
};

model! {
    /// Arguments and results of `ksyun_scaling_notifications`.
    pub struct ScalingNotificationsModel {
        /// Of Terraform alone.
        id: String,
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// Of Terraform alone.
        output_file: String,
        /// Of Terraform alone.
        total_count: i64,
        /// `ScalingNotificationSet`
        scaling_notifications: List<NotificationItem>,
    }
}

model! {
    /// A notification.
    pub struct NotificationItem {
        /// `ScalingNotificationId` and `ScalingGroupId`
        id: String,
        /// `ScalingNotificationId`
        scaling_notification_id: String,
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `ScalingNotificationTypes`
        scaling_notification_types: Set<String>,
        /// `Description`
        description: String,
    }
}

impl NotificationItem {
    fn new(group: &str, notification: Notification) -> Self {
        Self {
            id: member_id(&notification.scaling_notification_id, group),
            scaling_notification_id: Field::Value(notification.scaling_notification_id),
            scaling_group_id: group.into(),
            scaling_notification_types: Field::Value(
                notification.notification_types.into_iter().flatten().collect(),
            ),
            description: notification.description.into(),
        }
    }
}

impl Item for NotificationItem {
    fn members() -> Vec<Attribute> {
        vec![
            Attribute::string("id", "Id of the notification in Terraform, `NOTIFICATION:GROUP`."),
            Attribute::string("scaling_notification_id", "Id of the notification."),
            Attribute::string("scaling_group_id", "Id of its scaling group."),
            Attribute::string_set(
                "scaling_notification_types",
                "What it tells of: instances were added (`1`) or could not be (`2`), were removed (`3`) or could not be (`4`), \
                 unhealthy ones were replaced (`5`) or could not be (`6`). A notification that was destroyed has none.",
            ),
            Attribute::string("description", "Description of the notification."),
        ]
    }

    fn id(&self) -> &str {
        self.id.as_str().unwrap_or_default()
    }
}

/// The data source `ksyun_scaling_notifications`.
#[derive(Debug)]
pub struct ScalingNotificationsDataSource;

#[async_trait]
impl DataSource<Client> for ScalingNotificationsDataSource {
    type Model = ScalingNotificationsModel;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_notifications"
    }

    fn schema(&self) -> Schema {
        Schema::new("Lists the notifications of a scaling group. An empty list is no error.")
            .attribute(id())
            .attribute(of_group())
            .attribute(output_file())
            .attribute(total_count())
            .attribute(results::<NotificationItem>(
                "scaling_notifications",
                "The notifications.",
            ))
    }

    async fn read(
        &self,
        cx: &Operation<'_>,
        config: ScalingNotificationsModel,
    ) -> Result<ScalingNotificationsModel, Diagnostics> {
        let group = config.scaling_group_id.as_str().unwrap_or_default();
        let request = DescribeScalingNotification {
            scaling_group_id: group.to_owned(),
            ..DescribeScalingNotification::default()
        };
        let what = format!("list the notifications of scaling group {group}");
        let notifications = list(cx, &what, &request, &[]).await?;
        let items = notifications
            .into_iter()
            .map(|notification| NotificationItem::new(group, notification));
        let listed = Listed::new(items, &config.output_file)?;
        Ok(ScalingNotificationsModel {
            id: listed.id,
            total_count: listed.total_count,
            scaling_notifications: listed.items,
            ..config
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_is_explained() {
        crate::provider::data_sources::assert_covered::<NotificationItem>();
    }
}
