use std::time::Duration;

use serde_json::json;

use super::*;
use crate::client::actions::EnableScalingGroup;
use crate::client::testing::{FakeApi, Sent, error, ok};

fn background() -> CallContext {
    CallContext::background()
}

/// Answers with the groups that were asked for, except `gone`.
fn groups() -> Arc<FakeApi> {
    FakeApi::slow(Duration::from_millis(50), |sent| {
        let ids = sent.list("ScalingGroupId").into_iter().filter(|id| *id != "gone");
        ok(json!({"ScalingGroupSet": ids.map(|id| json!({"ScalingGroupId": id})).collect::<Vec<_>>()}))
    })
}

#[tokio::test(start_paused = true)]
async fn two_hundred_groups_take_three_calls() {
    let api = groups();
    let client = api.client();
    let reads: Vec<_> = (0..200)
        .map(|id| {
            let client = client.clone();
            tokio::spawn(async move { client.read_group(&background(), &format!("{id}")).await })
        })
        .collect();
    for (id, read) in reads.into_iter().enumerate() {
        assert_eq!(
            read.await.unwrap().unwrap().unwrap().scaling_group_id,
            format!("{id}")
        );
    }
    assert_eq!(api.calls(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_group_that_is_not_in_the_answer_does_not_exist() {
    let client = groups().client();
    let cx = background();
    let (gone, there) = tokio::join!(client.read_group(&cx, "gone"), client.read_group(&cx, "1"));
    assert!(gone.unwrap().is_none() && there.unwrap().is_some());
}

#[tokio::test(start_paused = true)]
async fn configurations_are_read_twenty_at_a_time_and_by_project() {
    let api = FakeApi::new(|sent| {
        let ids = sent
            .list("ScalingConfigurationId")
            .into_iter()
            .map(|id| json!({"ScalingConfigurationId": id}));
        ok(json!({"ScalingConfigurationSet": ids.collect::<Vec<_>>()}))
    });
    let client = api.client();
    let reads: Vec<_> = (0..45)
        .map(|id| {
            let client = client.clone();
            let project = (id < 5).then_some("7");
            tokio::spawn(async move {
                client
                    .read_configuration(&background(), project, &format!("{id}"))
                    .await
            })
        })
        .collect();
    for read in reads {
        assert!(read.await.unwrap().unwrap().is_some());
    }
    let sizes = |sent: &Sent| {
        (
            sent.list("ProjectId").len(),
            sent.list("ScalingConfigurationId").len(),
        )
    };
    let mut calls: Vec<_> = api.sent().iter().map(sizes).collect();
    calls.sort_unstable();
    assert_eq!(calls, [(0, 20), (0, 20), (1, 5)]);
}

#[tokio::test(start_paused = true)]
async fn the_children_of_a_group_are_listed_once_for_all_who_want_one() {
    let api =
        FakeApi::new(|_| ok(json!({"ScalingPolicySet": [{"ScalingPolicyId": 1}, {"ScalingPolicyId": "2"}]})));
    let client = api.client();
    let cx = background();
    let (first, second, third) = tokio::join!(
        client.read_policy(&cx, "g", "1"),
        client.read_policy(&cx, "g", "2"),
        client.read_policy(&cx, "g", "3")
    );
    assert_eq!(first.unwrap().unwrap().scaling_policy_id, "1");
    assert_eq!(second.unwrap().unwrap().scaling_policy_id, "2");
    assert!(third.unwrap().is_none());
    assert_eq!(api.calls(), 1);
    assert_eq!(api.sent()[0].param("ScalingGroupId"), Some("g"));
    assert!(api.sent()[0].list("ScalingPolicyId").is_empty());
}

#[tokio::test(start_paused = true)]
async fn every_kind_of_child_is_read_from_its_own_list() {
    let api = FakeApi::new(|_| {
        ok(json!({
            "ScalingScheduleTaskSet": [{"ScalingScheduledTaskId": "t"}],
            "ScalingNotificationSet": [{"ScalingNotificationId": "n"}],
            "ScalingInstanceSet": [{"InstanceId": "i"}],
        }))
    });
    let (client, cx) = (api.client(), background());
    assert!(client.read_scheduled_task(&cx, "g", "t").await.unwrap().is_some());
    assert!(client.read_notification(&cx, "g", "n").await.unwrap().is_some());
    assert!(client.read_instance(&cx, "g", "i").await.unwrap().is_some());
    let actions: Vec<_> = api
        .sent()
        .iter()
        .map(|sent| sent.param("Action").unwrap().to_owned())
        .collect();
    assert_eq!(
        actions,
        [
            "DescribeScheduledTask",
            "DescribeScalingNotification",
            "DescribeScalingInstance"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn children_of_a_group_that_does_not_exist_do_not_exist() {
    let api = FakeApi::new(|sent| match sent.param("Action") {
        Some("DescribeScalingGroup") => ok(json!({"ScalingGroupSet": []})),
        _ => error(404, "ScalingGroupNotFound", "scaling group not found"),
    });
    assert_eq!(api.client().read_policy(&background(), "g", "1").await, Ok(None));
    let api = FakeApi::new(|_| error(404, "NoSuchEntity", "an InnerApi that does not exist"));
    assert!(api.client().read_policy(&background(), "g", "1").await.is_err());
}

#[tokio::test(start_paused = true)]
async fn one_malformed_id_does_not_fail_the_others() {
    let api = FakeApi::new(|sent| {
        let ids = sent.list("ScalingGroupId");
        if ids.contains(&"bad") {
            return error(400, "InvalidParameterValue", "An invalid value was supplied");
        }
        ok(json!({"ScalingGroupSet": ids.iter().map(|id| json!({"ScalingGroupId": id})).collect::<Vec<_>>()}))
    });
    let (client, cx) = (api.client(), background());
    let (good, bad) = tokio::join!(client.read_group(&cx, "1"), client.read_group(&cx, "bad"));
    assert!(good.unwrap().is_some());
    assert_eq!(bad.unwrap_err().code(), Some("InvalidParameterValue"));
    assert_eq!(api.calls(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_for_an_id_that_is_gone_does_not_fail_the_others_and_is_decided_by_the_list() {
    let api = FakeApi::new(|sent| match sent.list("ScalingGroupId").as_slice() {
        [] | ["1"] => ok(json!({"ScalingGroupSet": [{"ScalingGroupId": "1"}]})),
        _ => error(404, "InvalidScalingGroup", "no such group"),
    });
    let (client, cx) = (api.client(), background());
    let (there, gone) = tokio::join!(client.read_group(&cx, "1"), client.read_group(&cx, "2"));
    assert!(there.unwrap().is_some());
    assert_eq!(gone, Ok(None));
    assert_eq!(client.read_group(&cx, "2").await, Ok(None), "alone as well");
}

#[tokio::test(start_paused = true)]
async fn missing_permission_is_not_asked_for_again_id_by_id() {
    let api = FakeApi::new(|_| error(403, "AccessDenied", "no"));
    let (client, cx) = (api.client(), background());
    let (a, b) = tokio::join!(client.read_group(&cx, "1"), client.read_group(&cx, "2"));
    assert!(a.unwrap_err().is_denied() && b.unwrap_err().is_denied());
    assert_eq!(api.calls(), 1);
}

#[tokio::test(start_paused = true)]
async fn who_joined_a_call_later_and_has_more_time_asks_again() {
    let start = Instant::now();
    let api = FakeApi::slow(Duration::from_secs(1), move |_| {
        if start.elapsed() < Duration::from_secs(30) {
            return error(409, "LimitExceeded", "too fast");
        }
        ok(json!({"ScalingPolicySet": [{"ScalingPolicyId": "1"}]}))
    });
    let client = api.client();
    let read = |seconds| {
        let client = client.clone();
        let cx = background().with_timeout(Duration::from_secs(seconds));
        tokio::spawn(async move { client.read_policy(&cx, "g", "1").await })
    };
    let hasty = read(10);
    tokio::time::sleep(Duration::from_millis(500)).await;
    let patient = read(60);
    let failed = hasty.await.unwrap().unwrap_err();
    assert_eq!(start.elapsed().as_secs(), 10);
    assert!(
        matches!(failed.failure(), Failure::DeadlineExceeded { .. }) || failed.is_throttle(),
        "{failed}"
    );
    assert!(patient.await.unwrap().unwrap().is_some());
}

#[tokio::test(start_paused = true)]
async fn a_read_after_a_write_is_asked_for_after_it() {
    let mut writes = 0;
    let api = FakeApi::slow(Duration::from_secs(1), move |sent| {
        if sent.param("Action") == Some("EnableScalingGroup") {
            writes += 1;
            return ok(json!({"ReturnSet": {"ScalingGroupId": "1"}}));
        }
        ok(json!({"ScalingGroupSet": [{"ScalingGroupId": "1", "InstanceNum": writes}]}))
    });
    let (client, cx) = (api.client(), background());
    let early = {
        let client = client.clone();
        tokio::spawn(async move { client.read_group(&background(), "1").await })
    };
    // The early read is in flight when the write starts, and still when the write ends.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let enable = EnableScalingGroup {
        scaling_group_id: "1".to_owned(),
    };
    let write = client.call(&cx, &enable);
    let overlapping = async {
        tokio::time::sleep(Duration::from_millis(600)).await;
        client.read_group(&cx, "1").await
    };
    let (written, _) = tokio::join!(write, overlapping);
    written.unwrap();
    let late = client.read_group(&cx, "1").await.unwrap().unwrap();
    assert_eq!(early.await.unwrap().unwrap().unwrap().instance_num, Some(0));
    assert_eq!(late.instance_num, Some(1));
}

/// Lists 200 groups, with a policy, a task and a notification each, 100 ms away; the groups and configurations are as
/// many as are asked for, or all.
fn account() -> Arc<FakeApi> {
    FakeApi::slow(Duration::from_millis(100), |sent| {
        let ids = |name| {
            let asked: Vec<String> = sent.list(name).into_iter().map(str::to_owned).collect();
            let all = || (0..200).map(|id| id.to_string()).collect();
            if asked.is_empty() { all() } else { asked }
        };
        let group = sent.param("ScalingGroupId").unwrap_or_default();
        let objects = |set: &str, name: &str, ids: Vec<String>| {
            let objects: Vec<_> = ids.iter().map(|id| json!({name: id})).collect();
            ok(json!({set: objects}))
        };
        let one = || vec![format!("of-{group}")];
        match sent.param("Action").unwrap() {
            "DescribeScalingConfiguration" => objects(
                "ScalingConfigurationSet",
                "ScalingConfigurationId",
                ids("ScalingConfigurationId"),
            ),
            "DescribeScalingGroup" => objects("ScalingGroupSet", "ScalingGroupId", ids("ScalingGroupId")),
            "DescribeScalingPolicy" => objects("ScalingPolicySet", "ScalingPolicyId", one()),
            "DescribeScheduledTask" => objects("ScalingScheduleTaskSet", "ScalingScheduledTaskId", one()),
            "DescribeScalingNotification" => {
                objects("ScalingNotificationSet", "ScalingNotificationId", one())
            }
            other => panic!("unexpected {other}"),
        }
    })
}

/// Reads the objects as Terraform does: ten at a time, kind by kind, and what belongs to the groups in an order of its own.
async fn refresh(client: &Client, groups: usize) {
    let slots = Arc::new(tokio::sync::Semaphore::new(10));
    let mut reads = Vec::new();
    let kinds = ["configuration", "group"].map(|kind| (0..groups).map(move |id| (kind, id)));
    let shuffled = |kind| (0..groups).map(move |id| (kind, id * 77 % groups));
    let members = ["policy", "task", "notification"].into_iter().flat_map(shuffled);
    for (kind, id) in kinds.into_iter().flatten().chain(members) {
        let (client, slots) = (client.clone(), Arc::clone(&slots));
        reads.push(tokio::spawn(async move {
            let _slot = slots.acquire().await.unwrap();
            let (cx, id) = (background(), id.to_string());
            let own = format!("of-{id}");
            let is_there = match kind {
                "configuration" => client.read_configuration(&cx, None, &id).await.unwrap().is_some(),
                "group" => client.read_group(&cx, &id).await.unwrap().is_some(),
                "policy" => client.read_policy(&cx, &id, &own).await.unwrap().is_some(),
                "task" => client
                    .read_scheduled_task(&cx, &id, &own)
                    .await
                    .unwrap()
                    .is_some(),
                _ => client.read_notification(&cx, &id, &own).await.unwrap().is_some(),
            };
            assert!(is_there, "{kind} {id}");
        }));
    }
    for read in reads {
        read.await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_refresh_of_a_thousand_objects_waits_for_four_seconds_and_asks_620_times_at_most() {
    let api = account();
    let start = Instant::now();
    refresh(&api.client(), 200).await;
    let waited = start.elapsed().as_secs_f64();
    assert!(
        waited <= 4.4 && api.calls() <= 620,
        "{waited} s, {} calls",
        api.calls()
    );
}

#[tokio::test(start_paused = true)]
async fn a_small_refresh_asks_for_nothing_in_vain() {
    let api = account();
    refresh(&api.client(), 5).await;
    assert_eq!(api.calls(), 1 + 1 + 15);
}

#[tokio::test(start_paused = true)]
async fn the_members_of_a_group_are_listed_once_for_those_who_come_later_too() {
    let policies: Vec<_> = (0..500).map(|id| json!({"ScalingPolicyId": id})).collect();
    let api = FakeApi::slow(Duration::from_millis(100), move |_| {
        ok(json!({"ScalingPolicySize": 500, "ScalingPolicySet": policies}))
    });
    let (client, cx) = (api.client(), background());
    for id in 0..500 {
        let found = client.read_policy(&cx, "g", &id.to_string()).await.unwrap();
        assert!(found.is_some());
    }
    assert_eq!(api.calls(), 2, "the second call learns what the count counts");
    assert_eq!(client.read_policy(&cx, "g", "gone").await, Ok(None));
    assert!(api.calls() > 2, "nothing is called gone for a list of the past");
}

#[tokio::test(start_paused = true)]
async fn a_process_that_writes_serves_nobody_with_what_was_seen_before() {
    let api = FakeApi::new(|sent| match sent.param("Action").unwrap() {
        "EnableScalingGroup" => ok(json!({"ReturnSet": {"ScalingGroupId": "1"}})),
        _ => ok(json!({"ScalingPolicySet": [{"ScalingPolicyId": 1}]})),
    });
    let (client, cx) = (api.client(), background());
    let read = || client.read_policy(&cx, "g", "1");
    let enable = EnableScalingGroup {
        scaling_group_id: "1".to_owned(),
    };
    for calls in [1, 1] {
        read().await.unwrap();
        assert_eq!(api.calls(), calls);
    }
    client.call(&cx, &enable).await.unwrap();
    for calls in [3, 4] {
        read().await.unwrap();
        assert_eq!(api.calls(), calls);
    }
}
