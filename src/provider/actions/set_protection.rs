//! `ksyun_scaling_instance_set_protection`: protects instances from removal by their group, or lifts the protection.

use std::time::Duration;

use async_trait::async_trait;

use super::arguments::{at, duration_or, instance_ids, known_ids, scaling_group_id, timeout};
use super::group::{TargetGroup, is_protected};
use crate::client::Client;
use crate::client::actions::ScalingInstance;
use crate::framework::schema::{Attribute, Schema};
use crate::framework::{Action, Context, Diagnostic, Diagnostics, Field, Progress, Set, model};

const DEFAULT_TIMEOUT: Duration = Duration::from_mins(5);
const WHAT: &str = "set the protection of instances of";

/// The action.
pub(super) struct SetProtection;

model! {
    /// Arguments of the action.
    pub(super) struct SetProtectionConfig {
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `ScalingInstanceId.N`
        instance_ids: Set<String>,
        /// `ProtectedFromDetach`
        protected: bool,
        /// How long the calls may take.
        timeout: String,
    }
}

#[async_trait]
impl Action<Client> for SetProtection {
    type Config = SetProtectionConfig;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_instance_set_protection"
    }

    fn schema(&self) -> Schema {
        Schema::new(
            "Protects instances from being removed by their scaling group (by scale-in, as unhealthy, or by detaching), or \
             lifts the protection. Instances that are as wanted already are left alone.",
        )
        .attribute(scaling_group_id())
        .attribute(instance_ids(
            "Ids of instances of the group. One that is not in the group is an error.",
        ))
        .attribute(
            Attribute::bool(
                "protected",
                "`true` protects the instances, `false` lifts their protection.",
            )
            .required(),
        )
        .attribute(timeout("How long it may take, such as `30s`. Default: `5m`.",
        ))
    }

    fn timeout(&self, config: &SetProtectionConfig) -> Duration {
        duration_or(&config.timeout, DEFAULT_TIMEOUT)
    }

    async fn plan(&self, cx: &Context<'_, Client>, config: SetProtectionConfig) -> Result<(), Diagnostics> {
        if let (Some(id), Some(ids)) = (config.scaling_group_id.as_str(), known_ids(&config.instance_ids)) {
            let target = TargetGroup::new(cx, id, WHAT);
            target.read().await?;
            check_all_there(&target, &ids, &target.instances().await?)?;
        }
        Ok(())
    }

    async fn invoke(
        &self,
        cx: &Context<'_, Client>,
        config: SetProtectionConfig,
        progress: &Progress,
    ) -> Result<(), Diagnostics> {
        let id = config.scaling_group_id.as_str().unwrap_or_default();
        let ids = known_ids(&config.instance_ids).unwrap_or_default();
        let wanted = config.protected == Field::Value(true);
        let target = TargetGroup::new(cx, id, WHAT);
        let instances = target.instances().await?;
        check_all_there(&target, &ids, &instances)?;

        let result = if wanted { "protected" } else { "not protected" };
        let (as_wanted, to_change): (Vec<&ScalingInstance>, Vec<_>) = instances
            .iter()
            .filter(|instance| ids.contains(&instance.instance_id))
            .partition(|instance| is_protected(instance) == wanted);
        for instance in as_wanted {
            progress
                .report(format!(
                    "Nothing to do: instance {} is {result} already",
                    instance.instance_id
                ))
                .await;
        }
        let to_change: Vec<String> = to_change.into_iter().map(|i| i.instance_id.clone()).collect();
        target.protect(&to_change, wanted).await?;
        for instance in to_change {
            progress
                .report(format!("Instance {instance} is {result} now"))
                .await;
        }
        Ok(())
    }
}

fn check_all_there(
    target: &TargetGroup<'_>,
    ids: &[String],
    instances: &[ScalingInstance],
) -> Result<(), Diagnostics> {
    let is_there = |id: &&String| instances.iter().any(|instance| instance.instance_id == **id);
    let missing: Vec<&str> = ids
        .iter()
        .filter(|id| !is_there(id))
        .map(String::as_str)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Diagnostic::error(
        "Instances are not in the group",
        format!(
            "Scaling group {} has no instance {}. Only instances of the group can be protected or have their protection \
             lifted. Check the ids; an instance that has left the group needs no protection any more.",
            target.id,
            missing.join(" and no instance ")
        ),
    )
    .at(at("instance_ids"))
    .into())
}
