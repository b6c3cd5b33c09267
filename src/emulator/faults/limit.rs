//! How many calls the flow control of an API lets pass: a bucket that fills at a steady rate.

use serde::{Deserialize, Serialize};
use tokio::time::Instant;

/// A limit of calls.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Calls per second in the long run.
    pub per_second: f64,
    /// Calls at once after a rest; 1, which is the default, paces them strictly.
    #[serde(default = "one")]
    pub burst: u32,
}

/// The calls that may come now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bucket {
    calls: f64,
    at: Instant,
}

impl Limit {
    pub(super) fn bucket(self) -> Bucket {
        Bucket {
            calls: f64::from(self.burst),
            at: Instant::now(),
        }
    }
}

impl Bucket {
    /// Whether a call may come now; it counts if so.
    pub(super) fn take(&mut self, limit: Limit) -> bool {
        let now = Instant::now();
        let filled = self.calls + (now - self.at).as_secs_f64() * limit.per_second;
        self.calls = filled.min(f64::from(limit.burst));
        self.at = now;
        let passes = self.calls >= 1.0;
        if passes {
            self.calls -= 1.0;
        }
        passes
    }
}

fn one() -> u32 {
    1
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_burst_passes_and_then_as_many_as_the_rate_allows() {
        let limit = Limit {
            per_second: 10.0,
            burst: 3,
        };
        let mut bucket = limit.bucket();
        let mut passed = || (0..5).filter(|_| bucket.take(limit)).count();
        assert_eq!(passed(), 3);
        tokio::time::sleep(Duration::from_millis(201)).await;
        assert_eq!(passed(), 2);
        tokio::time::sleep(Duration::from_mins(1)).await;
        assert_eq!(passed(), 3, "no more than a burst is saved up");
    }
}
