//! Random arguments for a resource: what users write, what variables and modules make of it, and what nobody means.

use serde_json::{Map, Value as Json, json};

use crate::account::{
    CAPACITY, CONFIGURATION, GROUP, IMAGE, INSTANCE, LISTENERS, MACHINE, NOTIFICATION, POLICY,
    SECURITY_GROUPS, SUBNET, TASK, arguments,
};
use crate::random::Random;
use crate::terraform::{Config, Refinement};

/// The resources that are judged.
pub(super) const ALL: [&str; 7] = [
    CONFIGURATION,
    GROUP,
    POLICY,
    TASK,
    NOTIFICATION,
    INSTANCE,
    CAPACITY,
];

const OTHER_SUBNET: &str = "2f4bac9c-1944-4c3a-8e40-5b5299461602";
const OTHER_MACHINE: &str = "5d6c9164-7356-4935-ab45-a0977c6a16a4";
const BALANCER: &str = "4ad0a9f5-0c53-4a3e-b0fb-6f2f1f6d1a0e";

/// Values of each argument that can be meant. The last of a list of choices is rare in nobody's mind.
fn choices(address: &str) -> Json {
    match address {
        CONFIGURATION => json!({
            "scaling_configuration_name": ["one", "two"],
            "image_id": [IMAGE, "IMG-4f6cb6fb-6b54-4b5f-9f4b-1d1b5c3b4e21"],
            "instance_type": ["S6.4A", "S6.4A,N3.4B", "N3.4B,S6.4A"],
            "charge_type": ["HourlyInstantSettlement"],
            "project_id": [0, 103_800],
            "tags": [{}, {"a": "b"}, {"c": "d", "a": "b"}],
            "sync_tag": [true, false],
            "system_disk_type": ["SSD3.0", "EHDD"],
            "system_disk_size": [0, 20, 50],
            "system_disk_resize_type": ["offline", "online"],
            "data_disk_gb": [0, 20],
            "data_disks": [
                [],
                [{"disk_type": "SSD3.0", "disk_size": 20}],
                [{"disk_type": "SSD3.0", "disk_size": 20, "delete_with_instance": true}],
                [{"disk_type": "EHDD", "disk_size": 50}, {"disk_type": "SSD3.0", "disk_size": 20}],
                [{"disk_type": "EHDD", "disk_size": 50, "snapshot_id": "5c4b3a29-1807-4f6e-9d5c-4b3a29180706"}],
            ],
            "password": ["Aa123456-", "Bb123456-"],
            "password_wo": ["Cc123456-"],
            "password_wo_version": [1, 2],
            "key_id": [[], ["8f1c7d0e-6f5b-4c7e-9d0a-2b4c6d8e0f12"], ["9a2d8e1f-7a6c-4d8f-8e1b-3c5d7e9f1a23"]],
            "keep_image_login": [true, false],
            "user_data": ["", "IyEvYmluL3NoCg==", "IyEvYmluL2Jhc2gK"],
            "user_data_wo": ["IyEvYmluL3pzaAo="],
            "user_data_wo_version": [1, 2],
            "address_band_width": [1, 10],
            "band_width_share_id": ["b0d4f0a2-1c2d-4e3f-8a9b-0c1d2e3f4a5b"],
            "line_id": ["a2403858-2550-4612-850c-ea840fa343f9"],
            "address_project_id": [0, 103_800],
            "instance_name": ["web", "db"],
            "instance_name_suffix": ["1", "007"],
            "instance_name_time_suffix": [true, false],
            "need_monitor_agent": [0, 1],
            "need_security_agent": [0, 1],
            "timeouts": [{}, {"create": "30m"}],
        }),
        GROUP => json!({
            "scaling_group_name": ["one", "two"],
            "scaling_configuration_id": ["${ksyun_scaling_configuration.c.id}", "${ksyun_scaling_configuration.d.id}"],
            "min_size": [0, 1],
            "max_size": [3, 5],
            "desired_capacity": [1, 2, 3],
            "remove_policy": ["RemoveOldestInstance", "RemoveNewestInstance"],
            "subnet_id_set": [[SUBNET], [SUBNET, OTHER_SUBNET], [OTHER_SUBNET]],
            "container_subnet_ids": [[SUBNET], [SUBNET, OTHER_SUBNET]],
            "subnet_strategy": ["balanced-distribution", "choice-first"],
            "security_group_id": SECURITY_GROUPS,
            "security_group_id_set": [[SECURITY_GROUPS[0]], [SECURITY_GROUPS[1]], SECURITY_GROUPS],
            "status": ["Active", "UnActive"],
            "wait_for_capacity_timeout": ["10m"],
            "wait_for_healthy": [true, false],
            "ignore_failed_scaling_activities": [true, false],
            "force_delete": [true, false],
            "deletion_protection": [false],
            "slb_config_set": [
                [],
                [{"slb_id": BALANCER, "listener_id": LISTENERS[0], "server_port_set": [80]}],
                [{"slb_id": BALANCER, "listener_id": LISTENERS[0], "server_port_set": [80, 81], "weight": 30}],
                [
                    {"slb_id": BALANCER, "listener_id": LISTENERS[0], "server_port_set": [80]},
                    {"slb_id": BALANCER, "listener_id": LISTENERS[1], "server_port_set": [80], "health_check_type": "kec"},
                ],
                [
                    {"slb_id": BALANCER, "listener_id": LISTENERS[1], "server_port_set": [80], "health_check_type": "kec"},
                    {"slb_id": BALANCER, "listener_id": LISTENERS[0], "server_port_set": [80]},
                ],
            ],
            "instance_refresh": [{}, {"batch_size": 2}, {"triggers": {"a": "b"}}, {"triggers": {"a": "c"}, "stop_on_failure": false}],
            "timeouts": [{}, {"delete": "30m"}],
        }),
        POLICY => json!({
            "scaling_policy_name": ["one", "two"],
            "dimension_name": ["cpu_usage", "net_outtraffic"],
            "comparison_operator": ["Greater", "Less"],
            "threshold": [10, 70, 12.5],
            "repeat_times": [1, 3],
            "period": [60, 300],
            "function": ["avg", "max"],
            "adjustment_type": ["TotalCapacity", "QuantityChangeInCapacity", "PercentChangeInCapacity"],
            "adjustment_value": [1, -1, 20],
            "cool_down": [60, 300],
            "timeouts": [{}, {"update": "5m"}],
        }),
        TASK => json!({
            "scaling_scheduled_task_name": ["one", "two"],
            "readjust_min_size": [0, 1],
            "readjust_max_size": [3, 4],
            "readjust_expect_size": [1, 2],
            "start_time": ["2040-06-01 01:00:00", "2040-06-01T01:00:00+08:00", "2041-06-01T00:00:00Z"],
            "end_time": ["", "2042-01-01 00:00:00", "2043-01-01T00:00:00Z"],
            "recurrence": ["", "30 8 * * 1-5", "30  8 * * 1-5", "0 1 * * *"],
            "repeat_unit": ["Day", "Week", "Month"],
            "repeat_cycle": ["2", "1,2", "[\"1\",\"2\"]"],
            "timeouts": [{}, {"update": "5m"}],
        }),
        NOTIFICATION => json!({
            "scaling_notification_types": [["1"], ["1", "2"], ["6", "3"]],
            "description": ["", "one", "two"],
            "timeouts": [{}, {"update": "5m"}],
        }),
        CAPACITY => json!({
            "minimum": [0],
            "healthy": [true, false],
            "ignore_failed_scaling_activities": [true, false],
            "triggers": [{}, {"a": "b"}, {"a": "c"}],
            "timeouts": [{}, {"update": "5m"}],
        }),
        INSTANCE => json!({
            "scaling_instance_id": [MACHINE, OTHER_MACHINE],
            "protected_from_detach": [0, 1],
            "timeouts": [{}, {"update": "5m"}],
        }),
        other => panic!("there are no choices for {other}"),
    }
}

