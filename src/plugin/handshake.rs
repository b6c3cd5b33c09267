//! What Terraform tells a plugin through the environment, and the one line the plugin answers on standard output.

use std::ffi::OsString;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::listener::Address;

/// Version of the handshake line itself.
const CORE_PROTOCOL_VERSION: u32 = 1;

/// Major version of the Terraform plugin protocol that providers built on this layer speak.
pub(crate) const PROTOCOL_VERSION: u32 = 6;

/// Terraform sets this variable to [`MAGIC_COOKIE_VALUE`], so that a plugin can tell it was not started by hand.
const MAGIC_COOKIE_KEY: &str = "TF_PLUGIN_MAGIC_COOKIE";
const MAGIC_COOKIE_VALUE: &str = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/// The environment variables by which the host, normally Terraform, talks to the plugin it starts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    pub(crate) started_by_terraform: bool,
    /// Versions of the plugin protocol that the host can speak.
    pub(crate) protocol_versions: Vec<u32>,
    /// PEM of the certificate that the host will present; without it the connection is plaintext.
    pub(crate) client_certificate: Option<String>,
    /// Where to put the socket file, instead of the system's temporary directory.
    #[cfg_attr(not(unix), allow(dead_code, reason = "read on Unix only"))]
    pub(crate) socket_dir: Option<PathBuf>,
    /// Ports to choose from if the plugin listens on TCP; without it, any free port.
    pub(crate) ports: Option<RangeInclusive<u16>>,
}

impl Environment {
    /// Reads the environment of this process.
    pub fn from_process() -> Self {
        Self::from_lookup(|name| std::env::var_os(name))
    }

    /// Reads the variables through `lookup`. An empty variable counts as absent, and so does an unreadable port.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<OsString>) -> Self {
        let raw = |name| lookup(name).filter(|value| !value.is_empty());
        let text = |name| raw(name).and_then(|value| value.into_string().ok());
        let port = |name| text(name).and_then(|value| value.parse::<u16>().ok());

        Self {
            started_by_terraform: text(MAGIC_COOKIE_KEY).as_deref() == Some(MAGIC_COOKIE_VALUE),
            protocol_versions: text("PLUGIN_PROTOCOL_VERSIONS")
                .map(|list| {
                    list.split(',')
                        .filter_map(|version| version.trim().parse().ok())
                        .collect()
                })
                .unwrap_or_default(),
            client_certificate: text("PLUGIN_CLIENT_CERT"),
            socket_dir: raw("PLUGIN_UNIX_SOCKET_DIR").map(PathBuf::from),
            ports: port("PLUGIN_MIN_PORT")
                .zip(port("PLUGIN_MAX_PORT"))
                .map(|(min, max)| min..=max)
                .filter(|ports| !ports.is_empty()),
        }
    }

    /// Whether the host can speak the protocol of this provider. A host that does not say is given the benefit of the
    /// doubt.
    pub(crate) fn speaks_our_protocol(&self) -> bool {
        self.protocol_versions.is_empty() || self.protocol_versions.contains(&PROTOCOL_VERSION)
    }
}

/// The line that tells the host where and how to connect, without its line end.
///
/// `certificate` is the server's certificate in DER; `None` means plaintext. Version 6 is named even if the host
/// offered others only: the host then explains the mismatch to the user better than a plugin that just exits.
pub(crate) fn handshake_line(address: &Address, certificate: Option<&[u8]>) -> String {
    let network = address.network();
    let certificate = certificate
        .map(|der| STANDARD_NO_PAD.encode(der))
        .unwrap_or_default();
    format!("{CORE_PROTOCOL_VERSION}|{PROTOCOL_VERSION}|{network}|{address}|grpc|{certificate}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        Environment::from_lookup(|name| {
            variables
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn terraforms_environment_is_understood() {
        let environment = environment(&[
            (
                "TF_PLUGIN_MAGIC_COOKIE",
                "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
            ),
            ("PLUGIN_PROTOCOL_VERSIONS", "6,5"),
            ("PLUGIN_MIN_PORT", "10000"),
            ("PLUGIN_MAX_PORT", "25000"),
            ("PLUGIN_CLIENT_CERT", "-----BEGIN CERTIFICATE-----\n"),
            ("PLUGIN_UNIX_SOCKET_DIR", "/run/plugins"),
        ]);

        assert!(environment.started_by_terraform);
        assert!(environment.speaks_our_protocol());
        assert_eq!(environment.ports, Some(10_000..=25_000));
        assert_eq!(
            environment.client_certificate.as_deref(),
            Some("-----BEGIN CERTIFICATE-----\n")
        );
        assert_eq!(environment.socket_dir, Some(PathBuf::from("/run/plugins")));
    }

    #[test]
    fn an_absent_or_foreign_cookie_means_started_by_hand() {
        assert!(!environment(&[]).started_by_terraform);
        assert!(!environment(&[("TF_PLUGIN_MAGIC_COOKIE", "")]).started_by_terraform);
        assert!(!environment(&[("TF_PLUGIN_MAGIC_COOKIE", "hello")]).started_by_terraform);
    }

    #[test]
    fn a_host_without_protocol_6_is_noticed() {
        assert!(environment(&[]).speaks_our_protocol());
        assert!(environment(&[("PLUGIN_PROTOCOL_VERSIONS", "5, 6")]).speaks_our_protocol());
        assert!(!environment(&[("PLUGIN_PROTOCOL_VERSIONS", "4,5")]).speaks_our_protocol());
    }

    #[test]
    fn a_port_range_needs_two_ports_in_order() {
        for (min, max) in [
            ("10000", ""),
            ("", "25000"),
            ("25000", "10000"),
            ("many", "25000"),
            ("1", "65536"),
        ] {
            let environment = environment(&[("PLUGIN_MIN_PORT", min), ("PLUGIN_MAX_PORT", max)]);
            assert_eq!(environment.ports, None, "{min}..{max}");
        }
    }

    #[test]
    fn the_line_has_six_fields_and_unpadded_standard_base64() {
        let address = Address::Unix(PathBuf::from("/tmp/plugin-1"));
        assert_eq!(
            handshake_line(&address, Some(&[0xfb, 0xff, 0xfe, 0x01])),
            "1|6|unix|/tmp/plugin-1|grpc|+//+AQ"
        );
    }

    #[test]
    fn a_plaintext_line_has_no_certificate() {
        let address = Address::Tcp("127.0.0.1:10001".parse().unwrap());
        assert_eq!(handshake_line(&address, None), "1|6|tcp|127.0.0.1:10001|grpc|");
    }
}
