//! Values to JSON.

use serde_json::{Value as Json, json};

use super::super::traverse::Position;
use super::super::{EncodeError, EncodeProblem, Step, Type, Value};

/// Writes a value of type `ty` as compact JSON, with keys sorted.
///
/// # Errors
/// The value is not one of the type, or it holds an unknown value or an infinity.
pub fn encode_json(value: &Value, ty: &Type) -> Result<Vec<u8>, EncodeError> {
    let document = write(&mut Position::default(), value, ty)?;
    Ok(document.to_string().into_bytes())
}

fn write(position: &mut Position, value: &Value, ty: &Type) -> Result<Json, EncodeError> {
    match (value, ty) {
        (Value::Null, _) => Ok(Json::Null),
        (Value::Unknown(_), _) => Err(position.error(EncodeProblem::NotInJson {
            found: value.describe(),
        })),
        (Value::Bool(truth), Type::Bool) => Ok(Json::Bool(*truth)),
        (Value::Number(number), Type::Number) => {
            let number = number.to_string().parse().map(Json::Number);
            number.map_err(|_| position.error(EncodeProblem::NotInJson { found: "an infinity" }))
        }
        (Value::String(text), Type::String) => Ok(Json::String(text.clone())),
        (Value::List(elements), Type::List(ty)) => {
            let elements = (0..).zip(elements).map(|(index, element)| {
                position.inside(Some(Step::Index(index)), |position| write(position, element, ty))
            });
            elements.collect::<Result<_, _>>().map(Json::Array)
        }
        (Value::Set(elements), Type::Set(ty)) => {
            let elements = elements
                .iter()
                .map(|element| position.inside(None, |position| write(position, element, ty)));
            elements.collect::<Result<_, _>>().map(Json::Array)
        }
        (Value::Tuple(elements), Type::Tuple(types)) => {
            position.check_length(types, elements.len())?;
            let elements = (0..)
                .zip(elements.iter().zip(types))
                .map(|(index, (element, ty))| {
                    position.inside(Some(Step::Index(index)), |position| write(position, element, ty))
                });
            elements.collect::<Result<_, _>>().map(Json::Array)
        }
        (Value::Map(elements), Type::Map(ty)) => {
            let elements = elements.iter().map(|(key, element)| {
                let step = Some(Step::Key(key.clone()));
                Ok((
                    key.clone(),
                    position.inside(step, |position| write(position, element, ty))?,
                ))
            });
            elements.collect::<Result<_, _>>().map(Json::Object)
        }
        (Value::Object(attributes), Type::Object(object)) => {
            let attributes = object
                .pair(attributes)
                .map_err(|mismatch| position.error(mismatch))?;
            let attributes = attributes.into_iter().map(|(name, ty, attribute)| {
                let step = Some(Step::Attribute(name.to_owned()));
                Ok((
                    name.to_owned(),
                    position.inside(step, |position| write(position, attribute, ty))?,
                ))
            });
            attributes.collect::<Result<_, _>>().map(Json::Object)
        }
        (Value::Dynamic(own, value), Type::Dynamic) if **own != Type::Dynamic => {
            Ok(json!({ "type": own.json(), "value": write(position, value, own)? }))
        }
        _ => Err(position.mismatch(ty.describe(), value.describe())),
    }
}
