use serde_json::{Value, json};

use super::{INSTANCE, at_the_api, attached};
use crate::support::{CONFIGURATION, GROUP, Scenario, Serving, WEB, create, replace, update};

/// The API's own time-out: it does not say whether the call was executed, and it was not.
fn timed_out() -> Value {
    json!({"kind": "error", "status": 500, "code": "ServiceTimeout", "message": "Internal Service is slow"})
}

#[test]
fn an_attachment_that_was_not_answered_is_waited_for_all_the_same() {
    for lost in ["drop_answer", "truncate_body"] {
        let mut s = Scenario::start();
        s.apply(WEB);
        s.emulator().fault_once("AttachInstance", &json!({"kind": lost}));
        s.apply(attached(1).as_str())
            .warning("The API's answer did not tell what happened")
            .at(INSTANCE)
            .calls(&json!({"AttachInstance": 1, "SetKvmProtectedDetach": 1}))
            .then_plan_is_empty();
    }
}

#[test]
fn an_attachment_that_was_not_executed_is_not_in_the_state() {
    let mut s = Scenario::start();
    s.apply(WEB);
    s.emulator().fault_once("AttachInstance", &timed_out());
    s.apply_fails(attached(0).as_str())
        .error("Can't attach instance")
        .at(INSTANCE)
        .saying("may have been executed nevertheless")
        .calls(&json!({"AttachInstance": 1}))
        .state_holds(&[CONFIGURATION, GROUP]);
    s.apply(attached(0).as_str())
        .plans([create(INSTANCE)])
        .then_plan_is_empty();
}

#[test]
fn changes_and_detachments_that_were_not_answered_are_looked_at() {
    let mut s = Scenario::start();
    s.apply(attached(0).as_str());
    s.emulator().lose_answer("SetKvmProtectedDetach");
    s.apply(attached(1).as_str())
        .warning("The answer to the change was lost")
        .at(INSTANCE)
        .saying("changed as planned")
        .calls(&json!({"SetKvmProtectedDetach": 1}))
        .then_plan_is_empty();
    s.emulator().lose_answer("DetachInstance");
    s.apply(WEB)
        .calls(&json!({"SetKvmProtectedDetach": 1, "DetachInstance": 1}))
        .state_holds(&[CONFIGURATION, GROUP]);
}

#[test]
fn a_failed_attachment_is_reported_and_tried_again_by_the_next_apply() {
    // Where an instance is listed at once, nobody waits for its activity.
    let mut s = Scenario::with(Serving::Reattached, &["--dialect", "attached=after-activity"]);
    s.apply(WEB);
    let failing = json!({"activities": [{"group": s.id(GROUP), "next": 1, "error_code": 501}]});
    s.emulator().fault(&failing);
    s.apply_fails(attached(0).as_str())
        .error("Can't attach the instance: the activity failed")
        .at(INSTANCE)
        .saying("error code 501")
        .state_holds(&[CONFIGURATION, GROUP]);
    s.apply(attached(0).as_str())
        .plans([create(INSTANCE)])
        .then_plan_is_empty();
}

#[test]
fn a_failed_detachment_keeps_the_instance_and_its_protection() {
    let mut s = Scenario::start();
    s.apply(attached(1).as_str());
    let failing = json!({"activities": [{"group": s.id(GROUP), "next": 1, "error_code": 502}]});
    s.emulator().fault(&failing);
    s.apply_fails(WEB)
        .error("Can't detach the instance: the activity failed")
        .saying("error code 502")
        .state(INSTANCE, &json!({"protected_from_detach": 1}));
    assert_eq!(at_the_api(&s)[0]["ProtectedFromScaleIn"], json!(1));
    s.destroy().leaves_nothing();
}

#[test]
fn an_instance_whose_protection_failed_is_in_the_state_and_tried_again() {
    let mut s = Scenario::start();
    s.apply(WEB);
    let denied = json!({"kind": "error", "status": 403, "code": "AccessDenied", "message": "User: x is not authorized"});
    s.emulator().fault_once("SetKvmProtectedDetach", &denied);
    s.apply_fails(attached(1).as_str())
        .error("Can't protect instance")
        .at(INSTANCE)
        .saying("terraform untaint")
        .error_saying("kec:SetKvmProtectedDetach")
        .state(INSTANCE, &json!({"protected_from_detach": 0}));
    s.apply(attached(1).as_str())
        .plans([replace(INSTANCE)])
        .then_plan_is_empty();
}

