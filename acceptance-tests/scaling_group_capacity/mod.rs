//! The wait for the instances of a group, as a resource of its own.

use serde_json::json;

use crate::support::{CONFIGURATION, GROUP, Scenario, Serving, WEB, create, delete, update, web_and};

const CAPACITY: &str = "ksyun_scaling_group_capacity.web";

/// The group, and a wait with these arguments.
fn waiting(arguments: &str) -> String {
    web_and(CAPACITY, &format!("scaling_group_id = {GROUP}.id\n{arguments}"))
}

/// A wait for the capacity of a group that wants so many instances.
fn wanting(desired: u32, arguments: &str) -> String {
    waiting(arguments).replace(
        "min_size                 = 0",
        &format!("min_size = 0\n  desired_capacity = {desired}"),
    )
}

#[test]
fn matrix_what_depends_on_the_capacity_comes_when_the_instances_are_there() {
    let mut s = Scenario::start();
    let dependent = "resource \"terraform_data\" \"count\" {\n  input = ksyun_scaling_group_capacity.web.instance_num\n}\n";
    let config = wanting(2, "healthy = true") + dependent;
    let id = |s: &Scenario| s.id(GROUP);
    s.apply(config.as_str())
        .plans([
            create(CONFIGURATION),
            create(GROUP),
            create(CAPACITY),
            create("terraform_data.count"),
        ])
        .state(CAPACITY, &json!({"instance_num": 2}))
        .state(
            "terraform_data.count",
            &json!({"output": {"type": "number", "value": 2}}),
        )
        .then_plan_is_empty();
    assert_eq!(s.id(CAPACITY), id(&s));
    // Another number of instances is waited for if it is a trigger.
    let trigger = |desired: u32| {
        wanting(
            desired,
            "triggers = { size = ksyun_scaling_group.web.desired_capacity }",
        )
    };
    s.apply(trigger(2).as_str())
        .plans([update(CAPACITY), delete("terraform_data.count")]);
    s.apply(trigger(3).as_str())
        .plans([update(GROUP), update(CAPACITY)])
        .state(CAPACITY, &json!({"instance_num": 3}))
        .then_plan_is_empty();
    // Fewer instances are no difference.
    let group = s.id(GROUP);
    s.apply(wanting(0, "").replace("desired_capacity = 0", "").as_str());
    s.emulator().api(
        "ModifyScalingGroup",
        &[("ScalingGroupId", &group), ("DesiredCapacity", "0")],
    );
    s.plan(wanting(0, "").replace("desired_capacity = 0", "").as_str())
        .plans([]);
    s.destroy().leaves_nothing();
}

#[test]
fn a_group_without_its_instances_fails_the_wait_and_stays_as_it_is() {
    let mut s = Scenario::start();
    s.emulator()
        .fault(&json!({"activities": [{"group": "*", "next": 99, "error_code": 501}]}));
    let config = wanting(1, "");
    s.apply_fails(config.as_str())
        .error("an activity failed")
        .at(CAPACITY)
        .saying("it wants 1 instances and has 0")
        .error_saying("error code 501")
        .at(CAPACITY)
        .logs("it wants 1 instances and has 0; ")
        .state_holds(&[CONFIGURATION, GROUP]);
    s.apply_fails(config.as_str())
        .plans([create(CAPACITY)])
        .calls(&json!({}));
    s.emulator()
        .fault(&json!({"activities": [{"group": "*", "next": 1, "error_code": 501}]}));
    s.apply(wanting(1, "ignore_failed_scaling_activities = true").as_str())
        .plans([create(CAPACITY)])
        .then_plan_is_empty();
}

#[test]
fn a_change_that_is_not_reached_is_waited_for_again() {
    let mut s = Scenario::start();
    s.apply(wanting(1, "").as_str());
    let hasty = "minimum = 2\n  timeouts {\n    update = \"0.3s\"\n  }";
    for _ in 0..2 {
        s.apply_fails(wanting(1, hasty).as_str())
            .plans([update(CAPACITY)])
            .error("in time")
            .at(CAPACITY)
            .saying("it is to have 2 instances and has 1");
    }
    s.apply(wanting(2, "minimum = 2").as_str())
        .plans([update(GROUP), update(CAPACITY)])
        .then_plan_is_empty();
}

#[test]
fn a_group_that_rests_is_told_at_once() {
    let mut s = Scenario::start();
    let config = waiting("minimum = 1").replace(
        "min_size                 = 0",
        "min_size = 0\n  status = \"UnActive\"",
    );
    s.apply_fails(config.as_str())
        .error("The group is disabled")
        .at(CAPACITY)
        .saying("status = \"Active\"");
}

#[test]
fn a_group_that_is_gone_takes_its_wait_along_and_an_import_finds_it() {
    let mut s = Scenario::start();
    s.apply(waiting("").as_str());
    let group = s.id(GROUP);
    s.forget(CAPACITY);
    s.import(waiting("").as_str(), CAPACITY, &group)
        .state(CAPACITY, &json!({"instance_num": 0, "instance_ids": []}))
        .then_plan_is_empty();
    s.emulator()
        .api("DeleteScalingGroup", &[("ScalingGroupId", &group)]);
    s.plan(waiting("").as_str())
        .plans([create(GROUP), create(CAPACITY)]);
}

#[test]
fn an_interrupted_wait_saves_nothing() {
    let mut s = Scenario::with(Serving::Reattached, &["--clock", "manual"]);
    s.apply(WEB);
    s.apply_while(wanting(1, "").as_str(), |meanwhile| {
        // Once for each look, and some before the wait.
        meanwhile.wait_for_calls("DescribeScalingActivity", 5);
        meanwhile.interrupt();
    })
    .error("Interrupted while waiting for capacity")
    .at(CAPACITY)
    .saying("it wants 1 instances and has 0")
    .state_holds(&[CONFIGURATION, GROUP]);
}
