//! Finds the notification of a group: the API gives a group at most one, does not always answer with its id, and keeps it
//! when Terraform has destroyed it.

use crate::client::ApiCallError;
use crate::client::actions::{DescribeScalingNotification, Notification};
use crate::provider::api::{Operation, Pauses, limits};
use crate::provider::composite_id::MemberId;

/// How often to look after a lost answer: the API may list a change some time after it was made.
const LOOKS: u32 = 4;

/// The notification of `group`, if it has one. A group that is gone has none.
pub(super) async fn of_group(cx: &Operation<'_>, group: &str) -> Result<Option<Notification>, ApiCallError> {
    let list = DescribeScalingNotification {
        scaling_group_id: group.to_owned(),
        ..Default::default()
    };
    let notifications = cx.data.list_all(&limits(cx), &list).await?;
    Ok(notifications.into_iter().next())
}

/// The notification `id`. One without types says nothing to anybody: it was destroyed.
pub(super) async fn by_id(cx: &Operation<'_>, id: &MemberId) -> Result<Option<Notification>, ApiCallError> {
    let found = cx
        .data
        .read_notification(&limits(cx), &id.group, &id.item)
        .await?;
    Ok(found.filter(is_alive))
}

/// Whether the notification tells anything, as far as the API says.
pub(super) fn is_alive(notification: &Notification) -> bool {
    !notification.is_cleared()
}

/// Looks whether a change that was not answered has been made: whether the group's notification has these `types`, which are
/// sorted. A notification that is gone has none.
pub(super) async fn has_become(cx: &Operation<'_>, group: &str, types: &[String]) -> bool {
    let mut pauses = Pauses::new();
    for _ in 0..LOOKS {
        if let Ok(found) = of_group(cx, group).await {
            let mut present = found
                .and_then(|found| found.notification_types)
                .unwrap_or_default();
            present.sort_unstable();
            if present == types {
                return true;
            }
        }
        if pauses.pause(cx).await.is_err() {
            return false;
        }
    }
    false
}
