//! What time it is, and the clock that dates signatures: this machine's, corrected by the API's once a signature
//! turned out to be too old.
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::fmt::rfc2822::DateTimeParser;
use jiff::{SignedDuration, Timestamp};

/// The time. It passes as on the runtime's clock, so where a test holds or moves that clock, dates follow it.
pub fn now() -> Timestamp {
    let (runtime, machine) = (tokio::time::Instant::now().into_std(), std::time::Instant::now());
    let ahead = SignedDuration::try_from(runtime.duration_since(machine)).unwrap_or_default();
    let behind = SignedDuration::try_from(machine.duration_since(runtime)).unwrap_or_default();
    let time = Timestamp::now();
    time.checked_add(ahead - behind).unwrap_or(time)
}

/// A clock with an offset.
#[derive(Debug, Default)]
pub(super) struct SigningClock {
    offset_seconds: AtomicI64,
}

impl SigningClock {
    pub(super) fn now(&self) -> Timestamp {
        let local = now();
        let corrected = local
            .as_second()
            .saturating_add(self.offset_seconds.load(Ordering::Relaxed));
        Timestamp::from_second(corrected).unwrap_or(local)
    }

    /// Takes the time from the `Date` header of an answer; `false` if it holds no date.
    pub(super) fn correct(&self, date: &str) -> bool {
        let Some(theirs) = parse_http_date(date) else {
            return false;
        };
        self.offset_seconds
            .store(theirs.as_second() - now().as_second(), Ordering::Relaxed);
        true
    }
}

/// `Mon, 15 Jan 2024 08:30:00 GMT`.
pub(super) fn parse_http_date(text: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(text.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_follows_the_date_of_the_api() {
        let clock = SigningClock::default();
        assert!(clock.correct("Mon, 15 Jan 2024 08:30:00 GMT"));
        let ahead =
            clock.now().as_second() - "2024-01-15T08:30:00Z".parse::<Timestamp>().unwrap().as_second();
        assert!((0..60).contains(&ahead), "{ahead}");
    }

    #[tokio::test(start_paused = true)]
    async fn dates_follow_the_clock_of_the_runtime() {
        let start = now();
        tokio::time::advance(std::time::Duration::from_hours(30)).await;
        let passed = now().duration_since(start);
        // The clock of the runtime stands still but for this; the two looks at the machine's clocks are not quite simultaneous.
        assert!(
            (passed - SignedDuration::from_hours(30)).abs() < SignedDuration::from_secs(1),
            "{passed}"
        );
    }

    #[test]
    fn something_else_than_a_date_changes_nothing() {
        let clock = SigningClock::default();
        assert!(!clock.correct("yesterday"));
        assert_eq!(clock.offset_seconds.load(Ordering::Relaxed), 0);
    }
}
