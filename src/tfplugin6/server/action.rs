//! `ValidateActionConfig`, `PlanAction`, `InvokeAction`.

use std::sync::Arc;

use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::ReceiverStream;
use tonic::codegen::BoxStream;

use crate::framework::{ActionEvent, Diagnostics, Provider, ProviderServer};
use crate::tfplugin6::proto::invoke_action::event::{Completed, Progress, Type as EventType};
use crate::tfplugin6::{from_proto, proto, to_proto};

const CONFIG: &str = "an action's configuration";

pub(super) fn validate<P: Provider>(
    server: &ProviderServer<P>,
    request: &proto::validate_action_config::Request,
) -> proto::validate_action_config::Response {
    let diagnostics = match from_proto::object(
        request.config.as_ref(),
        server.actions().ty(&request.type_name),
        CONFIG,
    ) {
        Ok(config) => server.validate_action_config(&request.type_name, &config),
        Err(error) => error.into(),
    };
    proto::validate_action_config::Response {
        diagnostics: to_proto::diagnostics(diagnostics),
    }
}

pub(super) async fn plan<P: Provider>(
    server: &ProviderServer<P>,
    request: &proto::plan_action::Request,
) -> proto::plan_action::Response {
    let diagnostics = match from_proto::object(
        request.config.as_ref(),
        server.actions().ty(&request.action_type),
        CONFIG,
    ) {
        Ok(config) => server.plan_action(&request.action_type, &config).await,
        Err(error) => error.into(),
    };
    proto::plan_action::Response {
        diagnostics: to_proto::diagnostics(diagnostics),
        ..Default::default()
    }
}

pub(super) fn invoke<P: Provider>(
    server: &Arc<ProviderServer<P>>,
    request: &proto::invoke_action::Request,
) -> BoxStream<proto::invoke_action::Event> {
    match from_proto::object(
        request.config.as_ref(),
        server.actions().ty(&request.action_type),
        CONFIG,
    ) {
        Ok(config) => {
            let events = Arc::clone(server).invoke_action(request.action_type.clone(), config);
            Box::pin(ReceiverStream::new(events).map(|event| Ok(encode(event))))
        }
        Err(error) => Box::pin(tokio_stream::once(Ok(completed(error.into())))),
    }
}

fn encode(event: ActionEvent) -> proto::invoke_action::Event {
    match event {
        ActionEvent::Progress(message) => proto::invoke_action::Event {
            r#type: Some(EventType::Progress(Progress { message })),
        },
        ActionEvent::Completed(diagnostics) => completed(diagnostics),
    }
}

fn completed(diagnostics: Diagnostics) -> proto::invoke_action::Event {
    let completed = Completed {
        diagnostics: to_proto::diagnostics(diagnostics),
    };
    proto::invoke_action::Event {
        r#type: Some(EventType::Completed(completed)),
    }
}
