//! Everything the emulator knows: plain data that can be written as JSON. Objects live in a region, what belongs to a
//! group lives in the group and goes with it.

mod activity;
mod configuration;
mod disk;
mod group;
mod instance;
mod lock;
mod metric;
mod notification;
mod policy;
mod seed;
mod task;
mod tracked;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::api_time::ApiTime;
use super::engine::Agenda;
use super::error::ApiError;
use super::ids::{Id, IdSource};
use super::neighbours::Neighbours;

pub(crate) use activity::{Activity, ActivityKind, ActivityStatus, Cause, Running, Work};
pub(crate) use configuration::{Configuration, DataDisk, Tag};
pub(crate) use disk::Disk;
pub use disk::DiskError;
pub(crate) use group::{Group, GroupStatus, LoadBalancer, RemovePolicy, SubnetStrategy};
pub(crate) use instance::{Counts, CreationType, HealthStatus, Instance};
pub(crate) use lock::{private, url_of_holder};
#[cfg(test)]
pub(crate) use metric::{Comparison, Function};
pub(crate) use metric::{Dimension, Metric, Point};
pub(crate) use notification::{Notification, SentNotification};
pub(crate) use policy::{AdjustmentType, Policy};
pub use seed::SeedError;
pub(crate) use task::{RepeatUnit, Task};
pub(crate) use tracked::Tracked;

/// The whole state of an emulator.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Store {
    pub ids: IdSource,
    /// Up to when everything that was due has happened.
    pub now: ApiTime,
    pub regions: BTreeMap<String, Region>,
    /// What the groups wait for.
    #[serde(skip)]
    pub agenda: Agenda,
    /// What is not saved yet.
    #[serde(skip)]
    unsaved: Unsaved,
}

/// Where an object lives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub region: String,
    pub id: Id,
}

/// The objects that were made, changed or deleted since they were last saved.
#[derive(Clone, Debug, Default)]
struct Unsaved {
    configurations: BTreeSet<Place>,
    groups: BTreeSet<Place>,
    /// Regions whose neighbours changed.
    neighbours: BTreeSet<String>,
}

/// The objects of one region.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Region {
    pub configurations: Tracked<Configuration>,
    pub groups: Tracked<Group>,
    /// What other services have in the region.
    #[serde(default)]
    pub neighbours: Neighbours,
}

impl Store {
    pub(crate) fn new(seed: u64, now: ApiTime) -> Self {
        Self {
            ids: IdSource::new(seed),
            now,
            regions: BTreeMap::new(),
            agenda: Agenda::default(),
            unsaved: Unsaved::default(),
        }
    }

    /// Marks the neighbours of `region` as changed.
    pub(crate) fn touch_neighbours(&mut self, region: &str) {
        self.unsaved.neighbours.insert(region.to_owned());
    }

    /// Marks every object as changed.
    fn touch_all(&mut self) {
        self.note_changes();
        for (name, region) in &self.regions {
            let place = |id: &Id| Place {
                region: name.clone(),
                id: *id,
            };
            self.unsaved
                .configurations
                .extend(region.configurations.keys().map(place));
            self.unsaved.neighbours.insert(name.clone());
            self.unsaved.groups.extend(region.groups.keys().map(place));
        }
    }

    /// Takes note of what was changed since the last time: what it waits for now, and that it is to be saved.
    pub(crate) fn note_changes(&mut self) {
        for (name, region) in &mut self.regions {
            let place = |id| Place {
                region: name.clone(),
                id,
            };
            self.unsaved
                .configurations
                .extend(region.configurations.take_touched().into_iter().map(place));
            for place in region.groups.take_touched().into_iter().map(place) {
                self.agenda.update(&place, region.groups.get(&place.id));
                self.unsaved.groups.insert(place);
            }
        }
    }

    /// The name of the region in which the group `id` lives.
    pub(crate) fn region_of_group(&self, id: Id) -> Option<&str> {
        self.regions
            .iter()
            .find(|(_, region)| region.groups.contains_key(&id))
            .map(|(name, _)| name.as_str())
    }
}

impl Region {
    /// The group that `id` names.
    pub(crate) fn group(&self, id: &str) -> Result<&Group, ApiError> {
        Id::parse(id)
            .and_then(|id| self.groups.get(&id))
            .ok_or_else(|| ApiError::not_found("ScalingGroup", id))
    }

    /// The configuration that `id` names.
    pub(crate) fn configuration(&self, id: &str) -> Result<&Configuration, ApiError> {
        Id::parse(id)
            .and_then(|id| self.configurations.get(&id))
            .ok_or_else(|| ApiError::not_found("ScalingConfiguration", id))
    }

    /// The groups that use the configuration `id`.
    pub(crate) fn users_of(&self, id: Id) -> impl Iterator<Item = &Group> {
        self.groups
            .values()
            .filter(move |group| group.configuration == id)
    }
}
