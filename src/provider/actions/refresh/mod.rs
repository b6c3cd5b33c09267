//! `ksyun_scaling_group_refresh`: replaces the instances of a group in batches.

mod config;
mod restore;
mod rollout;
mod selection;
mod snapshot;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use self::config::{Minimum, Settings};
pub(in crate::provider) use self::config::{RefreshConfig, shared_arguments};
use self::restore::Changes;
use self::rollout::Rollout;
use self::selection::Selection;
use self::snapshot::{Demand, Snapshot};
use super::arguments::{at, duration_or};
use super::group::{Caller, TargetGroup};
use super::wait::OnStop;
use crate::client::actions::ScalingGroup;
use crate::client::{CallContext, Client};
use crate::framework::schema::Schema;
use crate::framework::{Action, Context, Diagnostic, Diagnostics, Progress};
use crate::provider::api::ApiContext;
use crate::provider::lifecycle::Run;

const WHAT: &str = "refresh the instances of";

/// The action.
#[derive(Debug, Default)]
pub(super) struct RefreshAction {
    /// What knows who moves the capacity of a group.
    pub(in crate::provider::actions) run: Arc<Run>,
}

#[async_trait]
impl Action<Client> for RefreshAction {
    type Config = RefreshConfig;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_group_refresh"
    }

    fn schema(&self) -> Schema {
        config::schema()
    }

    fn timeout(&self, config: &RefreshConfig) -> Duration {
        duration_or(&config.timeout, config::DEFAULT_TIMEOUT)
    }

    fn validate(&self, config: &RefreshConfig, diagnostics: &mut Diagnostics) {
        config::validate(config, diagnostics);
    }

    async fn plan(&self, cx: &Context<'_, Client>, config: RefreshConfig) -> Result<(), Diagnostics> {
        if let Some(id) = config.scaling_group_id.as_str() {
            let group = TargetGroup::new(cx, id, WHAT).read().await?;
            check_enabled(&group)?;
            if !config.minimum_healthy.is_unknown() {
                Minimum::of(&config)?.check(group.desired_capacity.unwrap_or_default())?;
            }
        }
        Ok(())
    }

    async fn invoke(
        &self,
        cx: &Context<'_, Client>,
        config: RefreshConfig,
        progress: &Progress,
    ) -> Result<(), Diagnostics> {
        replace_instances(cx, &self.run, Caller::Action, &config, progress)
            .await
            .map_err(|unfinished| unfinished.told(|time| match time {
                Some(time) => format!(
                    "To go on without replacing their successors, invoke the action again with joined_before = {time:?}."
                ),
                None => "Invoking the action again begins anew.".to_owned(),
            }))
    }
}

/// A refresh that did not reach its end.
#[derive(Debug)]
pub(in crate::provider) struct Unfinished {
    errors: Diagnostics,
    /// How many instances have been replaced, in words.
    how_far: Option<String>,
    /// `AddTime` of the first instance that came in place of another: those that joined later need not be replaced again.
    pub(in crate::provider) first_successor: Option<String>,
}

impl From<Diagnostics> for Unfinished {
    fn from(errors: Diagnostics) -> Self {
        Self {
            errors,
            how_far: None,
            first_successor: None,
        }
    }
}

impl From<Diagnostic> for Unfinished {
    fn from(error: Diagnostic) -> Self {
        Diagnostics::from(error).into()
    }
}

impl Unfinished {
    /// What is told of it. `how_to_go_on` says that, given the time before which instances joined that are still to be replaced.
    pub(in crate::provider) fn told(self, how_to_go_on: impl Fn(Option<&str>) -> String) -> Diagnostics {
        let Some(how_far) = self.how_far else {
            return self.errors;
        };
        let how_to_go_on = how_to_go_on(self.first_successor.as_deref());
        let with_it = |error: Diagnostic| Diagnostic {
            detail: format!("{}\n\n{how_far}. {how_to_go_on}", error.detail),
            ..error
        };
        self.errors.into_iter().map(with_it).collect()
    }
}

