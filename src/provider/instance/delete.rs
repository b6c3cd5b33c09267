//! Detaches an instance: lifts its protection, detaches it, and waits until it has left the group.

use tokio::time::timeout;

use super::membership::{MembershipError, Move};
use super::messages;
use super::minimum;
use super::model::ScalingInstanceModel;
use super::object::{Membership, set_protection};
use crate::client::ApiCallError;
use crate::client::actions::{ActivityType, DetachInstance};
use crate::framework::{Diagnostic, Diagnostics, Field, StateWriter};
use crate::provider::api::{ApiContext, PATIENCE, limits};
use crate::provider::composite_id::MemberId;
use crate::provider::errors::failed;
use crate::provider::lifecycle::{Lowered, Run, present};
use crate::provider::record::ObjectRecord;

/// Takes the instance of `state` out of its group.
pub(super) async fn delete(
    cx: &ApiContext<'_>,
    run: &Run,
    state: ScalingInstanceModel,
    saved: &StateWriter<ScalingInstanceModel, ObjectRecord>,
) -> Result<(), Diagnostics> {
    // What is to be lifted and moved is decided by what is there now.
    cx.data.about_to_write();
    let id = state.member_id();
    let problem = |error: ApiCallError| Diagnostics::from(failed(&what(&id), &error, &[]));
    let Some(instance) = present::<Membership>(cx, &id).await.map_err(problem)? else {
        return Ok(());
    };
    // Room that one makes for its instance must not be taken by another.
    let _moving = run.move_capacity(cx, &id.group).await?;
    let was_protected = instance.protected == Some(true);
    if was_protected && let Err(error) = set_protection(cx, &id, 0).await {
        return match present::<Membership>(cx, &id).await {
            Ok(None) => Ok(()),
            _ => Err(problem(error)),
        };
    }
    let detached = match detach(cx, &id).await {
        Err(MembershipError::NotDone(error)) => match minimum::in_the_way(cx, &id.group, &error).await {
            Some(minimum) => {
                let record = saved.private();
                let is_own = record.replaces.is_some() && record.replaces.as_ref() == state.id.value();
                detach_below(cx, run, &id, minimum, is_own && record.rejoins).await
            }
            None => Err(MembershipError::NotDone(error)),
        },
        other => other,
    };
    let Err(failure) = detached else {
        return Ok(());
    };
    let stays = !failure.is_under_way();
    let mut diagnostic = explain(&id, failure);
    // An instance that stays must not be left without the protection that it had.
    if was_protected && (!stays || set_protection(cx, &id, 1).await.is_err()) {
        diagnostic.detail += "\n\n";
        diagnostic.detail += messages::UNPROTECTED;
        saved.save(ScalingInstanceModel {
            protected_from_detach: Field::Value(0),
            ..state
        });
    }
    Err(diagnostic.into())
}

/// Warns of what the detachment of the instance will lift, and of a group that is as small as it may be. The API is asked for the
/// group alone; what it does not show is for the detachment to deal with.
pub(super) async fn foresee(cx: &ApiContext<'_>, state: &ScalingInstanceModel) {
    let id = state.member_id();
    if state.protected_from_detach == Field::Value(1) {
        cx.warn(messages::protection_will_be_lifted(&id));
    }
    let limits = limits(cx);
    let reading = cx.data.read_group(&limits, &id.group);
    if let Ok(Ok(Some(group))) = timeout(PATIENCE, reading).await
        && let (Some(desired), Some(min)) = (group.desired_capacity, group.min_size)
        && desired <= min
    {
        cx.warn(messages::minimum_will_make_way(&id, desired, min));
    }
}

/// Detaches while the minimum is lower by one, and puts it back, unless an instance is to take the place: then it is put back
/// when that is attached.
async fn detach_below(
    cx: &ApiContext<'_>,
    run: &Run,
    id: &MemberId,
    minimum: i64,
    is_replaced: bool,
) -> Result<(), MembershipError> {
    minimum::lower(cx, &id.group, minimum).await?;
    let detached = detach(cx, id).await;
    if is_replaced && detached.is_ok() {
        run.remember_minimum(&id.group, minimum);
    } else {
        let lowered = Lowered {
            minimum,
            now: minimum - 1,
        };
        minimum::restore(cx, id, lowered).await;
    }
    detached
}

async fn detach(cx: &ApiContext<'_>, id: &MemberId) -> Result<(), MembershipError> {
    let detachment = Move::begin(cx, id, ActivityType::Detach).await;
    let detachment = detachment.map_err(MembershipError::NotDone)?;
    let request = DetachInstance {
        scaling_group_id: id.group.clone(),
        scaling_instance_ids: vec![id.item.clone()],
    };
    match detachment.leave(cx, &request).await {
        Ok(((), lost_answer)) => {
            if let Some(error) = lost_answer {
                cx.warn(messages::answer_lost(id, &error));
            }
            Ok(())
        }
        Err(MembershipError::NotDone(error))
            if error.suggests_absence() && matches!(present::<Membership>(cx, id).await, Ok(None)) =>
        {
            Ok(())
        }
        Err(failure) => Err(failure),
    }
}

fn explain(id: &MemberId, failure: MembershipError) -> Diagnostic {
    match failure {
        MembershipError::NotDone(error) => Diagnostic {
            path: None,
            ..failed(&what(id), &error, &[])
        },
        MembershipError::Activity(activity) => messages::activity_failed("detach", id, &activity),
        MembershipError::Interrupted(reason) => messages::detaching_interrupted(id, reason),
        MembershipError::Poll(error) => failed(
            &format!(
                "wait until instance {} has left scaling group {}",
                id.item, id.group
            ),
            &error,
            &[],
        ),
    }
}

fn what(id: &MemberId) -> String {
    format!("detach instance {} from scaling group {}", id.item, id.group)
}
