//! Launch configurations: create, modify, describe, delete.

use serde_json::{Value, json};

use super::configuration_settings::{apply, blank};
use super::values::{first_zone, passes, resembles};
use super::{Cx, Reply, answer};
use crate::emulator::error::ApiError;
use crate::emulator::ids::Id;
use crate::emulator::params::Params;
use crate::emulator::store::{Configuration, Region};

/// The size of the system disk if none is asked for, and of the image's own disk.
pub(super) const ROOT_SIZE: u32 = 20;

pub(super) fn create(cx: &mut Cx<'_>, p: &Params) -> Reply {
    p.required("ScalingConfigurationName")?;
    p.required("ImageId")?;
    p.required_list("InstanceType")?;
    let mut configuration = blank();
    apply(&mut configuration, p)?;
    configuration.id = cx.ids.snowflake(cx.now);
    configuration.created = cx.now;
    let id = configuration.id;
    cx.region.configurations.insert(id, configuration);
    Ok(answer([("ScalingConfigurationId", json!(id))]))
}

/// Changes what is sent, in place. Instances that run keep what they were launched with.
pub(super) fn modify(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let mut configuration = cx
        .region
        .configuration(p.required("ScalingConfigurationId")?)?
        .clone();
    apply(&mut configuration, p)?;
    cx.region.configurations.insert(configuration.id, configuration);
    Ok(answer([("Return", json!(true))]))
}

pub(super) fn describe(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let (ids, projects) = (
        p.list_or_one("ScalingConfigurationId"),
        p.list_or_one("ProjectId"),
    );
    if let Some(too_many) = ids.get(20) {
        return Err(ApiError::invalid_parameter(too_many.name));
    }
    let name = p.optional("ScalingConfigurationName");
    let page = cx.page(p, 10)?;
    let matches: Vec<&Configuration> = cx
        .region
        .configurations
        .values()
        .filter(|configuration| passes(&ids, &configuration.id.to_string()))
        .filter(|configuration| passes(&projects, &configuration.project.to_string()))
        .filter(|configuration| resembles(name, &configuration.name))
        .collect();
    let (count, set) = page.cut(&matches, |configuration| {
        view(configuration, cx.region, cx.region_name, cx.account)
    });
    Ok(answer([
        ("ScalingConfigurationCount", count),
        ("ScalingConfigurationSet", set),
    ]))
}

/// Deletes several; one that cannot be deleted gets a message of its own, and the others are deleted all the same. If
/// there is only one, its failure is the answer.
pub(super) fn delete(cx: &mut Cx<'_>, p: &Params) -> Reply {
    let items = p.required_list("ScalingConfigurationId")?;
    let mut results = Vec::new();
    for item in &items {
        let deleted = deletable(cx.region, item.value).map(|id| cx.region.configurations.remove(&id));
        match deleted {
            Ok(_) => results.push(json!({"ScalingConfigurationId": item.value})),
            Err(error) if items.len() == 1 => return Err(error),
            Err(error) => {
                results.push(json!({"ScalingConfigurationId": item.value, "Message": error.message}));
            }
        }
    }
    Ok(answer([("ReturnSet", json!(results))]))
}

fn deletable(region: &Region, id: &str) -> Result<Id, ApiError> {
    let configuration = region.configuration(id)?.id;
    let users: Vec<String> = region
        .users_of(configuration)
        .map(|group| group.id.to_string())
        .collect();
    if users.is_empty() {
        Ok(configuration)
    } else {
        Err(ApiError::configuration_in_use(id, &users))
    }
}

fn view(configuration: &Configuration, region: &Region, region_name: &str, account: &str) -> Value {
    let users = region.users_of(configuration.id);
    let users: Vec<Value> = users
        .map(|group| json!({"ScalingGroupId": group.id, "ScalingGroupName": group.name}))
        .collect();
    let (cores, memory) = configuration.cores_and_memory();
    let mut view = json!({
        "ScalingConfigurationId": configuration.id,
        "ScalingConfigurationName": configuration.name,
        "ScalingGroupIdSet": users,
        "Cpu": cores,
        "Mem": memory,
        "Gpu": 0,
        "StorageType": "KDFS",
        "StorageSize": configuration.data_disk_gb,
        "RootSize": ROOT_SIZE,
        "ImageId": configuration.image,
        "NeedMonitorAgent": configuration.need_monitor_agent,
        "NeedSecurityAgent": configuration.need_security_agent,
        "ChargeType": configuration.charge_type,
        "InstanceType": configuration.instance_types.join(","),
        "InstanceTypeSet": configuration.instance_types,
        "Available": 1,
        "CreateTime": configuration.created.to_string(),
        "ProductLine": "KEC",
        "InstanceName": configuration.instance_name,
        "InstanceNameSuffix": configuration.instance_name_suffix,
        "InstanceNameTimeSuffix": configuration.instance_name_time_suffix,
        "ProjectId": configuration.project,
        "Project": project(configuration.project, account),
        "KeepImageLogin": configuration.keep_image_login,
        "SystemDiskType": configuration.system_disk_type,
        "SystemDiskSize": configuration.system_disk_size,
        "SupportAvailabilityZones": [first_zone(region_name)],
        "TagSet": configuration.tags,
        "EbsTagSet": if configuration.sync_tag { configuration.tags.as_slice() } else { &[] },
        "SyncTag": configuration.sync_tag,
    });
    // Left out rather than null: clients that read these do not expect null.
    let mut add = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            view[name] = value;
        }
    };
    add("KeyIds", json_text(&configuration.keys));
    add("DataDiskEbsDetail", json_text(&configuration.data_disks));
    add(
        "UserData",
        configuration.user_data.as_ref().map(|data| json!(data)),
    );
    add(
        "AddressBandWidth",
        configuration.address_band_width.map(|width| json!(width)),
    );
    add(
        "BandWidthShareId",
        configuration.band_width_share.as_ref().map(|id| json!(id)),
    );
    add("LineId", configuration.line.as_ref().map(|id| json!(id)));
    add(
        "AddressProjectId",
        configuration.address_project.map(|id| json!(id)),
    );
    view
}

/// The project as the identity service knows it. The account was made together with its default project.
fn project(id: u64, account: &str) -> Value {
    let name = if id == 0 {
        "默认项目".to_owned()
    } else {
        format!("project-{id}")
    };
    json!({
        "ProjectId": id,
        "AccountId": account.parse::<u64>().unwrap_or_default(),
        "ProjectName": name,
        "ProjectDesc": name,
        "Krn": format!("krn:ksc:iam::{account}:project/{id}"),
        "Status": 1,
        "CreateTime": "2015-11-01 00:00:00",
    })
}

/// A JSON array as text, which is how the API nests these; nothing if it is empty.
fn json_text<T: serde::Serialize>(items: &[T]) -> Option<Value> {
    let text = serde_json::to_string(items).ok()?;
    (!items.is_empty()).then(|| json!(text))
}

#[cfg(test)]
mod tests;
