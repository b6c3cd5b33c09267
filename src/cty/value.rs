//! Values.

use std::collections::BTreeMap;

use super::{Number, Refinements, Type, nfc};

/// A value of the Terraform language: possibly null, possibly not known yet.
///
/// Values carry no types. Strings, map keys and attribute names are kept in Unicode NFC; build strings through
/// [`Value::string`] or [`From`].
///
/// Equality is that of the language with one exception: two unknown values are equal, whatever is known about
/// them. Sets compare without order, numbers by exact value.
#[derive(Clone, Debug)]
pub enum Value {
    /// No value; fits every type.
    Null,
    /// A value that is not known until apply; fits every type.
    Unknown(Refinements),
    /// True or false.
    Bool(bool),
    /// An exact number.
    Number(Number),
    /// Text in NFC.
    String(String),
    /// Elements in order.
    List(Vec<Value>),
    /// Elements whose order means nothing.
    Set(Vec<Value>),
    /// Elements that each have a type of their own.
    Tuple(Vec<Value>),
    /// Elements by key.
    Map(BTreeMap<String, Value>),
    /// Attributes by name.
    Object(BTreeMap<String, Value>),
    /// A value that fits [`Type::Dynamic`], with the type it really has. The accessors look through it.
    Dynamic(Box<Type>, Box<Value>),
}

impl Value {
    /// An unknown value about which nothing else is known.
    pub fn unknown() -> Self {
        Self::Unknown(Refinements::default())
    }

    /// A string, normalised to NFC.
    pub fn string(text: impl Into<String>) -> Self {
        Self::String(nfc(text.into()))
    }

    /// A number.
    pub fn number(number: impl Into<Number>) -> Self {
        Self::Number(number.into())
    }

    /// The value itself, without the type that [`Value::Dynamic`] wraps around it.
    pub fn unwrapped(&self) -> &Self {
        match self {
            Self::Dynamic(_, value) => value.unwrapped(),
            value => value,
        }
    }

    /// Whether the value is null.
    pub fn is_null(&self) -> bool {
        matches!(self.unwrapped(), Self::Null)
    }

    /// Whether the value itself is unknown. Values inside it are not looked at.
    pub fn is_unknown(&self) -> bool {
        matches!(self.unwrapped(), Self::Unknown(_))
    }

    /// Whether the value itself is known; null is. Values inside it are not looked at.
    pub fn is_known(&self) -> bool {
        !self.is_unknown()
    }

    /// Whether the value and all values inside it are known.
    pub fn is_wholly_known(&self) -> bool {
        match self.unwrapped() {
            Self::Unknown(_) => false,
            Self::List(elements) | Self::Set(elements) | Self::Tuple(elements) => {
                elements.iter().all(Self::is_wholly_known)
            }
            Self::Map(entries) | Self::Object(entries) => entries.values().all(Self::is_wholly_known),
            _ => true,
        }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self.unwrapped() {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth of a bool.
    pub fn as_bool(&self) -> Option<bool> {
        match self.unwrapped() {
            Self::Bool(truth) => Some(*truth),
            _ => None,
        }
    }

    /// A number that is an integer within `i64`.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_number()?.as_i64()
    }

    /// A number.
    pub fn as_number(&self) -> Option<&Number> {
        match self.unwrapped() {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The elements of a list, a set or a tuple.
    pub fn as_elements(&self) -> Option<&[Self]> {
        match self.unwrapped() {
            Self::List(elements) | Self::Set(elements) | Self::Tuple(elements) => Some(elements),
            _ => None,
        }
    }

    /// The attributes of an object, or the elements of a map.
    pub fn as_object(&self) -> Option<&BTreeMap<String, Self>> {
        match self.unwrapped() {
            Self::Map(entries) | Self::Object(entries) => Some(entries),
            _ => None,
        }
    }

    /// The attributes of an object, or the elements of a map, to be changed.
    pub fn as_object_mut(&mut self) -> Option<&mut BTreeMap<String, Self>> {
        match self {
            Self::Map(entries) | Self::Object(entries) => Some(entries),
            Self::Dynamic(_, value) => value.as_object_mut(),
            _ => None,
        }
    }

    /// One attribute of an object, or one element of a map.
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.as_object()?.get(name)
    }

    /// What the value is called in an error message: `a list`.
    pub(super) fn describe(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Unknown(_) => "an unknown value",
            Self::Bool(_) => "a bool",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::List(_) => "a list",
            Self::Set(_) => "a set",
            Self::Tuple(_) => "a tuple",
            Self::Map(_) => "a map",
            Self::Object(_) => "an object",
            Self::Dynamic(..) => "a wrapped value",
        }
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) | (Self::Unknown(_), Self::Unknown(_)) => true,
            (Self::Bool(left), Self::Bool(right)) => left == right,
            (Self::Number(left), Self::Number(right)) => left == right,
            (Self::String(left), Self::String(right)) => left == right,
            (Self::List(left), Self::List(right)) | (Self::Tuple(left), Self::Tuple(right)) => left == right,
            (Self::Set(left), Self::Set(right)) => same_elements(left, right),
            (Self::Map(left), Self::Map(right)) | (Self::Object(left), Self::Object(right)) => left == right,
            (Self::Dynamic(left_type, left), Self::Dynamic(right_type, right)) => {
                left_type == right_type && left == right
            }
            _ => false,
        }
    }
}

