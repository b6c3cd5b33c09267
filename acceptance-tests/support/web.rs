//! The group that the objects of a group are tried on.

use super::Config;

/// A group from 0 to 3 instances that has none, and the configuration that it launches from.
pub(crate) const WEB: &str = include_str!("web.tf");
pub(crate) const GROUP: &str = "ksyun_scaling_group.web";
pub(crate) const CONFIGURATION: &str = "ksyun_scaling_configuration.web";

/// The group, and the resource at `address` with these arguments.
pub(crate) fn web_and(address: &str, arguments: &str) -> String {
    let (kind, name) = address.split_once('.').expect("TYPE.NAME");
    format!("{WEB}\nresource {kind:?} {name:?} {{\n{arguments}\n}}\n")
}

/// Another group of the same configuration: `ksyun_scaling_group.other`.
pub(crate) fn other_group() -> String {
    let (_, web) = WEB.split_once("\n\n").expect("a configuration and a group");
    web.replace(r#""web" {"#, r#""other" {"#)
}

impl Config {
    /// This configuration beside the group.
    pub(crate) fn beside_web(mut self) -> Self {
        self.files.push(("web.tf".to_owned(), WEB.to_owned()));
        self
    }
}
