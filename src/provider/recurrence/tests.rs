use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::offset;
use proptest::prelude::*;

use super::*;

fn parse(line: &str) -> Recurrence {
    Recurrence::parse(line).unwrap_or_else(|error| panic!("{line:?}: {error}"))
}

fn beijing(text: &str) -> Timestamp {
    let local: DateTime = text.parse().unwrap();
    offset(8).to_timestamp(local).unwrap()
}

fn firings(line: &str, from: &str, count: usize) -> Vec<String> {
    let local = |time: &Timestamp| {
        offset(8)
            .to_datetime(*time)
            .strftime("%a %Y-%m-%d %H:%M")
            .to_string()
    };
    parse(line)
        .firings(beijing(from), count)
        .iter()
        .map(local)
        .collect()
}

#[test]
fn it_fires_at_its_minute_and_hour_in_beijing() {
    let next = parse("30 8 * * *")
        .next_after(beijing("2024-01-15T08:00"))
        .unwrap();
    assert_eq!(next.to_string(), "2024-01-15T00:30:00Z");
}

#[test]
fn the_next_time_is_later_than_now_never_now() {
    assert_eq!(
        firings("0 9 * * *", "2024-01-15T09:00", 1),
        ["Tue 2024-01-16 09:00"]
    );
    assert_eq!(
        firings("0 9 * * *", "2024-01-15T08:59:59", 1),
        ["Mon 2024-01-15 09:00"]
    );
}

#[test]
fn lists_ranges_and_steps_are_all_of_their_numbers() {
    assert_eq!(
        firings("0,30 9-13/2 * * *", "2024-01-15T10:00", 4),
        [
            "Mon 2024-01-15 11:00",
            "Mon 2024-01-15 11:30",
            "Mon 2024-01-15 13:00",
            "Mon 2024-01-15 13:30"
        ]
    );
}

#[test]
fn sunday_is_zero_and_seven() {
    let sundays = ["Sun 2024-01-21 09:00", "Sun 2024-01-28 09:00"];
    assert_eq!(firings("0 9 * * 0", "2024-01-15T00:00", 2), sundays);
    assert_eq!(firings("0 9 * * 7", "2024-01-15T00:00", 2), sundays);
    assert_eq!(
        firings("0 9 * * 6-7", "2024-01-15T00:00", 2),
        ["Sat 2024-01-20 09:00", "Sun 2024-01-21 09:00"]
    );
}

#[test]
fn with_both_day_fields_restricted_one_is_enough() {
    assert_eq!(
        firings("0 9 16 * 5", "2024-01-15T00:00", 3),
        [
            "Tue 2024-01-16 09:00",
            "Fri 2024-01-19 09:00",
            "Fri 2024-01-26 09:00"
        ]
    );
}

#[test]
fn a_star_with_a_step_restricts_the_days_without_opening_the_other_field() {
    assert_eq!(
        firings("0 9 */15 * 1", "2024-01-01T10:00", 2),
        ["Mon 2024-04-01 09:00", "Mon 2024-07-01 09:00"]
    );
}

#[test]
fn a_leap_day_is_waited_for_over_a_century_without_one() {
    assert_eq!(
        firings("0 0 29 2 *", "2096-03-01T00:00", 1),
        ["Fri 2104-02-29 00:00"]
    );
    assert_eq!(
        firings("0 0 29 2 */7", "2088-03-01T00:00", 1),
        ["Sun 2128-02-29 00:00"]
    );
}

#[test]
fn a_day_that_no_month_has_never_comes() {
    assert_eq!(parse("0 0 30 2 *").next_after(beijing("2024-01-01T00:00")), None);
    assert_eq!(
        firings("0 0 31 4,6,9,11 *", "2024-01-01T00:00", 3),
        [] as [&str; 0]
    );
}

#[test]
fn the_end_of_the_calendar_ends_the_search() {
    assert_eq!(parse("0 0 1 1 *").next_after(Timestamp::MAX), None);
}

#[test]
fn one_meaning_has_one_spelling() {
    for (line, normalised) in [
        ("  30   8 * * *  ", "30 8 * * *"),
        ("0,30,30 22,21,23 * */3 *", "0,30 21-23 * 1,4,7,10 *"),
        ("0 9 * 1-12 1-5", "0 9 * * 1-5"),
        ("0 9 * * 0,1,2,3,4,5,7", "0 9 * * 0-5"),
        ("0 9 * * 5-7", "0 9 * * 0,5,6"),
        ("00 09 01 * *", "0 9 1 * *"),
        ("0 9 1-31 * 1", "0 9 * * *"),
        ("0 9 */1 * 1", "0 9 * * 1"),
        ("0 9 */10 * *", "0 9 1,11,21,31 * *"),
        ("0 9 */10 * 1", "0 9 */10 * 1"),
        ("0-59 9 * * *", "0-59 9 * * *"),
    ] {
        assert_eq!(parse(line).normalised(), normalised, "{line:?}");
    }
}

