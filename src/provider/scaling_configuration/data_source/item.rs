//! A configuration as data sources give it.

use super::members::members;
use crate::client::actions::{ScalingConfiguration, Tag};
use crate::framework::schema::Attribute;
use crate::framework::{Field, List, Map, Sensitive, Set, model};
use crate::provider::data_sources::{Item, Lookup};
use crate::provider::scaling_configuration::model::DataDiskModel;

model! {
    /// A configuration.
    pub struct ConfigurationItem {
        /// `ScalingConfigurationId`
        id: String,
        /// `ScalingConfigurationId`
        scaling_configuration_id: String,
        /// `ScalingConfigurationName`
        scaling_configuration_name: String,
        /// `ScalingGroupIdSet`
        scaling_group_ids: Set<String>,
        /// `ImageId`
        image_id: String,
        /// `InstanceTypeSet`
        instance_type: String,
        /// `Cpu`
        cpu: i64,
        /// `Gpu`
        gpu: i64,
        /// `Mem`
        mem: i64,
        /// `ChargeType`
        charge_type: String,
        /// `ProjectId`
        project_id: i64,
        /// `TagSet`
        tags: Map,
        /// `SyncTag`
        sync_tag: bool,
        /// `SystemDiskType`
        system_disk_type: String,
        /// `SystemDiskSize`
        system_disk_size: i64,
        /// `StorageSize`
        data_disk_gb: i64,
        /// `DataDiskEbsDetail`
        data_disks: List<DataDiskModel>,
        /// `KeyIds`
        key_id: Set<String>,
        /// `KeepImageLogin`
        keep_image_login: bool,
        /// `UserData`
        user_data: Sensitive,
        /// `AddressBandWidth`
        address_band_width: i64,
        /// `BandWidthShareId`
        band_width_share_id: String,
        /// `LineId`
        line_id: String,
        /// `AddressProjectId`
        address_project_id: i64,
        /// `InstanceName`
        instance_name: String,
        /// `InstanceNameSuffix`
        instance_name_suffix: String,
        /// `InstanceNameTimeSuffix`
        instance_name_time_suffix: bool,
        /// `NeedMonitorAgent`
        need_monitor_agent: i64,
        /// `NeedSecurityAgent`
        need_security_agent: i64,
        /// `CreateTime`
        create_time: String,
    }
}

impl From<ScalingConfiguration> for ConfigurationItem {
    fn from(answer: ScalingConfiguration) -> Self {
        let types = answer.instance_types().join(",");
        let groups = answer
            .scaling_groups
            .into_iter()
            .flatten()
            .map(|group| group.scaling_group_id);
        let disks = answer.data_disks.unwrap_or_default();
        Self {
            id: answer.scaling_configuration_id.as_str().into(),
            scaling_configuration_id: Field::Value(answer.scaling_configuration_id),
            scaling_configuration_name: answer.scaling_configuration_name.into(),
            scaling_group_ids: Field::Value(groups.collect()),
            image_id: answer.image_id.into(),
            instance_type: Some(types).filter(|types| !types.is_empty()).into(),
            cpu: answer.cpu.into(),
            gpu: answer.gpu.into(),
            mem: answer.mem.into(),
            charge_type: answer.charge_type.into(),
            project_id: answer.project_id.into(),
            tags: answer.tags.map(tags).into(),
            sync_tag: answer.sync_tag.into(),
            system_disk_type: answer.system_disk_type.into(),
            system_disk_size: answer.system_disk_size.into(),
            data_disk_gb: answer.data_disk_gb.into(),
            data_disks: Field::Value(disks.into_iter().map(DataDiskModel::from).collect()),
            key_id: Field::Value(answer.key_ids.unwrap_or_default().into_iter().collect()),
            keep_image_login: answer.keep_image_login.into(),
            user_data: answer
                .user_data
                .map(|data| Sensitive(data.as_str().to_owned()))
                .into(),
            address_band_width: answer.address_band_width.into(),
            band_width_share_id: answer.band_width_share_id.into(),
            line_id: answer.line_id.into(),
            address_project_id: answer.address_project_id.into(),
            instance_name: answer.instance_name.into(),
            instance_name_suffix: answer.instance_name_suffix.into(),
            instance_name_time_suffix: answer.instance_name_time_suffix.into(),
            need_monitor_agent: answer.need_monitor_agent.into(),
            need_security_agent: answer.need_security_agent.into(),
            create_time: answer.create_time.into(),
        }
    }
}

fn tags(tags: Vec<Tag>) -> Map {
    let pair = |tag: Tag| (tag.key, Field::from_option(tag.value));
    Map(tags.into_iter().map(pair).collect())
}

impl Item for ConfigurationItem {
    fn members() -> Vec<Attribute> {
        members()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_is_explained() {
        crate::provider::data_sources::assert_covered::<ConfigurationItem>();
    }
}
