//! Ids, whole numbers and times in the forms that the API gives them: `10000433`, `"10000433"`, `10000433.0`,
//! `2030-06-01 09:00:00.0`. Nothing goes through a float, which would lose the last digits of an id.
use serde_json::Value;

use super::read::{FromWire, WireError};

/// The digits of a whole number, whichever way it is written; `None` if it is not whole, or if its digits are
/// not all there: `5.372769063679508E17` was a float of 16 digits once, and the other two are lost.
pub(super) fn whole(text: &str) -> Option<String> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<usize>().ok()?),
        None => (text, 0),
    };
    let (digits, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let bare = digits.strip_prefix('-').unwrap_or(digits);
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if bare.is_empty() || !is_number(bare) || !is_number(fraction) || fraction.len() < exponent {
        return None;
    }
    let (moved, rest) = fraction.split_at(exponent);
    rest.bytes()
        .all(|digit| digit == b'0')
        .then(|| format!("{digits}{moved}"))
}

/// The id of an object: text that is not blank, or a whole number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Id(pub(crate) String);

impl FromWire for Id {
    const EXPECTED: &'static str = "an id";

    fn from_wire(value: &Value) -> Result<Self, WireError> {
        let text = match value {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            other => return Err(WireError::new(Self::EXPECTED, other)),
        };
        let id = match whole(&text) {
            Some(digits) => digits,
            None if value.is_string() && !text.is_empty() => text,
            None => return Err(WireError::new(Self::EXPECTED, value)),
        };
        Ok(Self(id))
    }
}

/// A time of the API, `YYYY-MM-DD HH:MM:SS`, without the fraction of zeros that some answers add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Time(pub(crate) String);

impl FromWire for Time {
    const EXPECTED: &'static str = "a time";

    fn from_wire(value: &Value) -> Result<Self, WireError> {
        let text = String::from_wire(value)?;
        let seconds = text
            .split_once('.')
            .filter(|(time, fraction)| time.contains(':') && fraction.bytes().all(|digit| digit == b'0'))
            .map(|(time, _)| time.to_owned());
        Ok(Self(seconds.unwrap_or(text)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::json;
    use super::*;

    fn id(text: &str) -> Option<String> {
        Id::from_wire(&json::parse(text).unwrap()).ok().map(|id| id.0)
    }

    #[test]
    fn an_id_is_exact_in_every_form() {
        for text in [
            "537276906367950849",
            "\"537276906367950849\"",
            "\" 537276906367950849 \"",
            "537276906367950849.0",
            "\"537276906367950849.0\"",
            "5.37276906367950849E17",
            "5.37276906367950849e+17",
        ] {
            assert_eq!(id(text).as_deref(), Some("537276906367950849"), "{text}");
        }
        assert_eq!(
            id("\"36e08d58-4b10-440c-9b0b-11da1f551c33\"").as_deref(),
            Some("36e08d58-4b10-440c-9b0b-11da1f551c33")
        );
    }

    #[test]
    fn what_is_empty_or_has_lost_digits_is_no_id() {
        for text in [
            "\"\"",
            "\" \"",
            "true",
            "[]",
            "{}",
            "1.5",
            "5.372769063679508E17",
            "1e3",
        ] {
            assert_eq!(id(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_has_no_fraction() {
        let time = |text: &str| Time::from_wire(&json!(text)).unwrap().0;
        assert_eq!(time("2030-06-01 09:00:00.0"), "2030-06-01 09:00:00");
        assert_eq!(time("2030-06-01 09:00:00.000"), "2030-06-01 09:00:00");
        for kept in ["2030-06-01 09:00:00", "2030-06-01 09:00:00.5", "", "0.0"] {
            assert_eq!(time(kept), kept);
        }
    }

    proptest! {
        #[test]
        fn every_whole_number_keeps_its_digits(number in any::<i64>(), zeros in 0_usize..4) {
            let digits = number.to_string();
            prop_assert_eq!(whole(&digits), Some(digits.clone()));
            let fraction = format!("{digits}.{}", "0".repeat(zeros));
            prop_assert_eq!(whole(&fraction), Some(digits));
        }

        #[test]
        fn any_text_is_taken_or_not_without_a_panic(text in ".*") {
            let _ = whole(&text);
        }
    }
}
