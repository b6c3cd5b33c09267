//! Puts back what a refresh changed of its group for the time being.

use std::time::Duration;

use tokio::time::Instant;

use super::rollout::OLDEST_FIRST;
use crate::client::CallContext;
use crate::client::actions::{ModifyScalingGroup, ScalingGroup, ScalingGroupSettings};
use crate::framework::{Diagnostic, Diagnostics};
use crate::provider::actions::group::TargetGroup;
use crate::provider::api::Pauses;

/// How long restoring may take, whatever is left of the action's own time.
const TIME: Duration = Duration::from_mins(5);
/// `RemovePolicy`: with it, undoing a launch removes what was launched.
const NEWEST_FIRST: &str = "RemoveNewestInstance";

/// What differs from how the group was before, and has to be put back.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// The half of a batch that has been done, while the other has not.
    half: Option<Half>,
    min_size: Option<i64>,
    pub(super) max_size: Option<i64>,
    remove_policy: Option<String>,
    /// Instances protected for the time being.
    pub(super) protected: Vec<String>,
    /// Instances whose protection was lifted to replace them.
    pub(super) lifted: Vec<String>,
}

/// A desired capacity that is in force only until the other half of its batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Half {
    /// What it was before.
    before: i64,
    /// What it was set to.
    set_to: i64,
}

impl Changes {
    /// Notes what `request` is about to change of `group`. What was noted first is how the group was before.
    pub(super) fn note(&mut self, request: &ModifyScalingGroup, group: &ScalingGroup) {
        if request.settings.min_size.is_some() {
            self.min_size = self.min_size.or(group.min_size);
        }
        if request.settings.max_size.is_some() {
            self.max_size = self.max_size.or(group.max_size);
        }
        if request.settings.remove_policy.is_some() && self.remove_policy.is_none() {
            self.remove_policy.clone_from(&group.remove_policy);
        }
    }

    /// Notes that the desired capacity was changed: away from what it was, or back again.
    pub(super) fn moved(&mut self, before: i64, set_to: i64) {
        self.half = match self.half {
            None => Some(Half { before, set_to }),
            Some(_) => None,
        };
    }

    /// Puts everything back, as far as possible. Terraform may have asked to stop, and the action's time may be over: the
    /// group is not left half done for that. `at_rest`: whether nothing goes on in the group.
    ///
    /// # Errors
    /// Names what could not be put back.
    pub(super) async fn restore(self, group: &TargetGroup<'_>, at_rest: bool) -> Result<(), Diagnostics> {
        let group = group.with_calls(CallContext::background().with_timeout(TIME));
        let mut problems = Diagnostics::new();
        let policy = match self.undo_half(&group).await {
            Ok(policy) => policy,
            Err(errors) => {
                problems.extend(errors);
                None
            }
        };
        let policy = self.remove_policy.clone().or(policy);
        if policy.is_some() && !at_rest {
            problems.extend(come_to_rest(&group).await.err().into_iter().flatten());
        }
        problems.extend(
            self.restore_settings(&group, policy)
                .await
                .err()
                .into_iter()
                .flatten(),
        );
        problems.extend(self.restore_protection(&group).await.err().into_iter().flatten());
        if problems.is_empty() {
            Ok(())
        } else {
            Err(self.not_restored(&problems).into())
        }
    }

    /// Brings the desired capacity back, unless something else has changed it since. Instances that a failed launch has
    /// brought go again, since nobody knows whether they are any good, and those that were to be replaced stay. Gives the
    /// removal policy to put back, if this has changed it.
    async fn undo_half(&self, group: &TargetGroup<'_>) -> Result<Option<String>, Diagnostics> {
        let Some(Half { before, set_to }) = self.half else {
            return Ok(None);
        };
        if group.read().await?.desired_capacity != Some(set_to) {
            return Ok(None);
        }
        let has_launched = set_to > before;
        group
            .modify(&ModifyScalingGroup {
                scaling_group_id: group.id.clone(),
                settings: ScalingGroupSettings {
                    desired_capacity: Some(before),
                    remove_policy: has_launched.then(|| NEWEST_FIRST.to_owned()),
                    ..ScalingGroupSettings::default()
                },
            })
            .await?;
        Ok(has_launched.then(|| OLDEST_FIRST.to_owned()))
    }

    async fn restore_settings(
        &self,
        group: &TargetGroup<'_>,
        remove_policy: Option<String>,
    ) -> Result<(), Diagnostics> {
        if self.min_size.is_none() && self.max_size.is_none() && remove_policy.is_none() {
            return Ok(());
        }
        let request = ModifyScalingGroup {
            scaling_group_id: group.id.clone(),
            settings: ScalingGroupSettings {
                min_size: self.min_size,
                max_size: self.max_size,
                remove_policy,
                ..ScalingGroupSettings::default()
            },
        };
        group.modify(&request).await
    }

    async fn restore_protection(&self, group: &TargetGroup<'_>) -> Result<(), Diagnostics> {
        if self.protected.is_empty() && self.lifted.is_empty() {
            return Ok(());
        }
        let present = group.instances().await?;
        let still_there = |ids: &[String]| -> Vec<String> {
            let there = ids
                .iter()
                .filter(|id| present.iter().any(|instance| instance.instance_id == **id));
            there.cloned().collect()
        };
        group.protect(&still_there(&self.protected), false).await?;
        group.protect(&still_there(&self.lifted), true).await
    }

    fn not_restored(&self, problems: &Diagnostics) -> Diagnostic {
        let mut before = Vec::new();
        before.extend(self.half.map(|half| format!("desired capacity {}", half.before)));
        before.extend(self.min_size.map(|min| format!("min_size {min}")));
        before.extend(self.max_size.map(|max| format!("max_size {max}")));
        before.extend(
            self.remove_policy
                .as_ref()
                .map(|policy| format!("remove_policy {policy}")),
        );
        if !self.protected.is_empty() {
            before.push(format!("no protection of {}", self.protected.join(", ")));
        }
        if !self.lifted.is_empty() {
            before.push(format!("protection of {}", self.lifted.join(", ")));
        }
        let problems: Vec<String> = problems
            .iter()
            .map(|problem| format!("{}: {}", problem.summary, problem.detail))
            .collect();
        Diagnostic::error(
            "The group could not be put back as it was",
            format!(
                "{}\n\nBefore the refresh changed it, the group had: {}. Set what differs yourself, or apply the group's \
                 resource.",
                problems.join("\n\n"),
                before.join("; ")
            ),
        )
    }
}

/// Waits until the group has what it wants: the policy decides which instances go when an activity begins, so it must not be
/// put back before. A group that does not come to rest for long gets its policy back all the same.
async fn come_to_rest(group: &TargetGroup<'_>) -> Result<(), Diagnostics> {
    let deadline = Instant::now() + TIME / 2;
    let mut pauses = Pauses::new();
    loop {
        let now = group.read().await?;
        let is_at_rest = now.desired_capacity == now.instance_num && now.in_scaling_activity != Some(true);
        if is_at_rest || Instant::now() >= deadline {
            return Ok(());
        }
        pauses
            .sleep(&format!(
                "for scaling group {} to come to rest before its remove_policy is put back",
                group.id
            ))
            .await;
    }
}
