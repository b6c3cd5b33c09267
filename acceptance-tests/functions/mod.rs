//! The provider's functions, called as a configuration calls them. They need neither the API nor credentials.

mod arguments;
mod results;

use crate::support::Config;

/// A configuration whose output `result` is what `call`, `name(arguments)`, gives.
fn output(call: &str) -> Config {
    with(&format!(
        "output \"result\" {{\n  value = provider::ksyun::{call}\n}}\n"
    ))
}

/// A configuration with this text, in which the provider is `ksyun`.
fn with(text: &str) -> Config {
    Config::from(text)
}
