//! What the objects of one configuration mean for each other: the plans of a run, laid side by side.
//!
//! Terraform plans each object alone. Every plan notes here what it has seen, by the id of the group, and whoever comes second
//! says the warning. Nothing here asks the API or changes a plan. A group whose id is not known yet is noted when it is
//! created, so that its policies and tasks, which are planned once more before they are created, find it.
//!
//! Warnings are for plans that bring something new: an object that is there and stays as it is does not nag. Terraform also
//! does not tell what `ignore_changes` lists, and shows the value of the state instead of the configured one. A standing
//! pair would look like a conflict for ever, even to somebody who has followed the advice.

mod messages;
mod schedule;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

pub(super) use self::messages::{
    bounds_are_broken, bounds_are_put_back, breaks_bounds, capacity_is_moved, moves_capacity, same_time,
};
pub(super) use self::schedule::Schedule;

/// What the plans of this run have shown so far.
#[derive(Debug, Default)]
pub(super) struct PlanWarnings(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    groups: BTreeMap<String, Group>,
    /// Ids in state of the objects that are to be destroyed.
    leaving: BTreeSet<String>,
    /// Ids in state of the memberships that are to be there after the run.
    members: BTreeSet<String>,
    /// How many groups that are to be destroyed were looked at for what goes with them.
    looked_into: usize,
}

#[derive(Debug, Default)]
struct Group {
    capacity: Option<Capacity>,
    bounds: Option<Bounds>,
    movers: Vec<Mover>,
    tasks: Vec<TaskTimes>,
    /// Whether the group's own configuration lists its load balancers.
    lists_load_balancers: bool,
}

/// The bounds that the configuration sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bounds {
    /// `MinSize` and `MaxSize`
    pub(super) sizes: [i64; 2],
    /// Whether the plan has to put them there; they are there already if not.
    pub(super) is_new: bool,
}

/// A desired capacity that the configuration sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Capacity {
    /// `DesiredCapacity`
    pub(super) desired: i64,
    /// Whether the plan has to put it there; it is there already if not.
    pub(super) is_new: bool,
}

/// Something that will move the capacity of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mover {
    /// What a person calls it: `scaling policy "web"`.
    pub(super) name: String,
    /// The capacity that it always sets; `None` if that depends.
    pub(super) sets: Option<i64>,
    /// The bounds that it sets; `None` if it leaves them alone.
    pub(super) bounds: Option<[i64; 2]>,
    /// Whether the plan creates or changes it.
    pub(super) is_new: bool,
}

/// When a task fires and what it sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TaskTimes {
    /// `ScalingScheduledTaskName`
    pub(super) name: String,
    /// When it fires.
    pub(super) schedule: Schedule,
    /// Fewest, wanted and most instances.
    pub(super) sizes: [i64; 3],
    /// Whether the plan creates or changes it.
    pub(super) is_new: bool,
}

/// Two tasks that fire at the same minute.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Meeting {
    pub(super) other: TaskTimes,
    pub(super) at: Timestamp,
}

impl PlanWarnings {
    /// A new run begins: a provider under a debugger lives through several.
    pub(super) fn forget_everything(&self) {
        *self.lock() = Seen::default();
    }

    /// Notes what the configuration says of the group's capacity, `None` if nothing, and gives what is known to move it.
    pub(super) fn note_capacity(&self, group: &str, capacity: Option<Capacity>) -> Vec<Mover> {
        let mut seen = self.lock();
        let group = seen.group(group);
        group.capacity = capacity;
        let Some(capacity) = capacity else {
            return Vec::new();
        };
        let movers = group.movers.iter();
        movers.filter(|mover| mover.upsets(capacity)).cloned().collect()
    }

    /// Notes the group's bounds, and gives what is known to set others.
    pub(super) fn note_bounds(&self, group: &str, bounds: Bounds) -> Vec<Mover> {
        let mut seen = self.lock();
        let group = seen.group(group);
        group.bounds = Some(bounds);
        let movers = group.movers.iter();
        movers.filter(|mover| mover.breaks(bounds)).cloned().collect()
    }

