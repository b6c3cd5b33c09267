//! Transcripts of calls: recorded at the real API, played back to a client, and compared with the emulator. They hold no
//! keys, signatures, passwords or user data.

pub(crate) mod compare;
mod difference;
pub(crate) mod entry;
pub(crate) mod record;
pub(crate) mod replay;
mod server;
