//! What a plan of a task tells the plans of its group and of the group's other tasks.

use jiff::Timestamp;

use super::attributes::{ScheduledTaskModel, filled};
use crate::client::actions::ScheduledTask;
use crate::framework::{Diagnostics, Field, Plan};
use crate::provider::plan_warnings::{
    Mover, PlanWarnings, Schedule, TaskTimes, breaks_bounds, moves_capacity, same_time,
};
use crate::provider::record::ObjectRecord;
use crate::provider::recurrence::Recurrence;
use crate::provider::time;

/// Notes what the task will do, and warns if that works against its group's configuration or another task.
pub(super) fn of_plan(
    plan_warnings: &PlanWarnings,
    plan: &Plan<ScheduledTaskModel, ObjectRecord>,
    now: Timestamp,
    diagnostics: &mut Diagnostics,
) {
    let task = &without_results(plan);
    let Some(group) = task.scaling_group_id.as_str() else {
        return;
    };
    let is_new = plan.prior.as_ref() != Some(&plan.planned);
    let name = task.scaling_scheduled_task_name.as_str().unwrap_or_default();
    let schedule = schedule(task);
    if will_fire(task, schedule.as_ref(), now) {
        let mover = Mover {
            name: format!("scheduled task {name:?}"),
            sets: task.readjust_expect_size.get(),
            bounds: sizes(task).map(|[min, _, max]| [min, max]),
            is_new,
        };
        let shown = mover.name.clone();
        if let (Some(bounds), Some(sizes)) = (plan_warnings.bounds_broken_by(group, &mover), mover.bounds) {
            diagnostics.push(breaks_bounds(group, bounds, &shown, sizes));
        }
        if let Some(capacity) = plan_warnings.note_mover(group, mover) {
            diagnostics.push(moves_capacity(group, capacity, &shown));
        }
    }
    let (Some(schedule), Some(sizes)) = (schedule, sizes(task)) else {
        return;
    };
    let attribute = match &schedule {
        Schedule::Once(_) => "start_time",
        Schedule::Recurring(..) => "recurrence",
    };
    let times = TaskTimes {
        name: name.to_owned(),
        schedule,
        sizes,
        is_new,
    };
    for meeting in plan_warnings.note_task(group, &times, now) {
        diagnostics.push(same_time(group, &times, &meeting, attribute));
    }
}

/// The plan, with what the configuration leaves open to the API taken for left out: a task without a recurrence gets none.
fn without_results(plan: &Plan<ScheduledTaskModel, ObjectRecord>) -> ScheduledTaskModel {
    let known = |planned: &Field<String>, config: &Field<String>| {
        if planned.is_unknown() { config } else { planned }.clone()
    };
    let (planned, config) = (&plan.planned, &plan.config);
    ScheduledTaskModel {
        end_time: known(&planned.end_time, &config.end_time),
        recurrence: known(&planned.recurrence, &config.recurrence),
        repeat_unit: known(&planned.repeat_unit, &config.repeat_unit),
        ..planned.clone()
    }
}

/// When the task fires; `None` if that is not known yet, or not documented, as for `repeat_unit`.
fn schedule(task: &ScheduledTaskModel) -> Option<Schedule> {
    if task.recurrence.is_unknown() || task.repeat_unit.is_unknown() || filled(&task.repeat_unit).is_some() {
        return None;
    }
    let instant = |text: &str| time::read(text).ok();
    let start = filled(&task.start_time).and_then(instant)?;
    let Some(line) = filled(&task.recurrence) else {
        return Some(Schedule::Once(start));
    };
    let recurrence = Recurrence::parse(line).ok()?;
    let end = filled(&task.end_time).and_then(instant)?;
    Some(Schedule::Recurring(Box::new(recurrence), start, end))
}

/// When the task has fired last, as far as that is documented.
pub(in crate::provider) fn last_firing(task: &ScheduledTask, now: Timestamp) -> Option<Timestamp> {
    schedule(&ScheduledTaskModel::default().flatten_plain(task))?.last_until(now)
}

/// Whether the task has a firing before it. Of one that repeats by a unit, only its end is sure.
fn will_fire(task: &ScheduledTaskModel, schedule: Option<&Schedule>, now: Timestamp) -> bool {
    if let Some(schedule) = schedule {
        return schedule.next_from(now).is_some();
    }
    let end = filled(&task.end_time).and_then(|text| time::read(text).ok());
    filled(&task.repeat_unit).is_some() && end.is_some_and(|end| end > now)
}

