//! Objects that a store begins with: a snapshot of another one, or what somebody wrote by hand.

use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use super::{Group, Region, Store};
use crate::emulator::api_time::ApiTime;
use crate::emulator::ids::{Id, IdSource};

/// Why a seed is none.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is not JSON, or not what a snapshot looks like.
    #[error("this is not a snapshot of an emulator: {0}")]
    Format(#[from] serde_json::Error),
    /// An object contradicts another, or itself.
    #[error("this is not a snapshot of an emulator: {0}")]
    Contradiction(String),
    /// As another error, with the file's name.
    #[error("{}: {source}", path.display())]
    InFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: Box<SeedError>,
    },
}

/// A snapshot. Written by hand, it may leave out what only an emulator knows.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seed {
    ids: Option<IdSource>,
    now: Option<ApiTime>,
    regions: std::collections::BTreeMap<String, Region>,
}

impl Store {
    /// The store in `file`.
    pub(crate) fn from_file(file: &Path, seed: u64, now: ApiTime) -> Result<Self, SeedError> {
        let text = std::fs::read(file).map_err(|source| SeedError::Io {
            path: file.to_owned(),
            source,
        })?;
        let store = serde_json::from_slice(&text).map_err(SeedError::from);
        let store = store.and_then(|snapshot| Self::from_snapshot(snapshot, seed, now));
        store.map_err(|error| SeedError::InFile {
            path: file.to_owned(),
            source: Box::new(error),
        })
    }

    /// The store of which `snapshot` was taken. What it leaves out is as in a new store that begins at `now`.
    pub(crate) fn from_snapshot(snapshot: Value, seed: u64, now: ApiTime) -> Result<Self, SeedError> {
        let Seed {
            ids,
            now: then,
            regions,
        } = serde_json::from_value(snapshot)?;
        let mut store = Self {
            ids: ids.unwrap_or_else(|| IdSource::new(seed)),
            regions,
            ..Self::new(seed, then.unwrap_or(now))
        };
        for region in store.regions.values() {
            check(region).map_err(SeedError::Contradiction)?;
            for id in ids_of(region) {
                store.ids.skip(id);
            }
        }
        Ok(store)
    }
}

/// What must hold between objects.
fn check(region: &Region) -> Result<(), String> {
    let misnamed = |what: &str, key: &Id, id: Id| Err(format!("the {what} at {key} has the id {id}"));
    for (key, configuration) in region.configurations.iter() {
        if *key != configuration.id {
            return misnamed("configuration", key, configuration.id);
        }
    }
    for (key, group) in region.groups.iter() {
        if *key != group.id {
            return misnamed("group", key, group.id);
        }
        if !region.configurations.contains_key(&group.configuration) {
            return Err(format!(
                "group {key} uses configuration {}, which is not there",
                group.configuration
            ));
        }
        if !(group.min_size..=group.max_size).contains(&group.desired_capacity) {
            return Err(format!(
                "group {key}: its desired capacity is not between its sizes"
            ));
        }
        check_members(group)?;
    }
    Ok(())
}

fn check_members(group: &Group) -> Result<(), String> {
    let policies = group.policies.iter().map(|(key, policy)| (key, policy.id));
    let tasks = group.tasks.iter().map(|(key, task)| (key, task.id));
    match policies.chain(tasks).find(|(key, id)| *key != id) {
        Some((key, id)) => Err(format!("group {}: what is at {key} has the id {id}", group.id)),
        None => Ok(()),
    }
}

/// Every id that is taken.
fn ids_of(region: &Region) -> Vec<Id> {
    let mut ids: Vec<Id> = region
        .configurations
        .keys()
        .chain(region.groups.keys())
        .copied()
        .collect();
    for group in region.groups.values() {
        ids.extend(group.policies.keys().chain(group.tasks.keys()));
        ids.extend(group.activities.iter().map(|activity| activity.id));
        ids.extend(group.notification.iter().map(|notification| notification.id));
    }
    ids
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::emulator::clock::MANUAL_START;
    use crate::emulator::testing::Lab;

    fn load(snapshot: Value) -> Result<Store, SeedError> {
        Store::from_snapshot(snapshot, 1, MANUAL_START)
    }

    #[test]
    fn a_snapshot_that_is_loaded_is_the_same_snapshot() {
        let lab = Lab::new();
        lab.group_of(3);
        let snapshot = lab.emulator.snapshot();
        let other = Lab::new();
        other.group_of(1);
        other.emulator.load(snapshot.clone()).expect("a snapshot");
        assert_eq!(other.emulator.snapshot(), snapshot);
    }

    #[test]
    fn what_only_an_emulator_knows_may_be_left_out() {
        let lab = Lab::new();
        let group = lab.group_of(0);
        let mut snapshot = lab.emulator.snapshot();
        for name in ["ids", "now"] {
            snapshot.as_object_mut().expect("an object").remove(name);
        }
        let members = snapshot["regions"]["cn-beijing-6"]["groups"][&group].as_object_mut();
        members.expect("the group").retain(|name, _| {
            !["activities", "queue", "running", "metrics", "tasks"].contains(&name.as_str())
        });
        let store = load(snapshot).expect("a seed");
        let other = Lab::new();
        other
            .emulator
            .load(serde_json::to_value(&store).expect("JSON"))
            .expect("a snapshot");
        assert_ne!(other.group_with(&[]), group, "its id is taken");
    }

    #[test]
    fn a_snapshot_that_contradicts_itself_is_refused() {
        let lab = Lab::new();
        let group = lab.group_of(0);
        let change = |change: &dyn Fn(&mut Value)| {
            let mut snapshot = lab.emulator.snapshot();
            change(&mut snapshot["regions"]["cn-beijing-6"]);
            load(snapshot).expect_err("refused").to_string()
        };
        let gone = change(&|region| region["configurations"] = json!({}));
        assert!(gone.contains("which is not there"), "{gone}");
        let capacity = change(&|region| region["groups"][&group]["desired_capacity"] = json!(99));
        assert!(
            capacity.contains("its desired capacity is not between its sizes"),
            "{capacity}"
        );
        let id = change(&|region| region["groups"][&group]["id"] = json!("7"));
        assert!(id.contains("has the id 7"), "{id}");
        assert!(load(json!({"groups": {}})).is_err());
    }
}
