use serde_json::{Value, json};

use super::*;
use crate::emulator::testing::{Lab, OTHER_SUBNET, SECURITY_GROUP, SUBNET, text};

fn dialect(text: &str) -> Dialect {
    text.parse().expect("a dialect")
}

fn policy(lab: &Lab) -> (String, Value) {
    let group = lab.group_with(&[]);
    let metric =
        r#"{"dimensionName":"cpu_usage","comparisonOperator":"Greater","threshold":50,"function":"avg"}"#;
    let pairs = [
        ("ScalingGroupId", group.as_str()),
        ("ScalingPolicyName", "grow"),
        ("AdjustmentType", "QuantityChangeInCapacity"),
        ("AdjustmentValue", "1"),
        ("CoolDown", "60"),
        ("Metric", metric),
    ];
    let answer = lab.ok("CreateScalingPolicy", &pairs);
    (group, answer)
}

fn task(lab: &Lab) -> Value {
    let group = lab.group_with(&[]);
    let pairs = [
        ("ScalingGroupId", group.as_str()),
        ("ScalingScheduledTaskName", "night"),
        ("ReadjustMaxSize", "3"),
        ("ReadjustMinSize", "0"),
        ("ReadjustExpectSize", "1"),
        ("StartTime", "2030-01-01 00:00:00"),
    ];
    lab.ok("CreateScheduledTask", &pairs)
}

fn configuration(lab: &Lab) -> Value {
    let id = lab.configuration();
    let pairs = [
        ("ScalingConfigurationId", id.as_str()),
        ("KeyId.1", SECURITY_GROUP),
        ("DataDisk.1.Type", "SSD3.0"),
        ("DataDisk.1.Size", "50"),
    ];
    lab.ok("ModifyScalingConfiguration", &pairs);
    lab.ok(
        "DescribeScalingConfiguration",
        &[("ScalingConfigurationId.1", &id)],
    )["ScalingConfigurationSet"][0]
        .clone()
}

#[test]
fn a_sample_has_no_members_that_other_sources_add() {
    let lab = Lab::speaking("answers=sample");
    let (_, created) = policy(&lab);
    assert_eq!(created, json!({"ScalingPolicyId": 10_000_355}));
    assert!(task(&lab)["ReturnSet"].is_u64());
    let shown = configuration(&lab);
    assert_eq!((shown.get("KeyIds"), shown.get("InstanceTypeSet")), (None, None));
    assert_eq!(shown["InstanceType"], "S6.2B");
    let group = lab.describe(&lab.group_with(&[]));
    assert_eq!(group.get("SecurityGroupIdSet"), None);
    assert_eq!(
        dialect("answers=sample").request_id_name("ModifyScalingNotification"),
        "RequestID"
    );
    assert_eq!(
        dialect("answers=sample").request_id_name("CreateScalingGroup"),
        "RequestId"
    );
}

#[test]
fn the_table_of_a_configuration_has_neither_keys_nor_cloud_disks() {
    let shown = configuration(&Lab::speaking("answers=table"));
    assert_eq!(
        (shown.get("KeyIds"), shown.get("DataDiskEbsDetail")),
        (None, None)
    );
    assert!(shown["InstanceTypeSet"].is_array());
}

#[test]
fn ids_of_new_policies_and_tasks_can_be_bare_numbers() {
    let lab = Lab::speaking("answers=bare-ids");
    assert_eq!(policy(&lab).1, json!({"ScalingPolicyId": 10_000_355}));
    assert!(task(&lab)["ReturnSet"].is_u64());
}

#[test]
fn a_missing_object_has_a_code_of_another_spelling() {
    for (switch, status, code) in [
        ("", 404, "ScalingGroupNotFound"),
        ("not-found=not-exist", 400, "ScalingGroupNotExist"),
        ("not-found=not-exists", 400, "ScalingGroupNotExists"),
        ("not-found=no-such", 404, "NoSuchScalingGroup"),
        ("not-found=dotted", 400, "InvalidScalingGroup.NotFound"),
        ("not-found=invalid", 404, "InvalidScalingGroup"),
    ] {
        let lab = Lab::speaking(switch);
        let error = lab.refused("EnableScalingGroup", &[("ScalingGroupId", "7")]);
        assert_eq!((error.status, error.code.as_str()), (status, code), "{switch}");
        let other = lab.refused("EnableScalingGroup", &[]);
        assert_eq!(other, ApiError::missing_parameter("ScalingGroupId"), "{switch}");
    }
}

