//! What happens by itself: activities end, tasks fall due, policies fire. Time moves from event to event, so the outcome
//! depends on the seed, the calls and the clock alone, never on when somebody looks.

mod agenda;
mod alarm;
mod group_engine;
mod recurrence;
mod schedule;
mod words;

use std::time::Duration;

use super::api_time::ApiTime;
use super::dialect::Dialect;
use super::events::Journal;
use super::faults::Faults;
use super::history::History;
use super::ids::Id;
use super::store::{Group, Store};

use agenda::Entry;

pub(crate) use agenda::Agenda;
pub(crate) use group_engine::GroupEngine;
pub(crate) use recurrence::Repeat;
pub(crate) use words::{because, doing};

/// What the engine goes by.
#[derive(Debug)]
pub(crate) struct Rules<'a> {
    /// How long every activity takes.
    pub activity_time: Duration,
    pub dialect: &'a Dialect,
    pub faults: &'a Faults,
    pub history: &'a History,
    /// How far back some list may look.
    pub horizon: Duration,
    pub journal: &'a Journal,
}

/// Something that happens to a group. At the same moment, earlier variants happen first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    ActivityEnds,
    HoldEnds,
    TaskDue(Id),
    PeriodEnds { policy: Id, number: i64 },
}

/// Lets everything happen that is due up to `now`, in order. Says whether anything did.
pub(crate) fn advance_to(store: &mut Store, now: ApiTime, rules: &Rules<'_>) -> bool {
    let mut happened = false;
    loop {
        store.note_changes();
        let Some(Entry { at, event, place }) = store.agenda.take_due(now) else {
            break;
        };
        store.now = store.now.max(at);
        if let Some(before) = store.regions.get(&place.region) {
            rules
                .history
                .keep(&place.region, before, store.now, rules.horizon);
        }
        if let Some(mut engine) = GroupEngine::of(store, &place.region, place.id, rules) {
            match event {
                Event::ActivityEnds => engine.end_activity(),
                Event::HoldEnds => engine.end_hold(),
                Event::TaskDue(task) => engine.fire_task(task),
                Event::PeriodEnds { policy, number } => engine.end_period(policy, number),
            }
        }
        happened = true;
    }
    store.now = store.now.max(now);
    happened
}

fn next_event_of(group: &Group) -> Option<(ApiTime, Event)> {
    let activity = group
        .running
        .as_ref()
        .map(|running| (running.ends, Event::ActivityEnds));
    let hold = group.hold_until.map(|until| (until, Event::HoldEnds));
    let tasks = group
        .tasks
        .values()
        .filter_map(|task| Some((task.next?, Event::TaskDue(task.id))));
    let periods = group.policies.values().filter_map(|policy| {
        let number = alarm::next_period(group, policy)?;
        Some((
            policy.end_of_period(number),
            Event::PeriodEnds {
                policy: policy.id,
                number,
            },
        ))
    });
    activity.into_iter().chain(hold).chain(tasks).chain(periods).min()
}

#[cfg(test)]
mod tests;
