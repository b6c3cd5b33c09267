//! The emulator's HTTP server: sockets, connections, and the way to the API and to the admin API.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use jiff::SignedDuration;
use thiserror::Error;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::admin;
use super::gateway::Gateway;
use super::response_faults::CutConnection;
use super::service::{Emulator, EmulatorConfig, StateError};

/// How long answers that are under way may take once the server is told to stop.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(2);
/// How long to wait before the next try when a connection cannot be accepted, as when files run out.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// How often the engine is looked at for those who read what happens.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How many environment variables point a client at a server.
pub const VARIABLES: usize = 4;

/// The largest body of any request: a state that is loaded.
const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;

/// How much of the machine callers may hold on to.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at a time; more wait until one is closed.
    pub connections: usize,
    /// How long a client may take to send the head of a request, the pause before it included.
    pub head: Duration,
    /// How long a client may take to send the body of a request.
    pub body: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 512,
            head: Duration::from_mins(1),
            body: Duration::from_secs(30),
        }
    }
}

/// What a server is made of.
#[derive(Clone)]
pub struct ServerConfig {
    /// The address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// How far a signing time may be from the real time.
    pub max_skew: Duration,
    /// What callers may hold on to.
    pub limits: Limits,
    /// The emulator behind the server.
    pub emulator: EmulatorConfig,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            max_skew: Duration::from_mins(15),
            limits: Limits::default(),
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
    State(#[from] StateError),
    /// The data folder cannot be written to.
    #[error("cannot write into the data folder: {0}")]
    DataFolder(#[from] io::Error),
}

/// An emulator that listens and waits to be served.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    gateway: Arc<Gateway>,
    limits: Limits,
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
        let server = Self {
            listener,
            address,
            gateway: Arc::new(gateway),
            limits: config.limits,
        };
        server.gateway.emulator.announce(&server.url())?;
        // It is set here and nowhere else.
        let _ = server.gateway.url.set(server.url());
        Ok(server)
    }

    /// The base URL by which this machine reaches the server, without a slash at its end.
    pub fn url(&self) -> String {
        format!("http://{}", reachable(self.address))
    }

    /// The environment variables that point a client at this server.
    pub fn environment(&self) -> [(&'static str, String); VARIABLES] {
        self.gateway.environment(&self.url())
    }

    /// Answers connections until `stop` is ready, then lets answers that are under way finish.
    pub async fn serve(self, stop: impl Future<Output = ()>) {
        let asked = self.gateway.clone();
        let app = TowerToHyperService::new(router(self.gateway, self.limits));
        let connections = GracefulShutdown::new();
        let room = Arc::new(Semaphore::new(self.limits.connections));
        let mut looks = tokio::time::interval(LOOK_EVERY);
        let told = asked.emulator.config().print_events;
        tokio::pin!(stop);
        loop {
            tokio::select! {
                // What falls due happens when somebody looks; whoever reads along wants to hear of it in time.
                _ = looks.tick(), if told => asked.emulator.look(|_| ()),
                (permit, accepted) = accept(&self.listener, &room) => match accepted {
                    Ok((stream, peer)) => {
                        let connection = Connection { stream, peer, permit };
                        connection.serve(app.clone(), self.limits, &connections);
                    }
                    Err(error) => {
                        tracing::warn!(%error, "cannot accept a connection");
                        tokio::time::sleep(ACCEPT_PAUSE).await;
                    }
                },
                () = &mut stop => break,
                () = asked.stop.notified() => break,
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

/// Waits until there is room for a connection, and then for one.
async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> (Option<OwnedSemaphorePermit>, io::Result<(TcpStream, SocketAddr)>) {
    // The semaphore is never closed.
    let permit = room.clone().acquire_owned().await.ok();
    (permit, listener.accept().await)
}

/// A connection that was accepted, and its share of the room for connections.
struct Connection {
    stream: TcpStream,
    peer: SocketAddr,
    permit: Option<OwnedSemaphorePermit>,
}

impl Connection {
    /// Starts to answer the requests of this connection. A response that is marked to be cut becomes an error of the
    /// service, for which hyper closes the connection and sends nothing.
    fn serve(self, app: TowerToHyperService<Router>, limits: Limits, connections: &GracefulShutdown) {
        let Self { stream, peer, permit } = self;
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
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.head)
            .serve_connection(TokioIo::new(stream), service);
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%peer, %error, "connection closed early");
            }
            drop(permit);
        });
    }
}

/// The admin API under its own path; everything else, right or wrong, is the API's.
fn router(gateway: Arc<Gateway>, limits: Limits) -> Router {
    Router::new()
        .nest(admin::PATH, admin::router())
        .merge(admin::front_page())
        .fallback(api)
        .layer(from_fn_with_state(limits, receive))
        .with_state(gateway)
}

/// Takes the whole body in before anything is done with it. One that is late or too large becomes a body that breaks
/// off, which every reader refuses in its own words.
async fn receive(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let received = tokio::time::timeout(limits.body, to_bytes(body, MAX_BODY_BYTES)).await;
    let body = match received {
        Ok(Ok(bytes)) => Body::from(bytes),
        Ok(Err(error)) => broken_off(io::Error::other(error)),
        Err(_) => broken_off(io::ErrorKind::TimedOut.into()),
    };
    next.run(Request::from_parts(head, body)).await
}

fn broken_off(error: io::Error) -> Body {
    Body::from_stream(tokio_stream::once(Err::<Vec<u8>, _>(error)))
}

async fn api(State(gateway): State<Arc<Gateway>>, request: Request<Body>) -> Response {
    gateway.answer(request).await
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    /// Runs `client` against a server with these limits.
    async fn with_limits<T>(limits: Limits, client: impl AsyncFnOnce(SocketAddr) -> T) -> T {
        let config = ServerConfig {
            limits,
            ..ServerConfig::default()
        };
        let server = Server::bind(config).await.expect("a free port");
        let address = server.address;
        tokio::select! {
            () = server.serve(std::future::pending()) => unreachable!("nobody stops it"),
            done = client(address) => done,
        }
    }

    /// Sends `raw`, and gives what comes back until the server closes the connection.
    async fn exchange(address: SocketAddr, raw: &str) -> String {
        let mut stream = TcpStream::connect(address).await.expect("it listens");
        stream.write_all(raw.as_bytes()).await.expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("text");
        answer
    }

    #[tokio::test]
    async fn half_a_head_and_half_a_body_are_not_waited_for_for_ever() {
        let limits = Limits {
            head: Duration::from_millis(50),
            body: Duration::from_millis(50),
            ..Limits::default()
        };
        with_limits(limits, async |address| {
            assert_eq!(exchange(address, "GET /_emulator/health HTTP/1.1\r\nHo").await, "");
            let head = "POST /_emulator/clock HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
                        Content-Length: 9\r\n\r\n{";
            let answer = exchange(address, head).await;
            assert!(answer.starts_with("HTTP/1.1 4") && answer.contains("{\"error\":"), "{answer}");
        })
        .await;
    }

    #[tokio::test]
    async fn a_connection_too_many_waits_until_one_is_closed() {
        let limits = Limits {
            connections: 1,
            ..Limits::default()
        };
        with_limits(limits, async |address| {
            let first = TcpStream::connect(address).await.expect("it listens");
            let raw = "GET /_emulator/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            let second = exchange(address, raw);
            tokio::pin!(second);
            let early = tokio::time::timeout(Duration::from_millis(100), &mut second).await;
            assert!(early.is_err(), "there is no room for it");
            drop(first);
            assert!(second.await.starts_with("HTTP/1.1 200"));
        })
        .await;
    }

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
