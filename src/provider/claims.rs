//! Creates an object once. An answer that got lost says nothing about whether the object exists, so it is looked for before
//! anything is created a second time. `count` makes objects that are alike, so it is remembered which of them belong to a
//! resource already.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::client::actions::Action;
use crate::client::{ApiCallError, CallContext, Client, ListAction};
use crate::provider::api::{Operation, Pauses, limits};
use crate::provider::messages;
use crate::provider::time::is_recent;

/// How long ago an object may have been created to be the one; covers the time-outs of the call and different clocks.
const RECENT: Duration = Duration::from_mins(10);
/// How often to look: the API may list an object some time after it was created, and what is one too many now may turn out
/// to belong to another operation.
const LOOKS: u32 = 5;
/// How long all looks may take, even if the operation's own time is over: an object that is lost costs more.
const TIME: Duration = Duration::from_secs(20);

/// The objects of one type that belong to resources of this process.
#[derive(Debug, Default)]
pub(super) struct Claims(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    ids: BTreeSet<String>,
    /// How many objects are looked for at the moment.
    searches: usize,
}

/// A creation that failed, or of which nobody knows whether it did.
#[derive(Debug)]
pub(super) struct NotCreated {
    /// The failure of the call.
    pub(super) error: ApiCallError,
    /// If the answer was lost: the objects that may be the one, too many to tell.
    pub(super) candidates: Vec<String>,
}

impl Claims {
    /// Creates what `request` says and gives its id, which is in the answer at `id`. If the answer gets lost, looks in
    /// `list` for the one object that `is_the_one` and that is nobody's yet, and warns that this `object` ("scaling group")
    /// was found.
    ///
    /// # Errors
    /// The API refuses, or the object is not found.
    pub(super) async fn create<A: Action, L: ListAction>(
        &self,
        cx: &Operation<'_>,
        object: &str,
        request: &A,
        id: impl Fn(A::Response) -> String + Send,
        list: L,
        is_the_one: impl Fn(&L::Item) -> bool + Send + Sync,
    ) -> Result<String, NotCreated> {
        let error = match cx.data.call(&limits(cx), request).await {
            Ok(answer) => {
                let id = id(answer);
                self.take(&id);
                return Ok(id);
            }
            Err(error) => error,
        };
        if !error.outcome_unknown() {
            return Err(NotCreated {
                error,
                candidates: Vec::new(),
            });
        }
        match self.find(cx.data, &list, is_the_one).await {
            Ok(id) => {
                cx.warn(messages::creation_found(object, &id, &error));
                Ok(id)
            }
            Err(candidates) => Err(NotCreated { error, candidates }),
        }
    }

    /// The id of the one object that is looked for, or of all that may be it at the end.
    async fn find<L: ListAction>(
        &self,
        client: &Client,
        list: &L,
        is_the_one: impl Fn(&L::Item) -> bool + Send + Sync,
    ) -> Result<String, Vec<String>> {
        let limits = CallContext::background().with_timeout(TIME);
        let search = self.search();
        let mut pauses = Pauses::new();
        let mut candidates = Vec::new();
        for look in 0..LOOKS {
            if look > 0 {
                tokio::time::sleep(pauses.next()).await;
            }
            let Ok(items) = client.list_all(&limits, list).await else {
                continue;
            };
            let matching = items.iter().filter(|item| is_the_one(item)).map(L::id);
            match search.claim(matching) {
                Ok(id) => return Ok(id),
                Err(several) => candidates = several,
            }
        }
        Err(candidates)
    }

    /// Remembers an object.
    fn take(&self, id: &str) {
        self.lock().ids.insert(id.to_owned());
    }

    /// Begins to look for an object; that ends with the value that this gives.
    fn search(&self) -> Search<'_> {
        self.lock().searches += 1;
        Search(self)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the API says of an object that it was created lately.
pub(super) fn is_new(create_time: Option<&str>) -> bool {
    create_time.is_some_and(|time| is_recent(time, RECENT))
}

/// A search that is going on.
struct Search<'a>(&'a Claims);

impl Search<'_> {
    /// Takes one of the `candidates`, which are all alike, unless some of them must be somebody else's: there may not be
    /// more than are searched for. Else gives those that are nobody's.
    fn claim<'a>(&self, candidates: impl Iterator<Item = &'a str>) -> Result<String, Vec<String>> {
        let mut state = self.0.lock();
        let free: Vec<String> = candidates
            .filter(|id| !state.ids.contains(*id))
            .map(str::to_owned)
            .collect();
        match free.first() {
            Some(first) if free.len() <= state.searches => {
                state.ids.insert(first.clone());
                Ok(first.clone())
            }
            _ => Err(free),
        }
    }
}

impl Drop for Search<'_> {
    fn drop(&mut self) {
        self.0.lock().searches -= 1;
    }
}

#[cfg(test)]
mod tests;
