//! The group's size: attaching raises its desired capacity, detaching lowers it.

use serde_json::json;

use super::{INSTANCE, at_the_api, attached, until_the_group_has};
use crate::support::{CONFIGURATION, GROUP, Scenario, WEB, update};

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
        .with_error(
            "The group is full",
            INSTANCE,
            "wants 3 instances already, with a max_size of 3",
        )
        .with_error("", "", "ScalingGroupAboveMaxSize")
        .with_error("", "", "RequestId")
        .state_holds(&[CONFIGURATION, GROUP]);
    s.apply(
        attached(0)
            .replace("max_size                 = 3", "max_size = 4")
            .as_str(),
    )
    .then_plan_is_empty();
}

#[test]
fn a_group_at_its_minimum_keeps_the_instance_and_its_protection() {
    let mut s = Scenario::start();
    let min = |min: i64| attached(1).replace("min_size                 = 0", &format!("min_size = {min}"));
    s.apply(min(1).as_str());
    want(&s, 1);
    assert_eq!(at_the_api(&s)[0]["CreationType"], "Manual");
    let alone = WEB.replace("min_size                 = 0", "min_size = 1");
    s.apply_fails(alone.as_str())
        .with_error(
            "The group can't do without the instance",
            "",
            "wants 1 instances, with a min_size of 1",
        )
        .with_error("", "", "ScalingGroupBelowMinSize")
        .state(INSTANCE, &json!({"protected_from_detach": 1}));
    assert_eq!(at_the_api(&s)[0]["ProtectedFromScaleIn"], json!(1));
    s.apply(min(0).as_str())
        .plans([update(GROUP)])
        .then_plan_is_empty();
    s.destroy().leaves_nothing();
}
