use serde_json::{Value, json};

use super::super::testing::{FakeGroup, GROUP, Lab, state};
use super::*;

fn waiting(timeout: &str) -> ScalingGroupModel {
    ScalingGroupModel {
        wait_for_capacity_timeout: timeout.into(),
        ..state()
    }
}

fn with(instances: usize, desired_capacity: i64) -> FakeGroup {
    FakeGroup {
        desired_capacity,
        instances: vec![("one", false, false); instances],
        ..FakeGroup::default()
    }
}

fn activity(id: &str, status: i64) -> Value {
    json!({"ScalingActivityId": id, "Status": status, "Type": 0, "ErrorCode": 501, "Cause": "why"})
}

/// Waits, and gives the message if there is one, and the desired capacity at the last look.
async fn wait(lab: &Lab, plan: &ScalingGroupModel) -> (Result<(), String>, Option<i64>) {
    let cx = lab.operation(Duration::from_mins(10));
    let wait = CapacityWait::for_existing_group(&cx, plan, GROUP)
        .await
        .unwrap()
        .unwrap();
    run(&cx, wait).await
}

async fn run(cx: &ApiContext<'_>, wait: CapacityWait) -> (Result<(), String>, Option<i64>) {
    let mut last = None;
    let result = wait.run(cx, GROUP, |group| last = group.desired_capacity).await;
    let result = result.map_err(|shortfall| {
        let error = messages::without_capacity(GROUP, &shortfall);
        format!("{}: {}", error.summary, error.detail)
    });
    (result, last)
}

#[tokio::test(start_paused = true)]
async fn a_group_that_has_what_it_wants_takes_one_look() {
    let lab = Lab::new(with(2, 2));
    assert_eq!(wait(&lab, &waiting("1m")).await, (Ok(()), Some(2)));
    assert_eq!(lab.calls("DescribeScalingGroup"), 1);
}

#[tokio::test(start_paused = true)]
async fn the_target_may_move_meanwhile() {
    let lab = Lab::new(with(0, 1));
    let plan = waiting("1m");
    let moves = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        lab.change(|group| *group = with(1, 2));
        tokio::time::sleep(Duration::from_secs(3)).await;
        lab.change(|group| *group = with(2, 2));
    };
    let (result, ()) = tokio::join!(wait(&lab, &plan), moves);
    assert_eq!(result, (Ok(()), Some(2)));
}

