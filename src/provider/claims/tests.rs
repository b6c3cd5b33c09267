use jiff::Timestamp;
use serde_json::{Value, json};

use super::*;
use crate::client::actions::DescribeScalingGroup;
use crate::client::testing::{FakeApi, Reply, lost, ok};
use crate::provider::time::to_api;

const NOBODY: Vec<String> = Vec::new();

fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

/// The API's list of these groups.
fn groups(ids: &[&str]) -> Reply {
    let groups: Vec<Value> = ids.iter().map(|id| json!({"ScalingGroupId": id})).collect();
    ok(json!({"ScalingGroupSet": groups}))
}

/// Looks for a group while the API shows `looks`, one after the other, and the last one again and again. `None` is an answer
/// that gets lost.
async fn find(claims: &Claims, looks: &'static [Option<&[&str]>]) -> Result<String, Vec<String>> {
    let mut next = looks.iter().copied();
    let api = FakeApi::new(move |_| match next.next().or(looks.last().copied()).flatten() {
        Some(ids) => groups(ids),
        None => lost(),
    });
    let list = DescribeScalingGroup::default();
    claims.find(&api.client(), &list, |_| true).await
}

#[tokio::test(start_paused = true)]
async fn the_only_object_is_found_once() {
    let claims = Claims::default();
    assert_eq!(find(&claims, &[Some(&["1"])]).await, Ok("1".to_owned()));
    assert_eq!(find(&claims, &[Some(&["1"])]).await, Err(NOBODY));
}

#[tokio::test(start_paused = true)]
async fn an_object_that_is_somebody_s_already_is_another() {
    let claims = Claims::default();
    claims.take("1");
    assert_eq!(find(&claims, &[Some(&["1", "2"])]).await, Ok("2".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn an_object_that_is_not_as_it_was_to_be_is_another() {
    let api = FakeApi::new(|_| groups(&["1", "2"]));
    let (client, list) = (api.client(), DescribeScalingGroup::default());
    let claims = Claims::default();
    let found = claims.find(&client, &list, |group| group.scaling_group_id == "2");
    assert_eq!(found.await, Ok("2".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn of_several_none_is_taken() {
    let claims = Claims::default();
    for _ in 0..2 {
        assert_eq!(find(&claims, &[Some(&["1", "2"])]).await, Err(ids(&["1", "2"])));
    }
}

#[tokio::test(start_paused = true)]
async fn an_object_that_is_listed_late_is_found() {
    let looks: &[Option<&[&str]>] = &[None, Some(&[]), Some(&["1"])];
    assert_eq!(find(&Claims::default(), looks).await, Ok("1".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn what_was_one_too_many_may_turn_out_to_be_somebody_s() {
    let claims = Claims::default();
    let (found, ()) = tokio::join!(find(&claims, &[Some(&["1", "2"])]), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        claims.take("1");
    });
    assert_eq!(found, Ok("2".to_owned()));
}

#[test]
fn there_may_be_as_many_candidates_as_searches_and_no_more() {
    let claims = Claims::default();
    let first = claims.search();
    assert_eq!(first.claim(["1", "2"].into_iter()), Err(ids(&["1", "2"])));
    let second = claims.search();
    assert_eq!(first.claim(["1", "2"].into_iter()), Ok("1".to_owned()));
    drop(first);
    assert_eq!(second.claim(["1", "2"].into_iter()), Ok("2".to_owned()));
    assert_eq!(second.claim([].into_iter()), Err(NOBODY));
}

#[test]
fn only_what_was_created_lately_is_new() {
    assert!(is_new(Some(&to_api(Timestamp::now()))));
    assert!(!is_new(Some("2020-02-17 17:39:34")));
    assert!(!is_new(Some("")));
    assert!(!is_new(None));
}
