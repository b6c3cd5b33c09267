//! Nested blocks.

use super::{Attribute, object_type};
use crate::cty::{Type, Value};

/// How often a block may occur, and what its value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nesting {
    /// At most once; the value is an object, or null without the block.
    Single,
    /// Any number, in order; the value is a list, empty without a block.
    List,
}

/// A nested block of a schema.
#[derive(Clone, Debug)]
pub struct Block {
    /// Name in HCL.
    pub name: &'static str,
    /// What it is, in Markdown.
    pub description: &'static str,
    /// How often it may occur.
    pub nesting: Nesting,
    /// The block's attributes.
    pub attributes: Vec<Attribute>,
    /// Attributes that identify one block among its siblings. If there are any, the order of the blocks means nothing:
    /// blocks are paired by these, and the same blocks in another order are no difference.
    pub key: &'static [&'static str],
    /// Whether blocks that are there stay while the configuration mentions none of this name.
    pub kept_unmentioned: bool,
}

impl Block {
    /// A block that may be repeated.
    pub fn list(name: &'static str, description: &'static str) -> Self {
        Self {
            name,
            description,
            nesting: Nesting::List,
            attributes: Vec::new(),
            key: &[],
            kept_unmentioned: false,
        }
    }

    /// A block that may occur once.
    pub fn single(name: &'static str, description: &'static str) -> Self {
        Self {
            nesting: Nesting::Single,
            ..Self::list(name, description)
        }
    }

    /// Adds an attribute.
    pub fn attribute(mut self, attribute: Attribute) -> Self {
        self.attributes.push(attribute);
        self
    }

    /// Makes the order meaningless; see [`Block::key`].
    pub fn keyed_by(mut self, key: &'static [&'static str]) -> Self {
        self.key = key;
        self
    }

    /// Blocks of this name are not managed while the configuration mentions none: what is there stays, and is shown.
    /// Terraform accepts this of real blocks only in an answer that asks for the leniency meant for providers of its old
    /// SDK; the framework asks for it on just those plans, and checks all the rest of them itself.
    ///
    /// A resource may plan away those of them that it knows to be its own; more than a part of what is there it can't plan.
    pub fn kept_unmentioned(mut self) -> Self {
        self.kept_unmentioned = true;
        self
    }

    /// Whether what is there stays, given what the configuration has of this name.
    pub fn is_kept(&self, config: &Value) -> bool {
        self.kept_unmentioned && config.as_elements().is_some_and(<[Value]>::is_empty)
    }

    /// Whether it depends on what is not known yet which of the blocks that are there these are.
    pub fn is_open(&self, config: &Value) -> bool {
        !self.key.is_empty() && !config.is_wholly_known()
    }

    /// Type of one block.
    pub fn element_type(&self) -> Type {
        object_type(&self.attributes, &[])
    }

    /// Type of all blocks of this name together.
    pub fn ty(&self) -> Type {
        match self.nesting {
            Nesting::Single => self.element_type(),
            Nesting::List => Type::list(self.element_type()),
        }
    }

    /// The value when there is no such block.
    pub fn empty_value(&self) -> Value {
        match self.nesting {
            Nesting::Single => Value::Null,
            Nesting::List => Value::List(Vec::new()),
        }
    }

    /// The one of `others` that stands for the same block as `element`, which is at `index`: by [`Block::key`] if there
    /// is one, else by position.
    pub fn counterpart<'a>(&self, others: &'a [Value], index: usize, element: &Value) -> Option<&'a Value> {
        if self.key.is_empty() {
            return others.get(index);
        }
        others.iter().find(|other| self.same_key(other, element))
    }

    /// Whether `left` and `right` are the same block by [`Block::key`].
    pub fn same_key(&self, left: &Value, right: &Value) -> bool {
        let mut keys = self
            .attributes
            .iter()
            .filter(|attribute| self.key.contains(&attribute.name));
        keys.all(
            |attribute| match (left.get(attribute.name), right.get(attribute.name)) {
                (Some(left), Some(right)) => left.is_known() && attribute.means_same(left, right),
                _ => false,
            },
        )
    }
}
