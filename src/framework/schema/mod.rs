//! Schemas as data: what a block accepts, what its values mean, and how a plan treats them. The same data serves
//! Terraform, the plan algorithm, validation and the documentation.

mod attribute;
mod block;
#[cfg(not(feature = "shipped"))]
mod check;
mod validator;

pub use attribute::{Attribute, Change, SemanticEquality};
pub use block::{Block, Nesting};
pub use validator::Validator;
pub(super) use validator::shown;

use crate::cty::Type;

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

    /// What is wrong with the schema by Terraform's own rules; empty if nothing is.
    #[cfg(not(feature = "shipped"))]
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
