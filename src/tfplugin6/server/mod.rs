//! The gRPC service `tfplugin6.Provider` of protocol 6.11, each family of RPCs in a file of its own.
//!
//! The RPCs of ephemeral resources and state stores are not here: no schema announces any, so Terraform does not call
//! them, and whoever does is told that they are not implemented.

mod action;
mod call;
mod data_source;
mod function;
mod identity;
mod list;
mod provider;
mod resource;
mod schema;
mod state;

use std::sync::Arc;

use tonic::Request;
use tonic::codegen::BoxStream;

use self::call::{RpcResult, call};
use super::proto;
use crate::framework::{Provider, ProviderServer};

/// Serves a provider over gRPC. Problems are diagnostics inside an answer, never a gRPC status: that would lose state.
pub struct ProviderService<P: Provider> {
    server: Arc<ProviderServer<P>>,
    schema: std::sync::OnceLock<proto::get_provider_schema::Response>,
}

impl<P: Provider> ProviderService<P> {
    /// A service of `server`.
    pub fn new(server: ProviderServer<P>) -> Self {
        Self {
            server: Arc::new(server),
            schema: std::sync::OnceLock::new(),
        }
    }
}

#[tonic::async_trait]
impl<P: Provider> proto::provider_server::Provider for ProviderService<P> {
    async fn get_metadata(
        &self,
        _request: Request<proto::get_metadata::Request>,
    ) -> RpcResult<proto::get_metadata::Response> {
        call("GetMetadata", "", async { schema::metadata(&self.server) }).await
    }

    async fn get_provider_schema(
        &self,
        _request: Request<proto::get_provider_schema::Request>,
    ) -> RpcResult<proto::get_provider_schema::Response> {
        call("GetProviderSchema", "", async {
            self.schema
                .get_or_init(|| schema::provider_schema(&self.server))
                .clone()
        })
        .await
    }

    async fn get_resource_identity_schemas(
        &self,
        _request: Request<proto::get_resource_identity_schemas::Request>,
    ) -> RpcResult<proto::get_resource_identity_schemas::Response> {
        call("GetResourceIdentitySchemas", "", async {
            identity::schemas(&self.server)
        })
        .await
    }

    async fn validate_provider_config(
        &self,
        request: Request<proto::validate_provider_config::Request>,
    ) -> RpcResult<proto::validate_provider_config::Response> {
        let request = request.into_inner();
        call("ValidateProviderConfig", "", async {
            provider::validate(&self.server, &request)
        })
        .await
    }

    async fn configure_provider(
        &self,
        request: Request<proto::configure_provider::Request>,
    ) -> RpcResult<proto::configure_provider::Response> {
        let request = request.into_inner();
        call("ConfigureProvider", "", async {
            provider::configure(&self.server, &request)
        })
        .await
    }

    async fn stop_provider(
        &self,
        _request: Request<proto::stop_provider::Request>,
    ) -> RpcResult<proto::stop_provider::Response> {
        call("StopProvider", "", async { provider::stop(&self.server) }).await
    }

    async fn validate_resource_config(
        &self,
        request: Request<proto::validate_resource_config::Request>,
    ) -> RpcResult<proto::validate_resource_config::Response> {
        let request = request.into_inner();
        call("ValidateResourceConfig", &request.type_name, async {
            resource::validate(&self.server, &request)
        })
        .await
    }

    async fn upgrade_resource_state(
        &self,
        request: Request<proto::upgrade_resource_state::Request>,
    ) -> RpcResult<proto::upgrade_resource_state::Response> {
        let request = request.into_inner();
        call("UpgradeResourceState", &request.type_name, async {
            state::upgrade(&self.server, &request)
        })
        .await
    }

    async fn upgrade_resource_identity(
        &self,
        request: Request<proto::upgrade_resource_identity::Request>,
    ) -> RpcResult<proto::upgrade_resource_identity::Response> {
        let request = request.into_inner();
        call("UpgradeResourceIdentity", &request.type_name, async {
            identity::upgrade(&self.server, &request)
        })
        .await
    }

    async fn read_resource(
        &self,
        request: Request<proto::read_resource::Request>,
    ) -> RpcResult<proto::read_resource::Response> {
        let request = request.into_inner();
        let type_name = request.type_name.clone();
        call("ReadResource", &type_name, async {
            resource::read(&self.server, request).await
        })
        .await
    }

