use std::time::Duration;

use super::*;

fn at(text: &str) -> ApiTime {
    ApiTime::parse(text).expect("a time")
}

/// The next three firings of a repetition that starts on Monday 2024-01-15 at 08:00.
fn firings(repeat: &Repeat) -> Vec<String> {
    let start = at("2024-01-15 08:00:00");
    let first = repeat.next(start, None, start);
    let all = std::iter::successors(first, |last| {
        repeat.next(start, None, *last + Duration::from_millis(1))
    });
    all.take(3).map(|api_time| api_time.to_string()).collect()
}

fn crontab(line: &str) -> Repeat {
    Repeat::parse(Some(line), None, None).expect("a crontab line")
}

fn cycle(unit: RepeatUnit, cycle: &str) -> Repeat {
    Repeat::parse(None, Some(unit), Some(cycle)).expect("a cycle")
}

#[test]
fn without_a_repetition_a_task_fires_once_at_its_start() {
    assert_eq!(firings(&Repeat::Once), ["2024-01-15 08:00:00"]);
    let start = at("2024-01-15 08:00:00");
    assert_eq!(Repeat::Once.next(start, None, at("2024-01-15 08:00:01")), None);
}

#[test]
fn a_crontab_fires_at_its_minutes_and_hours() {
    let expected = [
        "2024-01-15 09:30:00",
        "2024-01-15 18:30:00",
        "2024-01-16 09:30:00",
    ];
    assert_eq!(firings(&crontab("30 9,18 * * *")), expected);
}

#[test]
fn a_crontab_with_both_days_restricted_fires_on_either() {
    let expected = [
        "2024-01-19 10:00:00",
        "2024-01-20 10:00:00",
        "2024-01-26 10:00:00",
    ];
    assert_eq!(firings(&crontab("0 10 20 * 5")), expected);
}

#[test]
fn sunday_is_0_and_7() {
    assert_eq!(firings(&crontab("0 10 * * 0")), firings(&crontab("0 10 * * 7")));
}

#[test]
fn a_leap_day_is_found_years_ahead() {
    let line = crontab("0 0 29 2 *");
    let next = line.next(at("2024-03-01 00:00:00"), None, at("2024-03-01 00:00:00"));
    assert_eq!(next, Some(at("2028-02-29 00:00:00")));
}

#[test]
fn a_crontab_names_its_minute_and_hour() {
    for wrong in [
        "* 1 * * *",
        "0 * * * *",
        "*/5 1 * * *",
        "60 1 * * *",
        "0 1 * *",
        "0 1 0 * *",
        "0 5-1 * * *",
        "0 1/0 * * *",
        "0 1 * * MON",
    ] {
        assert_eq!(
            Repeat::parse(Some(wrong), None, None),
            Err("Recurrence"),
            "{wrong:?}"
        );
    }
}

#[test]
fn a_cycle_of_days_counts_from_the_start() {
    let expected = [
        "2024-01-15 08:00:00",
        "2024-01-17 08:00:00",
        "2024-01-19 08:00:00",
    ];
    assert_eq!(firings(&cycle(RepeatUnit::Day, r#"["2"]"#)), expected);
}

#[test]
fn a_cycle_of_a_month_is_a_range_of_days() {
    let expected = [
        "2024-02-02 08:00:00",
        "2024-02-03 08:00:00",
        "2024-02-04 08:00:00",
    ];
    assert_eq!(firings(&cycle(RepeatUnit::Month, "[“2”，“5”]")), expected);
}

#[test]
fn a_cycle_of_a_week_is_a_list_of_days_from_monday() {
    let expected = [
        "2024-01-15 08:00:00",
        "2024-01-17 08:00:00",
        "2024-01-21 08:00:00",
    ];
    assert_eq!(firings(&cycle(RepeatUnit::Week, "1,3,7")), expected);
}

#[test]
fn a_cycle_that_does_not_fit_its_unit_is_refused() {
    for (unit, wrong) in [
        (RepeatUnit::Day, "0"),
        (RepeatUnit::Day, "1,2"),
        (RepeatUnit::Month, "5,2"),
        (RepeatUnit::Month, "1,2,3"),
        (RepeatUnit::Week, "8"),
        (RepeatUnit::Week, "x"),
    ] {
        assert_eq!(
            Repeat::parse(None, Some(unit), Some(wrong)),
            Err("RepeatCycle"),
            "{wrong:?}"
        );
    }
}

#[test]
fn nothing_fires_after_the_end() {
    let (start, end) = (at("2024-01-15 08:00:00"), at("2024-01-16 08:00:00"));
    let daily = cycle(RepeatUnit::Day, "1");
    assert_eq!(daily.next(start, Some(end), at("2024-01-15 09:00:00")), Some(end));
    assert_eq!(daily.next(start, Some(end), at("2024-01-16 08:00:01")), None);
}

#[test]
fn a_crontab_wins_over_a_cycle() {
    let both = Repeat::parse(Some("0 1 * * *"), Some(RepeatUnit::Day), Some("2"));
    assert_eq!(both, Ok(crontab("0 1 * * *")));
}
