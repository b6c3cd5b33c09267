//! Resource identity: the few values by which an object is known for good, apart from its state.

use std::collections::BTreeMap;

use super::diagnostics::{Diagnostic, Diagnostics};
use super::provider::Provider;
use super::server::ProviderServer;
use crate::cty::{Type, Value, json};

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
    fn agrees_with(&self, other: &Self) -> bool {
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

impl<P: Provider> ProviderServer<P> {
    /// Names and identity schemas of the resource types that have one.
    pub fn identity_schemas(&self) -> impl Iterator<Item = (&'static str, &IdentitySchema)> {
        self.entries()
            .filter_map(|(name, entry)| Some((name, entry.identity.as_ref()?)))
    }

    /// Type of the identities of resource type `name`, if it has identities.
    pub fn identity_type(&self, name: &str) -> Option<Type> {
        self.entry(name)?.identity.as_ref().map(IdentitySchema::ty)
    }

    /// `UpgradeResourceIdentity`: brings a stored identity into today's form. An object that has none yet gets none here:
    /// the next look at it tells. `None` after an error.
    pub fn upgrade_resource_identity(&self, type_name: &str, stored: &[u8]) -> (Option<Value>, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        let Some(entry) = self.resource(type_name, &mut diagnostics) else {
            return (None, diagnostics);
        };
        let ty = entry.identity.as_ref().map(IdentitySchema::ty);
        let upgraded = match ty {
            Some(_) if stored.is_empty() => return (Some(Value::Null), diagnostics),
            Some(ty) => json::decode_state_json(stored, &ty).map_err(|error| error.to_string()),
            None => Err(format!(
                "{type_name} has no identity in this version of the provider"
            )),
        };
        match upgraded {
            Ok(identity) => (Some(identity), diagnostics),
            Err(why) => {
                diagnostics.error(
                    "The stored identity can't be read",
                    format!(
                        "{why}. Remove the object from the state (terraform state rm) and import it again."
                    ),
                );
                (None, diagnostics)
            }
        }
    }
}

/// Refuses an object that has become another one.
pub(super) fn unchanged(before: Option<&Value>, now: Option<&Value>) -> Result<(), Diagnostic> {
    let known = |identity: Option<&Value>| {
        identity
            .filter(|identity| !identity.is_null())
            .map(Identity::from_value)
    };
    match (known(before), known(now)) {
        (Some(before), Some(now)) if !before.agrees_with(&now) => Err(Diagnostic::error(
            "The object's identity has changed",
            format!(
                "Terraform knows it as {}, and the provider found {}. An identity never changes. If the provider's region was \
                 changed, set it back; otherwise this is a bug in the provider.",
                describe(&before),
                describe(&now)
            ),
        )),
        _ => Ok(()),
    }
}

fn describe(identity: &Identity) -> String {
    identity
        .0
        .iter()
        .map(|(name, value)| format!("{name} = {value:?}"))
        .collect::<Vec<_>>()
        .join(", ")
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

    #[test]
    fn another_identity_is_an_error_that_names_both() {
        let id = |id: &str| {
            Value::Object([("id".to_owned(), id.into()), ("region".to_owned(), Value::Null)].into())
        };
        assert_eq!(unchanged(Some(&id("1")), Some(&id("1"))), Ok(()));
        assert_eq!(unchanged(None, Some(&id("2"))), Ok(()));
        assert_eq!(unchanged(Some(&Value::Null), Some(&id("2"))), Ok(()));
        let error = unchanged(Some(&id("1")), Some(&id("2"))).unwrap_err();
        assert!(error.detail.contains(r#"id = "1""#) && error.detail.contains(r#"id = "2""#));
    }
}
