use serde_json::{Value, json};

use crate::emulator::error::ApiError;
use crate::emulator::testing::{IMAGE, Lab, text};

fn describe(lab: &Lab, filters: &[(&str, &str)]) -> Vec<Value> {
    let answer = lab.ok("DescribeScalingConfiguration", filters);
    answer["ScalingConfigurationSet"]
        .as_array()
        .expect("a list")
        .clone()
}

#[test]
fn a_configuration_has_a_name_an_image_and_an_instance_type() {
    let lab = Lab::new();
    let whole = [
        ("ScalingConfigurationName", "web"),
        ("ImageId", IMAGE),
        ("InstanceType", "N3.1A"),
    ];
    for left_out in ["ScalingConfigurationName", "ImageId", "InstanceType"] {
        let pairs: Vec<_> = whole
            .iter()
            .copied()
            .filter(|(name, _)| *name != left_out)
            .collect();
        assert_eq!(
            lab.refused("CreateScalingConfiguration", &pairs),
            ApiError::missing_parameter(left_out)
        );
    }
    let answer = lab.ok("CreateScalingConfiguration", &whole);
    assert!(answer["ScalingConfigurationId"].is_string());
    assert_eq!(answer.as_object().map(serde_json::Map::len), Some(1));
}

#[test]
fn what_is_not_sent_has_its_default_or_is_left_out() {
    let lab = Lab::new();
    let id = lab.configuration();
    let found = &describe(&lab, &[("ScalingConfigurationId.1", &id)])[0];
    for (name, value) in [
        ("ChargeType", json!("HourlyInstantSettlement")),
        ("InstanceType", json!("S6.2B")),
        ("InstanceTypeSet", json!(["S6.2B"])),
        ("Cpu", json!(2)),
        ("Mem", json!(4)),
        ("StorageSize", json!(0)),
        ("SystemDiskType", json!("SSD3.0")),
        ("SystemDiskSize", json!(20)),
        ("ProjectId", json!(0)),
        ("KeepImageLogin", json!(false)),
        ("InstanceNameTimeSuffix", json!(false)),
        ("NeedMonitorAgent", json!(1)),
        ("NeedSecurityAgent", json!(1)),
        ("ScalingGroupIdSet", json!([])),
        ("CreateTime", json!("2024-01-15 16:30:00")),
    ] {
        assert_eq!(found[name], value, "{name}");
    }
    for name in [
        "KeyIds",
        "DataDiskEbsDetail",
        "AddressBandWidth",
        "BandWidthShareId",
        "LineId",
        "UserData",
        "Password",
    ] {
        assert_eq!(found.get(name), None, "{name}");
    }
}

#[test]
fn a_modification_changes_what_is_sent_in_place() {
    let lab = Lab::new();
    let id = lab.configuration();
    let mut expected = describe(&lab, &[])[0].clone();
    let pairs = [
        ("ScalingConfigurationId", id.as_str()),
        ("ScalingConfigurationName", "api"),
        ("NeedMonitorAgent", "0"),
    ];
    assert_eq!(
        lab.ok("ModifyScalingConfiguration", &pairs),
        json!({"Return": true})
    );
    (expected["ScalingConfigurationName"], expected["NeedMonitorAgent"]) = (json!("api"), json!(0));
    assert_eq!(describe(&lab, &[]), [expected]);
}

#[test]
fn modifying_an_unknown_configuration_is_not_found() {
    let error = Lab::new().refused(
        "ModifyScalingConfiguration",
        &[("ScalingConfigurationId", "424915383923019776")],
    );
    assert_eq!(
        (error.status, error.code.as_str()),
        (404, "ScalingConfigurationNotFound")
    );
}

