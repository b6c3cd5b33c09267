//! The provider block and the environment: who calls the API, where it is, and how.

mod aliases;
mod brake;
mod credentials;
mod endpoint;
mod regions;
mod transport;

use crate::support::{Scenario, Serving};

const CONFIGURATION: &str = "ksyun_scaling_configuration.web";

/// A provider block with these `arguments`, and a configuration to make.
fn with_provider(arguments: &str) -> String {
    format!("provider \"ksyun\" {{\n{arguments}\n}}\n\n{}", configuration())
}

fn configuration() -> &'static str {
    "resource \"ksyun_scaling_configuration\" \"web\" {\n  image_id = \"IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10\"\n}\n"
}

/// A provider that Terraform launches, so that it sees the variables that a scenario sets and lacks those that it takes
/// away.
fn launched() -> Scenario {
    Scenario::with(Serving::DevOverride, &[])
}
