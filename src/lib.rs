//! Terraform provider for Kingsoft Cloud (KSYUN) Auto Scaling, its API client, and a local emulator of the API.
//!
//! Data flows one way: Terraform → [`plugin`] → [`tfplugin6`] → [`framework`] → [`provider`] → [`client`] → the API.
//! Each module is a layer with its own import rules; see `ARCHITECTURE.md`.
pub mod client;
pub mod command_line;
pub mod cty;
pub mod emulator;
pub mod framework;
pub mod plugin;
pub mod provider;
mod simulation;
pub mod tfplugin6;
mod transcript;
