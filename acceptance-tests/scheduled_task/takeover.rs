//! Tasks that the official provider has managed so far.

use serde_json::{Value, json};

use super::{TASK, once};
use crate::support::{GROUP, Scenario, update};

#[test]
fn a_task_that_fires_once_is_taken_over_without_a_change() {
    // Where nothing is set, the official provider has stored the API's empty texts.
    let unset =
        json!({"end_time": "", "recurrence": "", "repeat_unit": "", "repeat_cycle": "", "description": ""});
    taken_over("", &unset);
}

#[test]
fn a_task_of_a_state_with_nulls_is_taken_over_without_a_change() {
    taken_over(
        "",
        &json!({"end_time": null, "recurrence": null, "repeat_unit": null, "repeat_cycle": null}),
    );
}

#[test]
fn a_recurring_task_is_taken_over_without_a_change() {
    taken_over(
        "  end_time = \"2031-01-01 00:00:00\"\n  recurrence = \"0 9 * * *\"",
        &json!({"end_time": "2031-01-01 00:00:00", "recurrence": "0 9 * * *", "repeat_unit": "", "repeat_cycle": ""}),
    );
}

/// A task made with `attributes`, which the official provider has stored as `stored`.
#[track_caller]
fn taken_over(attributes: &str, stored: &Value) {
    let mut s = Scenario::start();
    s.apply(once(&format!("{attributes}\n  readjust_min_size = 0")).as_str());
    let (id, group) = (s.id(TASK), s.id(GROUP));
    s.left_by_the_official_provider(&[(TASK, &official_attributes(&id, &group, stored))]);

    let config = |min_size: u8| {
        format!(
            "resource \"ksyun_scaling_scheduled_task\" \"morning\" {{\n  scaling_group_id = \"{group}\"\n  start_time = \"2030-01-01 \
             09:00:00\"\n  readjust_min_size = {min_size}\n{attributes}\n}}\n"
        )
    };
    s.apply(config(0).as_str())
        .plans([])
        .calls(&json!({}))
        .state(TASK, &json!({"id": id, "readjust_min_size": 0}))
        .then_plan_is_empty();
    s.apply(config(1).as_str())
        .plans([update(TASK)])
        .calls(&json!({"ModifyScheduledTask": 1}))
        .reads(&json!({"DescribeScheduledTask": 2}))
        .state(TASK, &json!({"id": id, "readjust_min_size": 1}))
        .then_plan_is_empty();
}

/// What the official provider keeps of the task, with what is `stored` besides.
fn official_attributes(id: &str, group: &str, stored: &Value) -> Value {
    let (task, _) = id.split_once(':').expect("TASK:GROUP");
    let mut attributes = json!({
        "id": id,
        "scaling_group_id": group,
        "scaling_scheduled_task_id": task,
        "scaling_scheduled_task_name": "tf-scaling-scheduled_task",
        "readjust_min_size": 0,
        "readjust_expect_size": 1,
        "readjust_max_size": 1,
        "start_time": "2030-01-01 09:00:00",
        "create_time": "2024-01-15 16:30:00",
        "description": null,
    });
    for (name, value) in stored.as_object().into_iter().flatten() {
        attributes[name] = value.clone();
    }
    attributes
}
