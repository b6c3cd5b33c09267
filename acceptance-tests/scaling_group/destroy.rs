//! The end of a group: what stands in its way is named at once, the rest is drained and waited for.

use serde_json::json;

use super::{CONFIGURATION, GROUP, applied, attach, group, instances, instances_once_there_are, outside};
use crate::support::{Scenario, Serving, delete};

const ELSEWHERE: &str = "5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c8d";

#[test]
fn an_empty_group_takes_one_call() {
    let mut s = applied("min_size = 0");
    s.destroy()
        .calls(&json!({"DeleteScalingGroup": 1, "DeleteScalingConfiguration": 1}))
        .says_nothing()
        .leaves_nothing();
}

#[test]
fn matrix_a_group_that_is_protected_from_deletion_is_not_replaced_while_it_has_instances() {
    let mut s = applied("deletion_protection = true\n  lifecycle {\n    create_before_destroy = true\n  }");
    instances_once_there_are(&s, 1);
    s.replace_fails(GROUP)
        .error("is protected from deletion")
        .at("deletion_protection")
        .saying("Set deletion_protection = false")
        .calls(&json!({}));
}

#[test]
fn matrix_a_group_with_instances_is_drained_first() {
    let mut s = applied("min_size = 2");
    instances_once_there_are(&s, 2);
    s.plan_destroy()
        .plans([delete(GROUP), delete(CONFIGURATION)])
        .warning("terminates its instances")
        .at(GROUP)
        .saying("has today: 2");
    s.destroy()
        .calls(&json!({"ModifyScalingGroup": 1, "DeleteScalingGroup": 1, "DeleteScalingConfiguration": 1}))
        .logs("to go: instances left: 2; setting its capacity to 0")
        .destroys(2)
        .leaves_nothing();
}

#[test]
fn an_activity_that_runs_is_waited_for() {
    let mut s = Scenario::with(Serving::Reattached, &["--activity-seconds", "0.6"]);
    s.apply(group("min_size = 2").as_str())
        .state(GROUP, &json!({"instance_num": 0}));
    s.destroy().leaves_nothing();
}

#[test]
fn protected_and_attached_instances_are_named_and_nothing_is_changed() {
    let mut s = applied("max_size = 5");
    let protected = instances_once_there_are(&s, 1).remove(0);
    attach(&s, ELSEWHERE);
    let protect = [
        ("ScalingInstanceId.1", protected.as_str()),
        ("ProtectedFromDetach", "1"),
    ];
    outside(&s, "SetKvmProtectedDetach", &protect);
    s.destroy_fails()
        .error("Instances stand in the way")
        .saying(&protected)
        .error_saying(": protected from removal")
        .error_saying(ELSEWHERE)
        .error_saying(": attached by hand")
        .calls(&json!({}))
        .state(GROUP, &json!({"min_size": 1}));
}

#[test]
fn force_delete_lifts_protection_and_lets_attached_instances_go() {
    let mut s = applied("max_size = 5\n  force_delete = true");
    let protected = instances_once_there_are(&s, 1).remove(0);
    attach(&s, ELSEWHERE);
    let protect = [
        ("ScalingInstanceId.1", protected.as_str()),
        ("ProtectedFromDetach", "1"),
    ];
    outside(&s, "SetKvmProtectedDetach", &protect);
    s.plan_destroy()
        .warning_saying("leave the group and go on running: 5a6b7c8d")
        .at(GROUP);
    s.destroy()
        .calls(&json!({
            "SetKvmProtectedDetach": 1,
            // Detaching must not be held up by the minimum; draining comes after it.
            "ModifyScalingGroup": 2,
            "DetachInstance": 1,
            "DeleteScalingGroup": 1,
            "DeleteScalingConfiguration": 1,
        }))
        .leaves_nothing();
}

#[test]
fn matrix_instances_of_a_destroyed_group_can_go_on_running() {
    let mut s = applied("max_size = 5\n  delete_instances = false");
    let own = instances_once_there_are(&s, 1).remove(0);
    s.plan_destroy()
        .warning("leaves its instances running")
        .at(GROUP)
        .saying(&own);
    s.destroy()
        .calls(&json!({
            "ModifyScalingGroup": 1,
            "DetachInstance": 1,
            "DeleteScalingGroup": 1,
            "DeleteScalingConfiguration": 1,
        }))
        .leaves_nothing();
}