/// Replaces the instances of a group as `config` says. Whoever calls it does not hold the group's capacity.
///
/// # Errors
/// It could not begin, or did not reach its end.
pub(in crate::provider) async fn replace_instances(
    cx: &ApiContext<'_>,
    run: &Run,
    caller: Caller,
    config: &RefreshConfig,
    progress: &Progress,
) -> Result<(), Unfinished> {
    let settings = Settings::of(config)?;
    let id = config.scaling_group_id.as_str().unwrap_or_default();
    let _moving = run.move_capacity(cx, id).await?;
    // A batch is finished even if Terraform asks to stop, so its calls must not be cut off.
    let calls = CallContext::background().with_deadline(cx.deadline);
    let group = TargetGroup::new(cx, id, WHAT)
        .with_calls(calls)
        .with_caller(caller);
    let now = group.read().await?;
    check_enabled(&now)?;
    let selection = Selection::of(group.instances().await?, &settings);
    announce(&now, &selection, &settings, progress).await;
    if selection.replaced.is_empty() {
        return Ok(());
    }
    let mut rollout = Rollout {
        cx,
        progress,
        activities: group.activities_from_now_on().await?,
        group,
        settings: &settings,
        changes: Changes::default(),
        replaced: 0,
        first_successor: None,
        targets: selection.replaced.clone(),
    };
    let outcome = refresh(&mut rollout, &selection).await;
    finish(rollout, outcome).await
}

async fn announce(group: &ScalingGroup, selection: &Selection, settings: &Settings, progress: &Progress) {
    for (instance, reason) in &selection.kept {
        progress
            .report(format!("Keeping {}: {reason}", instance.instance_id))
            .await;
    }
    let (id, replaced) = (&group.scaling_group_id, selection.replaced.len());
    let all = replaced + selection.kept.len();
    let desired = group.desired_capacity.unwrap_or_default();
    let message = if replaced == 0 {
        format!("Nothing to do: none of the {all} instances of scaling group {id} is to be replaced")
    } else {
        format!(
            "Replacing {replaced} of {all} instances of scaling group {id}, {} at a time, the oldest first; at least {} stay \
             healthy",
            settings.batch_size(desired),
            settings.minimum().healthy(desired)
        )
    };
    progress.report(message).await;
}

/// Lets the group come to rest, sees whether it can be begun, and replaces the instances.
async fn refresh(rollout: &mut Rollout<'_>, selection: &Selection) -> Result<(), Diagnostics> {
    let snapshot = rollout.settle(OnStop::End, &Demand::default()).await?;
    rollout.settings.minimum().check(snapshot.desired())?;
    check_healthy(&snapshot, rollout.settings)?;
    let exposed = selection.exposed();
    rollout.changes.protected.clone_from(&exposed);
    rollout.group.protect(&exposed, true).await?;
    rollout.run(snapshot).await
}

/// Puts the group back as it was, and says how far the refresh came.
async fn finish(rollout: Rollout<'_>, outcome: Result<(), Diagnostics>) -> Result<(), Unfinished> {
    let Rollout {
        group,
        progress,
        changes,
        replaced,
        first_successor,
        targets,
        ..
    } = rollout;
    let restored = changes.restore(&group, outcome.is_ok()).await;
    let Err(mut errors) = outcome else {
        if restored.is_ok() {
            progress
                .report(format!(
                    "Done: {replaced} of {} instances of scaling group {} are replaced",
                    targets.len(),
                    group.id
                ))
                .await;
        }
        return restored.map_err(Unfinished::from);
    };
    errors.extend(restored.err().into_iter().flatten());
    Err(Unfinished {
        errors,
        how_far: Some(format!(
            "{replaced} of {} instances have been replaced",
            targets.len()
        )),
        first_successor: first_successor.filter(|_| replaced > 0),
    })
}

fn check_enabled(group: &ScalingGroup) -> Result<(), Diagnostic> {
    if group.status.as_deref() != Some("UnActive") {
        return Ok(());
    }
    Err(Diagnostic::error(
        "The group is disabled",
        format!(
            "Scaling group {} is disabled (UnActive), so it can't be relied on to launch instances. Enable it first, with \
             status = \"Active\" in its resource or the action ksyun_scaling_group_enable.",
            group.scaling_group_id
        ),
    )
    .at(at("scaling_group_id")))
}

fn check_healthy(snapshot: &Snapshot, settings: &Settings) -> Result<(), Diagnostic> {
    let (healthy, minimum) = (
        snapshot.healthy_without(&[]),
        settings.minimum().healthy(snapshot.desired()),
    );
    if healthy >= minimum {
        return Ok(());
    }
    Err(Diagnostic::error(
        "Too few instances are healthy to begin",
        format!(
            "{healthy} instances of scaling group {} are healthy, and minimum_healthy asks for {minimum}. Wait until the group \
             has replaced the unhealthy ones, or lower minimum_healthy.",
            snapshot.group.scaling_group_id
        ),
    )
    .at(at("minimum_healthy")))
}
