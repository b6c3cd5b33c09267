//! The batches of a refresh: launch and let go, in the order that costs least, and never below the healthy minimum.

use super::config::Settings;
use super::restore::Changes;
use super::snapshot::{Demand, Snapshot, count};
use crate::client::actions::{ModifyScalingGroup, ScalingGroup, ScalingGroupSettings, ScalingInstance};
use crate::framework::{Diagnostic, Diagnostics, Interrupted, Progress};
use crate::provider::actions::group::{TargetGroup, is_protected};
use crate::provider::actions::wait::{OnStop, Wait};
use crate::provider::activities::Activities;
use crate::provider::api::ApiContext;

/// `RemovePolicy`: scale-in removes those that joined first.
pub(super) const OLDEST_FIRST: &str = "RemoveOldestInstance";

/// A refresh under way.
pub(super) struct Rollout<'a> {
    pub(super) cx: &'a ApiContext<'a>,
    pub(super) progress: &'a Progress,
    pub(super) group: TargetGroup<'a>,
    pub(super) settings: &'a Settings,
    pub(super) activities: Activities,
    /// The instances to be replaced, the oldest first.
    pub(super) targets: Vec<ScalingInstance>,
    /// What has been changed of the group for the time being.
    pub(super) changes: Changes,
    /// Instances that have been replaced.
    pub(super) replaced: usize,
    /// `AddTime` of the first instance that came in place of another.
    pub(super) first_successor: Option<String>,
}

/// Which half of a batch comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    LaunchFirst,
    TerminateFirst,
}

impl Order {
    /// Launching first loses nothing, so it is chosen wherever there is room for it. Without room, terminating first keeps
    /// within `max`, if `healthy_left` instances are enough.
    fn choose(desired: i64, batch: i64, max: i64, healthy_left: i64, minimum: i64) -> Self {
        if desired + batch > max && healthy_left >= minimum {
            Self::TerminateFirst
        } else {
            Self::LaunchFirst
        }
    }
}

