//! Which objects belong to which resource of this run. An object has one owner, and objects whose creation was not answered
//! are handed out only where that is certain.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::OwnedMutexGuard;

use super::brake::Brake;
use crate::framework::Diagnostics;
use crate::provider::api::ApiContext;
use crate::provider::errors::interrupted;

/// What this run has made and taken. A run ends when the provider is configured anew.
#[derive(Debug, Default)]
pub(in crate::provider) struct Run {
    state: Mutex<State>,
    /// What it has seen of its objects.
    pub(super) brake: Brake,
}

#[derive(Debug, Default)]
struct State {
    /// Objects with an owner, by kind and id.
    owned: BTreeSet<(&'static str, String)>,
    /// Creations that have not been answered yet, or will not be.
    open: BTreeMap<u64, OpenCreation>,
    next: u64,
    /// Groups whose minimum is lower than it was, until an instance is attached again: what it was.
    lowered: BTreeMap<String, (Lowered, u32)>,
    /// One lock for each group whose capacity is moved.
    capacities: BTreeMap<String, Arc<tokio::sync::Mutex<()>>>,
    /// One lock for each group whose list of load balancers is rewritten.
    load_balancers: BTreeMap<String, Arc<tokio::sync::Mutex<()>>>,
}

#[derive(Debug)]
struct OpenCreation {
    kind: &'static str,
    place: String,
    request: String,
    /// The ids that may be the object; `None` while the answer is outstanding.
    candidates: Option<BTreeSet<String>>,
}

/// The minimum of a group that is lower than it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::provider) struct Lowered {
    /// What it was.
    pub(in crate::provider) minimum: i64,
    /// What it was lowered to.
    pub(in crate::provider) now: i64,
}

/// Whose the candidates of a creation are, as far as that can be known.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// This one is the object; it has an owner now.
    Found(String),
    /// Answers are outstanding that may name one of the candidates.
    Wait,
    /// These may be the object, and nothing tells which of them is, or there are none.
    Unclear(Vec<String>),
}

impl Run {
    /// A new run begins: a provider under a debugger lives through several. It goes on although most of its objects are
    /// gone if that `is_expected`.
    pub(in crate::provider) fn begin(&self, is_expected: bool) {
        *self.lock() = State::default();
        self.brake.begin(is_expected);
    }

    /// Gives the object to the resource that asks. Says whether nobody had it before.
    pub(in crate::provider) fn own(&self, kind: &'static str, id: &str) -> bool {
        self.lock().owned.insert((kind, id.to_owned()))
    }

    /// Whether a resource of this run has the object.
    pub(in crate::provider) fn is_owned(&self, kind: &'static str, id: &str) -> bool {
        self.lock().owned.contains(&(kind, id.to_owned()))
    }

    /// Whether this run has made or taken an object of this id, of whatever kind.
    pub(super) fn has_made(&self, id: &str) -> bool {
        self.lock().owned.iter().any(|(_, known)| known == id)
    }

    /// Waits until nobody else in this run moves the capacity of `group`, and keeps others from it until the result is
    /// dropped: two at a time would undo each other.
    ///
    /// # Errors
    /// The operation has to end before.
    pub(in crate::provider) async fn move_capacity(
        &self,
        cx: &ApiContext<'_>,
        group: &str,
    ) -> Result<OwnedMutexGuard<()>, Diagnostics> {
        let lock = Arc::clone(self.lock().capacities.entry(group.to_owned()).or_default());
        alone(cx, lock, &format!("change the capacity of scaling group {group}")).await
    }

    /// Waits until nobody else of this run rewrites the list of the group's load balancers, which the API only replaces as a whole.
    ///
    /// # Errors
    /// The operation has to end before.
    pub(in crate::provider) async fn rewrite_load_balancers(
        &self,
        cx: &ApiContext<'_>,
        group: &str,
    ) -> Result<OwnedMutexGuard<()>, Diagnostics> {
        let lock = Arc::clone(self.lock().load_balancers.entry(group.to_owned()).or_default());
        alone(
            cx,
            lock,
            &format!("change the load balancers of scaling group {group}"),
        )
        .await
    }

