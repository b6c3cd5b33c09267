//! What depends on the order and the time of answers, against an API that gives them in a fixed order.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;

use super::ScalingInstanceResource;
use crate::client::testing::{FakeApi, Reply, error, lost, ok};
use crate::cty::Value;
use crate::framework::{Context, Outcome, resource};
use tokio_util::sync::CancellationToken;

const MACHINE: &str = "4c5b8053-6245-4824-9a34-9f866b5f0593";
const GROUP: &str = "436995593677910016";

/// The machine as an argument, planned with `protected`.
fn member(protected: i64) -> Value {
    let members = [
        ("scaling_group_id", GROUP.into()),
        ("scaling_instance_id", MACHINE.into()),
        ("protected_from_detach", protected.into()),
        ("id", Value::unknown()),
    ];
    Value::Object(members.map(|(name, value)| (name.to_owned(), value)).into())
}

/// The group's instances: none, or the machine.
fn instances(protected: Option<i64>) -> Reply {
    let set: Vec<_> = protected
        .map(|protected| json!({"InstanceId": MACHINE, "CreationType": "Manual", "ProtectedFromScaleIn": protected}))
        .into_iter()
        .collect();
    ok(json!({"ScalingInstanceSet": set}))
}

/// The group's activities: none, or one of `kind` and `status`.
fn activities(activity: Option<(i64, i64)>) -> Reply {
    let set: Vec<_> = activity
        .map(|(kind, status)| json!({"ScalingActivityId": "1", "Type": kind, "Status": status}))
        .into_iter()
        .collect();
    ok(json!({"ScalingActivitySet": set}))
}

fn done() -> Reply {
    ok(json!({"Return": true}))
}

fn refused() -> Reply {
    error(
        400,
        "InvalidParameterValue",
        "An invalid or out-of-range value was supplied for the input parameter ScalingInstanceId.1.",
    )
}

async fn create(api: &Arc<FakeApi>, stop: &CancellationToken) -> Outcome {
    let client = api.client();
    let cx = Context::new(&client, Duration::from_mins(5), stop.clone());
    resource(ScalingInstanceResource::default())
        .create(cx, &member(0), &[])
        .await
}

