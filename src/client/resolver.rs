//! Addresses of host names where the C library can't look them up: a static glibc needs shared parts for that, which an
//! empty root does not have. The rules are those of the C library: the hosts file first, then the name servers and search
//! domains of `resolv.conf`, and never any other server.

use std::fmt;
use std::fs;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use hickory_resolver::config::{LookupIpStrategy, ResolverConfig};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::op::Query;
use hickory_resolver::proto::rr::{Name, RecordType};
use hickory_resolver::system_conf::parse_resolv_conf;
use hickory_resolver::{Hosts, TokioResolver};
use reqwest::dns::{Addrs, Resolve, Resolving};

/// Whether the C library of this build can't look names up.
pub(super) const IS_NEEDED: bool = cfg!(all(target_env = "gnu", target_feature = "crt-static"));

/// Looks names up as the system's files say. They are read at each look-up: connections are kept, so there are few, and a
/// long run may outlive a change of network.
#[derive(Clone)]
pub(super) struct Resolver {
    hosts: PathBuf,
    resolv_conf: PathBuf,
    /// On which the name servers listen.
    port: u16,
}

impl Default for Resolver {
    fn default() -> Self {
        Self {
            hosts: "/etc/hosts".into(),
            resolv_conf: "/etc/resolv.conf".into(),
            port: 53,
        }
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: reqwest::dns::Name) -> Resolving {
        let resolver = self.clone();
        Box::pin(async move {
            let found = resolver.addresses(name.as_str()).await?;
            // A port of 0 stands for that of the URL.
            let addresses = found.into_iter().map(|address| SocketAddr::new(address, 0));
            Ok(Box::new(addresses) as Addrs)
        })
    }
}

impl Resolver {
    async fn addresses(&self, host: &str) -> Result<Vec<IpAddr>, LookupError> {
        let error = |reason: String| LookupError {
            host: host.to_owned(),
            reason,
        };
        let name = Name::from_utf8(host).map_err(|wrong| error(format!("it is no host name: {wrong}")))?;
        let named = self.in_hosts_file(&name);
        if !named.is_empty() {
            return Ok(named);
        }
        let resolver = self.name_servers().map_err(|wrong| {
            error(format!(
                "{} does not name it, and {} can't be used: {wrong}. Public name servers are never asked: mount or mend this \
                 file, name the host in the hosts file, or set a proxy",
                self.hosts.display(),
                self.resolv_conf.display()
            ))
        })?;
        let found = resolver.lookup_ip(host).await;
        let found = found.map_err(|wrong| {
            error(format!(
                "{} does not name it, and the name servers of {} gave no address: {wrong}",
                self.hosts.display(),
                self.resolv_conf.display()
            ))
        })?;
        Ok(found.iter().collect())
    }

    /// The addresses that the hosts file gives `name`; none if there is no such file.
    fn in_hosts_file(&self, name: &Name) -> Vec<IpAddr> {
        let mut hosts = Hosts::default();
        if let Ok(file) = fs::File::open(&self.hosts) {
            // What was read before an error counts.
            let _ = hosts.read_hosts_conf(file);
        }
        let of_type = |kind| hosts.lookup_static_host(&Query::query(name.clone(), kind));
        let records = [RecordType::AAAA, RecordType::A].into_iter().filter_map(of_type);
        records
            .flat_map(|lookup| {
                lookup
                    .answers()
                    .iter()
                    .filter_map(|record| record.data.ip_addr())
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    fn name_servers(&self) -> io::Result<TokioResolver> {
        let (servers, mut options) = parse_resolv_conf(fs::read(&self.resolv_conf)?)
            .map_err(|error| io::Error::other(error.to_string()))?;
        options.ip_strategy = LookupIpStrategy::Ipv6AndIpv4;
        let (domain, search, mut servers) = servers.into_parts();
        for connection in servers.iter_mut().flat_map(|server| &mut server.connections) {
            connection.port = self.port;
        }
        let config = ResolverConfig::from_parts(domain, search, servers);
        let builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
        builder
            .with_options(options)
            .build()
            .map_err(|error| io::Error::other(error.to_string()))
    }
}

/// Why a name has no address.
#[derive(Debug)]
struct LookupError {
    host: String,
    reason: String,
}

impl fmt::Display for LookupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the address of {} can't be looked up: {}",
            self.host, self.reason
        )
    }
}

