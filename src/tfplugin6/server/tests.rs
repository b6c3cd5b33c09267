//! The service over the framework's toy provider: what the messages add to the values.

use tonic::Request;

use super::ProviderService;
use crate::cty::testing::object;
use crate::cty::{Type, Value, msgpack};
use crate::framework::testing::{Act, Cloud, ToyProvider, provider_config, schema, toy, with};
use crate::tfplugin6::proto;
use crate::tfplugin6::proto::provider_server::Provider as _;

mod absent;
mod list;
mod undecodable;

const PRIVATE: &[u8] = b"\x00what another provider left\xff";

/// A service, and the API of its toys.
async fn service() -> (ProviderService<ToyProvider>, std::sync::Arc<Cloud>) {
    let cloud = std::sync::Arc::new(Cloud::default());
    let service = ProviderService::new(crate::framework::ProviderServer::new(ToyProvider(
        std::sync::Arc::clone(&cloud),
    )));
    let endpoint = Type::object([("endpoint", Type::String)]);
    let request = proto::configure_provider::Request {
        terraform_version: "1.15.0".to_owned(),
        config: Some(encode(&provider_config(Value::Null), &endpoint)),
        ..Default::default()
    };
    let answer = service
        .configure_provider(Request::new(request))
        .await
        .expect("an answer");
    assert_eq!(answer.into_inner().diagnostics, []);
    (service, cloud)
}

fn encode(value: &Value, ty: &Type) -> proto::DynamicValue {
    proto::DynamicValue {
        msgpack: msgpack::encode(value, ty).expect("a value of its type"),
        json: Vec::new(),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "as a field of a message it is optional")]
fn dynamic(toy: &Value) -> Option<proto::DynamicValue> {
    Some(encode(toy, &schema().ty()))
}

fn decoded(dynamic: Option<proto::DynamicValue>) -> Value {
    let dynamic = dynamic.expect("a value");
    msgpack::decode(&dynamic.msgpack, &schema().ty()).expect("a toy")
}

/// Bytes that are no value.
#[expect(clippy::unnecessary_wraps, reason = "as a field of a message it is optional")]
fn broken() -> Option<proto::DynamicValue> {
    Some(proto::DynamicValue {
        msgpack: vec![0xc1],
        json: Vec::new(),
    })
}

fn identity(id: &str) -> proto::ResourceIdentityData {
    let ty = Type::object([("shelf", Type::String), ("id", Type::String)]);
    let value = object([("shelf", "top".into()), ("id", id.into())]);
    proto::ResourceIdentityData {
        identity_data: Some(encode(&value, &ty)),
    }
}

fn summaries(diagnostics: &[proto::Diagnostic]) -> Vec<&str> {
    diagnostics
        .iter()
        .map(|diagnostic| diagnostic.summary.as_str())
        .collect()
}

fn config() -> Value {
    toy([("name", "a".into())])
}

fn planned() -> Value {
    with(
        config(),
        [
            ("id", Value::unknown()),
            ("mode", "slow".into()),
            ("size", 1.into()),
        ],
    )
}

fn state() -> Value {
    with(planned(), [("id", "toy-1".into())])
}

fn thing() -> String {
    "toy_thing".to_owned()
}

fn plan_request() -> proto::plan_resource_change::Request {
    proto::plan_resource_change::Request {
        type_name: thing(),
        prior_state: dynamic(&Value::Null),
        proposed_new_state: dynamic(&config()),
        config: dynamic(&config()),
        prior_private: PRIVATE.to_vec(),
        ..Default::default()
    }
}

fn apply_request() -> proto::apply_resource_change::Request {
    proto::apply_resource_change::Request {
        type_name: thing(),
        prior_state: dynamic(&Value::Null),
        planned_state: dynamic(&planned()),
        config: dynamic(&config()),
        planned_private: PRIVATE.to_vec(),
        ..Default::default()
    }
}

fn read_request() -> proto::read_resource::Request {
    proto::read_resource::Request {
        type_name: thing(),
        current_state: dynamic(&state()),
        private: PRIVATE.to_vec(),
        current_identity: Some(identity("toy-1")),
        ..Default::default()
    }
}

async fn plan(request: proto::plan_resource_change::Request) -> proto::plan_resource_change::Response {
    let (service, _) = service().await;
    let answer = service.plan_resource_change(Request::new(request)).await;
    answer.expect("an answer").into_inner()
}

async fn apply(
    act: Act,
    request: proto::apply_resource_change::Request,
) -> proto::apply_resource_change::Response {
    let (service, cloud) = service().await;
    cloud.set(act);
    let answer = service.apply_resource_change(Request::new(request)).await;
    answer.expect("an answer").into_inner()
}

async fn read(act: Act, request: proto::read_resource::Request) -> proto::read_resource::Response {
    let (service, cloud) = service().await;
    cloud.set(act);
    let answer = service.read_resource(Request::new(request)).await;
    answer.expect("an answer").into_inner()
}

