//! What a launch configuration is made of: read from the parameters that create and modify have in common.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::configurations::ROOT_SIZE;
use super::values::{sent_uuids, set, uuid};
use crate::emulator::api_time::ApiTime;
use crate::emulator::error::ApiError;
use crate::emulator::ids::{Id, is_uuid};
use crate::emulator::params::{Item, Params};
use crate::emulator::store::{Configuration, DataDisk, Tag};

const USER_DATA_BYTES: usize = 16 * 1024;
/// The union of what the sources name.
const SYSTEM_DISK_TYPES: [&str; 8] = [
    "Local_SSD",
    "SSD2.0",
    "SATA2.0",
    "SSD3.0",
    "EHDD",
    "ESSD_SYSTEM_PL0",
    "ESSD_SYSTEM_PL1",
    "ESSD_SYSTEM_PL2",
];
const DATA_DISK_TYPES: [&str; 8] = [
    "SSD3.0", "EHDD", "SSD2.0", "SATA2.0", "ESSD_PL0", "ESSD_PL1", "ESSD_PL2", "ESSD_PL3",
];
/// How the line for addresses is called that is taken if none is named.
const DEFAULT_LINE: &str = "BGP";

/// A configuration with every default, before anything is applied.
pub(super) fn blank() -> Configuration {
    Configuration {
        id: Id::default(),
        created: ApiTime::default(),
        name: String::new(),
        image: String::new(),
        instance_types: Vec::new(),
        charge_type: "HourlyInstantSettlement".to_owned(),
        data_disk_gb: 0,
        project: 0,
        keep_image_login: false,
        keys: Vec::new(),
        data_disks: Vec::new(),
        system_disk_type: "SSD3.0".to_owned(),
        system_disk_size: ROOT_SIZE,
        system_disk_resize_type: None,
        address_band_width: None,
        band_width_share: None,
        line: None,
        address_project: None,
        instance_name: String::new(),
        instance_name_suffix: String::new(),
        instance_name_time_suffix: false,
        user_data: None,
        tags: Vec::new(),
        need_monitor_agent: 1,
        need_security_agent: 1,
        sync_tag: false,
    }
}

/// Changes what is sent and keeps the rest.
pub(super) fn apply(c: &mut Configuration, p: &Params) -> Result<(), ApiError> {
    set(
        &mut c.name,
        p.filled("ScalingConfigurationName")?.map(str::to_owned),
    );
    set(&mut c.image, image(p)?);
    set(&mut c.instance_types, instance_types(p)?);
    set(
        &mut c.charge_type,
        one_of(p, "ChargeType", &["HourlyInstantSettlement", "Daily"])?,
    );
    set(&mut c.project, p.integer("ProjectId", 0..=u64::MAX)?);
    apply_disks(c, p)?;
    apply_login(c, p)?;
    apply_address(c, p)?;
    apply_names(c, p)?;
    set(&mut c.user_data, user_data(p)?.map(Some));
    set(&mut c.tags, tags(p)?);
    set(&mut c.sync_tag, p.boolean("SyncTag")?);
    set(&mut c.need_monitor_agent, p.integer("NeedMonitorAgent", 0..=1)?);
    set(&mut c.need_security_agent, p.integer("NeedSecurityAgent", 0..=1)?);
    Ok(())
}

fn apply_disks(c: &mut Configuration, p: &Params) -> Result<(), ApiError> {
    set(&mut c.data_disk_gb, p.integer("DataDiskGb", 0..=u32::MAX)?);
    set(&mut c.data_disks, data_disks(p)?);
    set(
        &mut c.system_disk_type,
        one_of(p, "SystemDisk.DiskType", &SYSTEM_DISK_TYPES)?,
    );
    set(
        &mut c.system_disk_size,
        p.integer("SystemDisk.DiskSize", 0..=500)?,
    );
    set(
        &mut c.system_disk_resize_type,
        one_of(p, "SystemDisk.ResizeType", &["offline", "online"])?.map(Some),
    );
    Ok(())
}

/// How one gets into an instance. The password is looked at and forgotten.
fn apply_login(c: &mut Configuration, p: &Params) -> Result<(), ApiError> {
    p.filled("Password")?;
    set(&mut c.keys, sent_uuids(p.list_or_one("KeyId"))?);
    set(&mut c.keep_image_login, p.boolean("KeepImageLogin")?);
    Ok(())
}

/// The public address that is bought with an instance.
fn apply_address(c: &mut Configuration, p: &Params) -> Result<(), ApiError> {
    set(
        &mut c.address_band_width,
        p.integer("AddressBandWidth", 1..=u32::MAX)?.map(Some),
    );
    set(
        &mut c.band_width_share,
        one_uuid(p, "BandWidthShareId")?.map(Some),
    );
    let line = match p.optional("LineId") {
        Some(DEFAULT_LINE) => Some(DEFAULT_LINE.to_owned()),
        _ => one_uuid(p, "LineId")?,
    };
    set(&mut c.line, line.map(Some));
    set(
        &mut c.address_project,
        p.integer("AddressProjectId", 0..=u64::MAX)?.map(Some),
    );
    Ok(())
}

