//! The adaptive limiter: how many calls may be under way at once.
//!
//! The API refuses calls that come too fast and publishes no numbers. So the limit is learnt, as TCP learns
//! it: every success raises it a little (additive increase), a refusal halves it (multiplicative decrease)
//! and holds everybody back for the time that the refused call waits. All calls of a client share one
//! limiter.
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

/// See the module.
#[derive(Debug)]
pub(super) struct Limiter {
    state: Mutex<State>,
    freed: Notify,
    most: f64,
}

#[derive(Debug)]
struct State {
    /// The learnt limit; its whole part counts.
    window: f64,
    in_flight: f64,
    hold_until: Option<Instant>,
    last_decrease: Option<Instant>,
}

/// The right to have one call under way; dropping it gives it back.
#[derive(Debug)]
pub(super) struct Permit<'a> {
    limiter: &'a Limiter,
    since: Instant,
}

impl Limiter {
    /// At most `most` calls at once.
    pub(super) fn new(most: usize) -> Self {
        let most = f64::from(u32::try_from(most.max(1)).unwrap_or(u32::MAX));
        let state = State {
            window: most,
            in_flight: 0.0,
            hold_until: None,
            last_decrease: None,
        };
        Self {
            state: Mutex::new(state),
            freed: Notify::new(),
            most,
        }
    }

    /// Waits for a place.
    pub(super) async fn acquire(&self) -> Permit<'_> {
        loop {
            let freed = self.freed.notified();
            let hold = {
                let mut state = self.lock();
                let hold = state.hold_until.filter(|until| *until > Instant::now());
                if hold.is_none() && state.in_flight + 1.0 <= state.window {
                    state.in_flight += 1.0;
                    return Permit {
                        limiter: self,
                        since: Instant::now(),
                    };
                }
                hold
            };
            match hold {
                Some(until) => sleep_until(until).await,
                None => freed.await,
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permit<'_> {
    /// The API took the call.
    pub(super) fn succeeded(self) {
        let mut state = self.limiter.lock();
        state.window = (state.window + 1.0 / state.window).min(self.limiter.most);
    }

    /// The API refused the call for its speed, and the caller waits for `pause`. Calls that were under way
    /// together are refused together: that counts once.
    pub(super) fn throttled(self, pause: Duration) {
        let mut state = self.limiter.lock();
        let now = Instant::now();
        if state.last_decrease.is_none_or(|decrease| self.since >= decrease) {
            state.window = (state.window / 2.0).max(1.0);
            state.last_decrease = Some(now);
        }
        let until = now + pause;
        state.hold_until = Some(state.hold_until.map_or(until, |present| present.max(until)));
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.limiter.lock().in_flight -= 1.0;
        // All wake up and look: the window may have room for several of them, or for none.
        self.limiter.freed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::timeout;

    use super::*;

    /// How many places are free now.
    async fn free(limiter: &Limiter) -> usize {
        let mut permits = Vec::new();
        while let Ok(permit) = timeout(Duration::from_millis(1), limiter.acquire()).await {
            permits.push(permit);
        }
        permits.len()
    }

    #[tokio::test(start_paused = true)]
    async fn the_cap_is_never_exceeded() {
        let limiter = Limiter::new(4);
        assert_eq!(free(&limiter).await, 4);
        limiter.acquire().await.succeeded();
        assert_eq!(free(&limiter).await, 4);
        assert_eq!(
            free(&Limiter::new(0)).await,
            1,
            "at least one call must be possible"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_place_that_is_given_back_is_taken_by_a_waiter() {
        let limiter = Limiter::new(1);
        let permit = limiter.acquire().await;
        let ((), waited) = tokio::join!(
            async {
                tokio::time::sleep(Duration::from_secs(5)).await;
                drop(permit);
            },
            async {
                let start = Instant::now();
                drop(limiter.acquire().await);
                start.elapsed()
            }
        );
        assert_eq!(waited.as_secs(), 5);
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_halves_the_limit_and_successes_raise_it_step_by_step() {
        let limiter = Limiter::new(8);
        limiter.acquire().await.throttled(Duration::ZERO);
        assert_eq!(free(&limiter).await, 4);
        let mut successes = 0;
        while free(&limiter).await < 8 {
            limiter.acquire().await.succeeded();
            successes += 1;
        }
        assert!((15..60).contains(&successes), "{successes}");
    }

    #[tokio::test(start_paused = true)]
    async fn calls_that_were_refused_together_count_once_and_one_place_always_stays() {
        let limiter = Limiter::new(8);
        let (a, b) = (limiter.acquire().await, limiter.acquire().await);
        tokio::time::advance(Duration::from_millis(5)).await;
        a.throttled(Duration::ZERO);
        b.throttled(Duration::ZERO);
        assert_eq!(free(&limiter).await, 4);
        for _ in 0..9 {
            tokio::time::advance(Duration::from_millis(5)).await;
            limiter.acquire().await.throttled(Duration::ZERO);
        }
        assert_eq!(free(&limiter).await, 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_holds_everybody_back() {
        let limiter = Limiter::new(4);
        limiter.acquire().await.throttled(Duration::from_secs(3));
        let start = Instant::now();
        drop(limiter.acquire().await);
        assert_eq!(start.elapsed().as_secs(), 3);
    }
}
