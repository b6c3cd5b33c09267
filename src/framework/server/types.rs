//! The types that a provider has, by kind and name, with their schemas made once.

use std::collections::BTreeMap;

use crate::cty::{Type, Value};
use crate::framework::diagnostics::{Diagnostic, Diagnostics};
use crate::framework::erased::{AnyResource, AnyType};
use crate::framework::identity::IdentitySchema;
use crate::framework::schema::Schema;

/// The types of one kind.
pub struct Types<T: ?Sized> {
    kind: &'static str,
    pub(super) entries: BTreeMap<&'static str, Entry<T>>,
}

/// A type with its schema.
pub(super) struct Entry<T: ?Sized> {
    pub(super) implementation: Box<T>,
    pub(super) schema: Schema,
    pub(super) ty: Type,
}

impl<T: AnyType + ?Sized> Types<T> {
    /// `kind` is what messages call each of `types`.
    pub(super) fn new(kind: &'static str, types: Vec<Box<T>>) -> Self {
        let entry = |implementation: Box<T>| {
            let schema = implementation.schema();
            let entry = Entry {
                ty: schema.ty(),
                schema,
                implementation,
            };
            (entry.implementation.type_name(), entry)
        };
        Self {
            kind,
            entries: types.into_iter().map(entry).collect(),
        }
    }

    /// Names and schemas.
    pub fn schemas(&self) -> impl Iterator<Item = (&'static str, &Schema)> {
        self.entries.iter().map(|(name, entry)| (*name, &entry.schema))
    }

    /// The type of values of `name`, if there is such a type.
    pub fn ty(&self, name: &str) -> Option<&Type> {
        self.entries.get(name).map(|entry| &entry.ty)
    }

    /// The type called `name`; that there is none is an error.
    pub(super) fn find(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<&Entry<T>> {
        let entry = self.entries.get(name);
        if entry.is_none() {
            let kind = self.kind;
            diagnostics.push(Diagnostic::error(
                format!("Unknown {kind}"),
                format!(
                    "This provider has no {kind} called {name:?}. Check the name and the provider's version."
                ),
            ));
        }
        entry
    }
}

impl<D: Send + Sync> Types<dyn AnyResource<D>> {
    /// Names and identity schemas of the types that have one.
    pub fn identity_schemas(&self) -> impl Iterator<Item = (&'static str, IdentitySchema)> {
        self.entries
            .iter()
            .filter_map(|(name, entry)| Some((*name, entry.implementation.identity_schema()?)))
    }

    /// The type of the identities of `name`, if it has identities.
    pub fn identity_type(&self, name: &str) -> Option<Type> {
        let schema = self.entries.get(name)?.implementation.identity_schema()?;
        Some(schema.ty())
    }
}

impl<D: Send + Sync> Entry<dyn AnyResource<D>> {
    /// The identity of `object`, if the type has one and the object's is known.
    pub(super) fn identity_value(&self, data: &D, object: &Value) -> Option<Value> {
        let identity = self.implementation.identity(data, object)?;
        Some(identity.to_value(&self.implementation.identity_schema()?))
    }
}
