//! Waits until a group has the instances that it is to have, and tells early when it will not get them.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::attributes;
use super::attributes::ScalingGroupModel;
use super::messages;
use super::object::Group;
use crate::client::actions::{DescribeScalingInstance, ScalingActivity, ScalingGroup, ScalingInstance};
use crate::client::{ApiCallError, Failure};
use crate::framework::timeouts::parse_duration;
use crate::framework::{Field, Interrupted};
use crate::provider::activities::{Activities, what_runs};
use crate::provider::api::{ApiContext, Pauses, limits};
use crate::provider::lifecycle::{RemoteObject as _, present};

/// How long a group that somebody names may not be listed yet.
const LISTED_LATE: Duration = Duration::from_mins(1);

/// A wait that the configuration asks for.
#[derive(Debug)]
pub(in crate::provider) struct CapacityWait {
    target: Target,
    /// How long at most, within the time of the operation.
    timeout: Option<Duration>,
    healthy: bool,
    ignores_failures: bool,
    activities: Activities,
}

/// How many instances are waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::provider) enum Target {
    /// As many as the group wants, and no more.
    Exactly,
    /// So many or more; as many as the group wants if it is `None`.
    AtLeast(Option<i64>),
}

/// Why a wait ended before the group had its instances.
#[derive(Debug)]
pub(in crate::provider) struct Shortfall {
    /// What the group lacked at the last look, in words.
    pub(in crate::provider) lacks: String,
    /// What ended the wait.
    pub(in crate::provider) reason: Reason,
}

/// See [`Shortfall`].
#[derive(Debug)]
pub(in crate::provider) enum Reason {
    /// Activities that began with the operation have failed.
    Failed(Vec<ScalingActivity>),
    /// The time of the wait was over; `None` if it was that of the operation.
    TimeOver(Option<Duration>),
    /// Terraform wants to stop.
    Stopped,
    /// There is no such group any more.
    Gone,
    /// The group does not scale.
    Resting,
    /// The API refused a look.
    Refused(ApiCallError),
}

impl CapacityWait {
    /// The wait for a group that has just been created.
    pub(super) fn for_new_group(plan: &ScalingGroupModel, id: &str) -> Option<Self> {
        let timeout = wanted(plan)?;
        Some(Self::of_plan(timeout, plan, Activities::of_last_hour(id)))
    }

    /// The wait for a change that is about to be made to a group.
    pub(super) async fn for_existing_group(
        cx: &ApiContext<'_>,
        plan: &ScalingGroupModel,
        id: &str,
    ) -> Result<Option<Self>, ApiCallError> {
        let Some(timeout) = wanted(plan) else {
            return Ok(None);
        };
        let activities = Activities::from_now_on(cx.data, &limits(cx), id).await?;
        Ok(Some(Self::of_plan(timeout, plan, activities)))
    }

    /// The wait for instances of a group, as long as the operation has time.
    ///
    /// # Errors
    /// The API does not list the activities of the group.
    pub(in crate::provider) async fn for_instances(
        cx: &ApiContext<'_>,
        id: &str,
        minimum: Option<i64>,
        healthy: bool,
        ignores_failures: bool,
    ) -> Result<Self, ApiCallError> {
        Ok(Self {
            target: Target::AtLeast(minimum),
            timeout: None,
            healthy,
            ignores_failures,
            activities: Activities::under_way(cx.data, &limits(cx), id).await?,
        })
    }

    fn of_plan(timeout: Duration, plan: &ScalingGroupModel, activities: Activities) -> Self {
        Self {
            target: Target::Exactly,
            timeout: Some(timeout),
            healthy: plan.wait_for_healthy == Field::Value(true),
            ignores_failures: plan.ignore_failed_scaling_activities == Field::Value(true),
            activities,
        }
    }

    /// Waits, and shows each look at the group to `seen`. The target is read anew each time, since a policy or a task may
    /// move it meanwhile.
    pub(in crate::provider) async fn run(
        self,
        cx: &ApiContext<'_>,
        id: &str,
        mut seen: impl FnMut(ScalingGroup) + Send,
    ) -> Result<(), Shortfall> {
        let began = Instant::now();
        let deadline = self
            .timeout
            .map_or(cx.deadline, |time| (began + time).min(cx.deadline));
        let mut pauses = Pauses::new();
        let mut lacks = "how many instances it has is not known yet".to_owned();
        let mut was_there = false;
        loop {
            let mut running = String::new();
            let outcome = match self.poll(cx, id, &mut seen).await {
                Ok(Poll::Missing) => {
                    // A new group may be listed late; one that was listed before can only have gone.
                    let is_late = self.target != Target::Exactly && began.elapsed() > LISTED_LATE;
                    let may_be_gone = was_there || is_late;
                    if may_be_gone && matches!(present::<Group>(cx, &id.to_owned()).await, Ok(None)) {
                        Err(Reason::Gone)
                    } else {
                        Ok(())
                    }
                }
                Ok(Poll::Complete) => return Ok(()),
                Ok(Poll::Resting) => Err(Reason::Resting),
                Ok(Poll::Lacking(lacking)) => {
                    was_there = true;
                    lacks = lacking;
                    let activities = self.look_at_activities(cx).await;
                    activities.map(|activities| running = format!("; {activities}"))
                }
                Err(error) => Err(self.refused(cx, error)),
            };
            let outcome = match outcome {
                Ok(()) => {
                    let what = format!("for scaling group {id}: {lacks}{running}");
                    match timeout_at(deadline, pauses.pause(cx, &what)).await {
                        Ok(Ok(())) => Ok(()),
                        Ok(Err(Interrupted::Stopped)) => Err(Reason::Stopped),
                        Ok(Err(Interrupted::DeadlineExceeded)) | Err(_) => Err(self.time_over(cx)),
                    }
                }
                ended => ended,
            };
            outcome.map_err(|reason| Shortfall {
                lacks: lacks.clone(),
                reason,
            })?;
        }
    }

