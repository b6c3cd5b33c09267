//! Lists notifications, so that they can be adopted. Those that have been destroyed are left out.

use async_trait::async_trait;

use super::attributes::ScalingNotificationModel;
use super::object::{is_alive, list_of};
use crate::client::Client;
use crate::framework::schema::Schema;
use crate::framework::{Context, Diagnostics, Found, ListResource, model};
use crate::provider::listing::{Groups, ListedGroup};

model! {
    /// Which notifications are wanted.
    pub struct ScalingNotificationFilter {
        /// `ScalingGroupId`
        scaling_group_id: String,
    }
}

/// The list of `ksyun_scaling_notification`.
pub struct ScalingNotificationList;

#[async_trait]
impl ListResource<Client> for ScalingNotificationList {
    type Filter = ScalingNotificationFilter;
    type Model = ScalingNotificationModel;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_notification"
    }

    fn schema(&self) -> Schema {
        Schema::new("Lists the notifications of the groups in the provider's region.")
            .attribute(Groups::argument())
    }

    async fn list(
        &self,
        cx: &Context<'_, Client>,
        filter: ScalingNotificationFilter,
        found: &Found<ScalingNotificationModel>,
    ) -> Result<(), Diagnostics> {
        let request = |group: &ListedGroup| Some(list_of(&group.id));
        let groups = Groups::new(cx, &filter.scaling_group_id);
        let mut listed = groups.members(cx, "notifications", request);
        while let Some((group, notifications)) = listed.next().await? {
            for notification in notifications.into_iter().filter(is_alive) {
                let display_name = group.display_name(None, &notification.scaling_notification_id);
                let notification = ScalingNotificationModel::default().with_answer(&group.id, &notification);
                found.object(display_name, notification).await;
            }
        }
        Ok(())
    }
}
