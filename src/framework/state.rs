//! What every state has in common that goes to Terraform, wherever it comes from.

use super::diagnostics::Diagnostic;
use super::schema::{Attribute, Schema};
use crate::cty::Value;

/// `object` in the form of a state: write-only attributes null, block lists never null.
pub(super) fn as_state(schema: &Schema, object: Value) -> Value {
    with_empty_blocks(schema, without_write_only(schema, object))
}

/// A list of blocks is never null: without blocks it is empty.
fn with_empty_blocks(schema: &Schema, object: Value) -> Value {
    let Value::Object(mut members) = object else {
        return object;
    };
    for block in &schema.blocks {
        let member = members.entry(block.name.to_owned()).or_insert(Value::Null);
        if member.is_null() {
            *member = block.empty_value();
        }
    }
    Value::Object(members)
}

fn without_write_only(schema: &Schema, object: Value) -> Value {
    replace_write_only(schema, object, |_| Value::Null)
}

/// Puts what `with` gives into each write-only attribute of `object`.
pub(super) fn replace_write_only(
    schema: &Schema,
    object: Value,
    with: impl Fn(&Attribute) -> Value,
) -> Value {
    let Value::Object(mut members) = object else {
        return object;
    };
    for attribute in schema.attributes.iter().filter(|attribute| attribute.write_only) {
        members.insert(attribute.name.to_owned(), with(attribute));
    }
    Value::Object(members)
}

/// `value` without unknown values, which no state may hold.
pub(super) fn null_for_unknown(value: Value) -> Value {
    value.transform(&mut |_, value| if value.is_unknown() { Value::Null } else { value })
}

/// The message that the provider's own code did what it must not do.
pub(super) fn provider_bug(what: &str) -> Diagnostic {
    Diagnostic::error(
        "The provider has a bug",
        format!(
            "The provider {what}. Please report this to the provider's developers. The next plan shows what is really \
             there."
        ),
    )
}
