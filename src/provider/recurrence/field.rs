//! One field of a crontab line: a set of numbers, and whether it was written with a `*`.

use std::fmt;

use super::{FieldName, RecurrenceError};

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CrontabField {
    name: FieldName,
    /// Bit `n` is set if the field has the number `n`; no number is above 59.
    numbers: u64,
    /// The step behind a `*`, 1 for a `*` alone; `None` if the field has no `*`.
    star: Option<u8>,
}

impl FieldName {
    /// The least and the greatest number that the field takes.
    const fn bounds(self) -> (u8, u8) {
        match self {
            Self::Minute => (0, 59),
            Self::Hour => (0, 23),
            Self::DayOfMonth => (1, 31),
            Self::Month => (1, 12),
            Self::DayOfWeek => (0, 7),
        }
    }

    /// The least and the greatest number that the field means; Sunday is 0 here.
    const fn meanings(self) -> (u8, u8) {
        match self {
            Self::DayOfWeek => (0, 6),
            other => other.bounds(),
        }
    }

    /// The API has no task that fires every minute or every hour.
    const fn takes_star(self) -> bool {
        !matches!(self, Self::Minute | Self::Hour)
    }

    fn error(self, reason: impl Into<String>) -> RecurrenceError {
        RecurrenceError {
            field: Some(self),
            reason: reason.into(),
        }
    }
}

impl CrontabField {
    pub(super) fn parse(name: FieldName, text: &str) -> Result<Self, RecurrenceError> {
        if text.contains('*') {
            return Self::parse_star(name, text);
        }
        let mut numbers = 0;
        for part in text.split(',') {
            numbers |= parse_part(name, part)?;
        }
        Ok(Self {
            name,
            numbers,
            star: None,
        })
    }

    fn parse_star(name: FieldName, text: &str) -> Result<Self, RecurrenceError> {
        let (low, high) = name.meanings();
        if !name.takes_star() {
            return Err(name.error(format!(
                "the API takes no \"*\" in minute and hour, and this is {text:?}; write numbers from {low} to {high}"
            )));
        }
        let step = match text.strip_prefix('*') {
            Some("") => 1,
            Some(rest) if rest.starts_with('/') => parse_step(name, text, &rest[1..])?,
            _ => {
                return Err(name.error(format!(
                    "{text:?} has a \"*\" beside something else; \"*\" stands alone, or with a step such as \"*/2\""
                )));
            }
        };
        Ok(Self {
            name,
            numbers: bits(low, high, step),
            star: Some(step),
        })
    }

    pub(super) fn contains(&self, number: i8) -> bool {
        u32::try_from(number).is_ok_and(|number| number < u64::BITS && self.numbers & (1 << number) != 0)
    }

    /// Whether the two fields have a number in common.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.numbers & other.numbers != 0
    }

    /// Whether the field has every number, however it is written.
    pub(super) fn is_every(&self) -> bool {
        let (low, high) = self.name.meanings();
        self.numbers == bits(low, high, 1)
    }

    /// Whether the field is written with a `*`.
    pub(super) fn has_star(&self) -> bool {
        self.star.is_some()
    }

    /// The numbers as text, whatever way they were written: `*` for all of them, else a sorted list with ranges for three
    /// and more in a row.
    pub(super) fn values(&self) -> String {
        if self.is_every() && self.name.takes_star() {
            return "*".to_owned();
        }
        let (low, high) = self.name.meanings();
        let mut parts = Vec::new();
        let mut first = low;
        while first <= high {
            let run = (first..=high)
                .take_while(|number| self.numbers & (1 << number) != 0)
                .count();
            let last = first + u8::try_from(run).unwrap_or_default().saturating_sub(1);
            match run {
                0 => {}
                1 => parts.push(first.to_string()),
                2 => parts.extend([first.to_string(), last.to_string()]),
                _ => parts.push(format!("{first}-{last}")),
            }
            first = last + 1;
        }
        parts.join(",")
    }
}

/// The field with its `*`, if it has one.
impl fmt::Display for CrontabField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.star {
            Some(1) => f.write_str("*"),
            Some(step) => write!(f, "*/{step}"),
            None => f.write_str(&self.values()),
        }
    }
}

/// Reads `n`, `a-b` or `a-b/n`.
fn parse_part(name: FieldName, part: &str) -> Result<u64, RecurrenceError> {
    let (range, step) = match part.split_once('/') {
        Some((range, step)) => (range, Some(parse_step(name, part, step)?)),
        None => (part, None),
    };
    let (from, to) = match (range.split_once('-'), step) {
        (Some((from, to)), _) => (parse_number(name, part, from)?, parse_number(name, part, to)?),
        (None, None) => {
            let number = parse_number(name, part, range)?;
            (number, number)
        }
        (None, Some(step)) => {
            return Err(name.error(format!(
                "{part:?} has a step without a range; write where it ends, such as \"{range}-{}/{step}\"",
                name.meanings().1
            )));
        }
    };
    if from > to {
        return Err(name.error(format!(
            "{part:?} goes backwards; write two ranges with a comma between them instead"
        )));
    }
    let numbers = bits(from, to, step.unwrap_or(1));
    let sunday_as_seven = name == FieldName::DayOfWeek && numbers & (1 << 7) != 0;
    Ok(if sunday_as_seven {
        numbers & !(1 << 7) | 1
    } else {
        numbers
    })
}

fn parse_number(name: FieldName, part: &str, text: &str) -> Result<u8, RecurrenceError> {
    let (low, high) = name.bounds();
    if text.is_empty() {
        return Err(name.error(if part.is_empty() {
            "a number is missing before or after a comma".to_owned()
        } else {
            format!("a number is missing in {part:?}")
        }));
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(name.error(format!(
            "{text:?} is not a number; the API takes no names, write numbers from {low} to {high}"
        )));
    }
    text.parse()
        .ok()
        .filter(|number| (low..=high).contains(number))
        .ok_or_else(|| name.error(format!("{text} is not in the range from {low} to {high}")))
}

fn parse_step(name: FieldName, part: &str, text: &str) -> Result<u8, RecurrenceError> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse()
        .ok()
        .filter(|step| is_number && *step > 0)
        .ok_or_else(|| name.error(format!("the step in {part:?} is not a number of 1 or more")))
}

fn bits(from: u8, to: u8, step: u8) -> u64 {
    (from..=to)
        .step_by(usize::from(step))
        .fold(0, |bits, number| bits | 1 << number)
}
