//! Configurations, in Terraform's JSON syntax: `"${type.name.attribute}"` refers to another resource.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use super::schema::{Block, Nesting, Type};
use super::value::{Refinement, Value};
use super::wire::from_json;

/// Arguments that are Terraform's and not the provider's.
const META: [&str; 4] = ["count", "for_each", "depends_on", "lifecycle"];

/// A configuration.
///
/// Arguments are JSON. A string may hold `${type.name.attribute}`, also with an index, `${count.index}`, `${each.key}`,
/// `${each.value}`, and `${late.NAME}`: a value that is unknown until the apply, as the result of another provider's
/// resource would be. A whole list of blocks given as `"${late.NAME}"` is what a `dynamic` block of unknown length sends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Config {
    pub(super) resources: BTreeMap<String, Map<String, Json>>,
    pub(super) moved: Vec<(String, String)>,
    late: BTreeMap<String, Late>,
}

#[derive(Clone, Debug)]
struct Late {
    value: Json,
    promise: Refinement,
}

/// What a reference can see.
pub(super) struct Scope<'a> {
    /// Objects by address.
    pub(super) objects: &'a BTreeMap<String, Value>,
    /// Whether late values are known already.
    pub(super) is_apply: bool,
}

/// One instance of a resource, as `count` or `for_each` make it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Instance {
    pub(super) address: String,
    each: BTreeMap<&'static str, Json>,
}

impl Config {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// With the resource `address` (`type.name`), in place of one that it had.
    pub(crate) fn resource(mut self, address: &str, arguments: Json) -> Self {
        let Json::Object(arguments) = arguments else {
            panic!("the arguments of {address} are no object");
        };
        self.resources.insert(address.to_owned(), arguments);
        self
    }

    /// Without the resource `address`.
    pub(crate) fn without(mut self, address: &str) -> Self {
        self.resources.remove(address);
        self
    }

    /// The arguments of the resource `address`, if there is one.
    pub(crate) fn arguments(&self, address: &str) -> Option<Map<String, Json>> {
        self.resources.get(address).cloned()
    }

    /// Without `moved` blocks.
    pub(crate) fn without_moves(mut self) -> Self {
        self.moved.clear();
        self
    }

    /// With a `moved` block.
    pub(crate) fn moved(mut self, from: &str, to: &str) -> Self {
        self.moved.push((from.to_owned(), to.to_owned()));
        self
    }

    /// With `value` as `${late.NAME}`, which is unknown until the apply.
    pub(crate) fn late(self, name: &str, value: Json) -> Self {
        self.late_refined(name, value, Refinement::default())
    }

    /// Sets a value that becomes known during the apply, of which something is known before.
    pub(crate) fn late_refined(mut self, name: &str, value: Json, promise: Refinement) -> Self {
        self.late.insert(name.to_owned(), Late { value, promise });
        self
    }

    /// The arguments of `resource`, with the late values that they refer to, for people.
    pub(crate) fn arguments_of(&self, resource: &str) -> String {
        let arguments = Json::Object(self.resources[resource].clone());
        let mut references = Vec::new();
        collect_references(&arguments, &mut references);
        let late = references.iter().filter_map(|reference| {
            let name = reference.strip_prefix("late.")?;
            Some(format!(", late.{name} = {}", self.late[name].value))
        });
        format!("{arguments}{}", late.collect::<String>())
    }

    /// The resources that `resource` refers to.
    pub(super) fn dependencies(&self, resource: &str) -> BTreeSet<String> {
        let mut references = Vec::new();
        let arguments = &self.resources[resource];
        arguments
            .values()
            .for_each(|value| collect_references(value, &mut references));
        let named = arguments
            .get("depends_on")
            .and_then(Json::as_array)
            .into_iter()
            .flatten();
        references.extend(named.filter_map(Json::as_str).map(str::to_owned));
        let own = |reference: &String| self.resources.keys().find(|name| is_of(reference, name)).cloned();
        references
            .iter()
            .filter_map(own)
            .filter(|name| name != resource)
            .collect()
    }

