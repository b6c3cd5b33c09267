//! The provider's binary, spoken to as Terraform does: its process, its gRPC messages and its log.

#[allow(dead_code, reason = "the tests of the plugin layer use the rest of it")]
#[path = "../plugin_layer/host.rs"]
mod host;

mod command_line;
mod lifecycle;
mod logging;
mod messages;
mod opentofu;
mod process;
mod schema;
mod schema_rules;
