//! What is in the account before Terraform runs.

use serde_json::Value;

use crate::support::Scenario;

/// Two subnets in different VPCs.
pub(crate) const SUBNETS: [&str; 2] = [
    "1e3a9b8b-0833-4b29-9d3f-4a4188350591",
    "5d2c8e6a-94b1-4f0e-8a57-0b3c1d9e7f24",
];
const INSTANCE: &str = "4c5b8053-6245-4824-9a34-9f866b5f0593";

/// Makes one of everything: configuration, group, instance, policy, task and notification, all of them for `web`. Needs a
/// clock that is driven by hand.
pub(crate) fn one_of_everything(s: &Scenario) {
    let web = configuration(s, "web");
    let group = group(s, "web", &web, SUBNETS[0], "1");
    s.emulator().advance(1);
    policy(s, &group, "cpu-grow");
    task(s, &group, "night");
    notification(s, &group);
}

/// Makes a configuration; gives its id.
pub(crate) fn configuration(s: &Scenario, name: &str) -> String {
    let answer = s.emulator().api(
        "CreateScalingConfiguration",
        &[
            ("ScalingConfigurationName", name),
            ("ImageId", "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"),
            ("InstanceType.1", "S6.4A"),
            ("InstanceType.2", "N3.4B"),
            ("DataDisk.1.Type", "EHDD"),
            ("DataDisk.1.Size", "100"),
        ],
    );
    text(&answer["ScalingConfigurationId"])
}

/// Makes a group with `size` instances in a subnet; gives its id.
pub(crate) fn group(s: &Scenario, name: &str, configuration: &str, subnet: &str, size: &str) -> String {
    let answer = s.emulator().api(
        "CreateScalingGroup",
        &[
            ("ScalingGroupName", name),
            ("ScalingConfigurationId", configuration),
            ("MinSize", "0"),
            ("MaxSize", "3"),
            ("DesiredCapacity", size),
            ("RemovePolicy", "RemoveOldestInstance"),
            ("SubnetId.1", subnet),
            ("SecurityGroupId", "36e08d58-4b10-440c-9b0b-11da1f551c33"),
            ("Slb.1.Id", "4ad0a9f5-0c53-4a3e-b0fb-6f2f1f6d1a0e"),
            ("Slb.1.ListenerId", "c7ffb9b8-2a4b-4c36-9d5e-1f0e7a6b5c43"),
            ("Slb.1.ServerPort.1", "8080"),
        ],
    );
    text(&answer["ReturnSet"]["ScalingGroupId"])
}

/// Makes a policy; gives its id.
pub(crate) fn policy(s: &Scenario, group: &str, name: &str) -> String {
    let metric = r#"{"comparisonOperator":"Greater","dimensionName":"cpu_usage","function":"avg","period":60,"repeatTimes":3,"threshold":80}"#;
    let answer = s.emulator().api(
        "CreateScalingPolicy",
        &[
            ("ScalingGroupId", group),
            ("ScalingPolicyName", name),
            ("AdjustmentType", "QuantityChangeInCapacity"),
            ("AdjustmentValue", "-1"),
            ("CoolDown", "60"),
            ("Metric", metric),
        ],
    );
    text(&answer["ReturnSet"]["ScalingPolicyId"])
}

/// Makes a scheduled task; gives its id.
pub(crate) fn task(s: &Scenario, group: &str, name: &str) -> String {
    let answer = s.emulator().api(
        "CreateScheduledTask",
        &[
            ("ScalingGroupId", group),
            ("ScalingScheduledTaskName", name),
            ("ReadjustMinSize", "0"),
            ("ReadjustExpectSize", "0"),
            ("ReadjustMaxSize", "2"),
            ("StartTime", "2099-01-01 02:00:00"),
        ],
    );
    text(&answer["ReturnSet"]["ScalingScheduleTaskId"])
}

/// Makes the group's notification; gives its id.
pub(crate) fn notification(s: &Scenario, group: &str) -> String {
    let answer = s.emulator().api(
        "CreateScalingNotification",
        &[
            ("ScalingGroupId", group),
            ("NotificationType.1", "2"),
            ("NotificationType.2", "4"),
        ],
    );
    text(&answer["ScalingNotificationId"])
}

/// Attaches an instance to the group, and waits for it; gives its id. Needs a clock that is driven by hand.
pub(crate) fn attached_instance(s: &Scenario, group: &str) -> String {
    s.emulator().api(
        "AttachInstance",
        &[("ScalingGroupId", group), ("ScalingInstanceId.1", INSTANCE)],
    );
    s.emulator().advance(1);
    INSTANCE.to_owned()
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
        .to_owned()
}
