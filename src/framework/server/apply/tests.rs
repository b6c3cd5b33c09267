//! What an apply leaves in the state, however it ends.

mod identities;
mod limits;

use crate::cty::Value;
use crate::framework::testing::{
    Act, Cloud, ToyModel, ToyProvider, disk, list, lock, rule, server, summaries, to_plan, toy, with,
};
use crate::framework::{ApplyRequest, ApplyResponse, Field, ProviderServer, Sensitive};

/// Plans and applies `config` as Terraform does; a null one destroys.
async fn apply(server: &ProviderServer<ToyProvider>, prior: &Value, config: &Value) -> ApplyResponse {
    let planned = if config.is_null() {
        Value::Null
    } else {
        plan(server, prior, config)
    };
    server
        .apply_resource_change(request(prior, config, planned))
        .await
}

fn plan(server: &ProviderServer<ToyProvider>, prior: &Value, config: &Value) -> Value {
    let response = server.plan_resource_change(&to_plan(prior, config));
    response.planned.expect("a plan")
}

fn request(prior: &Value, config: &Value, planned: Value) -> ApplyRequest {
    ApplyRequest {
        type_name: "toy_thing".to_owned(),
        prior: prior.clone(),
        planned,
        config: config.clone(),
        identity: None,
        private: Vec::new(),
    }
}

/// A server, its API, and the state of a toy called `a` with one disk and one rule, which exists there.
async fn existing() -> (ProviderServer<ToyProvider>, std::sync::Arc<Cloud>, Value) {
    let (server, cloud) = server();
    let state = apply(&server, &Value::Null, &config())
        .await
        .state
        .expect("a state");
    (server, cloud, state)
}

fn config() -> Value {
    toy([
        ("name", "a".into()),
        ("disk", list([disk([("slot", "s1".into())])])),
        ("rule", list([rule([("action", "allow".into())])])),
    ])
}

fn noted() -> Value {
    with(config(), [("note", "n".into())])
}

#[tokio::test]
async fn a_creation_gives_the_state_that_was_saved_and_the_warnings() {
    let (server, _) = server();
    let response = apply(&server, &Value::Null, &config()).await;
    assert_eq!(summaries(&response.diagnostics), ["Careful"]);
    assert_eq!(
        response.state,
        Some(with(
            config(),
            [
                ("id", "toy-1".into()),
                ("size", 1.into()),
                ("mode", "slow".into()),
                ("revision", 7.into()),
                ("host", "a".into()),
                ("url", "https://a".into()),
                (
                    "disk",
                    list([disk([
                        ("slot", "s1".into()),
                        ("size", 10.into()),
                        ("label", "unnamed".into()),
                        ("serial", "S1".into()),
                    ])]),
                ),
                (
                    "rule",
                    list([rule([("action", "allow".into()), ("priority", 100.into())])])
                ),
            ]
        ))
    );
}

#[tokio::test]
async fn after_an_apply_the_next_plan_is_empty() {
    let (server, _, state) = existing().await;
    assert_eq!(plan(&server, &state, &config()), state);
    let updated = apply(&server, &state, &noted()).await.state.expect("a state");
    assert_eq!(plan(&server, &updated, &noted()), updated);
}

#[tokio::test]
async fn write_only_values_are_given_to_the_operation_and_left_nowhere() {
    let (server, cloud, state) = existing().await;
    let secret = with(
        config(),
        [("secret", "s3cret".into()), ("secret_version", 2.into())],
    );
    for prior in [Value::Null, state] {
        let response = apply(&server, &prior, &secret).await;
        let given = lock(&cloud.given).clone().expect("an operation");
        assert_eq!(given.secret, Field::Value(Sensitive("s3cret".to_owned())));
        let state = response.state.expect("a state");
        assert_eq!(state.get("secret"), Some(&Value::Null));
        assert!(!format!("{state:?}").contains("s3cret"));
    }
}

#[tokio::test]
async fn a_creation_that_fails_before_anything_exists_leaves_no_state() {
    let (server, cloud) = server();
    cloud.set(Act::Fail);
    let response = apply(&server, &Value::Null, &config()).await;
    assert_eq!(response.state, None);
    assert_eq!(summaries(&response.diagnostics), ["The toy is broken"]);
}

