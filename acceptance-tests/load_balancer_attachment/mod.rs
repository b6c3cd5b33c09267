//! Listeners of a group as resources of their own.

use serde_json::{Value, json};

use crate::support::{GROUP, Scenario, create, delete, replace, update, web_and};

const HTTP: &str = "ksyun_scaling_load_balancer_attachment.http";
const SLB: &str = "dca13c0f-5512-4f63-8b0f-2d3f9f9a8f01";
const LISTENER: &str = "0e28d2f9-6b0a-4b5b-9d3e-4c1f5a6b7c02";
const OTHER: &str = "1f39e30a-7c1b-4c6c-8e4f-5d206b7c8d13";
/// The group, which mentions no load balancer, alone.
const ALONE: &str = include_str!("../support/web.tf");

/// A group, and an attachment of the listener with more arguments.
fn attached(more: &str) -> String {
    web_and(HTTP, &arguments(LISTENER, more))
}

fn arguments(listener: &str, more: &str) -> String {
    format!(
        "scaling_group_id = ksyun_scaling_group.web.id\n  slb_id = {SLB:?}\n  listener_id = {listener:?}\n  server_port_set = [80]\n  {more}"
    )
}

/// Another resource for `listener`.
fn another(name: &str, listener: &str) -> String {
    format!(
        "\nresource \"ksyun_scaling_load_balancer_attachment\" \"{name}\" {{\n  {}\n}}\n",
        arguments(listener, "")
    )
}

/// The listeners of the group at the API, with their weights.
fn at_the_api(s: &Scenario) -> Vec<(String, i64)> {
    let id = s.id(GROUP);
    let answer = s
        .emulator()
        .api("DescribeScalingGroup", &[("ScalingGroupId.1", &id)]);
    let slbs = answer["ScalingGroupSet"][0]["SlbConfigSet"].as_array().cloned();
    let entry = |slb: &Value| {
        (
            slb["ListenerId"].as_str().map(str::to_owned),
            slb["Weight"].as_i64(),
        )
    };
    let mut found: Vec<_> = slbs
        .unwrap_or_default()
        .iter()
        .filter_map(|slb| match entry(slb) {
            (Some(listener), Some(weight)) => Some((listener, weight)),
            _ => None,
        })
        .collect();
    found.sort();
    found
}

/// Attaches `listener` as somebody else, beside what is there.
fn outside(s: &Scenario, listeners: &[&str]) {
    let id = s.id(GROUP);
    let mut parameters = vec![("ScalingGroupId".to_owned(), id)];
    for (index, listener) in (1..).zip(listeners) {
        parameters.push((format!("Slb.{index}.Id"), SLB.to_owned()));
        parameters.push((format!("Slb.{index}.ListenerId"), (*listener).to_owned()));
        parameters.push((format!("Slb.{index}.ServerPort.1"), "80".to_owned()));
        parameters.push((format!("Slb.{index}.Weight"), "7".to_owned()));
    }
    let parameters: Vec<(&str, &str)> = parameters
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    s.emulator().api("ModifyScalingLoadBalancers", &parameters);
}

#[test]
fn matrix_a_listener_lives_from_create_to_destroy_and_leaves_others_alone() {
    let mut s = Scenario::start();
    s.apply(attached("").as_str())
        .state(
            HTTP,
            &json!({"weight": 20, "health_check_type": "slb", "server_port_set": [80]}),
        )
        .then_plan_is_empty();
    outside(&s, &[LISTENER, OTHER]);
    s.apply(attached("weight = 30").as_str())
        .plans([update(HTTP)])
        .calls(&json!({"ModifyScalingLoadBalancers": 1}))
        .then_plan_is_empty();
    assert_eq!(at_the_api(&s), [(LISTENER.to_owned(), 30), (OTHER.to_owned(), 7)]);
    s.apply(ALONE);
    assert_eq!(at_the_api(&s), [(OTHER.to_owned(), 7)]);
    s.destroy().leaves_nothing();
}

#[test]
fn several_listeners_of_one_group_are_attached_at_the_same_time() {
    let mut s = Scenario::start();
    let two = attached("") + &another("https", OTHER);
    s.apply(two.as_str()).then_plan_is_empty();
    assert_eq!(
        at_the_api(&s),
        [(LISTENER.to_owned(), 20), (OTHER.to_owned(), 20)]
    );
    s.destroy().leaves_nothing();
}

#[test]
fn a_listener_that_was_taken_off_is_attached_again() {
    let mut s = Scenario::start();
    s.apply(attached("").as_str());
    outside(&s, &[OTHER]);
    s.apply(attached("").as_str())
        .plans([create(HTTP)])
        .then_plan_is_empty();
    assert_eq!(at_the_api(&s), [(LISTENER.to_owned(), 20), (OTHER.to_owned(), 7)]);
}

#[test]
fn a_listener_that_is_there_already_is_imported_and_not_taken_over() {
    let mut s = Scenario::start();
    s.apply(ALONE);
    outside(&s, &[LISTENER]);
    s.apply_fails(attached("").as_str())
        .error("The listener is attached already")
        .at(HTTP)
        .saying("terraform import")
        .calls(&json!({}));
    let (group, config) = (s.id(GROUP), attached("weight = 7"));
    s.import(config.as_str(), HTTP, &format!("{group}:{LISTENER}"))
        .state(
            HTTP,
            &json!({"slb_id": SLB, "listener_id": LISTENER, "weight": 7}),
        )
        .then_plan_is_empty();
}

#[test]
fn another_listener_replaces_it() {
    let mut s = Scenario::start();
    s.apply(attached("").as_str());
    s.apply(attached("").replace(LISTENER, OTHER).as_str())
        .plans([replace(HTTP)])
        .then_plan_is_empty();
    assert_eq!(at_the_api(&s), [(OTHER.to_owned(), 20)]);
}

#[test]
fn a_group_that_lists_its_load_balancers_and_a_second_owner_are_refused() {
    let mut s = Scenario::start();
    let twice = attached("") + &another("again", LISTENER);
    s.apply_fails(twice.as_str())
        .error("Two resources for one attachment")
        .saying(LISTENER);
    s.apply(attached("").as_str());
    let blocks = attached("").replace(
        "min_size",
        &format!(
            "slb_config_set {{\n slb_id = {SLB:?}\n listener_id = {OTHER:?}\n server_port_set = [80]\n }}\n min_size"
        ),
    );
    s.plan_fails(blocks.as_str())
        .error("The scaling group lists its load balancers itself")
        .at(HTTP)
        .saying("slb_config_set");
}

#[test]
fn an_attachment_goes_with_its_group() {
    let mut s = Scenario::start();
    s.apply(attached("").as_str());
    let id = s.id(GROUP);
    s.emulator()
        .api("DeleteScalingGroup", &[("ScalingGroupId.1", &id)]);
    s.apply(attached("").as_str())
        .plans([create(GROUP), create(HTTP)])
        .then_plan_is_empty();
    s.apply("")
        .plans([HTTP, GROUP, "ksyun_scaling_configuration.web"].map(delete));
}
