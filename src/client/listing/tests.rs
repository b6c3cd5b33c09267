use serde_json::{Value, json};

use super::*;
use crate::client::HttpResponse;
use crate::client::actions::{DescribeScalingConfiguration, DescribeScalingPolicy};
use crate::client::testing::{FakeApi, Reply, error, ok};

const GROUP: &str = "436995593677910016";

fn background() -> CallContext {
    CallContext::background()
}

fn policies() -> DescribeScalingPolicy {
    DescribeScalingPolicy {
        scaling_group_id: GROUP.to_owned(),
        ..DescribeScalingPolicy::default()
    }
}

/// An API whose groups are `groups` (or that refuses to be asked for one), and that answers to all else with
/// `reply`.
fn api(groups: Option<Value>, reply: impl Fn() -> Reply + Send + 'static) -> std::sync::Arc<FakeApi> {
    FakeApi::new(move |sent| match sent.param("Action") {
        Some("DescribeScalingGroup") => match &groups {
            Some(groups) => ok(json!({ "ScalingGroupSet": groups })),
            None if sent.list("ScalingGroupId").is_empty() => {
                ok(json!({"ScalingGroupSet": [{"ScalingGroupId": "9"}]}))
            }
            None => error(404, "InvalidScalingGroup", "no such group"),
        },
        _ => reply(),
    })
}

/// How an API may speak of members of a group that is gone.
fn ways_to_say_gone() -> [Reply; 8] {
    [
        ok(json!({"RequestId": "r"})),
        ok(json!({"RequestId": "r", "ScalingPolicySet": null})),
        error(404, "ScalingGroupNotFound", "m"),
        error(400, "ScalingGroupNotExist", "m"),
        error(400, "ScalingGroup.NotExists", "m"),
        error(400, "NoSuchScalingGroup", "m"),
        error(404, "InvalidScalingGroup", "m"),
        error(400, "InvalidScalingGroupId.NotFound", "m"),
    ]
}

#[tokio::test(start_paused = true)]
async fn a_refusal_or_a_missing_list_means_gone_only_if_a_look_at_the_group_says_so() {
    for reply in ways_to_say_gone() {
        let said = reply.clone();
        for gone in [Some(json!([])), None] {
            let said = said.clone();
            let api = api(gone, move || said.clone());
            let found = api.client().list_all(&background(), &policies()).await;
            assert_eq!(found, Ok(Vec::new()), "{reply:?}");
            let one = DescribeScalingPolicy::one(GROUP, "1");
            let snapshot = api.client().fresh_read(&background(), &one).await.unwrap();
            assert_eq!(snapshot.seen, None, "{reply:?}");
        }
        let there = api(Some(json!([{"ScalingGroupId": GROUP}])), move || said.clone());
        let refused = there.client().list_all(&background(), &policies()).await;
        assert!(refused.unwrap_err().suggests_absence(), "{reply:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_of_one_id_is_decided_by_the_list_without_it() {
    let configurations = |listed: Value| {
        FakeApi::new(move |sent| {
            if sent.list("ScalingConfigurationId").is_empty() {
                ok(json!({ "ScalingConfigurationSet": listed }))
            } else {
                error(404, "ScalingConfigurationNotExists", "m")
            }
        })
    };
    let one = DescribeScalingConfiguration::one("1");
    let gone = configurations(json!([{"ScalingConfigurationId": "2"}]));
    assert_eq!(
        gone.client().fresh_read(&background(), &one).await.unwrap().seen,
        None
    );
    let there = configurations(json!([{"ScalingConfigurationId": "1"}]));
    assert!(
        there
            .client()
            .fresh_read(&background(), &one)
            .await
            .unwrap()
            .seen
            .is_some()
    );
}

#[tokio::test(start_paused = true)]
async fn another_refusal_leads_to_no_look() {
    // What is wrong with a parameter may be the size of the page, so a smaller one is asked for as well.
    for (status, code, calls) in [
        (403, "AccessDenied", 1),
        (404, "NoSuchEntity", 1),
        (400, "InvalidParameterValue", 2),
    ] {
        let message = "Request was rejected because it referenced an 'InnerApi' that does not exist.";
        let api = FakeApi::new(move |_| error(status, code, message));
        assert!(api.client().list_all(&background(), &policies()).await.is_err());
        assert_eq!(api.calls(), calls, "{code}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_look_tells_the_time_of_the_api_and_the_account() {
    let body = json!({"ScalingConfigurationSet": [
        {"ScalingConfigurationId": "1", "Project": {"ProjectId": 0, "AccountId": 73_408_690}},
    ]});
    let api = FakeApi::new(move |_| {
        ok(body.clone()).map(|response| HttpResponse {
            date: Some("Mon, 15 Jan 2024 08:30:00 GMT".to_owned()),
            ..response
        })
    });
    let asked_at = Instant::now();
    let request = DescribeScalingConfiguration::default();
    let snapshot = api.client().fresh_list(&background(), &request).await.unwrap();
    assert_eq!(snapshot.date, Some("2024-01-15T08:30:00Z".parse().unwrap()));
    assert_eq!(snapshot.account_id.as_deref(), Some("73408690"));
    assert_eq!(snapshot.asked_at, asked_at);

    let api = FakeApi::new(|_| ok(json!({"ScalingConfigurationSet": []})));
    let snapshot = api.client().fresh_list(&background(), &request).await.unwrap();
    assert_eq!((snapshot.date, snapshot.account_id), (None, None));
}
