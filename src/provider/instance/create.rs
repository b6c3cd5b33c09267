//! Attaches an instance: looks whether it is in the group already, attaches it, waits until it is in, and protects it.

use super::elsewhere;
use super::membership::{MembershipError, Move};
use super::messages;
use super::model::ScalingInstanceModel;
use super::object::{Membership, set_protection};
use crate::client::ApiCallError;
use crate::client::actions::{ActivityType, AttachInstance, ScalingInstance};
use crate::framework::{Diagnostic, Diagnostics, Field, StateWriter};
use crate::provider::api::{ApiContext, limits};
use crate::provider::composite_id::MemberId;
use crate::provider::errors::failed;
use crate::provider::lifecycle::{Parent, RemoteObject as _};
use crate::provider::record::ObjectRecord;

/// Creates the membership that `plan` describes.
pub(super) async fn create(
    cx: &ApiContext<'_>,
    plan: ScalingInstanceModel,
    state: &StateWriter<ScalingInstanceModel, ObjectRecord>,
) -> Result<(), Diagnostics> {
    let id = plan.member_id();
    let present = Membership::read_now(cx, &id).await;
    let instance = match present.map_err(|error| failed(&what(&id), &error, Membership::ATTRIBUTES))? {
        Some(instance) if instance.creation_type.as_deref() == Some("Auto") => {
            return Err(messages::launched_by_the_group(&id).into());
        }
        Some(instance) => {
            cx.warn(messages::member_already(&id));
            instance
        }
        None => attach(cx, &plan, &id, state).await?,
    };
    let present = i64::from(instance.protected == Some(true));
    let wanted = plan.protected_from_detach.get().unwrap_or_default();
    let joined = ScalingInstanceModel {
        protected_from_detach: Field::Value(present),
        ..plan
    }
    .with_answer(&id, instance);
    state.save(joined.clone());
    if present == wanted {
        return Ok(());
    }
    protect(cx, &id, wanted).await?;
    state.save(ScalingInstanceModel {
        protected_from_detach: Field::Value(wanted),
        ..joined
    });
    Ok(())
}

async fn protect(cx: &ApiContext<'_>, id: &MemberId, wanted: i64) -> Result<(), Diagnostics> {
    let verb = if wanted == 1 {
        "protect"
    } else {
        "lift the protection of"
    };
    let set = set_protection(cx, id, wanted).await;
    set.map(drop).map_err(|error| {
        let what = format!("{verb} instance {} in scaling group {}", id.item, id.group);
        let mut diagnostic = failed(&what, &error, Membership::ATTRIBUTES);
        diagnostic.detail += "\n\n";
        diagnostic.detail += messages::ATTACHED_AND_TAINTED;
        diagnostic.into()
    })
}

async fn attach(
    cx: &ApiContext<'_>,
    plan: &ScalingInstanceModel,
    id: &MemberId,
    state: &StateWriter<ScalingInstanceModel, ObjectRecord>,
) -> Result<ScalingInstance, Diagnostics> {
    let attachment = Move::begin(cx, id, ActivityType::Attach).await;
    let attachment = attachment.map_err(|error| failed(&what(id), &error, Membership::ATTRIBUTES))?;
    let request = AttachInstance {
        scaling_group_id: id.group.clone(),
        scaling_instance_ids: vec![id.item.clone()],
    };
    let failure = match attachment.join(cx, &request).await {
        Ok((instance, lost_answer)) => {
            if let Some(error) = lost_answer {
                cx.warn(messages::answer_lost(id, &error));
            }
            return Ok(instance);
        }
        Err(failure) => failure,
    };
    if failure.is_under_way() {
        // The instance will be in the group, so Terraform must know that it is to be taken out again.
        state.save(plan.clone().identified(id));
    }
    Err(match failure {
        MembershipError::NotDone(error) => refused(cx, id, &error).await,
        MembershipError::Activity(activity) => messages::activity_failed("attach", id, &activity),
        MembershipError::Interrupted(reason) => messages::attaching_interrupted(id, reason),
        MembershipError::Poll(error) => {
            let mut diagnostic = failed(
                &format!("wait for instance {} in scaling group {}", id.item, id.group),
                &error,
                &[],
            );
            diagnostic.detail += "\n\n";
            diagnostic.detail += messages::ATTACHED_AND_TAINTED;
            diagnostic
        }
    }
    .into())
}

/// Why the group does not take the instance.
async fn refused(cx: &ApiContext<'_>, id: &MemberId, error: &ApiCallError) -> Diagnostic {
    let diagnostic = failed(&what(id), error, Membership::ATTRIBUTES);
    if error.suggests_absence() && error.code().is_some_and(|code| code.contains("Group")) {
        return Parent {
            kind: "scaling group",
            attribute: "scaling_group_id",
            id: &id.group,
        }
        .missing(cx, &what(id), error)
        .await;
    }
    if error.error_response().is_none() || error.is_denied() || error.is_throttle() {
        return diagnostic;
    }
    let group = cx.data.read_group(&limits(cx), &id.group).await;
    let sizes = group
        .ok()
        .flatten()
        .and_then(|group| Some((group.desired_capacity?, group.max_size?)));
    if let Some((desired, max)) = sizes
        && desired >= max
    {
        return messages::group_is_full(id, desired, max, error);
    }
    match elsewhere::other_group(cx, id).await {
        Some(other) => messages::in_another_group(id, &other, error),
        None => Diagnostic {
            detail: diagnostic.detail + "\n\n" + messages::WHAT_CAN_BE_ATTACHED,
            ..diagnostic
        },
    }
}

fn what(id: &MemberId) -> String {
    format!("attach instance {} to scaling group {}", id.item, id.group)
}
