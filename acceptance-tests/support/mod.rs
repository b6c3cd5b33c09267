//! What scenarios are made of.
//!
//! [`Scenario`] owns a working folder, an emulator and a provider, and runs Terraform in it; each run gives a
//! [`Step`], whose methods say what must have happened.

mod binaries;
mod cli;
mod config;
mod daemon;
mod edit;
mod emulator;
mod expect;
mod inspect;
mod meanwhile;
mod official;
mod process;
mod provider;
mod report;
mod scenario;
mod signing;
mod state;
mod ui;
mod wait;
mod web;
mod workspace;
mod world;

pub(crate) use binaries::{EMULATOR, PROVIDER};
pub(crate) use cli::Feature;
pub(crate) use config::{Config, folder};
pub(crate) use emulator::Emulator;
pub(crate) use expect::{create, delete, replace, update};
pub(crate) use official::{OFFICIAL_STATE, official};
pub(crate) use provider::{Serving, add_to_mirror, own_address};
pub(crate) use scenario::Scenario;
pub(crate) use wait::{wait_for, wait_until};
pub(crate) use web::{CONFIGURATION, GROUP, WEB, other_group, web_and};

/// A configuration from a file under `acceptance-tests/`.
macro_rules! hcl {
    ($path:literal) => {
        $crate::support::Config::file(
            $path,
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/acceptance-tests/", $path)),
        )
    };
}
pub(crate) use hcl;
