//! The tolerant reader: from parsed JSON to the types of the API.
use std::borrow::Cow;

use serde_json::{Map, Value};

use super::exact::whole;
use super::json;
use crate::client::ids;

/// Which member of an answer could not be read, and why.
///
/// It names kinds, never values: an answer can hold user data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: expected {expected}, found {found}")]
pub(crate) struct WireError {
    /// Where, for example `ScalingGroupSet[3].MinSize`.
    path: String,
    expected: &'static str,
    found: &'static str,
}

impl WireError {
    pub(super) fn new(expected: &'static str, value: &Value) -> Self {
        Self {
            path: String::new(),
            expected,
            found: kind(value),
        }
    }

    fn missing(expected: &'static str) -> Self {
        Self {
            path: String::new(),
            expected,
            found: "nothing",
        }
    }

    /// Prefixes the path with the container in which the error was met.
    fn within(mut self, parent: &str) -> Self {
        let separator = if self.path.is_empty() || self.path.starts_with('[') {
            ""
        } else {
            "."
        };
        self.path = format!("{parent}{separator}{}", self.path);
        self
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A type that can be read from an answer of the API.
pub(crate) trait FromWire: Sized {
    /// What the reader hopes to find, for error messages.
    const EXPECTED: &'static str;

    /// Reads a value that is present and not null.
    fn from_wire(value: &Value) -> Result<Self, WireError>;

    /// What an absent or null member means.
    fn absent() -> Result<Self, WireError> {
        Err(WireError::missing(Self::EXPECTED))
    }
}

/// Text; numbers and booleans are taken by their spelling, so an id may be either `"10000355"` or `10000355`. A
/// fraction of zeros means nothing.
impl FromWire for String {
    const EXPECTED: &'static str = "text";

    fn from_wire(value: &Value) -> Result<Self, WireError> {
        match value {
            Value::String(text) => Ok(text.clone()),
            Value::Number(number) => {
                let text = number.to_string();
                Ok(whole(&text).unwrap_or(text))
            }
            Value::Bool(flag) => Ok(flag.to_string()),
            other => Err(WireError::new(Self::EXPECTED, other)),
        }
    }
}

/// Whatever is there.
impl FromWire for Value {
    const EXPECTED: &'static str = "a value";

    fn from_wire(value: &Value) -> Result<Self, WireError> {
        Ok(value.clone())
    }
}

/// A whole number, or its digits as text.
impl FromWire for i64 {
    const EXPECTED: &'static str = "a whole number";

    fn from_wire(value: &Value) -> Result<Self, WireError> {
        let text = match value {
            Value::Number(number) => number.to_string(),
            Value::String(text) => text.trim().to_owned(),
            Value::Bool(flag) => return Ok(i64::from(*flag)),
            other => return Err(WireError::new(Self::EXPECTED, other)),
        };
        let number = whole(&text).and_then(|digits| digits.parse().ok());
        number.ok_or_else(|| WireError::new(Self::EXPECTED, value))
    }
}

/// A boolean, `0` or `1` (also `1.0`), or any of these as text in any case.
impl FromWire for bool {
    const EXPECTED: &'static str = "true or false";

    fn from_wire(value: &Value) -> Result<Self, WireError> {
        let text = match value {
            Value::Bool(flag) => return Ok(*flag),
            Value::Number(number) => number.to_string(),
            Value::String(text) => text.trim().to_ascii_lowercase(),
            other => return Err(WireError::new(Self::EXPECTED, other)),
        };
        match whole(&text).as_deref().unwrap_or(&text) {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(WireError::new(Self::EXPECTED, value)),
        }
    }
}

/// Absent, null, and text that is empty where something else is wanted all mean `None`.
impl<T: FromWire> FromWire for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn from_wire(value: &Value) -> Result<Self, WireError> {
        match T::from_wire(value) {
            Ok(read) => Ok(Some(read)),
            Err(_) if value.as_str().is_some_and(|text| text.trim().is_empty()) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn absent() -> Result<Self, WireError> {
        Ok(None)
    }
}

/// A list: an array, an array written as JSON text, a comma list, or one lone element. Absent and null mean
/// empty.
impl<T: FromWire> FromWire for Vec<T> {
    const EXPECTED: &'static str = "a list";

    fn from_wire(value: &Value) -> Result<Self, WireError> {
        match value {
            Value::Array(items) => read_items(items),
            Value::String(text) if text.trim_start().starts_with(['[', '{']) => match json::parse(text) {
                Ok(Value::Array(items)) => read_items(&items),
                Ok(single) => read_items(&[single]),
                Err(_) => Err(WireError::new(Self::EXPECTED, value)),
            },
            Value::String(text) => {
                let words = text
                    .split([',', '，'])
                    .map(str::trim)
                    .filter(|word| !word.is_empty());
                read_items(&words.map(Value::from).collect::<Vec<_>>())
            }
            single => read_items(std::slice::from_ref(single)),
        }
    }

    fn absent() -> Result<Self, WireError> {
        Ok(Vec::new())
    }
}

/// The items of a `Describe…` answer: an array, one written as JSON text, or one lone object. Unlike in a [`Vec`],
/// nothing else is taken for an empty list, and no item may be null.
#[derive(Debug)]
pub(crate) struct Items<T>(pub(crate) Vec<T>);

impl<T: FromWire> FromWire for Items<T> {
    const EXPECTED: &'static str = "a list";

    fn from_wire(value: &Value) -> Result<Self, WireError> {
        let unusable = || WireError::new(Self::EXPECTED, value);
        match value {
            Value::Array(items) => {
                let items = items.iter().enumerate();
                let read = items.map(|(index, item)| {
                    T::from_wire(item).map_err(|error| error.within(&format!("[{index}]")))
                });
                read.collect::<Result<_, _>>().map(Self)
            }
            Value::Object(_) => T::from_wire(value).map(|item| Self(vec![item])),
            Value::String(text) if text.trim_start().starts_with('[') => json::parse(text)
                .map_err(|_| unusable())
                .and_then(|list| Self::from_wire(&list)),
            _ => Err(unusable()),
        }
    }
}

fn read_items<T: FromWire>(items: &[Value]) -> Result<Vec<T>, WireError> {
    let present = items.iter().enumerate().filter(|(_, item)| !item.is_null());
    present
        .map(|(index, item)| T::from_wire(item).map_err(|error| error.within(&format!("[{index}]"))))
        .collect()
}

/// The members of one JSON object.
pub(crate) struct Object<'a>(&'a Map<String, Value>);

impl<'a> Object<'a> {
    pub(crate) fn new(members: &'a Map<String, Value>) -> Self {
        Self(members)
    }

    /// Reads the member with the first of `names` that is present and not null; the case of letters decides
    /// only between several candidates.
    pub(crate) fn read<T: FromWire>(&self, names: &[&str]) -> Result<T, WireError> {
        let found = names.iter().find_map(|name| Some((*name, self.member(name)?)));
        let read = match found {
            Some((name, value)) if holds_ids(name) => T::from_wire(&with_canonical_ids(value)),
            Some((_, value)) => T::from_wire(value),
            None => T::absent(),
        };
        let name = found.map_or_else(|| names.first().copied().unwrap_or_default(), |(name, _)| name);
        read.map_err(|error| error.within(name))
    }

    fn member(&self, name: &str) -> Option<&'a Value> {
        let same_name = |key: &String| key.eq_ignore_ascii_case(name);
        let exact = self.0.get(name).filter(|value| !value.is_null());
        exact.or_else(|| {
            self.0
                .iter()
                .find(|(key, value)| same_name(key) && !value.is_null())
                .map(|(_, value)| value)
        })
    }
}

/// Whether the member `name` is an id or several.
fn holds_ids(name: &str) -> bool {
    ["Id", "Ids", "IdSet", "InsList"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// The ids in `value` as [`ids::canonical`] has them.
fn with_canonical_ids(value: &Value) -> Cow<'_, Value> {
    match value {
        Value::String(text) => match ids::canonical(text) {
            Cow::Borrowed(_) => Cow::Borrowed(value),
            Cow::Owned(id) => Cow::Owned(Value::String(id)),
        },
        Value::Array(items) => {
            let items = items.iter().map(|item| with_canonical_ids(item).into_owned());
            Cow::Owned(Value::Array(items.collect()))
        }
        _ => Cow::Borrowed(value),
    }
}

/// Reads an object, or one written as JSON text, with `read`.
pub(crate) fn read_object<T>(
    value: &Value,
    read: impl FnOnce(&Object<'_>) -> Result<T, WireError>,
) -> Result<T, WireError> {
    match value {
        Value::Object(members) => read(&Object::new(members)),
        Value::String(text) => match json::parse(text) {
            Ok(Value::Object(members)) => read(&Object::new(&members)),
            _ => Err(WireError::new("an object", value)),
        },
        other => Err(WireError::new("an object", other)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read<T: FromWire>(value: &Value, names: &[&str]) -> Result<T, WireError> {
        Object::new(value.as_object().unwrap()).read(names)
    }

    #[test]
    fn text_is_a_string_or_a_number_and_large_ids_stay_exact() {
        let answer = json::parse(r#"{"A": "10000355", "B": 10000355, "C": 18446744073709551615}"#).unwrap();
        assert_eq!(read::<String>(&answer, &["A"]).unwrap(), "10000355");
        assert_eq!(read::<String>(&answer, &["B"]).unwrap(), "10000355");
        assert_eq!(read::<String>(&answer, &["C"]).unwrap(), "18446744073709551615");
    }

    #[test]
    fn integers_are_numbers_or_digits() {
        for value in [json!(-3), json!("-3"), json!(" -3 "), json!(-3.0)] {
            assert_eq!(i64::from_wire(&value).unwrap(), -3, "{value}");
        }
        for value in [json!("three"), json!(3.5), json!([]), json!({})] {
            assert!(i64::from_wire(&value).is_err(), "{value}");
        }
    }

    #[test]
    fn booleans_come_in_many_spellings() {
        for value in [
            json!(true),
            json!("true"),
            json!("True"),
            json!(1),
            json!("1"),
            json!(1.0),
            json!("1.0"),
        ] {
            assert!(bool::from_wire(&value).unwrap(), "{value}");
        }
        for value in [json!(false), json!("False"), json!(0), json!(0.0)] {
            assert!(!bool::from_wire(&value).unwrap(), "{value}");
        }
        assert!(bool::from_wire(&json!("yes")).is_err());
    }

    #[test]
    fn optional_members_tell_absent_from_empty_and_zero() {
        let answer = json!({"Name": "", "Size": 0, "Weight": "", "Null": null});
        assert_eq!(
            read::<Option<String>>(&answer, &["Name"]).unwrap().as_deref(),
            Some("")
        );
        assert_eq!(read::<Option<i64>>(&answer, &["Size"]).unwrap(), Some(0));
        assert_eq!(read::<Option<i64>>(&answer, &["Weight"]).unwrap(), None);
        assert_eq!(read::<Option<String>>(&answer, &["Null"]).unwrap(), None);
        assert_eq!(read::<Option<String>>(&answer, &["Gone"]).unwrap(), None);
    }

    #[test]
    fn lists_come_in_five_shapes() {
        for value in [
            json!(["a", "b"]),
            json!("[\"a\",\"b\"]"),
            json!("a,b"),
            json!("a，b"),
            json!(["a", null, "b"]),
        ] {
            assert_eq!(Vec::<String>::from_wire(&value).unwrap(), ["a", "b"], "{value}");
        }
        assert_eq!(Vec::<i64>::from_wire(&json!(80)).unwrap(), [80]);
        assert_eq!(Vec::<i64>::from_wire(&json!("")).unwrap(), [] as [i64; 0]);
        assert_eq!(
            read::<Vec<String>>(&json!({"A": null}), &["A"]).unwrap(),
            [] as [String; 0]
        );
        assert_eq!(
            read::<Vec<String>>(&json!({}), &["A"]).unwrap(),
            [] as [String; 0]
        );
        assert_eq!(read::<Option<Vec<String>>>(&json!({}), &["A"]).unwrap(), None);
    }

    #[test]
    fn names_are_matched_exactly_first_then_by_alias_then_without_case() {
        assert_eq!(
            read::<String>(&json!({"RequestID": "r"}), &["RequestId"]).unwrap(),
            "r"
        );
        assert_eq!(
            read::<String>(&json!({"requestid": "l", "RequestId": "x"}), &["RequestId"]).unwrap(),
            "x"
        );
        assert_eq!(read::<String>(&json!({"B": "b"}), &["A", "B"]).unwrap(), "b");
        assert_eq!(
            read::<String>(&json!({"A": null, "B": "b"}), &["A", "B"]).unwrap(),
            "b"
        );
    }

    #[test]
    fn an_error_names_the_member_and_what_was_found_there() {
        let error = read::<i64>(&json!({"MinSize": {}}), &["MinSize"]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "MinSize: expected a whole number, found an object"
        );
        let error = read::<Vec<i64>>(&json!({"ServerPortSet": [80, "x"]}), &["ServerPortSet"]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "ServerPortSet[1]: expected a whole number, found text"
        );
        let error = read::<String>(&json!({}), &["ScalingGroupId"]).unwrap_err();
        assert_eq!(error.to_string(), "ScalingGroupId: expected text, found nothing");
    }
}
