use super::super::super::{Number, Refinements, Type, Value};
use super::super::{decode, encode};

/// What an unknown value says about itself. Equality of values ignores it.
fn refinements(value: &Value) -> &Refinements {
    match value {
        Value::Unknown(known) => known,
        other => panic!("expected an unknown value, found {other:?}"),
    }
}

#[test]
fn every_extension_is_an_unknown_value() {
    for bytes in [
        &b"\xd4\x00\x00"[..],
        b"\xd4\x07\xff",
        b"\xc7\x00\x00",
        b"\xc7\x00\x0c",
        b"\xd4\x0c\x00",
        b"\xd5\x05\x01\x02",
        b"\xc8\x00\x01\x00\x00",
        b"\xc9\x00\x00\x00\x01\x00\x00",
        b"\xd8\x63\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
    ] {
        for ty in [Type::String, Type::object([("a", Type::Bool)]), Type::Dynamic] {
            let value = decode(bytes, &ty).expect("an unknown value");
            assert_eq!(*refinements(&value), Refinements::default(), "{bytes:02x?}");
        }
    }
}

#[test]
fn a_known_prefix_is_read_and_written_as_terraform_does() {
    let bytes = b"\xc7\x09\x0c\x82\x01\xc2\x02\xa4pre-";
    let value = decode(bytes, &Type::String).expect("an unknown string");
    let expected = Refinements {
        not_null: true,
        prefix: Some("pre-".to_owned()),
        ..Refinements::default()
    };
    assert_eq!(refinements(&value), &expected);
    assert_eq!(encode(&value, &Type::String).as_deref(), Ok(&bytes[..]));
}

#[test]
fn refinements_of_numbers_and_collections() {
    let bounds = b"\xc7\x0b\x0c\x82\x03\x92\x01\xc3\x04\x92\xa30.1\xc2";
    let value = decode(bytes_with_length(bounds).as_slice(), &Type::Number).expect("an unknown number");
    let expected = Refinements {
        lower: Some((Number::from(1), true)),
        upper: Some(("0.1".parse().expect("a number"), false)),
        ..Refinements::default()
    };
    assert_eq!(refinements(&value), &expected);
    assert_eq!(encode(&value, &Type::Number), Ok(bytes_with_length(bounds)));

    let lengths = b"\xc7\x05\x0c\x82\x05\x01\x06\x09";
    let value = decode(lengths, &Type::set(Type::Bool)).expect("an unknown set");
    let expected = Refinements {
        min_length: Some(1),
        max_length: Some(9),
        ..Refinements::default()
    };
    assert_eq!(refinements(&value), &expected);
    assert_eq!(
        encode(&value, &Type::set(Type::Bool)).as_deref(),
        Ok(&lengths[..])
    );
}

/// Sets the length byte of an `ext 8` from the length of its body.
fn bytes_with_length(ext: &[u8]) -> Vec<u8> {
    let mut bytes = ext.to_vec();
    bytes[1] = u8::try_from(ext.len() - 3).expect("a short body");
    bytes
}

#[test]
fn refinements_that_do_not_fit_the_type_are_neither_read_nor_written() {
    let prefix_and_not_null = b"\xc7\x09\x0c\x82\x01\xc2\x02\xa4pre-";
    let value = decode(prefix_and_not_null, &Type::Number).expect("an unknown number");
    assert_eq!(
        refinements(&value),
        &Refinements {
            not_null: true,
            ..Refinements::default()
        }
    );

    let value = decode(prefix_and_not_null, &Type::String).expect("an unknown string");
    assert_eq!(
        encode(&value, &Type::Bool).as_deref(),
        Ok(&b"\xc7\x03\x0c\x81\x01\xc2"[..])
    );
    assert_eq!(
        encode(&value, &Type::Dynamic).as_deref(),
        Ok(&b"\xd4\x00\x00"[..])
    );
}

#[test]
fn what_is_not_understood_about_an_unknown_value_is_passed_over() {
    let not_null = Refinements {
        not_null: true,
        ..Refinements::default()
    };
    for (body, expected) in [
        // A key from the future, with a nested value.
        (
            &b"\x82\x63\x93\x81\x01\x92\x01\x02\x03\x04\x01\xc2"[..],
            not_null.clone(),
        ),
        // Keys that are no small integers.
        (b"\x83\xa1k\x01\xcd\x01\x01\x01\x01\xc2", not_null.clone()),
        // Known keys whose values are of the wrong kind, and one that says nothing.
        (b"\x83\x01\xc2\x02\x01\x05\xa1x", not_null),
        (b"\x81\x01\xc3", Refinements::default()),
        // No map, and a map that is cut off.
        (b"\x92\x01\xc2", Refinements::default()),
        (b"\x82\x01\xc2\x02", Refinements::default()),
    ] {
        let length = u8::try_from(body.len()).expect("a short body");
        let bytes = [&[0xc7, length, 0x0c], body].concat();
        let value = decode(&bytes, &Type::String).expect("an unknown value");
        assert_eq!(refinements(&value), &expected, "{body:02x?}");
    }
}

#[test]
fn a_long_prefix_is_cut_between_characters() {
    let prefix = format!("x{}", "\u{e9}".repeat(200));
    let value = Value::Unknown(Refinements {
        prefix: Some(prefix.clone()),
        ..Refinements::default()
    });
    let bytes = encode(&value, &Type::String).expect("an unknown string");
    let read = decode(&bytes, &Type::String).expect("an unknown string");
    assert_eq!(refinements(&read).prefix.as_deref(), Some(&prefix[..255]));
}

#[test]
fn an_empty_prefix_says_nothing() {
    let value = Value::Unknown(Refinements {
        prefix: Some(String::new()),
        ..Refinements::default()
    });
    assert_eq!(encode(&value, &Type::String).as_deref(), Ok(&b"\xd4\x00\x00"[..]));
}

#[test]
fn too_long_a_body_is_replaced_by_a_plain_unknown() {
    let huge: Number = "9".repeat(1100).parse().expect("a number");
    let value = Value::Unknown(Refinements {
        lower: Some((huge, true)),
        ..Refinements::default()
    });
    assert_eq!(encode(&value, &Type::Number).as_deref(), Ok(&b"\xd4\x00\x00"[..]));
}
