//! The provider's schemas, as it sends them.

use std::collections::BTreeMap;

use ksyun_autoscaling::tfplugin6::proto;
use ksyun_autoscaling::tfplugin6::proto::schema::nested_block::NestingMode;
use serde_json::Value as Json;

use super::value::Value;

/// A type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    String,
    Number,
    Bool,
    List(Box<Type>),
    Set(Box<Type>),
    Map(Box<Type>),
    Object(BTreeMap<String, Type>),
}

impl Type {
    /// Reads the JSON form of the protocol.
    pub(crate) fn parse(json: &Json) -> Self {
        let element = |json: &Json| Box::new(Self::parse(json));
        match (json.as_str(), json.as_array().map(Vec::as_slice)) {
            (Some("string"), _) => Self::String,
            (Some("number"), _) => Self::Number,
            (Some("bool"), _) => Self::Bool,
            (_, Some([kind, of])) => match (kind.as_str(), of.as_object()) {
                (Some("list"), _) => Self::List(element(of)),
                (Some("set"), _) => Self::Set(element(of)),
                (Some("map"), _) => Self::Map(element(of)),
                (Some("object"), Some(members)) => {
                    let members = members.iter().map(|(name, ty)| (name.clone(), Self::parse(ty)));
                    Self::Object(members.collect())
                }
                _ => panic!("the model has no type {json}"),
            },
            _ => panic!("the model has no type {json}"),
        }
    }
}

impl Type {
    /// The names of an object's members.
    pub(crate) fn member_names(&self) -> impl Iterator<Item = &str> {
        let members = match self {
            Self::Object(members) => Some(members),
            _ => None,
        };
        members
            .into_iter()
            .flat_map(|members| members.keys().map(String::as_str))
    }
}

/// The schema of an object or block.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    pub(crate) attributes: BTreeMap<String, Attribute>,
    pub(crate) blocks: BTreeMap<String, NestedBlock>,
}

#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "so does the protocol have it")]
pub(crate) struct Attribute {
    pub(crate) ty: Type,
    pub(crate) required: bool,
    pub(crate) optional: bool,
    pub(crate) computed: bool,
    pub(crate) write_only: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct NestedBlock {
    pub(crate) nesting: Nesting,
    pub(crate) block: Block,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nesting {
    Single,
    List,
}

impl Block {
    pub(crate) fn decode(schema: Option<&proto::Schema>) -> Self {
        let block = schema.and_then(|schema| schema.block.as_ref());
        Self::decode_block(block.expect("core insists on a block in every schema"))
    }

    fn decode_block(block: &proto::schema::Block) -> Self {
        let attribute = |attribute: &proto::schema::Attribute| {
            assert!(attribute.nested_type.is_none(), "the model has no nested types");
            let ty = serde_json::from_slice(&attribute.r#type).expect("core insists on a type");
            let decoded = Attribute {
                ty: Type::parse(&ty),
                required: attribute.required,
                optional: attribute.optional,
                computed: attribute.computed,
                write_only: attribute.write_only,
            };
            (attribute.name.clone(), decoded)
        };
        let nested = |nested: &proto::schema::NestedBlock| {
            let nesting = match nested.nesting() {
                NestingMode::Single => Nesting::Single,
                NestingMode::List => Nesting::List,
                other => panic!("the model has no blocks of nesting {other:?}"),
            };
            let block = Self::decode_block(nested.block.as_ref().expect("a block"));
            (nested.type_name.clone(), NestedBlock { nesting, block })
        };
        Self {
            attributes: block.attributes.iter().map(attribute).collect(),
            blocks: block.block_types.iter().map(nested).collect(),
        }
    }

    /// The type of the values.
    pub(crate) fn ty(&self) -> Type {
        let attributes = self
            .attributes
            .iter()
            .map(|(name, attribute)| (name.clone(), attribute.ty.clone()));
        let blocks = self.blocks.iter().map(|(name, nested)| {
            let ty = nested.block.ty();
            match nested.nesting {
                Nesting::Single => (name.clone(), ty),
                Nesting::List => (name.clone(), Type::List(Box::new(ty))),
            }
        });
        Type::Object(attributes.chain(blocks).collect())
    }

    /// An object in which nothing is set.
    pub(crate) fn empty(&self) -> BTreeMap<String, Value> {
        let attributes = self.attributes.keys().map(|name| (name.clone(), Value::Null));
        let blocks = self.blocks.iter().map(|(name, nested)| match nested.nesting {
            Nesting::Single => (name.clone(), Value::Null),
            Nesting::List => (name.clone(), Value::List(Vec::new())),
        });
        attributes.chain(blocks).collect()
    }
}
