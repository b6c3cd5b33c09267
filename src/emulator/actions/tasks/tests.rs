use serde_json::{Value, json};

use crate::emulator::error::ApiError;
use crate::emulator::testing::{Lab, text};

/// A task with these changes to its parameters (an empty value leaves one out).
fn create(lab: &Lab, group: &str, changes: &[(&str, &str)]) -> Result<Value, ApiError> {
    let mut pairs = vec![
        ("ScalingGroupId", group),
        ("ScalingScheduledTaskName", "morning"),
        ("ReadjustMaxSize", "3"),
        ("ReadjustMinSize", "1"),
        ("ReadjustExpectSize", "2"),
        ("StartTime", "2024-01-16 08:00:00"),
    ];
    pairs.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    pairs.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
    lab.call_in("cn-beijing-6", "CreateScheduledTask", &pairs)
}

fn describe(lab: &Lab, group: &str) -> Value {
    lab.ok("DescribeScheduledTask", &[("ScalingGroupId", group)])["ScalingScheduleTaskSet"][0].clone()
}

fn created(lab: &Lab, group: &str, changes: &[(&str, &str)]) -> String {
    text(&create(lab, group, changes).expect("a task")["ReturnSet"]["ScalingScheduleTaskId"])
}

#[test]
fn a_task_is_shown_as_it_was_sent() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    let repeat = [
        ("EndTime", "2024-02-01 00:00:00"),
        ("RepeatUnit", "Month"),
        ("RepeatCycle", r#"["2","5"]"#),
    ];
    let id = created(&lab, &group, &repeat);
    let expected = json!({
        "ScalingScheduledTaskId": id, "ScalingScheduledTaskName": "morning", "ScalingGroupId": group,
        "ReadjustMaxSize": 3, "ReadjustMinSize": 1, "ReadjustExpectSize": 2,
        "StartTime": "2024-01-16 08:00:00", "EndTime": "2024-02-01 00:00:00", "CreateTime": "2024-01-15 16:30:00",
        "Recurrence": "", "RepeatUnit": "Month", "RepeatCycle": r#"["2","5"]"#, "Description": "",
        "AvailabilityZone": "cn-beijing-6a",
    });
    assert_eq!(describe(&lab, &group), expected);
}

#[test]
fn every_required_parameter_is_missed() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    for name in [
        "ScalingGroupId",
        "ScalingScheduledTaskName",
        "ReadjustMaxSize",
        "ReadjustMinSize",
        "ReadjustExpectSize",
        "StartTime",
    ] {
        assert_eq!(
            create(&lab, &group, &[(name, "")]),
            Err(ApiError::missing_parameter(name))
        );
    }
}

#[test]
fn a_recurring_task_needs_an_end() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    let daily = [("Recurrence", "0 8 * * *")];
    assert_eq!(
        create(&lab, &group, &daily),
        Err(ApiError::missing_parameter("EndTime"))
    );
    let cycle = [("RepeatUnit", "Day"), ("RepeatCycle", "1")];
    assert_eq!(
        create(&lab, &group, &cycle),
        Err(ApiError::missing_parameter("EndTime"))
    );
    assert!(
        create(&lab, &group, &cycle[..1]).is_ok(),
        "a unit without a cycle repeats nothing"
    );
}

#[test]
fn values_that_do_not_fit_are_refused_by_name() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    for (name, value) in [
        ("ReadjustMinSize", "4"),
        ("ReadjustExpectSize", "0"),
        ("ReadjustMaxSize", "1001"),
        ("StartTime", "tomorrow"),
        ("EndTime", "2024-01-16 07:59:59"),
        ("Recurrence", "* * * * *"),
        ("RepeatUnit", "Year"),
    ] {
        assert_eq!(
            create(&lab, &group, &[(name, value)]),
            Err(ApiError::invalid_parameter(name)),
            "{value}"
        );
    }
    let cycle = [("RepeatUnit", "Week"), ("RepeatCycle", "9")];
    assert_eq!(
        create(&lab, &group, &cycle),
        Err(ApiError::invalid_parameter("RepeatCycle"))
    );
}

#[test]
fn both_spellings_of_the_prefix_are_read() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    let id = created(
        &lab,
        &group,
        &[
            ("ScalingScheduledTaskName", ""),
            ("ScalingScheduleTaskName", "evening"),
        ],
    );
    created(&lab, &group, &[]);
    for name in ["ScalingScheduledTaskId.1", "ScalingScheduleTaskId.0"] {
        let answer = lab.ok(
            "DescribeScheduledTask",
            &[("ScalingGroupId", &group), (name, &id)],
        );
        assert_eq!(
            (
                &answer["ScheduledTaskSize"],
                &answer["ScalingScheduleTaskSet"][0]["ScalingScheduledTaskName"]
            ),
            (&json!(1), &json!("evening"))
        );
    }
    lab.ok(
        "DeleteScheduledTask",
        &[("ScalingGroupId", &group), ("ScalingScheduleTaskId", &id)],
    );
    assert_eq!(describe(&lab, &group)["ScalingScheduledTaskName"], "morning");
}

#[test]
fn a_modification_needs_neither_the_group_nor_the_start() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    let id = created(&lab, &group, &[]);
    let mut expected = describe(&lab, &group);
    let answer = lab.ok(
        "ModifyScheduledTask",
        &[("ScalingScheduledTaskId", &id), ("ReadjustExpectSize", "3")],
    );
    assert_eq!(
        answer,
        json!({"Return": true, "ReturnSet": {"ScalingScheduleTaskId": id}})
    );
    expected["ReadjustExpectSize"] = json!(3);
    assert_eq!(describe(&lab, &group), expected);
}

#[test]
fn an_unknown_task_or_one_of_another_group_is_not_found() {
    let lab = Lab::new();
    let (group, other) = (lab.group_with(&[]), lab.group_with(&[]));
    let id = created(&lab, &other, &[]);
    for action in ["ModifyScheduledTask", "DeleteScheduledTask"] {
        let error = lab.refused(
            action,
            &[("ScalingGroupId", &group), ("ScalingScheduledTaskId", &id)],
        );
        assert_eq!(
            (error.status, error.code.as_str()),
            (404, "ScheduledTaskNotFound")
        );
    }
    assert_eq!(
        lab.ok("DescribeScheduledTask", &[("ScalingGroupId", "1")]),
        json!({"ScheduledTaskSize": 0, "ScalingScheduleTaskSet": []})
    );
}

#[test]
fn twenty_tasks_are_listed_if_no_number_is_given() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    for _ in 0..21 {
        created(&lab, &group, &[]);
    }
    let answer = lab.ok("DescribeScheduledTask", &[("ScalingGroupId", &group)]);
    assert_eq!(
        answer["ScalingScheduleTaskSet"].as_array().map(Vec::len),
        Some(20)
    );
    assert_eq!(answer["ScheduledTaskSize"], 21);
}
