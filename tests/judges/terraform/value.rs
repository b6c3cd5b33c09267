//! Terraform's values, as its core has them. Nothing here is shared with the product: that is judged by it.

use std::collections::BTreeMap;
use std::fmt;

/// A value. Its type is known from the schema.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Value {
    Null,
    Unknown(Refinement),
    Bool(bool),
    /// Plain decimal text without superfluous digits.
    Number(String),
    String(String),
    List(Vec<Value>),
    /// Sorted; known elements occur once.
    Set(Vec<Value>),
    Map(BTreeMap<String, Value>),
    Object(BTreeMap<String, Value>),
}

/// What is known of an unknown value.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Refinement {
    pub(crate) not_null: bool,
    /// A string begins like this.
    pub(crate) prefix: Option<String>,
    /// A collection has at least so many elements.
    pub(crate) shortest: Option<u64>,
    /// A collection has at most so many elements.
    pub(crate) longest: Option<u64>,
}

impl Refinement {
    /// Whether `value` is one of those that an unknown with this refinement can turn out to be.
    pub(crate) fn allows(&self, value: &Value) -> bool {
        let length = |elements: usize| {
            let elements = elements as u64;
            self.shortest.is_none_or(|shortest| shortest <= elements)
                && self.longest.is_none_or(|longest| elements <= longest)
        };
        match value {
            Value::Null => !self.not_null,
            Value::String(text) => self.prefix.as_ref().is_none_or(|prefix| text.starts_with(prefix)),
            Value::List(elements) | Value::Set(elements) => length(elements.len()),
            Value::Map(members) => length(members.len()),
            Value::Unknown(_) | Value::Bool(_) | Value::Number(_) | Value::Object(_) => true,
        }
    }
}

impl Value {
    /// An unknown of which nothing is known.
    pub(crate) fn unknown() -> Self {
        Self::Unknown(Refinement::default())
    }

    pub(crate) fn set(mut elements: Vec<Self>) -> Self {
        elements.sort();
        elements.dedup_by(|one, other| one == other && one.is_wholly_known());
        Self::Set(elements)
    }

    /// From a number as another format has it.
    pub(crate) fn number(text: &str) -> Self {
        let plain = match text.split_once('.') {
            Some((whole, fraction)) => match fraction.trim_end_matches('0') {
                "" => whole.to_owned(),
                fraction => format!("{whole}.{fraction}"),
            },
            None => text.to_owned(),
        };
        Self::Number(plain)
    }

    pub(crate) fn is_null(&self) -> bool {
        *self == Self::Null
    }

    pub(crate) fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown(_))
    }

    pub(crate) fn is_wholly_known(&self) -> bool {
        match self {
            Self::Unknown(_) => false,
            Self::List(elements) | Self::Set(elements) => elements.iter().all(Self::is_wholly_known),
            Self::Map(members) | Self::Object(members) => members.values().all(Self::is_wholly_known),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::String(_) => true,
        }
    }

    /// The member `name` of an object; null of null, unknown of an unknown.
    pub(crate) fn get(&self, name: &str) -> Self {
        match self {
            Self::Object(members) | Self::Map(members) => members.get(name).cloned().unwrap_or(Self::Null),
            Self::Unknown(_) => Self::unknown(),
            _ => Self::Null,
        }
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) | Self::Number(text) => Some(text),
            _ => None,
        }
    }

    /// Elements of a list or set; none of anything else.
    pub(crate) fn elements(&self) -> &[Self] {
        match self {
            Self::List(elements) | Self::Set(elements) => elements,
            _ => &[],
        }
    }

    /// This value with null where something is unknown, as core saves what it must not save.
    pub(crate) fn with_nulls(&self) -> Self {
        self.with_for_unknown(&Self::Null)
    }

    /// This value without what is known of unknown values: providers may forget that in a plan.
    pub(crate) fn without_refinements(&self) -> Self {
        self.with_for_unknown(&Self::unknown())
    }

    fn with_for_unknown(&self, stand_in: &Self) -> Self {
        let all = |elements: &[Self]| {
            let elements = elements.iter().map(|element| element.with_for_unknown(stand_in));
            elements.collect::<Vec<_>>()
        };
        let members = |members: &BTreeMap<String, Self>| {
            members
                .iter()
                .map(|(name, value)| (name.clone(), value.with_for_unknown(stand_in)))
                .collect()
        };
        match self {
            Self::Unknown(_) => stand_in.clone(),
            Self::List(elements) => Self::List(all(elements)),
            Self::Set(elements) => Self::set(all(elements)),
            Self::Map(map) => Self::Map(members(map)),
            Self::Object(object) => Self::Object(members(object)),
            plain => plain.clone(),
        }
    }
}

/// As Terraform prints it, nearly.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let members = |f: &mut fmt::Formatter<'_>, members: &BTreeMap<String, Self>| {
            let set = members.iter().filter(|(_, value)| !value.is_null());
            f.write_str("{")?;
            for (index, (name, value)) in set.enumerate() {
                write!(f, "{}{name} = {value}", if index > 0 { ", " } else { "" })?;
            }
            f.write_str("}")
        };
        match self {
            Self::Null => f.write_str("null"),
            Self::Unknown(_) => f.write_str("(known after apply)"),
            Self::Bool(flag) => write!(f, "{flag}"),
            Self::Number(number) => f.write_str(number),
            Self::String(text) => write!(f, "{text:?}"),
            Self::List(elements) | Self::Set(elements) => {
                f.write_str("[")?;
                for (index, element) in elements.iter().enumerate() {
                    write!(f, "{}{element}", if index > 0 { ", " } else { "" })?;
                }
                f.write_str("]")
            }
            Self::Map(map) => members(f, map),
            Self::Object(object) => members(f, object),
        }
    }
}
