use serde_json::json;

use crate::emulator::error::ApiError;
use crate::emulator::testing::{ACTIVITY, INSTANCE, Lab, OTHER_SUBNET, SECURITY_GROUP, SLB, SUBNET, text};

/// The refusal of a group with these changes.
fn refused(changes: &[(&str, &str)]) -> ApiError {
    Lab::new().create_group(changes).expect_err("a refusal")
}

#[test]
fn every_required_parameter_is_missed() {
    for name in [
        "ScalingGroupName",
        "ScalingConfigurationId",
        "MinSize",
        "MaxSize",
        "DesiredCapacity",
        "RemovePolicy",
    ] {
        assert_eq!(refused(&[(name, "")]), ApiError::missing_parameter(name));
    }
    assert_eq!(
        refused(&[("SubnetId.1", "")]),
        ApiError::missing_parameter("SubnetId")
    );
    assert_eq!(
        refused(&[("SecurityGroupId", "")]),
        ApiError::missing_parameter("SecurityGroupId")
    );
}

#[test]
fn values_out_of_their_range_or_enumeration_are_refused_by_name() {
    for (name, value) in [
        ("MinSize", "-1"),
        ("MaxSize", "0"),
        ("MaxSize", "1001"),
        ("DesiredCapacity", "many"),
        ("RemovePolicy", "RemoveRandomInstance"),
        ("SubnetStrategy", "balanced"),
        ("SubnetId.1", "subnet-1"),
        ("SecurityGroupId", "default"),
    ] {
        assert_eq!(
            refused(&[(name, value)]),
            ApiError::invalid_parameter(name),
            "{value}"
        );
    }
}

#[test]
fn the_desired_capacity_lies_between_the_bounds() {
    assert_eq!(
        refused(&[("DesiredCapacity", "11")]),
        ApiError::invalid_parameter("DesiredCapacity")
    );
    assert_eq!(
        refused(&[("MinSize", "11")]),
        ApiError::invalid_parameter("MinSize")
    );
}

#[test]
fn several_subnets_need_a_strategy() {
    let lab = Lab::new();
    let several = [("SubnetId.1", SUBNET), ("SubnetId.2", OTHER_SUBNET)];
    assert_eq!(
        lab.create_group(&several),
        Err(ApiError::missing_parameter("SubnetStrategy"))
    );
    let group = lab.group_with(&[several[0], several[1], ("SubnetStrategy", "choice-first")]);
    assert_eq!(lab.describe(&group)["SubnetIdSet"], json!([SUBNET, OTHER_SUBNET]));
    let turned = [("SubnetId.1", OTHER_SUBNET), ("SubnetId.2", SUBNET)];
    lab.ok(
        "ModifyScalingGroup",
        &[("ScalingGroupId", &group), turned[0], turned[1]],
    );
    assert_eq!(lab.describe(&group)["SubnetIdSet"], json!([OTHER_SUBNET, SUBNET]));
}

#[test]
fn an_unknown_configuration_is_not_found() {
    let error = refused(&[("ScalingConfigurationId", "424915383923019776")]);
    assert_eq!(
        (error.status, error.code.as_str()),
        (404, "ScalingConfigurationNotFound")
    );
}

#[test]
fn a_new_group_is_enabled_whatever_status_is_sent() {
    let lab = Lab::new();
    let group = lab.group_with(&[("Status", "UnActive")]);
    assert_eq!(lab.describe(&group)["Status"], "Active");
}

#[test]
fn several_security_groups_replace_the_single_one() {
    let lab = Lab::new();
    let group = lab.describe(&lab.group_with(&[("SecurityGroupId.1", SLB), ("SecurityGroupId.2", SUBNET)]));
    assert_eq!(group["SecurityGroupIdSet"], json!([SLB, SUBNET]));
    assert_eq!(group["SecurityGroupId"], SLB);
}

#[test]
fn groups_in_the_same_first_subnet_are_in_the_same_vpc() {
    let lab = Lab::new();
    let vpc = |subnet: &str| lab.describe(&lab.group_with(&[("SubnetId.1", subnet)]))["VpcId"].clone();
    assert_eq!(vpc(SUBNET), vpc(SUBNET));
    assert_ne!(vpc(SUBNET), vpc(OTHER_SUBNET));
    let moved = lab.group_with(&[]);
    lab.ok(
        "ModifyScalingGroup",
        &[("ScalingGroupId", &moved), ("SubnetId.1", OTHER_SUBNET)],
    );
    assert_eq!(lab.describe(&moved)["VpcId"], vpc(SUBNET));
}

#[test]
fn a_modification_changes_what_is_sent_and_keeps_the_rest() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    let mut expected = lab.describe(&group);
    let pairs = [
        ("ScalingGroupId", group.as_str()),
        ("ScalingGroupName", "api"),
        ("SubnetId.1", OTHER_SUBNET),
    ];
    let answer = lab.ok("ModifyScalingGroup", &pairs);
    assert_eq!(
        answer,
        json!({"Return": true, "ReturnSet": {"ScalingGroupId": group}})
    );
    expected["ScalingGroupName"] = json!("api");
    (expected["SubnetId"], expected["SubnetIdSet"]) = (json!(OTHER_SUBNET), json!([OTHER_SUBNET]));
    assert_eq!(lab.describe(&group), expected);
}

