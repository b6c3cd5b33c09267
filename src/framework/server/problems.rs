//! What is wrong with a provider's schemas and models; for its tests.

use super::provider_server::ProviderServer;
use super::state::MARK;
use super::types::{Entry, Types};
use crate::framework::erased::{AnyResource, AnyType};
use crate::framework::provider::Provider;
use crate::framework::schema::Schema;

impl<P: Provider> ProviderServer<P> {
    /// What is wrong with the schemas and models, by Terraform's rules and our own.
    pub fn problems(&self) -> Vec<String> {
        let own = self.config_schema.problems().into_iter();
        let nameless = self.list_resources.schemas().map(|(name, _)| name);
        let nameless = nameless.filter(|name| self.resources.identity_type(name).is_none());
        own.map(|problem| format!("provider: {problem}"))
            .chain(self.resources.problems())
            .chain(self.resources.unmarked())
            .chain(self.data_sources.problems())
            .chain(self.list_resources.problems())
            .chain(nameless.map(|name| {
                format!("{name}: is listed, but there is no resource type of that name with an identity")
            }))
            .chain(self.actions.problems())
            .collect()
    }
}

impl<T: AnyType + ?Sized> Types<T> {
    /// Where schemas break the rules, and where a model does not mirror its schema.
    fn problems(&self) -> impl Iterator<Item = String> {
        let problems = |(name, entry): (&&'static str, &Entry<T>)| {
            problems(name, &entry.schema, &entry.implementation.members())
        };
        self.entries.iter().flat_map(problems)
    }
}

impl<D: Send + Sync> Types<dyn AnyResource<D>> {
    /// Types without the mark that their state has to carry.
    fn unmarked(&self) -> impl Iterator<Item = String> {
        let unmarked = self.schemas().filter(|(_, schema)| !is_marked(schema));
        unmarked.map(|(name, _)| format!("{name}: has no {MARK}, by which its state is known to be ours"))
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
