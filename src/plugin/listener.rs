//! The socket on which the plugin waits for its host: a Unix socket where there is one, else TCP on the loopback.

use std::convert::Infallible;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener as StdTcpListener};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;

use tokio::net::TcpListener;
#[cfg(unix)]
use tokio::net::UnixListener;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use super::connection::{ByteStream, Connection};
use super::handshake::Environment;
use super::lifetime::Connections;

/// How long a peer may take to prove who it is.
const TLS_HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// Pause after a failed accept: the usual cause, too many open files, does not go away at once.
const ACCEPT_RETRY_PAUSE: Duration = Duration::from_millis(100);

/// Where the plugin listens, as the host is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Address {
    #[cfg_attr(not(unix), allow(dead_code, reason = "made on Unix only"))]
    Unix(PathBuf),
    Tcp(SocketAddr),
}

impl Address {
    /// Name of the network as go-plugin spells it.
    pub(crate) fn network(&self) -> &'static str {
        match self {
            Self::Unix(_) => "unix",
            Self::Tcp(_) => "tcp",
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => path.display().fmt(f),
            Self::Tcp(address) => address.fmt(f),
        }
    }
}

/// A bound socket. Its file, if it has one, is removed when it is dropped.
#[derive(Debug)]
pub(crate) struct Listener {
    socket: Socket,
    address: Address,
}

#[derive(Debug)]
enum Socket {
    #[cfg(unix)]
    Unix(UnixListener),
    Tcp(TcpListener),
}

impl Listener {
    /// Listens on a Unix socket if the system lets us make one, else on TCP.
    ///
    /// A Unix socket fails for instance if the path of the temporary directory is too long for one.
    ///
    /// # Errors
    /// If there is no free port for TCP either.
    pub(crate) fn bind(environment: &Environment) -> io::Result<Self> {
        #[cfg(unix)]
        {
            let dir = environment.socket_dir.clone().unwrap_or_else(std::env::temp_dir);
            match Self::bind_unix(&dir) {
                Ok(listener) => return Ok(listener),
                Err(error) => {
                    tracing::debug!(directory = %dir.display(), %error, "no Unix socket, listening on TCP instead");
                }
            }
        }
        Self::bind_tcp(environment.ports.clone())
    }

    #[cfg(unix)]
    fn bind_unix(dir: &std::path::Path) -> io::Result<Self> {
        use std::fs::{Permissions, set_permissions};
        use std::os::unix::fs::PermissionsExt as _;

        let path = dir.join(format!("plugin-{:016x}", getrandom::u64()?));
        if path.to_str().is_none_or(|path| path.contains(['|', '\n', '\r'])) {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the path cannot be written in the handshake line",
            ));
        }
        let socket = UnixListener::bind(&path)?;
        // From here on the file is removed, also if the next step fails.
        let listener = Self {
            socket: Socket::Unix(socket),
            address: Address::Unix(path.clone()),
        };
        set_permissions(&path, Permissions::from_mode(0o600))?;
        Ok(listener)
    }

    /// Listens on the loopback: on one of `ports`, or on any free port. Starts at a random port of the range, since
    /// several plugins look for one at the same time.
    fn bind_tcp(ports: Option<RangeInclusive<u16>>) -> io::Result<Self> {
        let socket = match ports {
            None => StdTcpListener::bind((Ipv4Addr::LOCALHOST, 0))?,
            Some(ports) => {
                let start = getrandom::u32()? as usize % ports.len();
                let candidates = ports.clone().skip(start).chain(ports.take(start));
                first_free_port(candidates)?
            }
        };
        socket.set_nonblocking(true)?;
        let address = Address::Tcp(socket.local_addr()?);
        Ok(Self {
            socket: Socket::Tcp(TcpListener::from_std(socket)?),
            address,
        })
    }

    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    /// Accepts connections for ever and passes on those that are ready for gRPC.
    ///
    /// With `tls`, a peer first has to pass its handshake; each does so on its own, so that a slow or hostile one holds
    /// up nobody.
    pub(crate) async fn accept_into(
        &self,
        ready: mpsc::Sender<io::Result<Connection>>,
        tls: Option<TlsAcceptor>,
        connections: Connections,
    ) -> Infallible {
        let mut handshakes = JoinSet::new();
        loop {
            tokio::select! {
                accepted = self.accept() => match accepted {
                    Ok(stream) => {
                        let (ready, tls, connections) = (ready.clone(), tls.clone(), connections.clone());
                        handshakes.spawn(async move {
                            if let Some(stream) = authenticate(stream, tls).await {
                                let connection = Connection::new(stream, connections.open());
                                // An error means that the server is shutting down: nobody to serve it any more.
                                let _ = ready.send(Ok(connection)).await;
                            }
                        });
                    }
                    Err(error) => {
                        tracing::warn!(%error, "cannot accept a connection");
                        sleep(ACCEPT_RETRY_PAUSE).await;
                    }
                },
                Some(_) = handshakes.join_next() => {}
            }
        }
    }

    async fn accept(&self) -> io::Result<Box<dyn ByteStream>> {
        match &self.socket {
            #[cfg(unix)]
            Socket::Unix(listener) => {
                let (stream, _) = listener.accept().await?;
                Ok(Box::new(stream))
            }
            Socket::Tcp(listener) => {
                let (stream, _) = listener.accept().await?;
                stream.set_nodelay(true)?;
                Ok(Box::new(stream))
            }
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Address::Unix(path) = &self.address {
            // Nothing can be done if somebody else removed it already.
            let _ = std::fs::remove_file(path);
        }
    }
}