impl std::error::Error for LookupError {}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;
    use tokio::net::UdpSocket;

    use super::*;

    /// A resolver with these files; without a text there is no such file.
    fn resolver(folder: &TempDir, hosts: Option<&str>, resolv_conf: Option<&str>) -> Resolver {
        let file = |name: &str, text: Option<&str>| {
            let path = folder.path().join(name);
            if let Some(text) = text {
                fs::write(&path, text).unwrap();
            }
            path
        };
        Resolver {
            hosts: file("hosts", hosts),
            resolv_conf: file("resolv.conf", resolv_conf),
            port: 53,
        }
    }

    fn addresses(texts: &[&str]) -> Vec<IpAddr> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    /// A name server on this machine that gives `name` (and no other) the address 192.0.2.7.
    async fn name_server(name: &'static str) -> u16 {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let port = socket.local_addr().unwrap().port();
        tokio::spawn(async move {
            let mut buffer = [0; 512];
            while let Ok((size, client)) = socket.recv_from(&mut buffer).await {
                let _ = socket.send_to(&answer(&buffer[..size], name), client).await;
            }
        });
        port
    }

    /// The answer to a `query`: header, question, and an A record if it asks for that of `name`.
    fn answer(query: &[u8], name: &str) -> Vec<u8> {
        let labels = name.split('.').filter(|label| !label.is_empty());
        let mut wanted: Vec<u8> = labels
            .flat_map(|label| [&[u8::try_from(label.len()).unwrap()], label.as_bytes()].concat())
            .collect();
        wanted.extend([0, 0, 1, 0, 1]);
        let end_of_name = 12 + query[12..].iter().position(|byte| *byte == 0).unwrap();
        let question = &query[12..end_of_name + 5];
        let is_known = question.eq_ignore_ascii_case(&wanted);
        let exists = question[..question.len() - 4].eq_ignore_ascii_case(&wanted[..wanted.len() - 4]);
        let code = if exists { 0x80 } else { 0x83 };
        let mut answer = [
            &query[..2],
            &[0x81, code, 0, 1, 0, u8::from(is_known), 0, 0, 0, 0],
            question,
        ]
        .concat();
        if is_known {
            answer.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 7]);
        }
        answer
    }

    #[tokio::test]
    async fn the_hosts_file_comes_first_in_both_families_and_needs_no_name_server() {
        let folder = tempfile::tempdir().unwrap();
        let hosts =
            "# a comment\n192.0.2.1 api.example API2.example # of the team\n2001:db8::1 api.example\n";
        let resolver = resolver(&folder, Some(hosts), None);
        assert_eq!(
            resolver.addresses("api.example").await.unwrap(),
            addresses(&["2001:db8::1", "192.0.2.1"])
        );
        assert_eq!(
            resolver.addresses("Api2.Example").await.unwrap(),
            addresses(&["192.0.2.1"])
        );
    }

    #[tokio::test]
    async fn the_name_servers_and_search_domains_of_resolv_conf_are_asked() {
        let folder = tempfile::tempdir().unwrap();
        let mut resolver = resolver(
            &folder,
            None,
            Some("nameserver 127.0.0.1\nsearch internal.example\n"),
        );
        resolver.port = name_server("api.internal.example").await;
        for host in ["api", "api.internal.example", "api.internal.example."] {
            assert_eq!(
                resolver.addresses(host).await.unwrap(),
                addresses(&["192.0.2.7"]),
                "{host}"
            );
        }
        let unknown = resolver.addresses("db").await.unwrap_err().to_string();
        assert!(
            unknown.starts_with("the address of db can't be looked up: "),
            "{unknown}"
        );
        assert!(unknown.contains("gave no address"), "{unknown}");
    }

    #[tokio::test]
    async fn without_name_servers_nobody_is_asked_and_the_message_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        for resolv_conf in [None, Some("search internal.example\n")] {
            let resolver = resolver(&folder, Some("192.0.2.1 other.example\n"), resolv_conf);
            let error = resolver.addresses("api.example").await.unwrap_err().to_string();
            assert!(error.contains("resolv.conf can't be used"), "{error}");
            assert!(error.contains("Public name servers are never asked"), "{error}");
        }
    }
}
