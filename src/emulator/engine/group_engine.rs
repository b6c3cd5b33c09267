//! One group's turn to change: which activity comes next, how it begins and how it ends.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Rules, doing};
use crate::emulator::api_time::ApiTime;
use crate::emulator::ids::{Id, IdSource};
use crate::emulator::store::{
    Activity, ActivityKind, ActivityStatus, Cause, Configuration, Counts, CreationType, Group, HealthStatus,
    Instance, RemovePolicy, Running, SentNotification, Store, SubnetStrategy, Work,
};

/// The shortest pause between a failed activity and the next one that the group starts by itself. Without it, a group
/// whose activities take no time would fail for ever at one moment.
const SHORTEST_HOLD: Duration = Duration::from_secs(1);

/// A group and all that is needed to change its instances.
pub(crate) struct GroupEngine<'a> {
    pub now: ApiTime,
    pub ids: &'a mut IdSource,
    pub configurations: &'a BTreeMap<Id, Configuration>,
    pub group: &'a mut Group,
    pub rules: &'a Rules<'a>,
}

impl<'a> GroupEngine<'a> {
    /// The turn of the group `id` in `region`, at the store's own time.
    pub(crate) fn of(store: &'a mut Store, region: &str, id: Id, rules: &'a Rules<'a>) -> Option<Self> {
        let region = store.regions.get_mut(region)?;
        let group = region.groups.get_mut(&id)?;
        Some(Self {
            now: store.now,
            ids: &mut store.ids,
            configurations: &region.configurations,
            group,
            rules,
        })
    }

    /// Counts every instance but those that are being detached: whoever names a capacity means all that are there.
    pub(crate) fn count_all(&mut self) {
        let beside = self
            .group
            .instances
            .iter_mut()
            .filter(|one| one.counts == Counts::No);
        beside.for_each(|instance| instance.counts = Counts::Yes);
    }

    /// Sets a new desired capacity and begins to work towards it.
    pub(crate) fn want(&mut self, capacity: u32, cause: Cause) {
        self.set_desired(capacity, cause);
        self.settle();
    }

    pub(super) fn set_desired(&mut self, capacity: u32, cause: Cause) {
        if capacity != self.group.desired_capacity {
            self.group.desired_capacity = capacity;
            self.group.cause = cause;
        }
        self.group.hold_until = None;
    }

    /// Puts a user's request in the queue.
    pub(crate) fn request(&mut self, work: Work) {
        self.group.queue.push_back(work);
        self.settle();
    }

    /// Starts the next activity if there is something to do and none runs.
    pub(crate) fn settle(&mut self) {
        if self.group.running.is_none()
            && let Some(work) = self.next_work()
        {
            self.begin(work);
        }
    }

    pub(super) fn end_hold(&mut self) {
        self.group.hold_until = None;
        self.settle();
    }

    /// Requests of users first; then unhealthy instances; then the difference to the desired capacity.
    fn next_work(&mut self) -> Option<Work> {
        while let Some(work) = self.group.queue.pop_front() {
            if let Some(work) = self.still_possible(work) {
                return Some(work);
            }
        }
        if self.group.hold_until.is_some() {
            return None;
        }
        let unhealthy = self.removable(|instance| instance.health == HealthStatus::UnHealthy);
        if self.group.is_active() && !unhealthy.is_empty() {
            return Some(Work::Replace(unhealthy));
        }
        let (size, desired) = (self.group.counted(), self.group.desired_capacity);
        if size < desired {
            return Some(Work::Launch(desired - size));
        }
        let mut surplus = self.removable(|instance| instance.counts == Counts::Yes);
        if self.group.remove_policy == RemovePolicy::RemoveNewestInstance {
            surplus.reverse();
        }
        surplus.truncate(usize::try_from(size - desired).unwrap_or(usize::MAX));
        (!surplus.is_empty()).then_some(Work::Terminate(surplus))
    }

