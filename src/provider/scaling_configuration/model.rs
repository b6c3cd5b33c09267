//! The typed form of `ksyun_scaling_configuration`, and how the API's answers fill it.

use crate::client::actions::{DataDisk, ScalingConfiguration, Tag};
use crate::framework::timeouts::TimeoutsModel;
use crate::framework::{Field, List, Map, Sensitive, Set, model};
use crate::provider::echo::{echo, echo_as_is};
use crate::provider::unmentioned::Named;

model! {
    /// A scaling configuration in configuration, plan or state.
    pub struct ScalingConfigurationModel {
        /// `ScalingConfigurationId`
        id: String,
        /// `ScalingConfigurationName`
        scaling_configuration_name: String,
        /// `ImageId`
        image_id: String,
        /// `InstanceType.N`
        instance_type: String,
        /// `ChargeType`
        charge_type: String,
        /// `ProjectId`
        project_id: i64,
        /// `Tag.N`
        tags: Map,
        /// `SyncTag`
        sync_tag: bool,
        /// `SystemDisk.DiskType`
        system_disk_type: String,
        /// `SystemDisk.DiskSize`
        system_disk_size: i64,
        /// `SystemDisk.ResizeType`
        system_disk_resize_type: String,
        /// `DataDiskGb`
        data_disk_gb: i64,
        /// `Password`
        password: Sensitive,
        /// `Password`
        password_wo: Sensitive,
        /// Of Terraform alone.
        password_wo_version: i64,
        /// `KeyId.N`
        key_id: Set<String>,
        /// `KeepImageLogin`
        keep_image_login: bool,
        /// `UserData`
        user_data: Sensitive,
        /// `UserData`
        user_data_wo: Sensitive,
        /// Of Terraform alone.
        user_data_wo_version: i64,
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
        /// `Cpu`
        cpu: i64,
        /// `Gpu`
        gpu: i64,
        /// `Mem`
        mem: i64,
        /// `CreateTime`
        create_time: String,
        /// `DataDisk.N`
        data_disks: List<DataDiskModel>,
        /// Of Terraform alone.
        timeouts: TimeoutsModel,
    }
}

model! {
    /// A cloud data disk.
    pub struct DataDiskModel {
        /// `DataDisk.N.Type`
        disk_type: String,
        /// `DataDisk.N.Size`
        disk_size: i64,
        /// `DataDisk.N.DeleteWithInstance`
        delete_with_instance: bool,
    }
}

impl ScalingConfigurationModel {
    /// This model with what the API says of the configuration. What the API leaves out stays as it is, and so does what
    /// only Terraform knows.
    pub(super) fn with_answer(self, answer: ScalingConfiguration) -> Self {
        let imported = self.is_imported();
        let types = Some(answer.instance_types().join(",")).filter(|types| !types.is_empty());
        let user_data = answer.user_data.map(|data| Sensitive(data.as_str().to_owned()));
        Self {
            id: answer.scaling_configuration_id.as_str().into(),
            scaling_configuration_name: echo_as_is(
                answer.scaling_configuration_name,
                self.scaling_configuration_name,
            ),
            image_id: echo_as_is(answer.image_id, self.image_id),
            instance_type: echo_as_is(types, self.instance_type),
            charge_type: echo_as_is(answer.charge_type, self.charge_type),
            project_id: echo_as_is(answer.project_id, self.project_id),
            tags: tags(answer.tags, self.tags, imported),
            sync_tag: sync_tag(answer.sync_tag, self.sync_tag, imported),
            system_disk_type: echo_as_is(answer.system_disk_type, self.system_disk_type),
            system_disk_size: echo_as_is(answer.system_disk_size, self.system_disk_size),
            data_disk_gb: echo_as_is(answer.data_disk_gb, self.data_disk_gb),
            key_id: answer.key_ids.map_or_else(
                || Field::Value(self.key_id.into_value().unwrap_or_default()),
                |keys| Field::Value(keys.into_iter().collect()),
            ),
            keep_image_login: echo_as_is(answer.keep_image_login, self.keep_image_login),
            // What is write-only is not shown by a look either.
            user_data: if self.user_data_wo_version.value().is_some() {
                Field::Null
            } else {
                echo_as_is(user_data, self.user_data)
            },
            address_band_width: echo_as_is(answer.address_band_width, self.address_band_width),
            band_width_share_id: echo_as_is(answer.band_width_share_id, self.band_width_share_id),
            line_id: echo_as_is(answer.line_id, self.line_id),
            address_project_id: echo_as_is(answer.address_project_id, self.address_project_id),
            instance_name: echo_as_is(answer.instance_name, self.instance_name),
            instance_name_suffix: echo_as_is(answer.instance_name_suffix, self.instance_name_suffix),
            instance_name_time_suffix: echo_as_is(
                answer.instance_name_time_suffix,
                self.instance_name_time_suffix,
            ),
            need_monitor_agent: echo_as_is(answer.need_monitor_agent, self.need_monitor_agent),
            need_security_agent: echo_as_is(answer.need_security_agent, self.need_security_agent),
            cpu: echo_as_is(answer.cpu, self.cpu),
            gpu: echo_as_is(answer.gpu, self.gpu),
            mem: echo_as_is(answer.mem, self.mem),
            create_time: echo_as_is(answer.create_time, self.create_time),
            data_disks: answer.data_disks.map_or_else(
                || Field::Value(self.data_disks.into_value().unwrap_or_default()),
                |disks| Field::Value(disks.into_iter().map(DataDiskModel::from).collect()),
            ),
            ..self
        }
    }

    /// Whether nothing but the id is known yet: every other state has the image.
    fn is_imported(&self) -> bool {
        self.image_id.is_unset()
    }

    /// The state of the official provider in the form in which this one would have written it. It has no null texts: a
    /// password that was never set is an empty one there.
    pub(super) fn adopted(self) -> Self {
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

impl From<DataDisk> for DataDiskModel {
    fn from(disk: DataDisk) -> Self {
        Self {
            disk_type: disk.disk_type.into(),
            disk_size: disk.disk_size.into(),
            delete_with_instance: disk.delete_with_instance.into(),
        }
    }
}

/// The tags as they are. Tags that this configuration does not set, and that something else gave it, are none of its
/// business, except that an import wants to know of them.
fn tags(answer: Option<Vec<Tag>>, before: Field<Map>, imported: bool) -> Field<Map> {
    match answer {
        Some(tags) if before.is_unset() && (tags.is_empty() || !imported) => Field::Null,
        Some(tags) => {
            // A tag without a value has an empty one.
            let without_value = |key: &str| {
                before
                    .value()
                    .is_some_and(|tags| tags.0.get(key) == Some(&Field::Null))
            };
            let value = |tag: Tag| match tag.value.unwrap_or_default() {
                value if value.is_empty() && without_value(&tag.key) => (tag.key, Field::Null),
                value => (tag.key, Field::Value(value)),
            };
            Field::Value(Map(tags.into_iter().map(value).collect()))
        }
        None => before,
    }
}

/// The switch as it is, by the same rule; "off" is also what the API answers when it was never asked for.
fn sync_tag(answer: Option<bool>, before: Field<bool>, imported: bool) -> Field<bool> {
    match answer {
        Some(on) if before.is_unset() && !(on && imported) => Field::Null,
        answer => echo(answer, before),
    }
}

#[cfg(test)]
mod tests;
