use super::super::testing::{FakeGroup, Instance, Lab, state};
use super::*;
use crate::client::testing::{Reply, error, lost};
use std::time::Duration;

const OWN: Instance = ("own", false, false);
const PROTECTED: Instance = ("protected", false, true);
const ATTACHED: Instance = ("attached", true, false);

const DELETE: &str = "DeleteScalingGroup";
const DRAIN: &str = "ModifyScalingGroup MinSize=0 DesiredCapacity=0";

fn with(instances: &[Instance]) -> FakeGroup {
    FakeGroup {
        min_size: 1,
        desired_capacity: i64::try_from(instances.len()).unwrap(),
        instances: instances.to_vec(),
        ..FakeGroup::default()
    }
}

fn forced() -> ScalingGroupModel {
    ScalingGroupModel {
        force_delete: Field::Value(true),
        ..state()
    }
}

async fn destroy(lab: &Lab, state: &ScalingGroupModel) -> Result<(), String> {
    let cx = lab.operation(Duration::from_mins(30));
    delete(&cx, state).await.map_err(|errors| {
        let error = errors.into_iter().next().unwrap();
        format!("{}: {}", error.summary, error.detail)
    })
}

#[tokio::test(start_paused = true)]
async fn an_empty_group_is_deleted_at_once() {
    let lab = Lab::new(FakeGroup::default());
    assert_eq!(destroy(&lab, &state()).await, Ok(()));
    assert_eq!(lab.writes(), [DELETE]);
}

#[tokio::test(start_paused = true)]
async fn instances_are_drained_and_activities_are_waited_for() {
    let lab = Lab::new(FakeGroup {
        busy_looks: 5,
        ..with(&[OWN])
    });
    assert_eq!(destroy(&lab, &state()).await, Ok(()));
    assert_eq!(lab.writes(), [DRAIN, DELETE]);
}

#[tokio::test(start_paused = true)]
async fn protected_and_attached_instances_stop_it_before_anything_is_changed() {
    for instance in [PROTECTED, ATTACHED] {
        let lab = Lab::new(with(&[OWN, instance]));
        let error = destroy(&lab, &state()).await.unwrap_err();
        assert!(
            error.contains(instance.0) && !error.contains("name-of-own"),
            "{error}"
        );
        assert_eq!(lab.writes(), Vec::<String>::new());
    }
}

#[tokio::test(start_paused = true)]
async fn an_instance_that_is_protected_meanwhile_stops_it_too() {
    let lab = Lab::new(FakeGroup {
        busy_looks: 9,
        ..with(&[OWN])
    });
    let state = state();
    let destroy_it = destroy(&lab, &state);
    let protect_one = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        lab.change(|group| group.instances.push(PROTECTED));
    };
    let (result, ()) = tokio::join!(destroy_it, protect_one);
    assert!(result.unwrap_err().contains("protected from removal"));
}

