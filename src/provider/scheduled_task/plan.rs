//! Checks on a task before anything is asked of the API, and what an API that can't unset anything means for a plan.

use jiff::Timestamp;

use super::attributes::{DEFAULT_SIZE, ScheduledTaskModel, filled};
use super::repeat;
use super::warnings;
use crate::cty::Path;
use crate::framework::{Diagnostics, Field, Plan};
use crate::provider::record::ObjectRecord;
use crate::provider::time;

/// Checks attributes against each other; what is unknown is not judged, what is left out counts with its default.
pub(super) fn validate(config: &ScheduledTaskModel, diagnostics: &mut Diagnostics) {
    check_repetition(config, diagnostics);
    check_order(config, diagnostics);
}

/// Refuses sizes that are not in order, unless they are there already. This is not for a validation, which sees as written what
/// `ignore_changes` leaves as it is.
fn check_sizes(plan: &Plan<ScheduledTaskModel, ObjectRecord>, diagnostics: &mut Diagnostics) {
    let sizes = |task: &ScheduledTaskModel| {
        [
            task.readjust_min_size.get(),
            task.readjust_expect_size.get(),
            task.readjust_max_size.get(),
        ]
    };
    if plan.prior.as_ref().map(sizes) == Some(sizes(&plan.planned)) {
        return;
    }
    let config = &plan.config;
    let size = |field: &Field<i64>| match field {
        Field::Value(size) => Some(*size),
        Field::Null | Field::Absent => Some(DEFAULT_SIZE),
        Field::Unknown => None,
    };
    let shown = |name: &str, field: &Field<i64>, size: i64| {
        if field.is_unset() {
            format!("{name} is {size} by default")
        } else {
            format!("{name} is {size}")
        }
    };
    let all = [
        ("readjust_min_size", &config.readjust_min_size),
        ("readjust_expect_size", &config.readjust_expect_size),
        ("readjust_max_size", &config.readjust_max_size),
    ];
    let [min, expect, max] = all;
    // If the bounds contradict each other, no size between them can be right.
    let pairs = [(min, max), (min, expect), (expect, max)];
    for ((low_name, low_field), (high_name, high_field)) in pairs {
        let (Some(low), Some(high)) = (size(low_field), size(high_field)) else {
            continue;
        };
        if low <= high {
            continue;
        }
        // The attribute that is written is the one to point at.
        let at = if low_field.is_unset() { high_name } else { low_name };
        diagnostics.attribute_error(
            Path::root().attr(at),
            format!("{low_name} is above {high_name}"),
            format!(
                "{}, and {}. The sizes of a task must be in order: readjust_min_size, readjust_expect_size, \
                 readjust_max_size.",
                shown(low_name, low_field, low),
                shown(high_name, high_field, high)
            ),
        );
        return;
    }
}

fn check_repetition(config: &ScheduledTaskModel, diagnostics: &mut Diagnostics) {
    let (unit, cycle) = (&config.repeat_unit, &config.repeat_cycle);
    if filled(cycle).is_some() && unit.is_unset() {
        diagnostics.attribute_error(
            Path::root().attr("repeat_cycle"),
            "repeat_cycle needs a unit",
            "The API can't tell what the cycle counts. Set repeat_unit to Day, Week or Month, or remove repeat_cycle.",
        );
    }
    if let (Some(unit), Some(cycle)) = (filled(unit), filled(cycle))
        && let Err(why) = repeat::check_unit(unit, cycle)
    {
        diagnostics.attribute_error(
            Path::root().attr("repeat_cycle"),
            "repeat_cycle does not fit repeat_unit",
            why,
        );
    }
}

fn check_order(task: &ScheduledTaskModel, diagnostics: &mut Diagnostics) {
    let (Some(start), Some(end)) = (filled(&task.start_time), filled(&task.end_time)) else {
        return;
    };
    let (Ok(start), Ok(end)) = (time::read(start), time::read(end)) else {
        return;
    };
    if end <= start {
        diagnostics.attribute_error(
            Path::root().attr("end_time"),
            "end_time is not later than start_time",
            format!(
                "The task would start at {} and end at {} (Beijing time). Set a later end_time or an earlier start_time.",
                time::to_api(start),
                time::to_api(end)
            ),
        );
    }
}

/// Completes the plan; `now` matters for warnings only.
pub(super) fn adjust(
    plan: &mut Plan<ScheduledTaskModel, ObjectRecord>,
    now: Timestamp,
    diagnostics: &mut Diagnostics,
) {
    check_sizes(plan, diagnostics);
    let Some(prior) = plan.prior.clone() else {
        check_end(&plan.config, diagnostics);
        warnings::of_new_task(&plan.config, now, diagnostics);
        return;
    };
    replace_if_unset(plan, &prior);
    if plan.planned != prior {
        check_end(&plan.planned, diagnostics);
        // With an end that the configuration sets, the order has been checked there.
        if plan.config.end_time.is_unset() {
            check_order(&plan.planned, diagnostics);
        }
    }
    warnings::of_changed_task(plan, &prior, now, diagnostics);
    warnings::of_kept_recurrence(plan, diagnostics);
}

/// The API keeps what a change leaves out and knows no way to unset it, so that only a new task can be without it.
fn replace_if_unset(plan: &mut Plan<ScheduledTaskModel, ObjectRecord>, prior: &ScheduledTaskModel) {
    let was_only_recurring = filled(&prior.recurrence).is_some() && filled(&prior.repeat_unit).is_none();
    let repeats_instead = plan.config.recurrence.is_unset() && filled(&plan.planned.repeat_unit).is_some();
    if was_only_recurring && repeats_instead {
        plan.planned.recurrence = Field::Null;
    }
    if was_only_recurring && plan.config.recurrence.is_unset() && plan.planned.repeat_unit.is_unknown() {
        // With a unit the recurrence goes, without one it stays.
        plan.planned.recurrence = Field::Unknown;
    }
    let planned = &plan.planned;
    let paths = [
        ("end_time", &prior.end_time, &planned.end_time),
        ("recurrence", &prior.recurrence, &planned.recurrence),
        ("repeat_unit", &prior.repeat_unit, &planned.repeat_unit),
        ("repeat_cycle", &prior.repeat_cycle, &planned.repeat_cycle),
    ];
    // What may turn out to be unset is planned so: the action can't change any more when it does.
    let is_unset = |(name, prior, planned): &(&str, &Field<String>, &Field<String>)| {
        filled(prior).is_some()
            && filled(planned).is_none()
            && (!planned.is_unknown() || plan.unknowns.may_be_empty(name))
    };
    let paths = paths.into_iter().filter(is_unset);
    plan.requires_replace
        .extend(paths.map(|(name, ..)| Path::root().attr(name)));
}

/// A task that recurs must end; `task` is the configuration of a new one, or the plan of one that exists.
fn check_end(task: &ScheduledTaskModel, diagnostics: &mut Diagnostics) {
    let recurs = filled(&task.recurrence).is_some() || filled(&task.repeat_unit).is_some();
    let is_open = filled(&task.end_time).is_none() && !task.end_time.is_unknown();
    if recurs && is_open {
        diagnostics.attribute_error(
            Path::root().attr("end_time"),
            "A task that recurs needs an end",
            "The API takes no recurrence and no repeat_unit without an end. Set end_time, such as \"2030-01-01 00:00:00\".",
        );
    }
}

#[cfg(test)]
mod tests;
