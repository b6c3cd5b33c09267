//! What every state has in common that goes to Terraform, wherever it comes from.

use crate::cty::{Path, Value};
use crate::framework::diagnostics::Diagnostic;
use crate::framework::schema::{Attribute, Schema};
use crate::framework::timeouts;

/// The member by which state is known to be ours, whatever its value: every resource type has it (`ProviderServer::problems`
/// tells if one has not), and no other provider of the same types writes it. It is for good, so attributes that are added later
/// don't turn the state of an earlier version into a stranger's. When another provider takes an object over, Terraform leaves
/// out what that one does not know, the mark among it.
pub(super) const MARK: &str = timeouts::NAME;

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

/// `object` with null for each empty text that means "not set".
pub(super) fn without_blanks(schema: &Schema, object: &Value) -> Value {
    replace_attributes(schema, object.clone(), &|attribute, _, value| {
        if attribute.is_blank(&value) {
            Value::Null
        } else {
            value
        }
    })
}

/// `object` with the empty texts that `written` has where it has nothing, or what is not known yet: Terraform accepts only what
/// is written.
pub(super) fn with_blanks_of(schema: &Schema, written: &Value, object: Value) -> Value {
    replace_attributes(schema, object, &|attribute, path, value| {
        let written = written.at(path).filter(|written| attribute.is_blank(written));
        let is_open = value.is_null() || value.is_unknown();
        written.filter(|_| is_open).cloned().unwrap_or(value)
    })
}

/// Puts what `with` gives in the place of each attribute of `object` and its blocks.
fn replace_attributes(
    schema: &Schema,
    object: Value,
    with: &dyn Fn(&Attribute, &Path, Value) -> Value,
) -> Value {
    let object = replace_members(&schema.attributes, &Path::root(), object, with);
    let Value::Object(mut members) = object else {
        return object;
    };
    for block in &schema.blocks {
        let path = Path::root().attr(block.name);
        let Some(member) = members.get_mut(block.name) else {
            continue;
        };
        *member = match std::mem::replace(member, Value::Null) {
            Value::List(elements) => {
                let replace =
                    |(index, element)| replace_members(&block.attributes, &path.index(index), element, with);
                Value::List((0..).zip(elements).map(replace).collect())
            }
            single => replace_members(&block.attributes, &path, single, with),
        };
    }
    Value::Object(members)
}

fn replace_members(
    attributes: &[Attribute],
    path: &Path,
    object: Value,
    with: &dyn Fn(&Attribute, &Path, Value) -> Value,
) -> Value {
    let Value::Object(mut members) = object else {
        return object;
    };
    for attribute in attributes {
        if let Some(value) = members.remove(attribute.name) {
            let value = with(attribute, &attribute.path_in(path), value);
            members.insert(attribute.name.to_owned(), value);
        }
    }
    Value::Object(members)
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