/// What a value can become by accident.
fn accident(name: &str, value: &Json, random: &mut Random) -> Json {
    match value {
        Json::String(_) => random.pick(&[json!(""), json!(" "), json!("x")]).clone(),
        Json::Number(_) => random.pick(&[json!(0), json!(-1), json!(7.5)]).clone(),
        Json::Bool(flag) => json!(!flag),
        Json::Array(elements) => {
            let odd = if is_block(name) {
                json!({})
            } else {
                random.pick(&[json!(""), json!(null), json!("7")]).clone()
            };
            let mut elements = elements.clone();
            elements.push(odd);
            Json::Array(elements)
        }
        Json::Object(members) => {
            let mut members = members.clone();
            members.insert("k".to_owned(), json!(""));
            Json::Object(members)
        }
        Json::Null => Json::Null,
    }
}

/// A random configuration in which `address` is one that is judged. `config` has what it needs.
pub(super) fn random_config(address: &str, mut config: Config, random: &mut Random) -> Config {
    let choices = choices(address);
    let choices = choices.as_object().expect("choices by name");
    let mut all = arguments(address);
    let all = all.as_object_mut().expect("arguments by name");
    let required: Vec<String> = all.keys().cloned().collect();
    for (name, values) in choices {
        let is_required = required.contains(name) && name != "security_group_id" && name != "subnet_id_set";
        if !random.chance(if is_required { 50 } else { 30 }) {
            continue;
        }
        let values = values.as_array().expect("a list of choices");
        let mut value = random.pick(values).clone();
        if random.chance(6) && name != "timeouts" && name != "scaling_configuration_id" {
            value = accident(name, &value, random);
        }
        if !is_required && random.chance(10) {
            all.remove(name);
            continue;
        }
        if name == "security_group_id_set" && random.chance(90) {
            all.remove("security_group_id");
        }
        config = put(name, value, is_required, all, config, random);
    }
    if random.chance(20) {
        let mut ignored: Vec<Json> = Vec::new();
        for name in choices.keys().filter(|name| *name != "timeouts") {
            ignored.extend(random.chance(20).then(|| json!(name)));
        }
        let ignored = if random.chance(25) {
            json!("all")
        } else {
            Json::Array(ignored)
        };
        all.insert("lifecycle".to_owned(), json!({"ignore_changes": ignored}));
    }
    let all = Json::Object(all.clone());
    config.resource(address, all)
}

