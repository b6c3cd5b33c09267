use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::task::JoinHandle;
use tokio::time::advance;

use super::*;

const FLIGHT: Duration = Duration::from_millis(100);

/// A read under way; it gives the flight's number and the ids that were asked for.
type Read = JoinHandle<Result<Arc<(usize, Vec<String>)>, Stop>>;

/// A batcher whose answers tell the flight's number and the ids that were asked for.
struct Fixture {
    batcher: Arc<Batcher<(usize, Vec<String>)>>,
    flights: Arc<AtomicUsize>,
}

impl Fixture {
    fn new(capacity: usize) -> Self {
        Self {
            batcher: Arc::new(Batcher::new(capacity)),
            flights: Arc::default(),
        }
    }

    fn read(&self, cx: CallContext, scope: &'static str, id: &str) -> Read {
        let (batcher, flights, id) = (
            Arc::clone(&self.batcher),
            Arc::clone(&self.flights),
            id.to_owned(),
        );
        tokio::spawn(async move {
            let fetch = move |_, ids, _| async move {
                let number = flights.fetch_add(1, Ordering::SeqCst);
                sleep(FLIGHT).await;
                (number, ids)
            };
            batcher.read(&cx, scope, &id, fetch).await
        })
    }

    fn start(&self, scope: &'static str, id: &str) -> Read {
        self.read(CallContext::background(), scope, id)
    }

    /// The flights so far.
    fn flights(&self) -> usize {
        self.flights.load(Ordering::SeqCst)
    }
}

async fn flight_of(read: Read) -> usize {
    read.await.unwrap().unwrap().0
}

/// Lets started reads open or join their batches.
async fn settle() {
    tokio::task::yield_now().await;
}

#[tokio::test(start_paused = true)]
async fn concurrent_reads_become_one_call() {
    let fixture = Fixture::new(10);
    let reads: Vec<_> = ["a", "b", "c", "b"]
        .iter()
        .map(|id| fixture.start("", id))
        .collect();
    for read in reads {
        assert_eq!(
            *read.await.unwrap().unwrap(),
            (0, vec!["a".to_owned(), "b".to_owned(), "c".to_owned()])
        );
    }
    assert_eq!(fixture.flights(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_full_batch_and_another_scope_open_new_batches() {
    let fixture = Fixture::new(2);
    let reads: Vec<_> = ["a", "b", "c", "d", "e"]
        .iter()
        .map(|id| fixture.start("x", id))
        .collect();
    let other = fixture.start("y", "a");
    for read in reads {
        assert!(read.await.unwrap().unwrap().1.len() <= 2);
    }
    assert_eq!(other.await.unwrap().unwrap().1, ["a"]);
    assert_eq!(fixture.flights(), 4);
}

#[tokio::test(start_paused = true)]
async fn an_id_that_is_in_flight_is_not_asked_for_again() {
    let fixture = Fixture::new(10);
    let first = fixture.start("", "a");
    settle().await;
    advance(WINDOW + FLIGHT / 2).await;
    settle().await;
    let (same, other) = (fixture.start("", "a"), fixture.start("", "b"));
    assert_eq!(
        (
            flight_of(first).await,
            flight_of(same).await,
            flight_of(other).await
        ),
        (0, 0, 1)
    );
}

#[tokio::test(start_paused = true)]
async fn nothing_is_kept_after_the_answer() {
    let fixture = Fixture::new(10);
    assert_eq!(flight_of(fixture.start("", "a")).await, 0);
    assert_eq!(flight_of(fixture.start("", "a")).await, 1);
    assert!(lock(&fixture.batcher.state).batches.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_read_after_a_write_does_not_join_a_flight_from_before() {
    let fixture = Fixture::new(10);
    let before = fixture.start("", "a");
    settle().await;
    advance(WINDOW + FLIGHT / 2).await;
    settle().await;
    assert_eq!(fixture.flights(), 1);
    fixture.batcher.detach();
    let after = fixture.start("", "a");
    assert_eq!((flight_of(before).await, flight_of(after).await), (0, 1));
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_is_still_open_survives_a_write_since_it_is_asked_for_later() {
    let fixture = Fixture::new(10);
    let flying = fixture.start("", "a");
    settle().await;
    let before = fixture.start("", "b");
    settle().await;
    fixture.batcher.detach();
    let after = fixture.start("", "c");
    assert_eq!(flight_of(flying).await, 0);
    assert_eq!((flight_of(before).await, flight_of(after).await), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn the_first_reader_leaves_at_once_and_those_that_follow_leave_together() {
    let fixture = Fixture::new(10);
    let start = Instant::now();
    let first = fixture.start("", "a");
    settle().await;
    assert_eq!(fixture.flights(), 1);
    advance(Duration::from_millis(1)).await;
    let second = fixture.start("", "b");
    settle().await;
    let third = fixture.start("", "c");
    assert_eq!(flight_of(first).await, 0);
    assert_eq!(start.elapsed(), FLIGHT);
    assert_eq!((flight_of(second).await, flight_of(third).await), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_gives_up_does_not_disturb_the_others() {
    let fixture = Fixture::new(10);
    let hasty = fixture.read(
        CallContext::background().with_timeout(Duration::from_millis(1)),
        "",
        "a",
    );
    let patient = fixture.start("", "b");
    assert_eq!(hasty.await.unwrap().unwrap_err(), Stop::DeadlineExceeded);
    assert_eq!(patient.await.unwrap().unwrap().1, ["a", "b"]);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_panics_ends_its_readers_and_blocks_no_later_ones() {
    let batcher: Arc<Batcher<u8>> = Arc::new(Batcher::new(10));
    let cx = CallContext::background();
    let broken = batcher.read(&cx, "", "a", |_, _, _| async { panic!("broken on purpose") });
    assert_eq!(broken.await, Err(Stop::Cancelled));
    assert_eq!(
        batcher.read(&cx, "", "a", |_, _, _| async { 7 }).await,
        Ok(Arc::new(7))
    );
}

#[tokio::test(start_paused = true)]
async fn the_call_has_the_time_of_its_most_patient_reader_and_ends_when_all_have_given_up() {
    let batcher: Arc<Batcher<u8>> = Arc::new(Batcher::new(10));
    let ended = Arc::new(AtomicUsize::new(0));
    let start = Instant::now();
    let read = |seconds: u64| {
        let (batcher, ended) = (Arc::clone(&batcher), Arc::clone(&ended));
        let cx = CallContext::background().with_timeout(Duration::from_secs(seconds));
        tokio::spawn(async move {
            let fetch = move |_, _, cx: CallContext| async move {
                assert_eq!(cx.deadline(), Some(start + Duration::from_secs(7)));
                let _ended = Counted(ended);
                std::future::pending::<u8>().await
            };
            batcher.read(&cx, "", "a", fetch).await
        })
    };
    let (hasty, patient) = (read(3), read(7));
    assert_eq!(hasty.await.unwrap(), Err(Stop::DeadlineExceeded));
    assert_eq!(ended.load(Ordering::SeqCst), 0);
    assert_eq!(patient.await.unwrap(), Err(Stop::DeadlineExceeded));
    settle().await;
    settle().await;
    assert_eq!((ended.load(Ordering::SeqCst), start.elapsed().as_secs()), (1, 7));
    assert!(lock(&batcher.state).batches.is_empty());
}

/// Counts when it is dropped.
struct Counted(Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}