impl Rollout<'_> {
    /// Replaces all instances, batch by batch. `snapshot` is the group at rest.
    ///
    /// # Errors
    /// The first thing that went wrong. Whatever it was, what has been changed is still to be put back.
    pub(super) async fn run(&mut self, mut snapshot: Snapshot) -> Result<(), Diagnostics> {
        let size = self.settings.batch_size(snapshot.desired());
        let batches = self.targets.len().div_ceil(size);
        // Others may move the group too, so that a batch gets nowhere; it must not go on for ever.
        let most = 2 * batches;
        for number in 1..=most {
            let batch = self.next_batch(&snapshot, size);
            if batch.is_empty() {
                return Ok(());
            }
            if number > 1 {
                self.rest().await?;
                snapshot = self.settle(OnStop::End, &Demand::default()).await?;
            }
            if self.cx.stop.is_cancelled() {
                return Err(self.group.interrupted(Interrupted::Stopped, "").into());
            }
            let label = format!("Batch {number} of {}", batches.max(number));
            snapshot = self.replace(&label, &batch, &snapshot).await?;
        }
        if self.next_batch(&snapshot, size).is_empty() {
            Ok(())
        } else {
            Err(self.gets_nowhere(most).into())
        }
    }

    /// Ids of the next instances to be replaced, the oldest first.
    fn next_batch(&self, snapshot: &Snapshot, size: usize) -> Vec<String> {
        let present = snapshot.ids();
        let ids = self.targets.iter().map(|target| &target.instance_id);
        ids.filter(|id| present.contains(*id))
            .take(size)
            .cloned()
            .collect()
    }

    async fn replace(
        &mut self,
        label: &str,
        batch: &[String],
        snapshot: &Snapshot,
    ) -> Result<Snapshot, Diagnostics> {
        let (desired, number) = (snapshot.desired(), count(batch.len()));
        let minimum = self.settings.minimum().healthy(desired);
        let max = self
            .changes
            .max_size
            .or(snapshot.group.max_size)
            .unwrap_or(i64::MAX);
        let order = Order::choose(desired, number, max, snapshot.healthy_without(batch), minimum);
        let ids = batch.join(", ");
        self.progress
            .report(match order {
                Order::LaunchFirst => format!("{label}: launching {number}, then terminating {ids}"),
                Order::TerminateFirst => format!("{label}: terminating {ids}, then launching {number}"),
            })
            .await;
        self.lift_protection(batch, snapshot).await?;
        let snapshot = match order {
            Order::LaunchFirst => {
                let larger = self.launch(number, batch, minimum, snapshot).await?;
                self.terminate(number, &larger).await?
            }
            Order::TerminateFirst => {
                let smaller = self.terminate(number, snapshot).await?;
                self.launch(number, &[], minimum, &smaller).await?
            }
        };
        let (replaced, all) = (self.replaced, self.targets.len());
        self.progress
            .report(format!(
                "{label} is done: {replaced} of {all} instances are replaced"
            ))
            .await;
        Ok(snapshot)
    }

    async fn lift_protection(&mut self, batch: &[String], snapshot: &Snapshot) -> Result<(), Diagnostics> {
        let protected = snapshot
            .instances
            .iter()
            .filter(|instance| is_protected(instance) && batch.contains(&instance.instance_id));
        let protected: Vec<String> = protected.map(|instance| instance.instance_id.clone()).collect();
        self.changes.lifted.extend(protected.iter().cloned());
        self.group.protect(&protected, false).await
    }

    /// Launches `number` instances and waits until they are healthy, and `minimum` besides `leaving` are.
    async fn launch(
        &mut self,
        number: i64,
        leaving: &[String],
        minimum: i64,
        before: &Snapshot,
    ) -> Result<Snapshot, Diagnostics> {
        let known = before.ids();
        self.want(before.desired() + number, before).await?;
        let demand = Demand {
            healthy: minimum,
            without: leaving,
            known: Some(&known),
        };
        let snapshot = self.settle(OnStop::Finish, &demand).await?;
        let arrived = snapshot
            .instances
            .iter()
            .filter(|instance| !known.contains(&instance.instance_id));
        let earliest = arrived.filter_map(|instance| instance.add_time.clone()).min();
        self.first_successor = self.first_successor.take().into_iter().chain(earliest).min();
        Ok(snapshot)
    }

    /// Lets the group remove its `number` oldest instances and waits until they are gone.
    async fn terminate(&mut self, number: i64, before: &Snapshot) -> Result<Snapshot, Diagnostics> {
        self.want((before.desired() - number).max(0), before).await?;
        let snapshot = self.settle(OnStop::Finish, &Demand::default()).await?;
        let present = snapshot.ids();
        let gone = before
            .instances
            .iter()
            .filter(|instance| !present.contains(&instance.instance_id));
        let (meant, others): (Vec<&ScalingInstance>, Vec<_>) = gone.partition(|instance| {
            self.targets
                .iter()
                .any(|target| target.instance_id == instance.instance_id)
        });
        self.replaced += meant.len();
        if others.is_empty() {
            Ok(snapshot)
        } else {
            Err(self.removed_others(&others).into())
        }
    }

    /// Sets the desired capacity, oldest instances first, with bounds that allow it.
    async fn want(&mut self, desired: i64, now: &Snapshot) -> Result<(), Diagnostics> {
        let group: &ScalingGroup = &now.group;
        let request = ModifyScalingGroup {
            scaling_group_id: self.group.id.clone(),
            settings: ScalingGroupSettings {
                desired_capacity: Some(desired),
                min_size: group.min_size.filter(|min| *min > desired).map(|_| desired),
                max_size: group.max_size.filter(|max| *max < desired).map(|_| desired),
                remove_policy: (group.remove_policy.as_deref() != Some(OLDEST_FIRST))
                    .then(|| OLDEST_FIRST.to_owned()),
                ..ScalingGroupSettings::default()
            },
        };
        // Noted first: if the call fails and was executed nevertheless, it has to be undone too.
        self.changes.note(&request, group);
        self.group.modify(&request).await?;
        self.changes.moved(now.desired(), desired);
        Ok(())
    }

    /// Waits until the group is at rest and meets `demand`.
    pub(super) async fn settle(&self, on_stop: OnStop, demand: &Demand<'_>) -> Result<Snapshot, Diagnostics> {
        let mut wait = Wait::new(self.cx, &self.group, &self.activities, self.progress, on_stop);
        loop {
            let snapshot = Snapshot::of(&self.group).await?;
            let Some(missing) = snapshot.missing(demand) else {
                return Ok(snapshot);
            };
            wait.for_more(&missing).await?;
        }
    }

    async fn rest(&self) -> Result<(), Diagnostics> {
        let pause = self.settings.pause;
        if pause.is_zero() {
            return Ok(());
        }
        self.progress
            .report(format!("Pausing for {} s", pause.as_secs()))
            .await;
        let slept = self.cx.bounded(tokio::time::sleep(pause)).await;
        slept.map_err(|reason| self.group.interrupted(reason, "").into())
    }

    fn removed_others(&self, others: &[&ScalingInstance]) -> Diagnostic {
        let others: Vec<&str> = others
            .iter()
            .map(|instance| instance.instance_id.as_str())
            .collect();
        Diagnostic::error(
            format!("Can't {}: it removed other instances", self.group.what),
            format!(
                "These instances left the group although they were not to be replaced: {}. Perhaps a policy, a task or somebody \
                 else changed the group at the same time. {} when the group has come to rest.",
                others.join(", "),
                self.group.caller.again()
            ),
        )
    }

    fn gets_nowhere(&self, rounds: usize) -> Diagnostic {
        Diagnostic::error(
            format!("Can't {}: something else keeps changing it", self.group.what),
            format!(
                "After {rounds} batches there are still instances to be replaced. Something else, such as a policy or a task, \
                 changes the group's capacity at the same time. {} when that has ended.",
                self.group.caller.again()
            ),
        )
    }
}
