//! Answers that the emulator does not give, but older forms of the API do.

use std::time::Duration;

use serde_json::json;

use super::ScalingNotificationResource;
use crate::client::testing::{FakeApi, Reply, error, ok};
use crate::cty::Value;
use crate::framework::{Context, Outcome, resource};
use tokio_util::sync::CancellationToken;

const GROUP: &str = "436995593677910016";
const NOTIFICATION: &str = "452836290418409472";

/// The group's notifications.
fn notifications(types: Option<&[&str]>) -> Reply {
    let set: Vec<_> = types
        .map(|types| json!({"ScalingNotificationId": NOTIFICATION, "ScalingNotificationTypes": types}))
        .into_iter()
        .collect();
    ok(json!({"ScalingNotificationSet": set}))
}

async fn create(replies: impl IntoIterator<Item = Reply>) -> Outcome {
    let types = Value::Set(vec!["1".into(), "2".into()]);
    let members = [
        ("scaling_group_id", GROUP.into()),
        ("scaling_notification_types", types),
    ];
    let plan = Value::Object(members.map(|(name, value)| (name.to_owned(), value)).into());
    let client = FakeApi::script(replies).client();
    let cx = Context::new(&client, Duration::from_mins(5), CancellationToken::new());
    resource(ScalingNotificationResource::default())
        .create(cx, &plan, &[])
        .await
}

#[tokio::test(start_paused = true)]
async fn an_answer_without_the_id_is_looked_up() {
    let outcome = create([
        notifications(None),
        ok(json!({"RequestId": "req-1"})),
        notifications(Some(&["1", "2"])),
        notifications(Some(&["1", "2"])),
    ])
    .await;
    assert!(outcome.diagnostics.is_empty());
    let state = outcome.newest.expect("a state");
    assert_eq!(
        state.get("id"),
        Some(&format!("{NOTIFICATION}:{GROUP}").as_str().into())
    );
}

#[tokio::test(start_paused = true)]
async fn a_notification_that_is_never_listed_after_its_creation_leaves_a_record_of_the_attempt() {
    let answers = [notifications(None), ok(json!({"RequestId": "req-1"}))];
    let outcome = create(answers.into_iter().chain((0..20).map(|_| notifications(None)))).await;
    let summary = &outcome.diagnostics.iter().next().expect("an error").summary;
    assert_eq!(summary, "It is not known whether the notification was created");
    let state = outcome.newest.expect("the attempt");
    assert_eq!(state.get("id"), Some(&Value::Null));
    assert!(!outcome.private.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_group_that_does_not_exist_has_no_notification_and_gets_none() {
    let gone = || error(404, "ScalingGroupNotFound", "ScalingGroup is not found.");
    let groups = ok(json!({"ScalingGroupSet": []}));
    let outcome = create([gone(), groups, gone()]).await;
    let problem = outcome.diagnostics.iter().next().expect("an error");
    assert!(
        problem.detail.contains("ScalingGroupNotFound"),
        "{}",
        problem.detail
    );
    assert_eq!(
        problem.path.as_ref().map(ToString::to_string).as_deref(),
        Some("scaling_group_id")
    );
}