fn first_free_port(ports: impl Iterator<Item = u16>) -> io::Result<StdTcpListener> {
    let mut last_error = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for port in ports {
        match StdTcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) => last_error = error,
        }
    }
    Err(last_error)
}

/// Lets the peer prove who it is, if proof is asked for. `None` if it did not.
async fn authenticate(stream: Box<dyn ByteStream>, tls: Option<TlsAcceptor>) -> Option<Box<dyn ByteStream>> {
    let Some(tls) = tls else { return Some(stream) };
    match timeout(TLS_HANDSHAKE_TIMEOUT, tls.accept(stream)).await {
        Ok(Ok(stream)) => Some(Box::new(stream)),
        Ok(Err(error)) => {
            tracing::warn!(%error, "refused a connection: its TLS handshake failed");
            None
        }
        Err(_) => {
            tracing::warn!("refused a connection: its TLS handshake took too long");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[tokio::test]
    async fn a_unix_socket_lies_in_the_given_folder_for_its_owner_only_and_goes_away() {
        use std::os::unix::fs::PermissionsExt as _;

        let dir = tempfile::tempdir().unwrap();
        let environment = Environment {
            socket_dir: Some(dir.path().to_owned()),
            ..Environment::default()
        };
        let listener = Listener::bind(&environment).unwrap();

        let Address::Unix(path) = listener.address().clone() else {
            panic!("not a Unix socket")
        };
        assert_eq!(path.parent(), Some(dir.path()));
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);

        drop(listener);
        assert!(!path.exists());
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_path_that_is_too_long_or_unspeakable_falls_back_to_tcp() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["d".repeat(120), "a|b".to_owned(), "a\nb".to_owned()] {
            let socket_dir = dir.path().join(name);
            std::fs::create_dir(&socket_dir).unwrap();
            let environment = Environment {
                socket_dir: Some(socket_dir.clone()),
                ..Environment::default()
            };

            let listener = Listener::bind(&environment).unwrap();

            assert_eq!(listener.address().network(), "tcp", "{}", socket_dir.display());
            assert_eq!(socket_dir.read_dir().unwrap().count(), 0);
        }
    }

    #[tokio::test]
    async fn tcp_listens_on_the_loopback_within_the_range() {
        let listener = Listener::bind_tcp(Some(10_000..=25_000)).unwrap();
        let Address::Tcp(address) = listener.address() else {
            panic!("not TCP")
        };
        assert!(address.ip().is_loopback());
        assert!((10_000..=25_000).contains(&address.port()));
    }

    #[tokio::test]
    async fn taken_ports_are_passed_over_and_an_exhausted_range_is_an_error() {
        let taken = StdTcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();

        let free = first_free_port([port, 0].into_iter()).unwrap();
        assert_ne!(free.local_addr().unwrap().port(), port);

        let error = Listener::bind_tcp(Some(port..=port)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AddrInUse);
    }
}
