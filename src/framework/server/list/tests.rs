//! What a list gives, and when it ends.

use std::sync::Arc;

use tokio::sync::mpsc;

use super::{ListEvent, ListRequest, WAITING_OBJECTS};
use crate::cty::Value;
use crate::cty::testing::object;
use crate::framework::testing::{Act, Cloud, lock, server, summaries};

fn filter(prefix: Value, number: Value) -> Value {
    object([("prefix", prefix), ("number", number)])
}

/// The events of a list over an API that has `count` toys and then does `act`.
fn list(count: i64, limit: usize, act: Act) -> (mpsc::Receiver<ListEvent>, Arc<Cloud>) {
    let (server, cloud) = server();
    cloud.set(act);
    let events = Arc::new(server).list_resource(ListRequest {
        type_name: "toy_thing".to_owned(),
        config: filter(Value::Null, count.into()),
        limit,
    });
    (events, cloud)
}

/// Display names of the objects and summaries of the messages, in order.
async fn told(mut events: mpsc::Receiver<ListEvent>) -> Vec<String> {
    let mut told = Vec::new();
    while let Some(event) = events.recv().await {
        match event {
            ListEvent::Object(listed) => told.push(listed.display_name),
            ListEvent::Diagnostics(diagnostics) => told.extend(summaries(&diagnostics)),
        }
    }
    told
}

#[tokio::test]
async fn an_object_comes_with_its_identity_and_its_whole_state() {
    let (mut events, _) = list(1, 10, Act::Succeed);
    let Some(ListEvent::Object(listed)) = events.recv().await else {
        panic!("there is an object");
    };
    assert_eq!(
        listed.identity,
        object([("shelf", "top".into()), ("id", "toy-1".into())])
    );
    assert_eq!(listed.object.get("id"), Some(&"toy-1".into()));
    assert_eq!(listed.object.get("note"), Some(&Value::Null));
    assert_eq!(listed.object.get("disk"), Some(&Value::List(Vec::new())));
}

#[tokio::test]
async fn all_objects_come_in_order_and_warnings_after_them() {
    let expected = ["toy 1", "toy 2", "toy 3", "Looked"];
    assert_eq!(told(list(3, 10, Act::Succeed).0).await, expected);
    assert_eq!(told(list(0, 10, Act::Succeed).0).await, ["Looked"]);
}

#[tokio::test]
async fn an_error_or_a_panic_ends_the_list_after_what_was_found() {
    assert_eq!(
        told(list(1, 10, Act::Fail).0).await,
        ["toy 1", "Looked", "The box is broken"]
    );
    let told = told(list(1, 10, Act::Panic).0).await;
    assert_eq!(told.len(), 3, "{told:?}");
}

#[tokio::test]
async fn a_list_ends_with_its_limit_even_in_the_middle_of_a_call() {
    // Without the limit it would hang after the last object.
    assert_eq!(told(list(3, 2, Act::Hang).0).await, ["toy 1", "toy 2"]);
    assert_eq!(told(list(2, 2, Act::Hang).0).await, ["toy 1", "toy 2"]);
}

#[tokio::test]
async fn no_more_is_looked_for_than_can_wait_to_be_taken() {
    let (mut events, cloud) = list(1000, 1000, Act::Succeed);
    events.recv().await.expect("an object");
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    let looked_for = *lock(&cloud.listed);
    assert!(looked_for < 2 * WAITING_OBJECTS, "{looked_for}");
}

#[tokio::test]
async fn a_list_whose_events_nobody_takes_ends_at_once() {
    let (mut events, cloud) = list(1, 10, Act::Hang);
    events.recv().await.expect("an object");
    assert!(Arc::strong_count(&cloud) > 1, "the list holds the server");
    drop(events);
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(Arc::strong_count(&cloud), 1, "the server is gone with its list");
}

#[tokio::test]
async fn an_object_that_can_not_be_told_apart_is_an_error() {
    let told = told(list(2, 10, Act::LeaveUnknown).0).await;
    assert_eq!(told, ["An object has no identity"]);
}

#[test]
fn a_filter_is_checked_by_the_schema_and_by_the_list() {
    let (server, _) = server();
    let validate = |prefix: Value, count: Value| {
        summaries(&server.validate_list_resource_config("toy_thing", &filter(prefix, count)))
    };
    assert_eq!(validate("a".into(), Value::Null), Vec::<String>::new());
    assert_eq!(validate(Value::unknown(), Value::unknown()), Vec::<String>::new());
    assert_eq!(validate("".into(), 1.into()), ["prefix: Invalid prefix"]);
    assert_eq!(validate(Value::Null, Value::Null), ["Too many toys"]);
    assert_eq!(validate("panics".into(), Value::Null).len(), 1);
    let unknown = server.validate_list_resource_config("toy_box", &Value::Null);
    assert_eq!(summaries(&unknown), ["Unknown list resource"]);
}

#[tokio::test]
async fn a_list_of_an_unknown_type_or_without_a_configured_provider_says_so() {
    let list = |server: crate::framework::ProviderServer<_>, type_name: &str| {
        Arc::new(server).list_resource(ListRequest {
            type_name: type_name.to_owned(),
            config: filter(Value::Null, 1.into()),
            limit: 1,
        })
    };
    assert_eq!(told(list(server().0, "toy_box")).await, ["Unknown list resource"]);
    let unconfigured =
        crate::framework::ProviderServer::new(crate::framework::testing::ToyProvider(Arc::default()));
    assert_eq!(
        told(list(unconfigured, "toy_thing")).await,
        ["The provider is not configured"]
    );
}
