//! What the tests of the emulator have in common: one emulator with a clock that only tests move.

use std::time::Duration;

use serde_json::{Value, json};

use super::clock::ClockMode;
use super::error::ApiError;
use super::faults::Fault;
use super::params::Params;
use super::service::{Caller, Emulator, EmulatorConfig};

pub(crate) const IMAGE: &str = "IMG-5465174a-6d71-4770-b8e1-917a0dd92466";
pub(crate) const SUBNET: &str = "1e3a9b8b-0833-4b29-9d3f-4a4188350591";
pub(crate) const OTHER_SUBNET: &str = "8b4884e8-1199-42e5-a233-35c833408a8b";
pub(crate) const SECURITY_GROUP: &str = "36e08d58-4b10-440c-9b0b-11da1f551c33";
pub(crate) const INSTANCE: &str = "961de33f-4c34-4d30-b818-8c6b2d352c59";
pub(crate) const SLB: &str = "8933e68d-92c8-4c07-a08a-ce995d1084f7";
pub(crate) const LISTENER: &str = "db9a7fe5-c26a-4b49-8fed-50e46c45043c";

/// How long an activity takes in these tests.
pub(crate) const ACTIVITY: u64 = 10;

type Pairs<'a> = &'a [(&'a str, &'a str)];

/// An emulator and a caller in `cn-beijing-6`.
pub(crate) struct Lab {
    pub emulator: Emulator,
}

impl Lab {
    pub(crate) fn new() -> Self {
        Self::speaking("")
    }

    /// An emulator that speaks this dialect.
    pub(crate) fn speaking(dialect: &str) -> Self {
        let (clock, activity_seconds) = (ClockMode::Manual, Duration::from_secs(ACTIVITY).as_secs_f64());
        let config = EmulatorConfig {
            clock,
            activity_seconds,
            dialect: dialect.parse().expect("a dialect"),
            ..EmulatorConfig::default()
        };
        Self {
            emulator: Emulator::new(config).expect("an emulator without a file"),
        }
    }

    pub(crate) fn call_in(&self, region: &str, action: &str, pairs: Pairs<'_>) -> Result<Value, ApiError> {
        self.emulator
            .call(&Caller { region }, action, &params(pairs))
            .map(Value::Object)
    }

    /// The answer of a call that meets `fault`.
    pub(crate) fn seen_through(&self, fault: Option<&Fault>, action: &str, pairs: Pairs<'_>) -> Value {
        let caller = Caller {
            region: "cn-beijing-6",
        };
        let answer = self.emulator.call_through(fault, &caller, action, &params(pairs));
        answer.map(Value::Object).expect("an answer")
    }

    /// The answer of a call that succeeds.
    pub(crate) fn ok(&self, action: &str, pairs: Pairs<'_>) -> Value {
        self.call_in("cn-beijing-6", action, pairs)
            .unwrap_or_else(|error| panic!("{action} {pairs:?}: {error}"))
    }

    /// Code and message of a call that is refused.
    pub(crate) fn refused(&self, action: &str, pairs: Pairs<'_>) -> ApiError {
        match self.call_in("cn-beijing-6", action, pairs) {
            Ok(answer) => panic!("{action} {pairs:?} succeeded: {answer}"),
            Err(error) => error,
        }
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, seconds: u64) {
        self.emulator
            .advance(Duration::from_secs(seconds))
            .expect("no file to be written");
    }

    pub(crate) fn configuration(&self) -> String {
        let pairs = [
            ("ScalingConfigurationName", "web"),
            ("ImageId", IMAGE),
            ("InstanceType.1", "S6.2B"),
        ];
        text(&self.ok("CreateScalingConfiguration", &pairs)["ScalingConfigurationId"])
    }

    /// Makes a group of up to ten instances, with changes to its parameters (an empty value leaves one out).
    pub(crate) fn create_group(&self, changes: Pairs<'_>) -> Result<Value, ApiError> {
        let configuration = self.configuration();
        let mut pairs = vec![
            ("ScalingGroupName", "web"),
            ("ScalingConfigurationId", configuration.as_str()),
            ("MinSize", "0"),
            ("MaxSize", "10"),
            ("DesiredCapacity", "0"),
            ("RemovePolicy", "RemoveOldestInstance"),
            ("SubnetId.1", SUBNET),
            ("SecurityGroupId", SECURITY_GROUP),
        ];
        pairs.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        pairs.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
        self.call_in("cn-beijing-6", "CreateScalingGroup", &pairs)
    }

    /// As [`Lab::create_group`]: the new group's id.
    pub(crate) fn group_with(&self, changes: Pairs<'_>) -> String {
        text(&self.create_group(changes).expect("a group")["ReturnSet"]["ScalingGroupId"])
    }

    /// A group whose instances are there.
    pub(crate) fn group_of(&self, instances: u32) -> String {
        let group = self.group_with(&[("DesiredCapacity", &instances.to_string())]);
        self.pass(ACTIVITY);
        group
    }

    pub(crate) fn describe(&self, group: &str) -> Value {
        self.ok("DescribeScalingGroup", &[("ScalingGroupId.1", group)])["ScalingGroupSet"][0].clone()
    }

    /// Desired capacity and number of instances.
    pub(crate) fn capacity(&self, group: &str) -> (Value, Value) {
        let group = self.describe(group);
        (group["DesiredCapacity"].clone(), group["InstanceNum"].clone())
    }

    /// The group's instances, in the order in which they joined.
    pub(crate) fn instances(&self, group: &str) -> Vec<Value> {
        let answer = self.ok(
            "DescribeScalingInstance",
            &[("ScalingGroupId", group), ("MaxResults", "1000")],
        );
        answer["ScalingInstanceSet"].as_array().expect("a list").clone()
    }

    pub(crate) fn instance_ids(&self, group: &str) -> Vec<String> {
        self.instances(group)
            .iter()
            .map(|instance| text(&instance["InstanceId"]))
            .collect()
    }

    /// The group's activities, the newest first.
    pub(crate) fn activities(&self, group: &str) -> Vec<Value> {
        let answer = self.ok(
            "DescribeScalingActivity",
            &[("ScalingGroupId", group), ("MaxResults", "1000")],
        );
        answer["ScalingActivitySet"].as_array().expect("a list").clone()
    }

    /// Type and status of the activities, the oldest first.
    pub(crate) fn history(&self, group: &str) -> Vec<(Value, Value)> {
        let activities = self.activities(group);
        activities
            .iter()
            .rev()
            .map(|activity| (activity["Type"].clone(), activity["Status"].clone()))
            .collect()
    }

    pub(crate) fn protect(&self, group: &str, instance: &str, protected: &str) {
        let pairs = [
            ("ScalingGroupId", group),
            ("ScalingInstanceId.1", instance),
            ("ProtectedFromDetach", protected),
        ];
        self.ok("SetKvmProtectedDetach", &pairs);
    }

    /// Lets the next activities fail with code 501.
    pub(crate) fn fail_activities(&self, count: u64) {
        let faults = json!({"activities": [{"group": "*", "next": count, "error_code": 501}]});
        self.emulator
            .faults()
            .set(serde_json::from_value(faults).expect("a fault set"));
    }
}

fn params(pairs: Pairs<'_>) -> Params {
    let pairs = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Params::new(pairs)
}

/// The text in a JSON value, which must be one.
pub(crate) fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is not a text"))
        .to_owned()
}
