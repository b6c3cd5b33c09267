//! Numbers without rounding.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// How far an exponent may move the decimal point. `1e1000000000` would otherwise take a gigabyte as plain decimal.
const MAX_EXPONENT: i64 = 10_000;

/// An exact decimal number of any size, or one of the two infinities.
///
/// Two numbers are equal when their values are: `1.50` and `1.5`, `1e3` and `1000`. Nothing is ever rounded
/// through binary floating point, so what Terraform sends goes back digit for digit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number(Repr);

/// Every value has exactly one representation, which makes equality and hashing by value plain.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Repr {
    /// Each integer that fits.
    Int(i64),
    /// Any other finite number, as plain decimal text: no exponent, no `+`, no needless zeros.
    Decimal(Box<str>),
    Infinity {
        negative: bool,
    },
}

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseNumberError {
    /// The text does not have the form of a decimal number.
    #[error("the text is not a decimal number")]
    Malformed,
    /// The exponent would make the number longer than this provider handles.
    #[error("the exponent is beyond ±{MAX_EXPONENT}")]
    ExponentTooLarge,
}

impl Number {
    /// Greater than every other number. Terraform's `Infinity` results from a division by zero.
    pub const INFINITY: Self = Self(Repr::Infinity { negative: false });

    /// Less than every other number.
    pub const NEG_INFINITY: Self = Self(Repr::Infinity { negative: true });

    /// Reads a binary floating-point number as Terraform does: an integer exactly, anything else as the shortest
    /// decimal that denotes it, so `0.1_f64` is 0.1. `None` for "not a number".
    pub fn from_f64(float: f64) -> Option<Self> {
        if float.is_nan() {
            return None;
        }
        if float.is_infinite() {
            return Some(if float > 0.0 {
                Self::INFINITY
            } else {
                Self::NEG_INFINITY
            });
        }
        let text = if float.fract() == 0.0 {
            format!("{float:.0}")
        } else {
            float.to_string()
        };
        text.parse().ok()
    }

    /// The number as `i64`, if it is an integer in range.
    pub fn as_i64(&self) -> Option<i64> {
        match self.0 {
            Repr::Int(int) => Some(int),
            Repr::Decimal(_) | Repr::Infinity { .. } => None,
        }
    }

    /// The number as `u64`, if it is an integer in range.
    pub fn as_u64(&self) -> Option<u64> {
        match &self.0 {
            Repr::Int(int) => u64::try_from(*int).ok(),
            Repr::Decimal(text) => text.parse().ok(),
            Repr::Infinity { .. } => None,
        }
    }

    /// The `f64` nearest to the number; an infinity when the number is beyond the range of `f64`.
    pub fn as_f64(&self) -> f64 {
        match self.0 {
            Repr::Infinity { negative: false } => f64::INFINITY,
            Repr::Infinity { negative: true } => f64::NEG_INFINITY,
            // Plain decimal text is always a valid `f64` literal.
            Repr::Int(_) | Repr::Decimal(_) => self.text().parse().unwrap_or(f64::NAN),
        }
    }

    /// Whether the number is not one of the infinities.
    pub fn is_finite(&self) -> bool {
        !matches!(self.0, Repr::Infinity { .. })
    }

    /// The `f64` with exactly this value, if the number has a fraction and there is such an `f64`.
    pub(super) fn as_exact_fraction(&self) -> Option<f64> {
        let Repr::Decimal(text) = &self.0 else { return None };
        // A binary fraction written in decimal ends in 5, since 1/2ⁿ does. Few others need the long comparison.
        if !text.contains('.') || !text.ends_with('5') {
            return None;
        }
        let float = self.as_f64();
        // No `f64` has more than 1074 decimals, so this text is exact but for trailing zeros.
        let exact = format!("{float:.1074}");
        (exact.trim_end_matches('0') == &**text).then_some(float)
    }

