//! Values to `MessagePack`.

use rmp::encode::{
    ByteBuf, write_array_len, write_bin, write_bool, write_f64, write_map_len, write_nil, write_sint,
    write_str,
};

use super::super::traverse::Position;
use super::super::{EncodeError, EncodeProblem, Number, Step, Type, Value};
use super::refinements;

/// Writes a value of type `ty`, as every Terraform version reads it.
///
/// # Errors
/// The value is not one of the type. An object must have exactly the attributes of its type.
pub fn encode(value: &Value, ty: &Type) -> Result<Vec<u8>, EncodeError> {
    let mut out = ByteBuf::new();
    write(&mut out, &mut Position::default(), value, ty)?;
    Ok(out.into_vec())
}

fn write(out: &mut ByteBuf, position: &mut Position, value: &Value, ty: &Type) -> Result<(), EncodeError> {
    match (value, ty) {
        (Value::Null, _) => {
            let Ok(()) = write_nil(out);
        }
        (Value::Unknown(known), _) => refinements::write(out, known, ty),
        (Value::Bool(truth), Type::Bool) => {
            let Ok(()) = write_bool(out, *truth);
        }
        (Value::Number(number), Type::Number) => write_number(out, number),
        (Value::String(text), Type::String) => write_text(out, position, text)?,
        (Value::List(elements), Type::List(ty)) => {
            let Ok(_) = write_array_len(out, length(position, elements.len())?);
            for (index, element) in (0..).zip(elements) {
                position.inside(Some(Step::Index(index)), |position| {
                    write(out, position, element, ty)
                })?;
            }
        }
        (Value::Set(elements), Type::Set(ty)) => {
            let Ok(_) = write_array_len(out, length(position, elements.len())?);
            for element in elements {
                position.inside(None, |position| write(out, position, element, ty))?;
            }
        }
        (Value::Tuple(elements), Type::Tuple(types)) => {
            position.check_length(types, elements.len())?;
            let Ok(_) = write_array_len(out, length(position, elements.len())?);
            for (index, (element, ty)) in (0..).zip(elements.iter().zip(types)) {
                position.inside(Some(Step::Index(index)), |position| {
                    write(out, position, element, ty)
                })?;
            }
        }
        (Value::Map(elements), Type::Map(ty)) => {
            let Ok(_) = write_map_len(out, length(position, elements.len())?);
            for (key, element) in elements {
                write_text(out, position, key)?;
                position.inside(Some(Step::Key(key.clone())), |position| {
                    write(out, position, element, ty)
                })?;
            }
        }
        (Value::Object(attributes), Type::Object(object)) => {
            let attributes = object
                .pair(attributes)
                .map_err(|mismatch| position.error(mismatch))?;
            let Ok(_) = write_map_len(out, length(position, attributes.len())?);
            for (name, ty, attribute) in attributes {
                write_text(out, position, name)?;
                let step = Some(Step::Attribute(name.to_owned()));
                position.inside(step, |position| write(out, position, attribute, ty))?;
            }
        }
        (Value::Dynamic(own, value), Type::Dynamic) if **own != Type::Dynamic => {
            let own_json = own.to_json();
            length(position, own_json.len())?;
            let Ok(_) = write_array_len(out, 2);
            let Ok(()) = write_bin(out, &own_json);
            write(out, position, value, own)?;
        }
        _ => {
            return Err(position.mismatch(ty.describe(), value.describe()));
        }
    }
    Ok(())
}

/// Writes a number the way Terraform does, without loss: integers of 64 bits in the shortest form, binary
/// fractions as such, anything else as decimal text.
pub(super) fn write_number(out: &mut ByteBuf, number: &Number) {
    if let Some(int) = number.as_i64() {
        let Ok(_) = write_sint(out, int);
    } else if let Some(fraction) = number.as_exact_fraction() {
        let Ok(()) = write_f64(out, fraction);
    } else if number.is_finite() {
        let Ok(()) = write_str(out, &number.to_string());
    } else {
        let Ok(()) = write_f64(out, number.as_f64());
    }
}

fn write_text(out: &mut ByteBuf, position: &Position, text: &str) -> Result<(), EncodeError> {
    length(position, text.len())?;
    let Ok(()) = write_str(out, text);
    Ok(())
}

fn length(position: &Position, length: usize) -> Result<u32, EncodeError> {
    u32::try_from(length).map_err(|_| position.error(EncodeProblem::TooLong { length }))
}
