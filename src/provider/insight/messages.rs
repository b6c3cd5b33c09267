//! What a person is told about objects that work against each other.

use super::{Capacity, Meeting, Mover, TaskTimes};
use crate::cty::Path;
use crate::framework::Diagnostic;
use crate::provider::time;

const OWNERS: &str = "desired_capacity is set and will be moved";

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
            "Whenever it acts, {mover} moves the capacity of scaling group {group}, which the group's configuration sets to {}. {}",
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
         which Terraform does not tell providers. A task also sets min_size and max_size, to which the same applies.",
        capacity.desired
    )
}

/// `task` fires at the same minute as another one.
pub(in crate::provider) fn same_time(
    group: &str,
    task: &TaskTimes,
    meeting: &Meeting,
    attribute: &str,
) -> Diagnostic {
    let sizes = |[min, expect, max]: [i64; 3]| format!("the size {expect} (from {min} to {max})");
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
