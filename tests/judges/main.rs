//! Judges of the provider, each with cases of its own: they share nothing with the product but the protocol's messages, and
//! run the provider against the emulator in one process on a clock that stands still. See the README beside this file.

mod account;
mod cloud;
mod dialects;
mod expected;
mod faults;
mod histories;
mod matrix;
mod random;
mod rules;
mod terraform;
mod world;
