//! The whole life of every resource, with nothing that goes wrong.

use std::time::Duration;

use serde_json::json;

use crate::account::{GROUP, NOTIFICATION, POLICY, TASK, arguments, base, changed, everything, with};
use crate::cloud::{Act, on};
use crate::terraform::{Action, Value};
use crate::world::World;

#[test]
fn everything_is_made_changed_and_destroyed() {
    let mut tf = World::new();
    let made = tf.apply(&everything());
    made.expect_ok();
    assert_eq!(made.action(GROUP), Action::Create);
    tf.plan(&everything()).outcome.expect_no_changes();

    let changes = [
        (GROUP, json!({"max_size": 7})),
        (POLICY, json!({"threshold": 80})),
        (TASK, json!({"readjust_max_size": 4})),
        (NOTIFICATION, json!({"scaling_notification_types": ["3"]})),
    ];
    let other = changes
        .into_iter()
        .fold(everything(), |config, (address, changes)| {
            config.resource(address, changed(address, changes))
        });
    let updated = tf.apply(&other);
    updated.expect_ok();
    assert_eq!(updated.actions.len(), 4);
    assert!(updated.actions.values().all(|action| *action == Action::Update));
    tf.plan(&other).outcome.expect_no_changes();

    tf.destroy(&other).expect_ok();
    assert_eq!(tf.objects("groups").len(), 0);
    assert_eq!(tf.objects("configurations").len(), 0);
}

#[test]
fn what_is_not_known_before_the_apply_is_unknown_in_the_plan() {
    let mut tf = World::new();
    assert_eq!(tf.plan(&base()).after(GROUP).get("id"), Value::unknown());
    tf.apply(&base()).expect_ok();
    let created = tf
        .calls()
        .into_iter()
        .find(|call| call.action == "CreateScalingGroup");
    assert_eq!(created.expect("it is created").parameters["MaxSize"], "5");
}

#[test]
fn a_change_from_outside_is_put_back() {
    let mut tf = World::new();
    tf.apply(&base()).expect_ok();
    let id = tf.id(GROUP);
    tf.console("ModifyScalingGroup", &[("ScalingGroupId", &id), ("MaxSize", "9")]);
    assert_eq!(tf.plan(&base()).outcome.action(GROUP), Action::Update);
    tf.apply(&base()).expect_ok();
    assert_eq!(tf.objects("groups")[0]["max_size"], 5);
}

#[test]
fn time_passes_for_the_cloud_without_being_waited_for() {
    let mut tf = World::new();
    let config = with(GROUP, json!({"min_size": 2}));
    tf.apply(&config).expect_ok();
    tf.wait(Duration::from_mins(10));
    assert_eq!(
        tf.objects("groups")[0]["instances"].as_array().map(Vec::len),
        Some(2)
    );
    tf.plan(&config).outcome.expect_no_changes();
}

#[test]
fn a_resource_that_moves_keeps_its_object() {
    let mut tf = World::new();
    tf.apply(&base()).expect_ok();
    let id = tf.id(GROUP);
    let config = base()
        .without(GROUP)
        .resource("ksyun_scaling_group.renamed", arguments(GROUP))
        .moved(GROUP, "ksyun_scaling_group.renamed");
    tf.apply(&config).expect_no_changes();
    assert_eq!(tf.id("ksyun_scaling_group.renamed"), id);
}

#[test]
fn a_refused_connection_is_tried_again() {
    let mut tf = World::new();
    tf.fault(on("CreateScalingGroup").first(1), Act::Refuse);
    tf.apply(&base()).expect_ok();
    assert_eq!(tf.objects("groups").len(), 1);
}

#[test]
fn a_provider_that_is_killed_before_a_create_has_created_nothing() {
    let mut tf = World::new();
    tf.fault(on("CreateScalingGroup").first(1), Act::Kill { executed: false });
    assert!(tf.apply(&base()).is_crashed);
    assert_eq!(tf.objects("groups").len(), 0);
    tf.apply(&base()).expect_ok();
    tf.plan(&base()).outcome.expect_no_changes();
    assert_eq!(tf.objects("groups").len(), 1);
}
