use proptest::prelude::*;

use super::super::testing::{any_type, number, object, typed_value, wrap};
use super::super::{DecodeProblem, EncodeProblem, Mismatch, Number, Path, Type, Value};
use super::{decode_json, decode_state_json, encode_json};

fn exact(json: &str, ty: &Type) -> Result<Value, DecodeProblem> {
    decode_json(json.as_bytes(), ty).map_err(|error| error.problem)
}

fn tolerant(json: &str, ty: &Type) -> Result<Value, DecodeProblem> {
    decode_state_json(json.as_bytes(), ty).map_err(|error| error.problem)
}

#[test]
fn each_value_has_one_encoding_and_comes_back() {
    for (value, ty, json) in [
        (Value::Null, Type::list(Type::Bool), "null"),
        (Value::Null, Type::Dynamic, "null"),
        (Value::from("a\"b\n"), Type::String, r#""a\"b\n""#),
        (Value::from(true), Type::Bool, "true"),
        (number("-12"), Type::Number, "-12"),
        (number("1.50"), Type::Number, "1.5"),
        (number("0.1"), Type::Number, "0.1"),
        (number("1e30"), Type::Number, "1000000000000000000000000000000"),
        (number("9223372036854775808"), Type::Number, "9223372036854775808"),
        (
            Value::List(vec![Value::from("a"), Value::Null]),
            Type::list(Type::String),
            r#"["a",null]"#,
        ),
        (
            Value::Set(vec![Value::from(1_i64)]),
            Type::set(Type::Number),
            "[1]",
        ),
        (
            Value::Tuple(vec![Value::from("a"), Value::from(true)]),
            Type::Tuple(vec![Type::String, Type::Bool]),
            r#"["a",true]"#,
        ),
        (
            Value::Map([("k".to_owned(), Value::from(1_i64))].into()),
            Type::map(Type::Number),
            r#"{"k":1}"#,
        ),
        (
            object([("b", Value::Null), ("a", Value::from(1_i64))]),
            Type::object([("a", Type::Number), ("b", Type::String)]),
            r#"{"a":1,"b":null}"#,
        ),
        (
            wrap(Type::list(Type::Number), Value::List(vec![Value::from(1_i64)])),
            Type::Dynamic,
            r#"{"type":["list","number"],"value":[1]}"#,
        ),
    ] {
        let bytes = encode_json(&value, &ty).unwrap_or_else(|error| panic!("{json}: {error}"));
        assert_eq!(String::from_utf8_lossy(&bytes), json);
        assert_eq!(exact(json, &ty).as_ref(), Ok(&value));
        assert_eq!(tolerant(json, &ty), Ok(value));
    }
}

#[test]
fn numbers_are_read_with_all_digits_and_exponents() {
    assert_eq!(exact("1.5e-3", &Type::Number), Ok(number("0.0015")));
    let long = format!("0.{}1", "0".repeat(400));
    assert_eq!(exact(&long, &Type::Number), Ok(number(&long)));
    assert!(matches!(
        exact("1e1000000000", &Type::Number),
        Err(DecodeProblem::Number(_))
    ));
}

#[test]
fn order_and_whitespace_do_not_matter() {
    let ty = Type::object([("a", Type::Number), ("b", Type::Dynamic)]);
    let json = "{\n  \"b\": { \"value\": true, \"type\": \"bool\" },\n  \"a\": 1\n}\n";
    let expected = object([
        ("a", Value::from(1_i64)),
        ("b", wrap(Type::Bool, Value::from(true))),
    ]);
    assert_eq!(exact(json, &ty), Ok(expected));
}

#[test]
fn strings_and_keys_are_normalised() {
    let text = exact("\"e\u{301}\"", &Type::String).expect("a string");
    assert_eq!(text.as_str(), Some("\u{e9}"));
    let map = exact("{\"e\u{301}\":1}", &Type::map(Type::Number)).expect("a map");
    assert_eq!(map.get("\u{e9}"), Some(&Value::from(1_i64)));

    let ty = Type::object([("\u{e9}", Type::Number)]);
    let object = exact("{\"e\u{301}\":1}", &ty).expect("an object");
    assert_eq!(object.get("\u{e9}"), Some(&Value::from(1_i64)));

    let twice = DecodeProblem::DuplicateKey {
        key: "\u{e9}".to_owned(),
    };
    assert_eq!(
        exact("{\"e\u{301}\":1,\"\u{e9}\":1}", &Type::map(Type::Number)),
        Err(twice)
    );
}

#[test]
fn what_json_cannot_hold_is_refused_with_its_place() {
    let ty = Type::object([("id", Type::String)]);
    let error = encode_json(&object([("id", Value::unknown())]), &ty).expect_err("not known yet");
    assert_eq!(
        error.to_string(),
        "id: an unknown value cannot be written as JSON"
    );

    let error = encode_json(&Value::Number(Number::INFINITY), &Type::Number).expect_err("an infinity");
    assert_eq!(error.problem, EncodeProblem::NotInJson { found: "an infinity" });
}

#[test]
fn a_value_of_another_type_is_not_written() {
    let ty = Type::list(Type::Number);
    let error = encode_json(&Value::List(vec![Value::from("1")]), &ty).expect_err("a string is no number");
    assert_eq!(error.to_string(), "[0]: expected a number, found a string");
    assert!(encode_json(&Value::Tuple(vec![]), &Type::Tuple(vec![Type::Bool])).is_err());
    assert!(encode_json(&object([]), &Type::object([("a", Type::Bool)])).is_err());
    assert!(encode_json(&Value::from("bare"), &Type::Dynamic).is_err());
    assert!(
        encode_json(
            &wrap(Type::Dynamic, wrap(Type::Bool, Value::Null)),
            &Type::Dynamic
        )
        .is_err()
    );
}

#[test]
fn exact_reading_wants_exactly_the_attributes() {
    let ty = Type::object([("a", Type::Number)]);
    let missing = Mismatch::MissingAttribute { name: "a".to_owned() };
    assert_eq!(exact("{}", &ty), Err(missing.into()));
    let surplus = Mismatch::UnsupportedAttribute { name: "b".to_owned() };
    assert_eq!(exact(r#"{"a":1,"b":2}"#, &ty), Err(surplus.into()));
}

#[test]
fn exact_reading_wants_exactly_the_kinds() {
    for (json, ty) in [
        (r#""1""#, Type::Number),
        (r#""true""#, Type::Bool),
        ("1", Type::String),
        ("true", Type::String),
        ("{}", Type::list(Type::Bool)),
        ("[]", Type::map(Type::Bool)),
        ("[true]", Type::Tuple(vec![])),
    ] {
        assert!(
            matches!(exact(json, &ty), Err(DecodeProblem::Mismatch(_))),
            "{json}"
        );
    }
}

#[test]
fn a_state_may_have_other_attributes_than_the_type() {
    let ty = Type::object([
        ("id", Type::String),
        ("subnets", Type::list(Type::String)),
        (
            "blocks",
            Type::list(Type::object([("weight", Type::Number), ("port", Type::Number)])),
        ),
    ]);
    let state = r#"{"id":"asg-1","gone":{"x":[1]},"blocks":[{"weight":5,"gone":1}]}"#;
    let block = object([("weight", Value::from(5_i64)), ("port", Value::Null)]);
    let expected = object([
        ("id", Value::from("asg-1")),
        ("subnets", Value::Null),
        ("blocks", Value::List(vec![block])),
    ]);
    assert_eq!(tolerant(state, &ty), Ok(expected));
}

#[test]
fn a_state_may_have_strings_for_numbers_and_bools_and_the_reverse() {
    assert_eq!(tolerant(r#""80""#, &Type::Number), Ok(Value::from(80_i64)));
    assert_eq!(tolerant(r#""true""#, &Type::Bool), Ok(Value::from(true)));
    assert_eq!(tolerant("80", &Type::String), Ok(Value::from("80")));
    assert_eq!(tolerant("false", &Type::String), Ok(Value::from("false")));

    assert!(matches!(
        tolerant(r#""many""#, &Type::Number),
        Err(DecodeProblem::Number(_))
    ));
    assert!(matches!(
        tolerant(r#""yes""#, &Type::Bool),
        Err(DecodeProblem::Mismatch(_))
    ));
    assert!(matches!(
        tolerant("1", &Type::Bool),
        Err(DecodeProblem::Mismatch(_))
    ));
}

#[test]
fn a_state_with_another_shape_is_an_error_at_its_place() {
    let ty = Type::object([(
        "slb",
        Type::list(Type::object([("ports", Type::list(Type::Number))])),
    )]);
    let error = decode_state_json(br#"{"slb":{"ports":[80]}}"#, &ty).expect_err("one block is no list");
    assert_eq!(error.to_string(), "slb: expected a list, found an object");
    let error = decode_state_json(br#"{"slb":[{"ports":80}]}"#, &ty).expect_err("one port is no list");
    assert_eq!(error.path, Path::root().attr("slb").index(0).attr("ports"));

    let single = Type::object([("slb", Type::object([("port", Type::Number)]))]);
    let error = decode_state_json(br#"{"slb":[{"port":80}]}"#, &single).expect_err("a list is no object");
    assert_eq!(error.to_string(), "slb: expected an object, found an array");
}

#[test]
fn a_dynamic_value_must_fit_the_type_it_brings() {
    for (json, expected) in [
        (
            r#"{"value":1}"#,
            Mismatch::MissingAttribute {
                name: "type".to_owned(),
            },
        ),
        (
            r#"{"type":"bool"}"#,
            Mismatch::MissingAttribute {
                name: "value".to_owned(),
            },
        ),
        (
            r#"{"type":"bool","value":"true"}"#,
            Mismatch::Kind {
                expected: "a bool",
                found: "a string",
            },
        ),
        (
            r#"{"type":["object",{"a":"bool"}],"value":{}}"#,
            Mismatch::MissingAttribute { name: "a".to_owned() },
        ),
        (
            r#"{"type":"bool","value":true,"x":1}"#,
            Mismatch::UnsupportedAttribute { name: "x".to_owned() },
        ),
        (
            r#""bare""#,
            Mismatch::Kind {
                expected: "a value wrapped with a type of its own",
                found: "a string",
            },
        ),
    ] {
        assert_eq!(tolerant(json, &Type::Dynamic), Err(expected.into()), "{json}");
    }
    for json in [
        r#"{"type":"int","value":1}"#,
        r#"{"type":"dynamic","value":null}"#,
    ] {
        assert!(
            matches!(
                exact(json, &Type::Dynamic),
                Err(DecodeProblem::InvalidType { .. })
            ),
            "{json}"
        );
    }
}

#[test]
fn what_is_not_json_is_refused_without_quoting_it() {
    for json in ["", "{", "tru", "1 2", "{'secret':1}"] {
        let error = decode_json(json.as_bytes(), &Type::Dynamic).expect_err("no JSON");
        assert!(matches!(error.problem, DecodeProblem::NotJson { .. }), "{json}");
        assert!(!error.to_string().contains("secret"));
    }
    assert!(matches!(
        exact(&"[".repeat(100_000), &Type::Dynamic),
        Err(DecodeProblem::NotJson { .. })
    ));
}

proptest! {
    #[test]
    fn values_round_trip((ty, value) in typed_value(false)) {
        let bytes = encode_json(&value, &ty).expect("the value is of the type");
        prop_assert_eq!(decode_json(&bytes, &ty), Ok(value.clone()));
        prop_assert_eq!(decode_state_json(&bytes, &ty), Ok(value));
    }

    #[test]
    fn any_text_is_a_value_or_an_error(ty in any_type(), text in r#"[\[\]{}",:a-z0-9.eE+-]{0,40}"#) {
        let _ = decode_json(text.as_bytes(), &ty);
        let _ = decode_state_json(text.as_bytes(), &ty);
    }

    #[test]
    fn damaged_bytes_are_a_value_or_an_error(
        (ty, value) in typed_value(false),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = encode_json(&value, &ty).expect("the value is of the type");
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = decode_json(&bytes, &ty);
        let _ = decode_state_json(&bytes, &ty);
    }
}
