//! Short ways to write values in tests, and generators of arbitrary types and values for property tests.

use std::collections::BTreeMap;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use super::{Number, Refinements, Type, Value};

/// An object of these attributes.
pub(crate) fn object<const N: usize>(attributes: [(&str, Value); N]) -> Value {
    Value::Object(attributes.map(|(name, value)| (name.to_owned(), value)).into())
}

/// A number from its decimal notation.
pub(crate) fn number(text: &str) -> Value {
    Value::Number(text.parse().unwrap_or_else(|error| panic!("{text}: {error}")))
}

/// A value that fits the dynamic type.
pub(crate) fn wrap(ty: Type, value: Value) -> Value {
    Value::Dynamic(Box::new(ty), Box::new(value))
}

/// Any type, a few levels deep.
pub(crate) fn any_type() -> BoxedStrategy<Type> {
    let leaf = prop_oneof![
        Just(Type::String),
        Just(Type::Number),
        Just(Type::Bool),
        Just(Type::Dynamic)
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(Type::list),
            inner.clone().prop_map(Type::set),
            inner.clone().prop_map(Type::map),
            vec(inner.clone(), 0..4).prop_map(Type::Tuple),
            btree_map("[a-z_]{1,8}", inner, 0..4).prop_map(Type::object),
        ]
    })
    .boxed()
}

/// Any finite number: small and large integers, decimals, binary fractions.
pub(crate) fn any_number() -> BoxedStrategy<Number> {
    prop_oneof![
        any::<i64>().prop_map(Number::from),
        any::<u64>().prop_map(Number::from),
        any::<f64>().prop_filter_map("finite", |float| Number::from_f64(float)
            .filter(Number::is_finite)),
        "-?[0-9]{1,40}(\\.[0-9]{1,40})?".prop_map(|text| text.parse().expect("a decimal number")),
    ]
    .boxed()
}

/// Any value of a type, with nulls and, if wanted, refined unknowns at every level.
pub(crate) fn any_value(ty: &Type, with_unknowns: bool) -> BoxedStrategy<Value> {
    let known = known_value(ty, with_unknowns);
    if with_unknowns {
        prop_oneof![1 => Just(Value::Null), 1 => any_unknown(ty), 6 => known].boxed()
    } else {
        prop_oneof![1 => Just(Value::Null), 6 => known].boxed()
    }
}

/// A type together with a value of it.
pub(crate) fn typed_value(with_unknowns: bool) -> BoxedStrategy<(Type, Value)> {
    any_type()
        .prop_flat_map(move |ty| {
            let value = any_value(&ty, with_unknowns);
            (Just(ty), value)
        })
        .boxed()
}

fn known_value(ty: &Type, with_unknowns: bool) -> BoxedStrategy<Value> {
    let element = |ty: &Type| any_value(ty, with_unknowns);
    match ty {
        Type::String => any::<String>().prop_map(Value::string).boxed(),
        Type::Number => any_number().prop_map(Value::Number).boxed(),
        Type::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Type::Dynamic => wrapped_value(with_unknowns),
        Type::List(ty) => vec(element(ty), 0..4).prop_map(Value::List).boxed(),
        Type::Set(ty) => vec(element(ty), 0..4).prop_map(Value::Set).boxed(),
        Type::Map(ty) => btree_map(any::<String>().prop_map(super::nfc), element(ty), 0..4)
            .prop_map(Value::Map)
            .boxed(),
        Type::Tuple(types) => types
            .iter()
            .map(element)
            .collect::<Vec<_>>()
            .prop_map(Value::Tuple)
            .boxed(),
        Type::Object(object) => {
            let names: Vec<String> = object.attributes.keys().cloned().collect();
            let values: Vec<_> = object.attributes.values().map(element).collect();
            values
                .prop_map(move |values| {
                    Value::Object(names.iter().cloned().zip(values).collect::<BTreeMap<_, _>>())
                })
                .boxed()
        }
    }
}

/// A wrapped value of a simple type; deeper ones come from the types around it.
fn wrapped_value(with_unknowns: bool) -> BoxedStrategy<Value> {
    let simple = prop_oneof![
        Just(Type::String),
        Just(Type::list(Type::Number)),
        Just(Type::object([("a", Type::Bool)])),
    ];
    simple
        .prop_flat_map(move |ty| {
            let value = any_value(&ty, with_unknowns);
            (Just(ty), value)
        })
        .prop_map(|(ty, value)| Value::Dynamic(Box::new(ty), Box::new(value)))
        .boxed()
}

/// An unknown value with refinements that fit its type.
pub(crate) fn any_unknown(ty: &Type) -> BoxedStrategy<Value> {
    let ty = ty.clone();
    let bound = || proptest::option::of((any_number(), any::<bool>()));
    let length = || proptest::option::of(any::<u64>());
    let prefix = proptest::option::of("[a-z]{1,20}");
    (any::<bool>(), prefix, bound(), bound(), length(), length())
        .prop_map(move |(not_null, prefix, lower, upper, min_length, max_length)| {
            let all = Refinements {
                not_null,
                prefix,
                lower,
                upper,
                min_length,
                max_length,
            };
            Value::Unknown(all.fitting(&ty))
        })
        .boxed()
}