    /// A list under `lifecycle`, or the one word in its place.
    pub(super) fn ignore_changes(&self, resource: &str) -> Vec<String> {
        match self.lifecycle(resource, "ignore_changes") {
            Some(Json::String(all)) => vec![all.clone()],
            Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether the resource or one that depends on it is to be made anew before it is destroyed.
    pub(super) fn creates_before_destroy(&self, resource: &str) -> bool {
        self.lifecycle(resource, "create_before_destroy") == Some(&Json::Bool(true))
            || self
                .resources
                .keys()
                .any(|user| self.dependencies(user).contains(resource) && self.creates_before_destroy(user))
    }

    fn lifecycle(&self, resource: &str, name: &str) -> Option<&Json> {
        self.resources.get(resource)?.get("lifecycle")?.get(name)
    }

    /// The instances of `resource`.
    pub(super) fn instances(&self, resource: &str) -> Vec<Instance> {
        let arguments = &self.resources[resource];
        let instance = |key: String, each| Instance {
            address: format!("{resource}{key}"),
            each,
        };
        match (arguments.get("count"), arguments.get("for_each")) {
            (Some(count), _) => (0..count.as_u64().expect("a count is a whole number"))
                .map(|index| {
                    instance(
                        format!("[{index}]"),
                        BTreeMap::from([("count.index", index.into())]),
                    )
                })
                .collect(),
            (None, Some(Json::Array(keys))) => keys
                .iter()
                .map(|key| instance(format!("[{key}]"), each(key.clone(), key.clone())))
                .collect(),
            (None, Some(Json::Object(pairs))) => pairs
                .iter()
                .map(|(key, value)| instance(format!("[{key:?}]"), each(key.as_str().into(), value.clone())))
                .collect(),
            (None, Some(other)) => panic!("for_each of {resource} is {other}"),
            (None, None) => vec![instance(String::new(), BTreeMap::new())],
        }
    }

    /// The configuration's value for `instance`.
    ///
    /// # Errors
    /// What core would say of the configuration.
    pub(super) fn evaluate(
        &self,
        schema: &Block,
        resource: &str,
        instance: &Instance,
        scope: &Scope<'_>,
    ) -> Result<Value, String> {
        let mut arguments = self.resources[resource].clone();
        arguments.retain(|name, _| !META.contains(&name.as_str()));
        let evaluation = Evaluation {
            config: self,
            instance,
            scope,
        };
        evaluation.block(schema, &arguments)
    }
}

fn each(key: Json, value: Json) -> BTreeMap<&'static str, Json> {
    BTreeMap::from([("each.key", key), ("each.value", value)])
}

/// Whether `reference` is to `resource` or something in it.
fn is_of(reference: &str, resource: &str) -> bool {
    reference
        .strip_prefix(resource)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

fn collect_references(json: &Json, references: &mut Vec<String>) {
    match json {
        Json::String(text) => {
            let found = pieces(text).into_iter().filter_map(|piece| match piece {
                Piece::Reference(reference) => Some(reference.to_owned()),
                Piece::Text(_) => None,
            });
            references.extend(found);
        }
        Json::Array(elements) => elements
            .iter()
            .for_each(|element| collect_references(element, references)),
        Json::Object(members) => members
            .values()
            .for_each(|value| collect_references(value, references)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// A part of a string.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece<'a> {
    Text(&'a str),
    Reference(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let (reference, behind) = after.split_once('}').expect("a reference is closed");
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        pieces.push(Piece::Reference(reference.trim()));
        rest = behind;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

struct Evaluation<'a> {
    config: &'a Config,
    instance: &'a Instance,
    scope: &'a Scope<'a>,
}

impl Evaluation<'_> {
    fn block(&self, schema: &Block, arguments: &Map<String, Json>) -> Result<Value, String> {
        let mut members = schema.empty();
        for (name, json) in arguments {
            let value = match (schema.attributes.get(name), schema.blocks.get(name)) {
                (Some(attribute), _) => self.value(json, &attribute.ty)?,
                (_, Some(nested)) => self.nested(nested.nesting, &nested.block, json)?,
                (None, None) => return Err(format!("An argument named {name:?} is not expected here.")),
            };
            members.insert(name.clone(), value);
        }
        let is_missing = |name: &&String| schema.attributes[*name].required && members[*name].is_null();
        if let Some(name) = schema.attributes.keys().find(is_missing) {
            return Err(format!(
                "The argument {name:?} is required, but no definition was found."
            ));
        }
        Ok(Value::Object(members))
    }

    fn nested(&self, nesting: Nesting, schema: &Block, json: &Json) -> Result<Value, String> {
        match (nesting, json) {
            (Nesting::List, Json::Array(blocks)) => {
                let blocks = blocks
                    .iter()
                    .map(|block| self.nested(Nesting::Single, schema, block));
                Ok(Value::List(blocks.collect::<Result<_, _>>()?))
            }
            (Nesting::Single, Json::Object(arguments)) => self.block(schema, arguments),
            (_, Json::String(text)) => match pieces(text)[..] {
                [Piece::Reference(reference)] => match self.late(reference) {
                    Some(late) if self.scope.is_apply => self.nested(nesting, schema, &late.value),
                    Some(late) => Ok(Value::Unknown(late.promise.clone())),
                    None => Err(format!("{reference} is no list of blocks")),
                },
                _ => Err(format!("{text:?} is no block")),
            },
            (_, other) => Err(format!("{other} is no block")),
        }
    }

    fn value(&self, json: &Json, ty: &Type) -> Result<Value, String> {
        match (json, ty) {
            (Json::String(text), _) => match pieces(text)[..] {
                [Piece::Reference(reference)] => self.reference(reference, ty),
                ref pieces if pieces.iter().any(|piece| matches!(piece, Piece::Reference(_))) => {
                    self.template(pieces)
                }
                _ => from_json(json, ty),
            },
            (Json::Array(elements), Type::List(of) | Type::Set(of)) => {
                let elements = elements.iter().map(|element| self.value(element, of));
                let elements = elements.collect::<Result<Vec<_>, _>>()?;
                Ok(match ty {
                    Type::Set(_) => Value::set(elements),
                    _ => Value::List(elements),
                })
            }
            (Json::Object(pairs), Type::Map(of)) => {
                let pairs = pairs
                    .iter()
                    .map(|(key, value)| Ok((key.clone(), self.value(value, of)?)));
                Ok(Value::Map(pairs.collect::<Result<_, String>>()?))
            }
            _ => from_json(json, ty),
        }
    }

    fn template(&self, pieces: &[Piece<'_>]) -> Result<Value, String> {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Reference(reference) => match self.reference(reference, &Type::String)? {
                    Value::String(inner) => text.push_str(&inner),
                    Value::Unknown(_) => {
                        return Ok(Value::Unknown(Refinement {
                            not_null: true,
                            prefix: Some(text).filter(|text| !text.is_empty()),
                            ..Refinement::default()
                        }));
                    }
                    other => return Err(format!("{other} can't be part of a string")),
                },
            }
        }
        Ok(Value::String(text))
    }

    fn late(&self, reference: &str) -> Option<&Late> {
        let name = reference.strip_prefix("late.")?;
        Some(
            self.config
                .late
                .get(name)
                .unwrap_or_else(|| panic!("there is no late value {name:?}")),
        )
    }

    fn reference(&self, reference: &str, ty: &Type) -> Result<Value, String> {
        if let Some(late) = self.late(reference) {
            return if self.scope.is_apply {
                self.value(&late.value, ty)
            } else {
                Ok(Value::Unknown(late.promise.clone()))
            };
        }
        if let Some(each) = self.instance.each.get(reference) {
            return from_json(each, ty);
        }
        let (address, attribute) = reference
            .rsplit_once('.')
            .expect("a reference names an attribute");
        let object = self.scope.objects.get(address);
        let object =
            object.ok_or_else(|| format!("{address} has no value; does the configuration have it?"))?;
        Ok(convert(object.get(attribute), ty))
    }
}

/// A value of one type as one of another, where core converts by itself.
fn convert(value: Value, ty: &Type) -> Value {
    match (value, ty) {
        (Value::Number(text), Type::String) => Value::String(text),
        (Value::String(text), Type::Number) => Value::number(&text),
        (Value::List(elements), Type::Set(_)) => Value::set(elements),
        (Value::Set(elements), Type::List(_)) => Value::List(elements),
        (value, _) => value,
    }
}
