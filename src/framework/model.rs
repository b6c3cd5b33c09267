//! Typed models: a struct that stands for an object of a schema, member by member.

use super::field::{Cty, ModelError};
use crate::cty::Value;

/// A struct made by [`model!`](crate::framework::model!) that mirrors an object.
pub trait Model: Cty + Clone + Default + Send + Sync + 'static {
    /// Names of the members, in the order of the struct.
    const MEMBERS: &'static [&'static str];

    /// Reads an object; members that it lacks are absent.
    ///
    /// # Errors
    /// A member has another type than the model says.
    fn from_object(value: &Value) -> Result<Self, ModelError> {
        Self::from_known(value)
    }
}

/// The name in HCL of a member whose Rust name is `ident`: a keyword such as `type` is written `r#type` in Rust.
pub const fn member_name(ident: &'static str) -> &'static str {
    match ident.as_bytes() {
        [b'r', b'#', ..] => ident.split_at(2).1,
        _ => ident,
    }
}

/// Defines a typed model. Each member `name: T` becomes a field of type [`Field<T>`](crate::framework::Field).
///
/// ```
/// use ksyun_autoscaling::framework::{Field, Model, model};
/// use ksyun_autoscaling::cty::Value;
///
/// model! {
///     /// A thing.
///     pub struct Thing {
///         /// Its name.
///         name: String,
///         /// Its size.
///         size: i64,
///     }
/// }
///
/// let object = Value::Object([("name".to_owned(), Value::from("a")), ("size".to_owned(), Value::Null)].into());
/// let thing = Thing::from_object(&object).unwrap();
/// assert_eq!(thing.name.as_str(), Some("a"));
/// assert_eq!(thing.size, Field::Null);
/// ```
#[macro_export]
macro_rules! __framework_model {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $( $(#[$member_meta:meta])* $member:ident : $ty:ty ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        $vis struct $name {
            $( $(#[$member_meta])* pub $member: $crate::framework::Field<$ty>, )*
        }

        impl $crate::framework::Cty for $name {
            fn ty() -> $crate::cty::Type {
                $crate::cty::Type::object([$( (
                    $crate::framework::member_name(stringify!($member)),
                    <$ty as $crate::framework::Cty>::ty(),
                ), )*])
            }

            fn from_known(value: &$crate::cty::Value) -> Result<Self, $crate::framework::ModelError> {
                Ok(Self {
                    $( $member: {
                        let name = $crate::framework::member_name(stringify!($member));
                        $crate::framework::Field::from_cty(value.get(name))
                            .map_err(|error| error.within($crate::cty::Step::Attribute(name.to_owned())))?
                    }, )*
                })
            }

            fn into_cty(self) -> $crate::cty::Value {
                $crate::cty::Value::Object(
                    [$( (
                        $crate::framework::member_name(stringify!($member)).to_owned(),
                        self.$member.into_cty(),
                    ), )*]
                    .into_iter()
                    .collect(),
                )
            }
        }

        impl $crate::framework::Model for $name {
            const MEMBERS: &'static [&'static str] =
                &[$( $crate::framework::member_name(stringify!($member)), )*];
        }
    };
}

pub use crate::__framework_model as model;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Model, model};
    use crate::cty::Value;
    use crate::framework::{Cty, Field, List, Set};

    model! {
        struct Part { id: String, weight: i64 }
    }

    model! {
        struct Thing { name: String, size: i64, tags: Set<String>, part: List<Part> }
    }

    model! {
        struct Keyword { r#type: i64, ready: bool }
    }

    fn object(members: &[(&str, Value)]) -> Value {
        Value::Object(
            members
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect::<BTreeMap<_, _>>(),
        )
    }

    #[test]
    fn absent_null_unknown_and_empty_are_told_apart() {
        let thing = Thing::from_object(&object(&[
            ("name", "".into()),
            ("size", Value::Null),
            ("tags", Value::unknown()),
        ]))
        .unwrap();
        assert_eq!(thing.name, Field::Value(String::new()));
        assert_eq!(thing.size, Field::Null);
        assert_eq!(thing.tags, Field::Unknown);
        assert_eq!(thing.part, Field::Absent);
    }

    #[test]
    fn a_model_writes_back_what_it_read() {
        let value = object(&[
            ("name", "a".into()),
            ("size", 3.into()),
            ("tags", Value::Set(vec!["x".into(), Value::unknown()])),
            (
                "part",
                Value::List(vec![object(&[("id", "p".into()), ("weight", Value::Null)])]),
            ),
        ]);
        assert_eq!(Thing::from_object(&value).unwrap().into_cty(), value);
    }

    #[test]
    fn a_value_of_another_type_is_named_by_its_path() {
        let value = object(&[("part", Value::List(vec![object(&[("weight", "heavy".into())])]))]);
        let error = Thing::from_object(&value).unwrap_err();
        assert_eq!(
            error.to_string(),
            "part[0].weight: expected a whole number within 64 bits"
        );
    }

    #[test]
    fn a_member_can_have_the_name_of_a_keyword() {
        let value = object(&[("type", 1.into()), ("ready", true.into())]);
        let keyword = Keyword::from_object(&value).unwrap();
        assert_eq!(keyword.r#type, Field::Value(1));
        assert_eq!(Keyword::MEMBERS, ["type", "ready"]);
        assert_eq!(keyword.into_cty(), value);
    }

    #[test]
    fn members_are_listed_in_order() {
        assert_eq!(Thing::MEMBERS, ["name", "size", "tags", "part"]);
    }
}
