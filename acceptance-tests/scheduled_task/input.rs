//! What a configuration may say, and what is refused before the API is asked.

use serde_json::json;

use super::{TASK, once, task};
use crate::support::{CONFIGURATION, GROUP, Scenario, create, replace, update};

#[test]
fn bad_input_is_refused_at_plan_at_the_attribute() {
    let mut s = Scenario::start();
    for (attributes, at, detail) in [
        ("readjust_max_size = -1", "readjust_max_size", "at least 0"),
        (
            "readjust_min_size = 3\nreadjust_max_size = 2",
            "readjust_min_size",
            "must be in order",
        ),
        (
            "readjust_expect_size = 2",
            "readjust_expect_size",
            "is 1 by default",
        ),
        ("readjust_max_size = 0", "readjust_max_size", "must be in order"),
        ("end_time = \"2030\"", "end_time", "is not a time"),
        (
            "end_time = \"2030-01-01T01:00:00Z\"",
            "end_time",
            "later end_time",
        ),
        ("recurrence = \"0 9 * *\"", "recurrence", "five fields"),
        (
            "recurrence = \"* 9 * * *\"",
            "recurrence",
            "minute: the API takes no",
        ),
        (
            "recurrence = \"0 * * * *\"",
            "recurrence",
            "hour: the API takes no",
        ),
        ("recurrence = \"0 9 32 * *\"", "recurrence", "day of month: 32"),
        ("recurrence = \"0 9 * 0 *\"", "recurrence", "month: 0"),
        ("recurrence = \"0 9 * * 8\"", "recurrence", "day of week: 8"),
        ("repeat_unit = \"Year\"", "repeat_unit", "Month"),
        ("repeat_cycle = \"1\"", "repeat_cycle", "Set repeat_unit"),
        (
            "repeat_unit = \"Week\"\nrepeat_cycle = \"8\"",
            "repeat_cycle",
            "to 7, Sunday",
        ),
        (
            "scaling_scheduled_task_name = \"\"",
            "scaling_scheduled_task_name",
            "1 to 128",
        ),
    ] {
        s.plan_fails(once(attributes).as_str())
            .error_saying(detail)
            .at(at)
            .calls(&json!({}))
            .reads(&json!({}));
    }
    s.plan_fails(task("  start_time = \"1 January\"").as_str())
        .error("Invalid start_time")
        .at("start_time")
        .saying("is not a time");
    s.plan_fails(once("  recurrence = \"0 9 * * *\"").as_str())
        .error("A task that recurs needs an end")
        .at(TASK)
        .saying("Set end_time");
}

#[test]
fn a_task_that_has_missed_its_time_is_warned_about_when_it_is_created() {
    let mut s = Scenario::start();
    let past = task("  start_time = \"2021-05-01 12:00:00\"");
    s.apply(past.as_str())
        .warning("The task starts in the past")
        .at("start_time")
        .saying("2021-05-01 12:00:00 (Beijing time)")
        .then_plan_is_empty()
        .without_warnings();
    let never = once("  end_time = \"2031-01-01 00:00:00\"\n  recurrence = \"0 9 31 4 *\"");
    Scenario::start()
        .plan(never.as_str())
        .warning("The task never fires")
        .at("recurrence")
        .saying("No month has such a day");
}

#[test]
fn every_value_may_be_known_only_at_apply() {
    let mut s = Scenario::start();
    s.apply(late("0 9 * * *").as_str())
        .plans([
            create("terraform_data.late"),
            create(CONFIGURATION),
            create(GROUP),
            create(TASK),
        ])
        .state(
            TASK,
            &json!({"recurrence": "0 9 * * *", "end_time": "2031-01-01 00:00:00", "readjust_expect_size": 0}),
        )
        .then_plan_is_empty();
    // It may turn out empty, which only a new task can be.
    s.apply(late("0 10 * * *").as_str())
        .plans([update("terraform_data.late"), replace(TASK)])
        .state(TASK, &json!({"recurrence": "0 10 * * *"}))
        .calls(&json!({"CreateScheduledTask": 1, "DeleteScheduledTask": 1}))
        .then_plan_is_empty();
}

#[test]
fn a_value_that_turns_out_bad_at_apply_is_refused_before_the_api_is_asked() {
    let mut s = Scenario::start();
    s.apply_fails(late("0 25 * * *").as_str())
        .error("Invalid recurrence")
        .at("recurrence")
        .saying("hour: 25")
        .calls(&json!({"CreateScalingConfiguration": 1, "CreateScalingGroup": 1}));
}

/// A task of which nothing is known before something else is made.
fn late(recurrence: &str) -> String {
    let values = format!(
        r#"
resource "terraform_data" "late" {{
  input = {{
    name       = "late"
    none       = 0
    some       = 2
    start      = "2030-01-01 09:00:00"
    end        = "2031-01-01 00:00:00"
    recurrence = "{recurrence}"
  }}
}}
"#
    );
    let attributes = [
        ("scaling_scheduled_task_name", "name"),
        ("readjust_min_size", "none"),
        ("readjust_expect_size", "none"),
        ("readjust_max_size", "some"),
        ("start_time", "start"),
        ("end_time", "end"),
        ("recurrence", "recurrence"),
    ]
    .map(|(attribute, value)| format!("  {attribute} = terraform_data.late.output.{value}"));
    task(&attributes.join("\n")) + &values
}
