//! Arguments and results of `ksyun_scaling_scheduled_task`, with the values that are planned when one is left out.

use super::repeat;
use crate::cty::Value;
use crate::framework::schema::{Attribute, Schema, Validator};
use crate::framework::timeouts::Timeouts;
use crate::provider::ids;
use crate::provider::recurrence::{check_recurrence, same_recurrence};
use crate::provider::time;

/// Planned when one of the sizes is left out.
pub(super) const DEFAULT_SIZE: i64 = 1;
/// Most instances of a group, as far as the documentation of the API knows.
const LARGEST_SIZE: i64 = 1000;
/// What a time looks like, for documentation and messages.
const TIME: &str = "Beijing time as `YYYY-MM-DD HH:MM:SS`, or a time with its zone as RFC 3339 has it, such as \
                    `2024-06-01T01:00:00Z`";

pub(super) fn schema() -> Schema {
    let schema = Schema::new(
        "A scheduled task: gives a scaling group new bounds and a new capacity at a time, once or again and again. The group's \
         configuration would put its own bounds back with the next apply: put `lifecycle { ignore_changes = [min_size, max_size] \
         }` into the group, or give both the same bounds.",
    );
    results(repetition(times(sizes(names(schema))))).block(Timeouts::block())
}

fn names(schema: Schema) -> Schema {
    schema
        .attribute(Attribute::string("id", "Id of the task and of its group, `TASK:GROUP`.").computed())
        .attribute(
            ids::id("scaling_group_id", "Id of the scaling group.")
                .required()
                .requires_replace()
                .validate(Validator::Length(1, 64)),
        )
        .attribute(
            Attribute::string("scaling_scheduled_task_name", "Name of the task.")
                .default("tf-scaling-scheduled_task")
                .validate(Validator::Length(1, 128)),
        )
}

fn sizes(schema: Schema) -> Schema {
    let size = |name, description| {
        Attribute::number(name, description)
            .default(DEFAULT_SIZE)
            .validate(Validator::AtLeast(0))
            .usually(Validator::Between(0, LARGEST_SIZE))
    };
    schema
        .attribute(size(
            "readjust_min_size",
            "The group's `min_size` once the task has fired.",
        ))
        .attribute(size(
            "readjust_max_size",
            "The group's `max_size` once the task has fired; not below `readjust_min_size`.",
        ))
        .attribute(size(
            "readjust_expect_size",
            "The group's `desired_capacity` once the task has fired; from `readjust_min_size` to `readjust_max_size`.",
        ))
}

fn times(schema: Schema) -> Schema {
    schema
        .attribute(
            Attribute::string(
                "start_time",
                "When the task fires first, or from when on it recurs. Two spellings of the same instant are no difference.",
            )
            .required()
            .equal_by(time::same_instant)
            .validate(Validator::Custom(TIME, time::check)),
        )
        .attribute(
            Attribute::string(
                "end_time",
                "Until when the task recurs; needed for a task that recurs, and later than `start_time`. If it is left out, \
                 what the API has stays; to take it away, set it to an empty text, which creates a new task.",
            )
            .optional()
            .computed()
            .equal_by(time::same_instant)
            .validate(Validator::Custom(TIME, |value| unless_empty(value, time::check))),
        )
}

fn repetition(schema: Schema) -> Schema {
    schema
        .attribute(
            Attribute::string(
                "recurrence",
                "When the task recurs: a crontab line of five fields (minute, hour, day of month, month, day of week) in \
                 Beijing time, such as `30 8 * * 1-5`. Each field is a list of numbers, ranges `a-b` and ranges with a step \
                 `a-b/n`; day of month, month and day of week can also be `*` or `*/n`. Sunday is 0 or 7. If both day fields \
                 are restricted, a day needs to fit only one of them. If it is left out, what the API has stays; to take it \
                 away, set it to an empty text, which creates a new task.",
            )
            .optional()
            .computed()
            .equal_by(same_recurrence)
            .validate(Validator::Custom("a crontab line of five fields", |value| {
                unless_empty(value, check_recurrence)
            })),
        )
        .attribute(
            Attribute::string(
                "repeat_unit",
                "What `repeat_cycle` counts. Taking it away creates a new task, since the API can't unset it.",
            )
            .optional()
            .validate(Validator::OneOf(repeat::UNITS)),
        )
        .attribute(
            Attribute::string(
                "repeat_cycle",
                "Which of the `repeat_unit`s: for `Day` the number of days from one time to the next (`2`), for `Week` the days \
                 from 1, Monday, to 7 (`1,2,3`), for `Month` the first and the last day (`2,5`). The API's own form \
                 `[\"2\",\"5\"]` is the same. Taking it away creates a new task, since the API can't unset it.",
            )
            .optional()
            .equal_by(repeat::same_cycle)
            .validate(Validator::Custom("numbers with commas between them", repeat::check_cycle)),
        )
}

fn results(schema: Schema) -> Schema {
    schema
        .attribute(
            Attribute::string(
                "scaling_scheduled_task_id",
                "Id of the task alone (`ScalingScheduledTaskId`).",
            )
            .computed(),
        )
        .attribute(
            Attribute::string(
                "create_time",
                "When the task was created: Beijing time, `YYYY-MM-DD HH:MM:SS`.",
            )
            .computed(),
        )
        .attribute(Attribute::string("description", "What the API says about the task.").computed())
}

/// An empty text stands for "none" where it differs from "left as it is".
fn unless_empty(value: &Value, check: fn(&Value) -> Result<(), String>) -> Result<(), String> {
    if value.as_str() == Some("") {
        Ok(())
    } else {
        check(value)
    }
}
