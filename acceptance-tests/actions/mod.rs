//! Actions, which Terraform has since 1.14.

mod capacity;
mod instances;
mod refresh;
mod status;

use serde_json::Value;

use crate::support::{Emulator, Feature, Scenario};

/// A group of two instances, and the configuration that it launches from.
pub(crate) const BASE: &str = include_str!("group.tf");
pub(crate) const GROUP: &str = "ksyun_scaling_group.web";

/// A scenario whose group is applied, with `action` in its configuration.
pub(crate) fn with_action(action: &str) -> Option<Scenario> {
    let mut s = Scenario::since(Feature::ACTIONS)?;
    s.apply(format!("{BASE}{action}").as_str());
    Some(s)
}

/// The group as the API shows it.
fn group(emulator: &Emulator) -> Value {
    emulator.api("DescribeScalingGroup", &[])["ScalingGroupSet"][0].clone()
}

/// The group's instances as the API shows them, those that joined first at the beginning.
fn instances(emulator: &Emulator) -> Vec<Value> {
    let group = group(emulator);
    let id = group["ScalingGroupId"].as_str().expect("there is a group");
    let answer = emulator.api("DescribeScalingInstance", &[("ScalingGroupId", id)]);
    answer["ScalingInstanceSet"].as_array().expect("a list").clone()
}

/// Their ids.
pub(crate) fn ids(emulator: &Emulator) -> Vec<String> {
    let id = |instance: &Value| instance["InstanceId"].as_str().expect("an id").to_owned();
    instances(emulator).iter().map(id).collect()
}
