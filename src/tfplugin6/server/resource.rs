//! `ValidateResourceConfig`, `ReadResource`, `PlanResourceChange`, `ApplyResourceChange`.

use super::identity;
use crate::framework::{
    ApplyRequest, ApplyResponse, Diagnostic, PlanRequest, PlanResponse, Provider, ProviderServer,
    ReadRequest, ReadResponse,
};
use crate::tfplugin6::{from_proto, proto, to_proto};

pub(super) fn validate<P: Provider>(
    server: &ProviderServer<P>,
    request: &proto::validate_resource_config::Request,
) -> proto::validate_resource_config::Response {
    let write_only_allowed = request
        .client_capabilities
        .as_ref()
        .is_some_and(|client| client.write_only_attributes_allowed);
    let diagnostics = match from_proto::object(
        request.config.as_ref(),
        server.resources().ty(&request.type_name),
        "a configuration",
    ) {
        Ok(config) => server.validate_resource_config(&request.type_name, &config, write_only_allowed),
        Err(error) => error.into(),
    };
    proto::validate_resource_config::Response {
        diagnostics: to_proto::diagnostics(diagnostics),
    }
}

pub(super) async fn read<P: Provider>(
    server: &ProviderServer<P>,
    request: proto::read_resource::Request,
) -> proto::read_resource::Response {
    let ty = server.resources().ty(&request.type_name);
    let identity = identity::value(server, &request.type_name, request.current_identity.as_ref());
    let mut response = match from_proto::object(request.current_state.as_ref(), ty, "a state") {
        Ok(current) => {
            let request = ReadRequest {
                type_name: &request.type_name,
                current: &current,
                identity,
                private: &request.private,
            };
            server.read_resource(request).await
        }
        Err(error) => ReadResponse {
            private: request.private,
            diagnostics: error.into(),
            ..ReadResponse::default()
        },
    };
    proto::read_resource::Response {
        new_state: to_proto::object(response.state.as_ref(), ty, &mut response.diagnostics),
        diagnostics: to_proto::diagnostics(response.diagnostics),
        // Terraform erases the stored bytes and identity when none come back.
        private: response.private,
        new_identity: identity::data(server, &request.type_name, response.identity.as_ref()),
        deferred: None,
    }
}

pub(super) async fn plan<P: Provider>(
    server: &ProviderServer<P>,
    request: proto::plan_resource_change::Request,
) -> proto::plan_resource_change::Response {
    let ty = server.resources().ty(&request.type_name);
    let decoded = (|| {
        Ok::<_, Diagnostic>(PlanRequest {
            config: from_proto::object(request.config.as_ref(), ty, "a configuration")?,
            prior: from_proto::object(request.prior_state.as_ref(), ty, "a prior state")?,
            proposed: from_proto::object(request.proposed_new_state.as_ref(), ty, "a proposed state")?,
            type_name: request.type_name,
            private: request.prior_private.clone(),
        })
    })();
    let mut response = match decoded {
        Ok(request) => server.plan_and_look(&request).await,
        Err(error) => PlanResponse {
            private: request.prior_private,
            diagnostics: error.into(),
            ..PlanResponse::default()
        },
    };
    proto::plan_resource_change::Response {
        planned_state: to_proto::object(response.planned.as_ref(), ty, &mut response.diagnostics),
        requires_replace: response
            .requires_replace
            .iter()
            .map(to_proto::attribute_path)
            .collect(),
        planned_private: response.private,
        planned_identity: request.prior_identity,
        legacy_type_system: response.legacy_type_system,
        diagnostics: to_proto::diagnostics(response.diagnostics),
        ..Default::default()
    }
}

pub(super) async fn apply<P: Provider>(
    server: &ProviderServer<P>,
    request: proto::apply_resource_change::Request,
) -> proto::apply_resource_change::Response {
    let ty = server.resources().ty(&request.type_name);
    let identity = identity::value(server, &request.type_name, request.planned_identity.as_ref());
    let decoded = (|| {
        Ok::<_, Diagnostic>(ApplyRequest {
            prior: from_proto::object(request.prior_state.as_ref(), ty, "a prior state")?,
            planned: from_proto::object(request.planned_state.as_ref(), ty, "a planned state")?,
            config: from_proto::object(request.config.as_ref(), ty, "a configuration")?,
            type_name: request.type_name.clone(),
            identity,
            private: request.planned_private.clone(),
        })
    })();
    let mut response = match decoded {
        Ok(request) => server.apply_resource_change(request).await,
        Err(error) => ApplyResponse {
            private: request.planned_private,
            diagnostics: error.into(),
            ..ApplyResponse::default()
        },
    };
    proto::apply_resource_change::Response {
        new_state: to_proto::object(response.state.as_ref(), ty, &mut response.diagnostics),
        // Terraform erases the stored bytes and identity when none come back.
        private: response.private,
        new_identity: identity::data(server, &request.type_name, response.identity.as_ref()),
        diagnostics: to_proto::diagnostics(response.diagnostics),
        legacy_type_system: false,
    }
}
