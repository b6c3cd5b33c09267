//! `UpgradeResourceState`, `ImportResourceState`, `MoveResourceState`, `GenerateResourceConfig`: between states of other origins
//! and configurations.

use super::identity;
use crate::framework::{ImportTarget, MoveRequest, Provider, ProviderServer, RawState, taken_over};
use crate::tfplugin6::{from_proto, proto, to_proto};

pub(super) fn upgrade<P: Provider>(
    server: &ProviderServer<P>,
    request: &proto::upgrade_resource_state::Request,
) -> proto::upgrade_resource_state::Response {
    let raw = raw(request.raw_state.as_ref());
    let (state, mut diagnostics) = server.upgrade_resource_state(&request.type_name, raw);
    proto::upgrade_resource_state::Response {
        upgraded_state: to_proto::object(
            state.as_ref(),
            server.resources().ty(&request.type_name),
            &mut diagnostics,
        ),
        diagnostics: to_proto::diagnostics(diagnostics),
    }
}

pub(super) fn import<P: Provider>(
    server: &ProviderServer<P>,
    request: proto::import_resource_state::Request,
) -> proto::import_resource_state::Response {
    let target = match identity::value(server, &request.type_name, request.identity.as_ref()) {
        Some(identity) if request.id.is_empty() => ImportTarget::Identity(identity),
        _ => ImportTarget::Id(request.id),
    };
    let mut response = server.import_resource_state(&request.type_name, target);
    let ty = server.resources().ty(&request.type_name);
    let state = to_proto::object(response.state.as_ref(), ty, &mut response.diagnostics);
    let imported = state.map(|state| proto::import_resource_state::ImportedResource {
        identity: identity::data(server, &request.type_name, response.identity.as_ref()),
        type_name: request.type_name,
        state: Some(state),
        private: response.private,
    });
    proto::import_resource_state::Response {
        imported_resources: imported.into_iter().collect(),
        diagnostics: to_proto::diagnostics(response.diagnostics),
        ..Default::default()
    }
}

pub(super) fn move_state<P: Provider>(
    server: &ProviderServer<P>,
    request: &proto::move_resource_state::Request,
) -> proto::move_resource_state::Response {
    let (state, mut diagnostics) = server.move_resource_state(MoveRequest {
        source_provider: &request.source_provider_address,
        source_type: &request.source_type_name,
        source_state: raw(request.source_state.as_ref()),
        target_type: &request.target_type_name,
    });
    proto::move_resource_state::Response {
        target_state: to_proto::object(
            state.as_ref(),
            server.resources().ty(&request.target_type_name),
            &mut diagnostics,
        ),
        diagnostics: to_proto::diagnostics(diagnostics),
        target_private: taken_over(&request.target_type_name, &request.source_private),
        // Found by the next look at the object.
        target_identity: None,
    }
}

pub(super) fn generate_config<P: Provider>(
    server: &ProviderServer<P>,
    request: &proto::generate_resource_config::Request,
) -> proto::generate_resource_config::Response {
    let ty = server.resources().ty(&request.type_name);
    let (config, mut diagnostics) = match from_proto::object(request.state.as_ref(), ty, "a state") {
        Ok(state) => server.generate_resource_config(&request.type_name, &state),
        Err(error) => (None, error.into()),
    };
    proto::generate_resource_config::Response {
        config: to_proto::object(config.as_ref(), ty, &mut diagnostics),
        diagnostics: to_proto::diagnostics(diagnostics),
    }
}

fn raw(state: Option<&proto::RawState>) -> RawState<'_> {
    match state {
        Some(raw) if raw.json.is_empty() && !raw.flatmap.is_empty() => RawState::Flatmap,
        Some(raw) => RawState::Json(&raw.json),
        None => RawState::Json(&[]),
    }
}
