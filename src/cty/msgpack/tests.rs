use proptest::prelude::*;

use super::super::testing::{any_type, number, object, typed_value, wrap};
use super::super::{DecodeProblem, EncodeProblem, MAX_DEPTH, Mismatch, Number, Path, Type, Value};
use super::{decode, encode};

fn problem(bytes: &[u8], ty: &Type) -> DecodeProblem {
    decode(bytes, ty)
        .expect_err("the bytes are not a value of the type")
        .problem
}

/// A string or binary head for up to 255 bytes, then the bytes.
fn counted(marker: u8, bytes: &[u8]) -> Vec<u8> {
    let length = u8::try_from(bytes.len()).expect("a short text");
    [&[marker, length], bytes].concat()
}

#[test]
fn each_value_has_one_encoding_and_comes_back() {
    for (value, ty, bytes) in [
        (Value::Null, Type::String, &b"\xc0"[..]),
        (Value::Null, Type::Dynamic, b"\xc0"),
        (Value::unknown(), Type::list(Type::Bool), b"\xd4\x00\x00"),
        (Value::unknown(), Type::Dynamic, b"\xd4\x00\x00"),
        (Value::from("abc"), Type::String, b"\xa3abc"),
        (Value::from(""), Type::String, b"\xa0"),
        (Value::from(true), Type::Bool, b"\xc3"),
        (Value::from(false), Type::Bool, b"\xc2"),
        (
            Value::List(vec![Value::from("a"), Value::Null]),
            Type::list(Type::String),
            b"\x92\xa1a\xc0",
        ),
        (
            Value::Set(vec![Value::from(1_i64)]),
            Type::set(Type::Number),
            b"\x91\x01",
        ),
        (
            Value::Tuple(vec![Value::from("a"), Value::from(1_i64)]),
            Type::Tuple(vec![Type::String, Type::Number]),
            b"\x92\xa1a\x01",
        ),
        (
            Value::Map([("k".to_owned(), Value::from(true))].into()),
            Type::map(Type::Bool),
            b"\x81\xa1k\xc3",
        ),
        (
            object([("b", Value::Null), ("a", Value::from(1_i64))]),
            Type::object([("a", Type::Number), ("b", Type::String)]),
            b"\x82\xa1a\x01\xa1b\xc0",
        ),
        (
            wrap(Type::String, Value::from("x")),
            Type::Dynamic,
            b"\x92\xc4\x08\"string\"\xa1x",
        ),
        (
            wrap(Type::Bool, Value::Null),
            Type::Dynamic,
            b"\x92\xc4\x06\"bool\"\xc0",
        ),
        (
            wrap(Type::Bool, Value::unknown()),
            Type::Dynamic,
            b"\x92\xc4\x06\"bool\"\xd4\x00\x00",
        ),
    ] {
        assert_eq!(encode(&value, &ty).as_deref(), Ok(bytes), "{value:?}");
        assert_eq!(decode(bytes, &ty), Ok(value));
    }
}

