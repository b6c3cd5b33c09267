use serde::{Deserialize, Serialize};

use crate::emulator::api_time::ApiTime;
use crate::emulator::ids::Id;

/// A launch configuration. The password is not kept: nothing that the emulator does needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Configuration {
    pub id: Id,
    pub created: ApiTime,
    pub name: String,
    pub image: String,
    /// In order of preference.
    pub instance_types: Vec<String>,
    pub charge_type: String,
    pub data_disk_gb: u32,
    pub project: u64,
    pub keep_image_login: bool,
    pub keys: Vec<String>,
    pub data_disks: Vec<DataDisk>,
    pub system_disk_type: String,
    pub system_disk_size: u32,
    pub system_disk_resize_type: Option<String>,
    /// Mbit/s; absent if no address is bought.
    pub address_band_width: Option<u32>,
    pub band_width_share: Option<String>,
    pub line: Option<String>,
    pub address_project: Option<u64>,
    pub instance_name: String,
    pub instance_name_suffix: String,
    pub instance_name_time_suffix: bool,
    /// Base64.
    pub user_data: Option<String>,
    pub tags: Vec<Tag>,
    pub need_monitor_agent: u8,
    pub need_security_agent: u8,
    pub sync_tag: bool,
}

/// A cloud data disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DataDisk {
    pub delete_with_instance: bool,
    pub size: u32,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snapshot_id: Option<String>,
}

/// A tag of the instances.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Tag {
    pub key: String,
    pub value: String,
}

impl Configuration {
    /// Cores and gigabytes of memory of the preferred type. A type's name ends in `.`, the number of cores and a letter
    /// for the memory per core: `S4.2B` has 2 cores and 4 GB. Other names count as one core and one gigabyte.
    pub(crate) fn cores_and_memory(&self) -> (u32, u32) {
        let size = self
            .instance_types
            .first()
            .and_then(|name| name.rsplit_once('.'))
            .map_or("", |(_, size)| size);
        let digits = size.trim_end_matches(|c: char| c.is_ascii_uppercase());
        let cores = digits.parse().unwrap_or(1);
        let per_core = match &size[digits.len()..] {
            "B" => 2,
            "C" => 4,
            "D" => 8,
            _ => 1,
        };
        (cores, cores.saturating_mul(per_core))
    }
}
