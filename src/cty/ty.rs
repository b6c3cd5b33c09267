//! Types, and their JSON form in schemas and in wrapped values.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::{DecodeError, DecodeProblem, Located, Mismatch, Path, nfc};

/// The type of a value, or the constraint that an attribute puts on its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Unicode text.
    String,
    /// A decimal number of any size.
    Number,
    /// True or false.
    Bool,
    /// Any type; each value brings its own.
    Dynamic,
    /// Elements of one type, in order.
    List(Box<Type>),
    /// Distinct elements of one type, without order or addresses.
    Set(Box<Type>),
    /// Elements of one type, by key.
    Map(Box<Type>),
    /// A fixed number of elements, each with its own type.
    Tuple(Vec<Type>),
    /// Named attributes, each with its own type.
    Object(ObjectType),
}

/// The attributes of an object type.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ObjectType {
    /// The type of each attribute.
    pub attributes: BTreeMap<String, Type>,
    /// The attributes that configuration may omit. Values on the wire hold them all the same.
    pub optional: BTreeSet<String>,
}

impl Type {
    /// A list of elements of this type.
    pub fn list(element: Self) -> Self {
        Self::List(Box::new(element))
    }

    /// A set of elements of this type.
    pub fn set(element: Self) -> Self {
        Self::Set(Box::new(element))
    }

    /// A map of elements of this type.
    pub fn map(element: Self) -> Self {
        Self::Map(Box::new(element))
    }

    /// An object with these attributes, none of them optional.
    pub fn object<K: Into<String>>(attributes: impl IntoIterator<Item = (K, Self)>) -> Self {
        let attributes = attributes
            .into_iter()
            .map(|(name, ty)| (name.into(), ty))
            .collect();
        Self::Object(ObjectType {
            attributes,
            optional: BTreeSet::new(),
        })
    }

    /// The compact JSON form, as schemas and wrapped dynamic values carry it: `"string"`, `["list","number"]`,
    /// `["object",{"a":"bool"}]`.
    pub fn to_json(&self) -> Vec<u8> {
        self.json().to_string().into_bytes()
    }

    /// Reads the JSON form.
    ///
    /// # Errors
    /// The bytes are not JSON, nest too deeply, or describe no type.
    pub fn from_json(bytes: &[u8]) -> Result<Self, DecodeError> {
        let json = super::json::parse(bytes)?;
        read(&json).map_err(|reason| Located {
            path: Path::root(),
            problem: DecodeProblem::InvalidType { reason },
        })
    }

    /// What a value of this type is called in an error message: `a list`.
    pub(super) fn describe(&self) -> &'static str {
        match self {
            Self::String => "a string",
            Self::Number => "a number",
            Self::Bool => "a bool",
            Self::Dynamic => "a value wrapped with a type of its own",
            Self::List(_) => "a list",
            Self::Set(_) => "a set",
            Self::Map(_) => "a map",
            Self::Tuple(_) => "a tuple",
            Self::Object(_) => "an object",
        }
    }

    /// The JSON form as a document, to be part of a larger one.
    pub(super) fn json(&self) -> Json {
        match self {
            Self::String => json!("string"),
            Self::Number => json!("number"),
            Self::Bool => json!("bool"),
            Self::Dynamic => json!("dynamic"),
            Self::List(element) => json!(["list", element.json()]),
            Self::Set(element) => json!(["set", element.json()]),
            Self::Map(element) => json!(["map", element.json()]),
            Self::Tuple(elements) => json!(["tuple", elements.iter().map(Self::json).collect::<Vec<_>>()]),
            Self::Object(ObjectType { attributes, optional }) => {
                let types: serde_json::Map<_, _> = attributes
                    .iter()
                    .map(|(name, ty)| (name.clone(), ty.json()))
                    .collect();
                if optional.is_empty() {
                    json!(["object", types])
                } else {
                    json!(["object", types, optional])
                }
            }
        }
    }
}

impl ObjectType {
    /// Joins each attribute's type with its value, by name.
    pub(super) fn pair<'a, V>(
        &'a self,
        values: &'a BTreeMap<String, V>,
    ) -> Result<Vec<(&'a str, &'a Type, &'a V)>, Mismatch> {
        if let Some(name) = values.keys().find(|name| !self.attributes.contains_key(*name)) {
            return Err(Mismatch::UnsupportedAttribute { name: name.clone() });
        }
        self.attributes
            .iter()
            .map(|(name, ty)| {
                let value = values
                    .get(name)
                    .ok_or_else(|| Mismatch::MissingAttribute { name: name.clone() })?;
                Ok((name.as_str(), ty, value))
            })
            .collect()
    }
}

/// Reads a type from a document whose depth the JSON parser has already bounded.
pub(super) fn read(json: &Json) -> Result<Type, &'static str> {
    match json {
        Json::String(name) => match name.as_str() {
            "string" => Ok(Type::String),
            "number" => Ok(Type::Number),
            "bool" => Ok(Type::Bool),
            "dynamic" => Ok(Type::Dynamic),
            _ => Err("the name of a primitive type is none of string, number, bool, dynamic"),
        },
        Json::Array(parts) => read_complex(parts),
        _ => Err("a type is a name or an array"),
    }
}