#[tokio::test]
async fn a_creation_that_fails_later_leaves_what_exists_with_null_for_what_is_not_known() {
    let (server, cloud) = server();
    cloud.set(Act::FailHalfway);
    let secret = with(config(), [("secret", "s3cret".into())]);
    let response = apply(&server, &Value::Null, &secret).await;
    assert_eq!(summaries(&response.diagnostics), ["The toy is broken"]);
    let state = response.state.expect("a state");
    assert_eq!(state.get("id"), Some(&"toy-1".into()));
    assert_eq!(state.get("name"), Some(&"a".into()));
    assert_eq!(state.get("mode"), Some(&"slow".into()));
    for name in ["size", "revision", "host", "url", "secret"] {
        assert_eq!(state.get(name), Some(&Value::Null), "{name}");
    }
    assert!(state.is_wholly_known(), "{state:?}");
}

#[tokio::test]
async fn a_creation_that_panics_leaves_what_was_saved_and_tells_of_the_bug() {
    for (act, saved) in [(Act::Panic, false), (Act::PanicAfterSave, true)] {
        let (server, cloud) = server();
        cloud.set(act);
        let response = apply(&server, &Value::Null, &config()).await;
        assert_eq!(response.state.is_some(), saved, "{act:?}");
        assert_eq!(summaries(&response.diagnostics), ["The provider has a bug"]);
        let detail = &response.diagnostics.iter().next().expect("one").detail;
        assert!(detail.contains("the toy bites"), "{detail}");
    }
}

#[tokio::test]
async fn an_update_that_fails_keeps_the_prior_state_unless_it_has_reached_another() {
    for (act, reached) in [
        (Act::Fail, None),
        (Act::Panic, None),
        (Act::FailAfterSave, Some("n")),
        (Act::PanicAfterSave, Some("n")),
        (Act::FailHalfway, Some("n")),
    ] {
        let (server, cloud, state) = existing().await;
        cloud.set(act);
        let response = apply(&server, &state, &noted()).await;
        assert!(response.diagnostics.has_errors(), "{act:?}");
        let note = response
            .state
            .as_ref()
            .map(|state| state.get("note").and_then(Value::as_str));
        assert_eq!(note, reached.map(Some), "{act:?}");
    }
}

#[tokio::test]
async fn a_destruction_gives_null() {
    let (server, cloud, state) = existing().await;
    let response = apply(&server, &state, &Value::Null).await;
    assert_eq!(response.state, Some(Value::Null));
    assert!(response.diagnostics.is_empty());
    assert_eq!(*lock(&cloud.object), None);
}

#[tokio::test]
async fn a_destruction_that_fails_keeps_the_prior_state_unless_it_has_reached_another() {
    for act in [Act::Fail, Act::Panic] {
        let (server, cloud, state) = existing().await;
        cloud.set(act);
        let response = apply(&server, &state, &Value::Null).await;
        assert_eq!(response.state, None, "{act:?}");
        assert!(response.diagnostics.has_errors(), "{act:?}");
    }
    let (server, cloud, state) = existing().await;
    cloud.set(Act::FailAfterSave);
    let response = apply(&server, &state, &Value::Null).await;
    assert_eq!(response.state, Some(with(state, [("note", "half gone".into())])));
    assert!(response.diagnostics.has_errors());
}

#[tokio::test]
async fn success_without_a_state_is_a_bug_of_the_provider() {
    let (server, cloud) = server();
    cloud.set(Act::ForgetState);
    let response = apply(&server, &Value::Null, &config()).await;
    assert_eq!(response.state, None);
    assert_eq!(summaries(&response.diagnostics), ["The provider has a bug"]);
}

#[tokio::test]
async fn unknown_values_after_a_success_are_stored_as_null_with_a_warning() {
    let (server, cloud) = server();
    cloud.set(Act::LeaveUnknown);
    let response = apply(&server, &Value::Null, &config()).await;
    assert_eq!(
        summaries(&response.diagnostics),
        ["revision: revision is not what was expected after the operation"]
    );
    assert!(!response.diagnostics.has_errors());
    let state = response.state.expect("a state");
    assert_eq!(state.get("revision"), Some(&Value::Null));
    assert_eq!(state.get("id"), Some(&"toy-1".into()));
}

