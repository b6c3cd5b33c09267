//! The attributes of `ksyun_scaling_scheduled_task` and of what `ksyun_scaling_scheduled_tasks` lists.

use super::repeat;
use crate::client::actions::{ScheduledTask, ScheduledTaskSettings};
use crate::cty::Value;
use crate::framework::Field;
use crate::framework::schema::{Schema, Validator};
use crate::framework::timeouts::{Timeouts, TimeoutsModel};
use crate::provider::attributes::attributes;
use crate::provider::composite_id::MemberId;
use crate::provider::flatten::flatten;
use crate::provider::ids::IdAttribute as _;
use crate::provider::recurrence::{check_recurrence, same_recurrence};
use crate::provider::time;

/// Planned when one of the sizes is left out.
pub(super) const DEFAULT_SIZE: i64 = 1;
/// The sizes of a group, as far as the documentation of the API knows.
const SIZES: Validator = Validator::Between(0, 1000);
/// What a time looks like, for documentation and messages.
const TIME: &str = "Beijing time as `YYYY-MM-DD HH:MM:SS`, or a time with its zone as RFC 3339 has it, such as \
                    `2024-06-01T01:00:00Z`";

pub(super) fn schema() -> Schema {
    Schema::new(
        "A scheduled task: gives a scaling group new bounds and a new capacity at a time, once or again and again. The group's \
         configuration would put its own bounds back with the next apply: put `lifecycle { ignore_changes = [min_size, max_size] \
         }` into the group, or give both the same bounds.",
    )
    .attributes(ScheduledTaskModel::attributes())
    .block(Timeouts::block())
}

attributes! {
    /// A scheduled task in configuration, plan or state.
    resource ScheduledTaskModel;
    /// A scheduled task as the data source lists it.
    data source TaskItem;
    response task: ScheduledTask by flatten;
    settings ScheduledTaskSettings;

    blocks {
        timeouts: TimeoutsModel;
    }
    resource {}
    both {
        /// Id of the task and of its group, `TASK:GROUP`.
        id: String = computed();
        /// Id of the scaling group.
        scaling_group_id: String = id().required().requires_replace().validate(Validator::Length(1, 64));
        /// Id of the task alone (`ScalingScheduledTaskId`).
        scaling_scheduled_task_id: String = computed();
    }
    settings {
        /// Name of the task.
        scaling_scheduled_task_name: String = default("tf-scaling-scheduled_task").validate(Validator::Length(1, 128));
        /// The group's `min_size` once the task has fired.
        readjust_min_size: i64 = default(DEFAULT_SIZE).validate(Validator::AtLeast(0)).usually(SIZES);
        /// The group's `max_size` once the task has fired.
        ///
        /// Not below `readjust_min_size`.
        readjust_max_size: i64 = default(DEFAULT_SIZE).validate(Validator::AtLeast(0)).usually(SIZES);
        /// The group's `desired_capacity` once the task has fired.
        ///
        /// From `readjust_min_size` to `readjust_max_size`.
        readjust_expect_size: i64 = default(DEFAULT_SIZE).validate(Validator::AtLeast(0)).usually(SIZES);
    }
    answered {
        /// When the task fires first, or from when on it recurs.
        ///
        /// Two spellings of the same instant are no difference.
        start_time: String = required().equal_by(time::same_instant).validate(Validator::Custom(TIME, time::check));
        /// Until when the task recurs.
        ///
        /// Needed for a task that recurs, and later than `start_time`. If it is left out, what the API has stays; to take
        /// it away, set it to an empty text, which creates a new task.
        end_time: String = optional().computed().equal_by(time::same_instant)
            .validate(Validator::Custom(TIME, |value| unless_empty(value, time::check)));
        /// When the task recurs: a crontab line of five fields (minute, hour, day of month, month, day of week) in
        /// Beijing time, such as `30 8 * * 1-5`.
        ///
        /// Each field is a list of numbers, ranges `a-b` and ranges with a step
        /// `a-b/n`; day of month, month and day of week can also be `*` or `*/n`. Sunday is 0 or 7. If both day fields
        /// are restricted, a day needs to fit only one of them. If it is left out, what the API has stays; to take it
        /// away, set it to an empty text, which creates a new task.
        recurrence: String = optional().computed().equal_by(same_recurrence)
            .validate(Validator::Custom("a crontab line of five fields", |value| unless_empty(value, check_recurrence)));
        /// What `repeat_cycle` counts.
        ///
        /// Taking it away creates a new task, since the API can't unset it.
        repeat_unit: String = optional().validate(Validator::OneOf(repeat::UNITS));
        /// Which of the `repeat_unit`s: for `Day` the number of days from one time to the next (`2`), for `Week` the days
        /// from 1, Monday, to 7 (`1,2,3`), for `Month` the first and the last day (`2,5`).
        ///
        /// The API's own form `["2","5"]` is the same. Taking it away creates a new task, since the API can't unset it.
        repeat_cycle: String = optional().equal_by(repeat::same_cycle)
            .validate(Validator::Custom("numbers with commas between them", repeat::check_cycle));
        /// When the task was created: Beijing time, `YYYY-MM-DD HH:MM:SS`.
        create_time: String = computed();
        /// What the API says about the task.
        description: String = computed();
    }
    derived {}
    data_source {}
}

impl ScheduledTaskModel {
    /// This model as the task `member`.
    pub(super) fn identified(self, member: &MemberId) -> Self {
        Self {
            id: Field::Value(member.to_state_id()),
            scaling_group_id: member.group.as_str().into(),
            scaling_scheduled_task_id: member.item.as_str().into(),
            ..self
        }
    }

    /// State of the official provider has empty texts where this one has nothing.
    pub(super) fn upgraded(self) -> Self {
        let blank_is_null = |field: Field<String>| match field {
            Field::Value(text) if text.is_empty() => Field::Null,
            other => other,
        };
        Self {
            end_time: blank_is_null(self.end_time),
            recurrence: blank_is_null(self.recurrence),
            repeat_unit: blank_is_null(self.repeat_unit),
            repeat_cycle: blank_is_null(self.repeat_cycle),
            description: blank_is_null(self.description),
            ..self
        }
    }
}

/// The text of a member that is set to something; an empty text is set to nothing.
pub(super) fn filled(field: &Field<String>) -> Option<&str> {
    field.as_str().filter(|text| !text.is_empty())
}

/// An empty text stands for "none" where it differs from "left as it is".
fn unless_empty(value: &Value, check: fn(&Value) -> Result<(), String>) -> Result<(), String> {
    if value.as_str() == Some("") {
        Ok(())
    } else {
        check(value)
    }
}
