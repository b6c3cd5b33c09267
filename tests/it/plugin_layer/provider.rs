//! The smallest provider: it can be asked to stop, and has one call that never ends.

use ksyun_autoscaling::plugin::{Environment, Mode, ServeConfig, ServeError, Server};
use ksyun_autoscaling::tfplugin6::proto::provider_server::{Provider, ProviderServer};
use ksyun_autoscaling::tfplugin6::proto::{stop_provider, validate_provider_config};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tonic::{Request, Response, Status};

struct TinyProvider;

#[tonic::async_trait]
impl Provider for TinyProvider {
    async fn stop_provider(
        &self,
        _request: Request<stop_provider::Request>,
    ) -> Result<Response<stop_provider::Response>, Status> {
        Ok(Response::new(stop_provider::Response {
            error: "tiny".to_owned(),
        }))
    }

    async fn validate_provider_config(
        &self,
        _request: Request<validate_provider_config::Request>,
    ) -> Result<Response<validate_provider_config::Response>, Status> {
        std::future::pending().await
    }
}

/// A plugin that serves [`TinyProvider`] inside this test.
pub(crate) struct RunningPlugin {
    /// What the plugin writes to standard output.
    pub(crate) announcement: String,
    /// Completed by the signal that would interrupt the process.
    pub(crate) interrupt: oneshot::Sender<()>,
    /// Ends when the process would.
    pub(crate) ended: JoinHandle<Result<(), ServeError>>,
}

pub(crate) fn start(mode: Mode, environment: &Environment) -> RunningPlugin {
    let config = ServeConfig {
        provider_source: "example.test/acme/tiny",
        binary_name: "terraform-provider-tiny",
    };
    let server = Server::bind(&config, mode, environment).unwrap();
    let announcement = server.announcement().to_owned();
    let (interrupt, interrupted) = oneshot::channel();
    let ended = tokio::spawn(server.run(ProviderServer::new(TinyProvider), async {
        // A test that drops the sender does not interrupt.
        if interrupted.await.is_err() {
            std::future::pending::<()>().await;
        }
    }));
    RunningPlugin {
        announcement,
        interrupt,
        ended,
    }
}
