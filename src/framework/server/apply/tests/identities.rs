//! The identity that comes with a state.

use super::{apply, config, existing, noted, plan, request};
use crate::cty::Value;
use crate::cty::testing::object;
use crate::framework::ApplyRequest;
use crate::framework::testing::{Act, lock, server, summaries, with};

/// An identity of the toy.
fn identity(id: &str) -> Value {
    object([("shelf", "top".into()), ("id", id.into())])
}

#[tokio::test]
async fn the_identity_comes_with_the_state() {
    let (server, cloud) = server();
    assert_eq!(
        apply(&server, &Value::Null, &config()).await.identity,
        Some(identity("toy-1"))
    );
    for act in [Act::FailAfterSave, Act::FailHalfway, Act::PanicAfterSave] {
        cloud.set(act);
        let response = apply(&server, &Value::Null, &config()).await;
        assert_eq!(response.identity, Some(identity("toy-1")), "{act:?}");
    }
    cloud.set(Act::Fail);
    assert_eq!(apply(&server, &Value::Null, &config()).await.identity, None);
}

#[tokio::test]
async fn a_failed_update_keeps_the_identity() {
    let (server, cloud, state) = existing().await;
    cloud.set(Act::Fail);
    let planned = plan(&server, &state, &noted());
    let request = ApplyRequest {
        identity: Some(identity("toy-1")),
        ..request(&state, &noted(), planned)
    };
    let response = server.apply_resource_change(request).await;
    assert_eq!(response.identity, Some(identity("toy-1")));
}

#[tokio::test]
async fn an_object_of_somewhere_else_is_left_alone() {
    let (server, cloud, state) = existing().await;
    let untouched = lock(&cloud.object).clone();
    for planned in [plan(&server, &state, &noted()), Value::Null] {
        let request = ApplyRequest {
            identity: Some(identity("toy-2")),
            ..request(&state, &noted(), planned)
        };
        let response = server.apply_resource_change(request).await;
        assert_eq!(
            summaries(&response.diagnostics),
            ["The object's identity has changed"]
        );
        assert_eq!(response.state, None, "the prior state is kept");
        assert_eq!(response.identity, Some(identity("toy-2")));
        assert_eq!(*lock(&cloud.object), untouched);
    }
}

#[tokio::test]
async fn an_object_that_became_another_one_is_an_error() {
    let (server, cloud, state) = existing().await;
    *lock(&cloud.drift) = Some(|toy| toy.id = "toy-2".into());
    // A known id stays as it was planned.
    let planned = with(plan(&server, &state, &noted()), [("id", Value::unknown())]);
    let request = ApplyRequest {
        identity: Some(identity("toy-1")),
        ..request(&state, &noted(), planned)
    };
    let response = server.apply_resource_change(request).await;
    assert_eq!(
        summaries(&response.diagnostics),
        ["Careful", "The object's identity has changed"]
    );
    assert!(response.state.is_some());
}

#[tokio::test]
async fn a_panic_over_the_identity_does_not_lose_the_object() {
    let (server, cloud) = server();
    *lock(&cloud.drift) = Some(|toy| toy.id = "toy-without-identity".into());
    let response = apply(&server, &Value::Null, &config()).await;
    assert_eq!(
        response.state.expect("a state").get("id"),
        Some(&"toy-without-identity".into())
    );
    assert_eq!(response.identity, None);
}
