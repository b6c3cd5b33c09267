//! Destroys a group: looks, takes the one step that brings the end nearer, and looks again. Each step can be repeated, so a
//! destruction that was interrupted, or whose answers got lost, is simply gone on with.

pub(super) mod foresight;
pub(super) mod step;

use self::step::{Look, Step, Wishes, next_step};
use super::attributes::ScalingGroupModel;
use super::messages;
use crate::client::actions::{
    DeleteScalingGroup, DetachInstance, ModifyScalingGroup, ScalingGroupSettings, SetKvmProtectedDetach,
};
use crate::client::{ApiCallError, Failure};
use crate::framework::{Diagnostics, Field, Interrupted};
use crate::provider::activities::Activities;
use crate::provider::api::{Operation, Pauses, limits};
use crate::provider::errors::failed;

/// How many failures in a row are met with patience although their code does not say that they pass: the codes with which
/// the API refuses to delete a group that is winding up are not documented. Some minutes, with the pauses in between.
const UNCLEAR_FAILURES: u32 = 30;

pub(super) async fn delete(cx: &Operation<'_>, state: &ScalingGroupModel) -> Result<(), Diagnostics> {
    let id = state.id.as_str().unwrap_or_default();
    let wishes = Wishes::of(state);
    // What is taken down now is decided by what is there now.
    cx.data.about_to_write();
    let mut progress = Progress::default();
    let mut pauses = Pauses::new();
    loop {
        let look = match Look::at(cx, id).await {
            Ok(Some(look)) => look,
            Ok(None) => return Ok(()),
            Err(error) => return Err(progress.ended_by(cx, id, error).await),
        };
        if progress.look.is_none()
            && state.deletion_protection == Field::Value(true)
            && !look.instances.is_empty()
        {
            return Err(messages::deletion_protected(id, look.instances.len()).into());
        }
        let step = next_step(&look, wishes);
        let is_last = step == Step::Delete;
        if step == Step::Refuse {
            return Err(messages::instances_in_the_way(id, &look.instances).into());
        }
        tracing::info!(
            "Waiting for scaling group {id} to go: it has {} instances, the next step is {step:?}",
            look.instances.len()
        );
        progress.look = Some(look);
        match take(cx, id, step).await {
            Ok(()) if is_last => return Ok(()),
            Ok(()) => progress.went_on(),
            Err(error) if progress.may_pass(&error) => progress.failure = Some(error),
            Err(error) => return Err(progress.ended_by(cx, id, error).await),
        }
        if let Err(reason) = pauses.pause(cx).await {
            return Err(progress.interrupted(cx, id, reason).await);
        }
    }
}

async fn take(cx: &Operation<'_>, id: &str, step: Step) -> Result<(), ApiCallError> {
    let scaling_group_id = id.to_owned();
    let limits = limits(cx);
    match step {
        Step::Unprotect(scaling_instance_ids) => {
            let request = SetKvmProtectedDetach {
                scaling_group_id,
                scaling_instance_ids,
                protected_from_detach: Some(0),
            };
            cx.data.call(&limits, &request).await.map(drop)
        }
        Step::Detach(scaling_instance_ids) => {
            let request = DetachInstance {
                scaling_group_id,
                scaling_instance_ids,
            };
            cx.data.call(&limits, &request).await.map(drop)
        }
        Step::LowerMinimum | Step::Drain => {
            let request = ModifyScalingGroup {
                scaling_group_id,
                settings: ScalingGroupSettings {
                    min_size: Some(0),
                    desired_capacity: (step == Step::Drain).then_some(0),
                    ..ScalingGroupSettings::default()
                },
            };
            cx.data.call(&limits, &request).await.map(drop)
        }
        Step::Delete => {
            let request = DeleteScalingGroup { scaling_group_id };
            cx.data.call(&limits, &request).await.map(drop)
        }
        Step::Wait | Step::Refuse => Ok(()),
    }
}

/// What has been seen so far.
#[derive(Default)]
struct Progress {
    look: Option<Look>,
    failure: Option<ApiCallError>,
    unclear: u32,
}

impl Progress {
    fn went_on(&mut self) {
        (self.failure, self.unclear) = (None, 0);
    }

    /// Whether the next look may find that the step has worked after all, or can be taken a little later. Credentials,
    /// permissions and parameters do not get right by waiting.
    fn may_pass(&mut self, error: &ApiCallError) -> bool {
        if error.is_busy() {
            return true;
        }
        let by_parameters = matches!(
            error.code(),
            Some(
                "InvalidParameterValue"
                    | "MissingParameter"
                    | "InvalidQueryParameter"
                    | "InvalidMethod"
                    | "NoSuchEntity"
            )
        );
        let is_unclear = error.refusal().is_some() && !by_parameters && !error.is_denied();
        self.unclear += 1;
        (is_unclear || error.outcome_unknown()) && self.unclear <= UNCLEAR_FAILURES
    }

    /// A call that ran into the end of the operation says less than what has been seen.
    async fn ended_by(self, cx: &Operation<'_>, id: &str, error: ApiCallError) -> Diagnostics {
        match error.failure() {
            Failure::DeadlineExceeded { .. } => self.interrupted(cx, id, Interrupted::DeadlineExceeded).await,
            Failure::Cancelled => self.interrupted(cx, id, Interrupted::Stopped).await,
            _ => failed(&format!("destroy scaling group {id}"), &error, &[]).into(),
        }
    }

    async fn interrupted(self, cx: &Operation<'_>, id: &str, reason: Interrupted) -> Diagnostics {
        let failures = match reason {
            Interrupted::DeadlineExceeded => Activities::of_last_hour(id).failures_if_known(cx.data).await,
            Interrupted::Stopped => Vec::new(),
        };
        messages::not_destroyed(id, reason, self.look.as_ref(), self.failure.as_ref(), &failures).into()
    }
}

#[cfg(test)]
mod tests;