#[tokio::test(start_paused = true)]
async fn only_failures_of_activities_that_began_since_end_it() {
    let lab = Lab::new(FakeGroup {
        activities: vec![activity("earlier", 3), activity("running", 1)],
        ..with(0, 1)
    });
    let plan = waiting("1m");
    let fails = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        lab.change(|group| group.activities.push(activity("later", 3)));
    };
    let (result, ()) = tokio::join!(wait(&lab, &plan), fails);
    let error = result.0.unwrap_err();
    assert!(
        error.contains("activity later (scale out) failed, error code 501"),
        "{error}"
    );
    assert!(!error.contains("earlier"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_failure_does_not_matter_once_the_group_has_what_it_wants() {
    let lab = Lab::new(with(1, 1));
    let plan = waiting("1m");
    let cx = lab.operation(Duration::from_mins(10));
    let wait = CapacityWait::for_new_group(&plan, GROUP).unwrap();
    lab.change(|group| group.activities.push(activity("tried-again", 3)));
    assert_eq!(run(&cx, wait).await.0, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn it_ends_at_its_own_time_or_at_that_of_the_operation() {
    let lab = Lab::new(with(0, 1));
    let error = wait(&lab, &waiting("3s")).await.0.unwrap_err();
    assert!(
        error.contains("after 3 s it wants 1 instances and has 0"),
        "{error}"
    );
    let error = wait(&lab, &waiting("1h")).await.0.unwrap_err();
    assert!(
        error.contains("raise create and update in the timeouts block"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_stop_ends_it() {
    let lab = Lab::new(with(0, 1));
    let cx = lab.operation(Duration::from_mins(10));
    let wait = CapacityWait::for_existing_group(&cx, &waiting("1m"), GROUP)
        .await
        .unwrap()
        .unwrap();
    let stop = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        lab.stop.cancel();
    };
    let ((result, _), ()) = tokio::join!(run(&cx, wait), stop);
    assert!(
        result
            .unwrap_err()
            .starts_with("Interrupted while waiting for capacity")
    );
}

#[tokio::test(start_paused = true)]
async fn a_group_that_goes_meanwhile_ends_it() {
    let lab = Lab::new(with(0, 1));
    let plan = waiting("1m");
    let goes = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        lab.change(|group| group.gone = true);
    };
    let ((result, _), ()) = tokio::join!(wait(&lab, &plan), goes);
    assert!(result.unwrap_err().starts_with("The group is gone"));
}

#[tokio::test(start_paused = true)]
async fn a_new_group_that_is_listed_late_is_waited_for() {
    let lab = Lab::new(FakeGroup {
        gone: true,
        ..with(1, 1)
    });
    let cx = lab.operation(Duration::from_mins(10));
    let wait = CapacityWait::for_new_group(&waiting("1m"), GROUP).unwrap();
    let comes = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        lab.change(|group| group.gone = false);
    };
    let ((result, _), ()) = tokio::join!(run(&cx, wait), comes);
    assert_eq!(result, Ok(()));
}

#[test]
fn only_a_group_that_scales_is_waited_for_and_only_if_that_is_asked_for() {
    assert!(CapacityWait::for_new_group(&state(), GROUP).is_none());
    assert!(CapacityWait::for_new_group(&waiting("1m"), GROUP).is_some());
    let resting = ScalingGroupModel {
        status: "UnActive".into(),
        ..waiting("1m")
    };
    assert!(CapacityWait::for_new_group(&resting, GROUP).is_none());
}

#[tokio::test(start_paused = true)]
async fn healthy_instances_are_waited_for_if_that_is_asked_for() {
    let lab = Lab::new(with(1, 1));
    lab.change(|group| group.unhealthy = vec!["one"]);
    let plan = ScalingGroupModel {
        wait_for_healthy: Field::Value(true),
        ..waiting("1m")
    };
    let recovers = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        let seen_unhealthy = lab.calls("DescribeScalingInstance");
        lab.change(|group| group.unhealthy.clear());
        seen_unhealthy
    };
    let (result, looks) = tokio::join!(wait(&lab, &plan), recovers);
    assert_eq!(result.0, Ok(()));
    assert!(looks > 1);
}

#[tokio::test(start_paused = true)]
async fn a_failure_that_is_ignored_ends_nothing() {
    let lab = Lab::new(with(0, 1));
    let plan = ScalingGroupModel {
        ignore_failed_scaling_activities: Field::Value(true),
        ..waiting("1m")
    };
    let tries_again = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        lab.change(|group| group.activities.push(activity("later", 3)));
        tokio::time::sleep(Duration::from_secs(9)).await;
        lab.change(|group| group.instances = with(1, 1).instances);
    };
    let (result, ()) = tokio::join!(wait(&lab, &plan), tries_again);
    assert_eq!(result.0, Ok(()));
}

/// What ends a wait for so many instances, or as many as the group wants; nothing if they come.
async fn shortfall(lab: &Lab, minimum: Option<i64>, healthy: bool) -> Option<Shortfall> {
    let cx = lab.operation(Duration::from_mins(10));
    let wait = CapacityWait::for_instances(&cx, GROUP, minimum, healthy, false)
        .await
        .unwrap();
    wait.run(&cx, GROUP, |_| {}).await.err()
}

#[tokio::test(start_paused = true)]
async fn a_minimum_is_reached_by_as_many_or_more() {
    assert!(shortfall(&Lab::new(with(3, 2)), Some(3), false).await.is_none());
    assert!(shortfall(&Lab::new(with(3, 2)), None, false).await.is_none());
    let lacking = shortfall(&Lab::new(with(1, 1)), Some(2), false).await.unwrap();
    assert_eq!(lacking.lacks, "it is to have 2 instances and has 1");
    assert!(matches!(lacking.reason, Reason::TimeOver(None)));
}

#[tokio::test(start_paused = true)]
async fn of_a_minimum_only_the_healthy_ones_count() {
    let lab = Lab::new(FakeGroup {
        instances: vec![("one", false, false), ("two", false, false)],
        unhealthy: vec!["two"],
        ..with(0, 2)
    });
    assert!(shortfall(&lab, Some(1), true).await.is_none());
    let lacking = shortfall(&lab, Some(2), true).await.unwrap();
    assert_eq!(lacking.lacks, "these instances are not healthy: two");
}

#[tokio::test(start_paused = true)]
async fn a_group_that_rests_or_is_not_there_is_not_waited_for_long() {
    let lab = Lab::new(FakeGroup {
        settings: json!({"Status": "UnActive"}),
        ..with(1, 2)
    });
    let lacking = shortfall(&lab, None, false).await.unwrap();
    assert!(matches!(lacking.reason, Reason::Resting), "{lacking:?}");
    let lab = Lab::new(FakeGroup {
        gone: true,
        ..with(1, 2)
    });
    let lacking = shortfall(&lab, None, false).await.unwrap();
    assert!(matches!(lacking.reason, Reason::Gone), "{lacking:?}");
}

#[tokio::test(start_paused = true)]
async fn an_activity_that_ran_when_the_wait_began_counts() {
    let lab = Lab::new(FakeGroup {
        activities: vec![activity("earlier", 3), activity("running", 1)],
        ..with(0, 1)
    });
    let fails = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        lab.change(|group| group.activities[1] = activity("running", 3));
    };
    let (lacking, ()) = tokio::join!(shortfall(&lab, None, false), fails);
    let Reason::Failed(failed) = lacking.unwrap().reason else {
        panic!("it is told");
    };
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].scaling_activity_id, "running");
}
