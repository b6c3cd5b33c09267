//! What lists have shown lately, for those who ask for one object after the other.
//!
//! Terraform's refresh asks for many objects one by one, so what a list has shown of the others serves them too, for
//! [`FRESH`] at most. It serves only presence: what is not on the shelf is asked for. The first write of this process
//! closes the shelf for good, since it may touch more than it names; a plan does not write.
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::ids;

/// How old an answer may be that serves a reader, from the moment when it was asked for.
pub(super) const FRESH: Duration = Duration::from_secs(10);

/// Objects of one kind, by what they have in common (their group or project) and by id in canonical form.
#[derive(Debug)]
pub(super) struct Shelf<T>(Mutex<Option<Scopes<T>>>);

type Scopes<T> = HashMap<String, HashMap<String, Seen<T>>>;

#[derive(Debug)]
struct Seen<T> {
    asked_at: Instant,
    object: T,
}

impl<T: Clone> Shelf<T> {
    pub(super) fn new() -> Self {
        Self(Mutex::new(Some(HashMap::new())))
    }

    /// The object, if a list has shown it lately.
    pub(super) fn find(&self, scope: &str, id: &str) -> Option<T> {
        let scopes = self.lock();
        let seen = scopes.as_ref()?.get(scope)?.get(&*ids::canonical(id))?;
        (seen.asked_at.elapsed() < FRESH).then(|| seen.object.clone())
    }

    /// Takes the objects of a whole list, which stand for all that was known of the scope.
    pub(super) fn replace(&self, scope: &str, asked_at: Instant, objects: impl Iterator<Item = (String, T)>) {
        if let Some(scopes) = &mut *self.lock() {
            scopes.insert(scope.to_owned(), seen(asked_at, objects).collect());
        }
    }

    /// Takes the objects of one page of a list.
    pub(super) fn add(&self, scope: &str, asked_at: Instant, objects: impl Iterator<Item = (String, T)>) {
        if let Some(scopes) = &mut *self.lock() {
            let known = scopes.entry(scope.to_owned()).or_default();
            known.extend(seen(asked_at, objects));
        }
    }

    /// Forgets everything and takes nothing any more.
    pub(super) fn close(&self) {
        *self.lock() = None;
    }

    /// Whether it takes anything.
    pub(super) fn is_open(&self) -> bool {
        self.lock().is_some()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Scopes<T>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn seen<T>(
    asked_at: Instant,
    objects: impl Iterator<Item = (String, T)>,
) -> impl Iterator<Item = (String, Seen<T>)> {
    objects.map(move |(id, object)| (id, Seen { asked_at, object }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objects(ids: &[&str]) -> impl Iterator<Item = (String, u8)> {
        ids.iter()
            .map(|id| ((*id).to_owned(), 7))
            .collect::<Vec<_>>()
            .into_iter()
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_seen_serves_until_it_is_ten_seconds_old() {
        let shelf = Shelf::new();
        shelf.replace("g", Instant::now(), objects(&["1"]));
        tokio::time::sleep(Duration::from_millis(9_999)).await;
        assert_eq!(shelf.find("g", "1"), Some(7));
        assert_eq!(shelf.find("h", "1"), None);
        tokio::time::sleep(Duration::from_millis(1)).await;
        assert_eq!(shelf.find("g", "1"), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_whole_list_takes_the_place_of_the_last_one_and_a_page_does_not() {
        let shelf = Shelf::new();
        let now = Instant::now();
        shelf.add("", now, objects(&["1"]));
        shelf.add("", now, objects(&["2"]));
        assert_eq!((shelf.find("", "1"), shelf.find("", "2")), (Some(7), Some(7)));
        shelf.replace("", now, objects(&["2"]));
        assert_eq!((shelf.find("", "1"), shelf.find("", "2")), (None, Some(7)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_closed_shelf_is_empty_and_stays_so() {
        let shelf = Shelf::new();
        shelf.replace("g", Instant::now(), objects(&["1"]));
        shelf.close();
        shelf.replace("g", Instant::now(), objects(&["1"]));
        assert_eq!(shelf.find("g", "1"), None);
        assert!(!shelf.is_open());
    }
}
