use std::time::Duration;

use super::super::testing::{FakeGroup, GROUP, Lab};
use super::*;
use crate::client::actions::ModifyScalingGroup;
use crate::client::testing::{Reply, error, lost};

const ACTION: &str = "ModifyScalingGroup";

/// Sets the minimum to 5. Gives the outcome, the number of tries, and the minimum at the end.
async fn set_minimum(group: FakeGroup) -> (Result<(), String>, usize, i64) {
    let lab = Lab::new(group);
    let request = ModifyScalingGroup {
        scaling_group_id: GROUP.to_owned(),
        min_size: Some(5),
        ..Default::default()
    };
    let cx = lab.operation(Duration::from_mins(10));
    let result = send(&cx, GROUP, &request, |group| group.min_size == Some(5)).await;
    let now = lab.group().min_size;
    (result.map_err(|error| error.to_string()), lab.calls(ACTION), now)
}

fn before(replies: impl IntoIterator<Item = Reply>) -> FakeGroup {
    FakeGroup {
        replies: replies.into_iter().map(|reply| (ACTION, reply)).collect(),
        ..FakeGroup::default()
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_done_is_not_sent_again_although_its_answer_was_lost() {
    let group = FakeGroup {
        replies_after: vec![(ACTION, lost())],
        ..FakeGroup::default()
    };
    assert_eq!(set_minimum(group).await, (Ok(()), 1, 5));
}

#[tokio::test(start_paused = true)]
async fn what_was_not_done_is_sent_again() {
    assert_eq!(set_minimum(before([lost()])).await, (Ok(()), 2, 5));
}

#[tokio::test(start_paused = true)]
async fn answers_that_get_lost_again_and_again_are_an_error() {
    let (result, tries, _) = set_minimum(before([lost(), lost(), lost()])).await;
    assert!(result.unwrap_err().contains("may have been executed"));
    assert_eq!(tries, 3);
}

#[tokio::test(start_paused = true)]
async fn a_busy_group_is_waited_for() {
    let busy = (0..9).map(|_| error(400, "ScalingGroupBusy", "busy"));
    assert_eq!(set_minimum(before(busy)).await, (Ok(()), 10, 5));
}

#[tokio::test(start_paused = true)]
async fn any_other_refusal_is_final() {
    let (result, tries, now) = set_minimum(before([error(400, "InvalidParameterValue", "no")])).await;
    assert!(result.unwrap_err().contains("InvalidParameterValue"));
    assert_eq!((tries, now), (1, 0));
}
