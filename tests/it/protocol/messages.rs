//! The gRPC messages themselves.

use ksyun_autoscaling::cty::{Value, msgpack};
use ksyun_autoscaling::tfplugin6::proto;
use tokio::time::timeout;

use crate::host::PATIENCE;
use crate::protocol::process::{Provider, dynamic, object, object_type, rpc};

/// The RPCs that the protocol file declares.
fn rpcs() -> Vec<&'static str> {
    let service = include_str!("../../../proto/tfplugin6.proto");
    let declared = service
        .lines()
        .filter_map(|line| line.trim().strip_prefix("rpc "));
    declared
        .map(|rpc| rpc.split('(').next().unwrap().trim())
        .collect()
}

/// The RPCs of state stores, of which the provider has none.
const STATE_STORES: [&str; 8] = [
    "ValidateStateStoreConfig",
    "ConfigureStateStore",
    "ReadStateBytes",
    "WriteStateBytes",
    "LockState",
    "UnlockState",
    "GetStates",
    "DeleteState",
];

#[tokio::test]
async fn every_rpc_of_what_the_provider_has_answers_an_empty_request_without_a_grpc_error() {
    let provider = Provider::start_debug().await;
    let rpcs = rpcs();
    assert_eq!(rpcs.len(), 36, "{rpcs:?}");
    for rpc in rpcs {
        let path = format!("/tfplugin6.Provider/{rpc}");
        let answers = async {
            let mut stream = provider.client.streaming(path).await?;
            let mut answers = 0;
            while stream.message().await?.is_some() {
                answers += 1;
            }
            Ok::<_, tonic::Status>(answers)
        };
        let answers = timeout(PATIENCE, answers).await.expect("an end");
        if rpc.contains("Ephemeral") || STATE_STORES.contains(&rpc) {
            let code = answers.expect_err("there is no such thing").code();
            assert_eq!(code, tonic::Code::Unimplemented, "{rpc}");
        } else {
            assert!(matches!(answers, Ok(1..)), "{rpc}");
        }
    }
}

#[tokio::test]
async fn no_rpc_needs_an_earlier_call() {
    // Terraform caches the schema, so a process may never be asked for it.
    let provider = Provider::start(&[]).await;
    let upgraded = rpc!(provider.client, UpgradeResourceState, upgrade_resource_state, {
        type_name: "ksyun_scaling_configuration".to_owned(),
        raw_state: Some(proto::RawState {
            json: br#"{"id":"100"}"#.to_vec(),
            ..Default::default()
        }),
    });
    assert_eq!(upgraded.diagnostics, []);
    assert!(upgraded.upgraded_state.is_some());
}

#[tokio::test]
async fn messages_beyond_the_usual_limit_of_grpc_are_taken_and_given() {
    let provider = Provider::start(&[]).await;
    let user_data = "x".repeat(6 << 20);
    let stored = serde_json::json!({ "id": "100", "user_data": user_data });
    let upgraded = rpc!(provider.client, UpgradeResourceState, upgrade_resource_state, {
        type_name: "ksyun_scaling_configuration".to_owned(),
        raw_state: Some(proto::RawState {
            json: stored.to_string().into_bytes(),
            ..Default::default()
        }),
    });
    assert_eq!(upgraded.diagnostics, []);
    let state = upgraded.upgraded_state.expect("a state");
    assert!(state.msgpack.len() > 6 << 20);
}

#[tokio::test]
async fn a_plan_is_made_and_carries_private_bytes_and_unknown_values() {
    let provider = Provider::start(&[]).await;
    let schemas = rpc!(provider.client, GetProviderSchema, get_provider_schema, {});
    let schema = &schemas.resource_schemas["ksyun_scaling_configuration"];
    let ty = object_type(schema);
    let config = object(schema, [("image_id", Value::unknown())]);
    let planned = rpc!(provider.client, PlanResourceChange, plan_resource_change, {
        type_name: "ksyun_scaling_configuration".to_owned(),
        prior_state: dynamic(&Value::Null, &ty),
        proposed_new_state: dynamic(&config, &ty),
        config: dynamic(&config, &ty),
        prior_private: b"\x00\xff".to_vec(),
    });
    assert_eq!(planned.diagnostics, []);
    assert_eq!(planned.planned_private, b"\x00\xff");
    let state = planned.planned_state.expect("a plan");
    let state = msgpack::decode(&state.msgpack, &ty).unwrap();
    for name in ["id", "image_id"] {
        assert_eq!(state.get(name), Some(&Value::unknown()), "{name}");
    }
}

#[tokio::test]
async fn an_attribute_error_points_at_its_attribute() {
    let provider = Provider::start(&[]).await;
    let schemas = rpc!(provider.client, GetProviderSchema, get_provider_schema, {});
    let schema = &schemas.resource_schemas["ksyun_scaling_group"];
    let config = object(schema, [("min_size", Value::from(-1))]);
    let answer = rpc!(provider.client, ValidateResourceConfig, validate_resource_config, {
        type_name: "ksyun_scaling_group".to_owned(),
        config: dynamic(&config, &object_type(schema)),
    });
    let invalid = answer
        .diagnostics
        .iter()
        .find(|diagnostic| diagnostic.summary == "Invalid min_size");
    let path = invalid
        .and_then(|diagnostic| diagnostic.attribute.clone())
        .expect("a path");
    let min_size = proto::attribute_path::step::Selector::AttributeName("min_size".to_owned());
    let [step] = path.steps.try_into().expect("one step");
    assert_eq!(step.selector, Some(min_size));
}
