//! The names of the switches: read from a command line, and listed for tests that go through all of them.

use std::str::FromStr;
use std::time::Duration;

use thiserror::Error;

use super::{Answers, AttachCapacity, Booleans, Dialect, Empty, GoneGroup, NotFound, Numbers};

/// Why a list of switches means nothing.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum DialectError {
    /// There is no such switch.
    #[error("there is no switch {name:?}; the switches are {}", known().join(", "))]
    Unknown {
        /// As it was written.
        name: String,
    },
    /// Two switches say different things about one matter.
    #[error("{subject} is set twice")]
    Twice {
        /// What stands before the `=`.
        subject: &'static str,
    },
}

/// One way of one subject.
pub(super) struct Switch {
    pub(super) subject: &'static str,
    pub(super) way: Way,
}

pub(super) enum Way {
    Named(&'static str, fn(&mut Dialect)),
    Number {
        #[allow(dead_code, reason = "only tests need a number")]
        example: u32,
        set: fn(&mut Dialect, u32),
    },
}

const fn named(subject: &'static str, value: &'static str, set: fn(&mut Dialect)) -> Switch {
    Switch {
        subject,
        way: Way::Named(value, set),
    }
}

const fn number(subject: &'static str, example: u32, set: fn(&mut Dialect, u32)) -> Switch {
    Switch {
        subject,
        way: Way::Number { example, set },
    }
}

/// All switches, those of one subject together.
pub(super) static SWITCHES: [Switch; 32] = [
    named("answers", "sample", |d| d.answers = Answers::Sample),
    named("answers", "table", |d| d.answers = Answers::Table),
    named("answers", "bare-ids", |d| d.answers = Answers::BareIds),
    named("request-id", "capitals", |d| d.request_id_in_capitals = true),
    named("notification-types", "required", |d| {
        d.notification_types_required = true;
    }),
    number("lag", 1500, |d, ms| d.lag = Duration::from_millis(ms.into())),
    number("stale", 1500, |d, ms| {
        d.staleness = Duration::from_millis(ms.into());
    }),
    number("page-cap", 2, |d, items| {
        d.page_cap = Some(usize::try_from(items.max(1)).unwrap_or(usize::MAX));
    }),
    named("count", "page", |d| d.count_of_page = true),
    named("not-found", "not-exist", |d| d.not_found = NotFound::NotExist),
    named("not-found", "not-exists", |d| d.not_found = NotFound::NotExists),
    named("not-found", "no-such", |d| d.not_found = NotFound::NoSuch),
    named("not-found", "dotted", |d| d.not_found = NotFound::Dotted),
    named("not-found", "invalid", |d| d.not_found = NotFound::Invalid),
    named("gone-group", "missing", |d| d.gone_group = GoneGroup::Missing),
    named("gone-group", "null", |d| d.gone_group = GoneGroup::Null),
    named("numbers", "text", |d| d.numbers = Numbers::Text),
    named("numbers", "float", |d| d.numbers = Numbers::Float),
    named("booleans", "title", |d| d.booleans = Booleans::Title),
    named("booleans", "text", |d| d.booleans = Booleans::Text),
    named("booleans", "number", |d| d.booleans = Booleans::Number),
    named("booleans", "digit", |d| d.booleans = Booleans::Digit),
    named("empty", "left-out", |d| d.empty = Empty::LeftOut),
    named("empty", "null", |d| d.empty = Empty::Null),
    named("times", "fraction", |d| d.times_with_fraction = true),
    named("ids", "capitals", |d| d.ids_in_capitals = true),
    named("order", "reversed", |d| d.reversed = true),
    named("return-set", "lower-case", |d| d.return_set_in_lower_case = true),
    named("attached", "after-activity", |d| d.attached_after_activity = true),
    named("attach-capacity", "always", |d| {
        d.attach_capacity = AttachCapacity::Always;
    }),
    named("attach-capacity", "never", |d| {
        d.attach_capacity = AttachCapacity::Never;
    }),
    named("protected", "kept", |d| d.protected_is_kept = true),
];

/// The names that a user can write.
fn known() -> Vec<String> {
    let name = |switch: &Switch| match switch.way {
        Way::Named(value, _) => format!("{}={value}", switch.subject),
        Way::Number { .. } => format!("{}=N", switch.subject),
    };
    SWITCHES.iter().map(name).collect()
}

impl Switch {
    /// Turns it on if `subject=value` is its name.
    fn apply(&self, subject: &str, value: &str, dialect: &mut Dialect) -> bool {
        if self.subject != subject {
            return false;
        }
        match self.way {
            Way::Named(name, set) if name == value => set(dialect),
            Way::Number { set, .. } => match value.parse() {
                Ok(number) => set(dialect, number),
                Err(_) => return false,
            },
            Way::Named(..) => return false,
        }
        true
    }
}

impl FromStr for Dialect {
    type Err = DialectError;

    fn from_str(text: &str) -> Result<Self, DialectError> {
        let mut dialect = Self::default();
        let mut subjects = Vec::new();
        for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let (subject, value) = name.split_once('=').unwrap_or((name, ""));
            let switch = SWITCHES
                .iter()
                .find(|switch| switch.apply(subject, value, &mut dialect));
            let Some(switch) = switch else {
                return Err(DialectError::Unknown {
                    name: name.to_owned(),
                });
            };
            if subjects.contains(&switch.subject) {
                return Err(DialectError::Twice {
                    subject: switch.subject,
                });
            }
            subjects.push(switch.subject);
            dialect.names.push(name.to_owned());
        }
        Ok(dialect)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_switch_is_documented() {
        let page = include_str!("../../../docs/guides/dialects.md");
        for name in known() {
            let written = name.replace("=N", "=");
            assert!(page.contains(&format!("`{written}")), "{name}");
        }
    }

    #[test]
    fn numbers_are_free_and_everything_else_is_refused_with_the_choices() {
        let dialect: Dialect = "lag=20, page-cap=10".parse().expect("two switches");
        assert_eq!(
            (dialect.lag, dialect.page_cap),
            (Duration::from_millis(20), Some(10))
        );
        assert_eq!("".parse(), Ok(Dialect::default()));
        for wrong in ["lag=soon", "lag", "numbers=roman", "Numbers=text", "colour=red"] {
            let error = wrong.parse::<Dialect>().expect_err(wrong).to_string();
            assert!(error.contains(wrong) && error.contains("lag=N"), "{error}");
        }
        assert_eq!(
            "numbers=text,numbers=float".parse::<Dialect>(),
            Err(DialectError::Twice { subject: "numbers" })
        );
    }
}
