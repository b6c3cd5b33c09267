//! Destroys a group: looks, takes the one step that brings the end nearer, and looks again. Each step can be repeated, so a
//! destruction that was interrupted, or whose answers got lost, is simply gone on with.

pub(super) mod preview;
pub(super) mod step;

use self::step::{Snapshot, Step, Wishes, next_step};
use super::attributes::ScalingGroupModel;
use super::messages;
use crate::client::actions::{
    DeleteScalingGroup, DetachInstance, ModifyScalingGroup, ScalingGroupSettings, SetKvmProtectedDetach,
};
use crate::client::{ApiCallError, Failure};
use crate::framework::{Diagnostics, Field, Interrupted};
use crate::provider::activities::Activities;
use crate::provider::api::{ApiContext, Pauses, limits};
use crate::provider::errors::failed;

/// How many failures in a row are met with patience although their code does not say that they pass: the codes with which
/// the API refuses to delete a group that is winding up are not documented. Some minutes, with the pauses in between.
const UNCLEAR_FAILURES: u32 = 30;

pub(super) async fn delete(cx: &ApiContext<'_>, state: &ScalingGroupModel) -> Result<(), Diagnostics> {
    let id = state.id.as_str().unwrap_or_default();
    let wishes = Wishes::of(state);
    // What is taken down now is decided by what is there now.
    cx.data.about_to_write();
    let mut course = Course::default();
    let mut pauses = Pauses::new();
    loop {
        let snapshot = match Snapshot::at(cx, id).await {
            Ok(Some(snapshot)) => snapshot,
            Ok(None) => return Ok(()),
            Err(error) => return Err(course.ended_by(cx, id, error).await),
        };
        if course.snapshot.is_none()
            && state.deletion_protection == Field::Value(true)
            && !snapshot.instances.is_empty()
        {
            return Err(messages::deletion_protected(id, snapshot.instances.len()).into());
        }
        let step = next_step(&snapshot, wishes);
        let is_last = step == Step::Delete;
        if step == Step::Refuse {
            return Err(messages::instances_in_the_way(id, &snapshot.instances).into());
        }
        let progress = format!(
            "for scaling group {id} to go: instances left: {}; {step}",
            snapshot.instances.len()
        );
        course.snapshot = Some(snapshot);
        match take(cx, id, step).await {
            Ok(()) if is_last => return Ok(()),
            Ok(()) => course.went_on(),
            Err(error) if course.may_pass(&error) => course.failure = Some(error),
            Err(error) => return Err(course.ended_by(cx, id, error).await),
        }
        if let Err(reason) = pauses.pause(cx, &progress).await {
            return Err(course.interrupted(cx, id, reason).await);
        }
    }
}

async fn take(cx: &ApiContext<'_>, id: &str, step: Step) -> Result<(), ApiCallError> {
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
struct Course {
    snapshot: Option<Snapshot>,
    failure: Option<ApiCallError>,
    unclear: u32,
}

impl Course {
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
        let is_unclear = error.error_response().is_some() && !by_parameters && !error.is_denied();
        self.unclear += 1;
        (is_unclear || error.outcome_unknown()) && self.unclear <= UNCLEAR_FAILURES
    }

    /// A call that ran into the end of the operation says less than what has been seen.
    async fn ended_by(self, cx: &ApiContext<'_>, id: &str, error: ApiCallError) -> Diagnostics {
        match error.failure() {
            Failure::DeadlineExceeded { .. } => self.interrupted(cx, id, Interrupted::DeadlineExceeded).await,
            Failure::Cancelled => self.interrupted(cx, id, Interrupted::Stopped).await,
            _ => failed(&format!("destroy scaling group {id}"), &error, &[]).into(),
        }
    }

    async fn interrupted(self, cx: &ApiContext<'_>, id: &str, reason: Interrupted) -> Diagnostics {
        let failures = match reason {
            Interrupted::DeadlineExceeded => Activities::of_last_hour(id).failures_if_known(cx.data).await,
            Interrupted::Stopped => Vec::new(),
        };
        messages::not_destroyed(
            id,
            reason,
            self.snapshot.as_ref(),
            self.failure.as_ref(),
            &failures,
        )
        .into()
    }
}

#[cfg(test)]
mod tests;