fn read_complex(parts: &[Json]) -> Result<Type, &'static str> {
    let (kind, rest) = parts.split_first().ok_or("the array is empty")?;
    match (kind.as_str(), rest) {
        (Some("list"), [element]) => Ok(Type::list(read(element)?)),
        (Some("set"), [element]) => Ok(Type::set(read(element)?)),
        (Some("map"), [element]) => Ok(Type::map(read(element)?)),
        (Some("tuple"), [Json::Array(elements)]) => {
            Ok(Type::Tuple(elements.iter().map(read).collect::<Result<_, _>>()?))
        }
        (Some("object"), [Json::Object(attributes)]) => read_object(attributes, &[]),
        (Some("object"), [Json::Object(attributes), Json::Array(optional)]) => {
            read_object(attributes, optional)
        }
        (Some("list" | "set" | "map" | "tuple" | "object"), _) => Err("a complex type has the wrong parts"),
        _ => Err("the name of a complex type is none of list, set, map, tuple, object"),
    }
}

fn read_object(attributes: &serde_json::Map<String, Json>, optional: &[Json]) -> Result<Type, &'static str> {
    let attributes: BTreeMap<_, _> = attributes
        .iter()
        .map(|(name, ty)| Ok((nfc(name.clone()), read(ty)?)))
        .collect::<Result<_, &'static str>>()?;
    let optional: BTreeSet<_> = optional
        .iter()
        .map(|name| {
            name.as_str()
                .map(|name| nfc(name.to_owned()))
                .ok_or("an optional attribute has no name")
        })
        .collect::<Result<_, _>>()?;
    if optional.iter().any(|name| !attributes.contains_key(name)) {
        return Err("an optional attribute is not among the attributes");
    }
    Ok(Type::Object(ObjectType { attributes, optional }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::any_type;
    use super::*;

    fn json_of(ty: &Type) -> String {
        String::from_utf8(ty.to_json()).expect("JSON is UTF-8")
    }

    #[test]
    fn json_forms_of_every_type() {
        let optional = BTreeSet::from(["b".to_owned()]);
        let attributes = BTreeMap::from([("a".to_owned(), Type::String), ("b".to_owned(), Type::Bool)]);
        for (ty, json) in [
            (Type::String, r#""string""#),
            (Type::Number, r#""number""#),
            (Type::Bool, r#""bool""#),
            (Type::Dynamic, r#""dynamic""#),
            (Type::list(Type::String), r#"["list","string"]"#),
            (Type::set(Type::Number), r#"["set","number"]"#),
            (Type::map(Type::list(Type::Bool)), r#"["map",["list","bool"]]"#),
            (
                Type::Tuple(vec![Type::String, Type::Bool]),
                r#"["tuple",["string","bool"]]"#,
            ),
            (Type::Tuple(vec![]), r#"["tuple",[]]"#),
            (
                Type::object([("b", Type::Bool), ("a", Type::String)]),
                r#"["object",{"a":"string","b":"bool"}]"#,
            ),
            (
                Type::Object(ObjectType { attributes, optional }),
                r#"["object",{"a":"string","b":"bool"},["b"]]"#,
            ),
        ] {
            assert_eq!(json_of(&ty), json);
            assert_eq!(Type::from_json(json.as_bytes()), Ok(ty));
        }
    }

    #[test]
    fn whitespace_in_json_does_not_matter() {
        assert_eq!(
            Type::from_json(b" [ \"list\",\n \"string\" ] "),
            Ok(Type::list(Type::String))
        );
    }

    #[test]
    fn attribute_names_are_normalised() {
        let json = "[\"object\",{\"e\u{301}\":\"bool\"}]";
        assert_eq!(
            Type::from_json(json.as_bytes()),
            Ok(Type::object([("\u{e9}", Type::Bool)]))
        );
    }

    #[test]
    fn what_describes_no_type_is_refused() {
        for json in [
            "",
            "null",
            "1",
            r#""int""#,
            "[]",
            r#"["list"]"#,
            r#"["list","string","string"]"#,
            r#"["vector","string"]"#,
            r#"["tuple","string"]"#,
            r#"["object",["a"]]"#,
            r#"["object",{"a":"string"},["b"]]"#,
            r#"["object",{"a":"string"},[1]]"#,
            r#""string" "string""#,
        ] {
            assert!(Type::from_json(json.as_bytes()).is_err(), "{json}");
        }
    }

    #[test]
    fn deep_nesting_is_refused_rather_than_overflowing_the_stack() {
        let deep = r#"["list","#.repeat(100_000);
        assert!(Type::from_json(deep.as_bytes()).is_err());
    }

    proptest! {
        #[test]
        fn json_round_trips(ty in any_type()) {
            prop_assert_eq!(Type::from_json(&ty.to_json()), Ok(ty));
        }
    }
}
