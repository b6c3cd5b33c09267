//! `ksyun_scaling_instance_detach`: lets instances leave their group and go on running.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::arguments::{at, duration_or, instance_ids, known_ids, scaling_group_id, timeout};
use super::group::{TargetGroup, is_protected};
use super::wait::{OnStop, Wait};
use crate::client::actions::{ScalingGroup, ScalingInstance};
use crate::client::{CallContext, Client};
use crate::framework::schema::{Attribute, Schema};
use crate::framework::{Action, Context, Diagnostics, Field, Progress, Set, model};
use crate::provider::activities::Activities;
use crate::provider::api::ApiContext;
use crate::provider::lifecycle::Run;

const DEFAULT_TIMEOUT: Duration = Duration::from_mins(15);
const WHAT: &str = "detach instances from";

/// The action.
#[derive(Debug, Default)]
pub(super) struct DetachInstances {
    /// What knows who moves the capacity of a group.
    pub(super) run: Arc<Run>,
}

model! {
    /// Arguments of the action.
    pub(super) struct DetachConfig {
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `ScalingInstanceId.N`
        instance_ids: Set<String>,
        /// Whether to lift the protection of protected instances first.
        force: bool,
        /// How long it may take, with the wait.
        timeout: String,
    }
}

#[async_trait]
impl Action<Client> for DetachInstances {
    type Config = DetachConfig;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_instance_detach"
    }

    fn schema(&self) -> Schema {
        Schema::new(
            "Lets instances leave their scaling group, and waits until they have left. They go on running and are billed; the \
             group's desired capacity is lowered by their number. Instances that have left already are left alone.",
        )
        .attribute(scaling_group_id())
        .attribute(instance_ids("Ids of the instances that are to leave the group."))
        .attribute(
            Attribute::bool(
                "force",
                "Whether to lift the protection of protected instances first; without it they are refused. If the instances \
                 can't be detached after all, those that stay are protected again. Default: `false`.",
            )
            .optional(),
        )
        .attribute(timeout("How long it may take, with the wait, such as `10m`. Default: `15m`.",
        ))
    }

    fn timeout(&self, config: &DetachConfig) -> Duration {
        duration_or(&config.timeout, DEFAULT_TIMEOUT)
    }

    async fn plan(&self, cx: &Context<'_, Client>, config: DetachConfig) -> Result<(), Diagnostics> {
        if let (Some(id), Some(ids)) = (config.scaling_group_id.as_str(), known_ids(&config.instance_ids)) {
            let target = TargetGroup::new(cx, id, WHAT);
            let group = target.read().await?;
            let leaving = pick(&ids, target.instances().await?);
            // Whether protection is lifted may not be known yet; then it is not the time to refuse.
            check(
                &group,
                &leaving,
                config.force.is_unknown() || config.force == Field::Value(true),
            )?;
        }
        Ok(())
    }

    async fn invoke(
        &self,
        cx: &Context<'_, Client>,
        config: DetachConfig,
        progress: &Progress,
    ) -> Result<(), Diagnostics> {
        let id = config.scaling_group_id.as_str().unwrap_or_default();
        let _moving = self.run.move_capacity(cx, id).await?;
        let ids = known_ids(&config.instance_ids).unwrap_or_default();
        let target = TargetGroup::new(cx, id, WHAT);
        let group = target.read().await?;
        let leaving = pick(&ids, target.instances().await?);
        for gone in ids
            .iter()
            .filter(|id| leaving.iter().all(|i| i.instance_id != **id))
        {
            progress
                .report(format!(
                    "Nothing to do: instance {gone} is not in scaling group {id}"
                ))
                .await;
        }
        if leaving.is_empty() {
            return Ok(());
        }
        check(&group, &leaving, config.force == Field::Value(true))?;
        let activities = target.activities_from_now_on().await?;

        let protected: Vec<ScalingInstance> = leaving.iter().filter(|i| is_protected(i)).cloned().collect();
        target.protect(&ids_of(&protected), false).await?;
        let detached = detach_and_wait(cx, &target, &ids_of(&leaving), &activities, progress).await;
        // If the time was over, or Terraform stops, the group may still let them go.
        if detached.is_err() && cx.bounded(async {}).await.is_ok() {
            protect_again(&target, &ids_of(&protected), progress).await;
        }
        detached
    }
}

