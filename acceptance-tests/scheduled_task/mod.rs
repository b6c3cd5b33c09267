//! Scheduled tasks.

mod failures;
mod input;
mod schedule;
mod takeover;

use serde_json::{Value, json};

use crate::support::{CONFIGURATION, GROUP, Scenario, create, hcl, other_group, replace, update, web_and};

pub(super) const TASK: &str = "ksyun_scaling_scheduled_task.morning";

/// A group, and a task of it with these attributes.
pub(super) fn task(attributes: &str) -> String {
    web_and(
        TASK,
        &format!("  scaling_group_id = ksyun_scaling_group.web.id\n{attributes}"),
    )
}

/// A task that fires once, with more attributes.
pub(super) fn once(attributes: &str) -> String {
    task(&format!("  start_time = \"2030-01-01 09:00:00\"\n{attributes}"))
}

/// The tasks of the group, as the API shows them.
pub(super) fn tasks(s: &Scenario) -> Vec<Value> {
    let answer = s
        .emulator()
        .api("DescribeScheduledTask", &[("ScalingGroupId", &s.id(GROUP))]);
    answer["ScalingScheduleTaskSet"]
        .as_array()
        .cloned()
        .unwrap_or_default()
}

#[test]
fn matrix_a_task_lives_from_create_to_destroy() {
    let mut s = Scenario::start();
    s.apply(hcl!("scheduled_task/lifecycle/1-create.tf").beside_web())
        .plans([create(CONFIGURATION), create(GROUP), create(TASK)])
        .state(
            TASK,
            &json!({
                "scaling_scheduled_task_name": "tf-scaling-scheduled_task",
                "readjust_min_size": 1,
                "readjust_expect_size": 1,
                "readjust_max_size": 1,
                "start_time": "2030-01-01 09:00:00",
                "end_time": null,
                "recurrence": null,
                "repeat_unit": null,
                "repeat_cycle": null,
            }),
        )
        .calls(&json!({"CreateScalingConfiguration": 1, "CreateScalingGroup": 1, "CreateScheduledTask": 1}))
        .then_plan_is_empty()
        .calls(&json!({}));
    s.apply(hcl!("scheduled_task/lifecycle/2-change.tf").beside_web())
        .plans([update(TASK)])
        .state(
            TASK,
            &json!({
                "scaling_scheduled_task_name": "every-morning",
                "readjust_min_size": 0,
                "readjust_expect_size": 2,
                "readjust_max_size": 4,
                "start_time": "2030-02-01T00:30:00Z",
                "end_time": "2031-01-01T00:00:00+08:00",
                "recurrence": "30 8 * * 1-5",
            }),
        )
        .calls(&json!({"ModifyScheduledTask": 1}))
        .then_plan_is_empty();
    s.destroy().destroys(3).leaves_nothing();
}

#[test]
fn each_attribute_is_changed_by_one_modify_and_one_read() {
    let mut s = Scenario::start();
    let recurring = |attribute: &str, value: &Value| {
        let mut attributes = json!({
            "start_time": "2030-01-01 09:00:00",
            "end_time": "2031-01-01 00:00:00",
            "recurrence": "0 9 * * *",
            "readjust_max_size": 2,
        });
        attributes[attribute] = value.clone();
        let lines = attributes.as_object().into_iter().flatten();
        let lines: Vec<String> = lines.map(|(name, value)| format!("  {name} = {value}")).collect();
        task(&lines.join("\n"))
    };
    let base = recurring("readjust_max_size", &json!(2));
    s.apply(base.as_str());
    for (attribute, value) in [
        ("scaling_scheduled_task_name", json!("night")),
        ("readjust_min_size", json!(0)),
        ("readjust_expect_size", json!(2)),
        ("readjust_max_size", json!(3)),
        ("start_time", json!("2030-01-02 09:00:00")),
        ("end_time", json!("2032-01-01 00:00:00")),
        ("recurrence", json!("0 9 1 * *")),
    ] {
        // Each change starts from the same task; one Describe of each kind belongs to the refresh.
        s.apply(recurring(attribute, &value).as_str())
            .plans([update(TASK)])
            .state(TASK, &json!({attribute: value}))
            .calls(&json!({"ModifyScheduledTask": 1}))
            .reads(&json!({"DescribeScalingConfiguration": 1, "DescribeScalingGroup": 1, "DescribeScheduledTask": 2}))
            .then_plan_is_empty();
        s.apply(base.as_str());
    }
}

