//! Instances attached to scaling groups.

mod drift;
mod failures;
mod input;
mod lifecycle;
mod limits;
mod takeover;

use serde_json::Value;

use crate::support::{GROUP, Scenario, wait_until, web_and};

const INSTANCE: &str = "ksyun_scaling_instance.db";

/// An instance of the account that is in no group.
const MACHINE: &str = "4c5b8053-6245-4824-9a34-9f866b5f0593";
const OTHER_MACHINE: &str = "1f0a6a0c-5d55-4d5e-9d6e-5b6f0a7c8d9e";

/// A group, and the machine in it, protected (1) or not (0).
fn attached(protected: i64) -> String {
    with_resource(&format!(
        r#"scaling_group_id      = ksyun_scaling_group.web.id
           scaling_instance_id   = "{MACHINE}"
           protected_from_detach = {protected}"#
    ))
}

/// A group, and an instance with these arguments.
fn with_resource(arguments: &str) -> String {
    web_and(INSTANCE, arguments)
}

/// The group's instances as the API has them.
fn at_the_api(s: &Scenario) -> Vec<Value> {
    let answer = s
        .emulator()
        .api("DescribeScalingInstance", &[("ScalingGroupId", &s.id(GROUP))]);
    answer["ScalingInstanceSet"]
        .as_array()
        .cloned()
        .unwrap_or_default()
}

/// Waits until the group has so many instances.
fn until_the_group_has(s: &Scenario, number: usize) {
    wait_until("the scaling", || at_the_api(s).len() == number);
}

/// Asks `action` for the machine, as somebody else than Terraform, with more parameters.
fn outside(s: &Scenario, action: &str, more: &[(&str, &str)]) {
    let group = s.id(GROUP);
    let mut parameters = vec![
        ("ScalingGroupId", group.as_str()),
        ("ScalingInstanceId.1", MACHINE),
    ];
    parameters.extend(more);
    s.emulator().api(action, &parameters);
}
