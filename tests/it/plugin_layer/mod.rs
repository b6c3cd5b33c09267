//! The plugin layer, seen from a host that behaves as Terraform does.

mod authentication;
mod debug;
mod lifecycle;
mod provider;
