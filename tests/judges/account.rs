//! Resources as examples have them, to be changed by the cases.

use serde_json::{Value as Json, json};

use crate::terraform::Config;

pub(crate) const CONFIGURATION: &str = "ksyun_scaling_configuration.c";
pub(crate) const GROUP: &str = "ksyun_scaling_group.g";
pub(crate) const POLICY: &str = "ksyun_scaling_policy.p";
pub(crate) const TASK: &str = "ksyun_scaling_scheduled_task.t";
pub(crate) const NOTIFICATION: &str = "ksyun_scaling_notification.n";
pub(crate) const INSTANCE: &str = "ksyun_scaling_instance.i";
pub(crate) const CAPACITY: &str = "ksyun_scaling_group_capacity.w";

pub(crate) const IMAGE: &str = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10";
pub(crate) const SUBNET: &str = "1e3a9b8b-0833-4b29-9d3f-4a4188350591";
pub(crate) const SECURITY_GROUPS: [&str; 2] = [
    "36e08d58-4b10-440c-9b0b-11da1f551c33",
    "47f19e69-5c21-451d-8c1c-22eb20662d44",
];
pub(crate) const MACHINE: &str = "4c5b8053-6245-4824-9a34-9f866b5f0593";
pub(crate) const LISTENERS: [&str; 2] = [
    "c7ffb9b8-2a4b-4c36-9d5e-1f0e7a6b5c43",
    "d8000ac9-3b5c-4d47-8e6f-2a1f8b7c6d54",
];

/// The smallest arguments of each of the six resources, by address; those of a group refer to [`GROUP`].
pub(crate) fn arguments(address: &str) -> Json {
    match address {
        CONFIGURATION => json!({"image_id": IMAGE}),
        GROUP => json!({
            "scaling_configuration_id": "${ksyun_scaling_configuration.c.id}",
            "min_size": 0,
            "max_size": 5,
            "subnet_id_set": [SUBNET],
            "security_group_id": SECURITY_GROUPS[0],
        }),
        POLICY => json!({
            "scaling_group_id": "${ksyun_scaling_group.g.id}",
            "dimension_name": "cpu_usage",
            "comparison_operator": "Greater",
            "threshold": 70,
            "adjustment_type": "QuantityChangeInCapacity",
            "adjustment_value": 1,
        }),
        TASK => json!({
            "scaling_group_id": "${ksyun_scaling_group.g.id}",
            "readjust_min_size": 0,
            "readjust_max_size": 3,
            "readjust_expect_size": 1,
            "start_time": "2040-06-01 01:00:00",
        }),
        NOTIFICATION => json!({
            "scaling_group_id": "${ksyun_scaling_group.g.id}",
            "scaling_notification_types": ["1", "2"],
        }),
        INSTANCE => json!({
            "scaling_group_id": "${ksyun_scaling_group.g.id}",
            "scaling_instance_id": MACHINE,
            "protected_from_detach": 0,
        }),
        CAPACITY => json!({"scaling_group_id": "${ksyun_scaling_group.g.id}"}),
        other => panic!("there are no arguments for {other}"),
    }
}

/// `arguments` of `address` with `changes`; a change to null takes an argument away.
pub(crate) fn changed(address: &str, changes: Json) -> Json {
    let mut all = arguments(address);
    let members = all.as_object_mut().expect("arguments are an object");
    let Json::Object(changes) = changes else {
        panic!("changes are an object");
    };
    members.extend(changes);
    members.retain(|_, value| !value.is_null());
    all
}

/// A configuration and a group on it.
pub(crate) fn base() -> Config {
    Config::new()
        .resource(CONFIGURATION, arguments(CONFIGURATION))
        .resource(GROUP, arguments(GROUP))
}

/// [`base`] with `address` changed, or with it as well.
pub(crate) fn with(address: &str, changes: Json) -> Config {
    base().resource(address, changed(address, changes))
}

/// All six resources.
pub(crate) fn everything() -> Config {
    [POLICY, TASK, NOTIFICATION, INSTANCE]
        .into_iter()
        .fold(base(), |config, address| {
            config.resource(address, arguments(address))
        })
}
