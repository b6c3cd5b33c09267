use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};

use proptest::prelude::*;

use super::super::testing::any_number;
use super::*;

fn number(text: &str) -> Number {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn every_notation_of_a_value_is_the_same_number() {
    for (text, plain) in [
        ("0", "0"),
        ("-0.000", "0"),
        ("0e99999999999999999999", "0"),
        ("+7", "7"),
        ("007", "7"),
        ("1.50", "1.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1e3", "1000"),
        ("1E+3", "1000"),
        ("12.5e1", "125"),
        ("125e-4", "0.0125"),
        ("-1.5e-2", "-0.015"),
        ("9223372036854775807", "9223372036854775807"),
        ("9223372036854775808", "9223372036854775808"),
        ("-9223372036854775808.0", "-9223372036854775808"),
        (
            "0.1000000000000000000000000000000000000001",
            "0.1000000000000000000000000000000000000001",
        ),
    ] {
        assert_eq!(number(text).to_string(), plain, "{text}");
        assert_eq!(number(text), number(plain), "{text}");
    }
}

#[test]
fn what_is_no_decimal_number_is_refused() {
    for text in [
        "", "-", ".", "+-1", "1.2.3", "1e", "1e+", "e5", "0x10", "1_000", " 1", "1 ", "Inf", "NaN", "１",
    ] {
        assert_eq!(
            text.parse::<Number>(),
            Err(ParseNumberError::Malformed),
            "{text:?}"
        );
    }
}

#[test]
fn an_exponent_cannot_make_a_number_fill_the_memory() {
    for text in ["1e1000000000", "1e-1000000000", "1e99999999999999999999"] {
        assert_eq!(
            text.parse::<Number>(),
            Err(ParseNumberError::ExponentTooLarge),
            "{text}"
        );
    }
    assert_eq!(number("1e100").to_string(), format!("1{}", "0".repeat(100)));
}

#[test]
fn integers_come_out_in_their_range_only() {
    assert_eq!(number("1e3").as_i64(), Some(1000));
    assert_eq!(number("1.5").as_i64(), None);
    assert_eq!(number("9223372036854775808").as_i64(), None);
    assert_eq!(number("18446744073709551615").as_u64(), Some(u64::MAX));
    assert_eq!(number("18446744073709551616").as_u64(), None);
    assert_eq!(number("-1").as_u64(), None);
}

#[test]
fn floats_become_exact_integers_or_their_shortest_decimals() {
    let from = |float| Number::from_f64(float).map(|number| number.to_string());
    assert_eq!(from(0.1).as_deref(), Some("0.1"));
    assert_eq!(from(-2.0).as_deref(), Some("-2"));
    assert_eq!(from(1e23).as_deref(), Some("99999999999999991611392"));
    assert_eq!(from(f64::NAN), None);
    assert_eq!(Number::from_f64(f64::INFINITY), Some(Number::INFINITY));
    assert_eq!(Number::from_f64(f64::NEG_INFINITY), Some(Number::NEG_INFINITY));
}

#[test]
fn only_binary_fractions_are_exact_floats() {
    for exact in [
        "1.5",
        "-0.25",
        "0.1000000000000000055511151231257827021181583404541015625",
    ] {
        let float: f64 = exact.parse().expect("a float");
        assert_eq!(number(exact).as_exact_fraction(), Some(float), "{exact}");
    }
    for inexact in [
        "0.1",
        "0.15",
        "3",
        "1e30",
        "9007199254740993.5",
        "1.0000000000000000000000000000000000005",
    ] {
        assert_eq!(number(inexact).as_exact_fraction(), None, "{inexact}");
    }
    assert_eq!(Number::INFINITY.as_exact_fraction(), None);
}

#[test]
fn infinities_bound_all_numbers() {
    let huge = number("1e10000");
    assert!(Number::NEG_INFINITY < number("-1e10000") && huge < Number::INFINITY);
    assert!(!Number::INFINITY.is_finite() && huge.is_finite());
    assert_eq!(Number::INFINITY.as_i64(), None);
    assert_eq!(Number::NEG_INFINITY.to_string(), "-Inf");
}

/// ±`mantissa` × 10^`-scale` with small parts, so that plain integer arithmetic can serve as the oracle.
fn small_decimal() -> impl Strategy<Value = (i64, u32)> {
    (-1_000_000_i64..1_000_000, 0_u32..12)
}

fn build((mantissa, scale): (i64, u32)) -> Number {
    number(&format!("{mantissa}e-{scale}"))
}

fn scaled((mantissa, scale): (i64, u32)) -> i128 {
    i128::from(mantissa) * 10_i128.pow(12 - scale)
}

fn hash(number: &Number) -> u64 {
    let mut hasher = DefaultHasher::new();
    number.hash(&mut hasher);
    hasher.finish()
}

proptest! {
    #[test]
    fn comparison_agrees_with_integer_arithmetic(left in small_decimal(), right in small_decimal()) {
        prop_assert_eq!(build(left).cmp(&build(right)), scaled(left).cmp(&scaled(right)));
    }

    #[test]
    fn large_integers_compare_as_such(left in any::<i128>(), right in any::<i128>()) {
        prop_assert_eq!(number(&left.to_string()).cmp(&number(&right.to_string())), left.cmp(&right));
    }

    #[test]
    fn equal_numbers_hash_equally((mantissa, scale) in small_decimal(), zeros in 0_usize..5) {
        let padded = number(&format!("{mantissa}.{}e-{scale}", "0".repeat(zeros)));
        prop_assert_eq!(&padded, &build((mantissa, scale)));
        prop_assert_eq!(hash(&padded), hash(&build((mantissa, scale))));
    }

    #[test]
    fn text_round_trips(number in any_number()) {
        prop_assert_eq!(number.to_string().parse(), Ok(number));
    }

    #[test]
    fn an_exact_fraction_denotes_the_same_number(float in any::<f64>()) {
        if let Some(exact) = Number::from_f64(float).and_then(|number| number.as_exact_fraction()) {
            prop_assert_eq!(exact.to_bits(), float.to_bits());
        }
    }

    #[test]
    fn parsing_never_panics(text in "[-+0-9.eE]{0,20}") {
        let _ = text.parse::<Number>();
    }
}
