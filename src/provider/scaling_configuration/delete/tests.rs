use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::client::testing::{FakeApi, Reply, Sent, error, ok};
use crate::framework::Context;
use tokio_util::sync::CancellationToken;

/// Destroys configuration 1, to make room for its replacement or not, at an API that answers each deletion with `deletion`, and each look with a
/// configuration that `users` use. Gives what came of it, and how often the deletion was asked for.
async fn destroy(
    makes_room: bool,
    deletion: Value,
    mut users: impl FnMut() -> Option<Value> + Send + 'static,
) -> (Result<(), Diagnostics>, usize) {
    let is_deletion = |sent: &Sent| sent.param("Action") == Some("DeleteScalingConfiguration");
    let api = FakeApi::new(move |sent| {
        if is_deletion(sent) {
            return ok(deletion.clone());
        }
        let found = users().map(|users| json!({"ScalingConfigurationId": "1", "ScalingGroupIdSet": users}));
        let found: Vec<Value> = found.into_iter().collect();
        ok(json!({"ScalingConfigurationCount": found.len(), "ScalingConfigurationSet": found}))
    });
    let client = api.client();
    let cx = Context::new(&client, Duration::from_mins(2), CancellationToken::new());
    let state = ScalingConfigurationModel {
        id: "1".into(),
        ..ScalingConfigurationModel::default()
    };
    let id = ConfigurationId::of(&state).unwrap();
    let result = delete(&cx, &id, makes_room).await;
    let deletions = api.sent().iter().filter(|sent| is_deletion(sent)).count();
    (result, deletions)
}

/// What is said when it is planned to destroy a configuration that groups 7 and 8 use, and the group `leaving` is to go as
/// well.
async fn foreseen(leaving: &str, answer: Reply) -> Option<String> {
    let client = FakeApi::script([answer]).client();
    let cx = Context::new(&client, Duration::from_mins(2), CancellationToken::new());
    let state = ScalingConfigurationModel {
        id: "1".into(),
        ..ScalingConfigurationModel::default()
    };
    let warning = foresee(&cx, &state, |group| group == leaving).await;
    warning.map(|warning| format!("{}\n\n{}", warning.summary, warning.detail))
}

#[tokio::test(start_paused = true)]
async fn a_plan_names_the_groups_that_stay_with_the_configuration() {
    let found = |users: Value| {
        ok(json!({"ScalingConfigurationSet": [{"ScalingConfigurationId": "1", "ScalingGroupIdSet": users}]}))
    };
    let both = json!([{"ScalingGroupId": "7", "ScalingGroupName": "web"}, "8"]);
    insta::assert_snapshot!(foreseen("8", found(both)).await.unwrap());
    assert_eq!(foreseen("8", found(json!(["8"]))).await, None);
    assert_eq!(foreseen("", found(json!([]))).await, None);
    let denied = error(403, "AccessDenied", "User: x is not authorized");
    assert_eq!(foreseen("", denied).await, None);
}

/// The API's answer to a deletion that failed although the call succeeded.
fn not_deleted(message: &str) -> Value {
    json!({"RequestId": "r", "ReturnSet": [{"ScalingConfigurationId": "1", "Message": message}]})
}

fn text(result: Result<(), Diagnostics>) -> String {
    let errors = result.unwrap_err();
    let error = errors.iter().next().unwrap();
    format!("{}\n\n{}", error.summary, error.detail)
}

#[tokio::test(start_paused = true)]
async fn a_message_inside_a_success_is_a_refusal() {
    let users = || Some(json!([{"ScalingGroupId": "7", "ScalingGroupName": "web"}, "8"]));
    let (result, deletions) = destroy(false, not_deleted("it is used"), users).await;
    assert!(deletions > 10);
    insta::assert_snapshot!(text(result));
}

#[tokio::test(start_paused = true)]
async fn a_configuration_that_makes_room_for_another_waits_for_nobody() {
    let users = || Some(json!([{"ScalingGroupId": "7"}]));
    let (result, deletions) = destroy(true, not_deleted("it is used"), users).await;
    assert!(text(result).contains("create_before_destroy = true"));
    assert_eq!(deletions, 6);
}

#[tokio::test(start_paused = true)]
async fn without_a_user_the_words_of_the_api_are_all_there_is() {
    let (result, deletions) = destroy(false, not_deleted("no"), || Some(json!([]))).await;
    assert_eq!(deletions, 6);
    insta::assert_snapshot!(text(result));
}

#[tokio::test(start_paused = true)]
async fn what_is_gone_after_all_is_a_success() {
    let (result, deletions) = destroy(false, not_deleted("it is not there"), || None).await;
    assert_eq!(result, Ok(()));
    assert_eq!(deletions, 1);
}

#[tokio::test(start_paused = true)]
async fn an_empty_message_is_none() {
    let (result, deletions) = destroy(false, not_deleted(""), || None).await;
    assert_eq!(result, Ok(()));
    assert_eq!(deletions, 1);
}
