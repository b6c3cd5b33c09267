//! What a look at an object makes of its state.

use std::sync::Arc;

use crate::cty::Value;
use crate::cty::testing::object;
use crate::framework::testing::{
    Act, Cloud, ToyModel, ToyProvider, disk, list, lock, rule, server, summaries, to_read, toy, with,
};
use crate::framework::{Field, Model as _, ProviderServer, Sensitive};

/// A server whose API has the object `object`.
fn seeing(object: Option<&Value>) -> (ProviderServer<ToyProvider>, Arc<Cloud>) {
    let (server, cloud) = server();
    *lock(&cloud.object) = object.map(|object| ToyModel::from_object(object).expect("a toy"));
    (server, cloud)
}

/// The state after the API was found to have `found`.
async fn read(state: &Value, found: &Value) -> Value {
    let response = seeing(Some(found))
        .0
        .read_resource(to_read("toy_thing", state, None))
        .await;
    assert_eq!(summaries(&response.diagnostics), ["Looked"]);
    response.state.expect("a state")
}

fn state() -> Value {
    let disk = |slot: &str, label: &str| disk([("slot", slot.into()), ("label", label.into())]);
    toy([
        ("id", "toy-1".into()),
        ("name", "a".into()),
        ("label", "One".into()),
        ("disk", list([disk("s1", "First"), disk("s2", "Second")])),
        (
            "rule",
            list([
                rule([("action", "allow".into())]),
                rule([("action", "deny".into())]),
            ]),
        ),
    ])
}

#[tokio::test]
async fn drift_is_seen() {
    let found = with(state(), [("name", "b".into()), ("note", "".into())]);
    assert_eq!(read(&state(), &found).await, found);
}

#[tokio::test]
async fn another_spelling_or_order_is_no_drift() {
    let disk = |slot: &str, label: &str| disk([("slot", slot.into()), ("label", label.into())]);
    let found = with(
        state(),
        [
            ("label", "ONE".into()),
            ("disk", list([disk("s2", "SECOND"), disk("s1", "FIRST")])),
        ],
    );
    assert_eq!(read(&state(), &found).await, state());
}

#[tokio::test]
async fn a_keyed_block_that_came_by_itself_is_after_those_that_were_there() {
    let disk = |slot: &str, label: &str| disk([("slot", slot.into()), ("label", label.into())]);
    let found = with(
        state(),
        [("disk", list([disk("s3", "Third"), disk("s2", "Second")]))],
    );
    let expected = with(
        state(),
        [("disk", list([disk("s2", "Second"), disk("s3", "Third")]))],
    );
    assert_eq!(read(&state(), &found).await, expected);
}

#[tokio::test]
async fn the_order_of_blocks_without_a_key_is_drift() {
    let rules = list([
        rule([("action", "deny".into())]),
        rule([("action", "allow".into())]),
    ]);
    let found = with(state(), [("rule", rules)]);
    assert_eq!(read(&state(), &found).await, found);
}

#[tokio::test]
async fn blocks_that_are_gone_are_an_empty_list_and_never_null() {
    let (server, cloud) = seeing(Some(&state()));
    if let Some(toy) = lock(&cloud.object).as_mut() {
        toy.disk = Field::Null;
    }
    let read = server
        .read_resource(to_read("toy_thing", &state(), None))
        .await
        .state;
    assert_eq!(read.expect("a state").get("disk"), Some(&list([])));
}

#[tokio::test]
async fn write_only_values_are_not_read_back() {
    let (server, cloud) = seeing(Some(&state()));
    if let Some(toy) = lock(&cloud.object).as_mut() {
        toy.secret = Field::Value(Sensitive("s3cret".to_owned()));
    }
    let read = server
        .read_resource(to_read("toy_thing", &state(), None))
        .await
        .state;
    assert_eq!(read, Some(state()));
}

#[tokio::test]
async fn an_object_that_is_gone_is_null() {
    let response = seeing(None)
        .0
        .read_resource(to_read("toy_thing", &state(), None))
        .await;
    assert_eq!(response.state, Some(Value::Null));
    assert!(!response.diagnostics.has_errors());
}

#[tokio::test(start_paused = true)]
async fn whatever_goes_wrong_is_an_error_and_not_a_missing_object() {
    for (act, summary) in [
        (Act::Fail, "The toy can't be seen"),
        (Act::Panic, "The provider has a bug"),
        (Act::Hang, "DeadlineExceeded after 200 s"),
    ] {
        let (server, cloud) = seeing(Some(&state()));
        cloud.set(act);
        let response = server.read_resource(to_read("toy_thing", &state(), None)).await;
        assert_eq!(summaries(&response.diagnostics), [summary], "{act:?}");
        assert_eq!(response.state, None, "{act:?}");
    }
}

