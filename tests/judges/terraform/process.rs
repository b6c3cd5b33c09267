//! One process of the provider, and the calls that core makes to it.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use ksyun_autoscaling::client::Transport;
use ksyun_autoscaling::framework::ProviderServer;
use ksyun_autoscaling::provider::KsyunProvider;
use ksyun_autoscaling::tfplugin6::proto;
use ksyun_autoscaling::tfplugin6::proto::provider_server::Provider as _;
use ksyun_autoscaling::tfplugin6::server::ProviderService;
use serde_json::{Value as Json, json};
use tokio::sync::watch;
use tokio_stream::StreamExt as _;
use tonic::{Request, Response, Status};

use super::schema::{Block, Type};
use super::state::Object;
use super::value::Value;
use super::wire::{decode, encode, from_json, to_json};

/// What the provider said of an operation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Diagnostic {
    pub(crate) is_error: bool,
    pub(crate) summary: String,
    pub(crate) detail: String,
    /// Such as `.slb_config_set[0].weight`; empty for the whole object.
    pub(crate) path: String,
}

/// The schema of a resource type.
pub(crate) struct ResourceSchema {
    pub(crate) block: Block,
    pub(crate) ty: Type,
}

/// All schemas; they are the same in every process.
pub(crate) struct Schemas {
    pub(crate) resources: BTreeMap<String, ResourceSchema>,
    actions: BTreeMap<String, ResourceSchema>,
    provider: Block,
    plans_destroy: bool,
}

/// A call that the provider did not answer, since its process ended.
pub(super) struct Crashed;

/// A process that serves the provider until it is killed.
pub(super) struct Process {
    service: ProviderService<KsyunProvider>,
    /// Holds `true` once the process is dead.
    death: watch::Receiver<bool>,
    /// Whether core knows identities: since 1.12.
    knows_identities: bool,
    pub(super) schemas: &'static Schemas,
}

/// An answer to `PlanResourceChange`.
pub(super) struct Planned {
    pub(super) value: Result<Value, String>,
    pub(super) requires_replace: Vec<Vec<String>>,
    pub(super) private: Vec<u8>,
    pub(super) identity: Option<proto::ResourceIdentityData>,
    pub(super) is_legacy: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// An answer to `ApplyResourceChange` or `ReadResource`.
pub(super) struct Given {
    pub(super) value: Result<Value, String>,
    pub(super) private: Vec<u8>,
    pub(super) identity: Option<proto::ResourceIdentityData>,
    pub(super) is_legacy: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// An answer to `ImportResourceState` with one object.
pub(super) struct Imported {
    pub(super) value: Result<Value, String>,
    pub(super) private: Vec<u8>,
    pub(super) identity: Option<proto::ResourceIdentityData>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

const CLIENT: proto::ClientCapabilities = proto::ClientCapabilities {
    deferral_allowed: false,
    write_only_attributes_allowed: true,
    store_planned_private: false,
    computed_blocks_allowed: false,
};

impl Process {
    /// Starts a process whose requests go through `transport`, and which ends when `death` holds `true`.
    pub(super) async fn start(
        transport: Arc<dyn Transport>,
        death: watch::Receiver<bool>,
        knows_identities: bool,
    ) -> Self {
        static SCHEMAS: OnceLock<Schemas> = OnceLock::new();
        // What the provider would mend for a person must not be hidden from the judges.
        let server = ProviderServer::new(KsyunProvider::with_transport(transport)).strict(true);
        let service = ProviderService::new(server);
        if SCHEMAS.get().is_none() {
            let request = Request::new(proto::get_provider_schema::Request::default());
            let response = service.get_provider_schema(request).await.expect("an answer");
            let _ = SCHEMAS.set(Schemas::decode(&response.into_inner()));
        }
        Self {
            service,
            death,
            knows_identities,
            schemas: SCHEMAS.get().expect("it was set"),
        }
    }

    /// Waits for an answer, unless the process dies before.
    async fn answer<T>(&self, call: impl Future<Output = Result<Response<T>, Status>>) -> Result<T, Crashed> {
        let mut death = self.death.clone();
        tokio::select! {
            biased;
            _ = death.wait_for(|is_dead| *is_dead) => Err(Crashed),
            answer = call => Ok(answer.expect("problems are diagnostics, never a gRPC status").into_inner()),
        }
    }

    /// An identity, for a core that knows them.
    fn known(&self, identity: Option<proto::ResourceIdentityData>) -> Option<proto::ResourceIdentityData> {
        identity.filter(|_| self.knows_identities)
    }

