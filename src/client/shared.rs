//! Where readers of one kind of object meet: the calls that are under way, what lists have shown, and what is read
//! ahead.
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::actions::{
    DescribeScalingConfiguration, DescribeScalingGroup, DescribeScalingInstance, DescribeScalingNotification,
    DescribeScalingPolicy, DescribeScheduledTask, Notification, ScalingConfiguration, ScalingGroup,
    ScalingInstance, ScalingPolicy, ScheduledTask,
};
use super::ahead::{Habit, Listing};
use super::batch::Batcher;
use super::error::ApiCallError;
use super::pagination::ListAction;
use super::shelf::Shelf;

/// The API documents no limit for groups; so many fill no page, which spares the look at a next one.
const GROUPS_PER_CALL: usize = 99;
/// One list has all members of a group.
const ALL: usize = usize::MAX;
/// The API's limit for configurations.
const CONFIGURATIONS_PER_CALL: usize = 20;

/// The answer to a batch: the objects that exist, by id. An object whose read failed although that of others
/// did not has an error of its own.
pub(super) type Fetched<T> = Result<HashMap<String, Result<T, ApiCallError>>, ApiCallError>;

/// What readers of one kind share.
#[derive(Debug)]
pub(super) struct Readers<T> {
    pub(super) calls: Batcher<Fetched<T>>,
    pub(super) shelf: Shelf<T>,
}

/// Readers of objects that are asked for by their ids, many per call.
#[derive(Debug)]
pub(super) struct ById<T> {
    pub(super) readers: Readers<T>,
    /// By what the objects have in common.
    listings: Mutex<HashMap<String, Arc<Listing>>>,
}

/// What the readers of a client share.
#[derive(Debug)]
pub(super) struct SharedReads {
    groups: ById<ScalingGroup>,
    configurations: ById<ScalingConfiguration>,
    policies: Readers<ScalingPolicy>,
    tasks: Readers<ScheduledTask>,
    notifications: Readers<Notification>,
    instances: Readers<ScalingInstance>,
    /// The groups that were read, in this order, each as often as it was.
    groups_read: Mutex<Vec<String>>,
    habit: Mutex<Habit>,
}

/// A list of objects that are asked for by their ids.
pub(super) trait ListById: ListAction<Item: Clone + Sync> + 'static {
    /// The request for these, or for all if none is given; `scope` is what they have in common.
    fn by_ids(scope: &str, ids: Vec<String>) -> Self;

    fn place(reads: &SharedReads) -> &ById<Self::Item>;
}

/// A list of objects of one group.
pub(super) trait ListOfMembers: ListAction<Item: Clone + Sync> + 'static {
    fn of_group(id: &str) -> Self;

    fn place(reads: &SharedReads) -> &Readers<Self::Item>;
}

impl ListById for DescribeScalingGroup {
    fn by_ids(_scope: &str, ids: Vec<String>) -> Self {
        Self {
            scaling_group_ids: ids,
            ..Self::default()
        }
    }

    fn place(reads: &SharedReads) -> &ById<ScalingGroup> {
        &reads.groups
    }
}

/// Configurations have their project in common, which is empty if it is not known.
impl ListById for DescribeScalingConfiguration {
    fn by_ids(project: &str, ids: Vec<String>) -> Self {
        let project_ids = Some(project.to_owned()).filter(|project| !project.is_empty());
        Self {
            scaling_configuration_ids: ids,
            project_ids: project_ids.into_iter().collect(),
            ..Self::default()
        }
    }

    fn place(reads: &SharedReads) -> &ById<ScalingConfiguration> {
        &reads.configurations
    }
}

macro_rules! list_of_members {
    ($($action:ident: $item:ty => $place:ident;)*) => {
        $(impl ListOfMembers for $action {
            fn of_group(id: &str) -> Self {
                Self {
                    scaling_group_id: id.to_owned(),
                    ..Self::default()
                }
            }

            fn place(reads: &SharedReads) -> &Readers<$item> {
                &reads.$place
            }
        })*
    };
}

list_of_members! {
    DescribeScalingPolicy: ScalingPolicy => policies;
    DescribeScheduledTask: ScheduledTask => tasks;
    DescribeScalingNotification: Notification => notifications;
    DescribeScalingInstance: ScalingInstance => instances;
}

impl<T: Clone + Send + Sync + 'static> Readers<T> {
    fn new(capacity: usize) -> Self {
        Self {
            calls: Batcher::new(capacity),
            shelf: Shelf::new(),
        }
    }
}

impl<T: Clone + Send + Sync + 'static> ById<T> {
    fn new(capacity: usize) -> Self {
        Self {
            readers: Readers::new(capacity),
            listings: Mutex::default(),
        }
    }

    /// The object, if a page of the list has shown it lately.
    pub(super) fn find(&self, scope: &str, id: &str) -> Option<T> {
        let found = self.readers.shelf.find(scope, id)?;
        self.listing(scope).served();
        Some(found)
    }

    pub(super) fn listing(&self, scope: &str) -> Arc<Listing> {
        Arc::clone(lock(&self.listings).entry(scope.to_owned()).or_default())
    }
}

impl SharedReads {
    pub(super) fn new() -> Self {
        Self {
            groups: ById::new(GROUPS_PER_CALL),
            configurations: ById::new(CONFIGURATIONS_PER_CALL),
            policies: Readers::new(ALL),
            tasks: Readers::new(ALL),
            notifications: Readers::new(ALL),
            instances: Readers::new(ALL),
            groups_read: Mutex::default(),
            habit: Mutex::default(),
        }
    }

    /// Somebody has read a group.
    pub(super) fn group_was_read(&self, id: &str) {
        lock(&self.groups_read).push(id.to_owned());
    }

    /// Somebody asks for members of `group`.
    pub(super) fn members_are_wanted<A: ListOfMembers>(&self, group: &str) {
        lock(&self.habit).wanted(A::NAME, group);
    }

    /// Groups whose members of the kind that `A` lists are to be fetched ahead.
    pub(super) fn ahead<A: ListOfMembers>(&self) -> Vec<String> {
        if !A::place(self).shelf.is_open() {
            return Vec::new();
        }
        lock(&self.habit).ahead(A::NAME, &lock(&self.groups_read))
    }

    /// From now on nobody is served by what lists have shown before.
    pub(super) fn close(&self) {
        self.all().into_iter().for_each(Shared::close);
    }

    /// A write begins, which ends when the result is dropped. It may touch more objects than it names (a group's write
    /// changes its instances, and the users that a configuration reports), so it concerns the reads of all.
    pub(super) fn during_write(&self) -> DetachOnDrop<'_> {
        self.close();
        DetachOnDrop(self)
    }

    fn all(&self) -> [&dyn Shared; 6] {
        [
            &self.groups.readers,
            &self.configurations.readers,
            &self.policies,
            &self.tasks,
            &self.notifications,
            &self.instances,
        ]
    }
}

/// Detaches all calls that are under way once a write is over, however it ends.
pub(super) struct DetachOnDrop<'a>(&'a SharedReads);

impl Drop for DetachOnDrop<'_> {
    fn drop(&mut self) {
        self.0.all().into_iter().for_each(Shared::detach);
    }
}

/// [`Readers`] of any kind.
trait Shared {
    fn close(&self);
    fn detach(&self);
}

impl<T: Clone + Send + Sync + 'static> Shared for Readers<T> {
    fn close(&self) {
        self.shelf.close();
    }

    fn detach(&self) {
        self.calls.detach();
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
