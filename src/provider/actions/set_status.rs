//! `ksyun_scaling_group_enable` and `ksyun_scaling_group_disable`.

use std::time::Duration;

use async_trait::async_trait;

use super::arguments::{duration_or, scaling_group_id, timeout};
use super::group::TargetGroup;
use crate::client::Client;
use crate::client::actions::{DisableScalingGroup, EnableScalingGroup};
use crate::framework::schema::Schema;
use crate::framework::{Action, Context, Diagnostics, Progress, model};

const DEFAULT_TIMEOUT: Duration = Duration::from_mins(5);

/// Lets a group scale, or not.
#[derive(Clone, Copy, Debug)]
pub(super) enum SetStatus {
    /// `EnableScalingGroup`
    Enable,
    /// `DisableScalingGroup`
    Disable,
}

model! {
    /// Arguments of both actions.
    pub(super) struct SetStatusConfig {
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// How long the calls may take.
        timeout: String,
    }
}

impl SetStatus {
    /// The action as a verb and as its result, and the status in the API's spelling.
    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Enable => ("enable", "enabled", "Active"),
            Self::Disable => ("disable", "disabled", "UnActive"),
        }
    }
}

#[async_trait]
impl Action<Client> for SetStatus {
    type Config = SetStatusConfig;

    fn type_name(&self) -> &'static str {
        match self {
            Self::Enable => "ksyun_scaling_group_enable",
            Self::Disable => "ksyun_scaling_group_disable",
        }
    }

    fn schema(&self) -> Schema {
        let description = match self {
            Self::Enable => {
                "Enables a scaling group: its policies and scheduled tasks work, and unhealthy instances are replaced. A group \
                 that is enabled already is left alone."
            }
            Self::Disable => {
                "Disables a scaling group: its policies and scheduled tasks rest, and unhealthy instances are not replaced. Its \
                 instances go on running. A group that is disabled already is left alone. The next apply of the group's resource enables it \
                 again, unless that says `status = \"UnActive\"` or ignores changes of `status`."
            }
        };
        Schema::new(description)
            .attribute(scaling_group_id())
            .attribute(timeout("How long it may take, such as `30s`. Default: `5m`."))
    }

    fn timeout(&self, config: &SetStatusConfig) -> Duration {
        duration_or(&config.timeout, DEFAULT_TIMEOUT)
    }

    async fn plan(&self, cx: &Context<'_, Client>, config: SetStatusConfig) -> Result<(), Diagnostics> {
        if let Some(id) = config.scaling_group_id.as_str() {
            TargetGroup::new(cx, id, self.words().0).read().await?;
        }
        Ok(())
    }

    async fn invoke(
        &self,
        cx: &Context<'_, Client>,
        config: SetStatusConfig,
        progress: &Progress,
    ) -> Result<(), Diagnostics> {
        let id = config.scaling_group_id.as_str().unwrap_or_default();
        let (verb, result, status) = self.words();
        let target = TargetGroup::new(cx, id, verb);
        if target.read().await?.status.as_deref() == Some(status) {
            progress
                .report(format!("Nothing to do: scaling group {id} is {result} already"))
                .await;
            return Ok(());
        }
        let scaling_group_id = id.to_owned();
        match self {
            Self::Enable => {
                target
                    .set_status(&EnableScalingGroup { scaling_group_id }, status)
                    .await?;
            }
            Self::Disable => {
                target
                    .set_status(&DisableScalingGroup { scaling_group_id }, status)
                    .await?;
            }
        }
        progress.report(format!("Scaling group {id} is {result}")).await;
        Ok(())
    }
}
