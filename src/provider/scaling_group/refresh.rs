//! Replaces the instances of a group when its scaling configuration changes, as its block `instance_refresh` says, and knows of
//! a refresh that did not reach its end.
//!
//! `instances_refreshed_for` in the state says for what the instances were made or replaced last. While that is not what the
//! group has now, a refresh is due, however the last one ended.

use std::collections::BTreeMap;

use super::attributes::ScalingGroupModel;
use crate::cty::{Path, Type};
use crate::framework::schema::{Attribute, Block};
use crate::framework::{Diagnostic, Diagnostics, Field, Map, Plan, Progress, Severity, StateWriter, model};
use crate::provider::actions::{Caller, RefreshConfig, replace_instances, shared_refresh_arguments};
use crate::provider::api::ApiContext;
use crate::provider::lifecycle::Run;
use crate::provider::record::ObjectRecord;

pub(super) const BLOCK: &str = "instance_refresh";

model! {
    /// The block `instance_refresh`.
    pub struct InstanceRefreshModel {
        batch_size: i64,
        batch_percentage: i64,
        pause: String,
        minimum_healthy: String,
        protected_instances: String,
        triggers: Map,
        stop_on_failure: bool,
    }
}

pub(super) fn block() -> Block {
    let block = Block::single(
        BLOCK,
        "Replaces the instances of the group in batches when its `scaling_configuration_id` changes, or something in `triggers`, as \
         the action `ksyun_scaling_group_refresh` does. Instances that were attached are not replaced. A refresh that failed or \
         was interrupted goes on with the next apply. It counts as a part of the update: give that enough time in `timeouts`. \
         While the group is disabled (`UnActive`) a refresh is put off.",
    );
    shared_refresh_arguments()
        .into_iter()
        .fold(block, Block::attribute)
        .attribute(
            Attribute::new(
                "triggers",
                Type::map(Type::String),
                "Anything whose change replaces the instances too, such as the version of what they load when they start.",
            )
            .optional(),
        )
        .attribute(
            Attribute::bool(
                "stop_on_failure",
                "Whether a refresh that fails is an error of the apply, so that nothing that depends on the group goes on. If this is \
                 `false`, it is a warning; the next apply goes on either way. Default: `true`.",
            )
            .optional(),
        )
}

/// Checks the arguments of the block against each other.
pub(super) fn validate(config: &ScalingGroupModel, diagnostics: &mut Diagnostics) {
    let Some(block) = config.instance_refresh.value() else {
        return;
    };
    if block.batch_size.value().is_some() && block.batch_percentage.value().is_some() {
        diagnostics.attribute_error(
            Path::root().attr(BLOCK).attr("batch_percentage"),
            "The size of a batch is set twice",
            "batch_size and batch_percentage are two ways to say the same. Remove one of them.",
        );
    }
}

/// What the instances of `group` are to be made for; unknown while something in it is.
fn target(group: &ScalingGroupModel) -> Field<String> {
    let Some(configuration) = group.scaling_configuration_id.value() else {
        return Field::Unknown;
    };
    let block = match &group.instance_refresh {
        Field::Value(block) => block,
        Field::Unknown => return Field::Unknown,
        Field::Null | Field::Absent => return Field::Null,
    };
    let triggers = match &block.triggers {
        Field::Value(triggers) => &triggers.0,
        Field::Unknown => return Field::Unknown,
        Field::Null | Field::Absent => return configuration.as_str().into(),
    };
    if triggers.values().any(Field::is_unknown) {
        return Field::Unknown;
    }
    let triggers: BTreeMap<&str, Option<&str>> = triggers
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    Field::Value(match serde_json::to_string(&triggers) {
        Ok(triggers) if triggers != "{}" => format!("{configuration} {triggers}"),
        _ => configuration.clone(),
    })
}

/// For what the instances of `prior`, on which `plan` has a block, are there. Those of a group that had no such block are taken
/// for made from what it has.
fn present(prior: &ScalingGroupModel, plan: &ScalingGroupModel) -> Field<String> {
    if prior.instances_refreshed_for.value().is_some() {
        return prior.instances_refreshed_for.clone();
    }
    target(&ScalingGroupModel {
        instance_refresh: plan.instance_refresh.clone(),
        ..prior.clone()
    })
}

/// Whether the group rests, so that it would not launch the successors of what is taken down.
fn rests(group: &ScalingGroupModel) -> bool {
    group
        .status
        .as_str()
        .is_some_and(|status| status != super::attributes::STATUS)
}

