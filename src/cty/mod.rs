//! Terraform's value system: types, values with nulls and unknowns, exact numbers, paths, and their two wire formats.
//!
//! The language calls this layer "cty". It is pure: no I/O, no protocol messages, nothing of any one provider.
//! A [`Value`] carries no type, so every operation that needs one takes a [`Type`] beside it.
//!
//! * [`msgpack`] is the format of the plugin protocol, and the only one that can hold unknown values.
//! * [`json`] is the format of the state file.
//! * [`convert()`] turns a value into another type by the rules that the Terraform language uses.

mod conform;
mod error;
pub mod json;
pub mod msgpack;
mod number;
mod path;
#[cfg(test)]
pub(crate) mod testing;
mod traverse;
mod ty;
mod unknown;
mod value;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

pub use conform::conforms;
pub use error::{ConformError, DecodeError, DecodeProblem, EncodeError, EncodeProblem, Located, Mismatch};
pub use number::{Number, ParseNumberError};
pub use path::{Path, Step};
pub use ty::{ObjectType, Type};
pub use unknown::Refinements;
pub use value::Value;

/// How deep values that come from outside may nest. Bounds the stack that a decoder uses.
pub const MAX_DEPTH: usize = 128;

/// Normalises text to Unicode NFC, the form in which Terraform compares strings, map keys and attribute names.
fn nfc(text: String) -> String {
    use unicode_normalization::{UnicodeNormalization as _, is_nfc};

    if is_nfc(&text) { text } else { text.nfc().collect() }
}

/// Adds an entry to a map that is being read.
fn insert_new(entries: &mut BTreeMap<String, Value>, key: String, value: Value) -> Result<(), DecodeProblem> {
    match entries.entry(key) {
        Entry::Vacant(entry) => {
            entry.insert(value);
            Ok(())
        }
        Entry::Occupied(entry) => Err(DecodeProblem::DuplicateKey {
            key: entry.key().clone(),
        }),
    }
}
