//! The emulator's clock. Everything that the business side calls "now" comes from here, so time can run fast, or only
//! when told to.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::api_time::ApiTime;

/// Where a manual clock stands until it is moved: 2024-01-15 16:30:00, Beijing time.
pub const MANUAL_START: ApiTime = ApiTime::from_unix_millis(1_705_307_400_000);

/// The time of the real world, which dates signatures. It passes as on the runtime's clock, so where a test holds or
/// moves that clock, all of the emulator follows.
pub(crate) fn wall_time() -> Timestamp {
    let (runtime, machine) = (Instant::now().into_std(), std::time::Instant::now());
    let ahead = SignedDuration::try_from(runtime.duration_since(machine)).unwrap_or_default();
    let behind = SignedDuration::try_from(machine.duration_since(runtime)).unwrap_or_default();
    let time = Timestamp::now();
    time.checked_add(ahead - behind).unwrap_or(time)
}

/// How time passes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum ClockMode {
    /// As in the real world.
    #[default]
    Real,
    /// From the real start time on, this many times faster than in the real world.
    Scaled(f64),
    /// Not at all, except by [`Clock::advance`] and [`Clock::set`].
    Manual,
}

/// A clock that never goes back.
#[derive(Debug)]
pub struct Clock {
    mode: ClockMode,
    started: Instant,
    started_at: ApiTime,
    /// What was added by hand.
    added: Mutex<Duration>,
}

impl Clock {
    /// Starts a clock.
    pub fn new(mode: ClockMode) -> Self {
        let started_at = match mode {
            ClockMode::Real | ClockMode::Scaled(_) => ApiTime::from_unix_millis(wall_time().as_millisecond()),
            ClockMode::Manual => MANUAL_START,
        };
        Self {
            mode,
            started: Instant::now(),
            started_at,
            added: Mutex::default(),
        }
    }

    /// How time passes on this clock.
    pub fn mode(&self) -> ClockMode {
        self.mode
    }

    /// The time.
    pub fn now(&self) -> ApiTime {
        self.running() + *self.added()
    }

    /// Jumps forward by `by`, in any mode.
    pub fn advance(&self, by: Duration) {
        let mut added = self.added();
        *added = added.saturating_add(by);
    }

    /// Jumps forward to `api_time`, in any mode. Says whether it did: it cannot go back.
    pub fn set(&self, api_time: ApiTime) -> bool {
        let mut added = self.added();
        let now = self.running() + *added;
        *added = added.saturating_add(Duration::from_millis(api_time.millis_since(now).unsigned_abs()));
        api_time >= now
    }

    /// The time without what was added by hand. It counts with a monotonic clock, so that a correction of the system's
    /// time cannot turn it back.
    fn running(&self) -> ApiTime {
        match self.mode {
            ClockMode::Real => self.started_at + self.started.elapsed(),
            ClockMode::Scaled(factor) => {
                self.started_at
                    + Duration::try_from_secs_f64(self.started.elapsed().as_secs_f64() * factor)
                        .unwrap_or_default()
            }
            ClockMode::Manual => self.started_at,
        }
    }

    fn added(&self) -> MutexGuard<'_, Duration> {
        self.added.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_stands_until_it_is_moved() {
        let clock = Clock::new(ClockMode::Manual);
        assert_eq!(clock.now(), MANUAL_START);
        clock.advance(Duration::from_secs(90));
        assert_eq!(clock.now().to_string(), "2024-01-15 16:31:30");
    }

    #[tokio::test(start_paused = true)]
    async fn a_real_clock_follows_the_clock_of_the_runtime() {
        let clock = Clock::new(ClockMode::Real);
        let start = clock.now();
        tokio::time::advance(Duration::from_hours(30)).await;
        assert_eq!(clock.now(), start + Duration::from_hours(30));
    }

    #[test]
    fn a_clock_is_set_forward_but_never_back() {
        let clock = Clock::new(ClockMode::Manual);
        let tomorrow = MANUAL_START + Duration::from_hours(24);
        assert!(clock.set(tomorrow));
        assert!(!clock.set(MANUAL_START));
        assert_eq!(clock.now(), tomorrow);
    }

    #[test]
    fn a_scaled_clock_runs_ahead_of_the_real_one() {
        let (fast, real) = (Clock::new(ClockMode::Scaled(1_000_000.0)), Instant::now());
        std::thread::sleep(Duration::from_millis(2));
        let real = i64::try_from(real.elapsed().as_millis()).expect("a short time");
        assert!(fast.now().millis_since(fast.started_at) > real * 100);
    }
}
