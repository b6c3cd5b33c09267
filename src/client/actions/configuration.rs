//! Scaling configurations: the template from which a group creates instances.
use std::fmt;

use secrecy::SecretString;

use super::Done;
use super::declare::{api_list, api_object, api_params, api_request};
use crate::client::params::{Params, ToParams};
use crate::client::wire::{FromWire, Id, WireError};

api_request! {
    /// Creates a configuration.
    pub struct CreateScalingConfiguration: Write -> CreateScalingConfigurationResponse {
        /// What instances look like.
        pub settings: ScalingConfigurationSettings = "",
    }
}

api_object! {
    /// The configuration that was created.
    pub struct CreateScalingConfigurationResponse {
        /// Its id.
        pub scaling_configuration_id: String = "ScalingConfigurationId" | "ReturnSet" as id,
    }
}

api_request! {
    /// Changes what is sent, in place, and keeps the rest.
    pub struct ModifyScalingConfiguration: Write -> Done {
        /// The configuration.
        pub scaling_configuration_id: String = "ScalingConfigurationId",
        /// What is to change.
        pub settings: ScalingConfigurationSettings = "",
    }
}

api_params! {
    /// What instances look like: the parameters that create and modify share. Absent ones get the API's
    /// default, or stay.
    pub struct ScalingConfigurationSettings {
        /// Name of the configuration.
        pub scaling_configuration_name: Option<String> = "ScalingConfigurationName",
        /// The image.
        pub image_id: Option<String> = "ImageId",
        /// Instance types in the order of preference, 1–10.
        pub instance_types: Vec<String> = "InstanceType",
        /// The login password.
        pub password: Option<SecretString> = "Password",
        /// Login keys.
        pub key_ids: Vec<String> = "KeyId",
        /// Whether to keep the login settings of the image.
        pub keep_image_login: Option<bool> = "KeepImageLogin",
        /// For example `HourlyInstantSettlement` (default).
        pub charge_type: Option<String> = "ChargeType",
        /// The project, default 0.
        pub project_id: Option<i64> = "ProjectId",
        /// For example `Local_SSD`, `SSD3.0` or `EHDD`.
        pub system_disk_type: Option<String> = "SystemDisk.DiskType",
        /// GB, 0–500.
        pub system_disk_size: Option<i64> = "SystemDisk.DiskSize",
        /// `offline` or `online`.
        pub system_disk_resize_type: Option<String> = "SystemDisk.ResizeType",
        /// Local data disk, GB.
        pub data_disk_gb: Option<i64> = "DataDiskGb",
        /// Cloud data disks.
        pub data_disks: Vec<DataDiskParam> = "DataDisk",
        /// Mbps; buys an EIP for each instance.
        pub address_band_width: Option<i64> = "AddressBandWidth",
        /// Shared bandwidth that the EIP joins.
        pub band_width_share_id: Option<String> = "BandWidthShareId",
        /// Line of the EIP, default BGP.
        pub line_id: Option<String> = "LineId",
        /// Project of the EIP.
        pub address_project_id: Option<i64> = "AddressProjectId",
        /// Name of the instances.
        pub instance_name: Option<String> = "InstanceName",
        /// Suffix of the name: digits.
        pub instance_name_suffix: Option<String> = "InstanceNameSuffix",
        /// Whether to append the time to the name.
        pub instance_name_time_suffix: Option<bool> = "InstanceNameTimeSuffix",
        /// Base64 of at most 16 KB.
        pub user_data: Option<UserData> = "UserData",
        /// Tags, at most 10.
        pub tags: Vec<TagParam> = "Tag",
        /// 0 or 1: install the monitoring agent.
        pub need_monitor_agent: Option<i64> = "NeedMonitorAgent",
        /// 0 or 1: install the security agent.
        pub need_security_agent: Option<i64> = "NeedSecurityAgent",
        /// Whether to copy the tags to the disks.
        pub sync_tag: Option<bool> = "SyncTag",
    }
}

api_params! {
    /// One cloud data disk in a request.
    pub struct DataDiskParam {
        /// `SSD3.0` or `EHDD`.
        pub disk_type: Option<String> = "Type",
        /// GB, 10–16000.
        pub disk_size: Option<i64> = "Size",
        /// Whether it is deleted with the instance.
        pub delete_with_instance: Option<bool> = "DeleteWithInstance",
        /// Snapshot to create it from; on create only.
        pub snapshot_id: Option<String> = "SnapshotId",
    }
}

