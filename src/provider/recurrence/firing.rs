//! When a recurrence fires: a day is picked first, then the times on it.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, offset};

use super::Recurrence;

/// Beijing time has no summer time.
const BEIJING: Offset = offset(8);
/// The longest wait for the next day that fits: 29 February falls on the same day of the week after 40 years at the latest,
/// around a century that is no leap year.
const HORIZON_DAYS: usize = 40 * 366;

impl Recurrence {
    /// The first time after `time`; `None` if there is none, as on 30 February.
    pub(crate) fn next_after(&self, time: Timestamp) -> Option<Timestamp> {
        self.firings(time, 1).pop()
    }

    /// The first `count` times after `time`, in order; fewer if there are no more.
    pub(crate) fn firings(&self, time: Timestamp, count: usize) -> Vec<Timestamp> {
        let mut firings = Vec::new();
        let mut day = Some(BEIJING.to_datetime(time).date());
        let mut days_without = 0;
        while let Some(today) = day
            && firings.len() < count
            && days_without < HORIZON_DAYS
        {
            let missing = count - firings.len();
            let before = firings.len();
            firings.extend(
                self.firings_on(today)
                    .filter(|firing| *firing > time)
                    .take(missing),
            );
            days_without = if firings.len() > before {
                0
            } else {
                days_without + 1
            };
            day = today.tomorrow().ok();
        }
        firings
    }

    /// The first time at which both fire, `from` the one instant to the other.
    pub(crate) fn first_together(
        &self,
        other: &Self,
        from: Timestamp,
        until: Timestamp,
    ) -> Option<Timestamp> {
        if self.never_meets(other) {
            return None;
        }
        let mut day = Some(BEIJING.to_datetime(from).date());
        let last = BEIJING.to_datetime(until).date();
        for _ in 0..HORIZON_DAYS {
            let today = day.filter(|day| *day <= last)?;
            if self.falls_on(today) && other.falls_on(today) {
                let mut times = self.firings_on(today).filter(|time| *time >= from);
                if let Some(both) = times.find(|time| other.has_time_of_day(*time)) {
                    return (both <= until).then_some(both);
                }
            }
            day = today.tomorrow().ok();
        }
        None
    }

    /// Whether it can be seen without a look at days that the two never fire together. Looking at the days of every pair
    /// of some hundred tasks would take long.
    fn never_meets(&self, other: &Self) -> bool {
        let both_need_both_day_fields = !self.one_day_field_is_enough() && !other.one_day_field_is_enough();
        let days_differ = both_need_both_day_fields
            && !(self.days_of_month.meets(&other.days_of_month)
                && self.days_of_week.meets(&other.days_of_week));
        days_differ
            || !self.minutes.meets(&other.minutes)
            || !self.hours.meets(&other.hours)
            || !self.months.meets(&other.months)
    }

    fn has_time_of_day(&self, time: Timestamp) -> bool {
        let time = BEIJING.to_datetime(time).time();
        self.hours.contains(time.hour()) && self.minutes.contains(time.minute())
    }

    fn firings_on(&self, day: Date) -> impl Iterator<Item = Timestamp> {
        let hours = (0..24).filter(move |hour| self.falls_on(day) && self.hours.contains(*hour));
        let times = hours.flat_map(|hour| {
            let minutes = (0..60).filter(|minute| self.minutes.contains(*minute));
            minutes.map(move |minute| (hour, minute))
        });
        times.filter_map(move |(hour, minute)| BEIJING.to_timestamp(day.at(hour, minute, 0, 0)).ok())
    }

    fn falls_on(&self, day: Date) -> bool {
        let of_month = self.days_of_month.contains(day.day());
        let of_week = self.days_of_week.contains(day.weekday().to_sunday_zero_offset());
        let fits = if self.one_day_field_is_enough() {
            of_month || of_week
        } else {
            of_month && of_week
        };
        fits && self.months.contains(day.month())
    }
}
