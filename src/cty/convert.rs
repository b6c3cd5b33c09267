//! Turning values into other types, by the rules of the Terraform language.

use std::collections::BTreeMap;
use std::iter::repeat;

use super::traverse::Position;
use super::{
    ConvertError, ConvertProblem, Mismatch, Number, ObjectType, Refinements, Step, Type, Value, conforms,
    type_of,
};

/// Turns `value` into a value of type `to`.
///
/// * Strings become numbers and bools, and both become strings, where the text allows it.
/// * Lists, sets and tuples become lists and sets; a set loses elements that are equal to others.
/// * Objects become maps. Maps and objects become objects: what the type does not know is dropped, and only an
///   optional attribute may be missing, which becomes null.
/// * A value becomes dynamic by being wrapped with its own type, and is unwrapped for any other type.
/// * Null stays null. Of an unknown value only that it is not null stays known.
///
/// # Errors
/// There is no such conversion, or a text is no number or bool.
pub fn convert(value: Value, to: &Type) -> Result<Value, ConvertError> {
    convert_at(&mut Position::default(), value, to)
}

fn convert_at(position: &mut Position, value: Value, to: &Type) -> Result<Value, ConvertError> {
    match (value, to) {
        (Value::Null, _) => Ok(Value::Null),
        (Value::Unknown(known), to) => {
            let kept = Refinements {
                not_null: known.not_null,
                ..Refinements::default()
            };
            Ok(Value::Unknown(kept.fitting(to)))
        }
        (value @ Value::Dynamic(..), Type::Dynamic)
        | (value @ Value::Bool(_), Type::Bool)
        | (value @ Value::Number(_), Type::Number)
        | (value @ Value::String(_), Type::String) => Ok(value),
        (value, Type::Dynamic) => wrap(position, value),
        (Value::Dynamic(_, value), to) => convert_at(position, *value, to),

        (Value::Bool(truth), Type::String) => Ok(Value::string(truth.to_string())),
        (Value::Number(number), Type::String) => Ok(Value::string(number.to_string())),
        (Value::String(text), Type::Bool) => parse_bool(&text)
            .map(Value::Bool)
            .ok_or_else(|| position.error(ConvertProblem::Bool)),
        (Value::String(text), Type::Number) => {
            let number: Result<Number, _> = text.parse();
            number.map(Value::Number).map_err(|error| position.error(error))
        }

        (Value::List(elements) | Value::Tuple(elements), Type::List(to)) => {
            convert_sequence(position, elements, repeat(&**to)).map(Value::List)
        }
        (Value::List(elements) | Value::Tuple(elements), Type::Set(to)) => {
            convert_sequence(position, elements, repeat(&**to))
                .map(distinct)
                .map(Value::Set)
        }
        (Value::Set(elements), Type::List(to)) => convert_set(position, elements, to).map(Value::List),
        (Value::Set(elements), Type::Set(to)) => {
            convert_set(position, elements, to).map(distinct).map(Value::Set)
        }
        (Value::Tuple(elements), Type::Tuple(types)) => {
            position.check_length(types, elements.len())?;
            convert_sequence(position, elements, types).map(Value::Tuple)
        }

        (Value::Map(entries), Type::Map(to)) => convert_map(position, entries, Step::Key, to),
        (Value::Object(entries), Type::Map(to)) => convert_map(position, entries, Step::Attribute, to),
        (Value::Map(entries), Type::Object(to)) => convert_object(position, entries, Step::Key, to),
        (Value::Object(entries), Type::Object(to)) => convert_object(position, entries, Step::Attribute, to),

        (value, to) => Err(position.mismatch(to.describe(), value.describe())),
    }
}

fn convert_sequence<'t>(
    position: &mut Position,
    elements: Vec<Value>,
    types: impl IntoIterator<Item = &'t Type>,
) -> Result<Vec<Value>, ConvertError> {
    let elements = (0..).zip(elements.into_iter().zip(types));
    elements
        .map(|(index, (element, to))| {
            position.inside(Some(Step::Index(index)), |position| {
                convert_at(position, element, to)
            })
        })
        .collect()
}

fn convert_set(position: &mut Position, elements: Vec<Value>, to: &Type) -> Result<Vec<Value>, ConvertError> {
    elements
        .into_iter()
        .map(|element| position.inside(None, |position| convert_at(position, element, to)))
        .collect()
}

fn convert_map(
    position: &mut Position,
    entries: BTreeMap<String, Value>,
    step: fn(String) -> Step,
    to: &Type,
) -> Result<Value, ConvertError> {
    let entries = entries.into_iter().map(|(key, value)| {
        let value = position.inside(Some(step(key.clone())), |position| {
            convert_at(position, value, to)
        })?;
        Ok((key, value))
    });
    entries.collect::<Result<_, _>>().map(Value::Map)
}

fn convert_object(
    position: &mut Position,
    mut entries: BTreeMap<String, Value>,
    step: fn(String) -> Step,
    to: &ObjectType,
) -> Result<Value, ConvertError> {
    let attributes = to.attributes.iter().map(|(name, to_type)| {
        let value = match entries.remove(name) {
            Some(value) => position.inside(Some(step(name.clone())), |position| {
                convert_at(position, value, to_type)
            })?,
            None if to.optional.contains(name) => Value::Null,
            None => return Err(position.error(Mismatch::MissingAttribute { name: name.clone() })),
        };
        Ok((name.clone(), value))
    });
    attributes.collect::<Result<_, _>>().map(Value::Object)
}

fn wrap(position: &Position, value: Value) -> Result<Value, ConvertError> {
    match type_of(&value).filter(|own| conforms(&value, own).is_ok()) {
        Some(own) => Ok(Value::Dynamic(Box::new(own), Box::new(value))),
        None => Err(position.error(ConvertProblem::MixedElements)),
    }
}

/// Drops elements that certainly equal an earlier one. Two that are not known yet may still become different.
fn distinct(elements: Vec<Value>) -> Vec<Value> {
    let mut kept: Vec<Value> = Vec::with_capacity(elements.len());
    for element in elements {
        if !element.is_wholly_known() || !kept.contains(&element) {
            kept.push(element);
        }
    }
    kept
}

/// Reads a bool from text as the Terraform language does.
pub(super) fn parse_bool(text: &str) -> Option<bool> {
    match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