#[test]
fn the_list_of_a_group_that_is_gone_is_missing_or_null_and_that_of_a_group_is_not() {
    for (switch, expected) in [
        ("gone-group=missing", json!({"ScalingPolicySize": 0})),
        (
            "gone-group=null",
            json!({"ScalingPolicySize": 0, "ScalingPolicySet": null}),
        ),
    ] {
        let lab = Lab::speaking(switch);
        let answer = lab.ok("DescribeScalingPolicy", &[("ScalingGroupId", "7")]);
        assert_eq!(answer, expected);
        let group = lab.group_with(&[]);
        let answer = lab.ok("DescribeScalingPolicy", &[("ScalingGroupId", &group)]);
        assert_eq!(answer, json!({"ScalingPolicySize": 0, "ScalingPolicySet": []}));
    }
}

#[test]
fn empty_members_of_items_are_left_out_or_null_but_lists_of_items_stay() {
    let group = |switch| {
        let lab = Lab::speaking(switch);
        let group = lab.group_with(&[]);
        lab.describe(&group)
    };
    assert_eq!(group("empty=left-out").get("SlbConfigSet"), None);
    assert_eq!(group("empty=null").get("SlbConfigSet"), Some(&Value::Null));
    let lab = Lab::speaking("empty=left-out");
    let answer = lab.ok("DescribeScalingGroup", &[]);
    assert_eq!(answer, json!({"ScalingGroupCount": 0, "ScalingGroupSet": []}));
}

#[test]
fn times_ids_and_sets_have_another_form() {
    let lab = Lab::speaking("times=fraction,ids=capitals,order=reversed,return-set=lower-case");
    let pairs = [
        ("ScalingGroupName", SUBNET),
        ("SubnetId.2", OTHER_SUBNET),
        ("SubnetStrategy", "choice-first"),
    ];
    let created = lab.create_group(&pairs).expect("a group");
    let group = lab.describe(&text(&created["returnset"]["ScalingGroupId"]));
    assert_eq!(group["CreateTime"], "2024-01-15 16:30:00.0");
    let subnets = [OTHER_SUBNET, SUBNET].map(str::to_ascii_uppercase);
    assert_eq!(group["SubnetIdSet"], json!(subnets));
    assert_eq!(group["ScalingGroupName"], SUBNET, "a name is no id");
    let keys = format!("[\"{}\"]", SUBNET.to_ascii_uppercase());
    let mut shown = json!(format!("[\"{SUBNET}\"]"));
    lab.emulator.config().dialect.shape_member("KeyIds", &mut shown);
    assert_eq!(shown, json!(keys));
}

#[test]
fn ids_in_capitals_are_understood() {
    let capitals = dialect("ids=capitals");
    let image = format!("IMG-{}", SUBNET.to_ascii_uppercase());
    assert_eq!(capitals.heard("ImageId", image.clone()), format!("IMG-{SUBNET}"));
    assert_eq!(capitals.heard("UserData", image.clone()), image);
    assert_eq!(dialect("").heard("ImageId", image.clone()), image);
}

#[test]
fn a_modification_without_types_may_be_refused() {
    let lab = Lab::speaking("notification-types=required");
    let group = lab.group_with(&[]);
    let pairs = [("ScalingGroupId", group.as_str()), ("NotificationType.1", "1")];
    let id = text(&lab.ok("CreateScalingNotification", &pairs)["ScalingNotificationId"]);
    let error = lab.refused(
        "ModifyScalingNotification",
        &[pairs[0], ("ScalingNotificationId", &id)],
    );
    assert_eq!(error, ApiError::missing_parameter("NotificationType"));
}

#[test]
fn a_page_can_be_capped_and_count_itself() {
    let lab = Lab::speaking("page-cap=2,count=page,order=reversed");
    for name in ["a", "b", "c"] {
        lab.group_with(&[("ScalingGroupName", name)]);
    }
    let answer = lab.ok("DescribeScalingGroup", &[("MaxResults", "100")]);
    assert_eq!(answer["ScalingGroupCount"], 2);
    assert_eq!(answer["ScalingGroupSet"][0]["ScalingGroupName"], "c");
    let rest = lab.ok("DescribeScalingGroup", &[("Marker", "2")]);
    assert_eq!(
        (
            &rest["ScalingGroupCount"],
            &rest["ScalingGroupSet"][0]["ScalingGroupName"]
        ),
        (&json!(1), &json!("a"))
    );
}
