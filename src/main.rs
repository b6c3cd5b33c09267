//! The provider's process: arguments and wiring.

use std::process::ExitCode;

use ksyun_autoscaling::framework;
use ksyun_autoscaling::plugin::{self, MAX_MESSAGE_BYTES, Mode, ServeConfig};
use ksyun_autoscaling::provider::{KsyunProvider, SOURCE};
use ksyun_autoscaling::tfplugin6::proto::provider_server::ProviderServer;
use ksyun_autoscaling::tfplugin6::server::ProviderService;

const BINARY: &str = env!("CARGO_PKG_NAME");
const HELP: &str = include_str!("help.txt");

/// For tests: with this in the environment, an answer that Terraform would not accept is an error and is not mended.
const STRICT: &str = "KSYUN_AUTOSCALING_STRICT";

#[expect(
    clippy::print_stdout,
    reason = "a person asked for it; under Terraform there are no arguments"
)]
pub(crate) fn main() -> ExitCode {
    let mode = match std::env::args().nth(1).as_deref() {
        None => Mode::Plugin,
        Some("-debug" | "--debug") => Mode::Debug,
        Some("-version" | "--version") => {
            println!("{BINARY} {}", env!("CARGO_PKG_VERSION"));
            return ExitCode::SUCCESS;
        }
        Some("-help" | "--help" | "-h") => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Some(other) => {
            eprintln!("unknown argument {other:?}; usage: {BINARY} [-debug | --version | --help]");
            return ExitCode::from(2);
        }
    };
    match run(mode) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves the provider on one thread: the work is waiting for the API.
fn run(mode: Mode) -> Result<(), Box<dyn std::error::Error>> {
    plugin::crash::install_hook(framework::note_panic);
    plugin::log::init();
    let provider =
        framework::ProviderServer::new(KsyunProvider::default()).strict(std::env::var_os(STRICT).is_some());
    let service = ProviderServer::new(ProviderService::new(provider))
        .max_decoding_message_size(MAX_MESSAGE_BYTES)
        .max_encoding_message_size(MAX_MESSAGE_BYTES);
    let config = ServeConfig {
        provider_source: SOURCE,
        binary_name: BINARY,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let served = runtime.block_on(plugin::serve(config, mode, service));
    // Terraform kills a provider two seconds after shutdown: a name look-up that still blocks is not waited for.
    runtime.shutdown_background();
    Ok(served?)
}
