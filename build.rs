//! Compiles the protocol files to Rust with protox, so that no `protoc` is needed.

const PROTOS: [&str; 5] = [
    "proto/tfplugin6.proto",
    "proto/grpc_broker.proto",
    "proto/grpc_controller.proto",
    "proto/grpc_health.proto",
    "proto/grpc_stdio.proto",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=proto");
    let files = protox::compile(PROTOS, ["proto"])?;
    tonic_prost_build::configure()
        .build_client(false)
        .generate_default_stubs(true)
        .compile_fds(files)?;
    Ok(())
}
