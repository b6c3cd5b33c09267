//! The state of an emulator at a glance.

use serde::Serialize;

use super::engine::doing;
use super::ids::Id;
use super::store::{GroupStatus, Store};

/// A group in one line.
#[derive(Debug, Serialize)]
pub(crate) struct GroupLine {
    pub region: String,
    pub id: Id,
    pub name: String,
    pub status: GroupStatus,
    pub min: u32,
    pub max: u32,
    pub desired: u32,
    pub instances: u32,
    /// What it is doing, in words; empty if nothing.
    pub doing: String,
}

/// A line for every group.
pub(crate) fn groups(store: &Store) -> Vec<GroupLine> {
    let groups = store
        .regions
        .iter()
        .flat_map(|(name, region)| region.groups.values().map(move |group| (name, group)));
    groups
        .map(|(region, group)| GroupLine {
            region: region.clone(),
            id: group.id,
            name: group.name.clone(),
            status: group.status,
            min: group.min_size,
            max: group.max_size,
            desired: group.desired_capacity,
            instances: group.size(),
            doing: group
                .running
                .as_ref()
                .map(|running| doing(&running.work))
                .unwrap_or_default(),
        })
        .collect()
}