#[test]
fn configurations_are_picked_by_id_name_and_project() {
    let lab = Lab::new();
    let (first, second) = (lab.configuration(), lab.configuration());
    lab.ok(
        "ModifyScalingConfiguration",
        &[
            ("ScalingConfigurationId", &second),
            ("ProjectId", "103800"),
            ("ScalingConfigurationName", "batch"),
        ],
    );
    for (name, value, expected) in [
        ("ScalingConfigurationId.0", first.as_str(), &first),
        ("ScalingConfigurationName", "atc", &second),
        ("ProjectId.1", "103800", &second),
        ("ProjectId.1", "0", &first),
    ] {
        let found = describe(&lab, &[(name, value)]);
        assert_eq!(
            (found.len(), &text(&found[0]["ScalingConfigurationId"])),
            (1, expected),
            "{name} {value}"
        );
    }
    assert_eq!(
        describe(&lab, &[]).len(),
        2,
        "without a filter, all projects are listed"
    );
}

#[test]
fn at_most_twenty_ids_can_be_asked_for() {
    let names: Vec<String> = (1..=21)
        .map(|number| format!("ScalingConfigurationId.{number}"))
        .collect();
    let pairs: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
    let lab = Lab::new();
    assert!(describe(&lab, &pairs[..20]).is_empty());
    let error = lab.refused("DescribeScalingConfiguration", &pairs);
    assert_eq!(error, ApiError::invalid_parameter("ScalingConfigurationId.21"));
}

#[test]
fn a_configuration_names_the_groups_that_use_it_and_cannot_be_deleted_before_they_are() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    let found = &describe(&lab, &[])[0];
    assert_eq!(
        found["ScalingGroupIdSet"],
        json!([{"ScalingGroupId": group, "ScalingGroupName": "web"}])
    );
    let id = text(&found["ScalingConfigurationId"]);
    let delete = [("ScalingConfigurationId.1", id.as_str())];
    let users = [group.clone()];
    assert_eq!(
        lab.refused("DeleteScalingConfiguration", &delete),
        ApiError::configuration_in_use(&id, &users)
    );
    lab.ok("DeleteScalingGroup", &[("ScalingGroupId", &group)]);
    assert_eq!(
        lab.ok("DeleteScalingConfiguration", &delete),
        json!({"ReturnSet": [{"ScalingConfigurationId": id}]})
    );
    assert!(describe(&lab, &[]).is_empty());
}

#[test]
fn one_of_several_that_cannot_be_deleted_gets_a_message_and_the_others_go() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    let used = text(&lab.describe(&group)["ScalingConfigurationId"]);
    let free = lab.configuration();
    let answer = lab.ok(
        "DeleteScalingConfiguration",
        &[
            ("ScalingConfigurationId.1", &used),
            ("ScalingConfigurationId.2", &free),
        ],
    );
    let message = ApiError::configuration_in_use(&used, &[group]).message;
    let expected =
        json!([{"ScalingConfigurationId": used, "Message": message}, {"ScalingConfigurationId": free}]);
    assert_eq!(answer["ReturnSet"], expected);
    assert_eq!(describe(&lab, &[]).len(), 1);
}

#[test]
fn deleting_an_unknown_configuration_is_not_found() {
    let error = Lab::new().refused("DeleteScalingConfiguration", &[("ScalingConfigurationId.1", "7")]);
    assert_eq!(
        (error.status, error.code.as_str()),
        (404, "ScalingConfigurationNotFound")
    );
}

#[test]
fn the_project_of_a_configuration_is_shown() {
    let lab = Lab::new();
    let id = lab.configuration();
    let expected = json!({
        "ProjectId": 0, "AccountId": 2_000_000_001_u64, "ProjectName": "默认项目", "ProjectDesc": "默认项目",
        "Krn": "krn:ksc:iam::2000000001:project/0", "Status": 1, "CreateTime": "2015-11-01 00:00:00",
    });
    assert_eq!(
        describe(&lab, &[("ScalingConfigurationId.1", &id)])[0]["Project"],
        expected
    );
    let pairs = [("ScalingConfigurationId", id.as_str()), ("ProjectId", "7")];
    lab.ok("ModifyScalingConfiguration", &pairs);
    assert_eq!(describe(&lab, &[])[0]["Project"]["ProjectName"], "project-7");
}
