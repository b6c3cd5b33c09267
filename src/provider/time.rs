//! The API's times: `YYYY-MM-DD HH:MM:SS` in Beijing time, which is UTC+8 all year. A configuration can have them in that
//! form or with a zone of their own, as in RFC 3339.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{TimeZone, offset};

use crate::cty::Value;

const API_FORMAT: &str = "%Y-%m-%d %H:%M:%S";
/// What RFC 3339 has before the zone.
const RFC3339_LOCAL: &str = "%Y-%m-%dT%H:%M:%S";

/// The instant that the API writes as `text`.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    let local = DateTime::strptime(API_FORMAT, text).ok()?;
    let time = TimeZone::fixed(offset(8)).to_timestamp(local).ok()?;
    can_be_written(time).then_some(time)
}

/// Whether the year has four digits, in the API's form and in RFC 3339.
fn can_be_written(time: Timestamp) -> bool {
    [offset(0), offset(8)]
        .iter()
        .all(|zone| (0..=9999).contains(&zone.to_datetime(time).year()))
}

/// `time` as the API writes it.
pub(super) fn to_api(time: Timestamp) -> String {
    offset(8).to_datetime(time).strftime(API_FORMAT).to_string()
}

/// The instant that a configuration writes as `text`: as the API does, or as RFC 3339 does, in whole seconds.
///
/// # Errors
/// Says what is wrong with the text.
pub(super) fn read(text: &str) -> Result<Timestamp, String> {
    match parse(text).filter(|time| to_api(*time) == text) {
        Some(time) => Ok(time),
        None => read_rfc3339(text).map_err(|why| {
            format!(
                "{why}; write Beijing time such as \"2024-06-01 09:00:00\", or a time with its zone such as \
                 \"2024-06-01T01:00:00Z\""
            )
        }),
    }
}

/// The instant that RFC 3339 writes as `text`, in whole seconds.
///
/// # Errors
/// Says what is wrong with the text.
pub(super) fn read_rfc3339(text: &str) -> Result<Timestamp, String> {
    let Some((local, zone)) = text.split_at_checked(RFC3339_LOCAL_LENGTH) else {
        return Err(format!("{text:?} is not a time"));
    };
    let local_time = DateTime::strptime(RFC3339_LOCAL, local).ok();
    if local_time.is_none_or(|time| time.strftime(RFC3339_LOCAL).to_string() != local) {
        return Err(format!(
            "{text:?} is not a time that exists, or not in a known format"
        ));
    }
    match zone {
        "" => return Err(format!("{text:?} has no time zone")),
        zone if zone.starts_with('.') => {
            return Err(format!(
                "{text:?} has a fraction of a second, which the API does not take"
            ));
        }
        _ => {}
    }
    // Every zone is one of some time.
    let is_zone = (zone == "Z" || (zone.starts_with(['+', '-']) && zone.len() == "+08:00".len()))
        && format!("2024-06-01T01:00:00{zone}").parse::<Timestamp>().is_ok();
    if !is_zone {
        return Err(format!("{text:?} has an unknown time zone"));
    }
    text.parse()
        .ok()
        .filter(|time| can_be_written(*time))
        .ok_or_else(|| format!("{text:?} is not within the years 0 to 9999"))
}

/// Length of [`RFC3339_LOCAL`] once it is filled in.
const RFC3339_LOCAL_LENGTH: usize = "2024-06-01T01:00:00".len();

/// A check for attributes that hold a time.
///
/// # Errors
/// Says what is wrong with the value.
pub(super) fn check(value: &Value) -> Result<(), String> {
    read(value.as_str().unwrap_or_default()).map(drop)
}

/// Whether two texts are the same instant.
pub(super) fn same_instant(one: &Value, other: &Value) -> bool {
    let instant = |value: &Value| value.as_str().and_then(|text| read(text).ok());
    instant(one).is_some_and(|one| instant(other) == Some(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_the_api_is_beijing_time() {
        let time = parse("2020-02-17 17:39:34").unwrap();
        assert_eq!(time.to_string(), "2020-02-17T09:39:34Z");
        assert_eq!(to_api(time), "2020-02-17 17:39:34");
        assert_eq!(parse("2020-02-17T17:39:34Z"), None);
        assert_eq!(parse(""), None);
    }

    #[test]
    fn a_configuration_can_name_the_zone() {
        let time = parse("2024-06-01 09:00:00").unwrap();
        for text in [
            "2024-06-01 09:00:00",
            "2024-06-01T01:00:00Z",
            "2024-06-01T09:00:00+08:00",
            "2024-05-31T20:30:00-04:30",
        ] {
            assert_eq!(read(text), Ok(time), "{text:?}");
            assert_eq!(to_api(read(text).unwrap()), "2024-06-01 09:00:00");
        }
    }

    #[test]
    fn a_text_that_is_no_time_is_refused_with_the_reason() {
        for (text, reason) in [
            ("", "is not a time"),
            ("tomorrow", "is not a time"),
            ("2024-6-1 9:00:00", "is not a time"),
            ("2024-06-01 09:00", "is not a time"),
            ("2024-02-30 09:00:00", "is not a time that exists"),
            ("2024-06-01 24:00:00", "is not a time that exists"),
            ("2024-02-30T09:00:00Z", "is not a time that exists"),
            ("2024-06-01T09:00:60Z", "is not a time that exists"),
            ("2024-06-01T09:00:00", "has no time zone"),
            ("2024-06-01T09:00:00.5Z", "fraction of a second"),
            ("2024-06-01T09:00:00 CST", "has an unknown time zone"),
            ("2024-06-01T09:00:00+8", "has an unknown time zone"),
            (
                "2024-06-01T09:00:00+08:00[Asia/Shanghai]",
                "has an unknown time zone",
            ),
            ("2024-06-01T09:00:00+99:99", "has an unknown time zone"),
            ("9999-12-31T23:00:00Z", "is not within the years 0 to 9999"),
            ("0000-01-01T00:00:00+08:00", "is not within the years 0 to 9999"),
            ("0000-01-01 00:00:00", "is not a time that exists"),
            ("二零二四年六月一日上午九点", "is not a time"),
        ] {
            let refusal = check(&text.into()).unwrap_err();
            assert!(refusal.contains(reason), "{text:?}: {refusal}");
        }
    }

    #[test]
    fn times_are_compared_by_instant() {
        assert!(same_instant(
            &"2024-06-01 09:00:00".into(),
            &"2024-06-01T01:00:00Z".into()
        ));
        assert!(!same_instant(
            &"2024-06-01 09:00:00".into(),
            &"2024-06-01T09:00:00Z".into()
        ));
        assert!(!same_instant(&"".into(), &"".into()));
    }

    proptest::proptest! {
        #[test]
        fn a_time_survives_both_forms(seconds in 0..253_000_000_000_i64) {
            let time = Timestamp::from_second(seconds).unwrap();
            proptest::prop_assert_eq!(read(&to_api(time)), Ok(time));
            proptest::prop_assert_eq!(read(&time.to_string()), Ok(time));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".{0,40}") {
            let _ = read(&text);
        }
    }
}
