use serde_json::json;

use crate::emulator::error::ApiError;
use crate::emulator::testing::{ACTIVITY, INSTANCE, Lab, SLB};

fn attach(lab: &Lab, group: &str) {
    let answer = lab.ok(
        "AttachInstance",
        &[("ScalingGroupId", group), ("ScalingInstanceId.1", INSTANCE)],
    );
    assert_eq!(answer, json!({"Return": true}));
}

#[test]
fn an_attached_instance_is_there_at_once_and_can_be_protected_at_once() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    attach(&lab, &group);
    assert_eq!(lab.capacity(&group), (json!(1), json!(1)));
    lab.protect(&group, INSTANCE, "1");
    let before = lab.instances(&group);
    assert_eq!(
        (&before[0]["InstanceId"], &before[0]["CreationType"]),
        (&json!(INSTANCE), &json!("Manual"))
    );
    assert_eq!(before[0]["ProtectedFromScaleIn"], 1);
    assert_eq!(lab.history(&group), [(json!(2), json!(1))]);
    lab.pass(ACTIVITY);
    assert_eq!(lab.history(&group), [(json!(2), json!(2))]);
    assert_eq!(lab.instances(&group), before);
}

#[test]
fn an_attached_instance_may_be_listed_only_when_its_activity_has_ended() {
    let lab = Lab::speaking("attached=after-activity");
    let group = lab.group_with(&[]);
    attach(&lab, &group);
    assert_eq!(lab.capacity(&group), (json!(1), json!(0)));
    lab.pass(ACTIVITY);
    assert_eq!(lab.capacity(&group), (json!(1), json!(1)));
    assert_eq!(lab.history(&group), [(json!(2), json!(2))]);
}

#[test]
fn attaching_raises_the_capacity_of_an_enabled_group_or_as_the_dialect_says() {
    for (dialect, enabled, disabled) in [
        ("", 1, 0),
        ("attach-capacity=always", 1, 1),
        ("attach-capacity=never", 0, 0),
        ("attach-capacity=never,attached=after-activity", 0, 0),
    ] {
        let lab = Lab::speaking(dialect);
        for (disables, desired) in [(false, enabled), (true, disabled)] {
            let group = lab.group_with(&[]);
            if disables {
                lab.ok("DisableScalingGroup", &[("ScalingGroupId", &group)]);
            }
            attach(&lab, &group);
            lab.pass(ACTIVITY * 3);
            let there = (json!(desired), json!(1));
            assert_eq!(lab.capacity(&group), there, "{dialect}, disabled: {disables}");
            let pairs = [
                ("ScalingGroupId", group.as_str()),
                ("ScalingInstanceId.1", INSTANCE),
            ];
            lab.ok("DetachInstance", &pairs);
            lab.pass(ACTIVITY * 3);
            let gone = (json!(0), json!(0));
            assert_eq!(lab.capacity(&group), gone, "{dialect}, disabled: {disables}");
        }
    }
}

#[test]
fn an_instance_beside_the_capacity_stays_until_somebody_names_a_capacity() {
    let lab = Lab::new();
    let group = lab.group_with(&[("MaxSize", "1")]);
    lab.ok("DisableScalingGroup", &[("ScalingGroupId", &group)]);
    attach(&lab, &group);
    let full = [("ScalingGroupId", group.as_str()), ("ScalingInstanceId.1", SLB)];
    assert_eq!(
        lab.refused("AttachInstance", &full),
        ApiError::above_max_size(&group)
    );
    lab.ok("EnableScalingGroup", &[("ScalingGroupId", &group)]);
    let pairs = [("ScalingGroupId", group.as_str()), ("MinSize", "0")];
    lab.ok("ModifyScalingGroup", &pairs);
    lab.pass(ACTIVITY * 3);
    assert_eq!(lab.capacity(&group), (json!(0), json!(1)));
    lab.ok("ModifyScalingGroup", &[pairs[0], ("DesiredCapacity", "0")]);
    lab.pass(ACTIVITY);
    assert_eq!(lab.capacity(&group), (json!(0), json!(0)));
}

