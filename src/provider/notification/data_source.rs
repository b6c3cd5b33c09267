//! `ksyun_scaling_notifications`: lists the notifications of a group; in practice it has one at most.

use async_trait::async_trait;

use super::attributes::NotificationItem;
use crate::client::Client;
use crate::client::actions::{DescribeScalingNotification, Notification};
use crate::framework::schema::{Attribute, Schema};
use crate::framework::{DataSource, Diagnostics, List, model};
use crate::provider::api::ApiContext;
use crate::provider::data_sources::{
    Item, ResultList, id, list, member_id, of_group, output_file, results, total_count,
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

impl NotificationItem {
    fn new(group: &str, notification: &Notification) -> Self {
        Self {
            id: member_id(&notification.scaling_notification_id, group),
            scaling_notification_id: notification.scaling_notification_id.as_str().into(),
            scaling_group_id: group.into(),
            ..Self::flatten_plain(notification)
        }
    }
}

impl Item for NotificationItem {
    fn members() -> Vec<Attribute> {
        Self::attributes()
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
        cx: &ApiContext<'_>,
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
            .map(|notification| NotificationItem::new(group, &notification));
        let listed = ResultList::new(items, &config.output_file)?;
        Ok(ScalingNotificationsModel {
            id: listed.id,
            total_count: listed.total_count,
            scaling_notifications: listed.items,
            ..config
        })
    }
}
