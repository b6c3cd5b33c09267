//! In which other group an instance is that a group does not take.

use tokio::time::timeout;

use crate::client::actions::{DescribeScalingGroup, ScalingGroup};
use crate::provider::api::{ApiContext, PATIENCE, limits};
use crate::provider::composite_id::MemberId;

/// The other group that has the instance, as far as a short look tells.
pub(super) async fn other_group(cx: &ApiContext<'_>, id: &MemberId) -> Option<ScalingGroup> {
    timeout(PATIENCE, find(cx, id)).await.ok()?
}

async fn find(cx: &ApiContext<'_>, id: &MemberId) -> Option<ScalingGroup> {
    let limits = limits(cx);
    let all = DescribeScalingGroup::default();
    for group in cx.data.list_all(&limits, &all).await.ok()? {
        let is_other = group.scaling_group_id != id.group && group.instance_num != Some(0);
        let read = || cx.data.read_instance(&limits, &group.scaling_group_id, &id.item);
        if is_other && matches!(read().await, Ok(Some(_))) {
            return Some(group);
        }
    }
    None
}
