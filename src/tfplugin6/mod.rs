//! The Terraform plugin protocol, version 6.11, on the wire: decode a message, call the framework, encode its answer.

mod from_proto;
pub mod server;
mod to_proto;

/// Messages and server traits of package `tfplugin6`, generated from `proto/tfplugin6.proto`.
///
/// The protocol file is their documentation. Every message field is an `Option`, also where Terraform insists on a value.
pub mod proto {
    #![allow(
        clippy::all,
        clippy::pedantic,
        dead_code,
        missing_docs,
        unreachable_pub,
        reason = "generated code"
    )]
    tonic::include_proto!("tfplugin6");
}
