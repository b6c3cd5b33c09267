//! `ValidateProviderConfig`, `ConfigureProvider`, `StopProvider`.

use crate::framework::{ConfigureRequest, Provider, ProviderServer};
use crate::tfplugin6::{from_proto, proto, to_proto};

const CONFIG: &str = "a provider configuration";

pub(super) fn validate<P: Provider>(
    server: &ProviderServer<P>,
    request: &proto::validate_provider_config::Request,
) -> proto::validate_provider_config::Response {
    let diagnostics = match from_proto::value(request.config.as_ref(), server.provider_type(), CONFIG) {
        Ok(config) => server.validate_provider_config(&config),
        Err(error) => error.into(),
    };
    proto::validate_provider_config::Response {
        diagnostics: to_proto::diagnostics(diagnostics),
    }
}

pub(super) fn configure<P: Provider>(
    server: &ProviderServer<P>,
    request: &proto::configure_provider::Request,
) -> proto::configure_provider::Response {
    let diagnostics = match from_proto::value(request.config.as_ref(), server.provider_type(), CONFIG) {
        Ok(config) => server.configure_provider(&ConfigureRequest {
            terraform_version: &request.terraform_version,
            config: &config,
        }),
        Err(error) => error.into(),
    };
    proto::configure_provider::Response {
        diagnostics: to_proto::diagnostics(diagnostics),
    }
}

pub(super) fn stop<P: Provider>(server: &ProviderServer<P>) -> proto::stop_provider::Response {
    server.stop();
    proto::stop_provider::Response::default()
}