#[test]
fn a_refusal_names_the_field_and_the_reason() {
    let refusals: Vec<String> = [
        "",
        "0 9 * *",
        "0 9 * * * *",
        "@daily",
        "* 9 * * *",
        "0 * * * *",
        "0 */2 * * *",
        "60 9 * * *",
        "0 24 * * *",
        "0 9 0 * *",
        "0 9 * 13 *",
        "0 9 * * 8",
        "0 9 * * MON",
        "0 9 * JAN *",
        "-1 9 * * *",
        "+1 9 * * *",
        "0 17-9 * * *",
        "5/10 9 * * *",
        "0 9 1,* * *",
        "0 9 */0 * *",
        "0 9 */x * *",
        "0 9 1-5/ * *",
        "0 9 1,,2 * *",
        "0 9 1- * *",
        "0 9 L * *",
        "0 9 ? * *",
        "0 9 999999999999 * *",
    ]
    .into_iter()
    .map(|line| format!("{line:?}: {}", Recurrence::parse(line).unwrap_err()))
    .collect();
    insta::assert_snapshot!(refusals.join("\n"));
}

#[test]
fn lines_are_the_same_if_they_fire_at_the_same_times() {
    assert!(same_recurrence(
        &"0 9 * * 1-5".into(),
        &"00 9 * * 1,2,3,4,5".into()
    ));
    assert!(!same_recurrence(&"0 9 * * 1-5".into(), &"0 9 * * 1-4".into()));
    assert!(
        !same_recurrence(&"".into(), &"".into()),
        "what can't be read has no meaning"
    );
}

/// A part of a field between `low` and `high`.
fn part(low: u8, high: u8) -> impl Strategy<Value = String> {
    prop_oneof![
        (low..=high).prop_map(|number| number.to_string()),
        (low..=high, low..=high, 1..20_u8).prop_map(|(a, b, step)| format!(
            "{}-{}/{step}",
            a.min(b),
            a.max(b)
        )),
    ]
}

fn list(low: u8, high: u8) -> impl Strategy<Value = String> {
    prop::collection::vec(part(low, high), 1..4).prop_map(|parts| parts.join(","))
}

fn starred(low: u8, high: u8) -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just("*".to_owned()),
        1 => (1..40_u8).prop_map(|step| format!("*/{step}")),
        2 => list(low, high),
    ]
}

prop_compose! {
    fn line()(
        minute in list(0, 59),
        hour in list(0, 23),
        day in starred(1, 31),
        month in starred(1, 12),
        weekday in starred(0, 7),
    ) -> String {
        format!("{minute} {hour} {day} {month} {weekday}")
    }
}

/// What a person would do with a calendar: read the numbers of a field as text, and look at each minute.
fn fires_at(line: &str, time: Timestamp) -> bool {
    let local = offset(8).to_datetime(time);
    let fields: Vec<&str> = line.split(' ').collect();
    let has = |field: &str, low: i8, number: i8| {
        field.split(',').any(|part| {
            let (range, step) = part.split_once('/').unwrap_or((part, "1"));
            let (from, to) = match range.split_once('-') {
                Some((from, to)) => (from.parse().unwrap(), to.parse().unwrap()),
                None if range == "*" => (low, 59),
                None => (range.parse().unwrap(), range.parse().unwrap()),
            };
            (from..=to).contains(&number) && (number - from) % step.parse::<i8>().unwrap() == 0
        })
    };
    let weekday = local.weekday().to_sunday_zero_offset();
    let of_month = has(fields[2], 1, local.day());
    let of_week =
        has(fields[4], 0, weekday) || (weekday == 0 && !fields[4].contains('*') && has(fields[4], 0, 7));
    let day = if fields[2].contains('*') || fields[4].contains('*') {
        of_month && of_week
    } else {
        of_month || of_week
    };
    day && has(fields[0], 0, local.minute())
        && has(fields[1], 0, local.hour())
        && has(fields[3], 1, local.month())
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(line in ".{0,40}") {
        let _ = Recurrence::parse(&line);
    }

    #[test]
    fn the_normal_spelling_has_the_same_meaning(line in line(), seconds in 0..4_000_000_000_i64) {
        let recurrence = parse(&line);
        let normal = parse(&recurrence.normalised());
        prop_assert_eq!(normal.normalised(), recurrence.normalised());
        let from = Timestamp::from_second(seconds).unwrap();
        prop_assert_eq!(normal.firings(from, 5), recurrence.firings(from, 5));
    }

    #[test]
    fn it_fires_at_the_first_minute_that_fits_and_not_before(line in line(), seconds in 0..4_000_000_000_i64) {
        let from = Timestamp::from_second(seconds).unwrap();
        let minutes = (1..=3 * 24 * 60).map(|minute| Timestamp::from_second((seconds / 60 + minute) * 60).unwrap());
        let expected = minutes.into_iter().find(|time| fires_at(&line, *time));
        let horizon = Timestamp::from_second((seconds / 60 + 3 * 24 * 60) * 60).unwrap();
        let found = parse(&line).next_after(from).filter(|time| *time <= horizon);
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn firings_are_in_order_and_each_is_the_next_after_the_one_before(line in line(), seconds in 0..4_000_000_000_i64) {
        let recurrence = parse(&line);
        let mut time = Timestamp::from_second(seconds).unwrap();
        for firing in recurrence.firings(time, 4) {
            prop_assert_eq!(recurrence.next_after(time), Some(firing));
            time = firing;
        }
    }
}
