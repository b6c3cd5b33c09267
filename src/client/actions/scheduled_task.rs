//! Scheduled tasks: new sizes for a group at a time, once or again and again.
use super::Done;
use super::declare::{api_list, api_object, api_params, api_request};

api_request! {
    /// Creates a task of a group.
    pub struct CreateScheduledTask: Write -> CreateScheduledTaskResponse {
        /// The group.
        pub scaling_group_id: String = "ScalingGroupId",
        /// What it does.
        pub settings: ScheduledTaskSettings = "",
    }
}

api_object! {
    /// The task that was created.
    pub struct CreateScheduledTaskResponse {
        /// Its id. The API spells the member in two ways, or answers with the bare id.
        pub scaling_scheduled_task_id: String =
            "ScalingScheduleTaskId" | "ScalingScheduledTaskId" | "ReturnSet" as id,
    }
}

api_request! {
    /// Changes what is sent and keeps the rest.
    pub struct ModifyScheduledTask: Write -> Done {
        /// The task.
        pub scaling_scheduled_task_id: String = "ScalingScheduledTaskId",
        /// Its group.
        pub scaling_group_id: Option<String> = "ScalingGroupId",
        /// What is to change; the API documents the start as required, so send it even if it did not change.
        pub settings: ScheduledTaskSettings = "",
    }
}

api_params! {
    /// What a task does: the parameters that create and modify share.
    pub struct ScheduledTaskSettings {
        /// Name of the task.
        pub scaling_scheduled_task_name: Option<String> = "ScalingScheduledTaskName",
        /// `MaxSize` of the group once the task fired.
        pub readjust_max_size: Option<i64> = "ReadjustMaxSize",
        /// `MinSize` of the group once the task fired.
        pub readjust_min_size: Option<i64> = "ReadjustMinSize",
        /// `DesiredCapacity` of the group once the task fired.
        pub readjust_expect_size: Option<i64> = "ReadjustExpectSize",
        /// First execution: Beijing time, `YYYY-MM-DD HH:MM:SS`.
        pub start_time: Option<String> = "StartTime",
        /// Last execution; required for a recurring task.
        pub end_time: Option<String> = "EndTime",
        /// Five-field crontab; minute and hour may not be `*`.
        pub recurrence: Option<String> = "Recurrence",
        /// `Day`, `Week` or `Month`.
        pub repeat_unit: Option<String> = "RepeatUnit",
        /// Which of the units, sent as it is: see [`repeat_cycle`].
        pub repeat_cycle: Option<String> = "RepeatCycle",
    }
}

api_request! {
    /// Deletes a task.
    pub struct DeleteScheduledTask: Write -> Done {
        /// The group.
        pub scaling_group_id: String = "ScalingGroupId",
        /// The task.
        pub scaling_scheduled_task_id: String = "ScalingScheduledTaskId",
    }
}

api_request! {
    /// Lists the tasks of a group.
    pub struct DescribeScheduledTask: Read -> DescribeScheduledTaskResponse {
        /// The group.
        pub scaling_group_id: String = "ScalingGroupId",
        /// Only these tasks.
        pub scaling_scheduled_task_ids: Vec<String> = "ScalingScheduledTaskId",
        /// Only tasks of this name.
        pub scaling_scheduled_task_name: Option<String> = "ScalingScheduledTaskName",
        /// Offset of the first item, default 0.
        pub marker: Option<i64> = "Marker",
        /// Items per answer, default 20 (unlike the other lists).
        pub max_results: Option<i64> = "MaxResults",
    }
}

api_object! {
    /// One page of tasks.
    pub struct DescribeScheduledTaskResponse {
        /// The number that the API reports; undocumented whether of the page or of all.
        pub count: Option<i64> = "ScheduledTaskSize" | "ScheduleTaskSize",
        /// The tasks.
        pub scheduled_tasks: Option<Vec<ScheduledTask>> = "ScalingScheduleTaskSet" | "ScalingScheduledTaskSet" as list,
    }
}

api_list!(
    DescribeScheduledTask => DescribeScheduledTaskResponse.scheduled_tasks: ScheduledTask,
    named "ScalingScheduleTaskSet", by scaling_scheduled_task_id, of scaling_scheduled_task_ids,
    in scaling_group_id as scaling_group_id
);

impl DescribeScheduledTask {
    /// Asks for one task of a group.
    pub fn one(scaling_group_id: impl Into<String>, scaling_scheduled_task_id: impl Into<String>) -> Self {
        Self {
            scaling_group_id: scaling_group_id.into(),
            scaling_scheduled_task_ids: vec![scaling_scheduled_task_id.into()],
            ..Self::default()
        }
    }
}

api_object! {
    /// A scheduled task.
    pub struct ScheduledTask {
        /// Its id.
        pub scaling_scheduled_task_id: String = "ScalingScheduledTaskId" | "ScalingScheduleTaskId" as id,
        /// Its name.
        pub scaling_scheduled_task_name: Option<String> = "ScalingScheduledTaskName" | "ScalingScheduleTaskName",
        /// Its group.
        pub scaling_group_id: Option<String> = "ScalingGroupId" as reference,
        /// See [`ScheduledTaskSettings::readjust_max_size`].
        pub readjust_max_size: Option<i64> = "ReadjustMaxSize",
        /// See [`ScheduledTaskSettings::readjust_min_size`].
        pub readjust_min_size: Option<i64> = "ReadjustMinSize",
        /// See [`ScheduledTaskSettings::readjust_expect_size`].
        pub readjust_expect_size: Option<i64> = "ReadjustExpectSize",
        /// First execution: Beijing time, `YYYY-MM-DD HH:MM:SS`.
        pub start_time: Option<String> = "StartTime" as time,
        /// Last execution.
        pub end_time: Option<String> = "EndTime" as time,
        /// Beijing time, `YYYY-MM-DD HH:MM:SS`.
        pub create_time: Option<String> = "CreateTime" as time,
        /// Five-field crontab.
        pub recurrence: Option<String> = "Recurrence",
        /// `Day`, `Week` or `Month`.
        pub repeat_unit: Option<String> = "RepeatUnit",
        /// As it was sent.
        pub repeat_cycle: Option<String> = "RepeatCycle",
        /// Free text.
        pub description: Option<String> = "Description",
    }
}
