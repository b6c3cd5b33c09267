//! Objects of several regions behind one provider block: an argument `region` that every type has, and that decides with
//! which client its operations work.
//!
//! The wrappers here add the argument to the schema of a type, take the region out of each value, give the type the client
//! of that region, and put the region into each result. The types themselves know nothing of it.

mod action;
mod data_source;
mod list;
mod resource;

use std::borrow::Cow;

pub use self::action::regional_action;
pub use self::data_source::regional_data_source;
pub use self::list::regional_list;
pub use self::resource::regional;
use super::context::Context;
use super::diagnostics::{Diagnostic, Diagnostics};
use super::schema::Attribute;
use crate::cty::{Path, Value};

/// Name of the argument.
pub(super) const REGION: &str = "region";

/// What configuring a provider makes, if it works in one region of several.
pub trait Regional: Clone + Send + Sync + 'static {
    /// The region in which it works.
    fn region(&self) -> &str;

    /// What works in another region.
    ///
    /// # Errors
    /// There can be no such region.
    fn in_region(&self, region: &str) -> Result<Self, Diagnostic>;
}

fn argument(description: &'static str) -> Attribute {
    Attribute::id(REGION, description).optional()
}

/// `data` for the region of `object`; as it is where that names none.
fn scoped<'d, D: Regional>(data: &'d D, object: &Value) -> Result<Cow<'d, D>, Diagnostics> {
    match object.get(REGION).and_then(Value::as_str) {
        Some(region) if region != data.region() => match data.in_region(region) {
            Ok(other) => Ok(Cow::Owned(other)),
            Err(refused) => Err(refused.at(Path::root().attr(REGION)).into()),
        },
        _ => Ok(Cow::Borrowed(data)),
    }
}

/// `cx` with other data.
fn within<'a, D>(mut cx: Context<'a, D>, data: &'a D) -> Context<'a, D> {
    cx.data = data;
    cx
}

/// `object` with the region in which it is.
fn placed(object: Value, region: Value) -> Value {
    match object {
        Value::Object(mut members) => {
            members.insert(REGION.to_owned(), region);
            Value::Object(members)
        }
        other => other,
    }
}
