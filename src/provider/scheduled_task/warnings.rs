//! Plans that are possible and probably not meant. They depend on the time of day; planned values never do.

use jiff::{SignedDuration, Timestamp};

use super::attributes::{ScheduledTaskModel, filled};
use crate::cty::Path;
use crate::framework::{Diagnostics, Field, Plan};
use crate::provider::record::ObjectRecord;
use crate::provider::recurrence::Recurrence;
use crate::provider::time;

/// Warns of a new task that has missed its time or never has one.
pub(super) fn of_new_task(config: &ScheduledTaskModel, now: Timestamp, diagnostics: &mut Diagnostics) {
    of_times(config, true, now, diagnostics);
}

/// Warns of the same if a task that exists gets other times. One that keeps them has been warned about, and most tasks have
/// started in the past.
pub(super) fn of_changed_task(
    plan: &Plan<ScheduledTaskModel, ObjectRecord>,
    prior: &ScheduledTaskModel,
    now: Timestamp,
    diagnostics: &mut Diagnostics,
) {
    let times = |task: &ScheduledTaskModel| {
        [
            &task.start_time,
            &task.end_time,
            &task.recurrence,
            &task.repeat_unit,
            &task.repeat_cycle,
        ]
        .map(Clone::clone)
    };
    if times(&plan.planned) != times(prior) {
        let starts_anew = plan.planned.start_time != prior.start_time;
        of_times(&plan.planned, starts_anew, now, diagnostics);
    }
}

/// `starts_anew`: whether the start is one that the plan sets.
fn of_times(task: &ScheduledTaskModel, starts_anew: bool, now: Timestamp, diagnostics: &mut Diagnostics) {
    warn_of_unclear_repetition(task, diagnostics);
    let Some(start) = instant(&task.start_time) else {
        return;
    };
    let end = instant(&task.end_time);
    if let Some(end) = end.filter(|end| *end <= now) {
        diagnostics.attribute_warning(
            Path::root().attr("end_time"),
            "The task has ended already",
            format!(
                "end_time, {}, is in the past, so the task does not fire. Set a later end_time.",
                beijing(end)
            ),
        );
        return;
    }
    let missed_start = starts_anew && start <= now;
    match filled(&task.recurrence).map(Recurrence::parse) {
        Some(Ok(recurrence)) => {
            // The start itself counts.
            let before_start = start.checked_sub(SignedDuration::from_secs(1)).unwrap_or(start);
            match recurrence.next_after(before_start.max(now)) {
                Some(next) if end.is_none_or(|end| next <= end) => {
                    if missed_start {
                        warn_of_missed_firings(start, next, diagnostics);
                    }
                }
                next => warn_of_no_firing(next, diagnostics),
            }
        }
        None if missed_start => warn_of_past_start(task, start, diagnostics),
        Some(Err(_)) | None => {}
    }
}

fn warn_of_missed_firings(start: Timestamp, next: Timestamp, diagnostics: &mut Diagnostics) {
    diagnostics.attribute_warning(
        Path::root().attr("start_time"),
        "The task starts in the past",
        format!(
            "start_time, {}, is in the past. The API does not catch up on times that have passed: the task fires next at {}.",
            beijing(start),
            beijing(next)
        ),
    );
}

/// `next`: when the recurrence would go on if the task did not end.
fn warn_of_no_firing(next: Option<Timestamp>, diagnostics: &mut Diagnostics) {
    diagnostics.attribute_warning(
        Path::root().attr("recurrence"),
        "The task never fires",
        match next {
            Some(next) => format!(
                "The recurrence has no time before end_time: the next one would be {}. Set a later end_time or another \
                 recurrence.",
                beijing(next)
            ),
            None => "No month has such a day. Correct the recurrence.".to_owned(),
        },
    );
}

fn warn_of_past_start(config: &ScheduledTaskModel, start: Timestamp, diagnostics: &mut Diagnostics) {
    let consequence = match (&config.recurrence, &config.repeat_unit) {
        // What is not known yet may make the task recur.
        (Field::Unknown, _) | (_, Field::Unknown) => return,
        (_, Field::Value(_)) => "The API does not catch up on times that have passed.",
        _ => {
            "The task fires once, and its time has passed. Set a later start_time, or a recurrence and an end_time."
        }
    };
    diagnostics.attribute_warning(
        Path::root().attr("start_time"),
        "The task starts in the past",
        format!("start_time, {}, is in the past. {consequence}", beijing(start)),
    );
}

fn warn_of_unclear_repetition(config: &ScheduledTaskModel, diagnostics: &mut Diagnostics) {
    if filled(&config.recurrence).is_some() && filled(&config.repeat_unit).is_some() {
        diagnostics.attribute_warning(
            Path::root().attr("repeat_unit"),
            "The repetition is set twice",
            "recurrence and repeat_unit both say when the task recurs, and the API does not document which of them counts. \
             Set only one of them, unless both mean the same.",
        );
    }
    if filled(&config.repeat_unit).is_some() && config.repeat_cycle.is_unset() {
        diagnostics.attribute_warning(
            Path::root().attr("repeat_unit"),
            "repeat_unit has no cycle",
            "The API does not document what a unit without repeat_cycle means; the task may fire only once. Set repeat_cycle, \
             such as \"1\".",
        );
    }
}

/// Warns that a task goes on recurring although its configuration does not say so any more.
pub(super) fn of_kept_recurrence(
    plan: &Plan<ScheduledTaskModel, ObjectRecord>,
    diagnostics: &mut Diagnostics,
) {
    if let Some(recurrence) = filled(&plan.planned.recurrence)
        && plan.config.recurrence.is_unset()
    {
        diagnostics.attribute_warning(
            Path::root().attr("recurrence"),
            "The task recurs although its configuration does not say so",
            format!(
                "The task has the recurrence {recurrence:?}, which stays as it is because recurrence is not set. Set it to what \
                 you want, or to \"\" for a task that fires once (which creates a new task)."
            ),
        );
    }
}

fn instant(field: &Field<String>) -> Option<Timestamp> {
    filled(field).and_then(|text| time::read(text).ok())
}

fn beijing(time: Timestamp) -> String {
    format!("{} (Beijing time)", time::to_api(time))
}
