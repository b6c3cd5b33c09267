//! Checks on one value, written as data so that the documentation can say them too.

use std::fmt;

use crate::cty::Value;

/// A check of a known, non-null value.
#[derive(Clone)]
pub enum Validator {
    /// One of these texts, exactly.
    OneOf(&'static [&'static str]),
    /// An integer from the first to the second number, both included.
    Between(i64, i64),
    /// An integer not below this number.
    AtLeast(i64),
    /// A text of at least and at most so many characters.
    Length(usize, usize),
    /// A text that is neither empty nor has blanks around it.
    NotBlank,
    /// At least so many elements.
    MinItems(usize),
    /// Any other check: what is accepted, in words, and a function that says what is wrong.
    Custom(&'static str, fn(&Value) -> Result<(), String>),
    /// This check for each element of a collection.
    Each(Box<Validator>),
}

impl Validator {
    /// Applies the check to each element of a collection.
    pub fn each(inner: Validator) -> Self {
        Self::Each(Box::new(inner))
    }

    /// Checks `value`; null and unknown values pass.
    ///
    /// # Errors
    /// Says what was expected and what was found.
    pub fn check(&self, value: &Value) -> Result<(), String> {
        if value.is_null() || value.is_unknown() {
            return Ok(());
        }
        match self {
            Self::Custom(_, check) => check(value),
            Self::Each(inner) => value
                .as_elements()
                .unwrap_or_default()
                .iter()
                .try_for_each(|element| inner.check(element)),
            _ if self.accepts(value) => Ok(()),
            _ => Err(format!("expected {self}, got {}", shown(value))),
        }
    }

    fn accepts(&self, value: &Value) -> bool {
        match self {
            Self::OneOf(options) => value.as_str().is_some_and(|text| options.contains(&text)),
            Self::Between(low, high) => value
                .as_i64()
                .is_some_and(|number| (*low..=*high).contains(&number)),
            Self::AtLeast(low) => value.as_i64().is_some_and(|number| number >= *low),
            Self::Length(low, high) => value
                .as_str()
                .is_some_and(|text| (*low..=*high).contains(&text.chars().count())),
            Self::NotBlank => value
                .as_str()
                .is_some_and(|text| !text.is_empty() && text.trim() == text),
            Self::MinItems(low) => value.as_elements().is_some_and(|elements| elements.len() >= *low),
            Self::Custom(..) | Self::Each(_) => self.check(value).is_ok(),
        }
    }
}

/// The value as a message shows it; collections by their size only.
pub(in crate::framework) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) if text.chars().count() > 64 => {
            format!("a string of {} characters", text.chars().count())
        }
        Value::String(text) => format!("{text:?}"),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        other => match other.as_elements().map_or(0, <[Value]>::len) {
            1 => "1 element".to_owned(),
            count => format!("{count} elements"),
        },
    }
}

impl fmt::Display for Validator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OneOf(options) => {
                let quoted: Vec<String> = options.iter().map(|option| format!("{option:?}")).collect();
                write!(f, "one of {}", quoted.join(", "))
            }
            Self::Between(low, high) => write!(f, "a whole number from {low} to {high}"),
            Self::AtLeast(low) => write!(f, "a whole number of at least {low}"),
            Self::Length(low, high) => write!(f, "a string of {low} to {high} characters"),
            Self::NotBlank => f.write_str("a string that is not empty and has no spaces around it"),
            Self::MinItems(low) => write!(f, "at least {low} elements"),
            Self::Custom(words, _) => f.write_str(words),
            Self::Each(inner) => write!(f, "for each element, {inner}"),
        }
    }
}

impl fmt::Debug for Validator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Validator({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_what_was_expected_and_what_was_found() {
        let policy = Validator::OneOf(&["Old", "New"]);
        assert_eq!(
            policy.check(&"Odd".into()),
            Err(r#"expected one of "Old", "New", got "Odd""#.to_owned())
        );
        let size = Validator::Between(0, 1000);
        assert_eq!(
            size.check(&1001.into()),
            Err("expected a whole number from 0 to 1000, got 1001".to_owned())
        );
    }

    #[test]
    fn null_and_unknown_values_pass_every_check() {
        for validator in [
            Validator::OneOf(&["a"]),
            Validator::AtLeast(1),
            Validator::each(Validator::AtLeast(1)),
        ] {
            assert_eq!(validator.check(&Value::Null), Ok(()));
            assert_eq!(validator.check(&Value::unknown()), Ok(()));
        }
    }

    #[test]
    fn a_fraction_is_no_whole_number() {
        let half = Value::number("1.5".parse::<crate::cty::Number>().unwrap());
        assert!(Validator::AtLeast(1).check(&half).is_err());
    }

    #[test]
    fn each_element_of_a_set_is_checked() {
        let ports = Validator::each(Validator::Between(1, 65_535));
        assert_eq!(ports.check(&Value::Set(vec![80.into(), 443.into()])), Ok(()));
        assert!(ports.check(&Value::Set(vec![80.into(), 0.into()])).is_err());
    }
}