fn apply_names(c: &mut Configuration, p: &Params) -> Result<(), ApiError> {
    set(
        &mut c.instance_name,
        p.optional("InstanceName").map(str::to_owned),
    );
    set(
        &mut c.instance_name_suffix,
        p.optional("InstanceNameSuffix").map(str::to_owned),
    );
    set(
        &mut c.instance_name_time_suffix,
        p.boolean("InstanceNameTimeSuffix")?,
    );
    Ok(())
}

/// A UUID, with or without `IMG-` before it.
fn image(p: &Params) -> Result<Option<String>, ApiError> {
    let image = p.filled("ImageId")?;
    match image {
        Some(id) if !is_uuid(id.strip_prefix("IMG-").unwrap_or(id)) => {
            Err(ApiError::invalid_parameter("ImageId"))
        }
        _ => Ok(image.map(str::to_owned)),
    }
}

/// One type, or up to ten; the array wins if both are sent.
fn instance_types(p: &Params) -> Result<Option<Vec<String>>, ApiError> {
    let mut types: Vec<String> = Vec::new();
    for (at, item) in p.list_or_one("InstanceType").into_iter().enumerate() {
        let well_formed = item
            .value
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
        if at == 10 || !well_formed || types.iter().any(|known| known == item.value) {
            return Err(ApiError::invalid_parameter(item.name));
        }
        types.push(item.value.to_owned());
    }
    Ok(Some(types).filter(|types| !types.is_empty()))
}

fn data_disks(p: &Params) -> Result<Option<Vec<DataDisk>>, ApiError> {
    let disks = p.structures("DataDisk");
    let read = |disk: &String| {
        let (kind, size) = (format!("{disk}.Type"), format!("{disk}.Size"));
        let kind = one_of(p, &kind, &DATA_DISK_TYPES)?.ok_or_else(|| ApiError::missing_parameter(&kind))?;
        let largest = if kind.starts_with("ESSD") { 32_000 } else { 16_000 };
        Ok(DataDisk {
            size: p.required_integer(&size, 10..=largest)?,
            kind,
            delete_with_instance: p.boolean(&format!("{disk}.DeleteWithInstance"))?.unwrap_or(false),
            snapshot_id: one_uuid(p, &format!("{disk}.SnapshotId"))?,
        })
    };
    let disks = disks.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(Some(disks).filter(|disks| !disks.is_empty()))
}

fn user_data(p: &Params) -> Result<Option<String>, ApiError> {
    let Some(text) = p.optional("UserData") else {
        return Ok(None);
    };
    let fits = STANDARD
        .decode(text)
        .is_ok_and(|data| data.len() <= USER_DATA_BYTES);
    if fits {
        Ok(Some(text.to_owned()))
    } else {
        Err(ApiError::invalid_parameter("UserData"))
    }
}

fn tags(p: &Params) -> Result<Option<Vec<Tag>>, ApiError> {
    let mut tags: Vec<Tag> = Vec::new();
    for (at, tag) in p.structures("Tag").iter().enumerate() {
        let (key_name, value_name) = (format!("{tag}.Key"), format!("{tag}.Value"));
        let (key, value) = (
            p.required(&key_name)?,
            p.optional(&value_name).unwrap_or_default(),
        );
        let known = tags.iter().any(|tag| tag.key == key);
        if at == 10 || known || key.chars().count() > 128 || !key.chars().all(is_tag_key) {
            return Err(ApiError::invalid_parameter(&key_name));
        }
        if value.chars().count() > 256 || !value.chars().all(|c| is_tag_key(c) || "()[]（）【】".contains(c))
        {
            return Err(ApiError::invalid_parameter(&value_name));
        }
        tags.push(Tag {
            key: key.to_owned(),
            value: value.to_owned(),
        });
    }
    Ok(Some(tags).filter(|tags| !tags.is_empty()))
}

/// Chinese and Latin letters, digits and some signs. The documentation prints `±` where the console takes `+` and `-`.
fn is_tag_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('\u{4e00}'..='\u{9fff}').contains(&c) || "±+-=._/@:".contains(c)
}

fn one_of(p: &Params, name: &str, all: &[&str]) -> Result<Option<String>, ApiError> {
    match p.optional(name) {
        Some(text) if !all.contains(&text) => Err(ApiError::invalid_parameter(name)),
        text => Ok(text.map(str::to_owned)),
    }
}

fn one_uuid(p: &Params, name: &str) -> Result<Option<String>, ApiError> {
    p.optional(name)
        .map(|value| uuid(Item { name, value }))
        .transpose()
}

#[cfg(test)]
mod tests;
