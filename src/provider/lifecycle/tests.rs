//! The rules of the write path, shown with policies of one group in an API that loses answers and lags behind.

mod cloud;

use std::time::Duration;

use self::cloud::{Cloud, Loss, policy};
use super::*;
use crate::client::Params;
use crate::client::actions::{DeleteScalingPolicy, ModifyScalingPolicy, ScalingPolicySettings};
use crate::framework::{Field, Severity, StateWriter};
use crate::provider::composite_id::MemberId;
use crate::provider::member::Member as _;
use crate::provider::record::ObjectRecord;
use crate::provider::scaling_policy::{Policy, ScalingPolicyModel};

type State = StateWriter<ScalingPolicyModel, ObjectRecord>;

fn member(item: &str) -> MemberId {
    MemberId {
        item: item.to_owned(),
        group: cloud::GROUP.to_owned(),
    }
}

async fn create_one(cloud: &Cloud, run: &Run, plan: &ScalingPolicyModel) -> (Result<String, String>, State) {
    let state = State::new(ObjectRecord::default());
    let cx = cloud.operation(Duration::from_mins(10));
    let created = create::<Policy>(&cx, run, plan, None, &state).await;
    let result = created.map(|id| id.item).map_err(|errors| {
        let texts = errors
            .iter()
            .map(|error| format!("{}\n{}", error.summary, error.detail));
        texts.collect::<Vec<_>>().join("\n")
    });
    (result, state)
}

