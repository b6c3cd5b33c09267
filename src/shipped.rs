//! Both binaries in one, without the library in between: a library's public items may be used by anybody, and so the compiler
//! does not say which of them nobody uses. `make lint` builds this, and nothing runs it.

extern crate self as ksyun_autoscaling;

mod client;
mod command_line;
mod cty;
mod emulator;
mod framework;
mod plugin;
mod provider;
mod simulation;
mod tfplugin6;
mod transcript;

#[path = "main.rs"]
mod provider_binary;

fn main() -> std::process::ExitCode {
    provider_binary::main();
    command_line::main()
}
