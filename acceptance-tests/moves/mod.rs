//! `moved` blocks (Terraform 1.8 and later): from the official provider's resources, and within this provider.

use serde_json::{Value, json};

use crate::support::{Feature, Scenario, hcl, official, update};

const ELSEWHERE: &str = "registry.example.com/tools/ksyun";
const OLD: &str = "ksyun_scaling_group.old";
const NEW: &str = "ksyun_scaling_group.web";
const CONFIGURATION: &str = "ksyun_scaling_configuration.web";

/// A group and its configuration, as the provider at `address` has left them in the state under their old names.
#[track_caller]
fn managed_by(address: &str) -> Option<Scenario> {
    let mut s = Scenario::since(Feature::MOVED_HERE)?;
    s.apply(hcl!("moves/old.tf"));
    let kept = [CONFIGURATION, OLD].map(|address| s.as_the_official_provider_keeps(address));
    s.left_by(address, &[(CONFIGURATION, &kept[0]), (OLD, &kept[1])]);
    Some(s)
}

#[test]
fn matrix_an_object_of_the_official_provider_moves_here_under_another_name() {
    let Some(mut s) = managed_by(&official()) else {
        return;
    };
    let id = s.id(OLD);
    s.plan(hcl!("moves/new.tf")).plans_moves([(OLD, NEW)]);
    s.apply(hcl!("moves/new.tf"))
        .calls(&json!({}))
        .state_holds(&[CONFIGURATION, NEW])
        .state(NEW, &json!({"id": id, "max_size": 3, "force_delete": null}))
        .then_plan_is_empty();
    // Only this provider manages it from now on.
    let changed = include_str!("new.tf").replace("max_size                 = 3", "max_size = 4");
    s.apply(changed.as_str())
        .plans([update(NEW)])
        .calls(&json!({"ModifyScalingGroup": 1}))
        .then_plan_is_empty();
    s.destroy().destroys(2).leaves_nothing();
}

#[test]
fn an_object_that_moves_here_gets_an_identity() {
    let Some(_) = Scenario::since(Feature::IDENTITY) else {
        return;
    };
    let Some(mut s) = managed_by(&official()) else {
        return;
    };
    let id = s.id(OLD);
    s.apply(hcl!("moves/new.tf"))
        .identity(NEW, &json!({"region": "cn-beijing-6", "scaling_group_id": id}));
}

#[test]
fn an_object_moves_here_from_a_mirror_of_another_name() {
    let Some(mut s) = managed_by(ELSEWHERE) else {
        return;
    };
    s.plan(hcl!("moves/new.tf")).plans_moves([(OLD, NEW)]);
    s.apply(hcl!("moves/new.tf"))
        .calls(&json!({}))
        .then_plan_is_empty();
}

#[test]
fn matrix_an_object_of_this_provider_moves_to_another_name() {
    let mut s = Scenario::start();
    s.apply(hcl!("moves/old.tf"));
    s.plan(hcl!("moves/new.tf")).plans_moves([(OLD, NEW)]);
    s.apply(hcl!("moves/new.tf"))
        .calls(&json!({}))
        .state_holds(&[CONFIGURATION, NEW])
        .then_plan_is_empty();
}

#[test]
fn an_object_can_not_become_one_of_another_type() {
    let Some(mut s) = managed_by(&official()) else {
        return;
    };
    s.plan_fails(hcl!("moves/another-type.tf"))
        .error("ksyun_scaling_configuration can't become ksyun_scaling_group")
        .saying("is another kind of object")
        .error_saying(&official())
        .calls(&json!({}));
}

#[test]
fn a_state_that_is_damaged_is_not_moved() {
    let Some(mut s) = managed_by(&official()) else {
        return;
    };
    s.edit_state(|instance| {
        if let Some(size) = instance["attributes"].get_mut("max_size") {
            *size = Value::from("three");
        }
    });
    s.plan_fails(hcl!("moves/new.tf"))
        .error("The stored state can't be read")
        .saying("max_size");
}
