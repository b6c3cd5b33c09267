//! How the API's JSON becomes typed data.
//!
//! The API's answers do not follow one convention: an id is a string here and a number there, a list is an
//! array, JSON text inside a string, a comma list or a repeated key, and a member's name changes its spelling
//! or its case between actions. [`json`] parses the text without losing any of that, and [`read`] turns it
//! into the type that the caller wants; [`exact`] knows the forms of ids, whole numbers and times.
pub(crate) mod exact;
pub(crate) mod json;
pub(crate) mod read;

pub(crate) use exact::{Id, Time};
pub(crate) use read::{FromWire, Items, Object, WireError};
