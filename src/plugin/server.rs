//! The plugin's server: bound, announced to the host, and run until the host has no more use for it.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::sleep;
use tokio_stream::wrappers::ReceiverStream;
use tonic::body::Body;
use tonic::codegen::{Service, http};
use tonic::server::NamedService;
use tonic::service::Routes;
use tonic::transport;

use super::handshake::{Environment, PROTOCOL_VERSION, handshake_line};
use super::lifetime::Connections;
use super::listener::Listener;
use super::reattach;
use super::services;
use super::tls::{MutualTls, TlsError};
use tokio_util::sync::CancellationToken;

/// How long calls that are still running may take to finish after the host asked for shutdown. The host kills the
/// plugin after two seconds.
const SHUTDOWN_GRACE: Duration = Duration::from_millis(500);

/// Connections that wait for the server to take them.
const READY_CONNECTIONS: usize = 8;

/// A generated gRPC server, as `tonic` makes it from a protocol file.
pub trait GrpcService:
    Service<
        http::Request<Body>,
        Response = http::Response<Body>,
        Error = Infallible,
        Future: Future<Output = Result<http::Response<Body>, Infallible>> + Send + 'static,
    > + NamedService
    + Clone
    + Send
    + Sync
    + 'static
{
}

impl<S> GrpcService for S where
    S: Service<
            http::Request<Body>,
            Response = http::Response<Body>,
            Error = Infallible,
            Future: Future<Output = Result<http::Response<Body>, Infallible>> + Send + 'static,
        > + NamedService
        + Clone
        + Send
        + Sync
        + 'static
{
}

/// Who starts the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Terraform does, for one phase of one command, and ends it.
    Plugin,
    /// A developer does, and attaches any number of Terraform commands to it.
    Debug,
}

/// What the plugin says about itself.
#[derive(Debug, Clone)]
pub struct ServeConfig {
    /// The provider's source as `required_providers` names it: `NAMESPACE/TYPE`, or `HOST/NAMESPACE/TYPE`.
    pub provider_source: &'static str,
    /// Name of the binary, for messages to the user.
    pub binary_name: &'static str,
}

