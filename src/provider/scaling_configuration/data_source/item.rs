//! A configuration as data sources give it.

use crate::client::actions::{DataDisk, ScalingConfiguration, Tag};
use crate::framework::schema::Attribute;
use crate::framework::{Field, Map, Sensitive};
use crate::provider::data_sources::{Item, Lookup};
use crate::provider::scaling_configuration::attributes::{ConfigurationItem, DataDiskItem};

impl From<ScalingConfiguration> for ConfigurationItem {
    fn from(answer: ScalingConfiguration) -> Self {
        let plain = Self::flatten_plain(&answer);
        let groups = answer
            .scaling_groups
            .into_iter()
            .flatten()
            .map(|group| group.scaling_group_id);
        let disks = answer.data_disks.unwrap_or_default();
        Self {
            id: answer.scaling_configuration_id.as_str().into(),
            scaling_configuration_id: Field::Value(answer.scaling_configuration_id),
            scaling_group_ids: Field::Value(groups.collect()),
            tags: answer.tags.map(tags).into(),
            sync_tag: answer.sync_tag.into(),
            data_disks: Field::Value(disks.into_iter().map(disk).collect()),
            key_id: Field::Value(answer.key_ids.unwrap_or_default().into_iter().collect()),
            user_data: answer.user_data.as_ref().map(Sensitive::from).into(),
            ..plain
        }
    }
}

fn disk(disk: DataDisk) -> DataDiskItem {
    DataDiskItem {
        disk_type: disk.disk_type.into(),
        disk_size: disk.disk_size.into(),
        delete_with_instance: disk.delete_with_instance.into(),
    }
}

fn tags(tags: Vec<Tag>) -> Map {
    let pair = |tag: Tag| (tag.key, Field::from_option(tag.value));
    Map(tags.into_iter().map(pair).collect())
}

impl Item for ConfigurationItem {
    fn members() -> Vec<Attribute> {
        Self::attributes()
    }

    fn id(&self) -> &str {
        self.id.as_str().unwrap_or_default()
    }
}

impl Lookup for ConfigurationItem {
    const OBJECT: &'static str = "scaling configuration";
    const NAME: &'static str = "scaling_configuration_name";

    fn name(&self) -> &Field<String> {
        &self.scaling_configuration_name
    }

    fn id_argument(&self) -> &Field<String> {
        &self.id
    }
}
