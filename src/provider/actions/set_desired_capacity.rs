//! `ksyun_scaling_group_set_desired_capacity`: tells a group once how many instances it should have.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::arguments::{at, duration_or, scaling_group_id, timeout};
use super::group::{TargetGroup, is_attached, is_protected};
use super::wait::{OnStop, Wait};
use crate::client::Client;
use crate::client::actions::{ModifyScalingGroup, ScalingGroup, ScalingGroupSettings};
use crate::framework::schema::{Attribute, Schema, Validator};
use crate::framework::{Action, Context, Diagnostic, Diagnostics, Field, Progress, Severity, model};
use crate::provider::activities::Activities;
use crate::provider::api::ApiContext;
use crate::provider::lifecycle::Run;
use crate::provider::messages::instances_end;

const DEFAULT_TIMEOUT: Duration = Duration::from_mins(30);
const WHAT: &str = "set the desired capacity of";

/// The action.
#[derive(Debug, Default)]
pub(super) struct SetDesiredCapacity {
    /// What knows who moves the capacity of a group.
    pub(super) run: Arc<Run>,
}

model! {
    /// Arguments of the action.
    pub(super) struct SetDesiredCapacityConfig {
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `DesiredCapacity`
        desired_capacity: i64,
        /// Whether to wait until the group has that many instances.
        wait_for_capacity: bool,
        /// How long it may take, with the wait.
        timeout: String,
    }
}

#[async_trait]
impl Action<Client> for SetDesiredCapacity {
    type Config = SetDesiredCapacityConfig;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_group_set_desired_capacity"
    }

    fn schema(&self) -> Schema {
        Schema::new(
            "Sets the desired capacity of a scaling group once, without owning it: policies, scheduled tasks and people may \
             change it afterwards. Meant for a group whose `desired_capacity` is not set in its resource, since Terraform \
             would put that back.",
        )
        .attribute(scaling_group_id())
        .attribute(
            Attribute::number(
                "desired_capacity",
                "Instances wanted, from `min_size` to `max_size` of the group.",
            )
            .required()
            .validate(Validator::AtLeast(0)),
        )
        .attribute(
            Attribute::bool(
                "wait_for_capacity",
                "Whether to wait until the group has as many instances as it wants, and to fail as soon as one of its \
                 activities fails. If something else moves the capacity meanwhile, the new number counts. Default: `false`.",
            )
            .optional(),
        )
        .attribute(timeout("How long it may take, with the wait, such as `15m`. Default: `30m`.",
        ))
    }

    fn timeout(&self, config: &SetDesiredCapacityConfig) -> Duration {
        duration_or(&config.timeout, DEFAULT_TIMEOUT)
    }

    async fn plan(
        &self,
        cx: &Context<'_, Client>,
        config: SetDesiredCapacityConfig,
    ) -> Result<(), Diagnostics> {
        if let (Some(id), Some(capacity)) = (config.scaling_group_id.as_str(), config.desired_capacity.get())
        {
            let target = TargetGroup::new(cx, id, WHAT);
            let group = target.read().await?;
            if let Err(refusal) = check_bounds(&group, capacity) {
                cx.warn(needs_room(refusal));
            }
            if group.desired_capacity.is_some_and(|today| capacity < today) {
                warn_of_end(cx, &target, &group, capacity).await?;
            }
        }
        Ok(())
    }

    async fn invoke(
        &self,
        cx: &Context<'_, Client>,
        config: SetDesiredCapacityConfig,
        progress: &Progress,
    ) -> Result<(), Diagnostics> {
        let id = config.scaling_group_id.as_str().unwrap_or_default();
        let _moving = self.run.move_capacity(cx, id).await?;
        let capacity = config.desired_capacity.get().unwrap_or_default();
        let target = TargetGroup::new(cx, id, WHAT);
        let group = target.read().await?;
        check_bounds(&group, capacity)?;
        let waits = config.wait_for_capacity == Field::Value(true);
        let activities = if waits {
            Some(target.activities_from_now_on().await?)
        } else {
            None
        };
        let before = group.desired_capacity.unwrap_or_default();
        if before == capacity {
            progress
                .report(format!(
                    "Nothing to do: scaling group {id} wants {capacity} instances already"
                ))
                .await;
        } else {
            target
                .modify(&ModifyScalingGroup {
                    scaling_group_id: id.to_owned(),
                    settings: ScalingGroupSettings {
                        desired_capacity: Some(capacity),
                        ..ScalingGroupSettings::default()
                    },
                })
                .await?;
            progress
                .report(format!(
                    "Scaling group {id} wants {capacity} instances now, it wanted {before}"
                ))
                .await;
        }
        match activities {
            Some(activities) => wait_for_capacity(cx, &target, &activities, progress).await,
            None => Ok(()),
        }
    }
}

/// The target is read anew each time, since a policy or a task may move it meanwhile.
async fn wait_for_capacity(
    cx: &ApiContext<'_>,
    target: &TargetGroup<'_>,
    activities: &Activities,
    progress: &Progress,
) -> Result<(), Diagnostics> {
    let mut wait = Wait::new(cx, target, activities, progress, OnStop::End);
    loop {
        let group = target.read().await?;
        let [wanted, present] = [group.desired_capacity, group.instance_num].map(Option::unwrap_or_default);
        if wanted == present {
            progress
                .report(format!("Scaling group {} has {present} instances", target.id))
                .await;
            return Ok(());
        }
        wait.for_more(&format!("the group wants {wanted} instances and has {present}"))
            .await?;
    }
}

/// Says how many instances the group ends when it gets smaller, and which attached ones may be among them.
async fn warn_of_end(
    cx: &Context<'_, Client>,
    target: &TargetGroup<'_>,
    group: &ScalingGroup,
    capacity: i64,
) -> Result<(), Diagnostics> {
    let instances = target.instances().await?;
    let number = i64::try_from(instances.len()).unwrap_or(i64::MAX);
    if number > capacity {
        let attached: Vec<&str> = instances
            .iter()
            .filter(|instance| is_attached(instance) && !is_protected(instance))
            .map(|instance| instance.instance_id.as_str())
            .collect();
        let policy = group.remove_policy.as_deref().unwrap_or_default();
        cx.warn(instances_end(number, capacity, policy, &attached));
    }
    Ok(())
}

/// The refusal that would come if nothing changed until the action is invoked; the same plan may change the bounds.
fn needs_room(refusal: Diagnostic) -> Diagnostic {
    Diagnostic {
        severity: Severity::Warning,
        detail: format!(
            "{} Unless this plan changes them before, the action will fail.",
            refusal.detail
        ),
        ..refusal
    }
}

fn check_bounds(group: &ScalingGroup, capacity: i64) -> Result<(), Diagnostic> {
    let (Some(min), Some(max)) = (group.min_size, group.max_size) else {
        return Ok(());
    };
    if (min..=max).contains(&capacity) {
        return Ok(());
    }
    Err(Diagnostic::error(
        "desired_capacity is out of the group's bounds",
        format!(
            "Scaling group {} keeps between {min} (min_size) and {max} (max_size) instances, so {capacity} is \
             refused. Choose a number within the bounds, or change them first.",
            group.scaling_group_id
        ),
    )
    .at(at("desired_capacity")))
}
