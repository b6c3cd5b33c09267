//! Looks for an object whose creation was not answered.
//!
//! It is ours only if all of this holds:
//! - it can't be older than the first attempt: by the server's own clock, at the API's resolution of one second, or, where the
//!   API does not tell when it made an object, because it was not in the list before;
//! - everything that the request said, and that the API shows, agrees;
//! - no resource of this run has it, and it is not one of several that nothing tells apart (see [`Run`](super::run::Run)).

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::diff::is_due;
use super::object::Creatable;
use super::run::{Open, Verdict};
use crate::client::{CallContext, Client, ListAction, Params};
use crate::provider::api::Pauses;
use crate::provider::time;

/// How long to look, even if the operation's own time is over: an object that is lost costs more. It counts from the moment
/// from which nothing stands in the way of a verdict.
pub(super) const LOOK_FOR: Duration = Duration::from_secs(20);

/// What is looked for.
pub(super) struct Search<'a, O: Creatable> {
    /// The list in which the object stands.
    pub(super) list: &'a O::List,
    /// What the request has set.
    pub(super) sent: &'a Params,
    /// What the object was to become.
    pub(super) plan: &'a O::Model,
    /// When the API was first asked to make it.
    pub(super) asked: FirstAsked,
    /// What was in the list before, if that was looked at; else times of creation tell what is new.
    pub(super) before: Option<&'a BTreeSet<String>>,
}

/// When the first attempt began.
#[derive(Clone, Copy, Debug)]
pub(super) enum FirstAsked {
    /// In this process.
    Here(Instant),
    /// In an earlier one, at this time of the server or a little later; `None` if that is not known.
    Earlier(Option<Timestamp>),
}

impl FirstAsked {
    /// The first attempt by the clock of a server that says `date` just now: no earlier than this.
    fn by(self, date: Option<Timestamp>) -> Option<Timestamp> {
        match self {
            Self::Here(began) => {
                let ago = SignedDuration::try_from(began.elapsed()).unwrap_or(SignedDuration::MAX);
                date?.checked_sub(ago).ok()
            }
            Self::Earlier(time) => time,
        }
    }
}

/// One look at the list.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// The ids of the objects that are as the request wants them and not too old.
    pub(super) ours: Vec<String>,
    /// The ids of all objects that are as the request wants them, however old.
    pub(super) alike: Vec<String>,
    /// When it was asked for first, by the server's clock, if that has told its time.
    pub(super) asked: Option<Timestamp>,
}

/// A search that has found nothing that is surely the object.
#[derive(Debug, Default)]
pub(super) struct NotFound {
    /// The ids of objects that may be the one.
    pub(super) candidates: Vec<String>,
    /// When it was asked for first, by the server's clock, if that has told its time.
    pub(super) asked: Option<Timestamp>,
}

impl<O: Creatable> Search<'_, O> {
    /// Looks until the object is found or the time is over.
    pub(super) async fn run(&self, client: &Client, open: &Open<'_>) -> Result<String, NotFound> {
        let mut give_up = Instant::now() + LOOK_FOR;
        let mut pauses = Pauses::new();
        let mut result = NotFound::default();
        loop {
            if let Some(Candidates { ours, alike, asked }) = self.poll(client, result.asked).await {
                result.asked = asked;
                match open.claim(ours) {
                    Verdict::Found(id) => return Ok(id),
                    Verdict::Wait => give_up = Instant::now() + LOOK_FOR,
                    // Nothing proves that an object is new, and nothing that it is not.
                    Verdict::Unclear(_) if !self.knows_what_is_new(asked) => result.candidates = alike,
                    Verdict::Unclear(ours) => result.candidates = ours,
                }
            }
            let what = &format!(
                "to look again for {} {:?}, whose creation was not answered",
                O::NAME,
                O::name(self.plan)
            );
            if !pauses.pause_before(give_up, what).await {
                return Err(result);
            }
        }
    }

    /// Whether a look can tell new objects from old ones.
    pub(super) fn knows_what_is_new(&self, asked: Option<Timestamp>) -> bool {
        self.before.is_some() || asked.is_some()
    }

    /// Looks once; `None` without an answer. `known` is what earlier looks have told of the first attempt: a server tells the
    /// time in whole seconds, so each look puts it up to a second too early, and the latest of them is the nearest.
    pub(super) async fn poll(&self, client: &Client, known: Option<Timestamp>) -> Option<Candidates> {
        let limits = CallContext::background().with_timeout(LOOK_FOR);
        let listing = client.fresh_list(&limits, self.list).await.ok()?;
        let asked = self.asked.by(listing.date).max(known);
        let is_new = |item: &O::Item| {
            if let Some(before) = self.before {
                return !before.contains(O::List::id(item));
            }
            let created = O::create_time(item).and_then(time::parse);
            asked
                .zip(created)
                .is_some_and(|(asked, created)| created.as_second() >= asked.as_second())
        };
        let agrees = |item: &&O::Item| {
            let id = O::id(self.plan, O::List::id(item));
            let shown = O::flatten(self.plan.clone(), &id, (*item).clone());
            !is_due::<O>(self.sent, &shown, self.plan)
        };
        let alike: Vec<&O::Item> = listing.seen.iter().filter(agrees).collect();
        let ids = |items: &mut dyn Iterator<Item = &&O::Item>| {
            items.map(|item| O::List::id(item).to_owned()).collect()
        };
        Some(Candidates {
            ours: ids(&mut alike.iter().filter(|item| is_new(item))),
            alike: ids(&mut alike.iter()),
            asked,
        })
    }
}