    /// What is left of a request after it has waited: instances to be detached may have gone by another way, and then
    /// the desired capacity that was lowered for them is raised again.
    fn still_possible(&mut self, work: Work) -> Option<Work> {
        let Work::Detach(mut instances) = work else {
            return Some(work);
        };
        let asked = instances.len();
        instances.retain(|id| self.group.instance(id).is_some());
        self.raise_desired(asked - instances.len());
        (!instances.is_empty()).then_some(Work::Detach(instances))
    }

    /// Ids of the unprotected instances that `which` picks, in the order in which they joined.
    fn removable(&self, which: impl Fn(&Instance) -> bool) -> Vec<String> {
        let instances = self.group.instances.iter();
        instances
            .filter(|instance| !instance.protected && which(instance))
            .map(|instance| instance.id.clone())
            .collect()
    }

    fn begin(&mut self, work: Work) {
        let cause = match work.kind() {
            ActivityKind::ScaleOut | ActivityKind::ScaleIn => self.group.cause,
            ActivityKind::Attach => Cause::Attach,
            ActivityKind::Detach => Cause::Detach,
            ActivityKind::ReplaceUnhealthy => Cause::UnhealthyInstance,
        };
        let id = self.ids.snowflake(self.now);
        self.note_begin(id, &work, cause);
        self.group.activities.push(Activity {
            id,
            kind: work.kind(),
            status: ActivityStatus::Running,
            cause,
            configuration: self.group.configuration,
            start: self.now,
            end: None,
            succeeded: Vec::new(),
            failed: Vec::new(),
            error_code: 0,
        });
        self.group.running = Some(Running {
            ends: self.now + self.rules.activity_time,
            work,
        });
    }

    /// Ends the running activity, well or badly, and lets the next one begin.
    pub(super) fn end_activity(&mut self) {
        let Some(Running { work, .. }) = self.group.running.take() else {
            return;
        };
        let now = self.now;
        let fault = self.rules.faults.activity(&self.group.id.to_string());
        let (kind, doing) = (work.kind(), doing(&work));
        let instances = if fault.is_some() {
            self.give_up(work)
        } else {
            self.carry_out(work)
        };
        self.group.last_activity_end = Some(now);
        if let Some(activity) = self.group.running_activity() {
            activity.end = Some(now);
            if let Some(error_code) = fault {
                (activity.status, activity.failed, activity.error_code) =
                    (ActivityStatus::Failed, instances, error_code);
            } else {
                (activity.status, activity.succeeded) = (ActivityStatus::Succeeded, instances);
            }
            let id = activity.id;
            self.note_end(id, &doing, fault);
            self.notify(id, kind, fault.is_none());
        }
        self.settle();
    }

    /// Does the work. Returns the instances that the activity names.
    fn carry_out(&mut self, work: Work) -> Vec<String> {
        match work {
            Work::Launch(count) => self.launch(count),
            Work::Terminate(ids) | Work::Detach(ids) => {
                self.remove(&ids);
                ids
            }
            Work::Attach { instances, counts } => {
                self.take_in(&instances, counts);
                instances
            }
            Work::Replace(ids) => {
                let before = self.group.counted();
                self.remove(&ids);
                self.launch(before - self.group.counted())
            }
        }
    }

    /// Lets those of `ids` join that are not there already.
    pub(crate) fn take_in(&mut self, ids: &[String], counts: Counts) {
        for id in ids {
            if self.group.instance(id).is_none() {
                let name = format!("attached-{}", &id[..8]);
                self.join(id.clone(), name, CreationType::Manual, counts);
            }
        }
    }