    /// Remembers that the minimum of `group` was lowered by one from `minimum`, until an instance has taken the place of
    /// another.
    pub(in crate::provider) fn remember_minimum(&self, group: &str, minimum: i64) {
        let mut state = self.lock();
        let first = Lowered {
            minimum,
            now: minimum,
        };
        let (lowered, places) = state.lowered.entry(group.to_owned()).or_insert((first, 0));
        lowered.now = minimum - 1;
        *places += 1;
    }

    /// An instance has taken a place in `group`, or could not. Gives what the minimum was and is if this was the last one.
    pub(in crate::provider) fn take_minimum(&self, group: &str) -> Option<Lowered> {
        let mut state = self.lock();
        let (_, places) = state.lowered.get_mut(group)?;
        *places -= 1;
        if *places > 0 {
            return None;
        }
        state.lowered.remove(group).map(|(lowered, _)| lowered)
    }

    /// Begins a creation of `kind`, which is listed at `place` and asked for by `request`: equal texts for equal requests.
    pub(super) fn open(&self, kind: &'static str, place: String, request: String) -> Open<'_> {
        let mut state = self.lock();
        let number = state.next;
        state.next += 1;
        let creation = OpenCreation {
            kind,
            place,
            request,
            candidates: None,
        };
        state.open.insert(number, creation);
        Open {
            run: self,
            kind,
            number,
        }
    }

    /// Nothing in it can be half done, so that a panic elsewhere does no harm.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits for `lock`, to do `what`.
async fn alone(
    cx: &ApiContext<'_>,
    lock: Arc<tokio::sync::Mutex<()>>,
    what: &str,
) -> Result<OwnedMutexGuard<()>, Diagnostics> {
    if lock.try_lock().is_err() {
        tracing::info!("Waiting to {what}: another operation of this run is doing so");
    }
    let locked = cx.bounded(lock.lock_owned()).await;
    locked.map_err(|reason| interrupted(what, reason, "the time of the operation").into())
}

/// A creation that is not answered; it ends with this value.
#[derive(Debug)]
pub(super) struct Open<'a> {
    run: &'a Run,
    kind: &'static str,
    number: u64,
}

impl Open<'_> {
    /// The API has said that `id` is the object.
    pub(super) fn answered(self, id: &str) {
        self.run.own(self.kind, id);
    }