/// Plans whether the instances are replaced.
pub(super) fn plan(plan: &mut Plan<ScalingGroupModel, ObjectRecord>, diagnostics: &mut Diagnostics) {
    let wanted = target(&plan.planned);
    let Some(prior) = &plan.prior else {
        plan.planned.instances_refreshed_for = wanted;
        return;
    };
    if wanted.is_unset() {
        let is_unset = prior.instances_refreshed_for.is_unset();
        plan.planned.instances_refreshed_for = if is_unset {
            prior.instances_refreshed_for.clone()
        } else {
            Field::Null
        };
        return;
    }
    let before = present(prior, &plan.planned);
    plan.planned.instances_refreshed_for = if wanted == before || rests(&plan.planned) {
        before.clone()
    } else {
        Field::Unknown
    };
    let is_known = wanted.value().is_some();
    if wanted != before && is_known && rests(&plan.planned) {
        diagnostics.attribute_warning(
            Path::root().attr(BLOCK),
            "The instances are replaced once the group is enabled",
            "The group is disabled (UnActive), so it can't be relied on to launch instances. A plan after it was enabled replaces them.",
        );
    } else if wanted != before && is_known {
        diagnostics.attribute_warning(
            Path::root().attr(BLOCK),
            "The instances of the group are replaced",
            format!(
                "They were launched for {}, and the group is now for {}: each of them, except attached ones, is terminated and \
                 a new one launched, in batches.",
                before.as_str().unwrap_or_default(),
                wanted.as_str().unwrap_or_default()
            ),
        );
    }
}

/// A refresh that an update is to make.
pub(super) struct Refresh {
    /// For what the instances are there now.
    before: Field<String>,
    target: Field<String>,
    config: RefreshConfig,
    is_fatal: bool,
}

impl Refresh {
    /// What the update from `prior` to `plan` has to replace; `None` if nothing.
    pub(super) fn between(
        id: &str,
        prior: &ScalingGroupModel,
        plan: &ScalingGroupModel,
        record: &ObjectRecord,
    ) -> Option<Self> {
        let block = plan.instance_refresh.value()?;
        let (before, target) = (present(prior, plan), target(plan));
        if before == target || rests(plan) {
            return None;
        }
        // What a refresh for the same has replaced before it ended need not be replaced again.
        let unfinished = record.refresh.as_ref();
        let unfinished = unfinished.filter(|(for_what, _)| Some(for_what.as_str()) == target.as_str());
        Some(Self {
            config: RefreshConfig {
                scaling_group_id: id.into(),
                batch_size: block.batch_size.clone(),
                batch_percentage: block.batch_percentage.clone(),
                pause: block.pause.clone(),
                minimum_healthy: block.minimum_healthy.clone(),
                protected_instances: block.protected_instances.clone(),
                joined_before: unfinished.map(|(_, time)| time.clone()).into(),
                timeout: Field::Null,
            },
            is_fatal: block.stop_on_failure != Field::Value(false),
            before,
            target,
        })
    }

    /// `group` as it is while the refresh has not reached its end.
    pub(super) fn unfinished(&self, group: ScalingGroupModel) -> ScalingGroupModel {
        ScalingGroupModel {
            instances_refreshed_for: self.before.clone(),
            ..group
        }
    }

    /// Replaces the instances of `group`, and saves that.
    ///
    /// # Errors
    /// It did not reach its end; what is saved says so, too.
    pub(super) async fn run(
        self,
        cx: &ApiContext<'_>,
        run: &Run,
        group: ScalingGroupModel,
        state: &StateWriter<ScalingGroupModel, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        let outcome = replace_instances(cx, run, Caller::Update, &self.config, &Progress::default()).await;
        let mut record = state.private();
        record.refresh = None;
        let Err(unfinished) = outcome else {
            state.remember(record);
            state.save(ScalingGroupModel {
                instances_refreshed_for: self.target,
                ..group
            });
            return Ok(());
        };
        // Without a successor, what was said of an earlier attempt still holds.
        let since = unfinished
            .first_successor
            .clone()
            .or_else(|| self.config.joined_before.value().cloned());
        record.refresh = self
            .target
            .as_str()
            .zip(since)
            .map(|(target, since)| (target.to_owned(), since));
        state.remember(record);
        state.save(self.unfinished(group));
        let told = unfinished.told(|_| "The next apply goes on with the others.".to_owned());
        let told = told.into_iter().map(|error| {
            let is_ours = error
                .path
                .as_ref()
                .is_some_and(|path| *path == Path::root().attr("minimum_healthy"));
            let place = Path::root().attr(BLOCK);
            error.at(if is_ours {
                place.attr("minimum_healthy")
            } else {
                place
            })
        });
        if self.is_fatal {
            return Err(told.collect());
        }
        for error in told {
            cx.warn(Diagnostic {
                severity: Severity::Warning,
                ..error
            });
        }
        Ok(())
    }
}
