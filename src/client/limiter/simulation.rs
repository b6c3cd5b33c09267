//! Pipelines that share an account, on a clock of their own: what they reach of the limit, and at which cost.
use std::collections::VecDeque;

use serde_json::json;
use tokio::time::sleep;

use super::*;
use crate::client::CallContext;
use crate::client::actions::EnableScalingGroup;
use crate::client::testing::{FakeApi, Reply, error, ok};

/// How an API limits calls.
#[derive(Clone, Copy, Debug)]
enum Control {
    /// So many in any second.
    Window(usize),
    /// One, and the next one after a fraction of a second, as many times per second.
    Paced(u32),
    /// As a window, but it falls to the second number after ten seconds.
    Falls(usize, usize),
}

impl Control {
    /// Whether a call is taken now, given when the last ones were.
    fn takes(self, now: Duration, taken: &mut VecDeque<Duration>) -> bool {
        const SECOND: Duration = Duration::from_secs(1);
        while taken
            .front()
            .is_some_and(|first| now.saturating_sub(*first) >= SECOND)
        {
            taken.pop_front();
        }
        let has_room = match self {
            Self::Window(most) => taken.len() < most,
            Self::Paced(rate) => taken
                .back()
                .is_none_or(|last| now.saturating_sub(*last) >= SECOND / rate),
            Self::Falls(before, after) => {
                taken.len()
                    < if now < Duration::from_secs(10) {
                        before
                    } else {
                        after
                    }
            }
        };
        if has_room {
            taken.push_back(now);
        }
        has_room
    }
}

/// What came out.
#[derive(Debug)]
struct Outcome {
    seconds: f64,
    failed: usize,
    /// Calls sent for each call that was needed.
    cost: f64,
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// `pipelines` that each make `calls` calls, ten at a time as Terraform does, 50 ms away from the API.
async fn simulate(control: Control, pipelines: usize, calls: usize) -> Outcome {
    let start = Instant::now();
    let mut taken = VecDeque::new();
    let api = FakeApi::slow(Duration::from_millis(50), move |_| -> Reply {
        if control.takes(start.elapsed(), &mut taken) {
            ok(json!({"ReturnSet": {"ScalingGroupId": "1"}}))
        } else {
            error(409, "LimitExceeded", "Request was rejected")
        }
    });
    let mut workers = Vec::new();
    for _ in 0..pipelines {
        let client = api.client();
        let left = Arc::new(Mutex::new(calls));
        for _ in 0..10 {
            let (client, left) = (client.clone(), Arc::clone(&left));
            workers.push(tokio::spawn(async move {
                let mut failed = 0;
                while take_one(&left) {
                    let cx = CallContext::background().with_timeout(Duration::from_mins(10));
                    let request = EnableScalingGroup {
                        scaling_group_id: "1".to_owned(),
                    };
                    failed += usize::from(client.call(&cx, &request).await.is_err());
                    sleep(Duration::from_millis(1)).await;
                }
                failed
            }));
        }
    }
    let mut failed = 0;
    for worker in workers {
        failed += worker.await.unwrap();
    }
    Outcome {
        seconds: start.elapsed().as_secs_f64(),
        failed,
        cost: number(api.calls()) / number(pipelines * calls),
    }
}

fn take_one(left: &Mutex<usize>) -> bool {
    let mut left = lock(left);
    let some = *left > 0;
    *left = left.saturating_sub(1);
    some
}

#[tokio::test(start_paused = true)]
async fn pipelines_that_share_an_account_share_its_limit_and_none_fails() {
    // What they may cost is more where many start at once and know nothing of each other.
    for (control, pipelines, share, cost) in [
        (Control::Window(20), 1, 0.85, 1.2),
        (Control::Window(20), 2, 0.7, 1.2),
        (Control::Window(20), 8, 0.65, 1.5),
        (Control::Window(20), 32, 0.6, 2.8),
        (Control::Window(20), 100, 0.6, 6.5),
        (Control::Paced(20), 1, 0.8, 1.15),
    ] {
        let calls = 600 / pipelines;
        let outcome = simulate(control, pipelines, calls).await;
        let reached = number(pipelines * calls) / 20.0 / outcome.seconds;
        assert_eq!(outcome.failed, 0, "{control:?} × {pipelines}");
        assert!(
            reached >= share && outcome.cost <= cost,
            "{control:?} × {pipelines}: {reached} {outcome:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_falls_fails_nothing() {
    let outcome = simulate(Control::Falls(20, 2), 1, 300).await;
    assert_eq!(outcome.failed, 0);
    // 200 calls in the first ten seconds, 100 at two per second.
    assert!(
        outcome.seconds <= 60.0 / 0.55 && outcome.cost <= 1.5,
        "{outcome:?}"
    );
}