impl Eq for Value {}

/// Compares two collections without order, but with the number of times each element occurs.
fn same_elements(left: &[Value], right: &[Value]) -> bool {
    let mut unmatched: Vec<&Value> = right.iter().collect();
    left.len() == right.len()
        && left.iter().all(|element| {
            let found = unmatched.iter().position(|candidate| *candidate == element);
            found.map(|position| unmatched.swap_remove(position)).is_some()
        })
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<Number> for Value {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

impl From<i64> for Value {
    fn from(int: i64) -> Self {
        Self::number(int)
    }
}

impl From<i32> for Value {
    fn from(int: i32) -> Self {
        Self::number(int)
    }
}

impl From<u32> for Value {
    fn from(int: u32) -> Self {
        Self::number(int)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::string(text)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::string(text)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{object, wrap};
    use super::*;

    #[test]
    fn strings_are_equal_after_normalisation() {
        assert_eq!(Value::from("e\u{301}"), Value::from("\u{e9}"));
        assert_eq!(Value::from("e\u{301}").as_str(), Some("\u{e9}"));
        assert_ne!(Value::from("e"), Value::from("\u{e9}"));
    }

    #[test]
    fn unknown_values_are_equal_whatever_is_known_about_them() {
        let refined = Value::Unknown(Refinements {
            not_null: true,
            ..Refinements::default()
        });
        assert_eq!(refined, Value::unknown());
        assert_ne!(Value::unknown(), Value::Null);
    }

    #[test]
    fn sets_compare_without_order_but_with_multiplicity() {
        let set = |elements: &[i64]| Value::Set(elements.iter().copied().map(Value::from).collect());
        assert_eq!(set(&[1, 2, 2]), set(&[2, 1, 2]));
        assert_ne!(set(&[1, 2, 2]), set(&[1, 1, 2]));
        assert_ne!(set(&[1]), set(&[1, 1]));
    }

    #[test]
    fn lists_compare_in_order_and_differ_from_other_kinds() {
        let one_two = || vec![Value::from(1_i64), Value::from(2_i64)];
        assert_ne!(
            Value::List(one_two()),
            Value::List(one_two().into_iter().rev().collect())
        );
        assert_ne!(Value::List(one_two()), Value::Tuple(one_two()));
        assert_ne!(Value::Map(BTreeMap::new()), Value::Object(BTreeMap::new()));
    }

    #[test]
    fn known_at_the_top_is_not_wholly_known() {
        let value = object([("id", Value::unknown()), ("name", Value::Null)]);
        assert!(value.is_known() && !value.is_wholly_known());
        assert!(object([("name", Value::Null)]).is_wholly_known());
        assert!(!Value::Set(vec![Value::unknown()]).is_wholly_known());
    }

    #[test]
    fn accessors_answer_only_for_their_kind() {
        assert_eq!(Value::from(7_u32).as_i64(), Some(7));
        assert_eq!(Value::from("7").as_i64(), None);
        assert_eq!(Value::from(true).as_bool(), Some(true));
        assert_eq!(
            object([("a", Value::from(true))]).get("a"),
            Some(&Value::Bool(true))
        );
        assert_eq!(Value::Null.get("a"), None);
        assert_eq!(
            Value::Tuple(vec![Value::Null]).as_elements().map(<[_]>::len),
            Some(1)
        );
    }

    #[test]
    fn accessors_look_through_a_dynamic_wrapper() {
        assert!(wrap(Type::String, Value::Null).is_null());
        assert!(wrap(Type::String, Value::unknown()).is_unknown());
        assert_eq!(wrap(Type::String, Value::from("a")).as_str(), Some("a"));

        let mut wrapped = wrap(Type::map(Type::Bool), Value::Map(BTreeMap::new()));
        wrapped
            .as_object_mut()
            .expect("a map")
            .insert("k".to_owned(), Value::from(false));
        assert_eq!(wrapped.as_object().map(BTreeMap::len), Some(1));
    }
}
