//! go-plugin's own gRPC services, which every plugin offers beside the service it is there for.

use futures_util::stream::{self, StreamExt as _};
use tokio_util::sync::CancellationToken;
use tonic::codegen::BoxStream;
use tonic::service::Routes;
use tonic::{Request, Response, Status, Streaming};

use super::proto::grpc_broker_server::{GrpcBroker, GrpcBrokerServer};
use super::proto::grpc_controller_server::{GrpcController, GrpcControllerServer};
use super::proto::grpc_stdio_server::{GrpcStdio, GrpcStdioServer};
use super::proto::health::health_check_response::ServingStatus;
use super::proto::health::health_server::{Health, HealthServer};
use super::proto::health::{HealthCheckRequest, HealthCheckResponse};
use super::proto::{ConnInfo, Empty, StdioData};

/// The name by which go-plugin asks for the health of the whole plugin.
const HEALTH_SERVICE: &str = "plugin";

/// Adds the controller, stdio, broker and health services to `routes`, all of them bound to `shutdown`, by which the host asks for the plugin's end.
pub(crate) fn add_to(routes: Routes, shutdown: &CancellationToken) -> Routes {
    routes
        .add_service(GrpcControllerServer::new(Controller(shutdown.clone())))
        .add_service(GrpcStdioServer::new(Stdio(shutdown.clone())))
        .add_service(GrpcBrokerServer::new(Broker(shutdown.clone())))
        .add_service(HealthServer::new(HealthCheck(shutdown.clone())))
}

/// A stream of `first`, if any, and then of nothing until `shutdown`.
///
/// The host keeps such streams open for the whole life of the plugin. Ending them by ourselves lets its connection
/// close cleanly; and as long as they are open, the host does not drop its connection for being idle.
fn stream_until<T: Send + 'static>(shutdown: &CancellationToken, first: Option<T>) -> BoxStream<T> {
    stream::iter(first.map(Ok))
        .chain(stream::pending())
        .take_until(shutdown.clone().cancelled_owned())
        .boxed()
}

/// `plugin.GRPCController`: the host ends the plugin.
struct Controller(CancellationToken);

#[tonic::async_trait]
impl GrpcController for Controller {
    async fn shutdown(&self, _request: Request<Empty>) -> Result<Response<Empty>, Status> {
        self.0.cancel();
        Ok(Response::new(Empty {}))
    }
}

/// `plugin.GRPCStdio`: would carry what the plugin prints after the handshake. A provider prints nothing: its log goes
/// to the real standard error.
struct Stdio(CancellationToken);

#[tonic::async_trait]
impl GrpcStdio for Stdio {
    async fn stream_stdio(&self, _request: Request<()>) -> Result<Response<BoxStream<StdioData>>, Status> {
        Ok(Response::new(stream_until(&self.0, None)))
    }
}

/// `plugin.GRPCBroker`: would announce further connections. Terraform opens the stream and never uses it.
struct Broker(CancellationToken);

#[tonic::async_trait]
impl GrpcBroker for Broker {
    async fn start_stream(
        &self,
        _request: Request<Streaming<ConnInfo>>,
    ) -> Result<Response<BoxStream<ConnInfo>>, Status> {
        Ok(Response::new(stream_until(&self.0, None)))
    }
}

/// `grpc.health.v1.Health`: a plugin that answers at all is healthy.
struct HealthCheck(CancellationToken);

impl HealthCheck {
    fn status_of(service: &str) -> ServingStatus {
        // The empty name asks for the server as a whole.
        if service.is_empty() || service == HEALTH_SERVICE {
            ServingStatus::Serving
        } else {
            ServingStatus::ServiceUnknown
        }
    }
}

#[tonic::async_trait]
impl Health for HealthCheck {
    async fn check(
        &self,
        request: Request<HealthCheckRequest>,
    ) -> Result<Response<HealthCheckResponse>, Status> {
        let service = request.into_inner().service;
        match Self::status_of(&service) {
            ServingStatus::ServiceUnknown => Err(Status::not_found(format!(
                "the plugin has no service {service:?}; ask for {HEALTH_SERVICE:?}"
            ))),
            status => Ok(Response::new(HealthCheckResponse {
                status: status.into(),
            })),
        }
    }

    async fn watch(
        &self,
        request: Request<HealthCheckRequest>,
    ) -> Result<Response<BoxStream<HealthCheckResponse>>, Status> {
        let status = Self::status_of(&request.into_inner().service).into();
        Ok(Response::new(stream_until(
            &self.0,
            Some(HealthCheckResponse { status }),
        )))
    }
}

#[cfg(test)]
mod tests {
    use tonic::Code;

    use super::*;

    fn health_request(service: &str) -> Request<HealthCheckRequest> {
        Request::new(HealthCheckRequest {
            service: service.to_owned(),
        })
    }

    #[tokio::test]
    async fn the_plugin_is_healthy_and_unknown_services_are_not_found() {
        let health = HealthCheck(CancellationToken::new());
        for service in ["plugin", ""] {
            let answer = health.check(health_request(service)).await.unwrap().into_inner();
            assert_eq!(answer.status(), ServingStatus::Serving);
        }
        let error = health
            .check(health_request("tfplugin6.Provider"))
            .await
            .unwrap_err();
        assert_eq!(error.code(), Code::NotFound);
    }

    #[tokio::test]
    async fn a_health_watch_says_its_status_once_and_ends_at_shutdown() {
        let shutdown = CancellationToken::new();
        let health = HealthCheck(shutdown.clone());
        let mut watch = health.watch(health_request("nobody")).await.unwrap().into_inner();
        assert_eq!(
            watch.next().await.unwrap().unwrap().status(),
            ServingStatus::ServiceUnknown
        );

        shutdown.cancel();
        assert!(watch.next().await.is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn standard_output_stays_open_and_silent_until_the_controller_ends_the_plugin() {
        let shutdown = CancellationToken::new();
        let stdio = Stdio(shutdown.clone());
        let mut output = stdio.stream_stdio(Request::new(())).await.unwrap().into_inner();
        let silence = tokio::time::timeout(std::time::Duration::from_hours(1), output.next()).await;
        assert!(silence.is_err());

        Controller(shutdown)
            .shutdown(Request::new(Empty {}))
            .await
            .unwrap();
        assert!(output.next().await.is_none());
    }
}
