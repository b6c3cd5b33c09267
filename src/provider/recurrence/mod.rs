//! The crontab of a scheduled task: read strictly, compared by meaning, and looked ahead.
//!
//! The dialect is that of crontab(5), as far as every cron agrees on it: five fields (minute, hour, day of month, month,
//! day of week) with blanks between them. A field is a list of parts with commas between them; a part is a number or a range
//! `a-b`, which may have a step `a-b/n`; instead of a list, a field can be `*` or `*/n`. Sunday is 0 or 7. If both day fields
//! are restricted, a day needs to fit only one of them; a field with `*` counts as not restricted here, also with a step.
//!
//! The API adds that minute and hour must not have a `*`. Times are Beijing time, which is UTC+8 all year. Names of months
//! and days, `@daily` and the like, `L`, `W`, `#` and `?` are not part of the dialect.
//!
//! It is made by hand because the crates for crontabs read dialects of their own, with seconds or names, and accept what the
//! API refuses.

mod field;
mod firing;

use std::fmt;

use field::CrontabField;

use crate::cty::Value;

/// When a recurring task fires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Recurrence {
    minutes: CrontabField,
    hours: CrontabField,
    days_of_month: CrontabField,
    months: CrontabField,
    days_of_week: CrontabField,
}

/// Why a text is no recurrence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) struct RecurrenceError {
    /// The field at fault; `None` if it is the text as a whole.
    pub(crate) field: Option<FieldName>,
    /// What is wrong, and what to write instead.
    pub(crate) reason: String,
}

/// The fields of a crontab line, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldName {
    /// 0–59
    Minute,
    /// 0–23
    Hour,
    /// 1–31
    DayOfMonth,
    /// 1–12
    Month,
    /// 0–7; both 0 and 7 are Sunday.
    DayOfWeek,
}

impl Recurrence {
    /// Reads a crontab line.
    ///
    /// # Errors
    /// Names the field that can't be read, and why.
    pub(crate) fn parse(line: &str) -> Result<Self, RecurrenceError> {
        let fields: Vec<&str> = line.split_ascii_whitespace().collect();
        let [minute, hour, day_of_month, month, day_of_week] = fields[..] else {
            return Err(RecurrenceError {
                field: None,
                reason: format!(
                    "a crontab line has five fields (minute, hour, day of month, month, day of week), and this has {}",
                    fields.len()
                ),
            });
        };
        Ok(Self {
            minutes: CrontabField::parse(FieldName::Minute, minute)?,
            hours: CrontabField::parse(FieldName::Hour, hour)?,
            days_of_month: CrontabField::parse(FieldName::DayOfMonth, day_of_month)?,
            months: CrontabField::parse(FieldName::Month, month)?,
            days_of_week: CrontabField::parse(FieldName::DayOfWeek, day_of_week)?,
        })
    }

    /// The one spelling of all lines that fire at the same times: sorted, without duplicates and needless steps.
    pub(crate) fn normalised(&self) -> String {
        let (days, weekdays) = (&self.days_of_month, &self.days_of_week);
        let (days, weekdays) = match (days.is_every(), weekdays.is_every()) {
            // Every day fits one of the two, and one is enough.
            (true, _) | (_, true) if self.one_day_field_is_enough() => ("*".to_owned(), "*".to_owned()),
            // A field that fits every day leaves it to the other one, where a `*` means nothing then.
            (true, _) => ("*".to_owned(), weekdays.values()),
            (_, true) => (days.values(), "*".to_owned()),
            (false, false) => (days.to_string(), weekdays.to_string()),
        };
        format!(
            "{} {} {days} {} {weekdays}",
            self.minutes.values(),
            self.hours.values(),
            self.months.values()
        )
    }

    /// Whether a day needs to fit only one of the two day fields.
    fn one_day_field_is_enough(&self) -> bool {
        !self.days_of_month.has_star() && !self.days_of_week.has_star()
    }
}

/// A check for attributes that hold a crontab line.
///
/// # Errors
/// Says which field is wrong, and why.
pub(super) fn check_recurrence(value: &Value) -> Result<(), String> {
    let line = value.as_str().unwrap_or_default();
    Recurrence::parse(line)
        .map(drop)
        .map_err(|error| format!("{line:?} is not a crontab line: {error}"))
}

/// Whether two crontab lines fire at the same times.
pub(super) fn same_recurrence(one: &Value, other: &Value) -> bool {
    let meaning = |value: &Value| Some(Recurrence::parse(value.as_str()?).ok()?.normalised());
    meaning(one).is_some_and(|one| meaning(other) == Some(one))
}

impl fmt::Display for RecurrenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field {
            Some(field) => write!(f, "{field}: {}", self.reason),
            None => f.write_str(&self.reason),
        }
    }
}

impl fmt::Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::DayOfMonth => "day of month",
            Self::Month => "month",
            Self::DayOfWeek => "day of week",
        })
    }
}

#[cfg(test)]
mod tests;
