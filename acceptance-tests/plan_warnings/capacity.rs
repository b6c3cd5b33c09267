//! A desired capacity that is set, and something else that moves it.

use super::{GROUP, POLICY, TASK, applied, group, policy, task};
use crate::support::{Scenario, create, update};

const WARNING: &str = "desired_capacity is set, and something else changes it";

#[test]
fn a_new_policy_of_a_group_whose_capacity_is_set_is_warned_about() {
    let mut s = applied(group("desired_capacity = 0", "").as_str());
    s.plan(group("desired_capacity = 0", &policy()).as_str())
        .plans([create(POLICY)])
        .warning(WARNING)
        .at("scaling_group_id")
        .saying("scaling policy \"busy\"");
    s.apply(group("desired_capacity = 0", &policy()).as_str())
        .warning(WARNING)
        .at(POLICY)
        .saying("ignore_changes = [desired_capacity]")
        .then_plan_is_empty()
        .without_warnings();
}

#[test]
fn matrix_a_new_group_and_its_policy_are_warned_about_when_they_are_created() {
    let mut s = Scenario::start();
    // Before, the policy's group has no id.
    s.plan(group("desired_capacity = 1", &policy()).as_str())
        .without_warnings();
    s.apply(group("desired_capacity = 1", &policy()).as_str())
        .warning(WARNING)
        .at(POLICY)
        .saying("sets to 1")
        .then_plan_is_empty()
        .without_warnings();
}

#[test]
fn a_capacity_that_has_moved_is_put_back_with_a_warning() {
    let mut s = applied(group("desired_capacity = 0", &policy()).as_str());
    let id = s.id(GROUP);
    s.emulator().api(
        "ModifyScalingGroup",
        &[("ScalingGroupId", &id), ("DesiredCapacity", "2")],
    );
    s.plan(group("desired_capacity = 0", &policy()).as_str())
        .plans([update(GROUP)])
        .warning(WARNING)
        .at(POLICY)
        .saying("would put 0 back");
}

#[test]
fn a_capacity_that_is_left_open_or_ignored_needs_no_warning() {
    let mut s = applied(group("", &policy()).as_str());
    let id = s.id(GROUP);
    s.emulator().api(
        "ModifyScalingGroup",
        &[("ScalingGroupId", &id), ("DesiredCapacity", "2")],
    );
    s.plan(group("", &policy()).as_str()).says_nothing();
    let ignored = "desired_capacity = 0\n  lifecycle {\n    ignore_changes = [desired_capacity]\n  }";
    s.plan(group(ignored, &policy()).as_str())
        .plans([])
        .says_nothing();
}

#[test]
fn a_group_that_rests_is_not_moved() {
    let resting = "desired_capacity = 0\n  status = \"UnActive\"";
    let mut s = applied(group(resting, "").as_str());
    s.apply(group(resting, &policy()).as_str()).says_nothing();
}

#[test]
fn a_task_moves_the_capacity_unless_it_sets_the_same() {
    let mut s = applied(group("desired_capacity = 1", "").as_str());
    let start = "start_time = \"2040-01-01 09:00:00\"";
    s.plan(group("desired_capacity = 1", &task("morning", 1, start)).as_str())
        .says_nothing();
    s.plan(group("desired_capacity = 1", &task("morning", 2, start)).as_str())
        .warning(WARNING)
        .at(TASK)
        .saying("would put 1 back");
}

#[test]
fn each_run_says_it_again() {
    let mut s = applied(group("desired_capacity = 0", "").as_str());
    // The same provider serves all of them.
    for _ in 0..2 {
        s.plan(group("desired_capacity = 0", &policy()).as_str())
            .warning(WARNING)
            .at(POLICY);
    }
}
