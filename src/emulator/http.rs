//! The emulator's HTTP server: sockets, connections, and the way to the API and to the admin API.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use jiff::SignedDuration;
use thiserror::Error;
use tokio::net::{TcpListener, TcpStream};

use super::admin;
use super::auth::DEFAULT_REGION;
use super::delivery::CutConnection;
use super::gateway::Gateway;
use super::service::{Emulator, EmulatorConfig, StoreFileError};

/// How long answers that are under way may take once the server is told to stop.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(2);
/// How long to wait before the next try when a connection cannot be accepted, as when files run out.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// What a server is made of.
#[derive(Clone)]
pub struct ServerConfig {
    /// The address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// How far a signing time may be from the real time.
    pub max_skew: Duration,
    /// The emulator behind the server.
    pub emulator: EmulatorConfig,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            max_skew: Duration::from_mins(15),
            emulator: EmulatorConfig::default(),
        }
    }
}

/// Why a server did not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error(
        "cannot listen on {address}: {source}; choose a free port, or port 0 to let the system choose one"
    )]
    Listen {
        /// The address as configured.
        address: SocketAddr,
        /// The system's reason.
        source: io::Error,
    },
    /// The saved state cannot be used.
    #[error(transparent)]
    State(#[from] StoreFileError),
}

/// An emulator that listens and waits to be served.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    gateway: Arc<Gateway>,
}

impl Server {
    /// Makes the emulator and listens. Connections are answered from [`Server::serve`] on.
    ///
    /// # Errors
    /// [`StartError`] if the address cannot be listened on or the saved state cannot be read.
    pub async fn bind(config: ServerConfig) -> Result<Self, StartError> {
        let address = config.listen;
        let listen = |source| StartError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let max_skew = SignedDuration::try_from(config.max_skew).unwrap_or(SignedDuration::MAX);
        let gateway = Gateway::new(Emulator::new(config.emulator)?, max_skew);
        Ok(Self {
            listener,
            address,
            gateway: Arc::new(gateway),
        })
    }

    /// The base URL by which this machine reaches the server, without a slash at its end.
    pub fn url(&self) -> String {
        format!("http://{}", reachable(self.address))
    }

    /// The environment variables that point a client at this server.
    pub fn environment(&self) -> [(&'static str, String); 4] {
        let config = self.gateway.emulator.config();
        [
            ("KSYUN_ACCESS_KEY", config.access_key.clone()),
            ("KSYUN_SECRET_KEY", config.secret_key.clone()),
            ("KSYUN_REGION", DEFAULT_REGION.to_owned()),
            ("KSYUN_ENDPOINT_AUTOSCALING", self.url()),
        ]
    }

    /// Answers connections until `stop` is ready, then lets answers that are under way finish.
    pub async fn serve(self, stop: impl Future<Output = ()>) {
        let app = TowerToHyperService::new(router(self.gateway));
        let connections = GracefulShutdown::new();
        tokio::pin!(stop);
        loop {
            tokio::select! {
                accepted = self.listener.accept() => match accepted {
                    Ok((stream, peer)) => serve_connection(stream, peer, app.clone(), &connections),
                    Err(error) => {
                        tracing::warn!(%error, "cannot accept a connection");
                        tokio::time::sleep(ACCEPT_PAUSE).await;
                    }
                },
                () = &mut stop => break,
            }
        }
        drop(self.listener);
        // Past the grace, what is still open is closed with the process.
        let _ = tokio::time::timeout(SHUTDOWN_GRACE, connections.shutdown()).await;
    }
}

/// An address to connect to for `listened`: one that stands for all addresses of the machine is none itself.
fn reachable(listened: SocketAddr) -> SocketAddr {
    let ip = match listened.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listened.port())
}

/// Starts to answer the requests of one connection. A response that is marked to be cut becomes an error of the
/// service, for which hyper closes the connection and sends nothing.
fn serve_connection(
    stream: TcpStream,
    peer: SocketAddr,
    app: TowerToHyperService<Router>,
    connections: &GracefulShutdown,
) {
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer = app.call(request);
        async move {
            let response = answer.await.unwrap_or_else(|never| match never {});
            match response.extensions().get::<CutConnection>() {
                Some(cut) => Err(*cut),
                None => Ok(response),
            }
        }
    });
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let connection = connections.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%peer, %error, "connection closed early");
        }
    });
}

/// The admin API under its own path; everything else, right or wrong, is the API's.
fn router(gateway: Arc<Gateway>) -> Router {
    Router::new()
        .nest(admin::PATH, admin::router())
        .fallback(api)
        .with_state(gateway)
}

async fn api(State(gateway): State<Arc<Gateway>>, request: Request<Body>) -> Response {
    gateway.answer(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_an_address_that_can_be_connected_to() {
        for (listened, expected) in [
            ("127.0.0.1:80", "127.0.0.1:80"),
            ("192.0.2.1:80", "192.0.2.1:80"),
            ("0.0.0.0:80", "127.0.0.1:80"),
            ("[::]:80", "[::1]:80"),
        ] {
            let address = reachable(listened.parse().expect("an address"));
            assert_eq!(address.to_string(), expected);
        }
    }
}
