//! A group that is as small as it may be lets no instance go. Terraform destroys memberships before their group, and detaches
//! before it attaches again, so its minimum makes way for the detachment, and is put back.

use super::membership::Trouble;
use super::messages;
use crate::client::ApiCallError;
use crate::client::actions::{DescribeScalingGroup, ModifyScalingGroup, ScalingGroup};
use crate::provider::api::{Operation, limits};
use crate::provider::composite_id::MemberId;
use crate::provider::lifecycle::send;
use crate::provider::scaling_group::is_made;

/// `MinSize` of the group, if that is why it has refused with `error` to let an instance go.
pub(super) async fn in_the_way(cx: &Operation<'_>, group: &str, error: &ApiCallError) -> Option<i64> {
    if error.refusal().is_none() || error.is_denied() || error.is_throttle() {
        return None;
    }
    let group = look(cx, group).await.ok()??;
    let (desired, min) = (group.desired_capacity?, group.min_size?);
    (min > 0 && desired <= min).then_some(min)
}

/// Detaches while the minimum is lower by one. What somebody else has made of it meanwhile stays.
pub(super) async fn lowered_while(
    cx: &Operation<'_>,
    id: &MemberId,
    minimum: i64,
    detach: impl AsyncFnOnce() -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let lower = ModifyScalingGroup {
        scaling_group_id: id.group.clone(),
        min_size: Some(minimum - 1),
        ..Default::default()
    };
    modify(cx, &lower).await.map_err(Trouble::NotDone)?;
    let detached = detach().await;
    if let Err(error) = put_back(cx, &id.group, minimum).await {
        cx.warn(messages::minimum_not_put_back(id, minimum, &error));
    }
    detached
}

async fn put_back(cx: &Operation<'_>, id: &str, minimum: i64) -> Result<(), ApiCallError> {
    let Some(group) = look(cx, id).await? else {
        return Ok(());
    };
    if group.min_size != Some(minimum - 1) {
        return Ok(());
    }
    let request = ModifyScalingGroup {
        scaling_group_id: id.to_owned(),
        min_size: Some(minimum),
        // The API takes no minimum above the capacity.
        desired_capacity: group
            .desired_capacity
            .filter(|desired| *desired < minimum)
            .map(|_| minimum),
        ..Default::default()
    };
    modify(cx, &request).await
}

async fn look(cx: &Operation<'_>, group: &str) -> Result<Option<ScalingGroup>, ApiCallError> {
    let request = DescribeScalingGroup::one(group);
    let look = cx.data.fresh_read(&limits(cx), &request).await?;
    Ok(look.seen)
}

async fn modify(cx: &Operation<'_>, request: &ModifyScalingGroup) -> Result<(), ApiCallError> {
    let is_done = || async {
        let group = look(cx, &request.scaling_group_id).await.ok().flatten();
        group.is_some_and(|group| is_made(request, group))
    };
    send(cx.data, &limits(cx), request, is_done).await.map(drop)
}
