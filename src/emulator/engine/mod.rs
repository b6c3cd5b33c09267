//! What happens by itself: activities end, tasks fall due, policies fire. Time moves from event to event, so the outcome
//! depends on the seed, the calls and the clock alone, never on when somebody looks.

mod alarm;
mod recurrence;
mod schedule;
mod turn;

use std::time::Duration;

use super::faults::Faults;
use super::ids::Id;
use super::moment::Moment;
use super::store::{Group, Store};

pub(crate) use recurrence::Repeat;
pub(crate) use turn::Turn;

/// What the engine goes by.
#[derive(Debug)]
pub(crate) struct Rules<'a> {
    /// How long every activity takes.
    pub activity_time: Duration,
    pub faults: &'a Faults,
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
pub(crate) fn advance_to(store: &mut Store, now: Moment, rules: &Rules<'_>) -> bool {
    let mut happened = false;
    while let Some((at, event, region, id)) = next_event(store).filter(|(at, ..)| *at <= now) {
        let region = region.to_owned();
        store.now = store.now.max(at);
        if let Some(mut turn) = Turn::of(store, &region, id, rules) {
            match event {
                Event::ActivityEnds => turn.end_activity(),
                Event::HoldEnds => turn.end_hold(),
                Event::TaskDue(task) => turn.fire_task(task),
                Event::PeriodEnds { policy, number } => turn.end_period(policy, number),
            }
        }
        happened = true;
    }
    store.now = store.now.max(now);
    happened
}

fn next_event(store: &Store) -> Option<(Moment, Event, &str, Id)> {
    let groups = store
        .regions
        .iter()
        .flat_map(|(name, region)| region.groups.values().map(move |group| (name, group)));
    groups
        .filter_map(|(region, group)| {
            let (at, event) = next_event_of(group)?;
            Some((at, event, region.as_str(), group.id))
        })
        .min()
}

fn next_event_of(group: &Group) -> Option<(Moment, Event)> {
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
