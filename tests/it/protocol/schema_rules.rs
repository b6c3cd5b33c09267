//! The rules that a schema must obey so that Terraform loads it, and does with it what it looks like.

use std::collections::HashSet;

use ksyun_autoscaling::cty::Type;
use ksyun_autoscaling::tfplugin6::proto;
use proto::schema::nested_block::NestingMode;
use proto::schema::{Attribute, Block, NestedBlock};

/// Names that Terraform takes for itself.
const OF_RESOURCES: [&str; 8] = [
    "count",
    "for_each",
    "provider",
    "depends_on",
    "lifecycle",
    "locals",
    "connection",
    "provisioner",
];
const OF_PROVIDERS: [&str; 8] = [
    "alias",
    "version",
    "count",
    "for_each",
    "depends_on",
    "source",
    "lifecycle",
    "locals",
];
const OF_LISTS: [&str; 6] = [
    "count",
    "for_each",
    "provider",
    "include_resource",
    "limit",
    "config",
];

/// Every broken rule, with its place.
pub(crate) fn problems(
    schema: &proto::get_provider_schema::Response,
    identities: &proto::get_resource_identity_schemas::Response,
) -> Vec<String> {
    let mut rules = Rules::default();
    rules.schema("provider", schema.provider.as_ref(), &OF_PROVIDERS);
    for (name, schema) in &schema.resource_schemas {
        rules.schema(name, Some(schema), &OF_RESOURCES);
    }
    for (name, schema) in &schema.data_source_schemas {
        rules.schema(&format!("data.{name}"), Some(schema), &OF_RESOURCES);
    }
    for (name, list) in &schema.list_resource_schemas {
        rules.schema(&format!("list.{name}"), Some(list), &OF_LISTS);
        rules.require(
            identities.identity_schemas.contains_key(name) && schema.resource_schemas.contains_key(name),
            name,
            "is listed, but no resource type with an identity",
        );
    }
    for (name, action) in &schema.action_schemas {
        rules.schema(&format!("action.{name}"), action.schema.as_ref(), &[]);
    }
    for (name, function) in &schema.functions {
        rules.function(name, function);
    }
    for (name, identity) in &identities.identity_schemas {
        rules.require(
            schema.resource_schemas.contains_key(name),
            name,
            "has an identity but no schema",
        );
        rules.identity(name, identity);
    }
    rules.0
}

#[derive(Default)]
struct Rules(Vec<String>);

impl Rules {
    fn require(&mut self, holds: bool, place: &str, problem: &str) {
        if !holds {
            self.0.push(format!("{place}: {problem}"));
        }
    }

    fn schema(&mut self, place: &str, schema: Option<&proto::Schema>, reserved: &[&str]) {
        let block = schema.and_then(|schema| schema.block.as_ref());
        let (Some(schema), Some(block)) = (schema, block) else {
            self.require(
                false,
                place,
                "has no schema or no block, on which Terraform crashes",
            );
            return;
        };
        self.require(schema.version >= 0, place, "has a negative version");
        let attributes = block.attributes.iter().map(|attribute| attribute.name.as_str());
        let blocks = block.block_types.iter().map(|nested| nested.type_name.as_str());
        for name in attributes.chain(blocks) {
            self.require(
                !reserved.contains(&name),
                &format!("{place}.{name}"),
                "is Terraform's own name",
            );
        }
        self.block(place, block, false);
    }

    fn block(&mut self, place: &str, block: &Block, in_set: bool) {
        self.deprecation(place, block.deprecated, &block.deprecation_message);
        self.require(
            !block.computed,
            place,
            "is computed, which only the newest Terraform knows",
        );
        let mut names = HashSet::new();
        for attribute in &block.attributes {
            let place = format!("{place}.{}", attribute.name);
            self.require(names.insert(&attribute.name), &place, "is defined twice");
            self.attribute(&place, attribute, in_set);
        }
        for nested in &block.block_types {
            let place = format!("{place}.{}", nested.type_name);
            self.require(names.insert(&nested.type_name), &place, "is defined twice");
            self.nested_block(&place, nested, in_set);
        }
    }

