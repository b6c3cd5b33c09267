//! Points in the emulator's time, and the one way in which the API writes them.

use std::fmt;
use std::ops::Add;
use std::time::Duration;

use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

/// China has one time zone and no summer time.
const BEIJING: Offset = Offset::constant(8);
/// How the API writes a time. It names no zone; the ids show that it means Beijing time.
const FORMAT: &str = "%Y-%m-%d %H:%M:%S";

/// A point in time, in whole milliseconds. Stored as Beijing time with milliseconds, so that a saved store can be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ApiTime(i64);

impl ApiTime {
    /// From milliseconds since 1970-01-01T00:00:00Z.
    pub const fn from_unix_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn unix_millis(self) -> i64 {
        self.0
    }

    /// Reads `YYYY-MM-DD HH:MM:SS`, Beijing time; nothing else is accepted.
    pub fn parse(text: &str) -> Option<Self> {
        let civil = DateTime::strptime(FORMAT, text).ok()?;
        let api_time = Self::from_beijing(civil)?;
        (api_time.to_string() == text).then_some(api_time)
    }

    /// The moment at which clocks in Beijing show `civil`; `None` outside the calendar.
    pub fn from_beijing(civil: DateTime) -> Option<Self> {
        Some(Self(BEIJING.to_timestamp(civil).ok()?.as_millisecond()))
    }

    /// What clocks in Beijing show.
    pub fn beijing(self) -> DateTime {
        BEIJING.to_datetime(jiff::Timestamp::from_millisecond(self.0).unwrap_or_default())
    }

    /// Milliseconds from `earlier` to `self`; 0 if `earlier` is later.
    pub fn millis_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0).max(0)
    }
}

impl Add<Duration> for ApiTime {
    type Output = Self;

    fn add(self, by: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)),
        )
    }
}

impl fmt::Display for ApiTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.beijing().strftime(FORMAT))
    }
}

impl From<ApiTime> for String {
    fn from(api_time: ApiTime) -> Self {
        format!("{api_time}.{:03}", api_time.0.rem_euclid(1000))
    }
}

impl TryFrom<String> for ApiTime {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let api_time = text.split_once('.').and_then(|(seconds, millis)| {
            Some(Self::parse(seconds)? + Duration::from_millis(millis.parse().ok()?))
        });
        api_time.ok_or_else(|| format!("{text:?} is not a time of the form YYYY-MM-DD HH:MM:SS.mmm"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_beijing_time() {
        let api_time = ApiTime::from_unix_millis(1_705_307_400_000);
        assert_eq!(api_time.to_string(), "2024-01-15 16:30:00");
        assert_eq!(ApiTime::parse("2024-01-15 16:30:00"), Some(api_time));
    }

    #[test]
    fn only_the_exact_format_is_read() {
        for text in [
            "2024-01-15",
            "2024-01-15T16:30:00",
            "2024-1-15 16:30:00",
            "2024-02-30 00:00:00",
            "",
        ] {
            assert_eq!(ApiTime::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_stored_time_keeps_its_milliseconds() {
        let api_time = ApiTime::from_unix_millis(1_705_307_400_042);
        assert_eq!(ApiTime::try_from(String::from(api_time)), Ok(api_time));
    }
}