    /// `ValidateProviderConfig` and `ConfigureProvider` with `settings`.
    pub(super) async fn configure(&self, settings: &Json) -> Result<Vec<Diagnostic>, Crashed> {
        let mut members = self.schemas.provider.empty();
        for (name, json) in settings.as_object().expect("settings") {
            let attribute = self.schemas.provider.attributes.get(name);
            let ty = attribute.map_or_else(
                || self.schemas.provider.blocks[name].block.ty(),
                |one| one.ty.clone(),
            );
            members.insert(
                name.clone(),
                from_json(json, &ty).expect("settings fit the schema"),
            );
        }
        let config = encode(&Value::Object(members));
        let request = proto::validate_provider_config::Request {
            config: Some(config.clone()),
        };
        let validated = self
            .answer(self.service.validate_provider_config(Request::new(request)))
            .await?;
        let request = proto::configure_provider::Request {
            terraform_version: "1.15.5".to_owned(),
            config: Some(config),
            client_capabilities: Some(CLIENT),
        };
        let configured = self
            .answer(self.service.configure_provider(Request::new(request)))
            .await?;
        Ok(diagnostics(
            [validated.diagnostics, configured.diagnostics].concat(),
        ))
    }

    /// `ValidateResourceConfig`.
    pub(super) async fn validate(&self, type_name: &str, config: &Value) -> Result<Vec<Diagnostic>, Crashed> {
        let request = proto::validate_resource_config::Request {
            type_name: type_name.to_owned(),
            config: Some(encode(config)),
            client_capabilities: Some(CLIENT),
        };
        let answer = self
            .answer(self.service.validate_resource_config(Request::new(request)))
            .await?;
        Ok(diagnostics(answer.diagnostics))
    }

    /// `UpgradeResourceState` with the value of a saved object.
    pub(super) async fn upgrade(
        &self,
        type_name: &str,
        value: &Value,
    ) -> Result<(Result<Value, String>, Vec<Diagnostic>), Crashed> {
        let request = proto::upgrade_resource_state::Request {
            type_name: type_name.to_owned(),
            version: 0,
            raw_state: Some(proto::RawState {
                json: to_json(value).to_string().into_bytes(),
                ..proto::RawState::default()
            }),
        };
        let answer = self
            .answer(self.service.upgrade_resource_state(Request::new(request)))
            .await?;
        let value = decode(
            answer.upgraded_state.as_ref(),
            &self.schemas.resources[type_name].ty,
        );
        Ok((value, diagnostics(answer.diagnostics)))
    }

    /// `ReadResource`.
    pub(super) async fn read(&self, type_name: &str, object: &Object) -> Result<Given, Crashed> {
        let request = proto::read_resource::Request {
            type_name: type_name.to_owned(),
            current_state: Some(encode(&object.value)),
            private: object.private.clone(),
            current_identity: self.known(object.identity.clone()),
            client_capabilities: Some(CLIENT),
            ..proto::read_resource::Request::default()
        };
        let answer = self
            .answer(self.service.read_resource(Request::new(request)))
            .await?;
        Ok(Given {
            value: decode(answer.new_state.as_ref(), &self.schemas.resources[type_name].ty),
            private: answer.private,
            identity: self.known(answer.new_identity),
            is_legacy: false,
            diagnostics: diagnostics(answer.diagnostics),
        })
    }

    /// `ImportResourceState` by the text of an id.
    pub(super) async fn import(&self, type_name: &str, id: &str) -> Result<Imported, Crashed> {
        let request = proto::import_resource_state::Request {
            type_name: type_name.to_owned(),
            id: id.to_owned(),
            client_capabilities: Some(CLIENT),
            ..proto::import_resource_state::Request::default()
        };
        let answer = self
            .answer(self.service.import_resource_state(Request::new(request)))
            .await?;
        let object = answer.imported_resources.into_iter().next().unwrap_or_default();
        let ty = &self.schemas.resources[type_name].ty;
        Ok(Imported {
            value: object
                .state
                .as_ref()
                .map_or(Ok(Value::Null), |state| decode(Some(state), ty)),
            private: object.private,
            identity: object.identity,
            diagnostics: diagnostics(answer.diagnostics),
        })
    }

    /// `PlanResourceChange`.
    pub(super) async fn plan(
        &self,
        type_name: &str,
        [prior, proposed, config]: [&Value; 3],
        private: Vec<u8>,
        identity: Option<proto::ResourceIdentityData>,
    ) -> Result<Planned, Crashed> {
        let request = proto::plan_resource_change::Request {
            type_name: type_name.to_owned(),
            prior_state: Some(encode(prior)),
            proposed_new_state: Some(encode(proposed)),
            config: Some(encode(config)),
            prior_private: private,
            prior_identity: self.known(identity),
            client_capabilities: Some(CLIENT),
            ..proto::plan_resource_change::Request::default()
        };
        let answer = self
            .answer(self.service.plan_resource_change(Request::new(request)))
            .await?;
        Ok(Planned {
            value: decode(
                answer.planned_state.as_ref(),
                &self.schemas.resources[type_name].ty,
            ),
            requires_replace: answer.requires_replace.iter().map(steps).collect(),
            private: answer.planned_private,
            identity: self.known(answer.planned_identity),
            is_legacy: answer.legacy_type_system,
            diagnostics: diagnostics(answer.diagnostics),
        })
    }

    /// `PlanResourceChange` for a destroy, if the provider wants to be asked.
    pub(super) async fn plan_destroy(
        &self,
        type_name: &str,
        object: &Object,
    ) -> Result<Option<Planned>, Crashed> {
        if !self.schemas.plans_destroy {
            return Ok(None);
        }
        let values = [&object.value, &Value::Null, &Value::Null];
        let planned = self.plan(type_name, values, object.private.clone(), object.identity.clone());
        planned.await.map(Some)
    }