#[test]
fn what_was_interrupted_is_in_the_state_and_goes_on() {
    // The activity never ends by itself, as the clock stands still.
    let options = ["--clock", "manual", "--dialect", "attached=after-activity"];
    let mut s = Scenario::with(Serving::Reattached, &options);
    let hasty = attached(1).replace(
        "protected_from_detach = 1",
        "protected_from_detach = 1\n  timeouts {\n    create = \"1s\"\n    delete = \"1s\"\n  }",
    );
    s.apply_fails(hasty.as_str())
        .error("Timed out: attach instance")
        .at(INSTANCE)
        .saying("timeouts.create")
        .logs(" to join scaling group ")
        .state_holds(&[CONFIGURATION, GROUP, INSTANCE]);
    s.emulator().advance(1);
    // What has ended meanwhile is found by the refresh. Only the interruption has made it tainted.
    s.untaint(INSTANCE);
    s.apply(hasty.as_str())
        .plans([update(INSTANCE)])
        .calls(&json!({"SetKvmProtectedDetach": 1}))
        .then_plan_is_empty();

    s.apply_fails(WEB)
        .error("Timed out: detach instance")
        .saying("timeouts.delete")
        .state(INSTANCE, &json!({"protected_from_detach": 0}));
    s.emulator().advance(1);
    s.apply(WEB).state_holds(&[CONFIGURATION, GROUP]);
}

#[test]
fn a_busy_group_is_waited_for() {
    let mut s = Scenario::start();
    s.apply(WEB);
    let busy = json!({"kind": "error", "status": 400, "code": "ScalingGroupBusy", "message": "An activity is running"});
    s.emulator().fault_once("AttachInstance", &busy);
    s.apply(attached(0).as_str())
        .calls(&json!({"AttachInstance": 2}))
        .logs("Waiting to call AttachInstance again: ")
        .then_plan_is_empty();
    s.emulator().fault_once("DetachInstance", &busy);
    s.apply(WEB).calls(&json!({"DetachInstance": 2}));
}

#[test]
fn throttling_is_waited_out() {
    let mut s = Scenario::start();
    s.apply(WEB);
    s.emulator()
        .fault_once("AttachInstance", &json!({"kind": "throttle"}));
    s.apply(attached(0).as_str())
        .calls(&json!({"AttachInstance": 2}))
        .logs("Waiting to call AttachInstance again: ")
        .then_plan_is_empty();
}

#[test]
fn a_refusal_says_what_who_and_where() {
    let mut s = Scenario::start();
    s.apply(WEB);
    let denied = json!({"kind": "error", "status": 403, "code": "AccessDenied", "message": "User: x is not authorized"});
    s.emulator().fault_once("AttachInstance", &denied);
    s.apply_fails(attached(0).as_str())
        .error("Can't attach instance")
        .at(INSTANCE)
        .saying("AccessDenied (HTTP 403)")
        .error_saying("RequestId")
        .error_saying("kec:AttachInstance")
        .calls(&json!({"AttachInstance": 1}))
        .state_holds(&[CONFIGURATION, GROUP]);
    // Not the form of an instance's id, which only the API can tell.
    s.apply_fails(attached(0).replace(super::MACHINE, "i-12").as_str())
        .error("Can't attach instance i-12")
        .at("scaling_instance_id")
        .saying("InvalidParameterValue")
        .error_saying("is in no other group");
    s.apply_fails(
        attached(0)
            .replace("ksyun_scaling_group.web.id", "\"7\"")
            .as_str(),
    )
    .error("Can't attach instance")
    .at("scaling_group_id")
    .saying("ScalingGroupNotFound");
}

#[test]
fn a_wrong_key_never_reads_as_gone() {
    let mut s = Scenario::start();
    s.apply(attached(0).as_str());
    let unknown_key = json!({
        "kind": "error", "status": 403, "code": "InvalidClientTokenId",
        "message": "The security token included in the request is invalid.",
    });
    // The group looks at its attached instances, too.
    s.emulator()
        .fault(&json!({"api": [{"action": "DescribeScalingInstance", "first": 2, "fault": unknown_key}]}));
    s.plan_fails(attached(0).as_str())
        .error("Can't read instance")
        .at(INSTANCE)
        .saying("access_key");
}

#[test]
fn the_other_group_that_has_the_instance_is_named() {
    let mut s = Scenario::start();
    let other = crate::support::other_group();
    s.apply(format!("{WEB}{other}").as_str());
    let id = s.id("ksyun_scaling_group.other");
    s.emulator().api(
        "AttachInstance",
        &[("ScalingGroupId", &id), ("ScalingInstanceId.1", super::MACHINE)],
    );
    s.apply_fails(format!("{}{other}", attached(0)).as_str())
        .error("The instance is in another group")
        .saying(&format!("it is in scaling group {id}"));
}
