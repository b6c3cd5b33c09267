//! `MessagePack` to values.

use std::collections::BTreeMap;

use super::super::traverse::Position;
use super::super::{
    DecodeError, DecodeProblem, MAX_DEPTH, Mismatch, Number, ObjectType, Step, Type, Value, insert_new, nfc,
};
use super::refinements;
use super::token::{Token, Tokens};

/// Reads a value of type `ty`.
///
/// Accepts all forms that Terraform itself accepts: numbers as any integer, float or text; strings as text or
/// binary; object attributes in any order; every extension as an unknown value.
///
/// # Errors
/// The bytes are not one complete `MessagePack` value of the type, or nest deeper than [`MAX_DEPTH`]. Never panics,
/// and never allocates more than the bytes warrant.
pub fn decode(bytes: &[u8], ty: &Type) -> Result<Value, DecodeError> {
    let mut tokens = Tokens::new(bytes);
    let mut position = Position::default();
    let value = read(&mut tokens, &mut position, ty)?;
    match tokens.remaining() {
        0 => Ok(value),
        count => Err(position.error(DecodeProblem::TrailingBytes { count })),
    }
}

fn read(tokens: &mut Tokens<'_>, position: &mut Position, ty: &Type) -> Result<Value, DecodeError> {
    if position.depth() > MAX_DEPTH {
        return Err(position.error(DecodeProblem::TooDeep));
    }
    match (ty, next(tokens, position)?) {
        (_, Token::Nil) => Ok(Value::Null),
        (_, Token::Ext { kind, body }) => Ok(Value::Unknown(refinements::read(kind, body, ty))),
        (Type::Bool, Token::Bool(truth)) => Ok(Value::Bool(truth)),
        (Type::Number, Token::Number(number)) => Ok(Value::Number(number)),
        (Type::Number, Token::Str(text)) => {
            let number: Result<Number, _> = utf8(position, text)?.parse();
            number.map(Value::Number).map_err(|error| position.error(error))
        }
        (Type::String, Token::Str(text) | Token::Bin(text)) => Ok(Value::string(utf8(position, text)?)),
        (Type::List(ty), Token::Array(length)) => {
            let element =
                |index| position.inside(Some(Step::Index(index)), |position| read(tokens, position, ty));
            (0..)
                .take(length)
                .map(element)
                .collect::<Result<_, _>>()
                .map(Value::List)
        }
        (Type::Set(ty), Token::Array(length)) => {
            let element = |_| position.inside(None, |position| read(tokens, position, ty));
            (0..length).map(element).collect::<Result<_, _>>().map(Value::Set)
        }
        (Type::Tuple(types), Token::Array(length)) => read_tuple(tokens, position, types, length),
        (Type::Map(ty), Token::Map(length)) => read_map(tokens, position, ty, length),
        (Type::Object(object), Token::Map(length)) => read_object(tokens, position, object, length),
        (Type::Dynamic, Token::Array(2)) => read_wrapped(tokens, position),
        (_, token) => Err(position.mismatch(ty.describe(), token.describe())),
    }
}

fn read_tuple(
    tokens: &mut Tokens<'_>,
    position: &mut Position,
    types: &[Type],
    length: usize,
) -> Result<Value, DecodeError> {
    position.check_length(types, length)?;
    let elements = (0..)
        .zip(types)
        .map(|(index, ty)| position.inside(Some(Step::Index(index)), |position| read(tokens, position, ty)));
    elements.collect::<Result<_, _>>().map(Value::Tuple)
}

fn read_map(
    tokens: &mut Tokens<'_>,
    position: &mut Position,
    ty: &Type,
    length: usize,
) -> Result<Value, DecodeError> {
    let mut elements = BTreeMap::new();
    for _ in 0..length {
        let key = read_key(tokens, position)?;
        let step = Some(Step::Key(key.clone()));
        let element = position.inside(step, |position| read(tokens, position, ty))?;
        insert_new(&mut elements, key, element).map_err(|problem| position.error(problem))?;
    }
    Ok(Value::Map(elements))
}

fn read_object(
    tokens: &mut Tokens<'_>,
    position: &mut Position,
    object: &ObjectType,
    length: usize,
) -> Result<Value, DecodeError> {
    let mut attributes = BTreeMap::new();
    for _ in 0..length {
        let name = read_key(tokens, position)?;
        let Some(ty) = object.attributes.get(&name) else {
            return Err(position.error(Mismatch::UnsupportedAttribute { name }));
        };
        let step = Some(Step::Attribute(name.clone()));
        let attribute = position.inside(step, |position| read(tokens, position, ty))?;
        insert_new(&mut attributes, name, attribute).map_err(|problem| position.error(problem))?;
    }
    object
        .pair(&attributes)
        .map_err(|mismatch| position.error(mismatch))?;
    Ok(Value::Object(attributes))
}

/// Reads the type and the value that stand for a dynamic value.
fn read_wrapped(tokens: &mut Tokens<'_>, position: &mut Position) -> Result<Value, DecodeError> {
    let own = match next(tokens, position)? {
        Token::Bin(json) | Token::Str(json) => {
            Type::from_json(json).map_err(|error| position.error(error.problem))?
        }
        token => {
            return Err(position.mismatch("a type", token.describe()));
        }
    };
    if own == Type::Dynamic {
        let reason = "the type of a wrapped value is dynamic itself";
        return Err(position.error(DecodeProblem::InvalidType { reason }));
    }
    let value = read(tokens, position, &own)?;
    Ok(Value::Dynamic(Box::new(own), Box::new(value)))
}

fn read_key(tokens: &mut Tokens<'_>, position: &Position) -> Result<String, DecodeError> {
    match next(tokens, position)? {
        Token::Str(key) | Token::Bin(key) => Ok(nfc(utf8(position, key)?.to_owned())),
        token => Err(position.mismatch("a string as key", token.describe())),
    }
}

fn next<'a>(tokens: &mut Tokens<'a>, position: &Position) -> Result<Token<'a>, DecodeError> {
    tokens.next().map_err(|problem| position.error(problem))
}

fn utf8<'a>(position: &Position, bytes: &'a [u8]) -> Result<&'a str, DecodeError> {
    str::from_utf8(bytes).map_err(|_| position.error(DecodeProblem::NotUtf8))
}
