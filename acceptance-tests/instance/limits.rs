//! The group's size: attaching raises its desired capacity, detaching lowers it.

use serde_json::json;

use super::{INSTANCE, at_the_api, attached, until_the_group_has};
use crate::support::{CONFIGURATION, GROUP, Scenario, WEB};

/// Sets the group's desired capacity behind Terraform's back, and waits for its effect.
fn want(s: &Scenario, number: usize) {
    let number_text = number.to_string();
    let parameters = [
        ("ScalingGroupId", &*s.id(GROUP)),
        ("DesiredCapacity", &number_text),
    ];
    s.emulator().api("ModifyScalingGroup", &parameters);
    until_the_group_has(s, number);
}

#[test]
fn attaching_raises_the_capacity_and_detaching_lowers_it() {
    let mut s = Scenario::start();
    s.apply(attached(0).as_str());
    s.refresh()
        .state(GROUP, &json!({"desired_capacity": 1, "instance_num": 1}));
    s.apply(WEB);
    s.refresh()
        .state(GROUP, &json!({"desired_capacity": 0, "instance_num": 0}));
}

#[test]
fn a_full_group_says_that_it_is_full() {
    let mut s = Scenario::start();
    s.apply(WEB);
    want(&s, 3);
    s.apply_fails(attached(0).as_str())
        .error("The group is full")
        .at(INSTANCE)
        .saying("wants 3 instances already, and its max_size is 3")
        .error_saying("ScalingGroupAboveMaxSize")
        .error_saying("RequestId")
        .state_holds(&[CONFIGURATION, GROUP]);
    s.apply(
        attached(0)
            .replace("max_size                 = 3", "max_size = 4")
            .as_str(),
    )
    .then_plan_is_empty();
}

#[test]
fn a_group_at_its_minimum_lets_the_instance_go_and_replaces_it() {
    let mut s = Scenario::start();
    let min = attached(1).replace("min_size                 = 0", "min_size = 1");
    s.apply(min.as_str());
    want(&s, 1);
    assert_eq!(at_the_api(&s)[0]["CreationType"], "Manual");
    let alone = WEB.replace("min_size                 = 0", "min_size = 1");
    s.plan(alone.as_str())
        .warning("The group may replace the instance")
        .saying("min_size of 1");
    s.apply(alone.as_str()).then_plan_is_empty();
    until_the_group_has(&s, 1);
    assert_eq!(at_the_api(&s)[0]["CreationType"], "Auto");
    s.destroy().leaves_nothing();
}