    async fn plan_resource_change(
        &self,
        request: Request<proto::plan_resource_change::Request>,
    ) -> RpcResult<proto::plan_resource_change::Response> {
        let request = request.into_inner();
        let type_name = request.type_name.clone();
        call("PlanResourceChange", &type_name, async {
            resource::plan(&self.server, request).await
        })
        .await
    }

    async fn apply_resource_change(
        &self,
        request: Request<proto::apply_resource_change::Request>,
    ) -> RpcResult<proto::apply_resource_change::Response> {
        let request = request.into_inner();
        let type_name = request.type_name.clone();
        call("ApplyResourceChange", &type_name, async {
            resource::apply(&self.server, request).await
        })
        .await
    }

    async fn import_resource_state(
        &self,
        request: Request<proto::import_resource_state::Request>,
    ) -> RpcResult<proto::import_resource_state::Response> {
        let request = request.into_inner();
        let type_name = request.type_name.clone();
        call("ImportResourceState", &type_name, async {
            state::import(&self.server, request)
        })
        .await
    }

    async fn move_resource_state(
        &self,
        request: Request<proto::move_resource_state::Request>,
    ) -> RpcResult<proto::move_resource_state::Response> {
        let request = request.into_inner();
        call("MoveResourceState", &request.target_type_name, async {
            state::move_state(&self.server, &request)
        })
        .await
    }

    async fn generate_resource_config(
        &self,
        request: Request<proto::generate_resource_config::Request>,
    ) -> RpcResult<proto::generate_resource_config::Response> {
        let request = request.into_inner();
        call("GenerateResourceConfig", &request.type_name, async {
            state::generate_config(&self.server, &request)
        })
        .await
    }

    async fn validate_data_resource_config(
        &self,
        request: Request<proto::validate_data_resource_config::Request>,
    ) -> RpcResult<proto::validate_data_resource_config::Response> {
        let request = request.into_inner();
        call("ValidateDataResourceConfig", &request.type_name, async {
            data_source::validate(&self.server, &request)
        })
        .await
    }

    async fn read_data_source(
        &self,
        request: Request<proto::read_data_source::Request>,
    ) -> RpcResult<proto::read_data_source::Response> {
        let request = request.into_inner();
        call("ReadDataSource", &request.type_name, async {
            data_source::read(&self.server, &request).await
        })
        .await
    }

    async fn validate_list_resource_config(
        &self,
        request: Request<proto::validate_list_resource_config::Request>,
    ) -> RpcResult<proto::validate_list_resource_config::Response> {
        let request = request.into_inner();
        call("ValidateListResourceConfig", &request.type_name, async {
            list::validate(&self.server, &request)
        })
        .await
    }

    async fn list_resource(
        &self,
        request: Request<proto::list_resource::Request>,
    ) -> RpcResult<BoxStream<proto::list_resource::Event>> {
        let request = request.into_inner();
        call("ListResource", &request.type_name, async {
            list::list(&self.server, &request)
        })
        .await
    }

    async fn get_functions(
        &self,
        _request: Request<proto::get_functions::Request>,
    ) -> RpcResult<proto::get_functions::Response> {
        call("GetFunctions", "", async { function::functions(&self.server) }).await
    }

    async fn call_function(
        &self,
        request: Request<proto::call_function::Request>,
    ) -> RpcResult<proto::call_function::Response> {
        let request = request.into_inner();
        call("CallFunction", &request.name, async {
            function::call(&self.server, &request)
        })
        .await
    }

    async fn validate_action_config(
        &self,
        request: Request<proto::validate_action_config::Request>,
    ) -> RpcResult<proto::validate_action_config::Response> {
        let request = request.into_inner();
        call("ValidateActionConfig", &request.type_name, async {
            action::validate(&self.server, &request)
        })
        .await
    }

    async fn plan_action(
        &self,
        request: Request<proto::plan_action::Request>,
    ) -> RpcResult<proto::plan_action::Response> {
        let request = request.into_inner();
        call("PlanAction", &request.action_type, async {
            action::plan(&self.server, &request).await
        })
        .await
    }

    async fn invoke_action(
        &self,
        request: Request<proto::invoke_action::Request>,
    ) -> RpcResult<BoxStream<proto::invoke_action::Event>> {
        let request = request.into_inner();
        call("InvokeAction", &request.action_type, async {
            action::invoke(&self.server, &request)
        })
        .await
    }
}

#[cfg(test)]
mod tests;
