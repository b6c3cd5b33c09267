use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::testing::{map, object, typed_value, wrap};
use super::super::{Path, conforms};
use super::*;

fn problem(value: Value, to: &Type) -> ConvertProblem {
    convert(value, to)
        .expect_err("there is no such conversion")
        .problem
}

#[test]
fn primitives_convert_through_their_text() {
    for (value, to, expected) in [
        (Value::from(80_i64), Type::String, Value::from("80")),
        (Value::from(true), Type::String, Value::from("true")),
        (Value::from("80"), Type::Number, Value::from(80_i64)),
        (Value::from("8e1"), Type::Number, Value::from(80_i64)),
        (Value::from("true"), Type::Bool, Value::from(true)),
        (Value::from("0"), Type::Bool, Value::from(false)),
    ] {
        assert_eq!(convert(value, &to), Ok(expected));
    }
}

#[test]
fn a_text_that_is_no_number_or_bool_does_not_convert() {
    assert!(matches!(
        problem(Value::from("many"), &Type::Number),
        ConvertProblem::Number(_)
    ));
    assert_eq!(problem(Value::from("yes"), &Type::Bool), ConvertProblem::Bool);
}

#[test]
fn numbers_and_bools_do_not_convert_into_each_other() {
    for (value, to) in [
        (Value::from(1_i64), Type::Bool),
        (Value::from(true), Type::Number),
    ] {
        assert!(matches!(problem(value, &to), ConvertProblem::Mismatch(_)));
    }
}

#[test]
fn an_error_names_the_place_but_not_the_value() {
    let to = Type::object([("ports", Type::list(Type::Number))]);
    let value = object([(
        "ports",
        Value::Tuple(vec![Value::from(80_i64), Value::from("hunter2")]),
    )]);
    let error = convert(value, &to).expect_err("no number");
    assert_eq!(error.path, Path::root().attr("ports").index(1));
    assert_eq!(
        error.to_string(),
        "ports[1]: expected a number: the text is not a decimal number"
    );
}

#[test]
fn sequences_convert_into_lists_and_sets() {
    let mixed = || vec![Value::from("1"), Value::from(1_i64)];
    let twice = vec![Value::from(1_i64), Value::from(1_i64)];
    let once = vec![Value::from(1_i64)];
    let (list, set) = (Type::list(Type::Number), Type::set(Type::Number));

    assert_eq!(convert(Value::Tuple(mixed()), &list), Ok(Value::List(twice)));
    assert_eq!(convert(Value::Tuple(mixed()), &set), Ok(Value::Set(once.clone())));
    assert_eq!(
        convert(Value::Set(once.clone()), &list),
        Ok(Value::List(once.clone()))
    );
    assert_eq!(convert(Value::Set(mixed()), &set), Ok(Value::Set(once)));
}

#[test]
fn elements_of_a_set_that_are_not_known_stay_distinct() {
    let unknowns = vec![Value::unknown(), Value::unknown()];
    let converted = convert(Value::List(unknowns), &Type::set(Type::String)).expect("a set");
    assert_eq!(converted.as_elements().map(<[_]>::len), Some(2));
}

#[test]
fn tuples_convert_element_by_element_and_keep_their_length() {
    let to = Type::Tuple(vec![Type::String, Type::Bool]);
    let value = Value::Tuple(vec![Value::from(1_i64), Value::from("true")]);
    assert_eq!(
        convert(value, &to),
        Ok(Value::Tuple(vec![Value::from("1"), Value::from(true)]))
    );

    let mismatch = Mismatch::TupleLength {
        expected: 2,
        found: 1,
    };
    assert_eq!(problem(Value::Tuple(vec![Value::Null]), &to), mismatch.into());
}

#[test]
fn objects_convert_into_maps_and_maps_into_objects() {
    let numbers = Type::map(Type::Number);
    assert_eq!(
        convert(object([("a", Value::from("1"))]), &numbers),
        Ok(map([("a", Value::from(1_i64))]))
    );

    let to = Type::object([("a", Type::Number)]);
    let value = map([("a", Value::from("1")), ("b", Value::from("2"))]);
    assert_eq!(convert(value, &to), Ok(object([("a", Value::from(1_i64))])));
}

#[test]
fn only_optional_attributes_may_be_missing() {
    let attributes = BTreeMap::from([("a".to_owned(), Type::Bool), ("b".to_owned(), Type::Bool)]);
    let to = Type::Object(ObjectType {
        attributes,
        optional: BTreeSet::from(["b".to_owned()]),
    });

    let converted = convert(object([("a", Value::from(true)), ("c", Value::Null)]), &to);
    assert_eq!(
        converted,
        Ok(object([("a", Value::from(true)), ("b", Value::Null)]))
    );

    let missing = Mismatch::MissingAttribute { name: "a".to_owned() };
    assert_eq!(problem(object([("b", Value::from(true))]), &to), missing.into());
}

#[test]
fn a_value_becomes_dynamic_by_being_wrapped_and_stops_by_being_unwrapped() {
    let list = Value::List(vec![Value::from("1"), Value::Null]);
    let wrapped = convert(list.clone(), &Type::Dynamic).expect("strings are of one type");
    assert_eq!(wrapped, wrap(Type::list(Type::String), list));
    assert_eq!(convert(wrapped.clone(), &Type::Dynamic), Ok(wrapped.clone()));

    let numbers = Value::List(vec![Value::from(1_i64), Value::Null]);
    assert_eq!(convert(wrapped, &Type::list(Type::Number)), Ok(numbers));
}

#[test]
fn a_collection_of_mixed_elements_cannot_be_wrapped() {
    let mixed = Value::List(vec![Value::from("1"), Value::from(true)]);
    assert_eq!(problem(mixed, &Type::Dynamic), ConvertProblem::MixedElements);
    let half_wrapped = Value::List(vec![wrap(Type::Bool, Value::Null), Value::from(true)]);
    assert_eq!(
        problem(half_wrapped, &Type::Dynamic),
        ConvertProblem::MixedElements
    );
}

#[test]
fn of_an_unknown_value_only_that_it_is_not_null_stays_known() {
    let known = Refinements {
        not_null: true,
        prefix: Some("4".to_owned()),
        ..Refinements::default()
    };
    let converted = convert(Value::Unknown(known), &Type::Number);
    let expected = Refinements {
        not_null: true,
        ..Refinements::default()
    };
    assert!(matches!(converted, Ok(Value::Unknown(kept)) if kept == expected));
    assert_eq!(convert(Value::Null, &Type::Number), Ok(Value::Null));
}

proptest! {
    #[test]
    fn what_converts_conforms((_, value) in typed_value(true), (to, _) in typed_value(true)) {
        if let Ok(converted) = convert(value, &to) {
            prop_assert_eq!(conforms(&converted, &to), Ok(()));
        }
    }

    #[test]
    fn conversion_to_its_own_type_keeps_a_value_but_for_equal_elements_of_sets((ty, value) in typed_value(true)) {
        let once = convert(value, &ty).expect("a value of the type");
        let twice = convert(once.clone(), &ty);
        prop_assert_eq!(twice, Ok(once));
    }
}
