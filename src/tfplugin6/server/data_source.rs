//! `ValidateDataResourceConfig`, `ReadDataSource`.

use crate::framework::{Provider, ProviderServer};
use crate::tfplugin6::{from_proto, proto, to_proto};

pub(super) fn validate<P: Provider>(
    server: &ProviderServer<P>,
    request: &proto::validate_data_resource_config::Request,
) -> proto::validate_data_resource_config::Response {
    let diagnostics = match from_proto::object(
        request.config.as_ref(),
        server.data_sources().ty(&request.type_name),
        "a configuration",
    ) {
        Ok(config) => server.validate_data_resource_config(&request.type_name, &config),
        Err(error) => error.into(),
    };
    proto::validate_data_resource_config::Response {
        diagnostics: to_proto::diagnostics(diagnostics),
    }
}

pub(super) async fn read<P: Provider>(
    server: &ProviderServer<P>,
    request: &proto::read_data_source::Request,
) -> proto::read_data_source::Response {
    let ty = server.data_sources().ty(&request.type_name);
    let (state, mut diagnostics) = match from_proto::object(request.config.as_ref(), ty, "a configuration") {
        Ok(config) => {
            let response = server.read_data_source(&request.type_name, &config).await;
            (response.state, response.diagnostics)
        }
        Err(error) => (None, error.into()),
    };
    proto::read_data_source::Response {
        state: to_proto::object(state.as_ref(), ty, &mut diagnostics),
        diagnostics: to_proto::diagnostics(diagnostics),
        ..Default::default()
    }
}
