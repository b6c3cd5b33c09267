//! Which operation is given what was remembered, and what becomes of what it remembers.

use std::sync::Arc;

use crate::cty::Value;
use crate::framework::private::Private;
use crate::framework::testing::{
    Act, Cloud, Memory, ToyProvider, list, lock, server, summaries, to_plan, to_read, toy,
};
use crate::framework::{
    ApplyRequest, ApplyResponse, ImportTarget, PlanRequest, PlanResponse, ProviderServer, ReadRequest,
    ReadResponse,
};

/// A server whose toys write down which operations they have seen.
fn remembering() -> (ProviderServer<ToyProvider>, Arc<Cloud>) {
    let (server, cloud) = server();
    *lock(&cloud.remembers) = true;
    (server, cloud)
}

/// Bytes in which it is written down that an operation called `before` has run.
fn before() -> Vec<u8> {
    let mut private = Private::<Memory>::read("toy_thing", &[]);
    private.record.operations.push("before".to_owned());
    private.into_bytes("toy_thing")
}

fn memory(bytes: &[u8]) -> Memory {
    Private::read("toy_thing", bytes).record
}

fn operations(bytes: &[u8]) -> Vec<String> {
    memory(bytes).operations
}

fn config() -> Value {
    toy([("name", "remembered".into()), ("disk", list([]))])
}

fn existing() -> Value {
    toy([
        ("id", "toy-1".into()),
        ("name", "old".into()),
        ("mode", "slow".into()),
        ("size", 1.into()),
    ])
}

fn plan(server: &ProviderServer<ToyProvider>, prior: &Value, private: Vec<u8>) -> PlanResponse {
    server.plan_resource_change(&PlanRequest {
        private,
        ..to_plan(prior, &config())
    })
}

/// Plans and applies; a null `config` destroys.
async fn apply(
    server: &ProviderServer<ToyProvider>,
    prior: Value,
    config: Value,
    private: Vec<u8>,
) -> ApplyResponse {
    let planned = server
        .plan_resource_change(&to_plan(&prior, &config))
        .planned
        .expect("a plan");
    let request = ApplyRequest {
        type_name: "toy_thing".to_owned(),
        prior,
        planned,
        config,
        identity: None,
        private,
    };
    server.apply_resource_change(request).await
}

async fn read(server: &ProviderServer<ToyProvider>, current: &Value, private: &[u8]) -> ReadResponse {
    let request = ReadRequest {
        private,
        ..to_read("toy_thing", current, None)
    };
    server.read_resource(request).await
}

#[test]
fn a_plan_sees_what_is_remembered_and_its_apply_is_given_what_it_adds() {
    let (server, _) = server();
    for prior in [Value::Null, existing()] {
        let planned = plan(&server, &prior, before());
        assert_eq!(operations(&planned.private), ["before", "plan"]);
    }
    let planned = plan(&server, &Value::Null, Vec::new());
    assert_eq!(operations(&planned.private), ["plan"]);
}

#[test]
fn a_plan_that_fails_keeps_what_is_remembered() {
    for name in ["panics at plan", "refused at plan"] {
        let config = toy([("name", name.into())]);
        let response = server().0.plan_resource_change(&PlanRequest {
            private: before(),
            ..to_plan(&Value::Null, &config)
        });
        assert!(response.diagnostics.has_errors());
        assert_eq!(response.private, before());
    }
}

#[tokio::test]
async fn what_a_change_remembers_is_stored_with_its_state_however_it_ends() {
    for act in [
        Act::Succeed,
        Act::FailAfterSave,
        Act::FailHalfway,
        Act::PanicAfterSave,
    ] {
        for (prior, operation) in [(Value::Null, "create"), (existing(), "update")] {
            let (server, cloud) = remembering();
            cloud.set(act);
            let response = apply(&server, prior, config(), before()).await;
            assert!(response.state.is_some(), "{act:?}");
            assert_eq!(operations(&response.private), ["before", operation], "{act:?}");
        }
    }
}

#[tokio::test]
async fn what_a_failed_change_remembers_is_stored_with_the_prior_state_if_it_saved_none() {
    let (server, cloud) = remembering();
    cloud.set(Act::Fail);
    for (config, operation) in [(config(), "update"), (Value::Null, "delete")] {
        let response = apply(&server, existing(), config, before()).await;
        assert_eq!(response.state, Some(existing()));
        assert_eq!(operations(&response.private), ["before", operation]);
    }
    let response = apply(&server, Value::Null, config(), before()).await;
    assert_eq!(response.state, None, "a creation has nothing to store it with");
}