/// Puts `value` in as it is, or as something that is unknown until the apply, as a whole or in part.
fn put(
    name: &str,
    value: Json,
    is_required: bool,
    all: &mut Map<String, Json>,
    config: Config,
    random: &mut Random,
) -> Config {
    let late = format!("{name}{}", random.below(1000));
    let reference = json!(format!("${{late.{late}}}"));
    let refers_already = value.as_str().is_some_and(|text| text.contains("${"));
    if refers_already || ["timeouts", "instance_refresh"].contains(&name) || !random.chance(25) {
        all.insert(name.to_owned(), value);
        return config;
    }
    match value {
        // Something in a list or block is unknown.
        Json::Array(mut elements) if !elements.is_empty() && random.chance(50) => {
            let at = random.below(elements.len());
            let hidden = match &mut elements[at] {
                Json::Object(members) if !members.is_empty() => {
                    let names: Vec<String> = members.keys().cloned().collect();
                    members
                        .insert(random.pick(&names).clone(), reference)
                        .unwrap_or_default()
                }
                // A block is never unknown as a whole.
                Json::Object(_) => {
                    all.insert(name.to_owned(), Json::Array(elements));
                    return config;
                }
                element => std::mem::replace(element, reference),
            };
            all.insert(name.to_owned(), Json::Array(elements));
            config.late(&late, hidden)
        }
        // What has a snapshot is not unknown as a whole: the guide of the limits says what becomes of that.
        Json::Array(blocks) if blocks.iter().any(|block| block.get("snapshot_id").is_some()) => {
            all.insert(name.to_owned(), Json::Array(blocks));
            config
        }
        value => {
            all.insert(name.to_owned(), reference);
            let turns_out_null = !is_required && !is_block(name) && random.chance(25);
            let promise = Refinement {
                not_null: !turns_out_null && random.chance(20),
                ..Refinement::default()
            };
            config.late_refined(&late, if turns_out_null { Json::Null } else { value }, promise)
        }
    }
}

fn is_block(name: &str) -> bool {
    ["data_disks", "slb_config_set"].contains(&name)
}