/// What is said when it is planned to destroy the machine, which is protected.
async fn foreseen(api: &Arc<FakeApi>) -> Vec<String> {
    let client = api.client();
    let cx = Context::new(&client, Duration::from_mins(5), CancellationToken::new());
    let outcome = resource(ScalingInstanceResource::default())
        .plan_destroy(cx, &member(1), &[])
        .await;
    outcome
        .diagnostics
        .into_iter()
        .map(|warning| warning.summary)
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_plan_to_detach_looks_at_the_group() {
    let group = |desired: i64| {
        let group = json!({"ScalingGroupId": GROUP, "DesiredCapacity": desired, "MinSize": 1});
        FakeApi::script([ok(json!({"ScalingGroupSet": [group]}))])
    };
    let protected = "The instance is protected";
    assert_eq!(foreseen(&group(2)).await, [protected]);
    assert_eq!(
        foreseen(&group(1)).await,
        [protected, "The group may replace the instance"]
    );
    assert_eq!(foreseen(&FakeApi::script([refused()])).await, [protected]);
}

async fn delete(api: &Arc<FakeApi>) -> Outcome {
    let client = api.client();
    let cx = Context::new(&client, Duration::from_mins(5), CancellationToken::new());
    resource(ScalingInstanceResource::default())
        .delete(cx, &member(1), &[])
        .await
}

/// The actions that were called, in order.
fn called(api: &FakeApi) -> Vec<String> {
    let sent = api.sent();
    sent.iter()
        .map(|sent| sent.param("Action").unwrap_or_default().to_owned())
        .collect()
}

fn summaries(outcome: &Outcome) -> Vec<&str> {
    outcome
        .diagnostics
        .iter()
        .map(|found| found.summary.as_str())
        .collect()
}

#[tokio::test(start_paused = true)]
async fn an_attachment_that_an_interrupted_run_has_begun_is_waited_for() {
    let api = FakeApi::script([
        instances(None),
        activities(Some((2, 1))),
        refused(),
        instances(None),
        activities(Some((2, 1))),
        instances(Some(0)),
    ]);
    let outcome = create(&api, &CancellationToken::new()).await;
    assert_eq!(
        summaries(&outcome),
        ["The API's answer did not tell what happened"]
    );
    assert!(outcome.newest.is_some() && !outcome.diagnostics.has_errors());
}

#[tokio::test(start_paused = true)]
async fn a_refusal_in_a_group_that_attaches_nothing_is_final() {
    for running in [None, Some((0, 1))] {
        let api = FakeApi::script([
            instances(None),
            activities(running),
            refused(),
            instances(None),
            activities(running),
            ok(json!({"ScalingGroupSet": []})),
            ok(json!({"ScalingGroupSet": []})),
        ]);
        let outcome = create(&api, &CancellationToken::new()).await;
        let detail = &outcome.diagnostics.iter().next().expect("an error").detail;
        assert!(
            detail.contains("[RequestId req-1]") && detail.contains("is in no other group"),
            "{detail}"
        );
        assert_eq!(outcome.newest, None);
    }
}

#[tokio::test(start_paused = true)]
async fn an_attachment_whose_answer_was_lost_may_wait_for_another_activity() {
    let api = FakeApi::script([
        instances(None),
        activities(Some((0, 1))),
        lost(),
        instances(None),
        activities(Some((0, 1))),
        instances(None),
        activities(None),
        instances(Some(0)),
    ]);
    let outcome = create(&api, &CancellationToken::new()).await;
    assert!(outcome.newest.is_some() && !outcome.diagnostics.has_errors());
}

#[tokio::test(start_paused = true)]
async fn a_stop_while_the_instance_joins_leaves_it_in_the_state() {
    let stop = CancellationToken::new();
    let stopper = stop.clone();
    let api = FakeApi::new(move |sent| match sent.param("Action") {
        Some("DescribeScalingInstance") => instances(None),
        Some("AttachInstance") => {
            stopper.cancel();
            done()
        }
        _ => activities(None),
    });
    let outcome = create(&api, &stop).await;
    assert!(summaries(&outcome)[0].starts_with("Interrupted: attach instance"));
    let state = outcome.newest.expect("a state");
    assert_eq!(
        state.get("id"),
        Some(&format!("{MACHINE}:{GROUP}").as_str().into())
    );
}

#[tokio::test(start_paused = true)]
async fn an_instance_that_goes_with_its_group_meanwhile_has_left() {
    let gone = || error(404, "ScalingGroupNotFound", "ScalingGroup is not found.");
    let groups = || ok(json!({"ScalingGroupSet": []}));
    let api = FakeApi::script([
        instances(Some(0)),
        activities(None),
        gone(),
        gone(),
        groups(),
        gone(),
        gone(),
        groups(),
    ]);
    let outcome = delete(&api).await;
    assert!(outcome.diagnostics.is_empty());
}

#[tokio::test(start_paused = true)]
async fn protection_that_cannot_be_given_back_is_told_and_missing_in_the_state() {
    let denied = || error(403, "AccessDenied", "User: x is not authorized.");
    let api = FakeApi::script([instances(Some(1)), done(), activities(None), denied(), denied()]);
    let outcome = delete(&api).await;
    assert_eq!(
        called(&api),
        [
            "DescribeScalingInstance",
            "SetKvmProtectedDetach",
            "DescribeScalingActivity",
            "DetachInstance",
            "SetKvmProtectedDetach",
        ]
    );
    let detail = &outcome.diagnostics.iter().next().expect("an error").detail;
    assert!(
        detail.ends_with("Run terraform apply to protect it again, if it is to stay."),
        "{detail}"
    );
    let state = outcome.newest.expect("a state");
    assert_eq!(state.get("protected_from_detach"), Some(&0.into()));
}

#[tokio::test(start_paused = true)]
async fn a_minimum_that_is_in_the_way_is_lowered_and_put_back() {
    let sizes = Arc::new(Mutex::new((1, 1)));
    let seen = Arc::clone(&sizes);
    let api = FakeApi::new(move |sent| {
        let mut sizes = sizes.lock().unwrap();
        let (min, desired) = &mut *sizes;
        let number = |name: &str| sent.param(name).and_then(|number| number.parse::<i64>().ok());
        match sent.param("Action").unwrap_or_default() {
            "DescribeScalingGroup" => {
                let group = json!({"ScalingGroupId": GROUP, "DesiredCapacity": *desired, "MinSize": *min});
                ok(json!({"ScalingGroupSet": [group]}))
            }
            "DescribeScalingInstance" => instances((*desired == 1).then_some(0)),
            "DescribeScalingActivity" => activities(None),
            "DetachInstance" if *desired <= *min => {
                error(400, "ScalingGroupBelowMinSize", "The group is small.")
            }
            "DetachInstance" => {
                *desired -= 1;
                done()
            }
            "ModifyScalingGroup" => {
                *min = number("MinSize").unwrap_or(*min);
                *desired = number("DesiredCapacity").unwrap_or(*desired);
                done()
            }
            other => panic!("{other} is not expected"),
        }
    });
    let outcome = delete(&api).await;
    assert!(!outcome.diagnostics.has_errors(), "{:?}", summaries(&outcome));
    let mut writes = called(&api);
    writes.retain(|action| !action.starts_with("Describe"));
    assert_eq!(
        writes,
        [
            "DetachInstance",
            "ModifyScalingGroup",
            "DetachInstance",
            "ModifyScalingGroup"
        ]
    );
    assert_eq!(*seen.lock().unwrap(), (1, 1));
}
