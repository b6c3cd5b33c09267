//! Lists, identities, moves and generated configurations on the wire.

use tokio_stream::StreamExt as _;
use tonic::Request;

use super::{broken, decoded, dynamic, encode, identity, service, summaries, thing};
use crate::cty::testing::object;
use crate::cty::{Type, Value};
use crate::framework::testing::{Act, toy, with};
use crate::tfplugin6::proto;
use crate::tfplugin6::proto::attribute_path::step::Selector;
use crate::tfplugin6::proto::provider_server::Provider as _;

fn filter(prefix: Value, number: Value) -> proto::DynamicValue {
    let ty = Type::object([("prefix", Type::String), ("number", Type::Number)]);
    encode(&object([("prefix", prefix), ("number", number)]), &ty)
}

/// All events of a list.
async fn listed(request: proto::list_resource::Request, act: Act) -> Vec<proto::list_resource::Event> {
    let (service, cloud) = service().await;
    cloud.set(act);
    let answer = service.list_resource(Request::new(request)).await;
    let events = answer.expect("a stream").into_inner();
    events.map(|event| event.expect("an event")).collect().await
}

#[tokio::test]
async fn an_object_comes_with_its_state_only_if_that_is_wanted() {
    for include_resource_object in [false, true] {
        let request = proto::list_resource::Request {
            type_name: thing(),
            config: Some(filter(Value::Null, 1.into())),
            include_resource_object,
            limit: 10,
        };
        let events = listed(request, Act::Succeed).await;
        let [found, warning] = &events[..] else {
            panic!("{events:?}");
        };
        assert_eq!(found.display_name, "toy 1");
        assert_eq!(found.identity, Some(identity("toy-1")));
        assert_eq!(found.diagnostic, []);
        let state = found.resource_object.clone().map(|state| decoded(Some(state)));
        let whole = toy([("id", "toy-1".into()), ("name", "a".into())]);
        assert_eq!(state, include_resource_object.then_some(whole));
        assert_eq!(summaries(&warning.diagnostic), ["Looked"]);
        assert_eq!(warning.identity, None);
    }
}

#[tokio::test]
async fn a_limit_that_is_missing_is_that_of_terraform() {
    for (limit, number) in [(0, 100), (-1, 100), (3, 3)] {
        let request = proto::list_resource::Request {
            type_name: thing(),
            config: Some(filter(Value::Null, 150.into())),
            limit,
            ..Default::default()
        };
        assert_eq!(listed(request, Act::Hang).await.len(), number, "limit {limit}");
    }
}

#[tokio::test]
async fn a_filter_that_can_not_be_read_is_an_error_and_no_list() {
    let request = proto::list_resource::Request {
        type_name: thing(),
        config: broken(),
        ..Default::default()
    };
    let events = listed(request, Act::Succeed).await;
    assert_eq!(events.len(), 1);
    assert_eq!(
        events[0].diagnostic[0].severity(),
        proto::diagnostic::Severity::Error
    );
}

#[tokio::test]
async fn a_refused_filter_is_found_in_the_config_block() {
    let (service, _) = service().await;
    let request = proto::validate_list_resource_config::Request {
        type_name: thing(),
        config: Some(filter("".into(), Value::Null)),
        ..Default::default()
    };
    let answer = service.validate_list_resource_config(Request::new(request)).await;
    let diagnostics = answer.expect("an answer").into_inner().diagnostics;
    assert_eq!(summaries(&diagnostics), ["Invalid prefix"]);
    let path = diagnostics[0].attribute.clone().expect("a path");
    let steps: Vec<_> = path.steps.into_iter().filter_map(|step| step.selector).collect();
    assert_eq!(
        steps,
        [
            Selector::AttributeName("config".to_owned()),
            Selector::AttributeName("prefix".to_owned())
        ]
    );
}

#[tokio::test]
async fn identity_attributes_are_strings_that_an_import_must_or_may_give() {
    let (service, _) = service().await;
    let answer = service
        .get_resource_identity_schemas(Request::new(proto::get_resource_identity_schemas::Request {}))
        .await;
    let schemas = answer.expect("an answer").into_inner().identity_schemas;
    let attributes: Vec<_> = schemas["toy_thing"]
        .identity_attributes
        .iter()
        .map(|attribute| {
            let kind = (attribute.required_for_import, attribute.optional_for_import);
            (attribute.name.as_str(), attribute.r#type.as_slice(), kind)
        })
        .collect();
    assert_eq!(
        attributes,
        [
            ("shelf", b"\"string\"".as_slice(), (false, true)),
            ("id", b"\"string\"".as_slice(), (true, false)),
        ]
    );
}

#[tokio::test]
async fn a_stored_identity_is_upgraded_and_a_missing_one_is_no_error() {
    let (service, _) = service().await;
    let upgrade = async |json: &[u8]| {
        let request = proto::upgrade_resource_identity::Request {
            type_name: thing(),
            raw_identity: Some(proto::RawState {
                json: json.to_vec(),
                ..Default::default()
            }),
            ..Default::default()
        };
        let answer = service.upgrade_resource_identity(Request::new(request)).await;
        answer.expect("an answer").into_inner()
    };
    let known = upgrade(br#"{"shelf": "top", "id": "toy-1"}"#).await;
    assert_eq!(known.upgraded_identity, Some(identity("toy-1")));
    assert_eq!(upgrade(b"").await.diagnostics, []);
    let damaged = upgrade(b"{").await;
    assert_eq!(damaged.upgraded_identity, None);
    assert_eq!(
        summaries(&damaged.diagnostics),
        ["The stored identity can't be read"]
    );
}

#[tokio::test]
async fn a_move_gives_the_state_without_the_private_bytes_of_the_other_provider() {
    let (service, _) = service().await;
    let request = proto::move_resource_state::Request {
        source_provider_address: "example.com/toys/toy".to_owned(),
        source_type_name: thing(),
        target_type_name: thing(),
        source_state: Some(proto::RawState {
            json: br#"{"id": "toy-1", "name": "a"}"#.to_vec(),
            ..Default::default()
        }),
        source_private: b"theirs".to_vec(),
        ..Default::default()
    };
    let answer = service.move_resource_state(Request::new(request)).await;
    let answer = answer.expect("an answer").into_inner();
    assert_eq!(answer.diagnostics, []);
    assert_eq!(decoded(answer.target_state).get("id"), Some(&"toy-1".into()));
    assert_eq!(answer.target_private, b"");
}

#[tokio::test]
async fn a_configuration_is_generated_from_a_state() {
    let (service, _) = service().await;
    let generate = async |state| {
        let request = proto::generate_resource_config::Request {
            type_name: thing(),
            state,
        };
        let answer = service.generate_resource_config(Request::new(request)).await;
        answer.expect("an answer").into_inner()
    };
    let written = toy([("name", "a".into()), ("size", 3.into())]);
    let state = with(written.clone(), [("id", "toy-1".into())]);
    let generated = generate(dynamic(&state)).await;
    assert_eq!(generated.diagnostics, []);
    assert_eq!(decoded(generated.config), written);

    let refused = generate(broken()).await;
    assert_eq!(refused.config, None);
    assert_eq!(refused.diagnostics.len(), 1);
}
