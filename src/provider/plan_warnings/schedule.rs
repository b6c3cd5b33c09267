//! When a task fires, and whether two do so at the same time.

use jiff::{SignedDuration, Timestamp};

use crate::provider::recurrence::Recurrence;

const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// The firing times of a task, to the minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::provider) enum Schedule {
    /// Once.
    Once(Timestamp),
    /// By a recurrence, from the first of two instants to the second.
    Recurring(Box<Recurrence>, Timestamp, Timestamp),
}

impl Schedule {
    /// The first firing at `time` or later.
    pub(in crate::provider) fn next_from(&self, time: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Once(at) => Some(minute_of(*at)).filter(|at| *at >= time),
            Self::Recurring(recurrence, start, end) => {
                let before = time.max(*start).checked_sub(SECOND).ok()?;
                recurrence.next_after(before).filter(|next| next <= end)
            }
        }
    }

    /// The last firing at `time` or earlier, as far as it is looked back: for a year.
    pub(in crate::provider) fn last_until(&self, time: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Once(at) => Some(minute_of(*at)).filter(|at| *at <= time),
            Self::Recurring(recurrence, start, end) => {
                let latest = time.min(*end);
                // What fires every few minutes is found in the first of these spans, and what fires once a year in the last.
                [1, 8, 32, 367].into_iter().find_map(|days| {
                    let span = SignedDuration::from_hours(24 * days);
                    let from = latest.checked_sub(span).unwrap_or(*start).max(*start);
                    let first = from.checked_sub(SECOND).ok()?;
                    let next =
                        |after: &Timestamp| recurrence.next_after(*after).filter(|next| *next <= latest);
                    std::iter::successors(next(&first), next).last()
                })
            }
        }
    }

    /// The first minute from `now` on at which both fire.
    pub(super) fn meets(&self, other: &Self, now: Timestamp) -> Option<Timestamp> {
        match (self, other) {
            (Self::Once(at), schedule) | (schedule, Self::Once(at)) => {
                let at = minute_of(*at);
                (at >= now && schedule.fires_at(at)).then_some(at)
            }
            (Self::Recurring(mine, start, end), Self::Recurring(theirs, their_start, their_end)) => {
                let from = now.max(*start).max(*their_start);
                mine.first_together(theirs, from, *end.min(their_end))
            }
        }
    }

    fn fires_at(&self, minute: Timestamp) -> bool {
        match self {
            Self::Once(at) => minute_of(*at) == minute,
            Self::Recurring(recurrence, start, end) => {
                let is_due = || recurrence.first_together(recurrence, minute, minute).is_some();
                (start..=end).contains(&&minute) && is_due()
            }
        }
    }
}

