//! The provider as OpenTofu speaks to it: without a word of identities before 1.12, functions asked for once more, states
//! moved whatever the capabilities say, and the same client capabilities in each call.

use ksyun_autoscaling::cty::{Type, Value, json, msgpack};
use ksyun_autoscaling::tfplugin6::proto;

use crate::emulator_http::support::Emulator;
use crate::protocol::process::{Provider, dynamic, object, object_type, rpc};

const CONFIGURATION: &str = "ksyun_scaling_configuration";

/// What OpenTofu 1.11 and later say that they can, in each call that has a place for it; earlier ones say nothing.
#[expect(clippy::unnecessary_wraps, reason = "as a field of a message it is optional")]
fn capabilities() -> Option<proto::ClientCapabilities> {
    Some(proto::ClientCapabilities {
        write_only_attributes_allowed: true,
        ..Default::default()
    })
}

/// A provider that OpenTofu has configured for an API of its own.
struct Session {
    provider: Provider,
    schema: proto::Schema,
    ty: Type,
    _api: Emulator,
}

impl Session {
    async fn start() -> Self {
        let api = Emulator::start(&["--listen", "127.0.0.1:0"]);
        let url = format!("http://{}", api.host);
        let provider = Provider::start(&[
            ("KSYUN_ACCESS_KEY", "AKLTEMULATOR"),
            ("KSYUN_SECRET_KEY", "emulator-secret-key"),
            ("KSYUN_REGION", "cn-beijing-6"),
            ("KSYUN_ENDPOINT_AUTOSCALING", &url),
        ])
        .await;
        let schemas = rpc!(provider.client, GetProviderSchema, get_provider_schema, {});
        let block = schemas.provider.expect("a provider schema");
        let config = object(&block, []);
        let configured = rpc!(provider.client, ConfigureProvider, configure_provider, {
            terraform_version: "1.11.0".to_owned(),
            config: dynamic(&config, &object_type(&block)),
            client_capabilities: capabilities(),
        });
        assert_eq!(configured.diagnostics, []);
        let schema = schemas.resource_schemas[CONFIGURATION].clone();
        Self {
            provider,
            ty: object_type(&schema),
            schema,
            _api: api,
        }
    }

    fn value(&self, encoded: Option<proto::DynamicValue>) -> Value {
        msgpack::decode(&encoded.expect("a value").msgpack, &self.ty).unwrap()
    }

    /// Plans and applies the change from `prior` to `config`; gives the new state.
    async fn change(&self, prior: &Value, config: &Value, proposed: &Value) -> Value {
        let (client, ty) = (&self.provider.client, &self.ty);
        let planned = rpc!(client, PlanResourceChange, plan_resource_change, {
            type_name: CONFIGURATION.to_owned(),
            prior_state: dynamic(prior, ty),
            proposed_new_state: dynamic(proposed, ty),
            config: dynamic(config, ty),
            client_capabilities: capabilities(),
        });
        assert_eq!(planned.diagnostics, []);
        let applied = rpc!(client, ApplyResourceChange, apply_resource_change, {
            type_name: CONFIGURATION.to_owned(),
            prior_state: dynamic(prior, ty),
            planned_state: planned.planned_state,
            config: dynamic(config, ty),
            planned_private: planned.planned_private,
        });
        assert_eq!(applied.diagnostics, []);
        self.value(applied.new_state)
    }
}

#[tokio::test]
async fn an_object_lives_from_create_to_destroy_without_a_word_of_identities() {
    let tofu = Session::start().await;
    let (client, ty) = (&tofu.provider.client, &tofu.ty);
    let config = object(
        &tofu.schema,
        [("image_id", "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10".into())],
    );
    let validated = rpc!(client, ValidateResourceConfig, validate_resource_config, {
        type_name: CONFIGURATION.to_owned(),
        config: dynamic(&config, ty),
        client_capabilities: capabilities(),
    });
    assert_eq!(validated.diagnostics, []);
    let made = tofu.change(&Value::Null, &config, &config).await;
    assert!(
        made.get("id")
            .and_then(Value::as_str)
            .is_some_and(|id| !id.is_empty())
    );

    let stored = rpc!(client, UpgradeResourceState, upgrade_resource_state, {
        type_name: CONFIGURATION.to_owned(),
        raw_state: Some(proto::RawState { json: json::encode_json(&made, ty).unwrap(), ..Default::default() }),
    });
    assert_eq!(tofu.value(stored.upgraded_state.clone()), made);
    let read = rpc!(client, ReadResource, read_resource, {
        type_name: CONFIGURATION.to_owned(),
        current_state: stored.upgraded_state,
        client_capabilities: capabilities(),
    });
    assert_eq!(read.diagnostics, []);
    assert_eq!(tofu.value(read.new_state), made);
    let planned = rpc!(client, PlanResourceChange, plan_resource_change, {
        type_name: CONFIGURATION.to_owned(),
        prior_state: dynamic(&made, ty),
        proposed_new_state: dynamic(&made, ty),
        config: dynamic(&config, ty),
        client_capabilities: capabilities(),
    });
    assert_eq!(tofu.value(planned.planned_state), made, "the plan must be empty");

    let gone = tofu.change(&made, &Value::Null, &Value::Null).await;
    assert_eq!(gone, Value::Null);
    assert_eq!(tofu.provider.shut_down().await.status.code(), Some(0));
}

#[tokio::test]
async fn an_object_is_moved_here_before_anything_is_configured() {
    let provider = Provider::start(&[]).await;
    let schemas = rpc!(provider.client, GetProviderSchema, get_provider_schema, {});
    let moved = rpc!(provider.client, MoveResourceState, move_resource_state, {
        source_provider_address: "registry.opentofu.org/kingsoftcloud/ksyun".to_owned(),
        source_type_name: CONFIGURATION.to_owned(),
        // OpenTofu may write a number anew as it rounds it: with an exponent.
        source_state: Some(proto::RawState {
            json: br#"{"id":"100","password":"","system_disk_size":4e+01}"#.to_vec(),
            ..Default::default()
        }),
        source_private: b"null".to_vec(),
        target_type_name: CONFIGURATION.to_owned(),
    });
    assert_eq!(moved.diagnostics, []);
    let ty = object_type(&schemas.resource_schemas[CONFIGURATION]);
    let state = msgpack::decode(&moved.target_state.expect("a state").msgpack, &ty).unwrap();
    assert_eq!(state.get("id"), Some(&"100".into()));
    assert_eq!(state.get("system_disk_size"), Some(&40.into()));
    assert_eq!(state.get("password"), Some(&Value::Null), "it is adopted");
}

#[tokio::test]
async fn functions_are_told_again_and_a_null_argument_is_refused_in_its_answer() {
    let provider = Provider::start(&[]).await;
    let schemas = rpc!(provider.client, GetProviderSchema, get_provider_schema, {});
    let functions = rpc!(provider.client, GetFunctions, get_functions, {});
    assert_eq!(functions.functions, schemas.functions);
    assert!(!functions.functions.is_empty());
    // A null is sent as itself, or as a value of no encoding at all.
    for null in [
        dynamic(&Value::Null, &Type::String).unwrap(),
        proto::DynamicValue::default(),
    ] {
        let answer = rpc!(provider.client, CallFunction, call_function, {
            name: "parse_id".to_owned(),
            arguments: vec![null],
        });
        let error = answer.error.expect("an error");
        assert_eq!(error.function_argument, Some(0), "{}", error.text);
    }
}