    /// The group's bounds, if `mover`, which is not noted yet, sets others.
    pub(super) fn bounds_broken_by(&self, group: &str, mover: &Mover) -> Option<Bounds> {
        let mut seen = self.lock();
        let group = seen.group(group);
        let is_known = group.movers.contains(mover);
        group.bounds.filter(|bounds| !is_known && mover.breaks(*bounds))
    }

    /// Notes what moves the group's capacity, and gives the capacity that is set and will be moved. To note the same twice,
    /// as Terraform's plan of a replacement does, says it once.
    pub(super) fn note_mover(&self, group: &str, mover: Mover) -> Option<Capacity> {
        let mut seen = self.lock();
        let group = seen.group(group);
        if group.movers.contains(&mover) {
            return None;
        }
        let capacity = group.capacity.filter(|capacity| mover.upsets(*capacity));
        group.movers.push(mover);
        capacity
    }

    /// Notes a task, and gives the others of its group that fire at the same minute as it does, after `now`, and set other
    /// sizes.
    pub(super) fn note_task(&self, group: &str, task: &TaskTimes, now: Timestamp) -> Vec<Meeting> {
        let mut seen = self.lock();
        let tasks = &mut seen.group(group).tasks;
        if tasks.contains(task) {
            return Vec::new();
        }
        let meetings = tasks.iter().filter_map(|other| {
            let matters = other.sizes != task.sizes && (other.is_new || task.is_new);
            let at = matters.then(|| task.schedule.meets(&other.schedule, now))??;
            let other = other.clone();
            Some(Meeting { other, at })
        });
        let meetings = meetings.collect();
        tasks.push(task.clone());
        meetings
    }

    /// Notes whether the configuration of the group lists load balancers, so that others have no place beside them.
    pub(super) fn note_load_balancers(&self, group: &str, lists: bool) {
        self.lock().group(group).lists_load_balancers = lists;
    }

    /// Whether the configuration of the group lists its load balancers, as far as that is known by now.
    pub(super) fn lists_load_balancers(&self, group: &str) -> bool {
        self.lock().group(group).lists_load_balancers
    }

    /// Notes that a resource wants this membership. Says whether it is the first one.
    pub(super) fn note_member(&self, id: &str) -> bool {
        self.lock().members.insert(id.to_owned())
    }

    /// Notes that the object with this id in state is to be destroyed; Terraform plans that before it plans to destroy what
    /// the object depends on.
    pub(super) fn note_leaving(&self, id: &str) {
        self.lock().leaving.insert(id.to_owned());
    }

    /// Whether the object is to be destroyed in this run, as far as that is known by now.
    pub(super) fn is_leaving(&self, id: &str) -> bool {
        self.lock().leaving.contains(id)
    }

    /// Notes that a group that is to be destroyed is looked at for what goes with it. Says how many that makes.
    pub(super) fn note_look_into(&self) -> usize {
        let mut seen = self.lock();
        seen.looked_into += 1;
        seen.looked_into
    }

    /// Nothing that is noted can be half done, so that a panic elsewhere does no harm.
    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seen {
    fn group(&mut self, id: &str) -> &mut Group {
        self.groups.entry(id.to_owned()).or_default()
    }
}

impl Mover {
    /// Whether it will take the group away from `capacity`, and the plan has something new in that.
    fn upsets(&self, capacity: Capacity) -> bool {
        self.sets != Some(capacity.desired) && (self.is_new || capacity.is_new)
    }

    /// Whether the task sets other bounds than the group is planned with, and one of them is new.
    fn breaks(&self, bounds: Bounds) -> bool {
        self.bounds.is_some_and(|sizes| sizes != bounds.sizes) && (self.is_new || bounds.is_new)
    }
}

#[cfg(test)]
mod tests;