#[test]
fn numbers_take_the_shortest_form_without_loss() {
    let f64_form = |float: f64| [&[0xcb][..], &float.to_be_bytes()].concat();
    for (text, bytes) in [
        ("0", vec![0x00]),
        ("127", vec![0x7f]),
        ("128", vec![0xcc, 0x80]),
        ("256", vec![0xcd, 0x01, 0x00]),
        ("65536", vec![0xce, 0x00, 0x01, 0x00, 0x00]),
        ("4294967296", vec![0xcf, 0, 0, 0, 1, 0, 0, 0, 0]),
        (
            "9223372036854775807",
            vec![0xcf, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        ),
        ("-1", vec![0xff]),
        ("-32", vec![0xe0]),
        ("-33", vec![0xd0, 0xdf]),
        ("-32769", vec![0xd2, 0xff, 0xff, 0x7f, 0xff]),
        ("-9223372036854775808", vec![0xd3, 0x80, 0, 0, 0, 0, 0, 0, 0]),
        ("1.5", f64_form(1.5)),
        ("-0.25", f64_form(-0.25)),
        ("0.1", b"\xa30.1".to_vec()),
        ("9223372036854775808", b"\xb39223372036854775808".to_vec()),
        ("1e100", [&b"\xd9\x651"[..], &[b'0'; 100]].concat()),
    ] {
        let value = number(text);
        assert_eq!(encode(&value, &Type::Number), Ok(bytes.clone()), "{text}");
        assert_eq!(decode(&bytes, &Type::Number), Ok(value), "{text}");
    }
    for infinity in [Number::INFINITY, Number::NEG_INFINITY] {
        let bytes = f64_form(infinity.as_f64());
        assert_eq!(
            encode(&Value::Number(infinity.clone()), &Type::Number),
            Ok(bytes.clone())
        );
        assert_eq!(decode(&bytes, &Type::Number), Ok(Value::Number(infinity)));
    }
}

#[test]
fn numbers_are_read_from_every_form() {
    for bytes in [
        &b"\x07"[..],
        b"\xcc\x07",
        b"\xcd\x00\x07",
        b"\xce\x00\x00\x00\x07",
        b"\xcf\x00\x00\x00\x00\x00\x00\x00\x07",
        b"\xd0\x07",
        b"\xd1\x00\x07",
        b"\xd2\x00\x00\x00\x07",
        b"\xd3\x00\x00\x00\x00\x00\x00\x00\x07",
        b"\xca\x40\xe0\x00\x00",
        b"\xcb\x40\x1c\x00\x00\x00\x00\x00\x00",
        b"\xa17",
        b"\xa37e0",
    ] {
        assert_eq!(
            decode(bytes, &Type::Number),
            Ok(Value::from(7_i64)),
            "{bytes:02x?}"
        );
    }
    let max = [&[0xcf][..], &[0xff; 8]].concat();
    assert_eq!(decode(&max, &Type::Number), Ok(number("18446744073709551615")));
    let tenth = [&[0xcb][..], &0.1_f64.to_be_bytes()].concat();
    assert_eq!(decode(&tenth, &Type::Number), Ok(number("0.1")));
}

#[test]
fn what_is_no_number_is_refused() {
    let nan = [&[0xcb][..], &f64::NAN.to_be_bytes()].concat();
    assert!(matches!(problem(&nan, &Type::Number), DecodeProblem::Number(_)));
    assert!(matches!(
        problem(b"\xa1x", &Type::Number),
        DecodeProblem::Number(_)
    ));
}

#[test]
fn strings_and_keys_are_read_as_text_or_binary_and_normalised() {
    for bytes in [
        &b"\xa3e\xcc\x81"[..],
        b"\xd9\x03e\xcc\x81",
        b"\xc4\x03e\xcc\x81",
        b"\xda\x00\x03e\xcc\x81",
    ] {
        let text = decode(bytes, &Type::String).expect("a string");
        assert_eq!(text.as_str(), Some("\u{e9}"), "{bytes:02x?}");
    }
    let map = decode(b"\x81\xa3e\xcc\x81\x01", &Type::map(Type::Number)).expect("a map");
    assert_eq!(map.get("\u{e9}"), Some(&Value::from(1_i64)));
    let object = decode(
        b"\x81\xa3e\xcc\x81\x01",
        &Type::object([("\u{e9}", Type::Number)]),
    )
    .expect("an object");
    assert_eq!(object.get("\u{e9}"), Some(&Value::from(1_i64)));
    assert_eq!(problem(b"\xa1\xff", &Type::String), DecodeProblem::NotUtf8);
}

#[test]
fn a_key_may_not_occur_twice() {
    let twice = DecodeProblem::DuplicateKey { key: "k".to_owned() };
    assert_eq!(
        problem(b"\x82\xa1k\x01\xa1k\x02", &Type::map(Type::Number)),
        twice
    );
    assert_eq!(
        problem(b"\x82\xa1k\x01\xa1k\x02", &Type::object([("k", Type::Number)])),
        twice
    );
}

#[test]
fn an_object_must_have_exactly_its_attributes() {
    let ty = Type::object([("a", Type::Number), ("b", Type::Number)]);
    let value = object([("a", Value::from(1_i64)), ("b", Value::from(2_i64))]);
    assert_eq!(decode(b"\x82\xa1b\x02\xa1a\x01", &ty), Ok(value));

    let missing = Mismatch::MissingAttribute { name: "b".to_owned() };
    assert_eq!(
        problem(b"\x81\xa1a\x01", &ty),
        DecodeProblem::Mismatch(missing.clone())
    );
    let error = encode(&object([("a", Value::Null)]), &ty).expect_err("b is missing");
    assert_eq!(error.problem, EncodeProblem::Mismatch(missing));

    let surplus = Mismatch::UnsupportedAttribute { name: "c".to_owned() };
    assert_eq!(
        problem(b"\x83\xa1a\x01\xa1b\x02\xa1c\x03", &ty),
        DecodeProblem::Mismatch(surplus.clone())
    );
    let value = object([("a", Value::Null), ("b", Value::Null), ("c", Value::Null)]);
    assert_eq!(
        encode(&value, &ty).expect_err("c is too many").problem,
        EncodeProblem::Mismatch(surplus)
    );
}

#[test]
fn a_tuple_must_have_its_length() {
    let ty = Type::Tuple(vec![Type::Bool, Type::Bool]);
    let mismatch = Mismatch::TupleLength {
        expected: 2,
        found: 1,
    };
    assert_eq!(
        problem(b"\x91\xc3", &ty),
        DecodeProblem::Mismatch(mismatch.clone())
    );
    let error = encode(&Value::Tuple(vec![Value::Null]), &ty).expect_err("too short");
    assert_eq!(error.problem, EncodeProblem::Mismatch(mismatch));
}

#[test]
fn errors_name_the_place() {
    let ty = Type::object([("slb", Type::list(Type::object([("weight", Type::Number)])))]);
    let bytes = b"\x81\xa3slb\x91\x81\xa6weight\xc3";
    let error = decode(bytes, &ty).expect_err("a bool is no number");
    assert_eq!(
        error.to_string(),
        "slb[0].weight: expected a number, found a bool"
    );

    let value = object([("slb", Value::List(vec![object([("weight", Value::from(true))])]))]);
    let error = encode(&value, &ty).expect_err("a bool is no number");
    assert_eq!(error.path, Path::root().attr("slb").index(0).attr("weight"));

    let in_set = Type::object([("ports", Type::set(Type::object([("port", Type::Number)])))]);
    let error = decode(b"\x81\xa5ports\x91\x81\xa4port\xc3", &in_set).expect_err("a bool is no number");
    assert_eq!(error.path, Path::root().attr("ports"));
}

#[test]
fn a_dynamic_value_brings_its_type_as_binary_or_text() {
    for marker in [0xc4, 0xd9] {
        let bytes = [
            &[0x92][..],
            &counted(marker, br#"["list","number"]"#),
            b"\x91\x01",
        ]
        .concat();
        let expected = wrap(Type::list(Type::Number), Value::List(vec![Value::from(1_i64)]));
        assert_eq!(decode(&bytes, &Type::Dynamic), Ok(expected));
    }
    for not_wrapped in [&b"\xa1x"[..], b"\x91\x01", b"\x92\x01\x01"] {
        assert!(matches!(
            problem(not_wrapped, &Type::Dynamic),
            DecodeProblem::Mismatch(_)
        ));
    }
    for no_type in [&br#""int""#[..], br#""dynamic""#] {
        let bytes = [&[0x92][..], &counted(0xc4, no_type), b"\xc0"].concat();
        assert!(matches!(
            problem(&bytes, &Type::Dynamic),
            DecodeProblem::InvalidType { .. }
        ));
    }
    let error = encode(&Value::from("bare"), &Type::Dynamic).expect_err("not wrapped");
    assert_eq!(
        error.to_string(),
        "expected a value wrapped with a type of its own, found a string"
    );
    let twice = wrap(Type::Dynamic, wrap(Type::Bool, Value::Null));
    assert!(encode(&twice, &Type::Dynamic).is_err());
}

#[test]
fn incomplete_surplus_and_foreign_bytes_are_refused() {
    assert_eq!(problem(b"", &Type::String), DecodeProblem::UnexpectedEnd);
    assert_eq!(problem(b"\xa3ab", &Type::String), DecodeProblem::UnexpectedEnd);
    assert_eq!(
        problem(b"\xc0\xc0", &Type::String),
        DecodeProblem::TrailingBytes { count: 1 }
    );
    assert_eq!(problem(b"\xc1", &Type::String), DecodeProblem::NotMessagePack);
}

#[test]
fn a_length_beyond_the_input_is_refused_before_anything_is_allocated() {
    for head in [
        &b"\xdd\xff\xff\xff\xff"[..],
        b"\xdf\xff\xff\xff\xff",
        b"\xdb\xff\xff\xff\xff",
        b"\xc9\xff\xff\xff\xff\x00",
    ] {
        for ty in [Type::list(Type::Bool), Type::map(Type::Bool), Type::String] {
            assert_eq!(problem(head, &ty), DecodeProblem::UnexpectedEnd, "{head:02x?}");
        }
    }
    // Two pairs take four bytes, whatever the bytes are.
    assert_eq!(
        problem(b"\x82\x01\x01\x01", &Type::map(Type::Bool)),
        DecodeProblem::UnexpectedEnd
    );
}

#[test]
fn deep_nesting_is_refused_rather_than_overflowing_the_stack() {
    let nest = |levels: usize| {
        let ty = (0..levels).fold(Type::Bool, |ty, _| Type::list(ty));
        let bytes = [vec![0x91; levels], vec![0xc3]].concat();
        decode(&bytes, &ty)
    };
    assert!(nest(MAX_DEPTH).is_ok());
    assert_eq!(
        nest(MAX_DEPTH + 1).expect_err("too deep").problem,
        DecodeProblem::TooDeep
    );

    // Each level brings its own type, so no type limits the depth.
    let level = [&[0x92][..], &counted(0xc4, br#"["list","dynamic"]"#), &[0x91]].concat();
    assert_eq!(
        problem(&level.repeat(10_000), &Type::Dynamic),
        DecodeProblem::TooDeep
    );
}

proptest! {
    #[test]
    fn values_round_trip((ty, value) in typed_value(true)) {
        let bytes = encode(&value, &ty).expect("the value is of the type");
        let read = decode(&bytes, &ty).expect("own bytes are readable");
        prop_assert_eq!(&read, &value);
        // Equal bytes show that refinements, which equality ignores, came back too.
        prop_assert_eq!(encode(&read, &ty), Ok(bytes));
    }

    #[test]
    fn what_is_written_is_one_messagepack_value((ty, value) in typed_value(true)) {
        let bytes = encode(&value, &ty).expect("the value is of the type");
        let mut rest = bytes.as_slice();
        let read = rmpv::decode::read_value(&mut rest).expect("valid MessagePack");
        prop_assert!(rest.is_empty());

        let mut rewritten = Vec::new();
        rmpv::encode::write_value(&mut rewritten, &read).expect("a vector takes all");
        prop_assert_eq!(rewritten, bytes, "every item already has its shortest form");
    }

    #[test]
    fn any_bytes_are_a_value_or_an_error(ty in any_type(), bytes in any::<Vec<u8>>()) {
        let _ = decode(&bytes, &ty);
    }

    #[test]
    fn damaged_bytes_are_a_value_or_an_error(
        (ty, value) in typed_value(true),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = encode(&value, &ty).expect("the value is of the type");
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = decode(&bytes, &ty);
        let _ = decode(&bytes[..at], &ty);
    }

    #[test]
    fn a_strict_prefix_of_a_value_is_no_value((ty, value) in typed_value(true), at in any::<prop::sample::Index>()) {
        let bytes = encode(&value, &ty).expect("the value is of the type");
        prop_assert!(decode(&bytes[..at.index(bytes.len())], &ty).is_err());
    }
}