api_params! {
    /// One tag in a request.
    pub struct TagParam {
        /// 1–128 characters.
        pub key: String = "Key",
        /// Up to 256 characters.
        pub value: Option<String> = "Value",
    }
}

api_request! {
    /// Deletes configurations; each can fail alone, see [`DeletedScalingConfiguration::message`].
    pub struct DeleteScalingConfiguration: Write -> DeleteScalingConfigurationResponse {
        /// The configurations.
        pub scaling_configuration_ids: Vec<String> = "ScalingConfigurationId",
    }
}

api_object! {
    /// What became of each configuration.
    pub struct DeleteScalingConfigurationResponse {
        /// One entry per configuration.
        pub results: Vec<DeletedScalingConfiguration> = "ReturnSet",
    }
}

api_object! {
    /// What became of one configuration.
    pub struct DeletedScalingConfiguration {
        /// The configuration.
        pub scaling_configuration_id: Option<String> = "ScalingConfigurationId",
        /// Why it was *not* deleted; absent or empty on success.
        pub message: Option<String> = "Message",
    }
}

api_request! {
    /// Lists configurations.
    pub struct DescribeScalingConfiguration: Read -> DescribeScalingConfigurationResponse {
        /// Only these configurations, at most 20.
        pub scaling_configuration_ids: Vec<String> = "ScalingConfigurationId",
        /// Only configurations of this name.
        pub scaling_configuration_name: Option<String> = "ScalingConfigurationName",
        /// Only configurations of these projects; absent may mean the default project, or all.
        pub project_ids: Vec<String> = "ProjectId",
        /// Offset of the first item, default 0.
        pub marker: Option<i64> = "Marker",
        /// Items per answer, 5 or more, default 10.
        pub max_results: Option<i64> = "MaxResults",
    }
}

api_object! {
    /// One page of configurations.
    pub struct DescribeScalingConfigurationResponse {
        /// The number that the API reports; undocumented whether of the page or of all.
        pub count: Option<i64> = "ScalingConfigurationCount",
        /// The configurations.
        pub scaling_configurations: Option<Vec<ScalingConfiguration>> = "ScalingConfigurationSet" as list,
    }
}

api_list!(
    DescribeScalingConfiguration => DescribeScalingConfigurationResponse.scaling_configurations: ScalingConfiguration,
    named "ScalingConfigurationSet", by scaling_configuration_id, of scaling_configuration_ids
);

impl DescribeScalingConfiguration {
    /// Asks for one configuration.
    pub fn one(scaling_configuration_id: impl Into<String>) -> Self {
        Self {
            scaling_configuration_ids: vec![scaling_configuration_id.into()],
            ..Self::default()
        }
    }
}