#[test]
fn a_task_is_imported_by_its_ids_in_either_order() {
    let mut s = Scenario::start();
    s.apply(hcl!("scheduled_task/lifecycle/2-change.tf").beside_web());
    let id = s.id(TASK);
    let (item, group) = id.split_once(':').expect("TASK:GROUP");
    for import_id in [format!("{group}:{item}"), id.clone()] {
        s.forget(TASK);
        s.import(hcl!("scheduled_task/lifecycle/2-change.tf").beside_web(), TASK, &import_id)
            .state(
                TASK,
                &json!({"id": id, "scaling_group_id": group, "scaling_scheduled_task_id": item, "readjust_min_size": 0}),
            );
        s.apply(hcl!("scheduled_task/lifecycle/2-change.tf").beside_web())
            .calls(&json!({}))
            .then_plan_is_empty();
    }
}

#[test]
fn a_task_that_is_gone_is_planned_anew() {
    let mut s = Scenario::start();
    s.apply(once("").as_str());
    let id = s.id(TASK);
    let (item, group) = id.split_once(':').expect("TASK:GROUP");
    s.emulator().api(
        "DeleteScheduledTask",
        &[("ScalingGroupId", group), ("ScalingScheduledTaskId", item)],
    );
    s.plan(once("").as_str()).plans([create(TASK)]);
    s.apply(once("").as_str())
        .calls(&json!({"CreateScheduledTask": 1}))
        .then_plan_is_empty();
}

#[test]
fn a_task_is_gone_with_its_group() {
    let mut s = Scenario::start();
    s.apply(once("").as_str());
    s.emulator()
        .api("DeleteScalingGroup", &[("ScalingGroupId", &s.id(GROUP))]);
    s.apply(once("").as_str())
        .plans([create(GROUP), create(TASK)])
        .then_plan_is_empty();
}

#[test]
fn what_was_changed_behind_terraform_is_found_and_set_back() {
    let mut s = Scenario::start();
    s.apply(once("").as_str());
    let id = s.id(TASK);
    let (item, group) = id.split_once(':').expect("TASK:GROUP");
    s.emulator().api(
        "ModifyScheduledTask",
        &[
            ("ScalingGroupId", group),
            ("ScalingScheduledTaskId", item),
            ("StartTime", "2030-01-01 10:00:00"),
            ("ReadjustMaxSize", "3"),
        ],
    );
    s.plan(once("").as_str())
        .drifts([update(TASK)])
        .plans([update(TASK)]);
    s.apply(once("").as_str())
        .state(
            TASK,
            &json!({"start_time": "2030-01-01 09:00:00", "readjust_max_size": 1}),
        )
        .calls(&json!({"ModifyScheduledTask": 1}))
        .then_plan_is_empty();
}

#[test]
fn another_group_means_another_task() {
    let mut s = Scenario::start();
    let other = other_group();
    s.apply(format!("{}\n{other}", once("")).as_str());
    let moved = once("").replace(
        "scaling_group_id = ksyun_scaling_group.web.id",
        "scaling_group_id = ksyun_scaling_group.other.id",
    );
    s.apply(format!("{moved}\n{other}").as_str())
        .plans([replace(TASK)])
        .calls(&json!({"DeleteScheduledTask": 1, "CreateScheduledTask": 1}))
        .then_plan_is_empty();
}
