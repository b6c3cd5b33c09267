//! What a person is told about objects that work against each other.

use super::{Bounds, Capacity, Meeting, Mover, TaskTimes};
use crate::cty::Path;
use crate::framework::Diagnostic;
use crate::provider::time;

const OWNERS: &str = "desired_capacity is set, and something else changes it";

/// The group comes second: its desired capacity is set, and `movers` (one at least) are known.
pub(in crate::provider) fn capacity_is_moved(
    group: &str,
    capacity: Capacity,
    movers: &[Mover],
) -> Diagnostic {
    let names: Vec<&str> = movers.iter().map(|mover| mover.name.as_str()).collect();
    let (names, verb) = (names.join(", "), if names.len() == 1 { "moves" } else { "move" });
    Diagnostic::warning(
        OWNERS,
        format!(
            "The configuration sets the capacity of scaling group {group} to {}, and {names} {verb} it. {}",
            capacity.desired,
            advice(capacity)
        ),
    )
    .at(Path::root().attr("desired_capacity"))
}

/// The policy or task comes second: the desired capacity of its group is set.
pub(in crate::provider) fn moves_capacity(group: &str, capacity: Capacity, mover: &str) -> Diagnostic {
    Diagnostic::warning(
        OWNERS,
        format!(
            "Whenever it acts, {mover} changes the capacity of scaling group {group}, which the group's configuration sets to \
             {}. {}",
            capacity.desired,
            advice(capacity)
        ),
    )
    .at(Path::root().attr("scaling_group_id"))
}

fn advice(capacity: Capacity) -> String {
    format!(
        "Each apply after that would put {} back. Remove desired_capacity to leave the number to policies and tasks, or put \
         lifecycle {{ ignore_changes = [desired_capacity] }} into the group; there is nothing to do if it is there already, \
         which Terraform does not tell providers.",
        capacity.desired
    )
}

const BREAKERS: &str = "A task sets other bounds than its group has";

/// The group comes second: `movers` (one at least) set other bounds than its configuration.
pub(in crate::provider) fn bounds_are_broken(group: &str, bounds: Bounds, movers: &[Mover]) -> Diagnostic {
    let told = |mover: &Mover| match mover.bounds {
        Some(sizes) => format!("{} sets {}", mover.name, range(sizes)),
        None => mover.name.clone(),
    };
    let told: Vec<String> = movers.iter().map(told).collect();
    Diagnostic::warning(
        BREAKERS,
        format!(
            "The configuration keeps scaling group {group} to {}, and when it fires, {}. {}",
            range(bounds.sizes),
            told.join(", "),
            advice_for_bounds(bounds)
        ),
    )
    .at(Path::root().attr("min_size"))
}

/// The task comes second: whenever it fires, it sets bounds (`sizes`) that its group's configuration does not have.
pub(in crate::provider) fn breaks_bounds(
    group: &str,
    bounds: Bounds,
    mover: &str,
    sizes: [i64; 2],
) -> Diagnostic {
    Diagnostic::warning(
        BREAKERS,
        format!(
            "Whenever it fires, {mover} sets scaling group {group} to {}, and the group's configuration keeps it to {}. {}",
            range(sizes),
            range(bounds.sizes),
            advice_for_bounds(bounds)
        ),
    )
    .at(Path::root().attr("scaling_group_id"))
}

/// A plan puts back bounds that `task` sets.
pub(in crate::provider) fn bounds_are_put_back(task: &str, found: [i64; 2], planned: [i64; 2]) -> Diagnostic {
    Diagnostic::warning(
        "The plan takes back what a task has set",
        format!(
            "The group has {} now, as {task} sets it, and this plan puts it back to {}, which may terminate instances. To leave \
             the bounds to the task, put lifecycle {{ ignore_changes = [min_size, max_size] }} into the group; or give the task \
             and the group the same bounds.",
            range(found),
            range(planned)
        ),
    )
    .at(Path::root().attr("min_size"))
}

fn range([min, max]: [i64; 2]) -> String {
    format!("{min} to {max} instances (min_size, max_size)")
}

fn advice_for_bounds(bounds: Bounds) -> String {
    let [min, max] = bounds.sizes;
    format!(
        "Each apply after that would put {min} to {max} back, which may terminate instances. Put lifecycle {{ ignore_changes = \
         [min_size, max_size] }} into the group (there is nothing to do if it is there already, which Terraform does not tell \
         providers), or give the task the bounds of the group."
    )
}

/// `task` fires at the same minute as another one.
pub(in crate::provider) fn same_time(
    group: &str,
    task: &TaskTimes,
    meeting: &Meeting,
    attribute: &str,
) -> Diagnostic {
    let sizes = |[min, expect, max]: [i64; 3]| {
        format!("a desired capacity of {expect} (min_size {min}, max_size {max})")
    };
    Diagnostic::warning(
        "Two tasks set different sizes at the same time",
        format!(
            "At {} (Beijing time) scheduled task {:?} sets scaling group {group} to {}, and scheduled task {:?} sets it to {}. \
             Which of them the API executes last is not documented. Move one of them by a few minutes, or give both the same \
             sizes.",
            time::to_api(meeting.at),
            task.name,
            sizes(task.sizes),
            meeting.other.name,
            sizes(meeting.other.sizes),
        ),
    )
    .at(Path::root().attr(attribute))
}