#[test]
fn the_bounds_and_the_capacity_are_checked_together() {
    let lab = Lab::new();
    let group = lab.group_with(&[("DesiredCapacity", "2")]);
    for (name, value) in [("MinSize", "3"), ("MaxSize", "1"), ("DesiredCapacity", "11")] {
        let error = lab.refused("ModifyScalingGroup", &[("ScalingGroupId", &group), (name, value)]);
        assert_eq!(error, ApiError::invalid_parameter(name));
    }
    lab.ok(
        "ModifyScalingGroup",
        &[
            ("ScalingGroupId", &group),
            ("MinSize", "3"),
            ("DesiredCapacity", "3"),
        ],
    );
    assert_eq!(lab.describe(&group)["DesiredCapacity"], 3);
}

#[test]
fn a_refused_modification_changes_nothing() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    let before = lab.emulator.snapshot();
    let pairs = [
        ("ScalingGroupId", group.as_str()),
        ("MinSize", "1"),
        ("DesiredCapacity", "1"),
        ("Slb.1.Id", SLB),
    ];
    let error = lab.refused("ModifyScalingGroup", &pairs);
    assert_eq!(error, ApiError::missing_parameter("Slb.1.ListenerId"));
    assert_eq!(lab.emulator.snapshot(), before);
}

#[test]
fn a_write_to_an_unknown_group_is_not_found() {
    let lab = Lab::new();
    for action in [
        "ModifyScalingGroup",
        "EnableScalingGroup",
        "DisableScalingGroup",
        "DeleteScalingGroup",
    ] {
        let error = lab.refused(action, &[("ScalingGroupId", "436995593677910016")]);
        assert_eq!(
            (error.status, error.code.as_str()),
            (404, "ScalingGroupNotFound"),
            "{action}"
        );
    }
}

#[test]
fn enabling_and_disabling_can_be_repeated() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    for (action, status) in [
        ("DisableScalingGroup", "UnActive"),
        ("DisableScalingGroup", "UnActive"),
        ("EnableScalingGroup", "Active"),
        ("EnableScalingGroup", "Active"),
    ] {
        let answer = lab.ok(action, &[("ScalingGroupId", &group)]);
        assert_eq!(answer, json!({"ReturnSet": {"ScalingGroupId": group}}));
        assert_eq!(lab.describe(&group)["Status"], status);
    }
}

#[test]
fn deleting_a_group_with_instances_or_a_running_activity_is_refused() {
    let lab = Lab::new();
    let group = lab.group_with(&[("DesiredCapacity", "1")]);
    let delete = [("ScalingGroupId", group.as_str())];
    assert_eq!(
        lab.refused("DeleteScalingGroup", &delete),
        ApiError::group_busy(&group)
    );
    lab.pass(ACTIVITY);
    assert_eq!(
        lab.refused("DeleteScalingGroup", &delete),
        ApiError::group_busy(&group)
    );
    lab.ok(
        "ModifyScalingGroup",
        &[("ScalingGroupId", &group), ("DesiredCapacity", "0")],
    );
    assert_eq!(
        lab.refused("DeleteScalingGroup", &delete),
        ApiError::group_busy(&group)
    );
    lab.pass(ACTIVITY);
    lab.ok("DeleteScalingGroup", &delete);
    assert_eq!(lab.ok("DescribeScalingGroup", &[])["ScalingGroupCount"], 0);
}

#[test]
fn the_group_to_delete_is_named_with_or_without_a_number() {
    let lab = Lab::new();
    let (first, second) = (lab.group_with(&[]), lab.group_with(&[]));
    let answer = lab.ok(
        "DeleteScalingGroup",
        &[("ScalingGroupId.1", &first), ("ScalingGroupId.2", &second)],
    );
    assert_eq!(answer["ReturnSet"]["ScalingGroupId"], json!(first));
    assert_eq!(lab.ok("DescribeScalingGroup", &[])["ScalingGroupCount"], 1);
    assert_eq!(
        lab.refused("DeleteScalingGroup", &[]),
        ApiError::missing_parameter("ScalingGroupId")
    );
}

#[test]
fn what_belongs_to_a_group_goes_with_it() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    lab.ok(
        "CreateScalingNotification",
        &[("ScalingGroupId", &group), ("NotificationType.1", "1")],
    );
    lab.ok("DeleteScalingGroup", &[("ScalingGroupId", &group)]);
    let left = lab.ok("DescribeScalingNotification", &[("ScalingGroupId", &group)]);
    assert_eq!(
        left,
        json!({"ScalingNotificationCount": 0, "ScalingNotificationSet": []})
    );
}

#[test]
fn subnets_and_instances_of_other_services_are_taken_on_trust() {
    let lab = Lab::new();
    let group = lab.group_with(&[
        ("SubnetId.1", "00000000-0000-4000-a000-000000000000"),
        ("SecurityGroupId", SECURITY_GROUP),
    ]);
    lab.ok(
        "AttachInstance",
        &[("ScalingGroupId", &group), ("ScalingInstanceId.1", INSTANCE)],
    );
    lab.pass(ACTIVITY);
    assert_eq!(text(&lab.instances(&group)[0]["InstanceId"]), INSTANCE);
}
