//! Bounds that the configuration sets, and a task that sets others.

use super::{GROUP, TASK, applied, group, task};
use crate::support::{create, update};

const WARNING: &str = "A task sets other bounds than its group has";

/// A task that sets 0 to 4 instances, with more arguments.
fn wider(arguments: &str) -> String {
    task("morning", 2, arguments).replace(
        "readjust_max_size           = 3",
        "readjust_max_size           = 4",
    )
}

#[test]
fn a_new_task_with_other_bounds_is_told_though_the_capacity_is_left_open() {
    let start = "start_time = \"2040-01-01 09:00:00\"";
    let mut s = applied(group("", "").as_str());
    s.plan(group("", &task("morning", 2, start)).as_str())
        .says_nothing();
    s.plan(group("", &wider(start)).as_str())
        .plans([create(TASK)])
        .warning(WARNING)
        .at(TASK)
        .saying("ignore_changes = [min_size, max_size]");
    s.apply(group("", &wider(start)).as_str())
        .warning(WARNING)
        .at(TASK)
        .saying("0 to 4 instances")
        .then_plan_is_empty()
        .without_warnings();
}

#[test]
fn matrix_bounds_that_a_task_has_set_are_put_back_with_its_name_and_time() {
    let start = "start_time = \"2024-01-01 09:00:00\"";
    let mut s = applied(group("", &wider(start)).as_str());
    let id = s.id(GROUP);
    s.emulator()
        .api("ModifyScalingGroup", &[("ScalingGroupId", &id), ("MaxSize", "4")]);
    s.plan(group("", &wider(start)).as_str())
        .plans([update(GROUP)])
        .warning("takes back what a task has set")
        .at("min_size")
        .saying("scheduled task \"morning\", which fired last at 2024-01-01 09:00:00");
    let ignoring = "lifecycle {\n    ignore_changes = [min_size, max_size]\n  }";
    s.apply(group(ignoring, &wider(start)).as_str())
        .plans([])
        .without_warnings();
    // What somebody else has set is not laid at its door.
    s.emulator()
        .api("ModifyScalingGroup", &[("ScalingGroupId", &id), ("MaxSize", "5")]);
    s.plan(group("", &wider(start)).as_str())
        .plans([update(GROUP)])
        .without_warnings();
}