/// Why the plugin could not serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The process was not started by Terraform.
    #[error(
        "{binary_name} is a Terraform provider: Terraform starts it, there is nothing to run by hand.\n\
         Name the provider {provider_source} in required_providers and run terraform init; or start \
         {binary_name} -debug to attach Terraform to a running provider."
    )]
    StartedByHand {
        /// Name of the binary.
        binary_name: &'static str,
        /// The provider's source.
        provider_source: &'static str,
    },
    /// The encrypted connection could not be set up.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// No socket could be bound.
    #[error("cannot listen for Terraform: {0}. Check that the temporary directory (TMPDIR) can be written")]
    Listen(#[source] io::Error),
    /// The line that the host waits for could not be written.
    #[error("cannot tell Terraform where to connect: writing to standard output failed: {0}")]
    Announce(#[source] io::Error),
    /// The handler for interrupts could not be installed.
    #[error("cannot handle interrupts: {0}")]
    Interrupts(#[source] io::Error),
    /// The gRPC server failed.
    #[error("the plugin's gRPC server failed: {0}")]
    Transport(#[from] transport::Error),
}

/// A server that listens already and waits to be run.
///
/// [`serve`](super::serve) does all of it for a process; this is for those who bring their own environment.
pub struct Server {
    mode: Mode,
    listener: Listener,
    tls: Option<MutualTls>,
    announcement: String,
}

impl Server {
    /// Binds the socket. From now on the host may connect, and is served once [`run`](Self::run) is called.
    ///
    /// The connection is encrypted if `environment` brings the host's certificate. In [`Mode::Debug`] it never is, as
    /// Terraform expects; a Unix socket still keeps other users out.
    ///
    /// # Errors
    /// In [`Mode::Plugin`], if the environment is not that of a plugin. In both, if no socket can be bound or TLS
    /// cannot be set up.
    ///
    /// # Panics
    /// Outside of a Tokio runtime.
    pub fn bind(config: &ServeConfig, mode: Mode, environment: &Environment) -> Result<Self, ServeError> {
        if mode == Mode::Plugin && !environment.started_by_terraform {
            return Err(ServeError::StartedByHand {
                binary_name: config.binary_name,
                provider_source: config.provider_source,
            });
        }
        if !environment.speaks_our_protocol() {
            tracing::warn!(
                offered = ?environment.protocol_versions,
                spoken = PROTOCOL_VERSION,
                "Terraform does not speak the plugin protocol of this provider; Terraform 1.0 and newer do"
            );
        }

        let tls = match (&environment.client_certificate, mode) {
            (Some(certificate), Mode::Plugin) => Some(MutualTls::accepting_only(certificate)?),
            (None, Mode::Plugin) | (_, Mode::Debug) => None,
        };
        let listener = Listener::bind(environment).map_err(ServeError::Listen)?;
        let announcement = match mode {
            Mode::Plugin => {
                let certificate = tls.as_ref().map(|tls| tls.certificate.as_ref());
                handshake_line(listener.address(), certificate) + "\n"
            }
            Mode::Debug => reattach::instructions(config.provider_source, listener.address()),
        };
        Ok(Self {
            mode,
            listener,
            tls,
            announcement,
        })
    }

    /// What has to be written to standard output: for Terraform the handshake line, for a developer how to attach.
    pub fn announcement(&self) -> &str {
        &self.announcement
    }

    /// Serves `service`, and go-plugin's own services beside it, until the host asks for shutdown, or `stop` completes,
    /// or, in [`Mode::Plugin`], the host is gone. The socket file is removed then.
    ///
    /// Calls that still run have half a second to finish; those that do not are left to the end of the process.
    ///
    /// # Errors
    /// If the gRPC server fails as a whole; a failed connection does not end it.
    pub async fn run<S: GrpcService>(
        self,
        service: S,
        stop: impl Future<Output = ()>,
    ) -> Result<(), ServeError> {
        let shutdown = CancellationToken::new();
        let connections = Connections::default();
        let routes = services::add_to(Routes::new(service), &shutdown);
        let (ready, incoming) = mpsc::channel(READY_CONNECTIONS);

        let server = transport::Server::builder().serve_with_incoming_shutdown(
            routes.prepare(),
            ReceiverStream::new(incoming),
            shutdown.cancelled(),
        );
        let accepting =
            self.listener
                .accept_into(ready, self.tls.map(|tls| tls.acceptor), connections.clone());
        let host_gone = async {
            match self.mode {
                Mode::Plugin => connections.abandoned().await,
                Mode::Debug => std::future::pending().await,
            }
        };
        let end = async {
            tokio::select! {
                () = shutdown.cancelled() => tracing::debug!("Terraform asked for shutdown"),
                () = host_gone => tracing::warn!("no connection to Terraform any more, ending"),
                () = stop => tracing::debug!("stopped"),
            }
            shutdown.cancel();
            sleep(SHUTDOWN_GRACE).await;
        };

        tokio::select! {
            result = server => Ok(result?),
            () = end => Ok(()),
            never = accepting => match never {},
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> ServeConfig {
        ServeConfig {
            provider_source: "example.test/acme/demo",
            binary_name: "terraform-provider-demo",
        }
    }

    #[tokio::test]
    async fn a_plugin_that_is_started_by_hand_explains_itself() {
        let error = Server::bind(&config(), Mode::Plugin, &Environment::default())
            .err()
            .unwrap()
            .to_string();
        assert!(
            error.starts_with("terraform-provider-demo is a Terraform provider"),
            "{error}"
        );
        assert!(
            error.contains("example.test/acme/demo") && error.contains("-debug"),
            "{error}"
        );
    }

    #[tokio::test]
    async fn an_unreadable_client_certificate_is_an_error_and_never_plaintext() {
        let environment = Environment {
            started_by_terraform: true,
            client_certificate: Some("nonsense".to_owned()),
            ..Environment::default()
        };
        let error = Server::bind(&config(), Mode::Plugin, &environment).err().unwrap();
        assert!(
            matches!(error, ServeError::Tls(TlsError::ClientCertificate(_))),
            "{error:?}"
        );
    }
}
