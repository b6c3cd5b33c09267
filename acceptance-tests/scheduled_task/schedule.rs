//! Times and repetitions: compared by meaning, sent in the API's form.

use serde_json::json;

use super::{TASK, once, task, tasks};
use crate::support::{Scenario, create, delete, replace, update};

#[test]
fn a_time_with_a_zone_is_sent_as_beijing_time_and_kept_as_it_was_written() {
    let mut s = Scenario::start();
    s.apply(task("  start_time = \"2030-01-01T01:00:00Z\"").as_str())
        .state(TASK, &json!({"start_time": "2030-01-01T01:00:00Z"}))
        .then_plan_is_empty();
    assert_eq!(tasks(&s)[0]["StartTime"], "2030-01-01 09:00:00");
    // Another spelling of the same instant is no change.
    s.apply(task("  start_time = \"2030-01-01 09:00:00\"").as_str())
        .plans([])
        .calls(&json!({}));
    s.apply(task("  start_time = \"2030-01-01T02:00:00Z\"").as_str())
        .plans([update(TASK)])
        .then_plan_is_empty();
    assert_eq!(tasks(&s)[0]["StartTime"], "2030-01-01 10:00:00");
}

#[test]
fn a_recurrence_is_compared_by_the_times_at_which_it_fires() {
    let mut s = Scenario::start();
    let recurring = |line: &str| {
        once(&format!(
            "  end_time = \"2031-01-01 00:00:00\"\n  recurrence = \"{line}\""
        ))
    };
    s.apply(recurring("0  9 * *  1,2,3,4,5").as_str())
        .state(TASK, &json!({"recurrence": "0  9 * *  1,2,3,4,5"}))
        .then_plan_is_empty();
    assert_eq!(tasks(&s)[0]["Recurrence"], "0 9 * * 1,2,3,4,5");
    s.apply(recurring("00 9 * * 1-5").as_str())
        .plans([])
        .calls(&json!({}));
    s.apply(recurring("0 9 * * 1-6").as_str())
        .plans([update(TASK)])
        .then_plan_is_empty();
}

#[test]
fn a_recurrence_that_is_left_out_stays_and_an_empty_one_means_none() {
    let mut s = Scenario::start();
    s.apply(once("  end_time = \"2031-01-01 00:00:00\"\n  recurrence = \"0 9 * * *\"").as_str());
    s.plan(once("").as_str())
        .plans([])
        .warning("The task recurs although its configuration does not say so")
        .at(TASK)
        .saying("0 9 * * *");
    s.apply(once("  end_time = \"\"\n  recurrence = \"\"").as_str())
        .plans([replace(TASK)])
        .state(TASK, &json!({"recurrence": "", "end_time": ""}))
        .then_plan_is_empty();
    assert_eq!(tasks(&s)[0]["Recurrence"], "");
    s.apply(once("").as_str()).plans([]).then_plan_is_empty();
}

#[test]
fn a_cycle_is_sent_as_written_and_compared_by_meaning() {
    let mut s = Scenario::start();
    let weekly = |cycle: &str| {
        once(&format!(
            "  end_time = \"2031-01-01 00:00:00\"\n  repeat_unit = \"Week\"\n  repeat_cycle = {cycle:?}"
        ))
    };
    s.apply(weekly("[\"1\",\"2\",\"3\"]").as_str())
        .state(
            TASK,
            &json!({"repeat_unit": "Week", "repeat_cycle": "[\"1\",\"2\",\"3\"]"}),
        )
        .then_plan_is_empty();
    assert_eq!(tasks(&s)[0]["RepeatCycle"], "[\"1\",\"2\",\"3\"]");
    s.apply(weekly("1,2,3").as_str()).plans([]).calls(&json!({}));
    s.apply(weekly("1,2").as_str())
        .plans([update(TASK)])
        .calls(&json!({"ModifyScheduledTask": 1}))
        .then_plan_is_empty();
    let monthly = weekly("1,2").replace("Week", "Month");
    s.apply(monthly.as_str())
        .plans([update(TASK)])
        .state(TASK, &json!({"repeat_unit": "Month", "repeat_cycle": "1,2"}))
        .then_plan_is_empty();
}

#[test]
fn another_kind_of_repetition_is_a_new_task() {
    let mut s = Scenario::start();
    let end = "  end_time = \"2031-01-01 00:00:00\"";
    let by_crontab = once(&format!("{end}\n  recurrence = \"0 9 * * 1\""));
    let by_cycle = once(&format!(
        "{end}\n  repeat_unit = \"Week\"\n  repeat_cycle = \"1\""
    ));
    s.apply(by_crontab.as_str());
    s.apply(by_cycle.as_str())
        .plans([replace(TASK)])
        .state(TASK, &json!({"recurrence": null, "repeat_unit": "Week"}))
        .then_plan_is_empty();
    s.apply(by_crontab.as_str())
        .plans([replace(TASK)])
        .state(
            TASK,
            &json!({"recurrence": "0 9 * * 1", "repeat_unit": null, "repeat_cycle": null}),
        )
        .then_plan_is_empty();
    s.apply(once(end).replace("morning", "evening").as_str())
        .plans([delete(TASK), create("ksyun_scaling_scheduled_task.evening")]);
}
