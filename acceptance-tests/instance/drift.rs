use serde_json::json;

use super::{INSTANCE, at_the_api, attached, outside, until_the_group_has};
use crate::support::{GROUP, Scenario, create, update};

#[test]
fn protection_changed_outside_is_found_and_set_back() {
    for (wanted, other) in [(1, "0"), (0, "1")] {
        let mut s = Scenario::start();
        s.apply(attached(wanted).as_str());
        outside(&s, "SetKvmProtectedDetach", &[("ProtectedFromDetach", other)]);
        s.apply(attached(wanted).as_str())
            .plans([update(INSTANCE)])
            .calls(&json!({"SetKvmProtectedDetach": 1}))
            .state(INSTANCE, &json!({"protected_from_detach": wanted}))
            .then_plan_is_empty();
    }
}

#[test]
fn an_instance_that_was_detached_outside_is_attached_again() {
    let mut s = Scenario::start();
    s.apply(attached(0).as_str());
    outside(&s, "DetachInstance", &[]);
    until_the_group_has(&s, 0);
    s.apply(attached(0).as_str())
        .plans([create(INSTANCE)])
        .calls(&json!({"AttachInstance": 1}))
        .then_plan_is_empty();
}

#[test]
fn an_instance_goes_with_its_group() {
    let mut s = Scenario::start();
    s.apply(attached(0).as_str());
    outside(&s, "DetachInstance", &[]);
    until_the_group_has(&s, 0);
    s.emulator()
        .api("DeleteScalingGroup", &[("ScalingGroupId", &s.id(GROUP))]);
    s.plan(attached(0).as_str())
        .plans([create(GROUP), create(INSTANCE)]);
    s.apply(attached(0).as_str()).then_plan_is_empty();
}

#[test]
fn destroying_what_is_gone_already_asks_nothing_of_the_api() {
    let mut s = Scenario::start();
    s.apply(attached(0).as_str());
    outside(&s, "DetachInstance", &[]);
    until_the_group_has(&s, 0);
    s.destroy_without_looking()
        .destroys(3)
        .calls(&json!({"DeleteScalingGroup": 1, "DeleteScalingConfiguration": 1}))
        .leaves_nothing();
}

#[test]
fn protection_that_was_set_outside_does_not_stop_the_destruction() {
    let mut s = Scenario::start();
    s.apply(attached(0).as_str());
    outside(&s, "SetKvmProtectedDetach", &[("ProtectedFromDetach", "1")]);
    assert_eq!(at_the_api(&s)[0]["ProtectedFromScaleIn"], json!(1));
    s.destroy_without_looking().destroys(3).leaves_nothing();
}
