//! The provider's log: `tracing` events as lines of JSON on standard error, where Terraform picks them up.
//!
//! Terraform passes on lines of the form that its own logging library (hclog) writes, under its own level filter. It
//! shows nothing unless one of its `TF_LOG` variables is set, so without one the provider does not log at all.

mod layer;
mod level;
mod line;

use std::io;

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use layer::HclogLayer;

/// Name of the library crate, by which its events are told from those of dependencies.
const LIBRARY: &str = env!("CARGO_CRATE_NAME");

/// Sends the events of this package to standard error, down to the level that the environment asks for.
///
/// The first of `TF_LOG_PROVIDER_<NAME>`, `TF_LOG_PROVIDER` and `TF_LOG` that is set decides; `<NAME>` is the
/// provider's name in capitals. To be called once, before anything is logged; without any level, or if a subscriber is
/// installed already, it does nothing.
pub fn init() {
    let level = level::from_lookup(&level::provider_variable(env!("CARGO_PKG_NAME")), |name| {
        std::env::var(name).ok()
    });
    if level == LevelFilter::OFF {
        return;
    }
    // Fails only if there is a subscriber already; whoever installed it has decided where the log goes.
    let _ = tracing_subscriber::registry()
        .with(own_targets(level))
        .with(HclogLayer::new(io::stderr()))
        .try_init();
}

/// Lets through the events of this package, and none of its dependencies: those write a line for every HTTP/2 frame.
fn own_targets(level: LevelFilter) -> Targets {
    Targets::new()
        .with_target(LIBRARY, level)
        .with_target(binary(), level)
}

/// Name of the crate of the binary.
fn binary() -> String {
    env!("CARGO_PKG_NAME").replace('-', "_")
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn only_this_packages_events_pass_and_only_down_to_the_level() {
        let targets = own_targets(LevelFilter::DEBUG);
        let module = format!("{LIBRARY}::plugin");
        assert!(targets.would_enable(&module, &Level::DEBUG));
        assert!(targets.would_enable(&binary(), &Level::ERROR));
        assert!(!targets.would_enable(&module, &Level::TRACE));
        assert!(!targets.would_enable("h2::codec", &Level::ERROR));
    }
}
