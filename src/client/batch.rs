//! Reads of single objects that share calls.
//!
//! A refresh of many objects asks for each of them alone, some at the same time. [`Batcher`] turns concurrent
//! reads into few `Describe…` calls, and keeps nothing longer than the call takes:
//!
//! 1. The first read of a kind opens a batch and waits for [`WINDOW`], unless nothing else is going on; others join
//!    it meanwhile.
//! 2. Then the batch is asked for, as a task of its own: a reader that gives up does not disturb the others, and
//!    once all have given up, so does the task. It has as much time as the reader with the most.
//!    A read of an id that is being asked for at the moment joins that flight.
//! 3. A write [detaches](Batcher::detach) what is in flight: those who wait for it get it still, and nobody
//!    joins any more. So a read that starts after a write never sees an answer that was requested before the
//!    write ended.
//!
//! It is made by hand because loaders that exist know neither the third rule nor the readers' deadlines.
use std::collections::{BTreeSet, HashMap};
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::context::{CallContext, Stop};

/// How long a batch stays open for others.
const WINDOW: Duration = Duration::from_millis(10);

/// Holds nothing until the answer is there.
type Pending<V> = watch::Receiver<Option<Arc<V>>>;
/// Its other end; without receivers nobody waits any more.
type Awaited<V> = Arc<watch::Sender<Option<Arc<V>>>>;

/// Shares the reads of one kind of object. `V` is the answer to a whole batch.
#[derive(Debug)]
pub(super) struct Batcher<V> {
    state: Arc<Mutex<State<V>>>,
    /// How many ids one call can ask for.
    capacity: usize,
}

#[derive(Debug)]
struct State<V> {
    batches: HashMap<u64, Batch<V>>,
    next: u64,
}

#[derive(Debug)]
struct Batch<V> {
    /// What all ids of the batch have in common, for example their group.
    scope: String,
    ids: BTreeSet<String>,
    in_flight: bool,
    awaited: Awaited<V>,
    /// The latest deadline of its readers; `None` if one of them has none.
    deadline: Option<Instant>,
}

impl<V: Send + Sync + 'static> Batcher<V> {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            state: Arc::new(Mutex::new(State {
                batches: HashMap::new(),
                next: 0,
            })),
            capacity,
        }
    }

    /// Waits for the answer to the batch that `id` belongs to, together with others of the same scope that
    /// are read now. `fetch` gets the scope and the ids of the whole batch, and the time that it has.
    pub(super) async fn read<F>(
        &self,
        cx: &CallContext,
        scope: &str,
        id: &str,
        fetch: impl FnOnce(String, Vec<String>, CallContext) -> F + Send + 'static,
    ) -> Result<Arc<V>, Stop>
    where
        F: Future<Output = V> + Send,
    {
        cx.check()?;
        let mut pending = self.join(cx, scope, id, fetch);
        let answered = cx.run(pending.wait_for(Option::is_some)).await?;
        // The task ends without an answer only if it panics, or with its runtime.
        answered
            .ok()
            .and_then(|answer| answer.clone())
            .ok_or(Stop::Cancelled)
    }

    /// From now on nobody joins what is in flight.
    pub(super) fn detach(&self) {
        lock(&self.state).batches.retain(|_, batch| !batch.in_flight);
    }

    fn join<F>(
        &self,
        cx: &CallContext,
        scope: &str,
        id: &str,
        fetch: impl FnOnce(String, Vec<String>, CallContext) -> F + Send + 'static,
    ) -> Pending<V>
    where
        F: Future<Output = V> + Send,
    {
        let mut state = lock(&self.state);
        let same_id = |batch: &&mut Batch<V>| batch.scope == scope && batch.ids.contains(id);
        if let Some(batch) = state.batches.values_mut().find(same_id) {
            return batch.join(cx);
        }
        let has_room = |batch: &&mut Batch<V>| {
            batch.scope == scope && !batch.in_flight && batch.ids.len() < self.capacity
        };
        if let Some(batch) = state.batches.values_mut().find(has_room) {
            batch.ids.insert(id.to_owned());
            return batch.join(cx);
        }

        // An answer that serves whatever is asked for needs no other readers.
        let waits = self.capacity < usize::MAX;
        let (sender, pending) = watch::channel(None);
        let awaited = Arc::new(sender);
        let is_idle = state.batches.is_empty();
        let number = state.next;
        state.next += 1;
        let ids = BTreeSet::from([id.to_owned()]);
        let batch = Batch {
            scope: scope.to_owned(),
            ids,
            in_flight: false,
            awaited: Arc::clone(&awaited),
            deadline: cx.deadline(),
        };
        state.batches.insert(number, batch);
        drop(state);

        let listed = OpenBatch {
            state: Arc::clone(&self.state),
            number,
        };
        tokio::spawn(async move {
            if !is_idle && waits {
                sleep(WINDOW).await;
            }
            let Some((scope, ids, cx)) = listed.depart() else {
                return;
            };
            let mut answer = pin!(fetch(scope, ids, cx));
            let answer = loop {
                tokio::select! {
                    answer = &mut answer => break answer,
                    () = awaited.closed() => {
                        if listed.give_up() {
                            return;
                        }
                    }
                }
            };
            drop(listed);
            awaited.send_replace(Some(Arc::new(answer)));
        });
        pending
    }
}

impl<V> Batch<V> {
    fn join(&mut self, cx: &CallContext) -> Pending<V> {
        self.deadline = self
            .deadline
            .zip(cx.deadline())
            .map(|(one, other)| one.max(other));
        self.awaited.subscribe()
    }
}

/// A batch that can be joined. Dropping it takes it off the list, also if its task panics: nobody must wait for
/// an answer that will not come.
struct OpenBatch<V> {
    state: Arc<Mutex<State<V>>>,
    number: u64,
}

impl<V> OpenBatch<V> {
    /// Closes the batch and says what to ask for.
    fn depart(&self) -> Option<(String, Vec<String>, CallContext)> {
        let mut state = lock(&self.state);
        let batch = state.batches.get_mut(&self.number)?;
        batch.in_flight = true;
        let cx = CallContext::background();
        let cx = batch
            .deadline
            .map_or(cx.clone(), |deadline| cx.with_deadline(deadline));
        Some((batch.scope.clone(), batch.ids.iter().cloned().collect(), cx))
    }

    /// Takes the batch off the list if nobody waits for it, so that nobody can join what is not asked for.
    fn give_up(&self) -> bool {
        let mut state = lock(&self.state);
        let is_awaited = |batch: &Batch<V>| batch.awaited.receiver_count() > 0;
        if state.batches.get(&self.number).is_some_and(is_awaited) {
            return false;
        }
        state.batches.remove(&self.number);
        true
    }
}

impl<V> Drop for OpenBatch<V> {
    fn drop(&mut self) {
        lock(&self.state).batches.remove(&self.number);
    }
}

fn lock<V>(state: &Mutex<State<V>>) -> MutexGuard<'_, State<V>> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
