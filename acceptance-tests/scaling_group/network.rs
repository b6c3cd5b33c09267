//! Subnets and security groups.

use serde_json::json;

use super::{GROUP, OTHER_SECURITY_GROUP, OTHER_SUBNET, SECURITY_GROUP, SUBNET, applied, group, outside};
use crate::support::{Scenario, update};

fn one(id: &str) -> String {
    format!("security_group_id = {id:?}")
}

fn several(ids: &[&str]) -> String {
    format!("security_group_id = null\n  security_group_id_set = {ids:?}")
}

/// From one way to say it to another, with one call.
#[track_caller]
fn changes(from: &str, to: &str, expected: &[&str]) {
    let mut s = applied(from);
    s.apply(group(to).as_str())
        .plans([update(GROUP)])
        .calls(&json!({"ModifyScalingGroup": 1}))
        .state(
            GROUP,
            &json!({"security_group_id": expected[0], "security_group_id_set": expected}),
        )
        .then_plan_is_empty();
}

#[test]
fn a_single_security_group_is_changed() {
    changes(
        &one(SECURITY_GROUP),
        &one(OTHER_SECURITY_GROUP),
        &[OTHER_SECURITY_GROUP],
    );
}

#[test]
fn several_security_groups_are_changed() {
    changes(
        &several(&[SECURITY_GROUP]),
        &several(&[SECURITY_GROUP, OTHER_SECURITY_GROUP]),
        &[SECURITY_GROUP, OTHER_SECURITY_GROUP],
    );
}

#[test]
fn a_single_security_group_becomes_several_and_the_other_way() {
    let both = [SECURITY_GROUP, OTHER_SECURITY_GROUP];
    changes(&one(SECURITY_GROUP), &several(&both), &both);
    changes(&several(&both), &one(SECURITY_GROUP), &[SECURITY_GROUP]);
}

#[test]
fn another_way_to_say_the_same_is_no_difference() {
    let mut s = applied(&one(SECURITY_GROUP));
    s.plan(group(&several(&[SECURITY_GROUP])).as_str()).plans([]);
    let mut s = applied(&several(&[SECURITY_GROUP, OTHER_SECURITY_GROUP]));
    s.plan(group(&several(&[OTHER_SECURITY_GROUP, SECURITY_GROUP])).as_str())
        .plans([]);
}

#[test]
fn a_security_group_that_somebody_added_is_taken_away() {
    let mut s = applied(&one(SECURITY_GROUP));
    let parameters = [
        ("SecurityGroupId.1", SECURITY_GROUP),
        ("SecurityGroupId.2", OTHER_SECURITY_GROUP),
    ];
    outside(&s, "ModifyScalingGroup", &parameters);
    s.apply(group(&one(SECURITY_GROUP)).as_str())
        .plans([update(GROUP)])
        .state(GROUP, &json!({"security_group_id_set": [SECURITY_GROUP]}))
        .then_plan_is_empty();
}

#[test]
fn security_groups_are_said_once_or_in_two_ways_that_agree() {
    let mut s = Scenario::start();
    let both = |set: &str| {
        group(&format!(
            "{}\n  security_group_id_set = {set}",
            one(SECURITY_GROUP)
        ))
    };
    s.apply(both(&format!("[{OTHER_SECURITY_GROUP:?}, {SECURITY_GROUP:?}]")).as_str())
        .state(GROUP, &json!({"security_group_id": SECURITY_GROUP}))
        .then_plan_is_empty();
    s.apply(both(&format!("[{SECURITY_GROUP:?}]")).as_str())
        .plans([update(GROUP)])
        .state(
            GROUP,
            &json!({"security_group_id": SECURITY_GROUP, "security_group_id_set": [SECURITY_GROUP]}),
        )
        .then_plan_is_empty();
    s.plan_fails(both(&format!("[{OTHER_SECURITY_GROUP:?}]")).as_str())
        .error("contradict each other")
        .at("security_group_id_set")
        .saying("Remove one of the two arguments");
    s.plan_fails(group("security_group_id = null").as_str())
        .error("A security group is missing")
        .at(GROUP)
        .saying("Set security_group_id");
    s.plan_fails(group(&several(&[])).as_str())
        .error("Invalid security_group_id_set")
        .at("security_group_id_set")
        .saying("at least 1");
}

#[test]
fn a_new_group_needs_a_subnet() {
    let mut s = Scenario::start();
    s.plan_fails(group("subnet_id_set = null").as_str())
        .error("A subnet is missing")
        .at("subnet_id_set")
        .saying("Set subnet_id_set");
    s.plan_fails(group("subnet_id_set = []").as_str())
        .error("Invalid subnet_id_set")
        .at("subnet_id_set")
        .saying("at least 1");
}

#[test]
fn subnets_have_no_order_and_are_changed_in_place() {
    let mut s = applied(&format!("subnet_id_set = [{SUBNET:?}, {OTHER_SUBNET:?}]"));
    s.plan(group(&format!("subnet_id_set = [{OTHER_SUBNET:?}, {SUBNET:?}]")).as_str())
        .plans([]);
    s.apply(group(&format!("subnet_id_set = [{OTHER_SUBNET:?}]")).as_str())
        .plans([update(GROUP)])
        .calls(&json!({"ModifyScalingGroup": 1}))
        .state(GROUP, &json!({"subnet_id_set": [OTHER_SUBNET]}))
        .then_plan_is_empty();
    // Once the group is there, subnets that are not said are those that it has.
    s.plan(group("subnet_id_set = null").as_str()).plans([]);
}

#[test]
fn container_subnets_are_given_to_a_new_group_and_exchanged() {
    let with = |subnets: &str| {
        crate::support::WEB.replace(
            "max_size                 = 3",
            &format!("max_size = 3\n container_subnet_ids = [{subnets}]"),
        )
    };
    let (one, two) = (
        "\"1e3a9b8b-0833-4b29-9d3f-4a4188350591\"",
        "\"2f4bac9c-1944-4c3a-ae40-5b5299461602\"",
    );
    let mut s = Scenario::start();
    s.emulator().fault_once(
        "ModifyScalingGroup",
        &json!({"kind": "error", "status": 400, "code": "InvalidParameterValue", "message": "Not now"}),
    );
    s.apply(with(one).as_str())
        .warning("does not have its container subnets yet")
        .at("container_subnet_ids")
        .saying("apply again");
    s.apply(with(one).as_str())
        .plans([update(GROUP)])
        .sent(
            "ModifyScalingGroup",
            &["ScalingGroupId"],
            &json!({"ContainerSubnetId.1": one.trim_matches('"')}),
        )
        .then_plan_is_empty();
    s.apply(with(two).as_str())
        .plans([update(GROUP)])
        .sent(
            "ModifyScalingGroup",
            &["ScalingGroupId"],
            &json!({"ContainerSubnetId.1": two.trim_matches('"')}),
        )
        .then_plan_is_empty();
    s.apply(crate::support::WEB)
        .plans([update(GROUP)])
        .warning("keeps the present ones")
        .at(GROUP)
        .saying("no way")
        .calls(&json!({}))
        .then_plan_is_empty();
    s.destroy();
    s.apply(with(one).as_str())
        .calls(&json!({"CreateScalingConfiguration": 1, "CreateScalingGroup": 1, "ModifyScalingGroup": 1}))
        .then_plan_is_empty();
}