#[test]
fn detaching_lowers_the_capacity_and_does_not_launch_another() {
    let lab = Lab::new();
    let group = lab.group_of(2);
    let ids = lab.instance_ids(&group);
    lab.ok(
        "DetachInstance",
        &[("ScalingGroupId", &group), ("ScalingInstanceId.0", &ids[1])],
    );
    assert_eq!(lab.capacity(&group), (json!(1), json!(2)));
    lab.pass(ACTIVITY * 2);
    assert_eq!(lab.instance_ids(&group), ids[..1]);
    assert_eq!(lab.history(&group), [(json!(0), json!(2)), (json!(3), json!(2))]);
}

#[test]
fn an_instance_that_is_in_a_group_or_on_its_way_cannot_be_attached() {
    let lab = Lab::new();
    let (group, other) = (lab.group_with(&[]), lab.group_with(&[]));
    let attach = |group: &str| {
        lab.refused(
            "AttachInstance",
            &[("ScalingGroupId", group), ("ScalingInstanceId.1", INSTANCE)],
        )
    };
    lab.ok(
        "AttachInstance",
        &[("ScalingGroupId", &group), ("ScalingInstanceId.1", INSTANCE)],
    );
    assert_eq!(attach(&group), ApiError::invalid_parameter("ScalingInstanceId.1"));
    lab.pass(ACTIVITY);
    assert_eq!(attach(&other), ApiError::invalid_parameter("ScalingInstanceId.1"));
    let twice = [
        ("ScalingGroupId", group.as_str()),
        ("ScalingInstanceId.1", SLB),
        ("ScalingInstanceId.2", SLB),
    ];
    assert_eq!(
        lab.refused("AttachInstance", &twice),
        ApiError::invalid_parameter("ScalingInstanceId.2")
    );
}

#[test]
fn attaching_and_detaching_keep_to_the_bounds() {
    let lab = Lab::new();
    let group = lab.group_with(&[("MinSize", "1"), ("MaxSize", "1"), ("DesiredCapacity", "1")]);
    lab.pass(ACTIVITY);
    let ids = lab.instance_ids(&group);
    let attach = lab.refused(
        "AttachInstance",
        &[("ScalingGroupId", &group), ("ScalingInstanceId.1", INSTANCE)],
    );
    assert_eq!(attach, ApiError::above_max_size(&group));
    let detach = lab.refused(
        "DetachInstance",
        &[("ScalingGroupId", &group), ("ScalingInstanceId.1", &ids[0])],
    );
    assert_eq!(detach, ApiError::below_min_size(&group));
}

#[test]
fn only_an_instance_of_the_group_that_is_not_leaving_can_be_detached_and_perhaps_no_protected_one() {
    let lab = Lab::speaking("protected=kept");
    let group = lab.group_of(2);
    let ids = lab.instance_ids(&group);
    let detach = |id: &str| {
        lab.refused(
            "DetachInstance",
            &[("ScalingGroupId", &group), ("ScalingInstanceId.1", id)],
        )
    };
    assert_eq!(detach(INSTANCE), ApiError::not_found("ScalingInstance", INSTANCE));
    lab.protect(&group, &ids[0], "1");
    assert_eq!(detach(&ids[0]), ApiError::instance_protected(&ids[0]));
    lab.ok(
        "DetachInstance",
        &[("ScalingGroupId", &group), ("ScalingInstanceId.1", &ids[1])],
    );
    assert_eq!(
        detach(&ids[1]),
        ApiError::invalid_parameter("ScalingInstanceId.1")
    );
}

#[test]
fn a_protected_instance_can_be_detached() {
    let lab = Lab::new();
    let group = lab.group_of(1);
    let ids = lab.instance_ids(&group);
    lab.protect(&group, &ids[0], "1");
    lab.ok(
        "DetachInstance",
        &[("ScalingGroupId", &group), ("ScalingInstanceId.1", &ids[0])],
    );
    lab.pass(ACTIVITY);
    assert_eq!(lab.capacity(&group), (json!(0), json!(0)));
}