#[tokio::test(start_paused = true)]
async fn a_creation_that_was_answered_is_sent_once() {
    let cloud = Cloud::default();
    let (created, _) = create_one(&cloud, &Run::default(), &policy("busy")).await;
    assert_eq!(created, Ok("1".to_owned()));
    assert_eq!((cloud.creations(), cloud.looks()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_lost_creation_is_found_also_when_the_list_shows_it_late() {
    for lag in [0, 3, 15] {
        let cloud = Cloud::default()
            .losing([Loss::Executed])
            .listing_after(Duration::from_secs(lag));
        let (created, _) = create_one(&cloud, &Run::default(), &policy("busy")).await;
        assert_eq!(created, Ok("1".to_owned()), "lag {lag}");
        assert_eq!(cloud.creations(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_creation_that_never_ran_takes_nothing_over_and_leaves_a_record() {
    let cloud = Cloud::default();
    let run = Run::default();
    create_one(&cloud, &Run::default(), &policy("busy"))
        .await
        .0
        .unwrap();
    cloud.pass(Duration::from_secs(5)).await;
    let cloud = cloud.losing([Loss::NotExecuted]);
    let (created, state) = create_one(&cloud, &run, &policy("busy")).await;
    let error = created.unwrap_err();
    assert!(
        error.contains("It is not known whether the scaling policy was created"),
        "{error}"
    );
    assert!(
        !error.contains("may be it"),
        "an older object is no candidate: {error}"
    );
    assert!(state.private().attempt.is_some());
    assert_eq!(cloud.creations(), 2, "nothing is sent a second time");
}

#[tokio::test(start_paused = true)]
async fn of_two_that_may_be_the_one_none_is_taken() {
    let cloud = Cloud::default().losing([Loss::Executed]);
    cloud.add(&policy("busy"));
    let (created, _) = create_one(&cloud, &Run::default(), &policy("busy")).await;
    let error = created.unwrap_err();
    assert!(error.contains("One of these may be it: 1, 2"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn equal_creations_that_got_lost_share_what_they_have_made() {
    let cloud = Cloud::default().losing([Loss::Executed, Loss::Executed]);
    let run = Run::default();
    let plan = policy("busy");
    let ((first, _), (second, _)) =
        tokio::join!(create_one(&cloud, &run, &plan), create_one(&cloud, &run, &plan));
    let mut ids = [first.unwrap(), second.unwrap()];
    ids.sort();
    assert_eq!(ids, ["1", "2"]);
}

#[tokio::test(start_paused = true)]
async fn different_creations_that_got_lost_get_each_its_own() {
    let cloud = Cloud::default().losing([Loss::Executed, Loss::Executed]);
    let run = Run::default();
    let one = policy("busy");
    let other = ScalingPolicyModel {
        cool_down: Field::Value(90),
        ..policy("busy")
    };
    let ((first, _), (second, _)) =
        tokio::join!(create_one(&cloud, &run, &one), create_one(&cloud, &run, &other));
    assert_eq!(cloud.cool_down(&first.unwrap()), 60);
    assert_eq!(cloud.cool_down(&second.unwrap()), 90);
}

#[tokio::test(start_paused = true)]
async fn an_attempt_is_resolved_by_the_next_refresh() {
    for (loss, found) in [(Loss::Executed, true), (Loss::NotExecuted, false)] {
        let cloud = Cloud::default()
            .losing([loss])
            .listing_after(Duration::from_secs(40));
        let (created, state) = create_one(&cloud, &Run::default(), &policy("busy")).await;
        created.unwrap_err();
        cloud.pass(Duration::from_mins(5)).await;

        let mut record = state.private();
        let cx = cloud.operation(Duration::from_mins(10));
        let attempted = ScalingPolicyModel {
            id: Field::Null,
            scaling_policy_id: Field::Null,
            create_time: Field::Null,
            ..policy("busy")
        };
        let refreshed = refresh::<Policy>(&cx, &Run::default(), None, attempted, &mut record).await;
        let policy = refreshed.unwrap();
        assert_eq!(policy.is_some(), found);
        assert_eq!(record.attempt, None);
        if let Some(policy) = policy {
            assert_eq!(policy.scaling_policy_id.as_str(), Some("1"));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_without_its_record_is_forgotten_only_if_nothing_like_it_is_there() {
    let cloud = Cloud::default();
    let cx = cloud.operation(Duration::from_mins(1));
    assert!(forget::<Policy>(&cx, &policy("busy")).await.is_ok());
    cloud.add(&policy("busy"));
    assert!(forget::<Policy>(&cx, &policy("busy")).await.is_err());
    assert!(forget::<Policy>(&cx, &policy("idle")).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_child_waits_for_a_parent_that_this_run_has_just_made() {
    let cloud = Cloud::default().losing([Loss::NoGroup, Loss::NoGroup]);
    let run = Run::default();
    let (created, _) = create_one(&cloud, &run, &policy("busy")).await;
    created.unwrap_err();
    run.own("scaling group", cloud::GROUP);
    let (created, _) = create_one(&cloud, &run, &policy("busy")).await;
    assert_eq!(created, Ok("1".to_owned()));
}

/// What is in the state after the policy was created as planned, and the warnings.
async fn settled(cloud: &Cloud, time: Duration) -> (ScalingPolicyModel, Vec<String>) {
    let plan = policy("busy");
    let id = member(&cloud.add(&plan));
    let state = State::new(ObjectRecord::default());
    let cx = cloud.operation(time);
    let sent = Params::of(&Policy::creation(&plan).0);
    settle::<Policy>(&cx, &state, &id, Policy::identified(plan, &id), &sent).await;
    let newest = state.newest().unwrap();
    let warnings = cx.warnings();
    assert!(
        warnings
            .iter()
            .all(|warning| warning.severity == Severity::Warning)
    );
    (
        newest,
        warnings.into_iter().map(|warning| warning.summary).collect(),
    )
}

#[tokio::test(start_paused = true)]
async fn what_was_unknown_is_filled_when_the_list_shows_the_object() {
    let cloud = Cloud::default().listing_after(Duration::from_mins(2));
    let (policy, warnings) = settled(&cloud, Duration::from_mins(10)).await;
    assert!(policy.create_time.value().is_some());
    assert_eq!(warnings, Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn an_object_that_is_never_listed_is_kept_with_a_warning() {
    let cloud = Cloud::default().listing_after(Duration::from_hours(1));
    let (policy, warnings) = settled(&cloud, Duration::from_mins(1)).await;
    assert_eq!(policy.create_time, Field::Null);
    assert_eq!(policy.scaling_policy_name, "busy".into());
    assert_eq!(
        warnings,
        ["The scaling policy can't be read right after the change"]
    );
}

/// The cool-down in the state after it was changed to 90, and the number of warnings.
async fn changed(cloud: &Cloud) -> (Option<i64>, usize) {
    let id = member(&cloud.add(&policy("busy")));
    let plan = ScalingPolicyModel {
        cool_down: Field::Value(90),
        ..Policy::identified(policy("busy"), &id)
    };
    let request = ModifyScalingPolicy {
        scaling_policy_id: id.item.clone(),
        scaling_group_id: id.group.clone(),
        settings: ScalingPolicySettings {
            cool_down: Some(90),
            ..ScalingPolicySettings::default()
        },
    };
    let state = State::new(ObjectRecord::default());
    let cx = cloud.operation(Duration::from_mins(10));
    let sent = modify::<Policy>(&cx, &id, &request, &plan).await.unwrap();
    settle::<Policy>(&cx, &state, &id, plan, &sent).await;
    (state.newest().unwrap().cool_down.get(), cx.warnings().len())
}

#[tokio::test(start_paused = true)]
async fn old_values_after_a_change_are_looked_at_again() {
    let cloud = Cloud::default().stale_for(Duration::from_secs(5));
    assert_eq!(changed(&cloud).await, (Some(90), 0));
}

#[tokio::test(start_paused = true)]
async fn values_that_stay_old_are_kept_as_planned_with_a_warning() {
    let cloud = Cloud::default().stale_for(Duration::from_hours(1));
    assert_eq!(changed(&cloud).await, (Some(90), 1));
}

#[tokio::test(start_paused = true)]
async fn a_lost_change_is_sent_again_only_if_it_is_still_due() {
    for (loss, changes) in [(Loss::Executed, 1), (Loss::NotExecuted, 2)] {
        let cloud = Cloud::default();
        let cloud = cloud.losing([loss]);
        assert_eq!(changed(&cloud).await.0, Some(90));
        assert_eq!(cloud.changes(), changes, "{loss:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_deletion_is_done_when_the_object_is_gone() {
    for loss in [Loss::Executed, Loss::NotExecuted] {
        let cloud = Cloud::default().losing([loss]);
        let id = member(&cloud.add(&policy("busy")));
        let cx = cloud.operation(Duration::from_mins(10));
        let request = DeleteScalingPolicy {
            scaling_policy_id: id.item.clone(),
            scaling_group_id: id.group.clone(),
        };
        assert!(delete::<Policy>(&cx, &id, &request).await.is_ok(), "{loss:?}");
        assert!(!cloud.has(&id.item), "{loss:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_says_not_found_is_believed_only_after_a_look() {
    let cloud = Cloud::default().losing([Loss::NoGroup, Loss::NoGroup]);
    let id = member(&cloud.add(&policy("busy")));
    let cx = cloud.operation(Duration::from_mins(10));
    let request = DeleteScalingPolicy {
        scaling_policy_id: id.item.clone(),
        scaling_group_id: id.group.clone(),
    };
    assert!(delete::<Policy>(&cx, &id, &request).await.is_err());
    assert!(cloud.has(&id.item));
}

#[tokio::test(start_paused = true)]
async fn an_object_is_gone_when_two_answers_are_without_it() {
    let cloud = Cloud::default();
    let cx = cloud.operation(Duration::from_mins(10));
    assert!(present::<Policy>(&cx, &member("7")).await.unwrap().is_none());
    assert_eq!(cloud.looks(), 2);

    let cloud = Cloud::default().hiding_once();
    let id = member(&cloud.add(&policy("busy")));
    let cx = cloud.operation(Duration::from_mins(10));
    assert!(present::<Policy>(&cx, &id).await.unwrap().is_some());
}
