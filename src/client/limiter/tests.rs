use tokio::time::{sleep, timeout};

use super::*;

const ACTION: &str = "DescribeScalingGroup";

/// How many calls may start within the next second.
async fn starts(limiters: &Limiters) -> usize {
    let end = Instant::now() + Duration::from_secs(1);
    let mut starts = 0;
    while let Ok(permit) = timeout(end - Instant::now(), limiters.acquire(ACTION)).await {
        drop(permit);
        starts += 1;
        if starts == 1000 {
            break;
        }
    }
    starts
}

/// How many calls may be under way.
async fn places(limiters: &Limiters) -> usize {
    let mut permits = Vec::new();
    while let Ok(permit) = timeout(Duration::from_millis(1), limiters.acquire(ACTION)).await {
        permits.push(permit);
    }
    permits.len()
}

#[tokio::test(start_paused = true)]
async fn few_calls_are_under_way_at_first_and_more_with_each_that_is_taken() {
    let limiters = Limiters::new(10, None);
    assert_eq!(places(&limiters).await, 4);
    for _ in 0..3 {
        limiters.acquire(ACTION).await.accepted();
    }
    assert_eq!(places(&limiters).await, 7);
    for _ in 0..100 {
        limiters.acquire(ACTION).await.accepted();
    }
    assert_eq!(places(&limiters).await, 10, "the cap is never exceeded");
    assert_eq!(
        places(&Limiters::new(0, None)).await,
        1,
        "at least one call must be possible"
    );
}

#[tokio::test(start_paused = true)]
async fn all_actions_share_the_caps() {
    let limiters = Limiters::new(1, Some(2.0));
    let permit = limiters.acquire(ACTION).await;
    let other = timeout(Duration::from_secs(9), limiters.acquire("CreateScalingGroup")).await;
    assert!(other.is_err());
    drop(permit);
    assert_eq!(
        starts(&limiters).await,
        3,
        "one at once, and two more in a second"
    );
}

#[tokio::test(start_paused = true)]
async fn a_place_that_is_given_back_is_taken_in_the_order_of_arrival() {
    let limiters = Arc::new(Limiters::new(1, None));
    let order = Arc::new(Mutex::new(Vec::new()));
    let permit = limiters.acquire(ACTION).await;
    let waiters: Vec<_> = (0..5)
        .map(|number| {
            let (limiters, order) = (Arc::clone(&limiters), Arc::clone(&order));
            tokio::spawn(async move {
                let _permit = limiters.acquire(ACTION).await;
                lock(&order).push(number);
            })
        })
        .collect();
    sleep(Duration::from_secs(5)).await;
    assert!(lock(&order).is_empty());
    drop(permit);
    for waiter in waiters {
        waiter.await.unwrap();
    }
    assert_eq!(*lock(&order), [0, 1, 2, 3, 4]);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_slows_its_own_action_down_and_no_other() {
    let limiters = Limiters::new(8, None);
    limiters.acquire(ACTION).await.refused(None);
    assert!((1..=8).contains(&starts(&limiters).await));
    let other = timeout(Duration::from_millis(1), limiters.acquire("CreateScalingGroup")).await;
    assert!(other.is_ok());
}

#[tokio::test(start_paused = true)]
async fn one_absurd_wait_does_not_stop_all_the_others() {
    let limiters = Limiters::new(4, None);
    limiters
        .acquire(ACTION)
        .await
        .refused(Some(Duration::from_hours(24)));
    let start = Instant::now();
    drop(limiters.acquire(ACTION).await);
    assert_eq!(start.elapsed().as_secs(), 5);
}

#[test]
fn calls_that_were_refused_together_count_once() {
    let start = Instant::now();
    let mut learnt = Learnt::new(8);
    for _ in 0..20 {
        learnt.accepted(start, false);
    }
    assert!(learnt.refused(start + Duration::from_millis(5), start, true, 1.0) > Duration::ZERO);
    let interval = learnt.interval();
    assert_eq!(
        interval,
        Duration::from_secs_f64(1.0 / 17.0),
        "less than what was taken in a second"
    );
    for _ in 0..8 {
        assert_eq!(
            learnt.refused(start + Duration::from_millis(6), start, true, 1.0),
            Duration::ZERO
        );
    }
    assert_eq!(learnt.interval(), interval);
}

#[test]
fn nobody_starts_for_longer_the_more_refusals_there_were_in_a_row() {
    let start = Instant::now();
    let mut learnt = Learnt::new(8);
    let mut now = start;
    let holds: Vec<u128> = (0..7)
        .map(|_| {
            now += Duration::from_secs(1);
            learnt.refused(now, now, true, 1.0).as_millis()
        })
        .collect();
    assert_eq!(holds, [100, 200, 400, 800, 1600, 2000, 2000]);
    learnt.accepted(now, true);
    now += Duration::from_secs(1);
    assert_eq!(
        learnt.refused(now, now, true, 0.0).as_millis(),
        50,
        "half of it is random"
    );
}
