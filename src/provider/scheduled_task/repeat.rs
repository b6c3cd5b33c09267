//! `RepeatUnit` and `RepeatCycle`. The API documents the cycle as a list with commas and shows it as JSON, so both are read;
//! it is sent as it was written.

use std::collections::BTreeSet;

use crate::cty::Value;

/// `RepeatUnit` of the API.
pub(super) const UNITS: &[&str] = &["Day", "Week", "Month"];

/// The numbers of a cycle in their order: of `2,5` or `["2","5"]`, also with full-width commas and quotation marks.
fn numbers(cycle: &str) -> Option<Vec<u16>> {
    let is_decoration = |c: char| matches!(c, '"' | '“' | '”' | '\'') || c.is_whitespace();
    let plain: String = cycle.chars().filter(|c| !is_decoration(*c)).collect();
    let list = match plain.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']')?,
        None => &plain,
    };
    let number = |text: &str| {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse().ok()).flatten()
    };
    list.split([',', '，']).map(number).collect()
}

/// What a cycle means, whatever way it is written. The order says nothing: days of a week have none, and the bounds of a
/// month's days are in ascending order.
pub(super) fn meaning(cycle: &str) -> Option<BTreeSet<u16>> {
    numbers(cycle).map(|numbers| numbers.into_iter().collect())
}

/// Whether two cycles mean the same.
pub(super) fn same_cycle(one: &Value, other: &Value) -> bool {
    let set = |value: &Value| value.as_str().and_then(meaning);
    set(one).is_some_and(|one| set(other) == Some(one))
}

/// A check for attributes that hold a cycle.
///
/// # Errors
/// Says what is wrong with the value.
pub(super) fn check_cycle(value: &Value) -> Result<(), String> {
    let cycle = value.as_str().unwrap_or_default();
    numbers(cycle).map(drop).ok_or_else(|| {
        format!("{cycle:?} is no list of numbers; write numbers with commas between them, such as \"1,2,3\"")
    })
}

/// Whether the cycle fits its unit. What is no cycle or unit at all is not judged here.
///
/// # Errors
/// Says what the unit takes.
pub(super) fn check_unit(unit: &str, cycle: &str) -> Result<(), String> {
    let Some(numbers) = numbers(cycle) else {
        return Ok(());
    };
    let (fits, expected) = match unit {
        "Day" => (
            matches!(numbers[..], [days] if days > 0),
            "one number of 1 or more, for every so many days, such as \"2\"",
        ),
        "Week" => (
            numbers.iter().all(|day| (1..=7).contains(day)),
            "days from 1, Monday, to 7, Sunday, such as \"1,2,3\"",
        ),
        "Month" => (
            numbers.len() <= 2 && numbers.is_sorted() && numbers.iter().all(|day| (1..=31).contains(day)),
            "the first and the last day from 1 to 31, such as \"2,5\"",
        ),
        _ => return Ok(()),
    };
    if fits {
        return Ok(());
    }
    Err(format!(
        "repeat_cycle is {cycle:?}, but for {unit} it must be {expected}."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_is_read_in_every_form_of_the_documentation() {
        for cycle in [
            "2,5",
            "[\"2\",\"5\"]",
            " 2 , 5 ",
            "[“2”，“5”]",
            "[2,5]",
            "['2','5']",
        ] {
            assert_eq!(numbers(cycle), Some(vec![2, 5]), "{cycle}");
        }
        for wrong in ["", "[]", "2,", "a", "2-5", "[2", "2]", "-1", "99999999"] {
            assert_eq!(numbers(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn cycles_are_compared_by_meaning() {
        assert!(same_cycle(&"1,2,3".into(), &"[\"1\",\"2\",\"3\"]".into()));
        assert!(same_cycle(&"3,1".into(), &"1,3".into()));
        assert!(!same_cycle(&"1,2".into(), &"1,2,3".into()));
        assert!(
            !same_cycle(&"x".into(), &"x".into()),
            "what can't be read has no meaning"
        );
    }

    #[test]
    fn each_unit_takes_cycles_of_its_own() {
        for (unit, cycle) in [
            ("Day", "1"),
            ("Day", "90"),
            ("Week", "1"),
            ("Week", "7,1,3"),
            ("Month", "31"),
            ("Month", "2,5"),
            ("Month", "[\"2\",\"5\"]"),
        ] {
            assert_eq!(check_unit(unit, cycle), Ok(()), "{unit} {cycle}");
        }
        for (unit, cycle) in [
            ("Day", "0"),
            ("Day", "1,2"),
            ("Week", "0"),
            ("Week", "8"),
            ("Month", "0"),
            ("Month", "5,2"),
            ("Month", "1,32"),
            ("Month", "1,2,3"),
        ] {
            assert!(check_unit(unit, cycle).is_err(), "{unit} {cycle}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(cycle in ".{0,20}") {
            let _ = numbers(&cycle);
        }
    }
}
