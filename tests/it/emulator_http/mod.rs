//! The emulator as a client sees it: a process of its own, real sockets, requests written byte by byte, and signatures
//! computed here and not by the code under test.

mod admin;
#[cfg(unix)]
mod command_line;
mod console;
mod dialects;
mod durability;
mod faults;
mod formats;
mod lifecycle;
mod neighbours;
mod refusals;
pub(crate) mod support;
#[cfg(unix)]
mod transcripts;
