//! Two tasks of a group that fire at the same minute.

use super::{applied, group, task};
use crate::support::Scenario;

const WARNING: &str = "Two tasks set different sizes at the same time";
const DAILY: &str = "start_time = \"2030-01-01 00:00:00\"\n  end_time = \"2041-01-01 00:00:00\"\n  recurrence = \"0 9 * * *\"";
const MONDAYS: &str = "start_time = \"2030-01-01 00:00:00\"\n  end_time = \"2041-01-01 00:00:00\"\n  recurrence = \"0 9 * * 1\"";
const ONCE: &str = "start_time = \"2040-01-01 09:00:30\"";

#[test]
fn tasks_that_fire_together_with_different_sizes_are_warned_about() {
    let daily = task("daily", 1, DAILY);
    for (other, when) in [
        (MONDAYS, "At 2030-01-07 09:00:00 (Beijing time)"),
        (ONCE, "At 2040-01-01 09:00:00 (Beijing time)"),
    ] {
        let mut s = applied(group("", &daily).as_str());
        let both = group("", &format!("{daily}{}", task("other", 2, other)));
        s.plan(both.as_str())
            .warning(WARNING)
            .at("ksyun_scaling_scheduled_task")
            .saying(when);
        s.apply(both.as_str()).then_plan_is_empty().without_warnings();
    }
}

#[test]
fn matrix_tasks_of_a_new_group_are_warned_about_when_they_are_created() {
    let both = format!("{}{}", task("daily", 1, DAILY), task("mondays", 2, MONDAYS));
    Scenario::start()
        .apply(group("", &both).as_str())
        .warning(WARNING)
        .at("recurrence")
        .saying("a desired capacity of 2 (min_size 0, max_size 3)")
        .then_plan_is_empty()
        .without_warnings();
}

#[test]
fn the_same_sizes_and_other_times_are_fine() {
    let daily = task("daily", 1, DAILY);
    let same_sizes = task("same", 1, MONDAYS);
    let later = task("later", 2, &DAILY.replace("0 9", "1 9"));
    Scenario::start()
        .apply(group("", &format!("{daily}{same_sizes}{later}")).as_str())
        .says_nothing();
}

#[test]
fn a_task_that_gets_another_time_is_looked_at_again() {
    let apart = DAILY.replace("0 9", "0 10");
    let tasks = |other: &str| {
        group(
            "",
            &format!("{}{}", task("daily", 1, DAILY), task("other", 2, other)),
        )
    };
    let mut s = applied(tasks(&apart).as_str());
    s.plan(tasks(DAILY).as_str())
        .warning(WARNING)
        .saying("scheduled task \"daily\"");
    s.plan(tasks(&DAILY.replace("0 9 * * *", "0 9 30 2 *")).as_str())
        .warning("The task never fires")
        .at("recurrence")
        .saying("No month has such a day");
}
