//! How the API's answers become a configuration in state, where that takes more than copying.

use super::attributes::ScalingConfigurationModel;
use super::tags;
use crate::client::actions::{DataDisk, ScalingConfiguration, UserData};
use crate::framework::{Field, List, Sensitive, model};
use crate::provider::flatten::{flatten, flatten_as_is};
use crate::provider::unmentioned::Named;

model! {
    /// A cloud data disk.
    pub struct DataDiskModel {
        /// `DataDisk.N.Type`
        disk_type: String,
        /// `DataDisk.N.Size`
        disk_size: i64,
        /// `DataDisk.N.DeleteWithInstance`
        delete_with_instance: bool,
        /// `DataDisk.N.SnapshotId`
        snapshot_id: String,
    }
}

impl ScalingConfigurationModel {
    /// This model with what the API says of the configuration. What the API leaves out stays as it is, and so does what
    /// only Terraform knows.
    pub(super) fn with_answer(self, answer: &ScalingConfiguration) -> Self {
        let imported = self.is_imported();
        let model = self.flatten_plain(answer);
        let user_data = answer.user_data.as_ref().map(Sensitive::from);
        let (own, all) = tags::shown(answer.tags.as_deref(), model.tags, model.tags_all, imported);
        Self {
            id: answer.scaling_configuration_id.as_str().into(),
            tags: own,
            tags_all: all,
            sync_tag: sync_tag(answer.sync_tag, model.sync_tag, imported),
            key_id: answer.key_ids.as_ref().map_or_else(
                || Field::Value(model.key_id.into_value().unwrap_or_default()),
                |keys| Field::Value(keys.iter().cloned().collect()),
            ),
            // What is write-only is not shown by a look either.
            user_data: if model.user_data_wo_version.value().is_some() {
                Field::Null
            } else {
                flatten_as_is(user_data, model.user_data)
            },
            data_disks: Field::Value(data_disks(answer, model.data_disks)),
            ..model
        }
    }

    /// Whether nothing but the id is known yet: every other state has the image.
    fn is_imported(&self) -> bool {
        self.image_id.is_unset()
    }

    /// The state of the official provider in the form in which this one would have written it. It has no null texts: a
    /// password that was never set is an empty one there.
    pub(super) fn upgraded(self) -> Self {
        let password = match self.password {
            Field::Value(Sensitive(password)) if password.is_empty() => Field::Null,
            password => password,
        };
        Self { password, ..self }
    }

    /// The cloud data disks.
    pub(super) fn disks(&self) -> impl Iterator<Item = &DataDiskModel> {
        self.data_disks.value().into_iter().flat_map(List::known)
    }
}

impl Named for DataDiskModel {
    fn name(&self) -> Option<String> {
        let (size, disk_type) = (self.disk_size.get()?, self.disk_type.as_str()?);
        Some(format!("{size} GB {disk_type}"))
    }
}

impl From<&UserData> for Sensitive {
    fn from(base64: &UserData) -> Self {
        Self(base64.as_str().to_owned())
    }
}

impl From<&DataDisk> for DataDiskModel {
    fn from(disk: &DataDisk) -> Self {
        Self {
            disk_type: disk.disk_type.clone().into(),
            disk_size: disk.disk_size.into(),
            delete_with_instance: disk.delete_with_instance.into(),
            snapshot_id: Field::Null,
        }
    }
}

/// The disks as they are. Of which snapshots they are made, no answer says: that is as it was known of a disk of the same type
/// and size.
fn data_disks(answer: &ScalingConfiguration, before: Field<List<DataDiskModel>>) -> List<DataDiskModel> {
    let known = before.into_value().unwrap_or_default();
    let Some(disks) = &answer.data_disks else {
        return known;
    };
    let mut known: Vec<DataDiskModel> = known.known().cloned().collect();
    let with_snapshot = |disk: &DataDisk| {
        let disk = DataDiskModel::from(disk);
        let is_same =
            |known: &DataDiskModel| known.disk_type == disk.disk_type && known.disk_size == disk.disk_size;
        match known.iter().position(is_same) {
            Some(place) => DataDiskModel {
                snapshot_id: known.remove(place).snapshot_id,
                ..disk
            },
            None => disk,
        }
    };
    disks.iter().map(with_snapshot).collect()
}

/// The switch as it is, unless something else has switched it on; "off" is also what the API answers when it was never asked for.
fn sync_tag(answer: Option<bool>, before: Field<bool>, imported: bool) -> Field<bool> {
    match answer {
        Some(on) if before.is_unset() && !(on && imported) => Field::Null,
        answer => flatten(answer, before),
    }
}

#[cfg(test)]
mod tests;
