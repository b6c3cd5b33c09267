//! Values on the wire: `MessagePack` for the protocol, JSON for saved states.

use std::collections::BTreeMap;

use ksyun_autoscaling::tfplugin6::proto::DynamicValue;
use rmpv::Value as Pack;
use serde_json::Value as Json;

use super::schema::Type;
use super::value::{Refinement, Value};

/// The extension type of an unknown with refinements.
const REFINED: i8 = 12;

/// What core sends for `value`.
pub(crate) fn encode(value: &Value) -> DynamicValue {
    let mut msgpack = Vec::new();
    rmpv::encode::write_value(&mut msgpack, &pack(value)).expect("memory can be written");
    DynamicValue {
        msgpack,
        json: Vec::new(),
    }
}

fn pack(value: &Value) -> Pack {
    let members = |members: &BTreeMap<String, Value>| {
        let pairs = members
            .iter()
            .map(|(name, value)| (Pack::from(name.as_str()), pack(value)));
        Pack::Map(pairs.collect())
    };
    match value {
        Value::Null => Pack::Nil,
        Value::Unknown(refinement) => pack_unknown(refinement),
        Value::Bool(flag) => Pack::from(*flag),
        // A text is what core sends where a float is not exactly the number; it may send it always.
        Value::Number(text) => match text.parse::<i64>() {
            Ok(whole) => Pack::from(whole),
            Err(_) => Pack::from(text.as_str()),
        },
        Value::String(text) => Pack::from(text.as_str()),
        Value::List(elements) | Value::Set(elements) => Pack::Array(elements.iter().map(pack).collect()),
        Value::Map(map) => members(map),
        Value::Object(object) => members(object),
    }
}

fn pack_unknown(refinement: &Refinement) -> Pack {
    let mut known = Vec::new();
    if refinement.not_null {
        known.push((Pack::from(1), Pack::from(false)));
    }
    if let Some(prefix) = &refinement.prefix {
        known.push((Pack::from(2), Pack::from(prefix.as_str())));
    }
    for (key, length) in [(5, refinement.shortest), (6, refinement.longest)] {
        known.extend(length.map(|length| (Pack::from(key), Pack::from(length))));
    }
    if known.is_empty() {
        return Pack::Ext(0, vec![0]);
    }
    let mut body = Vec::new();
    rmpv::encode::write_value(&mut body, &Pack::Map(known)).expect("memory can be written");
    Pack::Ext(REFINED, body)
}

/// What core makes of an answer; null if there is none.
///
/// # Errors
/// Core's complaint about a value that does not fit the schema.
pub(crate) fn decode(value: Option<&DynamicValue>, ty: &Type) -> Result<Value, String> {
    let Some(value) = value else {
        return Ok(Value::Null);
    };
    if value.msgpack.is_empty() {
        return match value.json.as_slice() {
            [] => Ok(Value::Null),
            json => from_json(
                &serde_json::from_slice(json).map_err(|error| error.to_string())?,
                ty,
            ),
        };
    }
    let pack = rmpv::decode::read_value(&mut value.msgpack.as_slice()).map_err(|error| error.to_string())?;
    unpack(&pack, ty)
}

fn unpack(pack: &Pack, ty: &Type) -> Result<Value, String> {
    let elements = |of: &Type| match pack {
        Pack::Array(elements) => elements.iter().map(|element| unpack(element, of)).collect(),
        other => Err(format!("{other} is no array")),
    };
    match (pack, ty) {
        (Pack::Nil, _) => Ok(Value::Null),
        (Pack::Ext(kind, body), _) => unpack_unknown(*kind, body),
        (Pack::Boolean(flag), Type::Bool) => Ok(Value::Bool(*flag)),
        (Pack::Integer(number), Type::Number) => Ok(Value::Number(number.to_string())),
        (Pack::F64(number), Type::Number) => Ok(Value::number(&number.to_string())),
        (Pack::String(text), Type::Number) => Ok(Value::number(text.as_str().unwrap_or_default())),
        (Pack::String(text), Type::String) => {
            let text = text.as_str().ok_or("a string is no UTF-8")?;
            Ok(Value::String(text.to_owned()))
        }
        (_, Type::List(of)) => Ok(Value::List(elements(of)?)),
        (_, Type::Set(of)) => Ok(Value::set(elements(of)?)),
        (Pack::Map(pairs), Type::Map(of)) => {
            let pairs = pairs
                .iter()
                .map(|(name, value)| Ok((key(name)?, unpack(value, of)?)));
            Ok(Value::Map(pairs.collect::<Result<_, String>>()?))
        }
        (Pack::Map(pairs), Type::Object(members)) => {
            if pairs.len() != members.len() {
                let (wanted, given) = (members.len(), pairs.len());
                return Err(format!(
                    "an object with {wanted} attributes is required ({given} given)"
                ));
            }
            let member = |(name, value): &(Pack, Pack)| {
                let name = key(name)?;
                let ty = members
                    .get(&name)
                    .ok_or_else(|| format!("unsupported attribute {name:?}"))?;
                let value = unpack(value, ty).map_err(|error| format!(".{name}: {error}"))?;
                Ok((name, value))
            };
            Ok(Value::Object(
                pairs.iter().map(member).collect::<Result<_, String>>()?,
            ))
        }
        (other, ty) => Err(format!("{other} is no {ty:?}")),
    }
}

