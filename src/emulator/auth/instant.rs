//! Signing times: how they are written, and whether they are recent enough.

use jiff::civil::DateTime;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::emulator::error::ApiError;

/// ISO-8601 basic format, the one of `X-Amz-Date`: `20240115T083000Z`.
const BASIC: &str = "%Y%m%dT%H%M%SZ";
/// ISO-8601 extended format, the one of the simplified signature: `2024-01-15T08:30:00Z`.
const EXTENDED: &str = "%Y-%m-%dT%H:%M:%SZ";

/// Reads `20240115T083000Z`.
pub(super) fn parse_basic(text: &str) -> Option<Timestamp> {
    parse_exactly(BASIC, text)
}

/// Reads `2024-01-15T08:30:00Z`.
pub(super) fn parse_extended(text: &str) -> Option<Timestamp> {
    parse_exactly(EXTENDED, text)
}

/// Reads a `Date` header: the basic format, or an HTTP date such as `Mon, 15 Jan 2024 08:30:00 GMT`.
pub(super) fn parse_date_header(text: &str) -> Option<Timestamp> {
    static HTTP_DATE: DateTimeParser = DateTimeParser::new();
    parse_basic(text).or_else(|| HTTP_DATE.parse_timestamp(text).ok())
}

/// Writes `20240115T083000Z`.
pub(super) fn basic(instant: Timestamp) -> String {
    instant.strftime(BASIC).to_string()
}

/// Refuses a signature of `signed_at` that is not valid at `now`: more than `max_skew` in the future, or past its
/// lifetime, which is `max_skew` unless the signature names one of its own.
pub(super) fn check_fresh(
    signed_at: Timestamp,
    lifetime: Option<SignedDuration>,
    max_skew: SignedDuration,
    now: Timestamp,
) -> Result<(), ApiError> {
    let age = now.duration_since(signed_at);
    if age > lifetime.unwrap_or(max_skew) || age < -max_skew {
        let detail = format!(
            "{} is too far from the server's time {}",
            basic(signed_at),
            basic(now)
        );
        return Err(ApiError::signature_expired(&detail));
    }
    Ok(())
}

/// Reads `text` if it is what `format` itself would write, with no digit less or more.
fn parse_exactly(format: &str, text: &str) -> Option<Timestamp> {
    let civil = DateTime::strptime(format, text).ok()?;
    let rewritten = civil.strftime(format).to_string();
    (rewritten == text).then(|| TimeZone::UTC.to_timestamp(civil).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Timestamp {
        "2024-01-15T12:00:00Z".parse().expect("a time")
    }

    #[test]
    fn the_three_spellings_of_one_instant_agree() {
        assert_eq!(parse_basic("20240115T120000Z"), Some(noon()));
        assert_eq!(parse_extended("2024-01-15T12:00:00Z"), Some(noon()));
        assert_eq!(parse_date_header("Mon, 15 Jan 2024 12:00:00 GMT"), Some(noon()));
        assert_eq!(basic(noon()), "20240115T120000Z");
    }

    #[test]
    fn near_misses_are_refused() {
        for text in [
            "",
            "20240115T12000Z",
            "20240115T120000",
            "20240115 120000Z",
            "20241315T120000Z",
            "2024-01-15T12:00:00Z",
        ] {
            assert_eq!(parse_basic(text), None, "{text:?}");
        }
        assert_eq!(parse_extended("2024-1-15T12:00:00Z"), None);
    }

    #[test]
    fn a_signature_is_valid_for_the_skew_in_both_directions() {
        let skew = SignedDuration::from_mins(15);
        let second = SignedDuration::from_secs(1);
        let fresh = |age: SignedDuration| check_fresh(noon(), None, skew, noon() + age);
        assert_eq!(fresh(skew), Ok(()));
        assert_eq!(fresh(-skew), Ok(()));
        assert!(fresh(-skew - second).is_err());
        let expired = fresh(skew + second).expect_err("expired");
        assert_eq!(
            expired.message,
            "Signature expired:20240115T120000Z is too far from the server's time 20240115T121501Z."
        );
    }

    #[test]
    fn a_lifetime_replaces_the_skew_for_old_signatures_only() {
        let skew = SignedDuration::from_mins(15);
        let lifetime = Some(SignedDuration::from_mins(60));
        let fresh = |minutes| {
            check_fresh(
                noon(),
                lifetime,
                skew,
                noon() + SignedDuration::from_mins(minutes),
            )
        };
        assert!(fresh(60).is_ok() && fresh(-15).is_ok());
        assert!(fresh(61).is_err() && fresh(-16).is_err());
    }
}
