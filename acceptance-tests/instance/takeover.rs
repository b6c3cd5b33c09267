use serde_json::{Value, json};

use super::{INSTANCE, MACHINE, at_the_api, attached, outside, until_the_group_has};
use crate::support::{Feature, GROUP, Scenario, WEB, create, update};

/// A group with the machine in it, of which Terraform knows nothing.
fn attached_outside(s: &mut Scenario) {
    s.apply(WEB);
    outside(s, "AttachInstance", &[]);
    until_the_group_has(s, 1);
}

/// A group that has launched an instance; gives its id.
fn launched_by_the_group(s: &mut Scenario) -> String {
    s.apply(WEB);
    let parameters = [("ScalingGroupId", &*s.id(GROUP)), ("DesiredCapacity", "1")];
    s.emulator().api("ModifyScalingGroup", &parameters);
    until_the_group_has(s, 1);
    at_the_api(s)[0]["InstanceId"].as_str().expect("an id").to_owned()
}

#[test]
fn an_instance_that_was_attached_before_is_managed_from_now_on() {
    let mut s = Scenario::start();
    attached_outside(&mut s);
    s.apply(attached(1).as_str())
        .plans([create(INSTANCE)])
        .warning("The instance was in the group already")
        .at(INSTANCE)
        .saying("manages it from now on")
        .calls(&json!({"SetKvmProtectedDetach": 1}))
        .then_plan_is_empty();
    s.destroy().leaves_nothing();
}

#[test]
fn protection_of_an_instance_that_was_attached_before_becomes_as_configured() {
    let mut s = Scenario::start();
    attached_outside(&mut s);
    outside(&s, "SetKvmProtectedDetach", &[("ProtectedFromDetach", "1")]);
    s.apply(attached(0).as_str())
        .calls(&json!({"SetKvmProtectedDetach": 1}))
        .state(INSTANCE, &json!({"protected_from_detach": 0}))
        .then_plan_is_empty();
}

#[test]
fn an_instance_that_the_group_has_launched_is_not_taken_over_but_can_be_imported() {
    let mut s = Scenario::start();
    let machine = launched_by_the_group(&mut s);
    let config = attached(0).replace(MACHINE, &machine);
    let id = format!("{}:{machine}", s.id(GROUP));
    s.apply_fails(config.as_str())
        .error("The group has launched this instance itself")
        .at(INSTANCE)
        .saying(&format!("id = {id:?}"))
        .calls(&json!({}));
    s.import(config.as_str(), INSTANCE, &id)
        .state(
            INSTANCE,
            &json!({"creation_type": "Auto", "protected_from_detach": 0}),
        )
        .then_plan_is_empty();
}

#[test]
fn an_instance_is_imported_by_its_ids_in_either_order() {
    let mut s = Scenario::start();
    attached_outside(&mut s);
    let group = s.id(GROUP);
    for id in [format!("{group}:{MACHINE}"), format!("{MACHINE}:{group}")] {
        s.import(attached(0).as_str(), INSTANCE, &id)
            .state(
                INSTANCE,
                &json!({
                    "id": format!("{MACHINE}:{group}"),
                    "scaling_group_id": group,
                    "scaling_instance_id": MACHINE,
                    "protected_from_detach": 0,
                }),
            )
            .then_plan_is_empty();
        s.forget(INSTANCE);
    }
}

#[test]
fn an_instance_is_imported_by_its_identity() {
    let Some(mut s) = Scenario::since(Feature::IDENTITY) else {
        return;
    };
    attached_outside(&mut s);
    let item = MACHINE;
    let group = s.id(GROUP);
    let import = format!(
        "import {{\n  to = {INSTANCE}\n  identity = {{\n    scaling_group_id = {group:?}\n    scaling_instance_id = {item:?}\n  }}\n}}\n"
    );
    s.apply(format!("{}{import}", attached(0)).as_str())
        .calls(&json!({}))
        .state(INSTANCE, &json!({"id": format!("{item}:{group}")}))
        .then_plan_is_empty();
}

#[test]
fn what_is_not_in_the_group_cannot_be_imported() {
    let mut s = Scenario::start();
    s.apply(WEB);
    let id = format!("{}:{MACHINE}", s.id(GROUP));
    s.import_fails(attached(0).as_str(), INSTANCE, &id)
        .says("Cannot import non-existent remote object");
    s.import_fails(attached(0).as_str(), INSTANCE, MACHINE)
        .says("A scaling instance is imported by the group's id and its own, GROUP:ITEM");
}

#[test]
fn an_instance_that_the_official_provider_manages_is_taken_over_without_a_change() {
    let mut s = Scenario::start();
    attached_outside(&mut s);
    let group = s.id(GROUP);
    let joined = at_the_api(&s)[0].clone();
    s.left_by_the_official_provider(&[(INSTANCE, &official_attributes(&group, &joined))]);
    let config = |protected: i64| {
        format!(
            "resource \"ksyun_scaling_instance\" \"db\" {{\n  scaling_group_id = {group:?}\n  \
             scaling_instance_id = {MACHINE:?}\n  protected_from_detach = {protected}\n}}\n"
        )
    };
    s.apply(config(0).as_str())
        .plans([])
        .calls(&json!({}))
        .then_plan_is_empty();
    s.apply(config(1).as_str())
        .plans([update(INSTANCE)])
        .calls(&json!({"SetKvmProtectedDetach": 1}))
        .then_plan_is_empty();
}

/// What the official provider keeps of the machine.
fn official_attributes(group: &str, joined: &Value) -> Value {
    json!({
        "id": format!("{MACHINE}:{group}"),
        "scaling_group_id": group,
        "scaling_instance_id": MACHINE,
        "protected_from_detach": 0,
        "scaling_instance_name": joined["InstanceName"],
        "health_status": joined["HealthStatus"],
        "add_time": joined["AddTime"],
        "creation_type": joined["CreationType"],
    })
}
