//! Groups and instances over the wire, with time driven by the admin API.

use serde_json::{Value, json};

use crate::emulator_http::support::{Emulator, Signed};

const VERSION: (&str, &str) = ("Version", "2016-03-04");

/// Calls `action`, which must succeed.
fn call(emulator: &Emulator, action: &str, pairs: &[(&str, &str)]) -> Value {
    let answer = emulator.call(&[&[("Action", action), VERSION], pairs].concat());
    assert_eq!(answer.status, 200, "{action}: {answer:?}");
    answer.json()
}

/// A group that wants `desired` instances; its id.
fn create_group(emulator: &Emulator, desired: &str) -> String {
    let configuration = [
        ("ScalingConfigurationName", "web"),
        ("ImageId", "IMG-5bcb4ea6-27e1-4a9d-9d09-67e0e17ea9ee"),
        ("InstanceType", "S2.1A"),
    ];
    let created = call(emulator, "CreateScalingConfiguration", &configuration);
    let configuration = created["ScalingConfigurationId"].as_str().expect("an id");
    let group = [
        ("ScalingGroupName", "web"),
        ("ScalingConfigurationId", configuration),
        ("MinSize", "0"),
        ("MaxSize", "4"),
        ("DesiredCapacity", desired),
        ("RemovePolicy", "RemoveOldestInstance"),
        ("SubnetId.1", "1e3a9b8b-0833-4b29-9d3f-4a4188350591"),
        ("SecurityGroupId", "36e08d58-4b10-440c-9b0b-11da1f551c33"),
    ];
    let created = call(emulator, "CreateScalingGroup", &group);
    created["ReturnSet"]["ScalingGroupId"]
        .as_str()
        .expect("an id")
        .to_owned()
}

fn instance_ids(emulator: &Emulator, group: &str) -> Vec<String> {
    let listed = call(emulator, "DescribeScalingInstance", &[("ScalingGroupId", group)]);
    let set = listed["ScalingInstanceSet"].as_array().expect("a list").clone();
    let id = |instance: &Value| instance["InstanceId"].as_str().expect("an id").to_owned();
    set.iter().map(id).collect()
}

fn advance(emulator: &Emulator, seconds: u32) {
    let answer = emulator.admin(
        "POST",
        "/clock",
        &json!({ "advance_seconds": seconds }).to_string(),
    );
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[test]
fn instances_appear_when_the_activity_has_taken_its_time() {
    let emulator = Emulator::start(&["--clock", "manual", "--activity-seconds", "30"]);
    let group = create_group(&emulator, "2");
    advance(&emulator, 29);
    assert!(instance_ids(&emulator, &group).is_empty());
    advance(&emulator, 1);
    assert_eq!(instance_ids(&emulator, &group).len(), 2);
    let state = emulator.admin("GET", "/state", "");
    assert!(state.body.contains(&group), "{state:?}");
}

#[test]
fn an_instance_that_fails_its_health_check_is_replaced() {
    let emulator = Emulator::start(&["--clock", "manual"]);
    let group = create_group(&emulator, "1");
    advance(&emulator, 60);
    let before = instance_ids(&emulator, &group);
    let check = json!({ "scaling_group_id": group, "instance_id": before[0], "healthy": false });
    assert_eq!(
        emulator
            .admin("POST", "/instance-health", &check.to_string())
            .status,
        204
    );
    advance(&emulator, 60);
    let after = instance_ids(&emulator, &group);
    assert_eq!(after.len(), 1);
    assert_ne!(before, after);
}

#[test]
fn a_pushed_metric_sets_off_a_policy() {
    let emulator = Emulator::start(&["--clock", "manual"]);
    let group = create_group(&emulator, "1");
    advance(&emulator, 60);
    let metric = json!({
        "dimensionName": "cpu_usage", "comparisonOperator": "Greater", "threshold": 50,
        "function": "avg", "period": 60, "repeatTimes": 1
    });
    let policy = [
        ("ScalingPolicyName", "grow"),
        ("ScalingGroupId", &group),
        ("AdjustmentType", "QuantityChangeInCapacity"),
        ("AdjustmentValue", "1"),
        ("CoolDown", "60"),
        ("Metric", &metric.to_string()),
    ];
    call(&emulator, "CreateScalingPolicy", &policy);
    for _ in 0..3 {
        let measured = json!({ "scaling_group_id": group, "dimension": "cpu_usage", "value": 90 });
        assert_eq!(
            emulator.admin("POST", "/metrics", &measured.to_string()).status,
            204
        );
        advance(&emulator, 60);
    }
    assert!(instance_ids(&emulator, &group).len() > 1);
}

#[test]
fn a_failed_activity_is_told_by_its_error_code() {
    let emulator = Emulator::start(&["--clock", "manual"]);
    let fault = json!({ "activities": [{ "group": "*", "next": 1, "error_code": 501 }] });
    assert_eq!(emulator.admin("POST", "/faults", &fault.to_string()).status, 200);
    let group = create_group(&emulator, "1");
    advance(&emulator, 3);
    let listed = call(
        &emulator,
        "DescribeScalingActivity",
        &[("ScalingGroupId", &group)],
    );
    let codes: Vec<&Value> = listed["ScalingActivitySet"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|activity| &activity["ErrorCode"])
        .collect();
    assert!(codes.contains(&&json!(501)), "{listed}");
}

#[test]
fn a_region_sees_its_own_groups_only() {
    let emulator = Emulator::start(&[]);
    create_group(&emulator, "0");
    let count = |region: &str| {
        let mut request = Signed::get(&emulator, &[("Action", "DescribeScalingGroup"), VERSION]);
        region.clone_into(&mut request.region);
        emulator.send(&request.raw()).json()["ScalingGroupCount"].clone()
    };
    assert_eq!(count("cn-beijing-6"), 1);
    assert_eq!(count("cn-shanghai-2"), 0);
}

#[test]
fn a_data_folder_keeps_groups_from_one_start_to_the_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments = ["--data-dir", folder.path().to_str().expect("UTF-8")];
    let group = create_group(&Emulator::start(&arguments), "0");
    let emulator = Emulator::start(&arguments);
    let listed = call(&emulator, "DescribeScalingGroup", &[("ScalingGroupId.1", &group)]);
    assert_eq!(listed["ScalingGroupSet"][0]["ScalingGroupName"], "web");
}

#[test]
fn one_seed_and_one_manual_clock_give_the_same_ids() {
    let ids = || {
        let emulator = Emulator::start(&["--clock", "manual", "--seed", "7"]);
        let group = create_group(&emulator, "2");
        advance(&emulator, 60);
        (instance_ids(&emulator, &group), group)
    };
    assert_eq!(ids(), ids());
}

#[test]
fn a_dry_run_needs_a_signature_and_changes_nothing() {
    let emulator = Emulator::start(&[]);
    let pairs = [
        ("Action", "DeleteScalingGroup"),
        VERSION,
        ("ScalingGroupId", "7"),
        ("DryRun", "true"),
    ];
    let (status, code, _) = emulator.call(&pairs).refusal();
    assert_eq!((status, code.as_str()), (412, "DryRunOperation"));
    let stranger = Signed {
        secret_key: "another".into(),
        ..Signed::get(&emulator, &pairs)
    };
    assert_eq!(emulator.send(&stranger.raw()).status, 403);
}