#[test]
fn deletion_protection_refuses_as_long_as_there_are_instances() {
    let mut s = applied("deletion_protection = true");
    instances_once_there_are(&s, 1);
    s.plan_destroy()
        .warning("protected from deletion")
        .at(GROUP)
        .saying("the apply refuses to destroy it");
    s.destroy_fails()
        .error("protected from deletion")
        .saying("deletion_protection = false")
        .calls(&json!({}))
        .state(GROUP, &json!({"min_size": 1}));
    s.apply(group("min_size = 0\n  desired_capacity = 0\n  deletion_protection = true").as_str());
    instances_once_there_are(&s, 0);
    s.destroy().leaves_nothing();
}

#[test]
fn a_group_that_is_gone_already_is_a_success() {
    let mut s = applied("min_size = 0");
    outside(&s, "DeleteScalingGroup", &[]);
    s.destroy().destroys(1).leaves_nothing();

    // It may also go after Terraform has looked.
    let mut s = applied("min_size = 0");
    s.emulator().fault(&json!({"api": [{
        "action": "DeleteScalingGroup",
        "first": 1,
        "fault": {"kind": "drop_answer"},
    }]}));
    s.destroy().destroys(2).leaves_nothing();
}

#[test]
fn a_destruction_without_the_time_for_it_can_be_gone_on_with() {
    let mut s = Scenario::with(Serving::Reattached, &["--clock", "manual"]);
    s.apply(group("timeouts {\n    delete = \"0.5s\"\n  }").as_str());
    s.emulator().advance(10);
    s.destroy_fails()
        .error("Timed out")
        .saying("timeouts.delete")
        .error_saying("the last look: 1, and an activity is running")
        .state_holds(&[CONFIGURATION, GROUP]);
    s.emulator().advance(10);
    // The group is empty by now: only what is left to do is done.
    s.destroy()
        .calls(&json!({"DeleteScalingGroup": 1, "DeleteScalingConfiguration": 1}))
        .leaves_nothing();
}

#[test]
fn a_failing_scale_in_is_shown_when_time_is_over() {
    let mut s = applied("timeouts {\n    delete = \"0.5s\"\n  }");
    instances_once_there_are(&s, 1);
    s.emulator()
        .fault(&json!({"activities": [{"group": "*", "next": 99, "error_code": 502}]}));
    s.destroy_fails()
        .error("Timed out")
        .saying("(scale in) failed, error code 502");
    assert_eq!(instances(&s).len(), 1);
}

#[test]
fn a_missing_permission_is_not_tried_again() {
    let mut s = applied("min_size = 0");
    s.emulator().fault(&json!({"api": [{
        "action": "DeleteScalingGroup",
        "fault": {"kind": "error", "status": 403, "code": "AccessDenied", "message": "User: x is not authorized"},
    }]}));
    s.destroy_fails()
        .error("Can't destroy scaling group")
        .saying("AccessDenied (HTTP 403)")
        .error_saying("kec:DeleteScalingGroup")
        .calls(&json!({"DeleteScalingGroup": 1}));
}

#[test]
fn a_group_that_is_busy_is_tried_again() {
    let mut s = applied("min_size = 0");
    s.emulator().fault(&json!({"api": [{
        "action": "DeleteScalingGroup",
        "first": 2,
        "fault": {"kind": "error", "status": 400, "code": "ScalingGroupBusy", "message": "busy"},
    }]}));
    s.destroy()
        .calls(&json!({"DeleteScalingGroup": 3, "DeleteScalingConfiguration": 1}))
        .leaves_nothing();
}

#[test]
fn an_interrupted_destruction_can_be_gone_on_with() {
    let mut s = Scenario::with(Serving::Reattached, &["--clock", "manual"]);
    s.apply(group("").as_str());
    s.emulator().advance(10);
    s.destroy_while(|meanwhile| {
        meanwhile.wait_for("ModifyScalingGroup");
        meanwhile.interrupt();
    })
    .fails()
    .error("Interrupted")
    .saying("Terraform was asked to stop")
    .state_holds(&[CONFIGURATION, GROUP]);
    s.emulator().advance(10);
    s.destroy().leaves_nothing();
}
