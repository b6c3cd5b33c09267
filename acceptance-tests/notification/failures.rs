use serde_json::json;

use super::{NOTIFICATION, at_the_api, notifying};
use crate::support::{CONFIGURATION, GROUP, Scenario, WEB, create, update};

#[test]
fn a_notification_whose_creation_was_not_answered_is_found_and_not_created_twice() {
    for lost in ["drop_answer", "truncate_body"] {
        let mut s = Scenario::start();
        s.apply(WEB);
        s.emulator()
            .fault_once("CreateScalingNotification", &json!({"kind": lost}));
        s.apply(notifying(r#"["2", "1"]"#).as_str())
            .warning("The answer to the creation was lost")
            .at(NOTIFICATION)
            .saying("was found afterwards")
            .calls(&json!({"CreateScalingNotification": 1}))
            .then_plan_is_empty();
    }
}

#[test]
fn a_notification_that_was_not_created_leaves_its_attempt_to_the_next_plan() {
    let mut s = Scenario::start();
    s.apply(WEB);
    let timeout = json!({"kind": "error", "status": 500, "code": "ServiceTimeout", "message": "Internal Service is slow"});
    s.emulator().fault_once("CreateScalingNotification", &timeout);
    s.apply_fails(notifying(r#"["1"]"#).as_str())
        .error("It is not known whether the notification was created")
        .at(NOTIFICATION)
        .saying("may have been executed nevertheless")
        .calls(&json!({"CreateScalingNotification": 1}))
        .state(NOTIFICATION, &json!({"id": null}));
    s.apply(notifying(r#"["1"]"#).as_str())
        .plans([create(NOTIFICATION)])
        .then_plan_is_empty();
}

#[test]
fn a_change_that_was_not_answered_is_looked_at() {
    let mut s = Scenario::start();
    s.apply(notifying(r#"["1"]"#).as_str());
    s.emulator().lose_answer("ModifyScalingNotification");
    s.apply(notifying(r#"["2"]"#).as_str())
        .plans([update(NOTIFICATION)])
        .warning("The answer to the change was lost")
        .at(NOTIFICATION)
        .calls(&json!({"ModifyScalingNotification": 1}))
        .then_plan_is_empty();
    s.emulator().lose_answer("ModifyScalingNotification");
    s.apply(WEB)
        .calls(&json!({"ModifyScalingNotification": 1}))
        .state_holds(&[CONFIGURATION, GROUP]);
    assert_eq!(at_the_api(&s)["ScalingNotificationTypes"], json!([]));
}

#[test]
fn throttling_is_waited_out() {
    let mut s = Scenario::start();
    s.apply(WEB);
    s.emulator()
        .fault_once("CreateScalingNotification", &json!({"kind": "throttle"}));
    s.apply(notifying(r#"["1"]"#).as_str())
        .calls(&json!({"CreateScalingNotification": 2}))
        .then_plan_is_empty();
}

#[test]
fn a_refusal_says_what_who_and_where() {
    let mut s = Scenario::start();
    s.apply(WEB);
    let denied = json!({"kind": "error", "status": 403, "code": "AccessDenied", "message": "Only the main account may"});
    s.emulator().fault_once("CreateScalingNotification", &denied);
    s.apply_fails(notifying(r#"["1"]"#).as_str())
        .error("Can't create the notification of scaling group")
        .at(NOTIFICATION)
        .saying("AccessDenied (HTTP 403)")
        .error_saying("RequestId")
        .error_saying("kec:CreateScalingNotification")
        .calls(&json!({"CreateScalingNotification": 1}))
        .state_holds(&[CONFIGURATION, GROUP]);

    let invalid = "An invalid or out-of-range value was supplied for the input parameter NotificationType.1.";
    let invalid =
        json!({"kind": "error", "status": 400, "code": "InvalidParameterValue", "message": invalid});
    s.emulator().fault_once("CreateScalingNotification", &invalid);
    s.apply_fails(notifying(r#"["1"]"#).as_str())
        .error("Can't create")
        .at("scaling_notification_types")
        .saying("InvalidParameterValue");
}

#[test]
fn a_refused_change_leaves_the_state_as_it_was() {
    let mut s = Scenario::start();
    s.apply(notifying(r#"["1"]"#).as_str());
    let refused =
        json!({"kind": "error", "status": 400, "code": "InternalLimit", "message": "No more today"});
    s.emulator().fault_once("ModifyScalingNotification", &refused);
    s.apply_fails(notifying(r#"["2"]"#).as_str())
        .error("Can't change notification")
        .at(NOTIFICATION)
        .saying("No more today")
        .state(NOTIFICATION, &json!({"scaling_notification_types": ["1"]}));
    s.apply(notifying(r#"["2"]"#).as_str())
        .plans([update(NOTIFICATION)])
        .then_plan_is_empty();
}

#[test]
fn a_notification_that_can_not_be_cleared_is_left_to_the_destruction_of_its_group() {
    let mut s = Scenario::start();
    s.apply(notifying(r#"["1"]"#).as_str());
    let missing = "An value must be supplied for the input parameter NotificationType.";
    let missing = json!({"kind": "error", "status": 400, "code": "MissingParameter", "message": missing});
    s.emulator().fault_once("ModifyScalingNotification", &missing);
    s.apply(WEB)
        .warning("stays until its group is destroyed")
        .saying("until the group is deleted")
        .state_holds(&[CONFIGURATION, GROUP]);
    assert_eq!(at_the_api(&s)["ScalingNotificationTypes"], json!(["1"]));
    s.destroy().leaves_nothing();
}

#[test]
fn a_wrong_key_never_reads_as_gone() {
    let mut s = Scenario::start();
    s.apply(notifying(r#"["1"]"#).as_str());
    let unknown_key = json!({
        "kind": "error", "status": 403, "code": "InvalidClientTokenId",
        "message": "The security token included in the request is invalid.",
    });
    s.emulator()
        .fault_once("DescribeScalingNotification", &unknown_key);
    s.plan_fails(notifying(r#"["1"]"#).as_str())
        .error("Can't read notification")
        .at(NOTIFICATION)
        .saying("access_key");
    s.emulator().fault_once(
        "DescribeScalingNotification",
        &json!({
            "kind": "error", "status": 404, "code": "NoSuchEntity", "message": "an 'InnerApi' that does not exist",
        }),
    );
    s.plan_fails(notifying(r#"["1"]"#).as_str())
        .error("Can't read notification")
        .at(NOTIFICATION)
        .saying("does not know this action");
}