async fn detach_and_wait(
    cx: &ApiContext<'_>,
    target: &TargetGroup<'_>,
    ids: &[String],
    activities: &Activities,
    progress: &Progress,
) -> Result<(), Diagnostics> {
    target.detach(ids).await?;
    progress.report(format!("Detaching {}", ids.join(", "))).await;
    let mut wait = Wait::new(cx, target, activities, progress, OnStop::End);
    loop {
        let still_there = ids_of(&pick(ids, target.instances().await?));
        if still_there.is_empty() {
            progress
                .report(format!("Left scaling group {}: {}", target.id, ids.join(", ")))
                .await;
            return Ok(());
        }
        wait.for_more(&format!("still in the group: {}", still_there.join(", ")))
            .await?;
    }
}

/// Gives back the protection that was lifted in vain. What went wrong before matters more than whether this works, so it is
/// only said.
async fn protect_again(target: &TargetGroup<'_>, lifted: &[String], progress: &Progress) {
    if lifted.is_empty() {
        return;
    }
    let calls = CallContext::background().with_timeout(Duration::from_mins(1));
    let target = target.with_calls(calls);
    let result = match target.instances().await {
        Ok(instances) => target.protect(&ids_of(&pick(lifted, instances)), true).await,
        Err(errors) => Err(errors),
    };
    progress
        .report(match result {
            Ok(()) => "Protected again: those that are still in the group".to_owned(),
            Err(errors) => {
                let why: Vec<&str> = errors.iter().map(|error| error.detail.as_str()).collect();
                format!(
                    "Can't protect again: {}. To do it now, invoke the action ksyun_scaling_instance_set_protection. {}",
                    lifted.join(", "),
                    why.join(" ")
                )
            }
        })
        .await;
}

fn check(group: &ScalingGroup, leaving: &[ScalingInstance], force: bool) -> Result<(), Diagnostics> {
    let mut refusals = Diagnostics::new();
    let protected: Vec<String> = leaving
        .iter()
        .filter(|instance| is_protected(instance))
        .map(|instance| {
            let name = instance.instance_name.as_deref().unwrap_or("name unknown");
            format!("  {} ({name})", instance.instance_id)
        })
        .collect();
    if !protected.is_empty() && !force {
        refusals.attribute_error(
            at("instance_ids"),
            "Instances are protected from removal",
            format!(
                "Scaling group {} must not let these instances go:\n\n{}\n\nLeave them out, lift their protection first, or set \
                 force = true.",
                group.scaling_group_id,
                protected.join("\n")
            ),
        );
    }
    let count = i64::try_from(leaving.len()).unwrap_or(i64::MAX);
    if let (Some(desired), Some(min)) = (group.desired_capacity, group.min_size)
        && count > 0
        && desired - count < min
    {
        refusals.attribute_error(
            at("instance_ids"),
            "Too few instances would be left in the group",
            format!(
                "Scaling group {} wants {desired} instances. Without the {count} that are to leave it would want {}, which is \
                 below its min_size of {min}. Detach fewer instances, or lower min_size first.",
                group.scaling_group_id,
                desired - count
            ),
        );
    }
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(refusals)
    }
}

/// Those of `instances` that are among `ids`.
fn pick(ids: &[String], instances: Vec<ScalingInstance>) -> Vec<ScalingInstance> {
    instances
        .into_iter()
        .filter(|instance| ids.contains(&instance.instance_id))
        .collect()
}

fn ids_of(instances: &[ScalingInstance]) -> Vec<String> {
    instances
        .iter()
        .map(|instance| instance.instance_id.clone())
        .collect()
}