api_object! {
    /// A scaling configuration. The API may return its password too: it is not read.
    pub struct ScalingConfiguration {
        /// Its id.
        pub scaling_configuration_id: String = "ScalingConfigurationId" as id,
        /// Its name.
        pub scaling_configuration_name: Option<String> = "ScalingConfigurationName",
        /// The groups that use it.
        pub scaling_groups: Option<Vec<ConfigurationUser>> = "ScalingGroupIdSet",
        /// Cores.
        pub cpu: Option<i64> = "Cpu",
        /// GB.
        pub mem: Option<i64> = "Mem",
        /// GPUs.
        pub gpu: Option<i64> = "Gpu",
        /// The image.
        pub image_id: Option<String> = "ImageId",
        /// Comma list of instance types; see [`ScalingConfiguration::instance_types`].
        pub instance_type: Option<String> = "InstanceType",
        /// The instance types, where the API gives a list.
        pub instance_type_set: Option<Vec<String>> = "InstanceTypeSet",
        /// For example `HourlyInstantSettlement`.
        pub charge_type: Option<String> = "ChargeType",
        /// The project.
        pub project_id: Option<i64> = "ProjectId",
        /// Whether the login settings of the image are kept.
        pub keep_image_login: Option<bool> = "KeepImageLogin",
        /// Login keys.
        pub key_ids: Option<Vec<String>> = "KeyIds",
        /// For example `SSD3.0`.
        pub system_disk_type: Option<String> = "SystemDiskType",
        /// GB.
        pub system_disk_size: Option<i64> = "SystemDiskSize",
        /// Local data disk, GB; requests call it `DataDiskGb`.
        pub data_disk_gb: Option<i64> = "StorageSize",
        /// Cloud data disks.
        pub data_disks: Option<Vec<DataDisk>> = "DataDiskEbsDetail",
        /// Mbps; only if an EIP is bought.
        pub address_band_width: Option<i64> = "AddressBandWidth",
        /// Shared bandwidth that the EIP joins.
        pub band_width_share_id: Option<String> = "BandWidthShareId",
        /// Line of the EIP.
        pub line_id: Option<String> = "LineId",
        /// Project of the EIP.
        pub address_project_id: Option<i64> = "AddressProjectId",
        /// Name of the instances.
        pub instance_name: Option<String> = "InstanceName",
        /// Suffix of the name.
        pub instance_name_suffix: Option<String> = "InstanceNameSuffix",
        /// Whether the time is appended to the name.
        pub instance_name_time_suffix: Option<bool> = "InstanceNameTimeSuffix",
        /// Base64.
        pub user_data: Option<UserData> = "UserData",
        /// Tags; absent where the API does not return them.
        pub tags: Option<Vec<Tag>> = "TagSet",
        /// 0 or 1.
        pub need_monitor_agent: Option<i64> = "NeedMonitorAgent",
        /// 0 or 1.
        pub need_security_agent: Option<i64> = "NeedSecurityAgent",
        /// Whether the tags are copied to the disks.
        pub sync_tag: Option<bool> = "SyncTag",
        /// Zones in which instances can start.
        pub support_availability_zones: Option<Vec<String>> = "SupportAvailabilityZones",
        /// Beijing time, `YYYY-MM-DD HH:MM:SS`.
        pub create_time: Option<String> = "CreateTime" as time,
    }
}

impl ScalingConfiguration {
    /// The instance types, from whichever member the API filled; empty if it filled neither.
    pub fn instance_types(&self) -> Vec<String> {
        if let Some(types) = self.instance_type_set.as_ref().filter(|types| !types.is_empty()) {
            return types.clone();
        }
        let list = self.instance_type.as_deref().unwrap_or_default();
        list.split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect()
    }
}

api_object! {
    /// One cloud data disk.
    pub struct DataDisk {
        /// For example `SSD3.0`.
        pub disk_type: Option<String> = "type",
        /// GB.
        pub disk_size: Option<i64> = "size",
        /// Whether it is deleted with the instance.
        pub delete_with_instance: Option<bool> = "deleteWithInstance",
    }
}

api_object! {
    /// One tag.
    pub struct Tag {
        /// Its key.
        pub key: String = "Key",
        /// Its value.
        pub value: Option<String> = "Value",
    }
}

/// A group that uses a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfigurationUser {
    /// The group.
    pub scaling_group_id: String,
    /// Its name, where the API gives more than the id.
    pub scaling_group_name: Option<String>,
}

/// The API documents an object and shows a bare id.
impl FromWire for ConfigurationUser {
    const EXPECTED: &'static str = "a scaling group";

    fn from_wire(value: &serde_json::Value) -> Result<Self, WireError> {
        if value.is_object() {
            crate::client::wire::read::read_object(value, |object| {
                Ok(Self {
                    scaling_group_id: object.read::<Id>(&["ScalingGroupId"])?.0,
                    scaling_group_name: object.read(&["ScalingGroupName"])?,
                })
            })
        } else {
            Ok(Self {
                scaling_group_id: Id::from_wire(value)?.0,
                scaling_group_name: None,
            })
        }
    }
}

/// The base64 text that instances get as user data. It often holds credentials, so `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct UserData(String);

impl UserData {
    /// The base64 text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for UserData {
    fn from(base64: T) -> Self {
        Self(base64.into())
    }
}

impl fmt::Debug for UserData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserData([REDACTED])")
    }
}

impl ToParams for UserData {
    fn write(&self, name: &str, params: &mut Params) {
        params.set(name, self.as_str());
    }
}

impl FromWire for UserData {
    const EXPECTED: &'static str = String::EXPECTED;

    fn from_wire(value: &serde_json::Value) -> Result<Self, WireError> {
        String::from_wire(value).map(Self)
    }
}
