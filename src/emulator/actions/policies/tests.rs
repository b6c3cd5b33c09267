use serde_json::{Value, json};

use crate::emulator::error::ApiError;
use crate::emulator::testing::{Lab, text};

const METRIC: &str =
    r#"{"comparisonOperator":"Greater","dimensionName":"cpu_usage","function":"avg","threshold":50}"#;

/// A policy with these changes to its parameters (an empty value leaves one out).
fn create(lab: &Lab, group: &str, changes: &[(&str, &str)]) -> Result<Value, ApiError> {
    let mut pairs = vec![
        ("ScalingGroupId", group),
        ("ScalingPolicyName", "up"),
        ("Metric", METRIC),
        ("AdjustmentType", "QuantityChangeInCapacity"),
        ("AdjustmentValue", "1"),
        ("CoolDown", "60"),
    ];
    pairs.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    pairs.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
    lab.call_in("cn-beijing-6", "CreateScalingPolicy", &pairs)
}

fn describe(lab: &Lab, group: &str) -> Value {
    lab.ok("DescribeScalingPolicy", &[("ScalingGroupId", group)])["ScalingPolicySet"][0].clone()
}

#[test]
fn the_new_id_is_text_in_the_set_and_a_number_at_the_top() {
    let lab = Lab::new();
    let answer = create(&lab, &lab.group_with(&[]), &[]).expect("a policy");
    assert_eq!(
        answer,
        json!({"ReturnSet": {"ScalingPolicyId": "10000355"}, "ScalingPolicyId": 10_000_355})
    );
}

#[test]
fn a_metric_is_read_in_either_casing_and_shown_in_one() {
    let expected = json!({"DimensionName": "cpu_usage", "ComparisonOperator": "Greater", "Threshold": 50, "RepeatTimes": 3, "Period": 60, "Function": "avg"});
    for metric in [METRIC, &expected.to_string()] {
        let lab = Lab::new();
        let group = lab.group_with(&[]);
        create(&lab, &group, &[("Metric", metric)]).expect("a policy");
        assert_eq!(describe(&lab, &group)["Metric"], expected);
    }
}

#[test]
fn every_required_parameter_is_missed() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    for name in [
        "ScalingGroupId",
        "ScalingPolicyName",
        "Metric",
        "AdjustmentType",
        "AdjustmentValue",
        "CoolDown",
    ] {
        assert_eq!(
            create(&lab, &group, &[(name, "")]),
            Err(ApiError::missing_parameter(name))
        );
    }
}

#[test]
fn values_out_of_their_range_or_enumeration_are_refused_by_name() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    for (name, value) in [
        ("AdjustmentType", "Exact"),
        ("AdjustmentValue", "1001"),
        ("CoolDown", "59"),
        ("Metric", "{"),
        ("Metric", "{}"),
        ("Metric", &METRIC.replace("50", "101")),
        ("Metric", &METRIC.replace("Greater", "GreaterThan")),
        ("Metric", &METRIC.replace("cpu_usage", "disk_usage")),
        ("Metric", &METRIC.replace("avg", "sum")),
        ("Metric", &METRIC.replace("50}", "50,\"repeatTimes\":11}")),
        ("Metric", &METRIC.replace("50}", "50,\"period\":59}")),
        (
            "Metric",
            &METRIC.replace("cpu_usage", "net_intraffic").replace("50", "0"),
        ),
    ] {
        assert_eq!(
            create(&lab, &group, &[(name, value)]),
            Err(ApiError::invalid_parameter(name)),
            "{value}"
        );
    }
}

#[test]
fn the_range_of_the_value_depends_on_the_type() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    for (kind, fits, wrong) in [
        ("TotalCapacity", "0", "-1"),
        ("QuantityChangeInCapacity", "-1000", "-1001"),
        ("PercentChangeInCapacity", "-100", "101"),
    ] {
        assert!(
            create(
                &lab,
                &group,
                &[("AdjustmentType", kind), ("AdjustmentValue", fits)]
            )
            .is_ok(),
            "{kind}"
        );
        let error = create(
            &lab,
            &group,
            &[("AdjustmentType", kind), ("AdjustmentValue", wrong)],
        );
        assert_eq!(
            error,
            Err(ApiError::invalid_parameter("AdjustmentValue")),
            "{kind}"
        );
    }
}

#[test]
fn a_modification_changes_what_is_sent_and_keeps_the_rest() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    create(&lab, &group, &[]).expect("a policy");
    let mut expected = describe(&lab, &group);
    let id = text(&expected["ScalingPolicyId"]);
    let pairs = [
        ("ScalingGroupId", group.as_str()),
        ("ScalingPolicyId", &id),
        ("CoolDown", "90"),
        ("AdjustmentValue", "-2"),
    ];
    let answer = lab.ok("ModifyScalingPolicy", &pairs);
    assert_eq!(
        answer,
        json!({"Return": true, "ReturnSet": {"ScalingPolicyId": id}})
    );
    (expected["CoolDown"], expected["AdjustmentValue"]) = (json!(90), json!(-2));
    assert_eq!(describe(&lab, &group), expected);

    let pairs = [
        ("ScalingGroupId", group.as_str()),
        ("ScalingPolicyId", &id),
        ("AdjustmentType", "TotalCapacity"),
    ];
    assert_eq!(
        lab.refused("ModifyScalingPolicy", &pairs),
        ApiError::invalid_parameter("AdjustmentType")
    );
}

#[test]
fn an_unknown_policy_or_one_of_another_group_is_not_found() {
    let lab = Lab::new();
    let (group, other) = (lab.group_with(&[]), lab.group_with(&[]));
    create(&lab, &other, &[]).expect("a policy");
    for action in ["ModifyScalingPolicy", "DeleteScalingPolicy"] {
        let error = lab.refused(
            action,
            &[("ScalingGroupId", &group), ("ScalingPolicyId", "10000355")],
        );
        assert_eq!(
            (error.status, error.code.as_str()),
            (404, "ScalingPolicyNotFound")
        );
    }
}

#[test]
fn policies_are_picked_by_id_and_name() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    for name in ["up", "down"] {
        create(&lab, &group, &[("ScalingPolicyName", name)]).expect("a policy");
    }
    for (name, value) in [("ScalingPolicyId.0", "10000356"), ("ScalingPolicyName", "ow")] {
        let answer = lab.ok(
            "DescribeScalingPolicy",
            &[("ScalingGroupId", &group), (name, value)],
        );
        assert_eq!(
            (
                &answer["ScalingPolicySize"],
                &answer["ScalingPolicySet"][0]["ScalingPolicyName"]
            ),
            (&json!(1), &json!("down"))
        );
    }
}

#[test]
fn a_deleted_policy_is_gone() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    create(&lab, &group, &[]).expect("a policy");
    let answer = lab.ok(
        "DeleteScalingPolicy",
        &[("ScalingGroupId", &group), ("ScalingPolicyId", "10000355")],
    );
    assert_eq!(answer, json!({"ReturnSet": {"ScalingPolicyId": "10000355"}}));
    let empty = json!({"ScalingPolicySize": 0, "ScalingPolicySet": []});
    assert_eq!(
        lab.ok("DescribeScalingPolicy", &[("ScalingGroupId", &group)]),
        empty
    );
}
