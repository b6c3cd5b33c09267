//! The JSON form of values, as the state file holds it and `DynamicValue.json` may carry it.
//!
//! Numbers are plain decimals of any length. A value of a dynamic type is an object of its `value` and its `type`.
//! Unknown values have no JSON form.

mod decode;
mod encode;

pub(super) use decode::parse;
pub use decode::{decode_json, decode_state_json};
pub use encode::encode_json;

#[cfg(test)]
mod tests;
