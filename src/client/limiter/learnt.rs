//! What is learnt of one action's flow control: plain arithmetic over the times of calls that were taken and
//! refused.
use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// So many calls may be under way before anything is known.
const FIRST_PLACES: f64 = 4.0;
/// Calls per second. A limit that is met at once is taken for at least this much.
const FIRST_RATE: f64 = 4.0;
const SLOWEST_RATE: f64 = 0.1;
/// What a refusal leaves of the rate, and of the number of calls under way.
const DECREASE: f64 = 0.85;
/// Up to this part of the rate that was refused last the rate comes back quickly.
const NEAR: f64 = 0.97;
/// Calls per second that the rate gains in each second near the limit, at first and for each second that passed.
const INCREASE: f64 = 0.1;
const ACCELERATION: f64 = 0.1;
/// For the first refusal nobody starts for so long at most; for each one that follows, twice as long.
const FIRST_HOLD: Duration = Duration::from_millis(100);
const LAST_HOLD: Duration = Duration::from_secs(2);
/// What was taken is counted over this time.
const MEASURED: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct Learnt {
    /// Calls that may be under way; the whole part counts.
    places: f64,
    most: f64,
    /// Calls per second; none until the first refusal.
    rate: Option<f64>,
    /// Whether the rate still has to find the limit.
    is_searching: bool,
    /// The rate that was refused last.
    ceiling: f64,
    refused_at: Option<Instant>,
    refusals_in_a_row: u32,
    /// When calls were taken lately.
    taken: VecDeque<Instant>,
}

impl Learnt {
    /// Nothing is known, but that at most `most` calls may be under way.
    pub(super) fn new(most: usize) -> Self {
        let most = f64::from(u32::try_from(most).unwrap_or(u32::MAX));
        Self {
            places: FIRST_PLACES.min(most),
            ..Self::with(most, None)
        }
    }

    /// Limits that a person set.
    pub(super) fn fixed(most: usize, rate: Option<f64>) -> Self {
        Self::with(f64::from(u32::try_from(most).unwrap_or(u32::MAX)), rate)
    }

    fn with(most: f64, rate: Option<f64>) -> Self {
        Self {
            places: most,
            most,
            rate,
            is_searching: false,
            ceiling: 0.0,
            refused_at: None,
            refusals_in_a_row: 0,
            taken: VecDeque::new(),
        }
    }

    /// Whether there is a rate to wait for.
    pub(super) fn has_rate(&self) -> bool {
        self.rate.is_some()
    }

    /// How many calls may be under way.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it lies between 1 and a number that was a usize"
    )]
    pub(super) fn places(&self) -> usize {
        self.places as usize
    }

    /// The time from the start of one call to that of the next.
    pub(super) fn interval(&self) -> Duration {
        self.rate.map_or(Duration::ZERO, |rate| {
            Duration::from_secs_f64(1.0 / rate.max(SLOWEST_RATE))
        })
    }

    /// A call was taken; if it `waited` for the rate, there is room for more.
    pub(super) fn accepted(&mut self, now: Instant, waited: bool) {
        self.refusals_in_a_row = 0;
        self.taken.push_back(now);
        while self.taken.front().is_some_and(|taken| now - *taken > MEASURED) {
            self.taken.pop_front();
        }
        let grown = self.places
            + if self.rate.is_none() {
                1.0
            } else {
                1.0 / self.places
            };
        self.places = grown.min(self.most);
        let Some(rate) = self.rate.filter(|_| waited) else {
            return;
        };
        let near = self.ceiling * NEAR;
        let gain = if self.is_searching {
            rate * 0.1
        } else if rate < near {
            (near - rate) * 0.1 + INCREASE / rate
        } else {
            let quiet = self.refused_at.map_or(Duration::ZERO, |refused| now - refused);
            (INCREASE + ACCELERATION * quiet.as_secs_f64()) / rate
        };
        self.rate = Some(rate + gain);
    }

    /// A call that started at `since` was refused for its speed; if it had not `waited` for the rate, that says nothing
    /// about it. Gives how long nobody should start; `random` lies between 0 and 1.
    pub(super) fn refused(&mut self, now: Instant, since: Instant, waited: bool, random: f64) -> Duration {
        // What started before the last decrease, or follows a refusal closely, says nothing new.
        if self.refused_at.is_some_and(|refused| since < refused) {
            return Duration::ZERO;
        }
        let in_a_row = self.refusals_in_a_row;
        self.refusals_in_a_row += 1;
        if in_a_row.is_multiple_of(8) && (waited || self.rate.is_none()) {
            self.decrease(now);
        }
        self.refused_at = Some(now);
        let longest = FIRST_HOLD.saturating_mul(1 << in_a_row.min(8)).min(LAST_HOLD);
        longest.mul_f64(0.5 + random / 2.0)
    }

    fn decrease(&mut self, now: Instant) {
        self.places = (self.places * DECREASE).max(1.0);
        let lately = self
            .taken
            .iter()
            .filter(|taken| now - **taken <= MEASURED)
            .count();
        let taken = f64::from(u32::try_from(lately).unwrap_or(u32::MAX)) / MEASURED.as_secs_f64();
        let Some(rate) = self.rate else {
            self.rate = Some((taken * DECREASE).max(FIRST_RATE));
            self.is_searching = true;
            return;
        };
        // The limit has fallen far if much less was taken than the rate allows.
        let held = if !self.is_searching && taken < rate / 2.0 {
            taken.max(rate / 2.0)
        } else {
            rate
        };
        self.is_searching = false;
        self.ceiling = held;
        self.rate = Some((held * DECREASE).max(SLOWEST_RATE));
    }
}
