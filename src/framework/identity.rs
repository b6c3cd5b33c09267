//! Resource identity: the few values by which an object is known for good, apart from its state.

use std::collections::BTreeMap;
use std::fmt;

use crate::cty::{Type, Value};

/// The identity attributes of a resource type; all of them are strings.
#[derive(Clone, Debug, Default)]
pub struct IdentitySchema {
    /// Version of the layout; it can only grow.
    pub version: i64,
    /// The attributes.
    pub attributes: Vec<IdentityAttribute>,
}

/// One identity attribute.
#[derive(Clone, Copy, Debug)]
pub struct IdentityAttribute {
    /// Name in an `identity` block.
    pub name: &'static str,
    /// What it is.
    pub description: &'static str,
    /// Whether an import by identity must give it; if not, the provider knows what it is.
    pub required_for_import: bool,
}

impl IdentitySchema {
    /// Adds an attribute that an import must give.
    pub fn required(mut self, name: &'static str, description: &'static str) -> Self {
        self.attributes.push(IdentityAttribute {
            name,
            description,
            required_for_import: true,
        });
        self
    }

    /// Adds an attribute that an import may leave out.
    pub fn optional(mut self, name: &'static str, description: &'static str) -> Self {
        self.attributes.push(IdentityAttribute {
            name,
            description,
            required_for_import: false,
        });
        self
    }

    /// The type of an identity.
    pub fn ty(&self) -> Type {
        Type::object(
            self.attributes
                .iter()
                .map(|attribute| (attribute.name, Type::String)),
        )
    }
}

/// The identity of one object: values by attribute. What an import left out is not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity(BTreeMap<String, String>);

impl Identity {
    /// An identity of these values.
    pub fn new<'a>(values: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self(
            values
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        )
    }

    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Whether nothing in this identity contradicts `other`; what an import left out contradicts nothing.
    pub(super) fn agrees_with(&self, other: &Self) -> bool {
        self.0.iter().all(|(name, value)| other.get(name) == Some(value))
    }

    pub(super) fn from_value(value: &Value) -> Self {
        let members = value.as_object().into_iter().flatten();
        Self(
            members
                .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
                .collect(),
        )
    }

    pub(super) fn to_value(&self, schema: &IdentitySchema) -> Value {
        let member = |attribute: &IdentityAttribute| {
            (
                attribute.name.to_owned(),
                self.get(attribute.name).map_or(Value::Null, Value::from),
            )
        };
        Value::Object(schema.attributes.iter().map(member).collect())
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let members = self.0.iter().map(|(name, value)| format!("{name} = {value:?}"));
        f.write_str(&members.collect::<Vec<_>>().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_import_leaves_out_is_null_on_the_wire_and_missing_here() {
        let schema = IdentitySchema::default()
            .optional("region", "Region.")
            .required("id", "Id.");
        let identity = Identity::new([("id", "1")]);
        let value = identity.to_value(&schema);
        assert_eq!(value.get("region"), Some(&Value::Null));
        assert_eq!(Identity::from_value(&value), identity);
    }
}
