//! The `timeouts` block: how long each operation may take.

use std::time::Duration;

use super::model;
use super::schema::{Attribute, Block, Validator};
use crate::cty::Value;

/// The name of the block.
pub(super) const NAME: &str = "timeouts";

/// A look has at least this time: how long it may take is said by the state, which can't be changed without a look.
const SHORTEST_LOOK: Duration = Duration::from_mins(1);

/// The operations that have a timeout of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `timeouts.create`
    Create,
    /// `timeouts.read`
    Read,
    /// `timeouts.update`
    Update,
    /// `timeouts.delete`
    Delete,
}

impl Operation {
    const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Read => "read",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// How long the operations of a resource type may take by default.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    /// Create.
    pub create: Duration,
    /// Read.
    pub read: Duration,
    /// Update.
    pub update: Duration,
    /// Delete.
    pub delete: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        let some_minutes = Duration::from_mins(10);
        Self {
            create: some_minutes,
            read: Duration::from_mins(5),
            update: some_minutes,
            delete: some_minutes,
        }
    }
}

model! {
    /// The typed form of the block.
    pub struct TimeoutsModel {
        /// `create`
        create: String,
        /// `read`
        read: String,
        /// `update`
        update: String,
        /// `delete`
        delete: String,
    }
}

impl Timeouts {
    /// The block for a schema.
    pub fn block() -> Block {
        let duration = |name, description| {
            Attribute::string(name, description)
                .optional()
                .validate(Validator::Custom(
                    "a duration above zero, such as \"90s\", \"30m\" or \"1h30m\"",
                    check_timeout,
                ))
        };
        Block::single(
            NAME,
            "How long each operation may take, with everything that it waits for.",
        )
        .attribute(duration(
            "create",
            "Longest time to create the object, such as `30m`.",
        ))
        .attribute(duration(
            "read",
            "Longest time to look at the object, such as `2m`; a minute at least.",
        ))
        .attribute(duration(
            "update",
            "Longest time to change the object, such as `30m`.",
        ))
        .attribute(duration(
            "delete",
            "Longest time to destroy the object, such as `1h`.",
        ))
    }

    /// The time for `operation` on the object `value`, whose `timeouts` block may say otherwise.
    pub fn of(&self, operation: Operation, value: &Value) -> Duration {
        let configured = value
            .get(NAME)
            .and_then(|block| block.get(operation.name()))
            .and_then(Value::as_str)
            .and_then(parse_duration);
        match operation {
            Operation::Create => configured.unwrap_or(self.create),
            Operation::Read => configured.unwrap_or(self.read).max(SHORTEST_LOOK),
            Operation::Update => configured.unwrap_or(self.update),
            Operation::Delete => configured.unwrap_or(self.delete),
        }
    }
}

/// A check for attributes that hold a duration.
///
/// # Errors
/// The text is not a duration.
pub fn check_duration(value: &Value) -> Result<(), String> {
    let text = value.as_str().unwrap_or_default();
    match parse_duration(text) {
        Some(_) => Ok(()),
        None => Err(format!(
            "{text:?} is not a duration; write a number and a unit (s, m, h), such as \"30m\" or \"1h30m\""
        )),
    }
}

/// A check for attributes that hold how long something may take at most.
///
/// # Errors
/// The text is not a duration, or no time at all: then nothing could be done any more.
pub fn check_timeout(value: &Value) -> Result<(), String> {
    check_duration(value)?;
    let text = value.as_str().unwrap_or_default();
    match parse_duration(text) {
        Some(Duration::ZERO) => Err(format!(
            "{text:?} leaves no time to do anything; write a longer one, or leave it out for the default"
        )),
        _ => Ok(()),
    }
}

/// Reads a duration the way Go and Terraform write it: `1h30m`, `90s`, `1.5h`, `500ms`.
pub fn parse_duration(text: &str) -> Option<Duration> {
    const UNITS: [(&str, f64); 4] = [("ms", 0.001), ("h", 3600.0), ("m", 60.0), ("s", 1.0)];
    let mut rest = text;
    let mut seconds = 0.0;
    while !rest.is_empty() {
        let digits = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .filter(|end| *end > 0)?;
        let (number, after) = rest.split_at(digits);
        let (unit, scale) = UNITS.iter().find(|(unit, _)| after.starts_with(unit))?;
        seconds += number.parse::<f64>().ok()? * scale;
        rest = &after[unit.len()..];
    }
    (!text.is_empty())
        .then(|| Duration::try_from_secs_f64(seconds).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_go_writes_them() {
        assert_eq!(parse_duration("90s"), Some(Duration::from_secs(90)));
        assert_eq!(parse_duration("1h30m"), Some(Duration::from_mins(90)));
        assert_eq!(parse_duration("1.5h"), Some(Duration::from_mins(90)));
        assert_eq!(parse_duration("500ms"), Some(Duration::from_millis(500)));
        for wrong in [
            "",
            "10",
            "m",
            "10 m",
            "1d",
            "-5m",
            "1h30",
            "1e3s",
            "99999999999999999999999h",
        ] {
            assert_eq!(parse_duration(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn no_time_at_all_is_no_timeout() {
        for zero in ["0s", "0h0m0s", "0.0m", "0ms"] {
            assert_eq!(check_duration(&zero.into()), Ok(()));
            assert!(check_timeout(&zero.into()).is_err(), "{zero}");
        }
        assert_eq!(check_timeout(&"1ms".into()), Ok(()));
        assert!(check_timeout(&"soon".into()).is_err());
    }

    #[test]
    fn the_block_overrides_the_default_of_its_operation_only() {
        let block = Value::Object(
            [
                ("create".to_owned(), "2m".into()),
                ("delete".to_owned(), Value::Null),
            ]
            .into(),
        );
        let object = Value::Object([("timeouts".to_owned(), block)].into());
        let timeouts = Timeouts::default();
        assert_eq!(timeouts.of(Operation::Create, &object), Duration::from_mins(2));
        assert_eq!(timeouts.of(Operation::Delete, &object), timeouts.delete);
        assert_eq!(timeouts.of(Operation::Update, &Value::Null), timeouts.update);
    }

    #[test]
    fn a_look_always_has_enough_time() {
        let block = Value::Object([("read".to_owned(), "1s".into())].into());
        let object = Value::Object([("timeouts".to_owned(), block)].into());
        assert_eq!(
            Timeouts::default().of(Operation::Read, &object),
            Duration::from_mins(1)
        );
    }
}
