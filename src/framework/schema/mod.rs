//! Schemas as data: what a block accepts, what its values mean, and how a plan treats them. The same data serves
//! Terraform, the plan algorithm, validation and the documentation.

mod attribute;
mod block;
mod check;
mod validator;

use std::collections::BTreeMap;

pub use attribute::{Attribute, Change, SemanticEquality};
pub use block::{Block, Nesting};
pub use validator::Validator;
pub(super) use validator::shown;

use crate::cty::{Type, Value};

/// The schema of a provider configuration, a resource type or a data source.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// Version of the state's layout; it can only grow.
    pub version: i64,
    /// What the object is, in Markdown.
    pub description: String,
    /// Arguments and results of the object itself.
    pub attributes: Vec<Attribute>,
    /// Nested blocks.
    pub blocks: Vec<Block>,
}

impl Schema {
    /// A schema without attributes.
    pub fn new(description: impl Into<String>) -> Self {
        Self {
            description: description.into(),
            ..Self::default()
        }
    }

    /// Adds an attribute.
    pub fn attribute(mut self, attribute: Attribute) -> Self {
        self.attributes.push(attribute);
        self
    }

    /// Adds attributes.
    pub fn attributes(mut self, attributes: impl IntoIterator<Item = Attribute>) -> Self {
        self.attributes.extend(attributes);
        self
    }

    /// Adds a nested block.
    pub fn block(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// The type of the object's values: every attribute and block is a member.
    pub fn ty(&self) -> Type {
        object_type(&self.attributes, &self.blocks)
    }

    /// The attribute called `name` at the top level.
    pub fn find_attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// A value with every attribute null and no blocks.
    pub fn empty_value(&self) -> Value {
        empty_object(&self.attributes, &self.blocks)
    }

    /// What is wrong with the schema by Terraform's own rules; empty if nothing is.
    pub fn problems(&self) -> Vec<String> {
        check::problems(self)
    }
}

/// The object type made of `attributes` and `blocks`.
pub(crate) fn object_type(attributes: &[Attribute], blocks: &[Block]) -> Type {
    Type::object(
        attributes
            .iter()
            .map(|attribute| (attribute.name, attribute.ty.clone()))
            .chain(blocks.iter().map(|block| (block.name, block.ty()))),
    )
}

/// The object of those `attributes` and `blocks` in which nothing is set.
pub(crate) fn empty_object(attributes: &[Attribute], blocks: &[Block]) -> Value {
    let members: BTreeMap<String, Value> = attributes
        .iter()
        .map(|attribute| (attribute.name.to_owned(), Value::Null))
        .chain(
            blocks
                .iter()
                .map(|block| (block.name.to_owned(), block.empty_value())),
        )
        .collect();
    Value::Object(members)
}
