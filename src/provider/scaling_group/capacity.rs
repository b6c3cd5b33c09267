//! Waits until a group has the instances that it wants, and tells early when it will not get them.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::messages;
use super::model::ScalingGroupModel;
use super::object::Group;
use crate::client::actions::{DescribeScalingInstance, ScalingGroup};
use crate::client::{ApiCallError, Failure};
use crate::framework::timeouts::parse_duration;
use crate::framework::{Diagnostic, Field, Interrupted};
use crate::provider::activities::Activities;
use crate::provider::api::{Operation, Pauses, limits};
use crate::provider::errors::failed;
use crate::provider::lifecycle::{RemoteObject as _, present};

/// A wait that the configuration asks for.
#[derive(Debug)]
pub(super) struct CapacityWait {
    timeout: Duration,
    healthy: bool,
    activities: Activities,
}

impl CapacityWait {
    /// The wait for a group that has just been created.
    pub(super) fn for_new_group(plan: &ScalingGroupModel, id: &str) -> Option<Self> {
        let timeout = wanted(plan)?;
        Some(Self::new(timeout, plan, Activities::of_last_hour(id)))
    }

    /// The wait for a change that is about to be made to a group.
    pub(super) async fn for_existing_group(
        cx: &Operation<'_>,
        plan: &ScalingGroupModel,
        id: &str,
    ) -> Result<Option<Self>, ApiCallError> {
        let Some(timeout) = wanted(plan) else {
            return Ok(None);
        };
        let activities = Activities::from_now_on(cx.data, &limits(cx), id).await?;
        Ok(Some(Self::new(timeout, plan, activities)))
    }

    fn new(timeout: Duration, plan: &ScalingGroupModel, activities: Activities) -> Self {
        Self {
            timeout,
            healthy: plan.wait_for_healthy == Field::Value(true),
            activities,
        }
    }

    /// Waits, and shows each look at the group to `seen`. The target is read anew each time, since a policy or a task may
    /// move it meanwhile.
    pub(super) async fn run(
        self,
        cx: &Operation<'_>,
        id: &str,
        mut seen: impl FnMut(ScalingGroup) + Send,
    ) -> Result<(), Diagnostic> {
        let deadline = (Instant::now() + self.timeout).min(cx.deadline);
        let mut pauses = Pauses::new();
        let mut lacks = "how many instances it has is not known yet".to_owned();
        let mut was_there = false;
        loop {
            let look = self.look(cx, id, &mut seen).await;
            let outcome = match look {
                Ok(Look::Missing) => {
                    // A new group may be listed late; one that was listed before can only have gone.
                    if was_there && matches!(present::<Group>(cx, &id.to_owned()).await, Ok(None)) {
                        return Err(messages::gone_while_waiting(id));
                    }
                    Ok(None)
                }
                Ok(Look::Complete) => return Ok(()),
                Ok(Look::Lacking(lacking)) => {
                    was_there = true;
                    lacks = lacking;
                    self.look_for_failures(cx, id, &lacks).await
                }
                Err(error) => Err(error),
            };
            match outcome {
                Ok(None) => {}
                Ok(Some(failure)) => return Err(failure),
                Err(error) => return Err(self.ended_by(cx, id, &lacks, &error)),
            }
            match timeout_at(deadline, pauses.pause(cx)).await {
                Ok(Ok(())) => {}
                Ok(Err(Interrupted::Stopped)) => return Err(messages::wait_stopped(id, &lacks)),
                Ok(Err(Interrupted::DeadlineExceeded)) | Err(_) => {
                    return Err(self.too_slow(cx, id, &lacks));
                }
            }
        }
    }

    async fn look(
        &self,
        cx: &Operation<'_>,
        id: &str,
        seen: &mut (impl FnMut(ScalingGroup) + Send),
    ) -> Result<Look, ApiCallError> {
        let Some(group) = Group::read_now(cx, &id.to_owned()).await? else {
            return Ok(Look::Missing);
        };
        let [wanted, present] = [group.desired_capacity, group.instance_num].map(Option::unwrap_or_default);
        seen(group);
        if wanted != present {
            return Ok(Look::Lacking(format!(
                "it wants {wanted} instances and has {present}"
            )));
        }
        if !self.healthy || wanted == 0 {
            return Ok(Look::Complete);
        }
        let request = DescribeScalingInstance {
            scaling_group_id: id.to_owned(),
            ..Default::default()
        };
        let instances = cx.data.list_all(&limits(cx), &request).await?;
        let unhealthy: Vec<&str> = instances
            .iter()
            .filter(|instance| instance.health_status.as_deref() != Some("Healthy"))
            .map(|instance| instance.instance_id.as_str())
            .collect();
        Ok(if unhealthy.is_empty() {
            Look::Complete
        } else {
            Look::Lacking(format!(
                "these instances are not healthy: {}",
                unhealthy.join(", ")
            ))
        })
    }

    async fn look_for_failures(
        &self,
        cx: &Operation<'_>,
        id: &str,
        lacks: &str,
    ) -> Result<Option<Diagnostic>, ApiCallError> {
        let failures = self.activities.failures(cx.data, &limits(cx)).await?;
        Ok((!failures.is_empty()).then(|| messages::activities_failed(id, lacks, &failures)))
    }

    /// A call that ran into the end of the operation says less than the wait does.
    fn ended_by(&self, cx: &Operation<'_>, id: &str, lacks: &str, error: &ApiCallError) -> Diagnostic {
        match error.failure() {
            Failure::DeadlineExceeded { .. } => self.too_slow(cx, id, lacks),
            Failure::Cancelled => messages::wait_stopped(id, lacks),
            _ => failed(
                &format!("wait for the capacity of scaling group {id}"),
                error,
                &[],
            ),
        }
    }

    fn too_slow(&self, cx: &Operation<'_>, id: &str, lacks: &str) -> Diagnostic {
        let cut_short = cx.deadline <= Instant::now();
        messages::capacity_too_slow(id, lacks, (!cut_short).then_some(self.timeout))
    }
}

enum Look {
    /// The API does not list it.
    Missing,
    Complete,
    /// What the group still lacks, in words.
    Lacking(String),
}

/// Warns of a group that lacks instances although it was to be waited for, as long as the last thing that it tried has
/// failed. What the API does not show is no reason for a warning.
pub(super) async fn warn_while_lacking(cx: &Operation<'_>, group: &ScalingGroupModel) {
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
    (plan.status.as_str() == Some("Active")).then_some(timeout)
}

#[cfg(test)]
mod tests;
