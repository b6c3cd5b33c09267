//! Everything the emulator knows: plain data that can be saved as one JSON file. Objects live in a region, what belongs
//! to a group lives in the group and goes with it.

mod activity;
mod configuration;
mod file;
mod group;
mod instance;
mod metric;
mod notification;
mod policy;
mod task;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::ApiError;
use super::ids::{Id, IdSource};
use super::moment::Moment;

pub(crate) use activity::{Activity, ActivityKind, ActivityStatus, Cause, Running, Work};
pub(crate) use configuration::{Configuration, DataDisk, Tag};
pub(crate) use file::StoreFile;
pub use file::StoreFileError;
pub(crate) use group::{Group, GroupStatus, LoadBalancer, RemovePolicy, SubnetStrategy};
pub(crate) use instance::{CreationType, HealthStatus, Instance};
#[cfg(test)]
pub(crate) use metric::{Comparison, Function};
pub(crate) use metric::{Dimension, Metric, Point};
pub(crate) use notification::{Notification, SentNotification};
pub(crate) use policy::{AdjustmentType, Policy};
pub(crate) use task::{RepeatUnit, Task};

/// The whole state of an emulator.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Store {
    pub ids: IdSource,
    /// Up to when everything that was due has happened.
    pub now: Moment,
    pub regions: BTreeMap<String, Region>,
}

/// The objects of one region.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Region {
    pub configurations: BTreeMap<Id, Configuration>,
    pub groups: BTreeMap<Id, Group>,
}

impl Store {
    pub(crate) fn new(seed: u64, now: Moment) -> Self {
        Self {
            ids: IdSource::new(seed),
            now,
            regions: BTreeMap::new(),
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

    /// As [`Region::group`], to be changed.
    pub(crate) fn group_mut(&mut self, id: &str) -> Result<&mut Group, ApiError> {
        Id::parse(id)
            .and_then(|id| self.groups.get_mut(&id))
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
