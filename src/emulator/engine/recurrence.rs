//! When a scheduled task repeats. A day is picked first, then a time on it; both are Beijing time.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time};

use crate::emulator::api_time::ApiTime;
use crate::emulator::store::RepeatUnit;

/// How far ahead a firing is looked for: 29 February can be eight years away.
const HORIZON_DAYS: usize = 366 * 8;

/// The repetition of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    Once,
    Crontab(Box<Crontab>),
    EveryDays(u32),
    /// From the first to the second day of each month.
    DaysOfMonth(u8, u8),
    /// Monday is 1, Sunday is 7.
    Weekdays(BTreeSet<u8>),
}

/// The five fields of a crontab line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Crontab {
    minutes: BTreeSet<u8>,
    hours: BTreeSet<u8>,
    /// Days of the month and of the week (Sunday is 0); where both are restricted, one of them is enough.
    days: BTreeSet<u8>,
    months: BTreeSet<u8>,
    weekdays: BTreeSet<u8>,
    either_day: bool,
}

impl Repeat {
    /// Reads the three parameters that describe a repetition; the crontab wins. On failure, the name of the one that
    /// cannot be read.
    pub(crate) fn parse(
        recurrence: Option<&str>,
        unit: Option<RepeatUnit>,
        cycle: Option<&str>,
    ) -> Result<Self, &'static str> {
        if let Some(line) = recurrence {
            return Crontab::parse(line)
                .map(|line| Self::Crontab(Box::new(line)))
                .ok_or("Recurrence");
        }
        let (Some(unit), Some(cycle)) = (unit, cycle) else {
            return Ok(Self::Once);
        };
        let numbers = cycle_numbers(cycle).ok_or("RepeatCycle")?;
        let repeat = match (unit, numbers.as_slice()) {
            (RepeatUnit::Day, [days]) if *days > 0 => Some(Self::EveryDays(u32::from(*days))),
            (RepeatUnit::Month, [day]) => days_of_month(*day, *day),
            (RepeatUnit::Month, [first, last]) => days_of_month(*first, *last),
            (RepeatUnit::Week, days) if days.iter().all(|day| (1..=7).contains(day)) => {
                Some(Self::Weekdays(days.iter().copied().collect()))
            }
            _ => None,
        };
        repeat.ok_or("RepeatCycle")
    }

    /// The first firing at `from` or later, between `start` and `end`.
    pub(crate) fn next(&self, start: ApiTime, end: Option<ApiTime>, from: ApiTime) -> Option<ApiTime> {
        let earliest = start.max(from);
        let days = earliest
            .beijing()
            .date()
            .series(jiff::Span::new().days(1))
            .take(HORIZON_DAYS);
        let first_day = start.beijing().date();
        let next = if *self == Self::Once {
            (start >= from).then_some(start)
        } else {
            let times = self.times(start);
            days.filter(|day| self.falls_on(*day, first_day))
                .flat_map(|day| {
                    times
                        .iter()
                        .filter_map(move |time| ApiTime::from_beijing(day.to_datetime(*time)))
                })
                .find(|at| *at >= earliest)
        };
        next.filter(|at| end.is_none_or(|end| *at <= end))
    }

    fn falls_on(&self, day: Date, first: Date) -> bool {
        let (of_month, weekday) = (day.day().unsigned_abs(), day.weekday());
        match self {
            Self::Once => day == first,
            Self::Crontab(line) => line.falls_on(day),
            Self::EveryDays(days) => first
                .until(day)
                .is_ok_and(|span| i64::from(span.get_days()) % i64::from(*days) == 0),
            Self::DaysOfMonth(from, to) => (*from..=*to).contains(&of_month),
            Self::Weekdays(days) => days.contains(&weekday.to_monday_one_offset().unsigned_abs()),
        }
    }

    /// The times of a day at which it fires: the crontab's own, else that of the start.
    fn times(&self, start: ApiTime) -> Vec<Time> {
        let Self::Crontab(line) = self else {
            return vec![start.beijing().time()];
        };
        let minutes = |hour: &u8| {
            let hour = *hour;
            line.minutes
                .iter()
                .filter_map(move |minute| Time::new(signed(hour), signed(*minute), 0, 0).ok())
        };
        line.hours.iter().flat_map(minutes).collect()
    }
}

impl Crontab {
    /// Reads `minute hour day month weekday`, with lists, ranges and steps. Minute and hour may not use `*`.
    fn parse(line: &str) -> Option<Self> {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [minute, hour, day, month, weekday] = fields[..] else {
            return None;
        };
        if minute.contains('*') || hour.contains('*') {
            return None;
        }
        let weekdays = cron_field(weekday, 0, 7)?;
        Some(Self {
            minutes: cron_field(minute, 0, 59)?,
            hours: cron_field(hour, 0, 23)?,
            days: cron_field(day, 1, 31)?,
            months: cron_field(month, 1, 12)?,
            weekdays: weekdays.into_iter().map(|day| day % 7).collect(),
            either_day: !day.starts_with('*') && !weekday.starts_with('*'),
        })
    }

    fn falls_on(&self, day: Date) -> bool {
        let of_month = self.days.contains(&day.day().unsigned_abs());
        let of_week = self
            .weekdays
            .contains(&day.weekday().to_sunday_zero_offset().unsigned_abs());
        let day_fits = if self.either_day {
            of_month || of_week
        } else {
            of_month && of_week
        };
        day_fits && self.months.contains(&day.month().unsigned_abs())
    }
}

/// Reads one field: `5`, `1-5`, `*`, each with an optional `/step`, joined by commas.
fn cron_field(text: &str, low: u8, high: u8) -> Option<BTreeSet<u8>> {
    let mut numbers = BTreeSet::new();
    for part in text.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, step.parse().ok().filter(|step| *step > 0_u8)?),
            None => (part, 1),
        };
        let (from, to) = if range == "*" {
            (low, high)
        } else if let Some((from, to)) = range.split_once('-') {
            (from.parse().ok()?, to.parse().ok()?)
        } else {
            let number = range.parse().ok()?;
            // `5/10` begins at 5 and goes on to the end.
            (number, if part == range { number } else { high })
        };
        if from < low || to > high || from > to {
            return None;
        }
        numbers.extend((from..=to).step_by(usize::from(step)));
    }
    Some(numbers)
}

/// Reads `2,5`, `["2","5"]`, and either with full-width commas and quotes.
fn cycle_numbers(text: &str) -> Option<Vec<u8>> {
    let decoration = |c: char| matches!(c, '[' | ']' | '"' | '\'' | '“' | '”') || c.is_whitespace();
    let plain: String = text.chars().filter(|c| !decoration(*c)).collect();
    plain
        .split([',', '，'])
        .map(|number| number.parse().ok())
        .collect()
}

fn days_of_month(first: u8, last: u8) -> Option<Repeat> {
    (1 <= first && first <= last && last <= 31).then_some(Repeat::DaysOfMonth(first, last))
}

/// Hours and minutes are far below 128.
fn signed(number: u8) -> i8 {
    i8::try_from(number).unwrap_or(i8::MAX)
}

#[cfg(test)]
mod tests;