    fn attribute(&mut self, place: &str, attribute: &Attribute, in_set: bool) {
        self.name(place, &attribute.name);
        let Attribute {
            required,
            optional,
            computed,
            ..
        } = *attribute;
        self.require(
            required || optional || computed,
            place,
            "must set Optional, Required or Computed",
        );
        self.require(!(required && optional), place, "is both optional and required");
        self.require(!(required && computed), place, "is both computed and required");
        self.require(
            attribute.nested_type.is_none(),
            place,
            "has a nested type, which switches block syntax off",
        );
        self.require(!attribute.description.is_empty(), place, "has no description");
        self.deprecation(place, attribute.deprecated, &attribute.deprecation_message);
        self.require(
            !(attribute.write_only && computed),
            place,
            "is write-only and computed",
        );
        self.require(
            !(attribute.write_only && in_set),
            place,
            "is write-only inside a set",
        );
        let ty = Type::from_json(&attribute.r#type);
        self.require(ty.is_ok(), place, "has no valid type, on which Terraform crashes");
        self.require(
            !(in_set && matches!(ty, Ok(Type::Dynamic))),
            place,
            "is dynamic inside a set",
        );
    }

    fn nested_block(&mut self, place: &str, nested: &NestedBlock, in_set: bool) {
        self.name(place, &nested.type_name);
        let (min, max) = (nested.min_items, nested.max_items);
        match nested.nesting() {
            NestingMode::Invalid => self.require(false, place, "has no nesting mode"),
            NestingMode::Single => {
                self.require(
                    min == max && (0..=1).contains(&min),
                    place,
                    "MinItems and MaxItems must match",
                );
            }
            NestingMode::Group | NestingMode::Map => {
                self.require(min == 0 && max == 0, place, "MinItems and MaxItems must be 0");
            }
            NestingMode::List | NestingMode::Set => {
                self.require(
                    min >= 0 && (max == 0 || min <= max),
                    place,
                    "MinItems is above MaxItems",
                );
            }
        }
        match &nested.block {
            Some(block) => self.block(place, block, in_set || nested.nesting() == NestingMode::Set),
            None => self.require(false, place, "has no block, on which Terraform crashes"),
        }
    }

    fn function(&mut self, name: &str, function: &proto::Function) {
        let place = format!("function.{name}");
        self.name(&place, name);
        let result = function
            .r#return
            .as_ref()
            .map(|result| Type::from_json(&result.r#type));
        self.require(matches!(result, Some(Ok(_))), &place, "has no valid result type");
        self.require(!function.summary.is_empty(), &place, "has no summary");
        let mut names = HashSet::new();
        for parameter in function.parameters.iter().chain(&function.variadic_parameter) {
            let place = format!("{place}.{}", parameter.name);
            self.name(&place, &parameter.name);
            self.require(names.insert(&parameter.name), &place, "is defined twice");
            self.require(
                Type::from_json(&parameter.r#type).is_ok(),
                &place,
                "has no valid type",
            );
        }
    }

    fn identity(&mut self, name: &str, identity: &proto::ResourceIdentitySchema) {
        self.require(identity.version >= 0, name, "has a negative identity version");
        self.require(
            !identity.identity_attributes.is_empty(),
            name,
            "has an empty identity",
        );
        for attribute in &identity.identity_attributes {
            let place = format!("{name}.identity.{}", attribute.name);
            self.name(&place, &attribute.name);
            self.require(
                attribute.required_for_import != attribute.optional_for_import,
                &place,
                "must be either required or optional for an import",
            );
            let allowed = match Type::from_json(&attribute.r#type) {
                Ok(Type::Map(_) | Type::Set(_) | Type::Object(_) | Type::Dynamic) | Err(_) => false,
                Ok(_) => true,
            };
            self.require(allowed, &place, "has a type that is not allowed in identities");
        }
    }

    fn name(&mut self, place: &str, name: &str) {
        let valid = name.starts_with(|first: char| first.is_ascii_lowercase())
            && name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        self.require(
            valid,
            place,
            "may contain only lowercase letters, digits and underscores",
        );
    }

    fn deprecation(&mut self, place: &str, deprecated: bool, message: &str) {
        self.require(
            deprecated || message.is_empty(),
            place,
            "has a deprecation message but is not deprecated",
        );
    }
}

#[test]
fn broken_rules_are_found() {
    let attribute = Attribute {
        name: "count".to_owned(),
        r#type: b"\"int\"".to_vec(),
        required: true,
        optional: true,
        deprecation_message: "Do not use it.".to_owned(),
        ..Default::default()
    };
    let nested = NestedBlock {
        type_name: "Bad".to_owned(),
        ..Default::default()
    };
    let schema = proto::Schema {
        version: -1,
        block: Some(Block {
            attributes: vec![attribute.clone(), attribute],
            block_types: vec![nested],
            ..Default::default()
        }),
    };
    let response = proto::get_provider_schema::Response {
        resource_schemas: [("toy".to_owned(), schema)].into(),
        list_resource_schemas: [("toy".to_owned(), proto::Schema::default())].into(),
        action_schemas: [("play".to_owned(), proto::ActionSchema::default())].into(),
        functions: [("f".to_owned(), proto::Function::default())].into(),
        ..Default::default()
    };
    let found = problems(
        &response,
        &proto::get_resource_identity_schemas::Response::default(),
    )
    .join("\n");
    for problem in [
        "provider: has no schema or no block",
        "toy: has a negative version",
        "toy.count: is Terraform's own name",
        "toy.count: is defined twice",
        "toy.count: is both optional and required",
        "toy.count: has no description",
        "toy.count: has a deprecation message",
        "toy.count: has no valid type",
        "toy.Bad: may contain only",
        "toy.Bad: has no nesting mode",
        "toy.Bad: has no block",
        "list.toy: has no schema or no block",
        "toy: is listed, but",
        "action.play: has no schema",
        "function.f: has no valid result type",
    ] {
        assert!(found.contains(problem), "{problem} is not in\n{found}");
    }
}
