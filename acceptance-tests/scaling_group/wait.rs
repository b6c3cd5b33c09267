//! The wait for capacity: until the group has what it wants, or will not get it.

use serde_json::json;

use super::{GROUP, applied, group};
use crate::support::{Scenario, Serving, create, update};

const WAIT: &str = r#"wait_for_capacity_timeout = "1m""#;

fn fail_next(activities: u64) -> serde_json::Value {
    json!({"activities": [{"group": "*", "next": activities, "error_code": 501}]})
}

#[test]
fn matrix_a_new_group_is_ready_when_it_has_its_instances() {
    let mut s = Scenario::start();
    s.apply(group(&format!("min_size = 2\n  {WAIT}\n  wait_for_healthy = true")).as_str())
        .state(GROUP, &json!({"desired_capacity": 2, "instance_num": 2}))
        .logs(": it wants 2 instances and has 0")
        .then_plan_is_empty();
}

#[test]
fn a_change_of_the_capacity_is_waited_for_and_other_changes_are_not() {
    let mut s = applied(&format!("desired_capacity = 1\n  {WAIT}"));
    s.apply(group(&format!("desired_capacity = 3\n  {WAIT}")).as_str())
        .plans([update(GROUP)])
        .calls(&json!({"ModifyScalingGroup": 1}))
        .state(GROUP, &json!({"instance_num": 3}))
        .then_plan_is_empty();
    s.apply(
        group(&format!(
            "desired_capacity = 3\n  {WAIT}\n  scaling_group_name = \"b\""
        ))
        .as_str(),
    )
    .reads(&json!({"DescribeScalingGroup": 2, "DescribeScalingConfiguration": 1}));
}

#[test]
fn a_failed_activity_ends_the_wait_says_why_and_leaves_the_new_group_alone() {
    let mut s = Scenario::start();
    s.emulator().fault(&fail_next(9));
    s.apply(group(WAIT).as_str())
        .warning("an activity failed")
        .at(GROUP)
        .saying("it wants 1 instances and has 0")
        .warning_saying("(scale out) failed, error code 501")
        .at(GROUP)
        .warning_saying("failed instances: ")
        .at(GROUP)
        .warning_saying("correct the cause")
        .at(GROUP)
        .state(GROUP, &json!({"desired_capacity": 1, "instance_num": 0}));
    let id = s.id(GROUP);
    s.plan(group(WAIT).as_str())
        .plans([])
        .warning("The group does not reach its capacity")
        .at(GROUP)
        .saying("error code 501");
    s.emulator().fault(&json!({}));
    super::instances_once_there_are(&s, 1);
    s.apply(group(WAIT).as_str()).plans([]).then_plan_is_empty();
    assert_eq!(s.id(GROUP), id);
}

#[test]
fn a_change_that_does_not_reach_its_capacity_keeps_the_group() {
    let mut s = applied(&format!("desired_capacity = 1\n  {WAIT}"));
    let id = s.id(GROUP);
    s.emulator().fault(&fail_next(9));
    let config = group(&format!("desired_capacity = 2\n  {WAIT}"));
    s.apply_fails(config.as_str())
        .error("an activity failed")
        .at(GROUP)
        .saying("it wants 2 instances and has 1")
        .state(
            GROUP,
            &json!({"id": id, "desired_capacity": 2, "instance_num": 1}),
        );
    s.emulator().fault(&json!({}));
    s.apply(config.as_str()).plans([]);
}

#[test]
fn failures_of_earlier_are_not_blamed_on_this_change() {
    let mut s = Scenario::start();
    s.emulator().fault(&fail_next(1));
    s.apply(group(&format!("desired_capacity = 1\n  {WAIT}")).as_str());
    // The group has tried again meanwhile; the failed activity is still in its list.
    super::instances_once_there_are(&s, 1);
    s.forget(GROUP);
    let list = s.emulator().api("DescribeScalingGroup", &[]);
    let id = list["ScalingGroupSet"][0]["ScalingGroupId"]
        .as_str()
        .expect("one group")
        .to_owned();
    s.import(group("desired_capacity = 1").as_str(), GROUP, &id);
    s.apply(group(&format!("desired_capacity = 2\n  {WAIT}")).as_str())
        .plans([update(GROUP)])
        .state(GROUP, &json!({"instance_num": 2}));
}