fn unpack_unknown(kind: i8, body: &[u8]) -> Result<Value, String> {
    if body.len() <= 1 {
        return Ok(Value::unknown());
    }
    if kind != REFINED {
        return Err(format!(
            "unsupported extension type {kind} with len {}",
            body.len()
        ));
    }
    let mut refinement = Refinement::default();
    let known = rmpv::decode::read_value(&mut &body[..]).map_err(|error| error.to_string())?;
    for (key, value) in known.as_map().into_iter().flatten() {
        match key.as_i64() {
            Some(1) => refinement.not_null = value.as_bool() == Some(false),
            Some(2) => refinement.prefix = value.as_str().map(str::to_owned),
            Some(5) => refinement.shortest = value.as_u64(),
            Some(6) => refinement.longest = value.as_u64(),
            _ => {}
        }
    }
    Ok(Value::Unknown(refinement))
}

fn key(name: &Pack) -> Result<String, String> {
    name.as_str()
        .map(str::to_owned)
        .ok_or_else(|| format!("{name} is no name"))
}

/// As core writes a value into the state file.
pub(crate) fn to_json(value: &Value) -> Json {
    let members = |members: &BTreeMap<String, Value>| {
        Json::Object(
            members
                .iter()
                .map(|(name, value)| (name.clone(), to_json(value)))
                .collect(),
        )
    };
    match value {
        Value::Null => Json::Null,
        Value::Unknown(_) => panic!("an unknown value can't be saved"),
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Number(text) => serde_json::from_str(text).expect("a number"),
        Value::String(text) => Json::String(text.clone()),
        Value::List(elements) | Value::Set(elements) => Json::Array(elements.iter().map(to_json).collect()),
        Value::Map(map) => members(map),
        Value::Object(object) => members(object),
    }
}

/// Reads JSON as core reads it: numbers and booleans may be texts, and texts numbers. Members that are left out are null.
///
/// # Errors
/// Says what does not fit `ty`.
pub(crate) fn from_json(json: &Json, ty: &Type) -> Result<Value, String> {
    let wrong = || format!("{json} is no {ty:?}");
    let elements = |of: &Type| {
        let elements = json.as_array().ok_or_else(wrong)?;
        elements
            .iter()
            .map(|element| from_json(element, of))
            .collect::<Result<Vec<_>, _>>()
    };
    Ok(match (json, ty) {
        (Json::Null, _) => Value::Null,
        (Json::Bool(flag), Type::Bool) => Value::Bool(*flag),
        (Json::String(text), Type::Bool) => Value::Bool(text.parse().map_err(|_| wrong())?),
        (Json::Number(number), Type::Number) => Value::number(&number.to_string()),
        (Json::String(text), Type::Number) if text.parse::<f64>().is_ok() => Value::number(text),
        (Json::String(text), Type::String) => Value::String(text.clone()),
        (Json::Number(number), Type::String) => Value::String(number.to_string()),
        (Json::Bool(flag), Type::String) => Value::String(flag.to_string()),
        (_, Type::List(of)) => Value::List(elements(of)?),
        (_, Type::Set(of)) => Value::set(elements(of)?),
        (Json::Object(members), Type::Map(of)) => {
            let pairs = members
                .iter()
                .map(|(name, value)| Ok((name.clone(), from_json(value, of)?)));
            Value::Map(pairs.collect::<Result<_, String>>()?)
        }
        (Json::Object(given), Type::Object(members)) => {
            if let Some(name) = given.keys().find(|name| !members.contains_key(*name)) {
                return Err(format!("An argument named {name:?} is not expected here."));
            }
            let pairs = members.iter().map(|(name, ty)| {
                let value = given
                    .get(name)
                    .map_or(Ok(Value::Null), |value| from_json(value, ty))?;
                Ok((name.clone(), value))
            });
            Value::Object(pairs.collect::<Result<_, String>>()?)
        }
        _ => return Err(wrong()),
    })
}
