//! What can go wrong with a value, and where.
//!
//! No error holds the value itself, since it may be a secret.

use std::fmt;

use super::{MAX_DEPTH, ParseNumberError, Path};

/// A problem with the value at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<P> {
    /// Where in the whole value the problem is.
    pub path: Path,
    /// What was expected, and what was found.
    pub problem: P,
}

/// Why a value could not be written.
pub type EncodeError = Located<EncodeProblem>;

/// Why bytes could not be read as a value of the expected type.
pub type DecodeError = Located<DecodeProblem>;

/// Why a value is not one of a type.
pub type ConformError = Located<Mismatch>;

impl<P: fmt::Display> fmt::Display for Located<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            write!(f, "{}", self.problem)
        } else {
            write!(f, "{}: {}", self.path, self.problem)
        }
    }
}

impl<P: std::error::Error> std::error::Error for Located<P> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.problem.source()
    }
}

/// How a value differs from its type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// The value is of another kind.
    #[error("expected {expected}, found {found}")]
    Kind {
        /// The kind that the type wants, with its article: `a list`.
        expected: &'static str,
        /// The kind that is there.
        found: &'static str,
    },
    /// A tuple has too few or too many elements.
    #[error("expected a tuple of length {expected}, found length {found}")]
    TupleLength {
        /// The number of elements in the type.
        expected: usize,
        /// The number of elements that are there.
        found: usize,
    },
    /// An object lacks an attribute. Even an attribute that is not set must be there, as null.
    #[error("attribute {name:?} is required, even if it is null, but missing")]
    MissingAttribute {
        /// The name of the attribute.
        name: String,
    },
    /// An object has an attribute that its type does not know.
    #[error("attribute {name:?} is not supported here")]
    UnsupportedAttribute {
        /// The name of the attribute.
        name: String,
    },
}

/// What prevents the writing of a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncodeProblem {
    /// The value is not one of the type.
    #[error(transparent)]
    Mismatch(#[from] Mismatch),
    /// JSON has no form for this value.
    #[error("{found} cannot be written as JSON")]
    NotInJson {
        /// What the value is.
        found: &'static str,
    },
    /// `MessagePack` counts in 32 bits.
    #[error("a length of {length} is beyond what MessagePack can hold")]
    TooLong {
        /// The number of bytes or elements.
        length: usize,
    },
}

/// What prevents the reading of a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeProblem {
    /// The value is not one of the type.
    #[error(transparent)]
    Mismatch(#[from] Mismatch),
    /// The bytes end inside the value, or a length in them reaches beyond their end.
    #[error("the input ends too early")]
    UnexpectedEnd,
    /// The value is complete, but bytes follow it.
    #[error("{count} more bytes follow the value")]
    TrailingBytes {
        /// The number of bytes that follow.
        count: usize,
    },
    /// The value nests deeper than this provider reads.
    #[error("the value nests more than {MAX_DEPTH} levels deep")]
    TooDeep,
    /// The `MessagePack` marker 0xc1, which no version of the format defines.
    #[error("the input is not MessagePack")]
    NotMessagePack,
    /// The bytes are not JSON, or nest deeper than the JSON parser goes.
    #[error("the input is not JSON, or nests too deeply, at line {line}, column {column}")]
    NotJson {
        /// The line of the first error, from 1.
        line: usize,
        /// The column of the first error.
        column: usize,
    },
    /// A string is not UTF-8.
    #[error("the string is not valid UTF-8")]
    NotUtf8,
    /// A map or an object holds one key twice.
    #[error("key {key:?} occurs twice")]
    DuplicateKey {
        /// The key, after normalisation.
        key: String,
    },
    /// A number is not one.
    #[error("expected a number: {0}")]
    Number(#[from] ParseNumberError),
    /// The type that a dynamic value brings along is none.
    #[error("expected a type: {reason}")]
    InvalidType {
        /// What is wrong with the description.
        reason: &'static str,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_where_what_was_expected_and_what_was_found() {
        let mismatch = Mismatch::Kind {
            expected: "a number",
            found: "a string",
        };
        let path = Path::root().attr("slb_config_set").index(0).attr("weight");
        let nested = ConformError {
            path,
            problem: mismatch.clone(),
        };
        assert_eq!(
            nested.to_string(),
            "slb_config_set[0].weight: expected a number, found a string"
        );

        let whole = DecodeError {
            path: Path::root(),
            problem: mismatch.into(),
        };
        assert_eq!(whole.to_string(), "expected a number, found a string");
    }
}
