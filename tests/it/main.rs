//! Tests of the library and the binaries from outside, without a Terraform; a module per topic.

mod api_actions;
mod client_http;
mod emulator_http;
mod host;
mod layers;
mod plugin_layer;
#[path = "../../acceptance-tests/support/process.rs"]
mod process;
mod protocol;
mod reference;
