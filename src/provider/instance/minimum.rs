//! A group that is as small as it may be lets no instance go. Terraform destroys memberships before their group, and detaches
//! before it attaches again, so its minimum makes way for the detachment, and is put back: at once, or, if another instance is
//! to take the place, once that is attached. Till then the group would launch one of its own in the place.

use super::membership::MembershipError;
use super::messages;
use crate::client::ApiCallError;
use crate::client::actions::{DescribeScalingGroup, ModifyScalingGroup, ScalingGroup, ScalingGroupSettings};
use crate::provider::api::{ApiContext, limits};
use crate::provider::composite_id::MemberId;
use crate::provider::lifecycle::{Lowered, send};
use crate::provider::scaling_group::is_made;

/// `MinSize` of the group, if that is why it has refused with `error` to let an instance go.
pub(super) async fn in_the_way(cx: &ApiContext<'_>, group: &str, error: &ApiCallError) -> Option<i64> {
    if error.error_response().is_none() || error.is_denied() || error.is_throttle() {
        return None;
    }
    let group = fresh_group(cx, group).await.ok()??;
    let (desired, min) = (group.desired_capacity?, group.min_size?);
    (min > 0 && desired <= min).then_some(min)
}

/// Lowers the minimum by one.
pub(super) async fn lower(cx: &ApiContext<'_>, group: &str, minimum: i64) -> Result<(), MembershipError> {
    let lower = ModifyScalingGroup {
        scaling_group_id: group.to_owned(),
        settings: ScalingGroupSettings {
            min_size: Some(minimum - 1),
            ..ScalingGroupSettings::default()
        },
    };
    modify(cx, &lower).await.map_err(MembershipError::NotDone)
}

/// Puts the minimum back that was lowered for instance `id`. What somebody else has made of it meanwhile stays.
pub(super) async fn restore(cx: &ApiContext<'_>, id: &MemberId, lowered: Lowered) {
    if let Err(error) = put_back(cx, &id.group, lowered).await {
        cx.warn(messages::minimum_not_put_back(id, lowered, &error));
    }
}

async fn put_back(cx: &ApiContext<'_>, id: &str, lowered: Lowered) -> Result<(), ApiCallError> {
    let Some(group) = fresh_group(cx, id).await? else {
        return Ok(());
    };
    let Lowered { minimum, now } = lowered;
    if group.min_size != Some(now) {
        return Ok(());
    }
    let request = ModifyScalingGroup {
        scaling_group_id: id.to_owned(),
        settings: ScalingGroupSettings {
            min_size: Some(minimum),
            // The API takes no minimum above the capacity.
            desired_capacity: group
                .desired_capacity
                .filter(|desired| *desired < minimum)
                .map(|_| minimum),
            ..ScalingGroupSettings::default()
        },
    };
    modify(cx, &request).await
}

async fn fresh_group(cx: &ApiContext<'_>, group: &str) -> Result<Option<ScalingGroup>, ApiCallError> {
    let request = DescribeScalingGroup::one(group);
    let snapshot = cx.data.fresh_read(&limits(cx), &request).await?;
    Ok(snapshot.seen)
}

async fn modify(cx: &ApiContext<'_>, request: &ModifyScalingGroup) -> Result<(), ApiCallError> {
    let is_done = || async {
        let group = fresh_group(cx, &request.scaling_group_id).await.ok().flatten();
        group.is_some_and(|group| is_made(request, group))
    };
    send(cx.data, &limits(cx), request, is_done).await.map(drop)
}
