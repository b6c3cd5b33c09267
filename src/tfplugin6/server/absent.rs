//! The RPCs of what this provider does not have: ephemeral resources and state stores. No schema announces any, so Terraform
//! does not ask; whoever does gets a true answer.

use tonic::codegen::BoxStream;

use crate::framework::Diagnostic;
use crate::tfplugin6::{proto, to_proto};

fn none(kind: &str, name: &str) -> Vec<proto::Diagnostic> {
    let error = Diagnostic::error(
        format!("This provider has no {kind} {name:?}"),
        "It is not in the provider's schema. Check the name and the provider's version.",
    );
    to_proto::diagnostics(error.into())
}

fn once<T: Send + 'static>(event: T) -> BoxStream<T> {
    Box::pin(tokio_stream::once(Ok(event)))
}

pub(super) fn validate_ephemeral(
    request: &proto::validate_ephemeral_resource_config::Request,
) -> proto::validate_ephemeral_resource_config::Response {
    proto::validate_ephemeral_resource_config::Response {
        diagnostics: none("ephemeral resource", &request.type_name),
    }
}

pub(super) fn open_ephemeral(
    request: &proto::open_ephemeral_resource::Request,
) -> proto::open_ephemeral_resource::Response {
    let diagnostics = none("ephemeral resource", &request.type_name);
    proto::open_ephemeral_resource::Response {
        diagnostics,
        ..Default::default()
    }
}

pub(super) fn renew_ephemeral(
    request: &proto::renew_ephemeral_resource::Request,
) -> proto::renew_ephemeral_resource::Response {
    let diagnostics = none("ephemeral resource", &request.type_name);
    proto::renew_ephemeral_resource::Response {
        diagnostics,
        ..Default::default()
    }
}

pub(super) fn close_ephemeral(
    request: &proto::close_ephemeral_resource::Request,
) -> proto::close_ephemeral_resource::Response {
    proto::close_ephemeral_resource::Response {
        diagnostics: none("ephemeral resource", &request.type_name),
    }
}

pub(super) fn validate_state_store(
    request: &proto::validate_state_store::Request,
) -> proto::validate_state_store::Response {
    proto::validate_state_store::Response {
        diagnostics: none("state store", &request.type_name),
    }
}

pub(super) fn configure_state_store(
    request: &proto::configure_state_store::Request,
) -> proto::configure_state_store::Response {
    proto::configure_state_store::Response {
        diagnostics: none("state store", &request.type_name),
        // Terraform crashes on an answer without capabilities.
        capabilities: Some(proto::StateStoreServerCapabilities {
            chunk_size: STATE_CHUNK_BYTES,
        }),
    }
}

/// Terraform's own proposal; it accepts no answer without a positive size.
const STATE_CHUNK_BYTES: i64 = 8 << 20;

pub(super) fn read_state(
    request: &proto::read_state_bytes::Request,
) -> BoxStream<proto::read_state_bytes::Response> {
    let diagnostics = none("state store", &request.type_name);
    once(proto::read_state_bytes::Response {
        diagnostics,
        ..Default::default()
    })
}

pub(super) fn write_state() -> proto::write_state_bytes::Response {
    proto::write_state_bytes::Response {
        diagnostics: none("state store", ""),
    }
}

pub(super) fn lock_state(request: &proto::lock_state::Request) -> proto::lock_state::Response {
    proto::lock_state::Response {
        diagnostics: none("state store", &request.type_name),
        ..Default::default()
    }
}

pub(super) fn unlock_state(request: &proto::unlock_state::Request) -> proto::unlock_state::Response {
    proto::unlock_state::Response {
        diagnostics: none("state store", &request.type_name),
    }
}

pub(super) fn states(request: &proto::get_states::Request) -> proto::get_states::Response {
    proto::get_states::Response {
        diagnostics: none("state store", &request.type_name),
        ..Default::default()
    }
}

pub(super) fn delete_state(request: &proto::delete_state::Request) -> proto::delete_state::Response {
    proto::delete_state::Response {
        diagnostics: none("state store", &request.type_name),
    }
}
