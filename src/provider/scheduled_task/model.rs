//! The typed form of `ksyun_scaling_scheduled_task`, and how the API's answers fill it.

use crate::client::actions::ScheduledTask;
use crate::framework::timeouts::TimeoutsModel;
use crate::framework::{Field, model};
use crate::provider::composite_id::MemberId;
use crate::provider::echo::echo;

model! {
    /// A scheduled task in configuration, plan or state.
    pub struct ScheduledTaskModel {
        /// `ScalingScheduledTaskId` and `ScalingGroupId`, with a colon between them.
        id: String,
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `ScalingScheduledTaskName`
        scaling_scheduled_task_name: String,
        /// `ReadjustMinSize`
        readjust_min_size: i64,
        /// `ReadjustMaxSize`
        readjust_max_size: i64,
        /// `ReadjustExpectSize`
        readjust_expect_size: i64,
        /// `StartTime`
        start_time: String,
        /// `EndTime`
        end_time: String,
        /// `Recurrence`
        recurrence: String,
        /// `RepeatUnit`
        repeat_unit: String,
        /// `RepeatCycle`
        repeat_cycle: String,
        /// `ScalingScheduledTaskId`
        scaling_scheduled_task_id: String,
        /// `CreateTime`
        create_time: String,
        /// `Description`
        description: String,
        /// Of Terraform alone.
        timeouts: TimeoutsModel,
    }
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

    /// This model with what the API says of the task. What the API leaves out stays as it is, and so does what only
    /// Terraform knows.
    pub(super) fn with_answer(self, task: ScheduledTask) -> Self {
        Self {
            scaling_scheduled_task_name: echo(
                task.scaling_scheduled_task_name,
                self.scaling_scheduled_task_name,
            ),
            readjust_min_size: echo(task.readjust_min_size, self.readjust_min_size),
            readjust_max_size: echo(task.readjust_max_size, self.readjust_max_size),
            readjust_expect_size: echo(task.readjust_expect_size, self.readjust_expect_size),
            start_time: echo(task.start_time, self.start_time),
            end_time: echo(task.end_time, self.end_time),
            recurrence: echo(task.recurrence, self.recurrence),
            repeat_unit: echo(task.repeat_unit, self.repeat_unit),
            repeat_cycle: echo(task.repeat_cycle, self.repeat_cycle),
            create_time: echo(task.create_time, self.create_time),
            description: echo(task.description, self.description),
            ..self
        }
    }

    /// State of the official provider has empty texts where this one has nothing.
    pub(super) fn adopted(self) -> Self {
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