/// Applies `config` to what exists while the API changes the object on its own, and checks the state against the plan.
async fn apply_while(prior: &Value, config: &Value, drift: fn(&mut ToyModel)) -> Value {
    let (server, cloud) = server();
    *lock(&cloud.drift) = Some(drift);
    let planned = plan(&server, prior, config);
    let response = server
        .apply_resource_change(request(prior, config, planned))
        .await;
    assert_eq!(summaries(&response.diagnostics), ["Careful"]);
    response.state.expect("a state")
}

#[tokio::test]
async fn what_the_api_spells_or_orders_in_another_way_stays_as_planned() {
    let config = toy([
        ("name", "a".into()),
        ("label", "One".into()),
        (
            "disk",
            list([
                disk([("slot", "s1".into()), ("label", "Big".into())]),
                disk([("slot", "s2".into())]),
            ]),
        ),
    ]);
    let state = apply_while(&Value::Null, &config, |toy| {
        toy.label = "ONE".into();
        let Field::Value(disks) = &mut toy.disk else {
            return;
        };
        let Field::Value(first) = &mut disks.0[0] else {
            return;
        };
        first.label = "big".into();
        disks.0.reverse();
    })
    .await;
    assert_eq!(state.get("label"), Some(&"One".into()));
}

#[tokio::test]
async fn what_was_planned_as_known_and_is_left_to_the_provider_stays_as_planned() {
    let (_, _, prior) = existing().await;
    let state = apply_while(&prior, &noted(), |toy| {
        toy.size = Field::Value(5);
        toy.revision = Field::Value(8);
        let Field::Value(disks) = &mut toy.disk else {
            return;
        };
        let Field::Value(first) = &mut disks.0[0] else {
            return;
        };
        first.serial = "S-other".into();
        let Field::Value(rules) = &mut toy.rule else {
            return;
        };
        let Field::Value(first) = &mut rules.0[0] else {
            return;
        };
        first.priority = Field::Value(5);
    })
    .await;
    assert_eq!(state.get("size"), Some(&1.into()));
    // Planned as unknown, so it is what the API says.
    assert_eq!(state.get("revision"), Some(&8.into()));
}

#[tokio::test]
async fn a_panic_over_the_answer_of_the_api_does_not_lose_the_object() {
    let (server, cloud) = server();
    *lock(&cloud.drift) = Some(|toy| toy.label = "boom".into());
    let config = with(config(), [("label", "One".into())]);
    let response = apply(&server, &Value::Null, &config).await;
    assert_eq!(
        summaries(&response.diagnostics),
        ["Careful", "The provider has a bug"]
    );
    assert_eq!(response.state.expect("a state").get("id"), Some(&"toy-1".into()));
}

#[tokio::test]
async fn without_a_configured_provider_nothing_is_done() {
    let server = ProviderServer::new(ToyProvider(std::sync::Arc::default()));
    let response = server
        .apply_resource_change(request(&Value::Null, &config(), config()))
        .await;
    assert_eq!(
        summaries(&response.diagnostics),
        ["The provider is not configured"]
    );
    assert_eq!(response.state, None);
}

#[tokio::test]
async fn a_resource_type_that_does_not_exist_is_an_error() {
    let mut other = request(&Value::Null, &config(), config());
    other.type_name = "toy_other".to_owned();
    let response = server().0.apply_resource_change(other).await;
    assert_eq!(summaries(&response.diagnostics), ["Unknown resource type"]);
    assert_eq!(response.state, None);
}

#[tokio::test]
async fn nothing_that_becomes_nothing_asks_nobody() {
    let (server, cloud) = server();
    cloud.set(Act::Fail);
    let response = apply(&server, &Value::Null, &Value::Null).await;
    assert_eq!(response.state, Some(Value::Null));
    assert!(response.diagnostics.is_empty());
}