    /// `ApplyResourceChange`.
    pub(super) async fn apply(
        &self,
        type_name: &str,
        [prior, planned, config]: [&Value; 3],
        private: Vec<u8>,
        identity: Option<proto::ResourceIdentityData>,
    ) -> Result<Given, Crashed> {
        let request = proto::apply_resource_change::Request {
            type_name: type_name.to_owned(),
            prior_state: Some(encode(prior)),
            planned_state: Some(encode(planned)),
            config: Some(encode(config)),
            planned_private: private,
            planned_identity: self.known(identity),
            ..proto::apply_resource_change::Request::default()
        };
        let answer = self
            .answer(self.service.apply_resource_change(Request::new(request)))
            .await?;
        Ok(Given {
            value: decode(answer.new_state.as_ref(), &self.schemas.resources[type_name].ty),
            private: answer.private,
            identity: self.known(answer.new_identity),
            is_legacy: answer.legacy_type_system,
            diagnostics: diagnostics(answer.diagnostics),
        })
    }

    /// The configuration of an action with these arguments.
    pub(super) fn action_config(&self, action_type: &str, arguments: &Json) -> Value {
        let schema = &self.schemas.actions[action_type];
        let given = from_json(arguments, &schema.ty).expect("the arguments fit the schema");
        let mut members = schema.block.empty();
        members.extend(
            schema
                .ty
                .member_names()
                .map(|name| (name.to_owned(), given.get(name))),
        );
        Value::Object(members)
    }

    /// `PlanAction`.
    pub(super) async fn plan_action(
        &self,
        action_type: &str,
        config: &Value,
    ) -> Result<Vec<Diagnostic>, Crashed> {
        let request = proto::plan_action::Request {
            action_type: action_type.to_owned(),
            config: Some(encode(config)),
            client_capabilities: Some(CLIENT),
        };
        let answer = self
            .answer(self.service.plan_action(Request::new(request)))
            .await?;
        Ok(diagnostics(answer.diagnostics))
    }

    /// `InvokeAction`, to the end of its events.
    pub(super) async fn invoke_action(
        &self,
        action_type: &str,
        config: &Value,
    ) -> Result<Vec<Diagnostic>, Crashed> {
        let request = proto::invoke_action::Request {
            action_type: action_type.to_owned(),
            config: Some(encode(config)),
            client_capabilities: Some(CLIENT),
        };
        let mut events = self
            .answer(self.service.invoke_action(Request::new(request)))
            .await?;
        let mut said = None;
        while let Some(event) = events.next().await {
            let event = event
                .expect("problems are diagnostics")
                .r#type
                .expect("an event is one of the two");
            if let proto::invoke_action::event::Type::Completed(completed) = event {
                said = Some(diagnostics(completed.diagnostics));
            }
        }
        Ok(said.expect("core takes an action without an end for a success"))
    }
}

impl Schemas {
    fn decode(response: &proto::get_provider_schema::Response) -> Self {
        let resource = |(name, schema): (&String, &proto::Schema)| {
            let block = Block::decode(Some(schema));
            let ty = block.ty();
            (name.clone(), ResourceSchema { block, ty })
        };
        let action = |(name, action): (&String, &proto::ActionSchema)| {
            let block = Block::decode(action.schema.as_ref());
            let ty = block.ty();
            (name.clone(), ResourceSchema { block, ty })
        };
        Self {
            resources: response.resource_schemas.iter().map(resource).collect(),
            actions: response.action_schemas.iter().map(action).collect(),
            provider: Block::decode(response.provider.as_ref()),
            plans_destroy: response
                .server_capabilities
                .as_ref()
                .is_some_and(|server| server.plan_destroy),
        }
    }
}

/// The provider block that reaches the emulator in `region`.
pub(super) fn settings(region: &str) -> Json {
    json!({
        "access_key": "AKLTEMULATOR",
        "secret_key": "emulator-secret-key",
        "region": region,
        "endpoints": {"autoscaling": "http://127.0.0.1:9"},
    })
}

fn diagnostics(sent: Vec<proto::Diagnostic>) -> Vec<Diagnostic> {
    let diagnostic = |sent: proto::Diagnostic| Diagnostic {
        is_error: sent.severity() == proto::diagnostic::Severity::Error,
        path: sent.attribute.iter().flat_map(steps).collect(),
        summary: sent.summary,
        detail: sent.detail,
    };
    sent.into_iter().map(diagnostic).collect()
}

/// The steps of a path, each as it is written behind the one before.
fn steps(path: &proto::AttributePath) -> Vec<String> {
    use proto::attribute_path::step::Selector;
    let step = |step: &proto::attribute_path::Step| match step
        .selector
        .as_ref()
        .expect("a step says what it selects")
    {
        Selector::AttributeName(name) => format!(".{name}"),
        Selector::ElementKeyString(key) => format!("[{key:?}]"),
        Selector::ElementKeyInt(index) => format!("[{index}]"),
    };
    path.steps.iter().map(step).collect()
}
