//! Who owns the number of instances: Terraform if `desired_capacity` is set, the autoscaler if it is not.

use serde_json::json;

use super::{GROUP, applied, attach, group, instances_once_there_are, outside};
use crate::support::{Scenario, update};

const ELSEWHERE: &str = "5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c8d";

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
fn matrix_an_attached_instance_adds_to_a_capacity_that_is_set_and_is_named_before_it_may_end() {
    let fixed = |capacity: u32| group(&format!("min_size = 0\n  desired_capacity = {capacity}"));
    let mut s = Scenario::start();
    s.apply(fixed(1).as_str());
    instances_once_there_are(&s, 1);
    attach(&s, ELSEWHERE);
    s.apply(fixed(1).as_str())
        .plans([])
        .calls(&json!({}))
        .state(GROUP, &json!({"desired_capacity": 2}))
        .then_plan_is_empty();
    let renamed = fixed(1).replace("min_size", "scaling_group_name = \"other\"\n  min_size");
    s.apply(renamed.as_str())
        .plans([update(GROUP)])
        .calls(&json!({"ModifyScalingGroup": 1}))
        .without_warnings()
        .then_plan_is_empty();
    s.plan(fixed(0).as_str())
        .plans([update(GROUP)])
        .warning("terminates instances")
        .at("desired_capacity")
        .saying(ELSEWHERE);
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
            .warning("changes the number of instances")
            .at(bound)
            .saying(verb)
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
            "a whole number of at least 0, got -1",
        ),
        (
            "desired_capacity = 1.5",
            "desired_capacity",
            "a whole number of at least 0, got 1.5",
        ),
    ] {
        s.plan_fails(group(arguments).as_str())
            .error_saying(detail)
            .at(place)
            .calls(&json!({}))
            .reads(&json!({}));
    }
}
