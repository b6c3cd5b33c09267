//! Messages and server traits of go-plugin's own services, generated from `proto/grpc_*.proto`.
#![allow(
    clippy::all,
    clippy::pedantic,
    dead_code,
    unreachable_pub,
    reason = "generated code"
)]

tonic::include_proto!("plugin");

/// The gRPC health checking protocol.
pub(crate) mod health {
    tonic::include_proto!("grpc.health.v1");
}