    /// Which of the `candidates`, all of them as the request wants the object, is the object. Those that have an owner are
    /// not. Creations that ask for the same are alike, so there may be as many candidates as such creations; what may belong
    /// to a creation that asks for something else is nobody's.
    pub(super) fn claim(&self, candidates: impl IntoIterator<Item = String>) -> Verdict {
        let mut state = self.run.lock();
        let State { owned, open, .. } = &mut *state;
        let free: BTreeSet<String> = candidates
            .into_iter()
            .filter(|id| !owned.contains(&(self.kind, id.clone())))
            .collect();
        let Some(own) = open.get_mut(&self.number) else {
            return Verdict::Unclear(free.into_iter().collect());
        };
        own.candidates = Some(free.clone());
        let (place, request) = (own.place.clone(), own.request.clone());
        let others = || {
            open.iter().filter(|(number, other)| {
                **number != self.number && (other.kind, &other.place) == (self.kind, &place)
            })
        };
        if others().any(|(_, other)| other.candidates.is_none()) {
            return Verdict::Wait;
        }
        let (alike, different): (Vec<_>, Vec<_>) = others()
            .map(|(_, other)| other)
            .partition(|other| other.request == request);
        let is_contested = |id: &String| {
            different
                .iter()
                .any(|other| other.candidates.iter().flatten().any(|other| other == id))
        };
        let clear: Vec<&String> = free.iter().filter(|id| !is_contested(id)).collect();
        match clear.first() {
            Some(first) if clear.len() <= alike.len() + 1 => {
                let first = (*first).clone();
                owned.insert((self.kind, first.clone()));
                Verdict::Found(first)
            }
            _ => Verdict::Unclear(free.into_iter().collect()),
        }
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.run.lock().open.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio_util::sync::CancellationToken;

    use super::*;
    use crate::client::testing::{FakeApi, lost};
    use crate::framework::Context;

    const KIND: &str = "scaling group";

    fn open<'a>(run: &'a Run, request: &str) -> Open<'a> {
        run.open(KIND, "web".to_owned(), request.to_owned())
    }

    fn claim(open: &Open<'_>, ids: &[&str]) -> Verdict {
        open.claim(ids.iter().map(|id| (*id).to_owned()))
    }

    fn found(id: &str) -> Verdict {
        Verdict::Found(id.to_owned())
    }

    fn unclear(ids: &[&str]) -> Verdict {
        Verdict::Unclear(ids.iter().map(|id| (*id).to_owned()).collect())
    }

    #[tokio::test]
    async fn whoever_waits_for_another_operation_ends_with_a_stop() {
        let (run, stop) = (Run::default(), CancellationToken::new());
        let client = FakeApi::new(|_| lost()).client();
        let cx = Context::new(&client, Duration::from_mins(1), stop.clone());
        let other = run.move_capacity(&cx, "1").await.unwrap();
        let (waited, ()) = tokio::join!(run.move_capacity(&cx, "1"), async { stop.cancel() });
        let errors = waited.unwrap_err();
        assert_eq!(
            errors.iter().next().unwrap().summary,
            "Interrupted: change the capacity of scaling group 1"
        );
        drop(other);
    }

    #[test]
    fn a_minimum_is_put_back_when_all_places_are_taken() {
        let run = Run::default();
        run.remember_minimum("1", 2);
        run.remember_minimum("1", 1);
        assert_eq!(run.take_minimum("1"), None);
        assert_eq!(run.take_minimum("1"), Some(Lowered { minimum: 2, now: 0 }));
        assert_eq!(run.take_minimum("1"), None);
    }

    #[test]
    fn the_only_candidate_is_handed_out_once() {
        let run = Run::default();
        let creation = open(&run, "a");
        assert_eq!(claim(&creation, &[]), unclear(&[]));
        assert_eq!(claim(&creation, &["1"]), found("1"));
        drop(creation);
        assert_eq!(claim(&open(&run, "a"), &["1"]), unclear(&[]));
    }

    #[test]
    fn an_object_that_has_an_owner_is_no_candidate() {
        let run = Run::default();
        assert!(run.own(KIND, "1"));
        assert!(!run.own(KIND, "1"));
        assert_eq!(claim(&open(&run, "a"), &["1", "2"]), found("2"));
    }

    #[test]
    fn of_more_candidates_than_creations_none_is_handed_out() {
        let run = Run::default();
        let creation = open(&run, "a");
        assert_eq!(claim(&creation, &["1", "2"]), unclear(&["1", "2"]));
    }

    #[test]
    fn equal_creations_share_what_they_have_made() {
        let run = Run::default();
        let (first, second) = (open(&run, "a"), open(&run, "a"));
        assert_eq!(claim(&first, &["1", "2"]), Verdict::Wait);
        assert_eq!(claim(&second, &["1", "2"]), found("1"));
        drop(second);
        assert_eq!(claim(&first, &["1", "2"]), found("2"));
    }

    #[test]
    fn nothing_is_handed_out_while_another_answer_may_name_it() {
        let run = Run::default();
        let (lost, outstanding) = (open(&run, "a"), open(&run, "b"));
        assert_eq!(claim(&lost, &["1"]), Verdict::Wait);
        outstanding.answered("1");
        assert_eq!(claim(&lost, &["1"]), unclear(&[]));
    }

    #[test]
    fn what_may_be_of_another_creation_stays_until_that_has_its_own() {
        let run = Run::default();
        let (broad, narrow) = (open(&run, "a"), open(&run, "b"));
        assert_eq!(claim(&narrow, &["1"]), Verdict::Wait);
        assert_eq!(claim(&broad, &["1", "2"]), found("2"));
        drop(broad);
        assert_eq!(claim(&narrow, &["1"]), found("1"));
    }

    #[test]
    fn creations_elsewhere_do_not_matter() {
        let run = Run::default();
        let _elsewhere = run.open(KIND, "db".to_owned(), "a".to_owned());
        assert_eq!(claim(&open(&run, "a"), &["1"]), found("1"));
    }

    #[test]
    fn a_new_run_knows_nothing_of_the_last_one() {
        let run = Run::default();
        run.own(KIND, "1");
        assert!(run.has_made("1"));
        run.begin(false);
        assert!(!run.has_made("1"));
    }
}
