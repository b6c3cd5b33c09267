//! The `MessagePack` form of values, as the plugin protocol carries it in `DynamicValue.msgpack`.
//!
//! The format does not describe itself: both directions follow a [`Type`](super::Type). A null is nil whatever its
//! type, and an unknown value is an extension whatever its type.

mod decode;
mod encode;
mod refinements;
mod token;

pub use decode::decode;
pub use encode::encode;

#[cfg(test)]
mod tests;
