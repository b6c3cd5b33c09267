//! The types that a provider has, by kind and name, with their schemas made once.

use std::collections::BTreeMap;

use super::state::MARK;
use crate::cty::{Type, Value};
use crate::framework::diagnostics::{Diagnostic, Diagnostics};
use crate::framework::erased::{AnyResource, AnyType};
use crate::framework::identity::IdentitySchema;
use crate::framework::schema::Schema;

/// The types of one kind.
pub struct Types<T: ?Sized> {
    kind: &'static str,
    entries: BTreeMap<&'static str, Entry<T>>,
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

    /// Where schemas break the rules, and where a model does not mirror its schema.
    pub(super) fn problems(&self) -> impl Iterator<Item = String> {
        let problems = |(name, entry): (&&'static str, &Entry<T>)| {
            problems(name, &entry.schema, &entry.implementation.members())
        };
        self.entries.iter().flat_map(problems)
    }
}

impl<D: Send + Sync> Types<dyn AnyResource<D>> {
    /// Names and identity schemas of the types that have one.
    pub fn identity_schemas(&self) -> impl Iterator<Item = (&'static str, IdentitySchema)> {
        let identity = |(name, entry): (&&'static str, &Entry<_>)| {
            let implementation: &dyn AnyResource<D> = &*entry.implementation;
            Some((*name, implementation.identity_schema()?))
        };
        self.entries.iter().filter_map(identity)
    }

    /// The type of the identities of `name`, if it has identities.
    pub fn identity_type(&self, name: &str) -> Option<Type> {
        let schema = self.entries.get(name)?.implementation.identity_schema()?;
        Some(schema.ty())
    }

    /// Types without the mark that their state has to carry.
    pub(super) fn unmarked(&self) -> impl Iterator<Item = String> {
        let unmarked = self.schemas().filter(|(_, schema)| !is_marked(schema));
        unmarked.map(|(name, _)| format!("{name}: has no {MARK}, by which its state is known to be ours"))
    }
}

impl<D: Send + Sync> Entry<dyn AnyResource<D>> {
    /// The identity of `object`, if the type has one and the object's is known.
    pub(super) fn identity_value(&self, data: &D, object: &Value) -> Option<Value> {
        let identity = self.implementation.identity(data, object)?;
        Some(identity.to_value(&self.implementation.identity_schema()?))
    }
}

fn is_marked(schema: &Schema) -> bool {
    schema.blocks.iter().any(|block| block.name == MARK)
}

fn problems(name: &str, schema: &Schema, members: &[&str]) -> Vec<String> {
    let mut problems = schema.problems();
    let attributes = schema.attributes.iter().map(|attribute| attribute.name);
    let mut declared: Vec<&str> = attributes
        .chain(schema.blocks.iter().map(|block| block.name))
        .collect();
    let mut modelled = members.to_vec();
    declared.sort_unstable();
    modelled.sort_unstable();
    if declared != modelled {
        problems.push(format!("the schema has {declared:?}, the model has {modelled:?}"));
    }
    let named = |problem| format!("{name}: {problem}");
    problems.into_iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::schema::Attribute;
    use crate::framework::timeouts::Timeouts;

    #[test]
    fn a_model_that_does_not_mirror_its_schema_is_a_problem() {
        let schema = Schema::new("A toy.")
            .attribute(Attribute::string("id", "Id.").computed())
            .attribute(Attribute::string("name", "Name.").required());
        assert_eq!(problems("toy", &schema, &["name", "id"]), Vec::<String>::new());
        for members in [&["id"][..], &["id", "name", "size"], &["id", "nick"]] {
            let problems = problems("toy", &schema, members);
            assert_eq!(problems.len(), 1, "{members:?}");
            assert!(problems[0].starts_with("toy: the schema has"), "{problems:?}");
        }
    }

    #[test]
    fn a_resource_type_without_the_mark_of_our_states_is_told_from_one_with_it() {
        let bare = Schema::new("A toy.").attribute(Attribute::string("id", "Id.").computed());
        assert!(!is_marked(&bare));
        assert!(is_marked(&bare.block(Timeouts::block())));
    }
}