#[tokio::test]
async fn what_a_look_leaves_unknown_stays_as_it_was_and_is_told() {
    let prior = with(state(), [("note", "n".into())]);
    let (server, cloud) = seeing(Some(&prior));
    cloud.set(Act::LeaveUnknown);
    let response = server.read_resource(to_read("toy_thing", &prior, None)).await;
    assert_eq!(
        summaries(&response.diagnostics),
        ["note: note is not what was expected after the operation"]
    );
    assert!(!response.diagnostics.has_errors());
    assert_eq!(response.state, Some(prior.clone()));

    let (server, cloud) = seeing(Some(&prior));
    cloud.set(Act::LeaveUnknown);
    let server = server.strict(true);
    let response = server.read_resource(to_read("toy_thing", &prior, None)).await;
    assert!(response.diagnostics.has_errors());
}

#[tokio::test]
async fn a_panic_over_the_answer_of_the_api_is_an_error() {
    let found = with(state(), [("label", "boom".into())]);
    let response = seeing(Some(&found))
        .0
        .read_resource(to_read("toy_thing", &state(), None))
        .await;
    assert_eq!(
        summaries(&response.diagnostics),
        ["Looked", "The provider has a bug"]
    );
    assert_eq!(response.state, None);
}

#[tokio::test(start_paused = true)]
async fn the_timeouts_block_of_the_state_moves_the_deadline() {
    let null = || Value::Null;
    let timeouts = object([
        ("create", null()),
        ("read", "70s".into()),
        ("update", null()),
        ("delete", null()),
    ]);
    let (server, cloud) = seeing(Some(&state()));
    cloud.set(Act::Hang);
    let limited = with(state(), [("timeouts", timeouts)]);
    let response = server.read_resource(to_read("toy_thing", &limited, None)).await;
    assert_eq!(summaries(&response.diagnostics), ["DeadlineExceeded after 70 s"]);
}

#[tokio::test]
async fn a_resource_type_that_does_not_exist_and_a_missing_configuration_are_errors() {
    let response = server()
        .0
        .read_resource(to_read("toy_other", &state(), None))
        .await;
    assert_eq!(summaries(&response.diagnostics), ["Unknown resource type"]);

    let unconfigured = ProviderServer::new(ToyProvider(Arc::default()));
    let response = unconfigured
        .read_resource(to_read("toy_thing", &state(), None))
        .await;
    assert_eq!(
        summaries(&response.diagnostics),
        ["The provider is not configured"]
    );
    assert_eq!(response.state, None);
}

fn identity(id: &str) -> Value {
    object([("shelf", "top".into()), ("id", id.into())])
}

#[tokio::test]
async fn the_identity_is_found_and_what_an_import_left_out_is_filled_in() {
    let (server, _) = seeing(Some(&state()));
    let partial = object([("shelf", Value::Null), ("id", "toy-1".into())]);
    for stored in [None, Some(Value::Null), Some(partial), Some(identity("toy-1"))] {
        let response = server.read_resource(to_read("toy_thing", &state(), stored)).await;
        assert_eq!(response.identity, Some(identity("toy-1")));
    }
}

#[tokio::test]
async fn an_object_that_became_another_one_is_an_error() {
    let found = with(state(), [("id", "toy-2".into())]);
    let (server, _) = seeing(Some(&found));
    let response = server
        .read_resource(to_read("toy_thing", &state(), Some(identity("toy-1"))))
        .await;
    assert_eq!(
        summaries(&response.diagnostics),
        ["Looked", "The object's identity has changed"]
    );
    assert_eq!(response.state, None);
}

#[tokio::test]
async fn an_object_that_is_gone_keeps_its_identity() {
    let (server, _) = seeing(None);
    let response = server
        .read_resource(to_read("toy_thing", &state(), Some(identity("toy-1"))))
        .await;
    assert_eq!(response.state, Some(Value::Null));
    assert_eq!(response.identity, Some(identity("toy-1")));
}

#[tokio::test]
async fn an_identity_of_somewhere_else_is_noticed_before_the_object_is_looked_for() {
    let elsewhere = object([("shelf", "bottom".into()), ("id", "toy-1".into())]);
    // The object does not exist here: that must not read as if it were gone.
    let (server, _) = seeing(None);
    let response = server
        .read_resource(to_read("toy_thing", &state(), Some(elsewhere)))
        .await;
    assert_eq!(
        summaries(&response.diagnostics),
        ["The object's identity has changed"]
    );
    assert_eq!(response.state, None);
}
