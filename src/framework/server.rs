//! A provider together with what it needs at run time: its schemas, made once, and what configuring it made.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use super::action::AnyAction;
use super::context::{Context, StopSender, StopSignal};
use super::data_source_object::AnyDataSource;
use super::diagnostics::{Diagnostic, Diagnostics};
use super::function::{Function, Signature};
use super::identity::IdentitySchema;
use super::list::AnyListResource;
use super::provider::Provider;
use super::resource_object::AnyResource;
use super::schema::Schema;
use super::upgrade::MARK;
use crate::cty::{Type, Value};

/// Serves the operations of the plugin protocol for one provider; each operation is in a file of its own.
pub struct ProviderServer<P: Provider> {
    pub(super) provider: P,
    config_schema: Schema,
    config_type: Type,
    resources: BTreeMap<&'static str, ResourceEntry<P::Data>>,
    data_sources: BTreeMap<&'static str, DataSourceEntry<P::Data>>,
    lists: BTreeMap<&'static str, ListEntry<P::Data>>,
    actions: BTreeMap<&'static str, ActionEntry<P::Data>>,
    pub(super) functions: BTreeMap<&'static str, (Box<dyn Function>, Signature)>,
    pub(super) data: RwLock<Option<Arc<P::Data>>>,
    stop: Mutex<StopSender>,
    strict: bool,
}

/// A resource type with its schema.
pub(super) struct ResourceEntry<D> {
    pub(super) resource: Box<dyn AnyResource<D>>,
    pub(super) schema: Schema,
    pub(super) ty: Type,
    pub(super) identity: Option<IdentitySchema>,
}

impl<D: Send + Sync> ResourceEntry<D> {
    /// The identity of `object`, if the type has one and the object's is known.
    pub(super) fn identity_value(&self, data: &D, object: &Value) -> Option<Value> {
        let identity = self.resource.identity(data, object)?;
        Some(identity.to_value(self.identity.as_ref()?))
    }
}

/// A data source with its schema.
pub(super) struct DataSourceEntry<D> {
    pub(super) data_source: Box<dyn AnyDataSource<D>>,
    pub(super) schema: Schema,
    ty: Type,
}

/// A list resource with its schema.
pub(super) struct ListEntry<D> {
    pub(super) list: Box<dyn AnyListResource<D>>,
    pub(super) schema: Schema,
    ty: Type,
}

/// An action with its schema.
pub(super) struct ActionEntry<D> {
    pub(super) action: Box<dyn AnyAction<D>>,
    pub(super) schema: Schema,
    ty: Type,
}

impl<P: Provider> ProviderServer<P> {
    /// A server for `provider`, which is not configured yet.
    pub fn new(provider: P) -> Self {
        let resources = provider.resources().into_iter().map(|resource| {
            let (schema, identity) = (resource.schema(), resource.identity_schema());
            (
                resource.type_name(),
                ResourceEntry {
                    resource,
                    ty: schema.ty(),
                    schema,
                    identity,
                },
            )
        });
        let data_sources = provider.data_sources().into_iter().map(|data_source| {
            let schema = data_source.schema();
            (
                data_source.type_name(),
                DataSourceEntry {
                    data_source,
                    ty: schema.ty(),
                    schema,
                },
            )
        });
        let lists = provider.list_resources().into_iter().map(|list| {
            let schema = list.schema();
            (
                list.type_name(),
                ListEntry {
                    list,
                    ty: schema.ty(),
                    schema,
                },
            )
        });
        let actions = provider.actions().into_iter().map(|action| {
            let schema = action.schema();
            (
                action.type_name(),
                ActionEntry {
                    action,
                    ty: schema.ty(),
                    schema,
                },
            )
        });
        let functions = provider.functions().into_iter().map(|function| {
            let signature = function.signature();
            (function.name(), (function, signature))
        });
        let config_schema = provider.schema();
        Self {
            config_type: config_schema.ty(),
            config_schema,
            resources: resources.collect(),
            data_sources: data_sources.collect(),
            lists: lists.collect(),
            actions: actions.collect(),
            functions: functions.collect(),
            provider,
            data: RwLock::default(),
            stop: Mutex::default(),
            strict: false,
        }
    }