    /// Leaves the instances as they were. Returns those that the failed activity names.
    fn give_up(&mut self, work: Work) -> Vec<String> {
        self.group.hold_until = Some(self.now + self.rules.activity_time.max(SHORTEST_HOLD));
        match work {
            Work::Launch(count) => (0..count).map(|_| self.ids.uuid()).collect(),
            Work::Terminate(ids) | Work::Replace(ids) => ids,
            Work::Attach { instances, counts } => {
                self.remove(&instances);
                if counts == Counts::Yes {
                    let count = u32::try_from(instances.len()).unwrap_or(u32::MAX);
                    let lowered = self.group.desired_capacity.saturating_sub(count);
                    self.group.desired_capacity = lowered.max(self.group.min_size);
                }
                instances
            }
            Work::Detach(ids) => {
                let mut raise_by = 0;
                for instance in &mut self.group.instances {
                    if instance.counts == Counts::NoMore && ids.contains(&instance.id) {
                        instance.counts = Counts::Yes;
                        raise_by += 1;
                    }
                }
                self.raise_desired(raise_by);
                ids
            }
        }
    }

    fn raise_desired(&mut self, by: usize) {
        let raised = self
            .group
            .desired_capacity
            .saturating_add(u32::try_from(by).unwrap_or(u32::MAX));
        self.group.desired_capacity = raised.min(self.group.max_size);
    }

    fn remove(&mut self, ids: &[String]) {
        self.group
            .instances
            .retain(|instance| !ids.contains(&instance.id));
    }

    fn launch(&mut self, count: u32) -> Vec<String> {
        let name = self
            .configurations
            .get(&self.group.configuration)
            .map(|c| instance_name(c, self.now));
        let name = name.unwrap_or_default();
        let ids: Vec<String> = (0..count).map(|_| self.ids.uuid()).collect();
        for id in &ids {
            self.join(id.clone(), name.clone(), CreationType::Auto, Counts::Yes);
        }
        ids
    }

    fn join(&mut self, id: String, name: String, creation_type: CreationType, counts: Counts) {
        let subnet = self.next_subnet();
        let (joined, health) = (self.now, HealthStatus::Healthy);
        self.group.instances.push(Instance {
            id,
            name,
            subnet,
            joined,
            creation_type,
            health,
            protected: false,
            counts,
        });
    }

    /// The first subnet, or the first of those with the fewest instances.
    fn next_subnet(&self) -> String {
        let load = |subnet: &&String| match self.group.subnet_strategy {
            SubnetStrategy::ChoiceFirst => 0,
            SubnetStrategy::BalancedDistribution => self
                .group
                .instances
                .iter()
                .filter(|instance| instance.subnet == **subnet)
                .count(),
        };
        self.group
            .subnets
            .iter()
            .min_by_key(load)
            .cloned()
            .unwrap_or_default()
    }

    fn notify(&mut self, activity: Id, kind: ActivityKind, succeeded: bool) {
        let notification_type = match (kind, succeeded) {
            (ActivityKind::ScaleOut, true) => 1,
            (ActivityKind::ScaleOut, false) => 2,
            (ActivityKind::ScaleIn, true) => 3,
            (ActivityKind::ScaleIn, false) => 4,
            (ActivityKind::ReplaceUnhealthy, true) => 5,
            (ActivityKind::ReplaceUnhealthy, false) => 6,
            (ActivityKind::Attach | ActivityKind::Detach, _) => return,
        };
        let subscribed = self
            .group
            .notification
            .as_ref()
            .is_some_and(|n| n.types.contains(&notification_type));
        if subscribed {
            self.group.sent_notifications.push(SentNotification {
                at: self.now,
                notification_type,
                activity,
            });
        }
    }
}

/// The configuration's instance name (its own name if it has none), suffix and time, joined by dashes.
fn instance_name(configuration: &Configuration, now: ApiTime) -> String {
    let named = !configuration.instance_name.is_empty();
    let mut name = if named {
        &configuration.instance_name
    } else {
        &configuration.name
    }
    .clone();
    if !configuration.instance_name_suffix.is_empty() {
        name = format!("{name}-{}", configuration.instance_name_suffix);
    }
    if configuration.instance_name_time_suffix {
        name = format!("{name}-{}", now.beijing().strftime("%Y%m%d%H%M%S"));
    }
    name
}
