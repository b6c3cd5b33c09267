//! How long a host that can't be reached is tried: a network that stumbles comes back within seconds, a typo never
//! does, and a plan of a thousand objects must not wait for it a thousand times.
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// How long all calls of a client together try to reach a host that none of them reaches.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// Since when nothing was sent.
#[derive(Debug, Default)]
pub(super) struct Reach(Mutex<Option<Outage>>);

#[derive(Debug, Clone, Copy)]
struct Outage {
    since: Instant,
    last: Instant,
}

impl Reach {
    /// Something answered.
    pub(super) fn answered(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// A request could not be sent; gives for how long that has been so. Failures that lie far apart are not one
    /// outage.
    pub(super) fn failed(&self) -> Duration {
        let now = Instant::now();
        let mut outage = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let since = outage
            .filter(|outage| now - outage.last <= PATIENCE)
            .map_or(now, |outage| outage.since);
        *outage = Some(Outage { since, last: now });
        now - since
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn an_outage_lasts_from_its_first_failure_to_the_next_answer() {
        let reach = Reach::default();
        assert_eq!(reach.failed().as_secs(), 0);
        advance(Duration::from_secs(20)).await;
        assert_eq!(reach.failed().as_secs(), 20);
        reach.answered();
        assert_eq!(reach.failed().as_secs(), 0);
        advance(Duration::from_secs(31)).await;
        assert_eq!(reach.failed().as_secs(), 0, "much later it is another outage");
    }
}
