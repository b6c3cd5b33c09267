//! Who owns the number of instances: Terraform if `desired_capacity` is set, the autoscaler if it is not.

use serde_json::json;

use super::{GROUP, applied, group, outside};
use crate::support::{Scenario, update};

#[test]
fn an_open_capacity_begins_at_the_minimum() {
    let mut s = Scenario::start();
    s.apply(group("min_size = 2").as_str())
        .state(GROUP, &json!({"desired_capacity": 2}))
        .then_plan_is_empty();
}

#[test]
fn matrix_an_open_capacity_belongs_to_the_autoscaler() {
    let mut s = applied("");
    outside(&s, "ModifyScalingGroup", &[("DesiredCapacity", "3")]);
    s.apply(group("").as_str())
        .plans([])
        .calls(&json!({}))
        .state(GROUP, &json!({"desired_capacity": 3}))
        .then_plan_is_empty();
    // A change of something else leaves it alone too.
    s.apply(group(r#"scaling_group_name = "other""#).as_str())
        .plans([update(GROUP)])
        .state(GROUP, &json!({"desired_capacity": 3}))
        .then_plan_is_empty();
}

#[test]
fn a_capacity_that_is_set_is_enforced() {
    let mut s = applied("desired_capacity = 2");
    outside(&s, "ModifyScalingGroup", &[("DesiredCapacity", "3")]);
    s.apply(group("desired_capacity = 2").as_str())
        .drifts([update(GROUP)])
        .plans([update(GROUP)])
        .calls(&json!({"ModifyScalingGroup": 1}))
        .state(GROUP, &json!({"desired_capacity": 2}))
        .then_plan_is_empty();
}

#[test]
fn ownership_passes_to_the_autoscaler_and_back() {
    let mut s = applied("desired_capacity = 2");
    s.apply(group("").as_str())
        .plans([])
        .state(GROUP, &json!({"desired_capacity": 2}));
    outside(&s, "ModifyScalingGroup", &[("DesiredCapacity", "3")]);
    s.plan(group("").as_str()).plans([]);
    s.apply(group("desired_capacity = 2").as_str())
        .plans([update(GROUP)])
        .calls(&json!({"ModifyScalingGroup": 1}))
        .state(GROUP, &json!({"desired_capacity": 2}))
        .then_plan_is_empty();
}

#[test]
fn a_group_can_have_room_for_none() {
    let mut s = Scenario::start();
    s.apply(group("min_size = 0\n  desired_capacity = 0").as_str())
        .state(
            GROUP,
            &json!({"min_size": 0, "desired_capacity": 0, "instance_num": 0}),
        )
        .then_plan_is_empty();
}

#[test]
fn new_bounds_move_an_open_capacity_with_a_warning() {
    let mut s = applied("");
    for (arguments, bound, verb, capacity) in [
        ("min_size = 2", "min_size", "raises its desired capacity to 2", 2),
        (
            "min_size = 0\n  max_size = 1",
            "max_size",
            "lowers its desired capacity to 1",
            1,
        ),
    ] {
        s.plan(group(arguments).as_str())
            .plans([update(GROUP)])
            .with_warning("changes the number of instances", bound, verb)
            .planned(GROUP, &json!({"desired_capacity": capacity}));
        s.apply(group(arguments).as_str())
            .calls(&json!({"ModifyScalingGroup": 1}))
            .state(GROUP, &json!({"desired_capacity": capacity}))
            .then_plan_is_empty()
            .says_nothing();
    }
}

#[test]
fn sizes_that_contradict_each_other_are_refused_at_plan() {
    let mut s = Scenario::start();
    for (arguments, place, detail) in [
        ("min_size = 4", "min_size", "at least 4 and at most 3"),
        ("desired_capacity = 0", "desired_capacity", "below min_size (1)"),
        ("desired_capacity = 4", "desired_capacity", "above max_size (3)"),
        (
            "min_size = -1",
            "min_size",
            "a whole number from 0 to 1000, got -1",
        ),
        (
            "max_size = 1001",
            "max_size",
            "a whole number from 0 to 1000, got 1001",
        ),
        (
            "desired_capacity = 1.5",
            "desired_capacity",
            "a whole number from 0 to 1000, got 1.5",
        ),
    ] {
        s.plan_fails(group(arguments).as_str())
            .with_error("", place, detail)
            .calls(&json!({}))
            .reads(&json!({}));
    }
}
