//! How Terraform attaches to a provider that a developer started, for instance under a debugger.

use std::collections::BTreeMap;

use serde::Serialize;

use super::handshake::PROTOCOL_VERSION;
use super::listener::Address;

/// The registries in which Terraform and OpenTofu look up a source that names none.
const REGISTRIES: [&str; 2] = ["registry.terraform.io", "registry.opentofu.org"];

/// One provider in Terraform's variable `TF_REATTACH_PROVIDERS`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Reattach {
    protocol: &'static str,
    protocol_version: u32,
    pid: u32,
    /// Must be true: Terraform otherwise ignores `protocol_version`, takes 5, and crashes.
    test: bool,
    addr: Addr,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Addr {
    network: &'static str,
    string: String,
}

/// The text that tells a developer how to attach Terraform or OpenTofu to this process, which serves the provider of `source`
/// at `address`.
pub(crate) fn instructions(source: &str, address: &Address) -> String {
    let json = reattach_providers(source, address, std::process::id());
    format!(
        "The provider is running. To use it, run Terraform or OpenTofu with this environment variable; stop it with Ctrl-C.\n\n\
         TF_REATTACH_PROVIDERS='{json}'\n"
    )
}

/// The value of `TF_REATTACH_PROVIDERS`. It holds no apostrophe, so that a shell can quote it in apostrophes.
fn reattach_providers(source: &str, address: &Address, pid: u32) -> String {
    let reattach = Reattach {
        protocol: "grpc",
        protocol_version: PROTOCOL_VERSION,
        pid,
        test: true,
        addr: Addr {
            network: address.network(),
            string: address.to_string(),
        },
    };
    let providers = full_addresses(source)
        .into_iter()
        .map(|name| (name, reattach.clone()));
    serde_json::to_string(&providers.collect::<BTreeMap<_, _>>())
        .expect("a map of strings to plain data is always JSON")
        .replace('\'', r"\u0027")
}

/// What Terraform and OpenTofu call the provider of `source`. A source with a host has one name.
fn full_addresses(source: &str) -> Vec<String> {
    if source.split('/').count() > 2 {
        return vec![source.to_owned()];
    }
    REGISTRIES
        .iter()
        .map(|registry| format!("{registry}/{source}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn the_json_has_the_shape_that_terraform_reads() {
        let address = Address::Unix(PathBuf::from("/tmp/plugin-1"));
        let text = reattach_providers("example.test/acme/demo", &address, 42);
        assert_eq!(
            serde_json::from_str::<Value>(&text).unwrap(),
            json!({
                "example.test/acme/demo": {
                    "Protocol": "grpc",
                    "ProtocolVersion": 6,
                    "Pid": 42,
                    "Test": true,
                    "Addr": { "Network": "unix", "String": "/tmp/plugin-1" },
                }
            })
        );
    }

    #[test]
    fn a_source_without_a_host_serves_terraform_and_opentofu_alike() {
        let address = Address::Unix(PathBuf::from("/tmp/plugin-1"));
        let text = reattach_providers("acme/demo", &address, 42);
        let value: Value = serde_json::from_str(&text).unwrap();
        let (terraform, opentofu) = (
            &value["registry.terraform.io/acme/demo"],
            &value["registry.opentofu.org/acme/demo"],
        );
        assert_eq!(terraform["Pid"], 42);
        assert_eq!(terraform, opentofu);
        assert_eq!(value.as_object().map(serde_json::Map::len), Some(2));
    }

    #[test]
    fn an_apostrophe_in_the_path_survives_the_shell() {
        let address = Address::Unix(PathBuf::from("/tmp/it's/plugin-1"));
        let text = reattach_providers("example.test/acme/demo", &address, 42);
        assert!(!text.contains('\''), "{text}");
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            value["example.test/acme/demo"]["Addr"]["String"],
            "/tmp/it's/plugin-1"
        );
    }

    #[test]
    fn the_instructions_end_with_a_line_to_copy() {
        let address = Address::Tcp("127.0.0.1:10001".parse().unwrap());
        let text = instructions("example.test/acme/demo", &address);
        let line = text.lines().last().unwrap();
        assert!(
            line.starts_with("TF_REATTACH_PROVIDERS='{") && line.ends_with("}'"),
            "{line}"
        );
        assert!(
            line.contains(&format!(r#""Pid":{}"#, std::process::id())),
            "{line}"
        );
    }
}
