//! What the state says and the API does not, after a refresh. What an answer does not show can't be compared, nothing is the
//! same as an empty text or list, and the order of objects means nothing; else every attribute that the API shows must be what
//! it says.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::story::id_of;
use crate::terraform::{Value, type_of};
use crate::world::World;

/// How a type's objects are listed and what the answer shows of them.
struct Shown {
    action: &'static str,
    /// The parameter that filters by the object's own id, and the member that has it.
    id: (&'static str, &'static str),
    /// Attributes, where an item has them, and how they are said there.
    attributes: &'static [(&'static str, &'static str, Form)],
}

/// How a member says what an attribute says.
#[derive(Clone, Copy)]
enum Form {
    /// In the same way.
    Plain,
    /// A list whose order means nothing.
    Set,
    /// A set as the JSON text of a list.
    TextOfSet,
    /// A list of keys and values.
    Tags,
    /// A list of objects, whose members have these names.
    Objects(&'static [(&'static str, &'static str, Form)]),
    /// Objects with these members, as JSON text.
    TextOfObjects(&'static [(&'static str, &'static str, Form)]),
}

use Form::{Objects, Plain, Set, Tags, TextOfObjects, TextOfSet};

const GROUP: Shown = Shown {
    action: "DescribeScalingGroup",
    id: ("ScalingGroupId.1", "ScalingGroupId"),
    attributes: &[
        ("scaling_group_name", "/ScalingGroupName", Plain),
        ("scaling_configuration_id", "/ScalingConfigurationId", Plain),
        ("scaling_configuration_name", "/ScalingConfigurationName", Plain),
        ("min_size", "/MinSize", Plain),
        ("max_size", "/MaxSize", Plain),
        ("desired_capacity", "/DesiredCapacity", Plain),
        ("remove_policy", "/RemovePolicy", Plain),
        ("subnet_id_set", "/SubnetIdSet", Set),
        ("subnet_strategy", "/SubnetStrategy", Plain),
        ("security_group_id", "/SecurityGroupId", Plain),
        ("security_group_id_set", "/SecurityGroupIdSet", Set),
        ("status", "/Status", Plain),
        ("create_time", "/CreateTime", Plain),
        ("vpc_id", "/VpcId", Plain),
        ("instance_num", "/InstanceNum", Plain),
        (
            "slb_config_set",
            "/SlbConfigSet",
            Objects(&[
                ("slb_id", "/SlbId", Plain),
                ("listener_id", "/ListenerId", Plain),
                ("server_port_set", "/ServerPortSet", Set),
                ("weight", "/Weight", Plain),
                ("health_check_type", "/HealthCheckType", Plain),
            ]),
        ),
    ],
};

const CONFIGURATION: Shown = Shown {
    action: "DescribeScalingConfiguration",
    id: ("ScalingConfigurationId.1", "ScalingConfigurationId"),
    attributes: &[
        ("scaling_configuration_name", "/ScalingConfigurationName", Plain),
        ("image_id", "/ImageId", Plain),
        ("instance_type", "/InstanceType", Plain),
        ("charge_type", "/ChargeType", Plain),
        ("project_id", "/ProjectId", Plain),
        ("tags", "/TagSet", Tags),
        ("sync_tag", "/SyncTag", Plain),
        ("system_disk_type", "/SystemDiskType", Plain),
        ("system_disk_size", "/SystemDiskSize", Plain),
        ("data_disk_gb", "/StorageSize", Plain),
        ("key_id", "/KeyIds", TextOfSet),
        ("keep_image_login", "/KeepImageLogin", Plain),
        ("user_data", "/UserData", Plain),
        ("address_band_width", "/AddressBandWidth", Plain),
        ("band_width_share_id", "/BandWidthShareId", Plain),
        ("line_id", "/LineId", Plain),
        ("address_project_id", "/AddressProjectId", Plain),
        ("instance_name", "/InstanceName", Plain),
        ("instance_name_suffix", "/InstanceNameSuffix", Plain),
        ("instance_name_time_suffix", "/InstanceNameTimeSuffix", Plain),
        ("need_monitor_agent", "/NeedMonitorAgent", Plain),
        ("need_security_agent", "/NeedSecurityAgent", Plain),
        ("cpu", "/Cpu", Plain),
        ("gpu", "/Gpu", Plain),
        ("mem", "/Mem", Plain),
        ("support_availability_zones", "/SupportAvailabilityZones", Set),
        ("create_time", "/CreateTime", Plain),
        (
            "data_disks",
            "/DataDiskEbsDetail",
            TextOfObjects(&[
                ("disk_type", "/type", Plain),
                ("disk_size", "/size", Plain),
                ("delete_with_instance", "/deleteWithInstance", Plain),
            ]),
        ),
    ],
};

const POLICY: Shown = Shown {
    action: "DescribeScalingPolicy",
    id: ("ScalingPolicyId.1", "ScalingPolicyId"),
    attributes: &[
        ("scaling_policy_id", "/ScalingPolicyId", Plain),
        ("scaling_group_id", "/ScalingGroupId", Plain),
        ("scaling_policy_name", "/ScalingPolicyName", Plain),
        ("dimension_name", "/Metric/DimensionName", Plain),
        ("comparison_operator", "/Metric/ComparisonOperator", Plain),
        ("threshold", "/Metric/Threshold", Plain),
        ("repeat_times", "/Metric/RepeatTimes", Plain),
        ("period", "/Metric/Period", Plain),
        ("function", "/Metric/Function", Plain),
        ("adjustment_type", "/AdjustmentType", Plain),
        ("adjustment_value", "/AdjustmentValue", Plain),
        ("cool_down", "/CoolDown", Plain),
        ("create_time", "/CreateTime", Plain),
    ],
};

const TASK: Shown = Shown {
    action: "DescribeScheduledTask",
    id: ("ScalingScheduledTaskId.1", "ScalingScheduledTaskId"),
    attributes: &[
        ("scaling_scheduled_task_id", "/ScalingScheduledTaskId", Plain),
        ("scaling_group_id", "/ScalingGroupId", Plain),
        ("scaling_scheduled_task_name", "/ScalingScheduledTaskName", Plain),
        ("readjust_min_size", "/ReadjustMinSize", Plain),
        ("readjust_max_size", "/ReadjustMaxSize", Plain),
        ("readjust_expect_size", "/ReadjustExpectSize", Plain),
        ("start_time", "/StartTime", Plain),
        ("end_time", "/EndTime", Plain),
        ("recurrence", "/Recurrence", Plain),
        ("repeat_unit", "/RepeatUnit", Plain),
        ("repeat_cycle", "/RepeatCycle", Plain),
        ("create_time", "/CreateTime", Plain),
        ("description", "/Description", Plain),
    ],
};

const NOTIFICATION: Shown = Shown {
    action: "DescribeScalingNotification",
    id: ("ScalingNotificationId.1", "ScalingNotificationId"),
    attributes: &[
        ("scaling_notification_id", "/ScalingNotificationId", Plain),
        ("scaling_group_id", "/ScalingGroupId", Plain),
        ("scaling_notification_types", "/ScalingNotificationTypes", Set),
        ("description", "/Description", Plain),
    ],
};

const INSTANCE: Shown = Shown {
    action: "DescribeScalingInstance",
    id: ("ScalingInstanceId.1", "InstanceId"),
    attributes: &[
        ("scaling_instance_id", "/InstanceId", Plain),
        ("protected_from_detach", "/ProtectedFromScaleIn", Plain),
        ("scaling_instance_name", "/InstanceName", Plain),
        ("health_status", "/HealthStatus", Plain),
        ("add_time", "/AddTime", Plain),
        ("creation_type", "/CreationType", Plain),
        ("life_cycle_state", "/LifeCycleState", Plain),
        ("availability_zone", "/AvailabilityZone", Plain),
    ],
};

/// Attributes that stay unset unless the configuration or an import has set them: others may look after them.
const LEFT_TO_OTHERS: [&str; 2] = ["tags", "sync_tag"];

/// What deviates: each attribute as `type.attribute`, and how.
pub(super) fn deviations(tf: &World) -> BTreeMap<String, String> {
    let mut deviations = BTreeMap::new();
    for (address, _, object) in tf.state.objects() {
        let ty = type_of(address);
        let shown = match ty {
            "ksyun_scaling_group" => GROUP,
            "ksyun_scaling_configuration" => CONFIGURATION,
            "ksyun_scaling_policy" => POLICY,
            "ksyun_scaling_scheduled_task" => TASK,
            "ksyun_scaling_notification" => NOTIFICATION,
            "ksyun_scaling_instance" => INSTANCE,
            other => panic!("nothing is known of {other}"),
        };
        let Some(id) = id_of(&object.value) else {
            continue;
        };
        let Some(item) = shown.item(tf, &id) else {
            deviations.insert(ty.to_owned(), format!("{address} is not listed: {id}"));
            continue;
        };
        for (attribute, place, form) in shown.attributes {
            let Some(real) = item.pointer(place).filter(|real| !real.is_null()) else {
                continue;
            };
            let said = object.value.get(attribute);
            if said.is_null() && LEFT_TO_OTHERS.contains(attribute) {
                continue;
            }
            let real = form.read(real);
            let said = as_far_as_shown(plain(&said, *form), &real);
            if said != real {
                deviations.insert(
                    format!("{ty}.{attribute}"),
                    format!("{address}.{attribute} is {said} in the state, and the API says {real}"),
                );
            }
        }
    }
    deviations
}

impl Shown {
    /// What the API shows of the object that the state calls `id`.
    fn item(&self, tf: &World, id: &str) -> Option<Json> {
        let (item, group) = match id.split_once(':') {
            Some((item, group)) => (item, Some(("ScalingGroupId", group))),
            None => (id, None),
        };
        let (filter, member) = self.id;
        let parameters: Vec<_> = [(filter, item)].into_iter().chain(group).collect();
        let answer = tf.try_console(self.action, &parameters).ok()?;
        let mut items = answer.values().filter_map(Json::as_array).flatten();
        items.find(|one| one[member] == item).cloned()
    }
}

impl Form {
    /// What a member of an answer says, in the form of an attribute.
    fn read(self, member: &Json) -> Json {
        let elements = || member.as_array().cloned().unwrap_or_default();
        let parsed = || serde_json::from_str(member.as_str().unwrap_or_default()).unwrap_or_default();
        match self {
            Plain => scalar(member.as_str().map_or_else(|| member.to_string(), str::to_owned)),
            Set => set(elements().iter().map(|element| Plain.read(element))),
            TextOfSet => Set.read(&parsed()),
            Tags => elements()
                .iter()
                .map(|tag| {
                    let key = tag["Key"].as_str().unwrap_or_default();
                    (key.to_owned(), Plain.read(&tag["Value"]))
                })
                .collect(),
            Objects(members) => set(elements().iter().map(|element| {
                let member = |(name, place, form): &(&str, &str, Self)| {
                    let value = element.pointer(place)?;
                    Some(((*name).to_owned(), form.read(value)))
                };
                members.iter().filter_map(member).collect()
            })),
            TextOfObjects(members) => Objects(members).read(&parsed()),
        }
    }
}

/// A value of the state in the same form.
fn plain(value: &Value, form: Form) -> Json {
    let members = match form {
        Objects(members) | TextOfObjects(members) => members,
        _ => &[],
    };
    match value {
        Value::Null if matches!(form, Set | TextOfSet | Objects(_) | TextOfObjects(_)) => json!([]),
        Value::Null if matches!(form, Tags) => json!({}),
        Value::Null => scalar(String::new()),
        Value::Unknown(_) => json!({"is unknown": true}),
        Value::Bool(value) => scalar(value.to_string()),
        Value::Number(text) | Value::String(text) => scalar(text.clone()),
        Value::List(elements) if members.is_empty() => elements.iter().map(|one| plain(one, Plain)).collect(),
        Value::List(elements) => set(elements.iter().map(|element| {
            let member =
                |(name, _, form): &(&str, &str, Form)| ((*name).to_owned(), plain(&element.get(name), *form));
            members.iter().map(member).collect()
        })),
        Value::Set(elements) => set(elements.iter().map(|element| plain(element, Plain))),
        Value::Map(members) | Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), plain(value, Plain)))
            .collect(),
    }
}

/// `said` without the members of objects that an answer does not show.
fn as_far_as_shown(said: Json, real: &Json) -> Json {
    let (Json::Array(objects), Some(shown)) = (&said, real[0].as_object()) else {
        return said;
    };
    set(objects.iter().map(|object| {
        let members = object.as_object().into_iter().flatten();
        let shown = members.filter(|(name, _)| shown.contains_key(*name));
        shown.map(|(name, value)| (name.clone(), value.clone())).collect()
    }))
}

fn set(elements: impl Iterator<Item = Json>) -> Json {
    let mut elements: Vec<_> = elements.collect();
    elements.sort_by_key(Json::to_string);
    Json::Array(elements)
}

/// A text; times lose a fraction of nothing.
fn scalar(text: String) -> Json {
    json!(text.strip_suffix(".0").map(str::to_owned).unwrap_or(text))
}
