//! Unknown values in `MessagePack`: an extension, in whose body Terraform tells what it knows already.

use rmp::encode::{
    ByteBuf, RmpWrite as _, write_array_len, write_bool, write_ext_meta, write_map_len, write_pfix,
    write_str, write_uint,
};

use super::super::{Number, Refinements, Type, nfc};
use super::encode::write_number;
use super::token::{Token, Tokens};

/// An unknown value about which nothing is known: extension 0 with one byte that means nothing.
const PLAIN_UNKNOWN: [u8; 3] = [0xd4, 0x00, 0x00];

/// The extension whose body is a map of refinements.
const REFINED_UNKNOWN: i8 = 12;

/// Terraform refuses longer bodies.
const MAX_BODY: usize = 1024;

/// Terraform cuts prefixes to this many bytes.
const MAX_PREFIX: usize = 256;

/// The keys of the map.
mod key {
    pub(super) const MAY_BE_NULL: u8 = 1;
    pub(super) const PREFIX: u8 = 2;
    pub(super) const LOWER: u8 = 3;
    pub(super) const UPPER: u8 = 4;
    pub(super) const MIN_LENGTH: u8 = 5;
    pub(super) const MAX_LENGTH: u8 = 6;
}

/// Writes an unknown value of type `ty` with what fits the type. What would make the body too long is left out
/// with all the rest: to say nothing is always right.
pub(super) fn write(out: &mut ByteBuf, refinements: &Refinements, ty: &Type) {
    match body(&refinements.clone().fitting(ty)) {
        Some((body, length)) => {
            let Ok(_) = write_ext_meta(out, length, REFINED_UNKNOWN);
            let Ok(()) = out.write_bytes(&body);
        }
        None => {
            let Ok(()) = out.write_bytes(&PLAIN_UNKNOWN);
        }
    }
}

/// The body and its length, unless there is nothing to say or the body would be too long.
fn body(known: &Refinements) -> Option<(Vec<u8>, u32)> {
    let mut entries = ByteBuf::new();
    let mut count = 0;
    let mut start = |entries: &mut ByteBuf, key| {
        count += 1;
        let Ok(()) = write_pfix(entries, key);
    };

    if known.not_null {
        start(&mut entries, key::MAY_BE_NULL);
        let Ok(()) = write_bool(&mut entries, false);
    }
    if let Some(prefix) = known.prefix.as_deref().filter(|prefix| !prefix.is_empty()) {
        start(&mut entries, key::PREFIX);
        let Ok(()) = write_str(&mut entries, &prefix[..prefix.floor_char_boundary(MAX_PREFIX)]);
    }
    for (key, bound) in [(key::LOWER, &known.lower), (key::UPPER, &known.upper)] {
        if let Some((number, inclusive)) = bound {
            start(&mut entries, key);
            let Ok(_) = write_array_len(&mut entries, 2);
            write_number(&mut entries, number);
            let Ok(()) = write_bool(&mut entries, *inclusive);
        }
    }
    for (key, length) in [
        (key::MIN_LENGTH, known.min_length),
        (key::MAX_LENGTH, known.max_length),
    ] {
        if let Some(length) = length {
            start(&mut entries, key);
            let Ok(_) = write_uint(&mut entries, length);
        }
    }

    let mut body = ByteBuf::new();
    let Ok(_) = write_map_len(&mut body, count);
    let Ok(()) = body.write_bytes(entries.as_slice());
    let length = u32::try_from(body.as_slice().len()).ok()?;
    (count > 0 && body.as_slice().len() <= MAX_BODY).then(|| (body.into_vec(), length))
}

/// Reads what an extension says about an unknown value of type `ty`.
///
/// Every extension is an unknown value. Terraform may learn to say more about one, so what is not understood, or
/// does not fit the type, counts as not said.
pub(super) fn read(kind: i8, body: &[u8], ty: &Type) -> Refinements {
    if kind == REFINED_UNKNOWN {
        read_body(body).unwrap_or_default().fitting(ty)
    } else {
        Refinements::default()
    }
}

fn read_body(body: &[u8]) -> Option<Refinements> {
    let mut tokens = Tokens::new(body);
    let Token::Map(length) = tokens.next().ok()? else {
        return None;
    };
    let mut known = Refinements::default();
    for _ in 0..length {
        let mut key = tokens;
        tokens.skip().ok()?;
        let mut value = tokens;
        tokens.skip().ok()?;
        let Some(key) = integer(&mut key).and_then(|key| u8::try_from(key).ok()) else {
            continue;
        };
        match key {
            key::MAY_BE_NULL => known.not_null = matches!(value.next(), Ok(Token::Bool(false))),
            key::PREFIX => known.prefix = text(&mut value),
            key::LOWER => known.lower = bound(&mut value),
            key::UPPER => known.upper = bound(&mut value),
            key::MIN_LENGTH => known.min_length = integer(&mut value),
            key::MAX_LENGTH => known.max_length = integer(&mut value),
            _ => {}
        }
    }
    Some(known)
}

fn integer(tokens: &mut Tokens<'_>) -> Option<u64> {
    number(tokens)?.as_u64()
}

fn number(tokens: &mut Tokens<'_>) -> Option<Number> {
    match tokens.next().ok()? {
        Token::Number(number) => Some(number),
        Token::Str(text) => str::from_utf8(text).ok()?.parse().ok(),
        _ => None,
    }
}

fn text(tokens: &mut Tokens<'_>) -> Option<String> {
    match tokens.next().ok()? {
        Token::Str(text) | Token::Bin(text) => Some(nfc(str::from_utf8(text).ok()?.to_owned())),
        _ => None,
    }
}

fn bound(tokens: &mut Tokens<'_>) -> Option<(Number, bool)> {
    let Token::Array(2) = tokens.next().ok()? else {
        return None;
    };
    let number = number(tokens)?;
    match tokens.next().ok()? {
        Token::Bool(inclusive) => Some((number, inclusive)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