#[tokio::test(start_paused = true)]
async fn with_force_attached_instances_leave_before_the_group_is_drained() {
    let lab = Lab::new(with(&[OWN, PROTECTED, ATTACHED]));
    assert_eq!(destroy(&lab, &forced()).await, Ok(()));
    assert_eq!(
        lab.writes(),
        [
            "SetKvmProtectedDetach ScalingInstanceId.1=protected ProtectedFromDetach=0",
            "ModifyScalingGroup MinSize=0",
            "DetachInstance ScalingInstanceId.1=attached",
            DRAIN,
            DELETE,
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn instances_that_are_to_stay_leave_the_group_and_none_is_terminated() {
    let keeping = ScalingGroupModel {
        delete_instances: Field::Value(false),
        ..state()
    };
    let lab = Lab::new(with(&[OWN, ATTACHED]));
    assert_eq!(destroy(&lab, &keeping).await, Ok(()));
    assert_eq!(
        lab.writes(),
        [
            "ModifyScalingGroup MinSize=0",
            "DetachInstance ScalingInstanceId.1=own",
            DRAIN,
            DELETE,
        ]
    );
    let lab = Lab::new(with(&[OWN, PROTECTED]));
    let error = destroy(&lab, &keeping).await.unwrap_err();
    assert!(error.contains("protected from removal"), "{error}");
    assert_eq!(lab.writes(), Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn deletion_protection_holds_as_long_as_there_are_instances() {
    let protected = ScalingGroupModel {
        deletion_protection: Field::Value(true),
        ..state()
    };
    let lab = Lab::new(with(&[OWN]));
    assert!(
        destroy(&lab, &protected)
            .await
            .unwrap_err()
            .contains("deletion_protection")
    );
    assert_eq!(lab.writes(), Vec::<String>::new());
    assert_eq!(destroy(&Lab::new(with(&[])), &protected).await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn a_group_that_is_gone_or_goes_meanwhile_is_a_success() {
    let gone = FakeGroup {
        gone: true,
        ..FakeGroup::default()
    };
    assert_eq!(destroy(&Lab::new(gone), &state()).await, Ok(()));

    let going = FakeGroup {
        replies_after: vec![(DELETE, error(404, "ScalingGroupNotFound", "not found"))],
        ..FakeGroup::default()
    };
    assert_eq!(destroy(&Lab::new(going), &state()).await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn lost_answers_are_looked_after() {
    let lab = Lab::new(FakeGroup {
        replies_after: vec![("ModifyScalingGroup", lost()), (DELETE, lost())],
        ..with(&[OWN])
    });
    assert_eq!(destroy(&lab, &state()).await, Ok(()));
    assert_eq!(lab.writes(), [DRAIN, DELETE]);
}

async fn deleting_answered_by(reply: fn() -> Reply, times: usize) -> (Result<(), String>, usize) {
    let lab = Lab::new(FakeGroup {
        replies: (0..times).map(|_| (DELETE, reply())).collect(),
        ..FakeGroup::default()
    });
    let result = destroy(&lab, &state()).await;
    (result, lab.calls(DELETE))
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_may_pass_is_met_with_patience() {
    let (result, calls) = deleting_answered_by(|| error(400, "ScalingGroupBusy", "busy"), 50).await;
    assert_eq!((result, calls), (Ok(()), 51));
    // The code says nothing of the kind, but the group may still be winding up.
    let (result, calls) = deleting_answered_by(|| error(400, "OperationFailed", "no"), 10).await;
    assert_eq!((result, calls), (Ok(()), 11));
}

#[tokio::test(start_paused = true)]
async fn patience_with_an_unclear_refusal_ends_before_the_time_does() {
    let (result, calls) = deleting_answered_by(|| error(400, "OperationFailed", "no"), 999).await;
    assert!(
        result
            .unwrap_err()
            .contains("OperationFailed (HTTP 400): no [RequestId req-1]")
    );
    assert_eq!(calls, 31);
}

#[tokio::test(start_paused = true)]
async fn permissions_and_parameters_are_not_tried_again() {
    for code in [
        "AccessDenied",
        "InvalidClientTokenId",
        "InvalidParameterValue",
        "MissingParameter",
    ] {
        let lab = Lab::new(FakeGroup {
            replies: vec![(DELETE, error(400, code, "no"))],
            ..FakeGroup::default()
        });
        assert!(destroy(&lab, &state()).await.unwrap_err().contains(code));
        assert_eq!(lab.calls(DELETE), 1, "{code}");
    }
}

#[tokio::test(start_paused = true)]
async fn when_time_is_over_it_says_what_was_in_the_way() {
    let lab = Lab::new(FakeGroup {
        busy_looks: u32::MAX,
        activities: vec![
            serde_json::json!({"ScalingActivityId": "7", "Status": 3, "Type": 1, "ErrorCode": 502, "Cause": "why"}),
        ],
        ..FakeGroup::default()
    });
    let error = destroy(&lab, &state()).await.unwrap_err();
    for part in ["timeouts.delete", "an activity is running", "error code 502"] {
        assert!(error.contains(part), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_stop_ends_it() {
    let lab = Lab::new(FakeGroup {
        busy_looks: u32::MAX,
        ..FakeGroup::default()
    });
    lab.stop.cancel();
    assert!(
        destroy(&lab, &state())
            .await
            .unwrap_err()
            .starts_with("Interrupted")
    );
}