#[tokio::test]
async fn a_plan_carries_private_bytes_and_identity_on() {
    let request = proto::plan_resource_change::Request {
        prior_state: dynamic(&state()),
        proposed_new_state: dynamic(&state()),
        prior_identity: Some(identity("toy-1")),
        ..plan_request()
    };
    let answer = plan(request).await;
    assert_eq!(answer.planned_private, PRIVATE);
    assert_eq!(answer.planned_identity, Some(identity("toy-1")));
    assert_eq!(decoded(answer.planned_state), state());
    assert_eq!(answer.diagnostics, []);
    assert!(!answer.legacy_type_system);
    assert_eq!(answer.deferred, None);
}

#[tokio::test]
async fn a_plan_names_the_attributes_that_ask_for_replacement() {
    let zoned = |toy, zone: &str| dynamic(&with(toy, [("zone", zone.into())]));
    let request = proto::plan_resource_change::Request {
        prior_state: zoned(state(), "z1"),
        proposed_new_state: zoned(state(), "z2"),
        config: zoned(config(), "z2"),
        ..plan_request()
    };
    let paths = plan(request).await.requires_replace;
    let [path] = paths.try_into().expect("one path");
    let [step] = path.steps.try_into().expect("one step");
    let zone = proto::attribute_path::step::Selector::AttributeName("zone".to_owned());
    assert_eq!(step.selector, Some(zone));
}

#[tokio::test]
async fn an_apply_carries_private_bytes_on_and_gives_the_identity_whatever_happens() {
    for act in [Act::Succeed, Act::FailAfterSave, Act::PanicAfterSave] {
        let answer = apply(act, apply_request()).await;
        assert_eq!(answer.private, PRIVATE, "{act:?}");
        assert_eq!(answer.new_identity, Some(identity("toy-1")), "{act:?}");
        assert_eq!(
            decoded(answer.new_state).get("id"),
            Some(&"toy-1".into()),
            "{act:?}"
        );
        assert!(!answer.legacy_type_system);
    }
}

#[tokio::test]
async fn a_failure_without_a_state_leaves_it_unset_and_not_null() {
    for act in [Act::Fail, Act::Panic] {
        let update = proto::apply_resource_change::Request {
            prior_state: dynamic(&state()),
            planned_identity: Some(identity("toy-1")),
            ..apply_request()
        };
        let answer = apply(act, update).await;
        assert_eq!(answer.new_state, None, "{act:?}");
        assert_eq!(answer.private, PRIVATE, "{act:?}");
        assert_eq!(answer.new_identity, Some(identity("toy-1")), "{act:?}");
        assert_eq!(answer.diagnostics.len(), 1, "{act:?}");
    }
}

#[tokio::test]
async fn a_destruction_gives_a_null_state() {
    let request = proto::apply_resource_change::Request {
        prior_state: dynamic(&state()),
        planned_state: dynamic(&Value::Null),
        config: dynamic(&Value::Null),
        ..apply_request()
    };
    let answer = apply(Act::Succeed, request).await;
    assert_eq!(decoded(answer.new_state), Value::Null);
}

#[tokio::test]
async fn a_read_carries_private_bytes_and_identity_on_whatever_happens() {
    let gone = read(Act::Succeed, read_request()).await;
    assert_eq!(decoded(gone.new_state), Value::Null);
    assert_eq!(gone.private, PRIVATE);

    let failed = read(Act::Fail, read_request()).await;
    assert_eq!(failed.new_state, None);
    assert_eq!(failed.private, PRIVATE);
    assert_eq!(summaries(&failed.diagnostics), ["The toy can't be seen"]);
}

#[tokio::test]
async fn a_type_that_does_not_exist_is_named_whatever_value_comes_with_it() {
    let (service, _) = service().await;
    let other = || "toy_other".to_owned();
    let request = proto::plan_resource_change::Request {
        type_name: other(),
        ..plan_request()
    };
    let answer = service
        .plan_resource_change(Request::new(request))
        .await
        .expect("an answer");
    assert_eq!(
        summaries(&answer.into_inner().diagnostics),
        ["Unknown resource type"]
    );

    let request = proto::read_data_source::Request {
        type_name: other(),
        config: dynamic(&config()),
        ..Default::default()
    };
    let answer = service
        .read_data_source(Request::new(request))
        .await
        .expect("an answer");
    assert_eq!(
        summaries(&answer.into_inner().diagnostics),
        ["Unknown data source"]
    );
}

#[tokio::test]
async fn an_upgrade_reads_json_and_refuses_ancient_and_missing_state() {
    let (service, _) = service().await;
    let upgrade = async |raw_state| {
        let request = proto::upgrade_resource_state::Request {
            type_name: thing(),
            version: 0,
            raw_state,
        };
        let answer = service.upgrade_resource_state(Request::new(request)).await;
        answer.expect("an answer").into_inner()
    };
    let json = proto::RawState {
        json: br#"{"id":"toy-1","name":"a"}"#.to_vec(),
        ..Default::default()
    };
    let answer = upgrade(Some(json)).await;
    assert_eq!(decoded(answer.upgraded_state).get("id"), Some(&"toy-1".into()));

    let flatmap = proto::RawState {
        flatmap: [("id".to_owned(), "toy-1".to_owned())].into(),
        ..Default::default()
    };
    for (raw_state, summary) in [
        (Some(flatmap), "The state was written by a Terraform before 0.12"),
        (Some(proto::RawState::default()), "The stored state can't be read"),
        (None, "The stored state can't be read"),
    ] {
        let answer = upgrade(raw_state).await;
        assert_eq!(answer.upgraded_state, None);
        assert_eq!(summaries(&answer.diagnostics), [summary]);
    }
}