    /// For tests: an answer that Terraform would not accept is an error, instead of being made acceptable with a warning.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    pub(super) fn is_strict(&self) -> bool {
        self.strict
    }

    /// Schema of the provider block.
    pub fn provider_schema(&self) -> &Schema {
        &self.config_schema
    }

    /// Type of the provider block's value.
    pub fn provider_type(&self) -> &Type {
        &self.config_type
    }

    /// Names and schemas of the managed resource types.
    pub fn resource_schemas(&self) -> impl Iterator<Item = (&'static str, &Schema)> {
        self.resources.iter().map(|(name, entry)| (*name, &entry.schema))
    }

    /// Names and schemas of the data sources.
    pub fn data_source_schemas(&self) -> impl Iterator<Item = (&'static str, &Schema)> {
        self.data_sources
            .iter()
            .map(|(name, entry)| (*name, &entry.schema))
    }

    /// Type of the values of resource type `name`, if there is such a type.
    pub fn resource_type(&self, name: &str) -> Option<&Type> {
        self.resources.get(name).map(|entry| &entry.ty)
    }

    /// Type of the values of data source `name`, if there is such a data source.
    pub fn data_source_type(&self, name: &str) -> Option<&Type> {
        self.data_sources.get(name).map(|entry| &entry.ty)
    }

    /// Names and schemas of the list resources.
    pub fn list_schemas(&self) -> impl Iterator<Item = (&'static str, &Schema)> {
        self.lists.iter().map(|(name, entry)| (*name, &entry.schema))
    }

    /// Type of the configuration of list resource `name`, if there is such a list resource.
    pub fn list_type(&self, name: &str) -> Option<&Type> {
        self.lists.get(name).map(|entry| &entry.ty)
    }

    /// Names and schemas of the actions.
    pub fn action_schemas(&self) -> impl Iterator<Item = (&'static str, &Schema)> {
        self.actions.iter().map(|(name, entry)| (*name, &entry.schema))
    }

    /// Type of the configuration of action `name`, if there is such an action.
    pub fn action_type(&self, name: &str) -> Option<&Type> {
        self.actions.get(name).map(|entry| &entry.ty)
    }

    /// `StopProvider`: operations that run end as soon as they can without losing what they know, and so do those that
    /// start before the provider is configured again.
    pub fn stop(&self) {
        self.lock_stop().stop();
    }

    /// Forgets a stop: a debug server outlives the Terraform command that was interrupted.
    pub(super) fn start_again(&self) {
        let mut stop = self.lock_stop();
        if stop.signal().is_stopped() {
            *stop = StopSender::new();
        }
    }

    fn lock_stop(&self) -> std::sync::MutexGuard<'_, StopSender> {
        self.stop.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is wrong with the schemas and models, by Terraform's rules and our own; for a provider's tests.
    pub fn problems(&self) -> Vec<String> {
        let own = self
            .config_schema
            .problems()
            .into_iter()
            .map(|problem| format!("provider: {problem}"));
        let resources = self
            .resources
            .iter()
            .flat_map(|(name, entry)| resource_problems(name, &entry.schema, &entry.resource.members()));
        let data_sources = self
            .data_sources
            .iter()
            .flat_map(|(name, entry)| object_problems(name, &entry.schema, &entry.data_source.members()));
        let lists = self.lists.iter().flat_map(|(name, entry)| {
            let mut problems = object_problems(name, &entry.schema, &entry.list.members());
            if self.identity_type(name).is_none() {
                problems.push(format!(
                    "{name}: is listed, but there is no resource type of that name with an identity"
                ));
            }
            problems
        });
        let actions = self
            .actions
            .iter()
            .flat_map(|(name, entry)| object_problems(name, &entry.schema, &entry.action.members()));
        own.chain(resources)
            .chain(data_sources)
            .chain(lists)
            .chain(actions)
            .collect()
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = (&'static str, &ResourceEntry<P::Data>)> {
        self.resources.iter().map(|(name, entry)| (*name, entry))
    }

    pub(super) fn entry(&self, name: &str) -> Option<&ResourceEntry<P::Data>> {
        self.resources.get(name)
    }

    pub(super) fn resource(
        &self,
        name: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<&ResourceEntry<P::Data>> {
        let entry = self.resources.get(name);
        if entry.is_none() {
            diagnostics.push(unknown_type("resource type", name));
        }
        entry
    }

    pub(super) fn data_source(
        &self,
        name: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<&DataSourceEntry<P::Data>> {
        let entry = self.data_sources.get(name);
        if entry.is_none() {
            diagnostics.push(unknown_type("data source", name));
        }
        entry
    }

    pub(super) fn list(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<&ListEntry<P::Data>> {
        let entry = self.lists.get(name);
        if entry.is_none() {
            diagnostics.push(unknown_type("list resource", name));
        }
        entry
    }

    pub(super) fn action(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<&ActionEntry<P::Data>> {
        let entry = self.actions.get(name);
        if entry.is_none() {
            diagnostics.push(unknown_type("action", name));
        }
        entry
    }

    /// What configuring the provider made, if it could be configured yet.
    pub(super) fn configured_now(&self) -> Option<Arc<P::Data>> {
        self.data
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }

    /// What configuring the provider made.
    pub(super) fn configured(&self, diagnostics: &mut Diagnostics) -> Option<Arc<P::Data>> {
        let data = self.configured_now();
        if data.is_none() {
            diagnostics.push(Diagnostic::error(
                "The provider is not configured",
                "The provider's configuration depends on values that are not known yet, so the API can't be asked. \
                 Apply the objects that those values come from first (terraform apply -target=…), or set the \
                 provider's arguments from variables or the environment.",
            ));
        }
        data
    }

    pub(super) fn context<'a>(&self, data: &'a P::Data, timeout: Duration) -> Context<'a, P::Data> {
        Context::new(data, timeout, self.stop_signal())
    }

    /// Raised by [`Self::stop`].
    pub(super) fn stop_signal(&self) -> StopSignal {
        self.lock_stop().signal()
    }
}

fn unknown_type(kind: &str, name: &str) -> Diagnostic {
    Diagnostic::error(
        format!("Unknown {kind}"),
        format!("This provider has no {kind} called {name:?}. Check the name and the provider's version."),
    )
}

fn resource_problems(name: &str, schema: &Schema, members: &[&str]) -> Vec<String> {
    let mut problems = object_problems(name, schema, members);
    if !members.contains(&MARK) {
        problems.push(format!(
            "{name}: has no {MARK}, by which its state is known to be ours"
        ));
    }
    problems
}

fn object_problems(name: &str, schema: &Schema, members: &[&str]) -> Vec<String> {
    let mut problems = schema.problems();
    let mut declared: Vec<&str> = schema
        .attributes
        .iter()
        .map(|a| a.name)
        .chain(schema.blocks.iter().map(|b| b.name))
        .collect();
    let mut modelled = members.to_vec();
    declared.sort_unstable();
    modelled.sort_unstable();
    if declared != modelled {
        problems.push(format!("the schema has {declared:?}, the model has {modelled:?}"));
    }
    problems
        .into_iter()
        .map(|problem| format!("{name}: {problem}"))
        .collect()
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
        assert_eq!(
            object_problems("toy", &schema, &["name", "id"]),
            Vec::<String>::new()
        );
        for members in [&["id"][..], &["id", "name", "size"], &["id", "nick"]] {
            let problems = object_problems("toy", &schema, members);
            assert_eq!(problems.len(), 1, "{members:?}");
            assert!(problems[0].starts_with("toy: the schema has"), "{problems:?}");
        }
    }

    #[test]
    fn a_resource_type_without_the_mark_of_our_states_is_a_problem() {
        let bare = Schema::new("A toy.").attribute(Attribute::string("id", "Id.").computed());
        let problems = resource_problems("toy", &bare, &["id"]);
        assert_eq!(
            problems,
            ["toy: has no timeouts, by which its state is known to be ours"]
        );
        let marked = bare.block(Timeouts::block());
        assert_eq!(
            resource_problems("toy", &marked, &["id", "timeouts"]),
            Vec::<String>::new()
        );
    }
}