#[tokio::test]
async fn a_failure_that_remembers_nothing_leaves_the_prior_state_to_terraform() {
    let (server, cloud) = server();
    cloud.set(Act::Fail);
    let response = apply(&server, existing(), config(), before()).await;
    assert_eq!(response.state, None);
    assert_eq!(response.private, before());
}

#[tokio::test]
async fn an_attempt_of_unknown_outcome_leaves_a_record_that_the_next_look_sees() {
    let (server, cloud) = remembering();
    cloud.set(Act::FailUnsure);
    let attempt = apply(&server, Value::Null, config(), Vec::new()).await;
    assert_eq!(summaries(&attempt.diagnostics), ["The toy may exist"]);
    let state = attempt.state.expect("a state");
    assert_eq!(state.get("id"), Some(&Value::Null));
    assert!(state.is_wholly_known());
    assert_eq!(operations(&attempt.private), ["create"]);

    cloud.set(Act::Succeed);
    let gone = read(&server, &state, &attempt.private).await;
    assert_eq!(gone.state, Some(Value::Null));

    *lock(&cloud.object) = lock(&cloud.given).clone().map(|given| cloud.put(given));
    let found = read(&server, &state, &attempt.private).await;
    assert_eq!(found.state.expect("a state").get("id"), Some(&"toy-1".into()));
    assert_eq!(operations(&found.private), ["create", "read"]);
}

#[tokio::test]
async fn a_destruction_sees_what_is_remembered_and_what_the_look_before_it_adds() {
    let (server, cloud) = remembering();
    let request = PlanRequest {
        private: before(),
        ..to_plan(&existing(), &Value::Null)
    };
    let planned = server.plan_and_look(&request).await;
    assert_eq!(operations(&planned.private), ["before", "look"]);

    cloud.set(Act::FailAfterSave);
    let response = apply(&server, existing(), Value::Null, planned.private).await;
    assert_eq!(operations(&response.private), ["before", "look", "delete"]);
}

#[tokio::test]
async fn a_destruction_does_not_need_to_remember_anything() {
    let (server, _) = remembering();
    let response = apply(&server, existing(), Value::Null, Vec::new()).await;
    assert_eq!(response.state, Some(Value::Null));
    assert!(response.diagnostics.is_empty());
}

#[tokio::test]
async fn a_look_remembers_unless_it_fails() {
    let (server, cloud) = remembering();
    let response = read(&server, &existing(), &before()).await;
    assert_eq!(operations(&response.private), ["before", "read"]);
    for act in [Act::Fail, Act::Panic] {
        cloud.set(act);
        let response = read(&server, &existing(), &before()).await;
        assert_eq!(response.private, before(), "{act:?}");
    }
}

#[test]
fn an_import_starts_with_what_the_resource_says() {
    let (server, _) = server();
    for (id, expected) in [
        ("toy-remembered", &["import"][..]),
        ("toy-7", &[]),
        ("toy-forgotten", &[]),
    ] {
        let response = server.import_resource_state("toy_thing", ImportTarget::Id(id.to_owned()));
        assert!(response.state.is_some());
        assert_eq!(operations(&response.private), expected, "{id}");
    }
}

/// A server whose provider is configured for `shelf`.
fn on(shelf: &str) -> (ProviderServer<ToyProvider>, Arc<Cloud>) {
    let (server, cloud) = server();
    *lock(&cloud.shelf) = Some(shelf.to_owned());
    (server, cloud)
}

fn shelf(bytes: &[u8]) -> Option<String> {
    memory(bytes).shelf
}

#[tokio::test]
async fn the_origin_is_noted_when_a_creation_is_planned_and_whenever_the_object_was_met() {
    let (server, cloud) = on("top");
    let planned = plan(&server, &Value::Null, Vec::new());
    assert_eq!(shelf(&planned.private).as_deref(), Some("top"));
    for prior in [Value::Null, existing()] {
        let response = apply(&server, prior, config(), Vec::new()).await;
        assert_eq!(shelf(&response.private).as_deref(), Some("top"));
    }
    let found = read(&server, &existing(), &[]).await;
    assert_eq!(shelf(&found.private).as_deref(), Some("top"));

    *lock(&cloud.object) = None;
    let gone = read(&server, &existing(), &[]).await;
    assert_eq!(shelf(&gone.private), None, "nothing was met");
    cloud.set(Act::FailAfterSave);
    let failed = apply(&server, existing(), config(), Vec::new()).await;
    assert_eq!(shelf(&failed.private), None);
    let planned = plan(&server, &existing(), Vec::new());
    assert_eq!(
        shelf(&planned.private),
        None,
        "an update does not prove where it is"
    );
}