#[test]
fn a_wait_that_is_too_short_says_how_to_go_on() {
    let mut s = Scenario::with(Serving::Reattached, &["--clock", "manual"]);
    s.apply(group(r#"wait_for_capacity_timeout = "0.2s""#).as_str())
        .warning("in time")
        .at(GROUP)
        .saying("raise wait_for_capacity_timeout")
        .warning_saying("after 0.2 s it wants 1 instances and has 0")
        .at(GROUP)
        .state(GROUP, &json!({"desired_capacity": 1, "instance_num": 0}));
}

#[test]
fn the_time_for_the_whole_operation_ends_the_wait_too() {
    let mut s = Scenario::with(Serving::Reattached, &["--clock", "manual"]);
    s.apply(group(&format!("{WAIT}\n  timeouts {{\n    create = \"0.5s\"\n  }}")).as_str())
        .warning("in time")
        .at(GROUP)
        .saying("raise create and update in the timeouts block")
        .state(GROUP, &json!({"desired_capacity": 1}));
}

#[test]
fn another_scaler_may_move_the_target_meanwhile() {
    let mut s = Scenario::with(Serving::Reattached, &["--clock", "manual"]);
    s.apply_while(
        group(&format!("desired_capacity = 1\n  {WAIT}")).as_str(),
        |meanwhile| {
            meanwhile.wait_for("DescribeScalingActivity");
            let emulator = meanwhile.emulator;
            let list = emulator.api("DescribeScalingGroup", &[]);
            let id = list["ScalingGroupSet"][0]["ScalingGroupId"]
                .as_str()
                .expect("one group");
            emulator.api(
                "ModifyScalingGroup",
                &[("ScalingGroupId", id), ("DesiredCapacity", "2")],
            );
            emulator.advance(10);
        },
    )
    .succeeds()
    .plans([create(super::CONFIGURATION), create(GROUP)])
    // What was asked for stays in the state; the next plan sets the capacity back.
    .state(GROUP, &json!({"desired_capacity": 1, "instance_num": 2}));
    s.plan(group(&format!("desired_capacity = 1\n  {WAIT}")).as_str())
        .plans([update(GROUP)]);
}

#[test]
fn a_group_that_rests_is_not_waited_for() {
    let mut s = Scenario::with(Serving::Reattached, &["--clock", "manual"]);
    s.apply(group(&format!("status = \"UnActive\"\n  {WAIT}")).as_str())
        .state(GROUP, &json!({"status": "UnActive", "instance_num": 0}))
        .then_plan_is_empty();
}

#[test]
fn the_health_of_the_instances_is_looked_at_if_that_is_asked_for() {
    let mut s = Scenario::with(Serving::Reattached, &["--clock", "manual"]);
    let config = format!("desired_capacity = 1\n  {WAIT}\n  wait_for_healthy = true");
    s.apply_while(group(&config).as_str(), |meanwhile| {
        meanwhile.wait_for("DescribeScalingActivity");
        meanwhile.emulator.advance(10);
        meanwhile.wait_for("DescribeScalingInstance");
    })
    .succeeds()
    .state(GROUP, &json!({"instance_num": 1}));
}

#[test]
fn an_interrupted_wait_leaves_the_group_in_the_state() {
    let mut s = Scenario::with(Serving::Reattached, &["--clock", "manual"]);
    s.apply_while(group(WAIT).as_str(), |meanwhile| {
        meanwhile.wait_for("DescribeScalingActivity");
        meanwhile.interrupt();
    })
    .warning("Interrupted while waiting for capacity")
    .at(GROUP)
    .saying("The group still launches and removes instances")
    .state(
        GROUP,
        &json!({"desired_capacity": 1, "instance_num": 0, "scaling_configuration_name": "web"}),
    );
}

#[test]
fn a_wait_that_is_no_duration_and_one_for_health_alone_are_refused_at_plan() {
    let mut s = Scenario::start();
    s.plan_fails(group(r#"wait_for_capacity_timeout = "10""#).as_str())
        .error_saying("is not a duration")
        .at("wait_for_capacity_timeout");
    s.plan_fails(group("wait_for_healthy = true").as_str())
        .error("no effect alone")
        .at("wait_for_healthy")
        .saying("Set wait_for_capacity_timeout");
}
