//! JSON to values.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::super::traverse::Position;
use super::super::{
    DecodeError, DecodeProblem, Located, Mismatch, Number, ObjectType, Path, Step, Type, Value, insert_new,
    nfc, ty,
};

/// Reads a value of type `ty`, written by Terraform for the very schema that the type comes from: objects must have
/// exactly the attributes of their type.
///
/// # Errors
/// The bytes are not one JSON value of the type, or nest too deeply. Never panics.
pub fn decode_json(bytes: &[u8], ty: &Type) -> Result<Value, DecodeError> {
    read(&mut Position::default(), parse(bytes)?, ty, Reading::Exact)
}

/// Reads a value of type `ty` from the state of an older or another provider.
///
/// Attributes that the type does not know are passed over, those that are missing become null, and numbers and bools
/// may be written as strings or strings as them. Anything else that does not fit is an error; no guess is made.
///
/// # Errors
/// The bytes are not one JSON value that fits the type, or nest too deeply. Never panics.
pub fn decode_state_json(bytes: &[u8], ty: &Type) -> Result<Value, DecodeError> {
    read(&mut Position::default(), parse(bytes)?, ty, Reading::Tolerant)
}

/// Parses JSON text whose nesting the parser bounds.
pub(in super::super) fn parse(bytes: &[u8]) -> Result<Json, DecodeError> {
    serde_json::from_slice(bytes).map_err(|error| Located {
        path: Path::root(),
        problem: DecodeProblem::NotJson {
            line: error.line(),
            column: error.column(),
        },
    })
}

/// How closely a document must follow its type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Exact,
    Tolerant,
}

fn read(position: &mut Position, json: Json, ty: &Type, reading: Reading) -> Result<Value, DecodeError> {
    match (ty, json) {
        (_, Json::Null) => Ok(Value::Null),
        (Type::Bool, Json::Bool(truth)) => Ok(Value::Bool(truth)),
        (Type::Number, Json::Number(number)) => read_number(position, number.as_str()),
        (Type::Number, Json::String(text)) if reading == Reading::Tolerant => read_number(position, &text),
        (Type::String, Json::String(text)) => Ok(Value::string(text)),
        (Type::Bool, Json::String(text)) if reading == Reading::Tolerant => parse_bool(&text)
            .map(Value::Bool)
            .ok_or_else(|| position.mismatch("a bool", "a string")),
        (Type::String, Json::Bool(truth)) if reading == Reading::Tolerant => {
            Ok(Value::string(truth.to_string()))
        }
        (Type::String, Json::Number(number)) if reading == Reading::Tolerant => {
            Ok(Value::string(number.to_string()))
        }
        (Type::List(ty), Json::Array(elements)) => {
            let elements = (0..).zip(elements).map(|(index, element)| {
                position.inside(Some(Step::Index(index)), |position| {
                    read(position, element, ty, reading)
                })
            });
            elements.collect::<Result<_, _>>().map(Value::List)
        }
        (Type::Set(ty), Json::Array(elements)) => {
            let elements = elements
                .into_iter()
                .map(|element| position.inside(None, |position| read(position, element, ty, reading)));
            elements.collect::<Result<_, _>>().map(Value::Set)
        }
        (Type::Tuple(types), Json::Array(elements)) => {
            position.check_length(types, elements.len())?;
            let elements = (0..)
                .zip(elements.into_iter().zip(types))
                .map(|(index, (element, ty))| {
                    position.inside(Some(Step::Index(index)), |position| {
                        read(position, element, ty, reading)
                    })
                });
            elements.collect::<Result<_, _>>().map(Value::Tuple)
        }
        (Type::Map(ty), Json::Object(entries)) => {
            let mut elements = BTreeMap::new();
            for (key, element) in entries {
                let key = nfc(key);
                let step = Some(Step::Key(key.clone()));
                let element = position.inside(step, |position| read(position, element, ty, reading))?;
                insert_new(&mut elements, key, element).map_err(|problem| position.error(problem))?;
            }
            Ok(Value::Map(elements))
        }
        (Type::Object(object), Json::Object(entries)) => read_object(position, entries, object, reading),
        (Type::Dynamic, Json::Object(parts)) => read_wrapped(position, parts),
        (_, json) => Err(position.mismatch(ty.describe(), describe(&json))),
    }
}

fn read_number(position: &Position, text: &str) -> Result<Value, DecodeError> {
    let number: Result<Number, _> = text.parse();
    number.map(Value::Number).map_err(|error| position.error(error))
}

fn read_object(
    position: &mut Position,
    entries: serde_json::Map<String, Json>,
    object: &ObjectType,
    reading: Reading,
) -> Result<Value, DecodeError> {
    let mut attributes = BTreeMap::new();
    for (name, attribute) in entries {
        let name = nfc(name);
        match object.attributes.get(&name) {
            Some(ty) => {
                let step = Some(Step::Attribute(name.clone()));
                let attribute = position.inside(step, |position| read(position, attribute, ty, reading))?;
                insert_new(&mut attributes, name, attribute).map_err(|problem| position.error(problem))?;
            }
            None if reading == Reading::Tolerant => {}
            None => return Err(position.error(Mismatch::UnsupportedAttribute { name })),
        }
    }
    if reading == Reading::Tolerant {
        for name in object.attributes.keys() {
            attributes.entry(name.clone()).or_insert(Value::Null);
        }
    }
    object
        .pair(&attributes)
        .map_err(|mismatch| position.error(mismatch))?;
    Ok(Value::Object(attributes))
}

/// Reads the object of a type and a value that stands for a dynamic value. The type was written together with the
/// value, so there is nothing to tolerate.
fn read_wrapped(
    position: &mut Position,
    mut parts: serde_json::Map<String, Json>,
) -> Result<Value, DecodeError> {
    let mut take = |name: &str| {
        let part = parts.remove(name);
        part.ok_or_else(|| {
            position.error(Mismatch::MissingAttribute {
                name: name.to_owned(),
            })
        })
    };
    let own = take("type")?;
    let value = take("value")?;
    if let Some(name) = parts.keys().next() {
        return Err(position.error(Mismatch::UnsupportedAttribute { name: name.clone() }));
    }
    let own = ty::read(&own).map_err(|reason| position.error(DecodeProblem::InvalidType { reason }))?;
    if own == Type::Dynamic {
        let reason = "the type of a wrapped value is dynamic itself";
        return Err(position.error(DecodeProblem::InvalidType { reason }));
    }
    let value = read(position, value, &own, Reading::Exact)?;
    Ok(Value::Dynamic(Box::new(own), Box::new(value)))
}

/// What a JSON value is called in an error message.
fn describe(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "a bool",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "an array",
        Json::Object(_) => "an object",
    }
}

/// Reads a bool from text as the Terraform language does.
fn parse_bool(text: &str) -> Option<bool> {
    match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}