    async fn poll(
        &self,
        cx: &ApiContext<'_>,
        id: &str,
        seen: &mut (impl FnMut(ScalingGroup) + Send),
    ) -> Result<Poll, ApiCallError> {
        let Some(group) = Group::read_now(cx, &id.to_owned()).await? else {
            return Ok(Poll::Missing);
        };
        let [desired, present] = [group.desired_capacity, group.instance_num].map(Option::unwrap_or_default);
        let rests = group
            .status
            .as_deref()
            .is_some_and(|status| status != attributes::STATUS);
        seen(group);
        let (wanted, is_enough) = match self.target {
            Target::Exactly => (desired, present == desired),
            Target::AtLeast(minimum) => {
                let wanted = minimum.unwrap_or(desired);
                (wanted, present >= wanted)
            }
        };
        if !is_enough {
            if rests && self.target != Target::Exactly {
                return Ok(Poll::Resting);
            }
            let wants = match self.target {
                Target::AtLeast(Some(_)) => "is to have",
                _ => "wants",
            };
            return Ok(Poll::Lacking(format!(
                "it {wants} {wanted} instances and has {present}"
            )));
        }
        if !self.healthy || wanted == 0 {
            return Ok(Poll::Complete);
        }
        let instances = instances(cx, id).await?;
        let unhealthy: Vec<&str> = instances
            .iter()
            .filter(|instance| instance.health_status.as_deref() != Some("Healthy"))
            .map(|instance| instance.instance_id.as_str())
            .collect();
        let healthy = i64::try_from(instances.len() - unhealthy.len()).unwrap_or(i64::MAX);
        let is_enough = match self.target {
            Target::Exactly => unhealthy.is_empty(),
            Target::AtLeast(_) => healthy >= wanted,
        };
        Ok(if is_enough {
            Poll::Complete
        } else {
            Poll::Lacking(format!(
                "these instances are not healthy: {}",
                unhealthy.join(", ")
            ))
        })
    }

    /// Which activities run, in words.
    async fn look_at_activities(&self, cx: &ApiContext<'_>) -> Result<String, Reason> {
        let activities = self.activities.poll(cx.data, &limits(cx)).await;
        let activities = activities.map_err(|error| self.refused(cx, error))?;
        if activities.failed.is_empty() || self.ignores_failures {
            return Ok(what_runs(&activities.running));
        }
        Err(Reason::Failed(activities.failed))
    }

    /// A call that ran into the end of the operation says less than the wait does.
    fn refused(&self, cx: &ApiContext<'_>, error: ApiCallError) -> Reason {
        match error.failure() {
            Failure::DeadlineExceeded { .. } => self.time_over(cx),
            Failure::Cancelled => Reason::Stopped,
            _ => Reason::Refused(error),
        }
    }

    fn time_over(&self, cx: &ApiContext<'_>) -> Reason {
        let cut_short = cx.deadline <= Instant::now();
        Reason::TimeOver(self.timeout.filter(|_| !cut_short))
    }
}

enum Poll {
    /// The API does not list it.
    Missing,
    Complete,
    /// It lacks instances and launches none.
    Resting,
    /// What the group still lacks, in words.
    Lacking(String),
}

/// The instances of a group, as they are now.
///
/// # Errors
/// The API refuses to list them.
pub(in crate::provider) async fn instances(
    cx: &ApiContext<'_>,
    id: &str,
) -> Result<Vec<ScalingInstance>, ApiCallError> {
    let request = DescribeScalingInstance {
        scaling_group_id: id.to_owned(),
        ..Default::default()
    };
    cx.data.list_all(&limits(cx), &request).await
}

/// Warns of a group that lacks instances although it was to be waited for, as long as the last thing that it tried has
/// failed. What the API does not show is no reason for a warning.
pub(super) async fn warn_while_lacking(cx: &ApiContext<'_>, group: &ScalingGroupModel) {
    let (Some(id), Some(wanted), Some(present)) = (
        group.id.as_str(),
        group.desired_capacity.get(),
        group.instance_num.get(),
    ) else {
        return;
    };
    if self::wanted(group).is_none() || present >= wanted {
        return;
    }
    if let Some(failure) = Activities::latest_failure(cx.data, &limits(cx), id).await {
        cx.warn(messages::still_without_capacity(id, wanted, present, &failure));
    }
}

/// How long to wait, if at all. A resting group does not scale, so there is nothing to wait for.
fn wanted(plan: &ScalingGroupModel) -> Option<Duration> {
    let timeout = plan.wait_for_capacity_timeout.as_str().and_then(parse_duration)?;
    (plan.status.as_str() == Some(attributes::STATUS)).then_some(timeout)
}

#[cfg(test)]
mod tests;