#[test]
fn protecting_answers_in_both_documented_forms() {
    let lab = Lab::new();
    let group = lab.group_of(2);
    let ids = lab.instance_ids(&group);
    let pairs = [
        ("ScalingGroupId", group.as_str()),
        ("ScalingInstanceId.0", &ids[1]),
        ("ProtectedFromDetach", "1"),
    ];
    let answer = lab.ok("SetKvmProtectedDetach", &pairs);
    assert_eq!(
        (
            &answer["Return"],
            &answer["ScalingInstanceCount"],
            &answer["DesiredCapacity"]
        ),
        (&json!(true), &json!(1), &json!(2))
    );
    assert_eq!(answer["ScalingInstanceSet"], json!([lab.instances(&group)[1]]));
    assert_eq!(lab.instances(&group)[1]["ProtectedFromScaleIn"], 1);
}

#[test]
fn protection_is_lifted_if_no_value_is_sent() {
    let lab = Lab::new();
    let group = lab.group_of(1);
    let ids = lab.instance_ids(&group);
    lab.protect(&group, &ids[0], "1");
    lab.ok(
        "SetKvmProtectedDetach",
        &[("ScalingGroupId", &group), ("ScalingInstanceId.1", &ids[0])],
    );
    assert_eq!(lab.instances(&group)[0]["ProtectedFromScaleIn"], 0);
    let wrong = [
        ("ScalingGroupId", group.as_str()),
        ("ScalingInstanceId.1", &ids[0]),
        ("ProtectedFromDetach", "2"),
    ];
    assert_eq!(
        lab.refused("SetKvmProtectedDetach", &wrong),
        ApiError::invalid_parameter("ProtectedFromDetach")
    );
}

#[test]
fn instances_are_picked_by_id_origin_and_health_in_any_case() {
    let lab = Lab::new();
    let group = lab.group_of(1);
    attach(&lab, &group);
    lab.pass(ACTIVITY);
    lab.ok("DisableScalingGroup", &[("ScalingGroupId", &group)]);
    lab.emulator
        .set_instance_health(&group, INSTANCE, false)
        .expect("an instance");
    for (name, value, expected) in [
        ("ScalingInstanceId.5", INSTANCE, 1),
        ("CreationType", "Auto", 1),
        ("CreationType", "manual", 1),
        ("HealthStatus", "unhealthy", 1),
        ("HealthStatus", "Healthy", 1),
    ] {
        let answer = lab.ok(
            "DescribeScalingInstance",
            &[("ScalingGroupId", &group), (name, value)],
        );
        assert_eq!(answer["ScalingInstanceCount"], expected, "{name} {value}");
        assert_eq!(
            answer["DesiredCapacity"], 2,
            "the capacity is the group's, whatever is listed"
        );
    }
}

#[test]
fn launched_instances_are_named_after_their_configuration() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    let configuration = lab.describe(&group)["ScalingConfigurationId"]
        .as_str()
        .expect("an id")
        .to_owned();
    for (desired, name, suffix, time, expected) in [
        ("1", "", "", "false", "web"),
        ("2", "node", "7", "false", "node-7"),
        ("3", "node", "", "true", "node-20240115163030"),
    ] {
        let named = [
            ("InstanceName", name),
            ("InstanceNameSuffix", suffix),
            ("InstanceNameTimeSuffix", time),
        ];
        lab.ok(
            "ModifyScalingConfiguration",
            &[
                ("ScalingConfigurationId", &configuration),
                named[0],
                named[1],
                named[2],
            ],
        );
        lab.ok(
            "ModifyScalingGroup",
            &[("ScalingGroupId", &group), ("DesiredCapacity", desired)],
        );
        lab.pass(ACTIVITY);
        assert_eq!(
            lab.instances(&group).last().expect("an instance")["InstanceName"],
            expected
        );
    }
}