    /// The plain decimal text.
    fn text(&self) -> Cow<'_, str> {
        match &self.0 {
            Repr::Int(int) => Cow::Owned(int.to_string()),
            Repr::Decimal(text) => Cow::Borrowed(text),
            Repr::Infinity { negative } => Cow::Borrowed(if *negative { "-Inf" } else { "Inf" }),
        }
    }

    /// Builds the one representation of ±`digits` × 10^`-decimals`.
    fn from_parts(negative: bool, digits: &str, decimals: i64) -> Self {
        let point = i64::try_from(digits.len()).unwrap_or(i64::MAX) - decimals;
        let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or(0));
        let split = usize::try_from(point).unwrap_or(0).min(digits.len());
        let (whole, fraction) = digits.split_at(split);
        let whole = format!("{whole}{}", zeros(decimals.saturating_neg()));
        let whole = whole.trim_start_matches('0');
        let fraction = format!("{}{fraction}", zeros(point.saturating_neg()));
        let fraction = fraction.trim_end_matches('0');

        let sign = if negative && !(whole.is_empty() && fraction.is_empty()) {
            "-"
        } else {
            ""
        };
        let whole = if whole.is_empty() { "0" } else { whole };
        let text = if fraction.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{fraction}")
        };
        text.parse().map_or_else(
            |_| Self(Repr::Decimal(text.into_boxed_str())),
            |int| Self(Repr::Int(int)),
        )
    }
}

/// Accepts decimal notation of any length, with or without sign, fraction and exponent: `-12`, `.5`, `1.50e-7`.
impl FromStr for Number {
    type Err = ParseNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent)),
            None => (text, None),
        };
        let (negative, magnitude) = match mantissa.strip_prefix('-') {
            Some(magnitude) => (true, magnitude),
            None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
        };
        let (whole, fraction) = magnitude.split_once('.').unwrap_or((magnitude, ""));
        let digits = format!("{whole}{fraction}");
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(ParseNumberError::Malformed);
        }
        let exponent = exponent.map_or(Ok(0), parse_exponent)?;
        if digits.bytes().all(|digit| digit == b'0') {
            return Ok(Self(Repr::Int(0)));
        }
        if exponent.abs() > MAX_EXPONENT {
            return Err(ParseNumberError::ExponentTooLarge);
        }
        let decimals = i64::try_from(fraction.len())
            .unwrap_or(i64::MAX)
            .saturating_sub(exponent);
        Ok(Self::from_parts(negative, &digits, decimals))
    }
}

/// Reads the exponent's digits; saturates, since the caller refuses large exponents anyway.
fn parse_exponent(text: &str) -> Result<i64, ParseNumberError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ParseNumberError::Malformed);
    }
    let magnitude = digits.parse().unwrap_or(i64::MAX);
    Ok(if text.starts_with('-') {
        -magnitude
    } else {
        magnitude
    })
}

/// Writes plain decimal: no exponent, no trailing zeros.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text())
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Int(left), Repr::Int(right)) => left.cmp(right),
            (Repr::Int(_) | Repr::Decimal(_), Repr::Int(_) | Repr::Decimal(_)) => {
                compare_decimals(&self.text(), &other.text())
            }
            _ => self.infinity_rank().cmp(&other.infinity_rank()),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Number {
    /// −1, 0 or 1 for −∞, a finite number, ∞.
    fn infinity_rank(&self) -> i8 {
        match self.0 {
            Repr::Infinity { negative: true } => -1,
            Repr::Int(_) | Repr::Decimal(_) => 0,
            Repr::Infinity { negative: false } => 1,
        }
    }
}

/// Compares two plain decimal texts by value.
fn compare_decimals(left: &str, right: &str) -> Ordering {
    match (left.strip_prefix('-'), right.strip_prefix('-')) {
        (Some(left), Some(right)) => compare_magnitudes(right, left),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => compare_magnitudes(left, right),
    }
}

/// Without leading zeros the longer whole part is the larger; fractions compare like words.
fn compare_magnitudes(left: &str, right: &str) -> Ordering {
    let (left_whole, left_fraction) = left.split_once('.').unwrap_or((left, ""));
    let (right_whole, right_fraction) = right.split_once('.').unwrap_or((right, ""));
    left_whole
        .len()
        .cmp(&right_whole.len())
        .then_with(|| left_whole.cmp(right_whole))
        .then_with(|| left_fraction.cmp(right_fraction))
}

impl From<i64> for Number {
    fn from(int: i64) -> Self {
        Self(Repr::Int(int))
    }
}

impl From<u64> for Number {
    fn from(int: u64) -> Self {
        i64::try_from(int).map_or_else(
            |_| Self(Repr::Decimal(int.to_string().into_boxed_str())),
            |int| Self(Repr::Int(int)),
        )
    }
}

impl From<i32> for Number {
    fn from(int: i32) -> Self {
        Self::from(i64::from(int))
    }
}

impl From<u32> for Number {
    fn from(int: u32) -> Self {
        Self::from(i64::from(int))
    }
}

#[cfg(test)]
mod tests;
