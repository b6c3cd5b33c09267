//! A member of a typed model. Absent, null, unknown and a value are four different things, and so are an empty text,
//! zero and false among the values.

use std::collections::BTreeMap;
use std::fmt;

use crate::cty::{Number, Path, Step, Type, Value};

/// What a member of an object holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Field<T> {
    /// The object has no such member: its state was written before the attribute existed, or by another provider.
    #[default]
    Absent,
    /// Not set.
    Null,
    /// Not known before the apply.
    Unknown,
    /// Set to this.
    Value(T),
}

impl<T> Field<T> {
    /// The value, if it is known and set.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// The value, taken out.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// Whether the value is not known yet.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// Whether it is null or absent: surely not set.
    pub fn is_unset(&self) -> bool {
        matches!(self, Self::Null | Self::Absent)
    }

    /// A value, or null for `None`.
    pub fn from_option(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T: Copy> Field<T> {
    /// The value, copied, if it is known and set.
    pub fn get(&self) -> Option<T> {
        self.value().copied()
    }
}

impl Field<String> {
    /// The text, if it is known and set.
    pub fn as_str(&self) -> Option<&str> {
        self.value().map(String::as_str)
    }
}

impl<T> From<Option<T>> for Field<T> {
    fn from(value: Option<T>) -> Self {
        Self::from_option(value)
    }
}

impl From<&str> for Field<String> {
    fn from(text: &str) -> Self {
        Self::Value(text.to_owned())
    }
}

/// A value that does not fit the model: a mistake in the provider, or in state written by something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelError {
    /// Where in the object.
    pub path: Path,
    /// What the model wants there.
    pub expected: &'static str,
}

impl ModelError {
    pub(crate) fn new(expected: &'static str) -> Self {
        Self {
            path: Path::root(),
            expected,
        }
    }

    /// This error, seen from the object or collection around it.
    #[must_use = "gives the error as seen from outside"]
    pub fn within(self, outer: Step) -> Self {
        let inner = self.path.steps().iter().cloned();
        Self {
            path: std::iter::once(outer).chain(inner).collect(),
            ..self
        }
    }
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}", self.path, self.expected)
    }
}

impl std::error::Error for ModelError {}

/// A Rust type that stands for a Terraform type.
pub trait Cty: Sized {
    /// That type.
    fn ty() -> Type;

    /// Reads a known, non-null value.
    ///
    /// # Errors
    /// The value has another type.
    fn from_known(value: &Value) -> Result<Self, ModelError>;

    /// The value as Terraform sees it.
    fn into_cty(self) -> Value;
}

impl<T: Cty> Field<T> {
    /// Reads a member.
    ///
    /// # Errors
    /// The value has another type than `T` stands for.
    pub fn from_cty(value: Option<&Value>) -> Result<Self, ModelError> {
        match value {
            None => Ok(Self::Absent),
            Some(value) if value.is_null() => Ok(Self::Null),
            Some(value) if value.is_unknown() => Ok(Self::Unknown),
            Some(value) => T::from_known(value).map(Self::Value),
        }
    }

    /// The member as Terraform sees it; an absent one is null.
    pub fn into_cty(self) -> Value {
        match self {
            Self::Absent | Self::Null => Value::Null,
            Self::Unknown => Value::unknown(),
            Self::Value(value) => value.into_cty(),
        }
    }
}

impl Cty for String {
    fn ty() -> Type {
        Type::String
    }

    fn from_known(value: &Value) -> Result<Self, ModelError> {
        value
            .as_str()
            .map(str::to_owned)
            .ok_or(ModelError::new("a string"))
    }

    fn into_cty(self) -> Value {
        Value::string(self)
    }
}

impl Cty for bool {
    fn ty() -> Type {
        Type::Bool
    }

    fn from_known(value: &Value) -> Result<Self, ModelError> {
        value.as_bool().ok_or(ModelError::new("a boolean"))
    }

    fn into_cty(self) -> Value {
        Value::Bool(self)
    }
}

impl Cty for i64 {
    fn ty() -> Type {
        Type::Number
    }

    fn from_known(value: &Value) -> Result<Self, ModelError> {
        value
            .as_i64()
            .ok_or(ModelError::new("a whole number within 64 bits"))
    }

    fn into_cty(self) -> Value {
        Value::Number(Number::from(self))
    }
}

/// A text that no log, error or debug output may show.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Sensitive(pub String);

impl fmt::Debug for Sensitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(sensitive)")
    }
}

impl Cty for Sensitive {
    fn ty() -> Type {
        Type::String
    }

    fn from_known(value: &Value) -> Result<Self, ModelError> {
        String::from_known(value).map(Self)
    }

    fn into_cty(self) -> Value {
        self.0.into_cty()
    }
}

/// Texts by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map(pub BTreeMap<String, Field<String>>);

impl Cty for Map {
    fn ty() -> Type {
        Type::map(Type::String)
    }

    fn from_known(value: &Value) -> Result<Self, ModelError> {
        let members = value.as_object().ok_or(ModelError::new("a map"))?;
        let member = |(key, value): (&String, &Value)| {
            let value = Field::from_cty(Some(value)).map_err(|error| error.within(Step::Key(key.clone())))?;
            Ok((key.clone(), value))
        };
        members.iter().map(member).collect::<Result<_, _>>().map(Self)
    }

    fn into_cty(self) -> Value {
        Value::Map(
            self.0
                .into_iter()
                .map(|(key, value)| (key, value.into_cty()))
                .collect(),
        )
    }
}

/// A list, or the blocks of one name in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List<T>(pub Vec<Field<T>>);

/// A set: no order, no duplicates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Set<T>(pub Vec<Field<T>>);

impl<T> Set<T> {
    /// Whether every element is known.
    pub fn is_wholly_known(&self) -> bool {
        !self.0.iter().any(Field::is_unknown)
    }
}

macro_rules! collection {
    ($collection:ident, $ty:path, $outside:expr) => {
        impl<T> $collection<T> {
            /// The elements that are known and set.
            pub fn known(&self) -> impl Iterator<Item = &T> {
                self.0.iter().filter_map(Field::value)
            }
        }

        impl<T> FromIterator<T> for $collection<T> {
            fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
                Self(elements.into_iter().map(Field::Value).collect())
            }
        }

        impl<T: Cty> Cty for $collection<T> {
            fn ty() -> Type {
                $ty(T::ty())
            }

            fn from_known(value: &Value) -> Result<Self, ModelError> {
                let elements = value.as_elements().ok_or(ModelError::new("a collection"))?;
                let element = |(index, value)| {
                    let outside: fn(ModelError, i64) -> ModelError = $outside;
                    Field::from_cty(Some(value)).map_err(|error| outside(error, index))
                };
                (0..)
                    .zip(elements)
                    .map(element)
                    .collect::<Result<_, _>>()
                    .map(Self)
            }

            fn into_cty(self) -> Value {
                Value::$collection(self.0.into_iter().map(Field::into_cty).collect())
            }
        }
    };
}

collection!(List, Type::list, |error, index| error.within(Step::Index(index)));
// Elements of sets have no address.
collection!(Set, Type::set, |error, _| ModelError::new(error.expected));