#[tokio::test]
async fn an_import_names_its_type_and_carries_the_identity() {
    let (service, _) = service().await;
    let import = async |id: &str, identity| {
        let request = proto::import_resource_state::Request {
            type_name: thing(),
            id: id.to_owned(),
            identity,
            ..Default::default()
        };
        let answer = service.import_resource_state(Request::new(request)).await;
        answer.expect("an answer").into_inner()
    };
    for (id, by) in [("toy-7", None), ("", Some(identity("toy-7")))] {
        let [imported] = import(id, by.clone())
            .await
            .imported_resources
            .try_into()
            .expect("one");
        assert_eq!(imported.type_name, "toy_thing");
        assert_eq!(decoded(imported.state), toy([("id", "toy-7".into())]));
        assert_eq!(imported.identity, by);
    }
    let refused = import("7", None).await;
    assert_eq!(refused.imported_resources, []);
    assert_eq!(summaries(&refused.diagnostics), ["Invalid id"]);
}

#[tokio::test]
async fn what_is_remembered_crosses_the_wire_in_both_directions() {
    let (service, cloud) = service().await;
    let imported = service.import_resource_state(Request::new(proto::import_resource_state::Request {
        type_name: thing(),
        id: "toy-remembered".to_owned(),
        ..Default::default()
    }));
    let imported = imported.await.expect("an answer").into_inner();
    let imported = &imported.imported_resources[0].private;
    assert!(!imported.is_empty());
    let moved = service.move_resource_state(Request::new(proto::move_resource_state::Request {
        source_type_name: thing(),
        target_type_name: thing(),
        source_private: imported.clone(),
        ..Default::default()
    }));
    let moved = moved.await.expect("an answer").into_inner();
    assert_eq!(&moved.target_private, imported);

    *crate::framework::testing::lock(&cloud.remembers) = true;
    let read = service.read_resource(Request::new(proto::read_resource::Request {
        private: imported.clone(),
        ..read_request()
    }));
    let read = read.await.expect("an answer").into_inner().private;
    let applied = service.apply_resource_change(Request::new(proto::apply_resource_change::Request {
        planned_private: read.clone(),
        ..apply_request()
    }));
    let applied = applied.await.expect("an answer").into_inner().private;
    let planned = service.plan_resource_change(Request::new(proto::plan_resource_change::Request {
        prior_state: dynamic(&state()),
        proposed_new_state: None,
        config: None,
        prior_private: applied.clone(),
        ..plan_request()
    }));
    let planned = planned.await.expect("an answer").into_inner().planned_private;
    // Each of them has written down one operation more.
    let lengths = [imported, &read, &applied, &planned].map(Vec::len);
    assert!(
        lengths.is_sorted_by(|shorter, longer| shorter < longer),
        "{lengths:?}"
    );
}

#[tokio::test]
async fn write_only_values_are_allowed_only_to_a_terraform_that_says_so() {
    let (service, _) = service().await;
    let secret = dynamic(&with(config(), [("secret", "s3cret".into())]));
    for (client_capabilities, errors) in [
        (None, 1),
        (Some(proto::ClientCapabilities::default()), 1),
        (
            Some(proto::ClientCapabilities {
                write_only_attributes_allowed: true,
                ..Default::default()
            }),
            0,
        ),
    ] {
        let request = proto::validate_resource_config::Request {
            type_name: thing(),
            config: secret.clone(),
            client_capabilities,
        };
        let answer = service.validate_resource_config(Request::new(request)).await;
        assert_eq!(answer.expect("an answer").into_inner().diagnostics.len(), errors);
    }
}

#[tokio::test]
async fn the_schema_is_the_same_each_time_and_metadata_agrees_with_it() {
    let (service, _) = service().await;
    let schema = async || {
        let answer = service.get_provider_schema(Request::new(proto::get_provider_schema::Request {}));
        answer.await.expect("an answer").into_inner()
    };
    let first = schema().await;
    assert_eq!(first, schema().await);
    let answer = service
        .get_metadata(Request::new(proto::get_metadata::Request {}))
        .await;
    let metadata = answer.expect("an answer").into_inner();
    assert_eq!(metadata.server_capabilities, first.server_capabilities);
    let names: Vec<&String> = metadata
        .resources
        .iter()
        .map(|resource| &resource.type_name)
        .collect();
    assert_eq!(names, first.resource_schemas.keys().collect::<Vec<_>>());
}
