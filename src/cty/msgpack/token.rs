//! Splits bytes into `MessagePack` tokens.

use rmp::Marker;

use super::super::{DecodeProblem, Number, ParseNumberError};

/// One `MessagePack` item; of an array or a map only the head, of which the elements follow.
#[derive(Debug)]
pub(super) enum Token<'a> {
    Nil,
    Bool(bool),
    Number(Number),
    /// Text, not yet checked to be UTF-8.
    Str(&'a [u8]),
    Bin(&'a [u8]),
    /// The number of elements that follow.
    Array(usize),
    /// The number of key-value pairs that follow.
    Map(usize),
    Ext {
        kind: i8,
        body: &'a [u8],
    },
}

impl Token<'_> {
    /// What the token is called in an error message.
    pub(super) fn describe(&self) -> &'static str {
        match self {
            Self::Nil => "null",
            Self::Bool(_) => "a bool",
            Self::Number(_) => "a number",
            Self::Str(_) => "a string",
            Self::Bin(_) => "binary data",
            Self::Array(_) => "an array",
            Self::Map(_) => "a map",
            Self::Ext { .. } => "an unknown value",
        }
    }
}

/// The bytes that are still to be read. A copy looks ahead without moving on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// How many bytes are left.
    pub(super) fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// Reads the next token. A length that the rest of the input cannot hold is an error here, so callers need
    /// not mistrust it.
    pub(super) fn next(&mut self) -> Result<Token<'a>, DecodeProblem> {
        let [marker] = self.fixed()?;
        Ok(match Marker::from_u8(marker) {
            Marker::Null => Token::Nil,
            Marker::False => Token::Bool(false),
            Marker::True => Token::Bool(true),

            Marker::FixPos(int) => Token::Number(u32::from(int).into()),
            Marker::FixNeg(int) => Token::Number(i32::from(int).into()),
            Marker::U8 => Token::Number(u32::from(u8::from_be_bytes(self.fixed()?)).into()),
            Marker::U16 => Token::Number(u32::from(u16::from_be_bytes(self.fixed()?)).into()),
            Marker::U32 => Token::Number(u32::from_be_bytes(self.fixed()?).into()),
            Marker::U64 => Token::Number(u64::from_be_bytes(self.fixed()?).into()),
            Marker::I8 => Token::Number(i32::from(i8::from_be_bytes(self.fixed()?)).into()),
            Marker::I16 => Token::Number(i32::from(i16::from_be_bytes(self.fixed()?)).into()),
            Marker::I32 => Token::Number(i32::from_be_bytes(self.fixed()?).into()),
            Marker::I64 => Token::Number(i64::from_be_bytes(self.fixed()?).into()),
            Marker::F32 => float(f32::from_be_bytes(self.fixed()?).into())?,
            Marker::F64 => float(f64::from_be_bytes(self.fixed()?))?,

            Marker::FixStr(length) => Token::Str(self.bytes(length.into())?),
            Marker::Str8 => Token::Str(self.counted::<1>()?),
            Marker::Str16 => Token::Str(self.counted::<2>()?),
            Marker::Str32 => Token::Str(self.counted::<4>()?),
            Marker::Bin8 => Token::Bin(self.counted::<1>()?),
            Marker::Bin16 => Token::Bin(self.counted::<2>()?),
            Marker::Bin32 => Token::Bin(self.counted::<4>()?),

            Marker::FixArray(length) => self.array(length.into())?,
            Marker::Array16 => {
                let length = self.length::<2>()?;
                self.array(length)?
            }
            Marker::Array32 => {
                let length = self.length::<4>()?;
                self.array(length)?
            }
            Marker::FixMap(length) => self.map(length.into())?,
            Marker::Map16 => {
                let length = self.length::<2>()?;
                self.map(length)?
            }
            Marker::Map32 => {
                let length = self.length::<4>()?;
                self.map(length)?
            }

            Marker::FixExt1 => self.ext(1)?,
            Marker::FixExt2 => self.ext(2)?,
            Marker::FixExt4 => self.ext(4)?,
            Marker::FixExt8 => self.ext(8)?,
            Marker::FixExt16 => self.ext(16)?,
            Marker::Ext8 => {
                let length = self.length::<1>()?;
                self.ext(length)?
            }
            Marker::Ext16 => {
                let length = self.length::<2>()?;
                self.ext(length)?
            }
            Marker::Ext32 => {
                let length = self.length::<4>()?;
                self.ext(length)?
            }

            Marker::Reserved => return Err(DecodeProblem::NotMessagePack),
        })
    }

    /// Passes over the next value with all that it holds.
    pub(super) fn skip(&mut self) -> Result<(), DecodeProblem> {
        let mut pending: usize = 1;
        while pending > 0 {
            pending -= 1;
            pending += match self.next()? {
                Token::Array(length) => length,
                Token::Map(length) => 2 * length,
                _ => 0,
            };
        }
        Ok(())
    }

    fn array(&self, length: usize) -> Result<Token<'a>, DecodeProblem> {
        // Each element takes one byte at least.
        if length > self.rest.len() {
            Err(DecodeProblem::UnexpectedEnd)
        } else {
            Ok(Token::Array(length))
        }
    }

    fn map(&self, length: usize) -> Result<Token<'a>, DecodeProblem> {
        if length > self.rest.len() / 2 {
            Err(DecodeProblem::UnexpectedEnd)
        } else {
            Ok(Token::Map(length))
        }
    }

    fn ext(&mut self, length: usize) -> Result<Token<'a>, DecodeProblem> {
        let [kind] = self.fixed()?;
        Ok(Token::Ext {
            kind: i8::from_be_bytes([kind]),
            body: self.bytes(length)?,
        })
    }

    /// Reads bytes behind their length, which takes `N` bytes itself.
    fn counted<const N: usize>(&mut self) -> Result<&'a [u8], DecodeProblem> {
        let length = self.length::<N>()?;
        self.bytes(length)
    }

    /// Reads a length of `N` bytes.
    fn length<const N: usize>(&mut self) -> Result<usize, DecodeProblem> {
        let bytes: [u8; N] = self.fixed()?;
        Ok(bytes
            .into_iter()
            .fold(0, |length, byte| (length << 8) | usize::from(byte)))
    }

    fn bytes(&mut self, length: usize) -> Result<&'a [u8], DecodeProblem> {
        let (bytes, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or(DecodeProblem::UnexpectedEnd)?;
        self.rest = rest;
        Ok(bytes)
    }

    fn fixed<const N: usize>(&mut self) -> Result<[u8; N], DecodeProblem> {
        let (bytes, rest) = self
            .rest
            .split_first_chunk()
            .ok_or(DecodeProblem::UnexpectedEnd)?;
        self.rest = rest;
        Ok(*bytes)
    }
}

fn float<'a>(float: f64) -> Result<Token<'a>, DecodeProblem> {
    let number = Number::from_f64(float).ok_or(ParseNumberError::Malformed)?;
    Ok(Token::Number(number))
}