fn sizes(task: &ScheduledTaskModel) -> Option<[i64; 3]> {
    Some([
        task.readjust_min_size.get()?,
        task.readjust_expect_size.get()?,
        task.readjust_max_size.get()?,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::plan_warnings::{Bounds, Capacity};

    const GROUP: &str = "436995593677910016";

    /// A task that fires once, on the day after now.
    fn task(name: &str, expect: i64) -> ScheduledTaskModel {
        ScheduledTaskModel {
            scaling_group_id: GROUP.into(),
            scaling_scheduled_task_name: name.into(),
            readjust_min_size: Field::Value(0),
            readjust_expect_size: Field::Value(expect),
            readjust_max_size: Field::Value(5),
            start_time: "2024-06-02 09:00:00".into(),
            ..ScheduledTaskModel::default()
        }
    }

    fn recurring(name: &str, expect: i64) -> ScheduledTaskModel {
        ScheduledTaskModel {
            recurrence: "0 9 * * *".into(),
            end_time: "2030-01-01 00:00:00".into(),
            ..task(name, expect)
        }
    }

    /// The places of the warnings of a plan to create such a task.
    fn places(plan_warnings: &PlanWarnings, task: ScheduledTaskModel) -> Vec<String> {
        let or_unknown = |field: &Field<String>| match field {
            Field::Null | Field::Absent => Field::Unknown,
            set => set.clone(),
        };
        let plan = Plan {
            planned: ScheduledTaskModel {
                end_time: or_unknown(&task.end_time),
                recurrence: or_unknown(&task.recurrence),
                repeat_unit: or_unknown(&task.repeat_unit),
                ..task.clone()
            },
            config: task,
            prior: None,
            requires_replace: Vec::new(),
            private: ObjectRecord::default(),
            unknowns: crate::framework::Unknowns::default(),
        };
        let mut diagnostics = Diagnostics::new();
        let now = time::read("2024-06-01 12:00:00").unwrap();
        of_plan(plan_warnings, &plan, now, &mut diagnostics);
        let path = |path: &Option<crate::cty::Path>| path.as_ref().unwrap().to_string();
        diagnostics
            .iter()
            .map(|diagnostic| path(&diagnostic.path))
            .collect()
    }

    /// Where warnings point that planning `task` gives, in a group whose capacity is set to 2.
    fn places_in_group_of_2(task: ScheduledTaskModel) -> Vec<String> {
        let plan_warnings = PlanWarnings::default();
        let capacity = Capacity {
            desired: 2,
            is_new: false,
        };
        plan_warnings.note_capacity(GROUP, Some(capacity));
        places(&plan_warnings, task)
    }

    #[test]
    fn a_task_that_will_fire_moves_the_capacity_to_another_one() {
        let weekly = ScheduledTaskModel {
            repeat_unit: "Week".into(),
            end_time: "2030-01-01 00:00:00".into(),
            ..task("a", 3)
        };
        for moving in [task("a", 3), recurring("a", 0), weekly] {
            assert_eq!(places_in_group_of_2(moving), ["scaling_group_id"]);
        }
        let over = ScheduledTaskModel {
            start_time: "2024-06-01 09:00:00".into(),
            ..task("a", 3)
        };
        let unknown = ScheduledTaskModel {
            start_time: Field::Unknown,
            ..task("a", 3)
        };
        for harmless in [task("a", 2), recurring("a", 2), over, unknown] {
            assert_eq!(places_in_group_of_2(harmless), [""; 0]);
        }
    }

    #[test]
    fn a_task_that_sets_other_bounds_than_its_group_is_told() {
        let group_of = |sizes| {
            let plan_warnings = PlanWarnings::default();
            let bounds = Bounds { sizes, is_new: false };
            assert_eq!(plan_warnings.note_bounds(GROUP, bounds), []);
            plan_warnings
        };
        assert_eq!(places(&group_of([0, 5]), task("a", 3)), [""; 0]);
        for other in [[1, 5], [0, 4]] {
            let plan_warnings = group_of(other);
            assert_eq!(places(&plan_warnings, task("a", 3)), ["scaling_group_id"]);
            assert_eq!(places(&plan_warnings, task("a", 3)), [""; 0]);
        }
        let plan_warnings = PlanWarnings::default();
        places(&plan_warnings, task("a", 3));
        let bounds = Bounds {
            sizes: [1, 5],
            is_new: false,
        };
        assert_eq!(plan_warnings.note_bounds(GROUP, bounds).len(), 1);
    }

    #[test]
    fn tasks_that_fire_together_are_told_at_what_says_when() {
        let plan_warnings = PlanWarnings::default();
        assert_eq!(places(&plan_warnings, task("once", 1)), [""; 0]);
        assert_eq!(places(&plan_warnings, recurring("daily", 2)), ["recurrence"]);
        assert_eq!(
            places(&plan_warnings, task("once more", 3)),
            ["start_time", "start_time"]
        );
    }

    #[test]
    fn what_is_not_known_or_documented_is_not_compared() {
        let weekly = |name, expect| ScheduledTaskModel {
            repeat_unit: "Week".into(),
            repeat_cycle: "1".into(),
            end_time: "2030-01-01 00:00:00".into(),
            ..task(name, expect)
        };
        let unknown = ScheduledTaskModel {
            readjust_expect_size: Field::Unknown,
            ..task("unknown", 0)
        };
        let plan_warnings = PlanWarnings::default();
        for (index, task) in [task("first", 1), weekly("a", 2), weekly("b", 3), unknown]
            .into_iter()
            .enumerate()
        {
            assert_eq!(places(&plan_warnings, task), [""; 0], "{index}");
        }
    }
}
