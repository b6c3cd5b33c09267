//! The provider's binary, spoken to as Terraform does: its process, its gRPC messages and its log.

mod command_line;
mod lifecycle;
mod logging;
mod messages;
mod opentofu;
mod process;
mod schema;
mod schema_rules;
