//! Tasks while the API misbehaves.

use serde_json::json;

use super::{TASK, once, task, tasks};
use crate::data_sources::account;
use crate::support::{CONFIGURATION, GROUP, Scenario, Serving, WEB, create, update};

#[test]
fn a_task_whose_creation_was_not_answered_is_found_and_not_created_twice() {
    let mut s = Scenario::start();
    s.emulator().lose_answer("CreateScheduledTask");
    s.apply(once("").as_str())
        .warning("The answer to the creation was lost")
        .at(TASK)
        .saying("found afterwards")
        .calls(&json!({"CreateScalingConfiguration": 1, "CreateScalingGroup": 1, "CreateScheduledTask": 1}))
        .then_plan_is_empty();
    assert_eq!(tasks(&s).len(), 1);
}

#[test]
fn a_task_of_the_same_name_is_not_mistaken_for_the_one_that_was_created() {
    let mut s = Scenario::start();
    s.apply(once("  readjust_max_size = 7").as_str());
    s.forget(TASK);
    s.emulator()
        .fault_once("CreateScheduledTask", &json!({"kind": "truncate_body"}));
    s.apply(once("").as_str())
        .warning("The answer to the creation was lost")
        .at(TASK)
        .state(TASK, &json!({"readjust_max_size": 1}))
        .then_plan_is_empty();
    assert_eq!(tasks(&s).len(), 2);
}

#[test]
fn of_two_equal_tasks_none_is_taken_for_the_one_that_was_created() {
    // On a clock that stands still, both are made at the same time.
    let mut s = Scenario::with(Serving::Reattached, &["--clock", "manual"]);
    s.apply(WEB);
    account::task(&s, &s.id(GROUP), "equal");
    s.emulator().lose_answer("CreateScheduledTask");
    let equal = "  scaling_scheduled_task_name = \"equal\"\n  start_time = \"2099-01-01 02:00:00\"\n  \
                 readjust_min_size = 0\n  readjust_expect_size = 0\n  readjust_max_size = 2";
    s.apply_fails(task(equal).as_str())
        .error("It is not known whether the scheduled task was created")
        .at(TASK)
        .saying("One of these may be it: ")
        .calls(&json!({"CreateScheduledTask": 1}));
}

#[test]
fn a_creation_that_was_neither_answered_nor_made_leaves_its_attempt_to_the_next_plan() {
    let mut s = Scenario::start();
    let timeout = json!({"kind": "error", "status": 500, "code": "ServiceTimeout", "message": "Too slow"});
    s.emulator().fault_once("CreateScheduledTask", &timeout);
    s.apply_fails(once("").as_str())
        .error("It is not known whether the scheduled task was created")
        .at(TASK)
        .saying("ServiceTimeout")
        .state(TASK, &json!({"id": null}));
    s.apply(once("").as_str())
        .plans([create(TASK)])
        .then_plan_is_empty();
}

#[test]
fn a_change_that_was_made_and_not_answered_is_a_success() {
    let mut s = Scenario::start();
    s.apply(once("").as_str());
    s.emulator().lose_answer("ModifyScheduledTask");
    s.apply(once("  readjust_max_size = 7").as_str())
        .warning("The answer to the change was lost")
        .at(TASK)
        .saying("changed as planned")
        .state(TASK, &json!({"readjust_max_size": 7}))
        .calls(&json!({"ModifyScheduledTask": 1}))
        .then_plan_is_empty();
}

#[test]
fn a_change_that_was_neither_answered_nor_made_is_sent_again() {
    let mut s = Scenario::start();
    s.apply(once("").as_str());
    let timeout = json!({"kind": "error", "status": 500, "code": "ServiceTimeout", "message": "Too slow"});
    s.emulator().fault_once("ModifyScheduledTask", &timeout);
    s.apply(once("  readjust_max_size = 7").as_str())
        .plans([update(TASK)])
        .calls(&json!({"ModifyScheduledTask": 2}))
        .state(TASK, &json!({"readjust_max_size": 7}))
        .then_plan_is_empty();
}

#[test]
fn a_deletion_that_was_made_and_not_answered_is_a_success() {
    let mut s = Scenario::start();
    s.apply(once("").as_str());
    s.emulator().lose_answer("DeleteScheduledTask");
    s.destroy().destroys(3).leaves_nothing();
}

#[test]
fn a_refusal_that_says_not_found_is_believed_only_if_the_list_agrees() {
    let mut s = Scenario::start();
    s.apply(once("").as_str());
    let gone = json!({"kind": "error", "status": 404, "code": "ScheduledTaskNotFound", "message": "The task was not found"});
    s.emulator().fault_once("DeleteScheduledTask", &gone);
    s.apply_fails(WEB)
        .error("Can't destroy scheduled task")
        .saying("ScheduledTaskNotFound")
        .state_holds(&[CONFIGURATION, GROUP, TASK]);
    s.destroy().destroys(3).leaves_nothing();
}

#[test]
fn words_in_a_refusal_do_not_make_a_task_gone() {
    let mut s = Scenario::start();
    s.apply(once("").as_str());
    let denied = json!({"kind": "error", "status": 403, "code": "InvalidClientTokenId", "message": "invalid, not found"});
    s.emulator().fault_once("DescribeScheduledTask", &denied);
    s.plan_fails(once("").as_str())
        .error("Can't read scheduled task")
        .at(TASK)
        .saying("InvalidClientTokenId")
        .state_holds(&[CONFIGURATION, GROUP, TASK]);
    s.plan(once("").as_str()).plans([]);
}

#[test]
fn throttling_is_waited_out() {
    let mut s = Scenario::start();
    s.emulator().fault(&json!({"api": [
        {"action": "CreateScheduledTask", "first": 2, "fault": {"kind": "throttle"}},
        {"action": "DescribeScheduledTask", "first": 1, "fault": {"kind": "throttle"}},
    ]}));
    s.apply(once("").as_str())
        .calls(&json!({"CreateScalingConfiguration": 1, "CreateScalingGroup": 1, "CreateScheduledTask": 3}))
        .then_plan_is_empty();
    assert_eq!(tasks(&s).len(), 1);
}

#[test]
fn a_refusal_is_shown_with_attribute_code_and_request_id() {
    let mut s = Scenario::start();
    let refusal = json!({
        "kind": "error", "status": 400, "code": "InvalidParameterValue",
        "message": "An invalid or out-of-range value was supplied for the input parameter EndTime.",
    });
    s.emulator().fault_once("CreateScheduledTask", &refusal);
    s.apply_fails(once("  end_time = \"2031-01-01 00:00:00\"").as_str())
        .error("Can't create scheduled task")
        .at("end_time")
        .saying("InvalidParameterValue (HTTP 400)")
        .error_saying("[RequestId ")
        .state_holds(&[CONFIGURATION, GROUP]);
}
