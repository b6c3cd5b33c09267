//! `ValidateListResourceConfig`, `ListResource`.

use std::iter;
use std::sync::Arc;

use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::ReceiverStream;
use tonic::codegen::BoxStream;

use super::identity;
use crate::cty::{Path, Step};
use crate::framework::{Diagnostic, Diagnostics, ListEvent, ListRequest, Provider, ProviderServer};
use crate::tfplugin6::{from_proto, proto, to_proto};

/// How many objects are wanted if the request does not say.
const DEFAULT_LIMIT: usize = 100;

pub(super) fn validate<P: Provider>(
    server: &ProviderServer<P>,
    request: &proto::validate_list_resource_config::Request,
) -> proto::validate_list_resource_config::Response {
    let diagnostics = match from_proto::object(
        request.config.as_ref(),
        server.list_resources().ty(&request.type_name),
        "a filter",
    ) {
        Ok(config) => in_config_block(server.validate_list_resource_config(&request.type_name, &config)),
        Err(error) => error.into(),
    };
    proto::validate_list_resource_config::Response {
        diagnostics: to_proto::diagnostics(diagnostics),
    }
}

/// Terraform looks for attributes in the whole `list` block; the framework knows only its `config` block.
fn in_config_block(diagnostics: Diagnostics) -> Diagnostics {
    let mut moved = Diagnostics::new();
    moved.extend(diagnostics.into_iter().map(|diagnostic| Diagnostic {
        path: diagnostic.path.map(|path| in_block("config", &path)),
        ..diagnostic
    }));
    moved
}

fn in_block(block: &str, path: &Path) -> Path {
    iter::once(Step::Attribute(block.to_owned()))
        .chain(path.steps().iter().cloned())
        .collect()
}

pub(super) fn list<P: Provider>(
    server: &Arc<ProviderServer<P>>,
    request: &proto::list_resource::Request,
) -> BoxStream<proto::list_resource::Event> {
    let config = match from_proto::object(
        request.config.as_ref(),
        server.list_resources().ty(&request.type_name),
        "a filter",
    ) {
        Ok(config) => config,
        Err(error) => {
            let diagnostic = to_proto::diagnostics(error.into());
            return Box::pin(tokio_stream::once(Ok(proto::list_resource::Event {
                diagnostic,
                ..Default::default()
            })));
        }
    };
    let limit = usize::try_from(request.limit)
        .ok()
        .filter(|limit| *limit > 0)
        .unwrap_or(DEFAULT_LIMIT);
    let type_name = request.type_name.clone();
    let events = Arc::clone(server).list_resource(ListRequest {
        type_name: request.type_name.clone(),
        config,
        limit,
    });
    let server = Arc::clone(server);
    let with_object = request.include_resource_object;
    let encode = move |event| Ok(encode(&server, &type_name, with_object, event));
    Box::pin(ReceiverStream::new(events).map(encode))
}

fn encode<P: Provider>(
    server: &ProviderServer<P>,
    type_name: &str,
    with_object: bool,
    event: ListEvent,
) -> proto::list_resource::Event {
    match event {
        ListEvent::Diagnostics(diagnostics) => proto::list_resource::Event {
            diagnostic: to_proto::diagnostics(diagnostics),
            ..Default::default()
        },
        ListEvent::Object(listed) => {
            let mut diagnostics = Diagnostics::new();
            let object = Some(&listed.object).filter(|_| with_object);
            proto::list_resource::Event {
                identity: identity::data(server, type_name, Some(&listed.identity)),
                display_name: listed.display_name,
                resource_object: to_proto::object(object, server.resources().ty(type_name), &mut diagnostics),
                diagnostic: to_proto::diagnostics(diagnostics),
            }
        }
    }
}
