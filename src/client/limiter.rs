//! The adaptive limiter: how many calls may be under way at once, and how many may start per second.
//!
//! The API refuses calls that come too fast, for each action apart, and publishes no numbers. So both limits are
//! learnt for each action, as TCP learns them:
//!
//! - Until the first refusal only the number of calls under way is limited. It starts small and grows by one with
//!   every call that is taken.
//! - The first refusal sets a rate, from what was taken in the last second. It grows quickly up to the next
//!   refusal, which shows where the limit is.
//! - From then on the rate grows slowly near the limit (additive increase), faster the longer there was no
//!   refusal, and falls with every refusal (multiplicative decrease). Calls that were under way together are
//!   refused together: that counts once. So processes that share an account come to share its rate.
//! - After a refusal nobody starts for a moment: a random one, longer the more refusals there were in a row, and
//!   at least as long as the API asks for, within [`LONGEST_HOLD`].
//!
//! Whoever waits is served in the order of arrival. All calls of a client share its limiters.
//!
//! It is made by hand because the limiters that exist keep to a rate that is known beforehand.
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use self::learnt::Learnt;

mod learnt;

/// However long the API asks to wait, other calls than the one that it refused are not held back for longer.
const LONGEST_HOLD: Duration = Duration::from_secs(5);

/// One limiter for each action, and one for all calls of the client.
#[derive(Debug)]
pub(super) struct Limiters {
    all: Arc<Limiter>,
    most: usize,
    actions: Mutex<HashMap<&'static str, Arc<Limiter>>>,
}

/// The right to have one call of an action under way; dropping it gives it back.
#[derive(Debug)]
pub(super) struct Permit {
    own: Place,
    _all: Place,
}

impl Limiters {
    /// At most `most` calls at once, and `rate` per second if it is given.
    pub(super) fn new(most: usize, rate: Option<f64>) -> Self {
        let most = most.max(1);
        Self {
            all: Arc::new(Limiter::new(Learnt::fixed(most, rate))),
            most,
            actions: Mutex::default(),
        }
    }

    /// Waits for the right to call `action`.
    pub(super) async fn acquire(&self, action: &'static str) -> Permit {
        let own = Arc::clone(
            lock(&self.actions)
                .entry(action)
                .or_insert_with(|| Arc::new(Limiter::new(Learnt::new(self.most)))),
        );
        Permit {
            own: own.acquire(action).await,
            _all: Arc::clone(&self.all).acquire(action).await,
        }
    }
}

impl Permit {
    /// The API took the call.
    pub(super) fn accepted(self) {
        let now = Instant::now();
        lock(&self.own.limiter.state)
            .learnt
            .accepted(now, self.own.waited);
    }

    /// The API refused the call for its speed, and asked to wait for `retry_after`.
    pub(super) fn refused(self, retry_after: Option<Duration>) {
        let now = Instant::now();
        let mut state = lock(&self.own.limiter.state);
        let hold = state
            .learnt
            .refused(now, self.own.since, self.own.waited, random_fraction());
        let wanted = retry_after.unwrap_or_default().min(LONGEST_HOLD);
        let until = now + hold.max(wanted);
        state.hold_until = Some(state.hold_until.map_or(until, |present| present.max(until)));
    }
}

/// The limits of one action, or of all calls.
#[derive(Debug)]
struct Limiter {
    state: Mutex<State>,
    /// Held by the one who waits for a place; the others queue for it, in the order of arrival.
    turn: tokio::sync::Mutex<()>,
    changed: Notify,
}

#[derive(Debug)]
struct State {
    learnt: Learnt,
    in_flight: usize,
    /// When the next call may start.
    next_at: Instant,
    hold_until: Option<Instant>,
}

/// One call under way.
#[derive(Debug)]
struct Place {
    limiter: Arc<Limiter>,
    since: Instant,
    /// Whether it waited for the rate, so that its success says something about it.
    waited: bool,
}

/// What a call has to wait for.
enum Wait {
    Until(Instant),
    ForAPlace,
}

impl Limiter {
    fn new(learnt: Learnt) -> Self {
        Self {
            state: Mutex::new(State {
                learnt,
                in_flight: 0,
                next_at: Instant::now(),
                hold_until: None,
            }),
            turn: tokio::sync::Mutex::default(),
            changed: Notify::new(),
        }
    }

    async fn acquire(self: Arc<Self>, action: &str) -> Place {
        /// A shorter wait is not worth a line of the log.
        const LONG: Duration = Duration::from_secs(1);
        let _turn = self.turn.lock().await;
        loop {
            let wait = match lock(&self.state).take(Instant::now()) {
                Ok(waited) => {
                    return Place {
                        limiter: Arc::clone(&self),
                        since: Instant::now(),
                        waited,
                    };
                }
                Err(wait) => wait,
            };
            match wait {
                // A refusal may hold it back further meanwhile: it looks again.
                Wait::Until(time) => {
                    let left = time.saturating_duration_since(Instant::now());
                    if left >= LONG {
                        tracing::info!(
                            "Waiting {:.1} s to call {action}: the API's rate limit was met",
                            left.as_secs_f64()
                        );
                    }
                    sleep_until(time).await;
                }
                Wait::ForAPlace => self.changed.notified().await,
            }
        }
    }
}

impl State {
    /// Takes a place; tells whether the rate was what it had to wait for.
    fn take(&mut self, now: Instant) -> Result<bool, Wait> {
        /// Timers come late by that much.
        const LATE: Duration = Duration::from_millis(5);
        if let Some(until) = self.hold_until.filter(|until| *until > now) {
            return Err(Wait::Until(until));
        }
        if self.in_flight >= self.learnt.places() {
            return Err(Wait::ForAPlace);
        }
        if self.next_at > now {
            return Err(Wait::Until(self.next_at));
        }
        let is_due = now - self.next_at < LATE;
        let waited = is_due && self.learnt.has_rate();
        let start = if is_due { self.next_at } else { now };
        self.next_at = start + self.learnt.interval();
        self.in_flight += 1;
        Ok(waited)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        lock(&self.limiter.state).in_flight -= 1;
        self.limiter.changed.notify_one();
    }
}

/// A random number from 0 to 1. Without a source of randomness it is 1.
fn random_fraction() -> f64 {
    let random = getrandom::u32().unwrap_or(u32::MAX);
    f64::from(random) / f64::from(u32::MAX)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;
