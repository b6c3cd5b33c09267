//! The go-plugin protocol, from the plugin's side: how Terraform starts a provider process and talks to it.
//!
//! Terraform runs the binary, reads one line from its standard output (see `handshake`), connects to the socket named
//! there over mutual TLS (`listener`, `tls`), calls gRPC services (`services` and the provider's own), and at the end
//! asks for shutdown. [`serve`] is all of that in one call.
//!
//! Nothing here knows what the provider manages: the provider is any gRPC service.

mod connection;
pub mod crash;
mod handshake;
mod lifetime;
mod listener;
pub mod log;
mod proto;
mod reattach;
mod serve;
mod server;
mod services;
mod tls;

pub use handshake::Environment;
pub use serve::serve;
pub use server::{GrpcService, Mode, ServeConfig, ServeError, Server};
pub use tls::TlsError;

/// Largest message, in bytes, that Terraform and its providers exchange.
///
/// The server of the provider's service must be given it for both directions: the default for incoming messages is
/// 4 MiB, and one plan request carries the object three times.
pub const MAX_MESSAGE_BYTES: usize = 256 * 1024 * 1024;