fn minute_of(time: Timestamp) -> Timestamp {
    let seconds = time.as_second();
    Timestamp::from_second(seconds - seconds.rem_euclid(60)).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::time;

    fn at(text: &str) -> Timestamp {
        time::read(text).unwrap()
    }

    fn once(text: &str) -> Schedule {
        Schedule::Once(at(text))
    }

    fn recurring(line: &str, from: &str, to: &str) -> Schedule {
        Schedule::Recurring(Box::new(Recurrence::parse(line).unwrap()), at(from), at(to))
    }

    fn meeting(one: &Schedule, other: &Schedule) -> Option<String> {
        let now = at("2024-06-01 12:00:00");
        let found = one.meets(other, now);
        assert_eq!(found, other.meets(one, now), "it is the same from both sides");
        found.map(time::to_api)
    }

    #[test]
    fn a_time_within_a_minute_is_that_minute() {
        let recurrence = recurring("0 9 * * *", "2024-01-01 00:00:00", "2030-01-01 00:00:00");
        assert_eq!(
            meeting(&recurrence, &once("2025-01-01 09:00:30")).as_deref(),
            Some("2025-01-01 09:00:00")
        );
        assert_eq!(meeting(&recurrence, &once("2025-01-01 09:01:00")), None);
    }

    #[test]
    fn all_pairs_of_five_hundred_tasks_are_compared_without_looking_at_each_day() {
        let lines = |line: fn(usize) -> String| {
            let tasks = (0..500)
                .map(move |task| recurring(&line(task), "2024-01-01 00:00:00", "2099-01-01 00:00:00"));
            tasks.collect::<Vec<_>>()
        };
        let by_time = lines(|task| format!("{} {} * * *", task % 60, task / 60));
        let by_day = lines(|task| format!("0 9 {} {} *", task % 28 + 1, task % 12 + 1));
        let pairs = |tasks: &[Schedule]| {
            let now = at("2024-06-01 12:00:00");
            let all = tasks.iter().enumerate();
            all.flat_map(|(index, one)| tasks[..index].iter().map(move |other| one.meets(other, now)))
                .flatten()
                .count()
        };
        assert_eq!(pairs(&by_time), 0);
        assert_eq!(
            pairs(&by_day),
            80 * 15 + 4 * 10,
            "84 days, of which 80 have six tasks and 4 have five"
        );
    }

    #[test]
    fn tasks_of_different_day_fields_meet_on_a_day_that_fits_both() {
        let (from, to) = ("2024-06-01 00:00:00", "2030-01-01 00:00:00");
        let thirteenth = recurring("0 9 13 * *", from, to);
        let friday = recurring("0 9 * * 5", from, to);
        assert_eq!(
            meeting(&thirteenth, &friday).as_deref(),
            Some("2024-09-13 09:00:00")
        );
        let either = recurring("0 9 1 * 5", from, to);
        assert_eq!(
            meeting(&thirteenth, &either).as_deref(),
            Some("2024-09-13 09:00:00")
        );
        assert_eq!(meeting(&thirteenth, &recurring("0 9 14 * *", from, to)), None);
    }

    #[test]
    fn only_what_is_to_come_counts() {
        let recurrence = recurring("0 9 * * *", "2024-01-01 00:00:00", "2030-01-01 00:00:00");
        assert_eq!(meeting(&recurrence, &once("2024-05-31 09:00:00")), None);
        assert_eq!(
            meeting(&once("2024-06-02 09:00:00"), &once("2024-06-02 09:00:59")).as_deref(),
            Some("2024-06-02 09:00:00")
        );
    }

    #[test]
    fn recurrences_meet_only_while_both_run() {
        let daily = recurring("0 9 * * *", "2024-01-01 00:00:00", "2030-01-01 00:00:00");
        let weekly = |from, to| recurring("0 9 * * 1", from, to);
        assert_eq!(
            meeting(&daily, &weekly("2025-01-01 00:00:00", "2026-01-01 00:00:00")).as_deref(),
            Some("2025-01-06 09:00:00")
        );
        // The first and the last instant belong to it.
        assert_eq!(
            meeting(&daily, &weekly("2025-01-06 09:00:00", "2025-01-06 09:00:00")).as_deref(),
            Some("2025-01-06 09:00:00")
        );
        assert_eq!(
            meeting(&daily, &weekly("2030-01-02 00:00:00", "2031-01-01 00:00:00")),
            None
        );
        assert_eq!(
            meeting(
                &daily,
                &recurring("30 9 * * *", "2024-01-01 00:00:00", "2099-01-01 00:00:00")
            ),
            None
        );
    }

    #[test]
    fn the_last_firing_is_the_nearest_one_before() {
        let recurring = |line: &str| {
            let recurrence = Box::new(Recurrence::parse(line).unwrap());
            Schedule::Recurring(recurrence, at("2024-01-01 08:00:00"), at("2024-06-30 08:00:00"))
        };
        let last = |schedule: &Schedule, time: &str| schedule.last_until(at(time)).map(time::to_api);
        for (line, time, expected) in [
            (
                "0,30 8-12 * * *",
                "2024-02-01 12:00:30",
                Some("2024-02-01 12:00:00"),
            ),
            ("0 9 * * *", "2024-02-01 08:59:00", Some("2024-01-31 09:00:00")),
            ("0 9 1 * *", "2024-02-28 08:59:00", Some("2024-02-01 09:00:00")),
            ("0 9 1 3 *", "2024-06-28 08:59:00", Some("2024-03-01 09:00:00")),
            ("0 8 * * *", "2024-01-01 08:00:00", Some("2024-01-01 08:00:00")),
            ("0 9 * * *", "2024-01-01 08:30:00", None),
            ("0 7 * * *", "2025-01-01 08:30:00", Some("2024-06-30 07:00:00")),
        ] {
            assert_eq!(last(&recurring(line), time).as_deref(), expected, "{line}");
        }
        let once = Schedule::Once(at("2024-02-01 09:00:00"));
        assert_eq!(
            last(&once, "2024-02-01 09:00:00").as_deref(),
            Some("2024-02-01 09:00:00")
        );
        assert_eq!(last(&once, "2024-02-01 08:59:00"), None);
    }
}
