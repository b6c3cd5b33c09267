//! `ksyun_scaling_scheduled_tasks`: lists the scheduled tasks of a group.

use async_trait::async_trait;

use crate::client::Client;
use crate::client::actions::{DescribeScheduledTask, ScheduledTask};
use crate::framework::schema::{Attribute, Schema};
use crate::framework::{DataSource, Diagnostics, Field, List, Set, model};
use crate::provider::api::Operation;
use crate::provider::data_sources::{
    Item, Listed, NameFilter, id, ids_of_members, list, member_id, member_ids, name_regex, of_group,
    output_file, results, text, total_count,
};
use crate::provider::errors::Attributes;

/// Where the API's parameters come from, if not from an attribute of the same name.
const ATTRIBUTES: Attributes = &[("ScalingScheduledTaskId", "ids")];

model! {
    /// Arguments and results of `ksyun_scaling_scheduled_tasks`.
    pub struct ScheduledTasksModel {
        /// Of Terraform alone.
        id: String,
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `ScalingScheduledTaskId.N`
        ids: Set<String>,
        /// Of Terraform alone.
        name_regex: String,
        /// `ScalingScheduledTaskName`
        scaling_scheduled_task_name: String,
        /// Of Terraform alone.
        output_file: String,
        /// Of Terraform alone.
        total_count: i64,
        /// `ScalingScheduleTaskSet`
        scaling_scheduled_tasks: List<TaskItem>,
    }
}

model! {
    /// A scheduled task.
    pub struct TaskItem {
        /// `ScalingScheduledTaskId` and `ScalingGroupId`
        id: String,
        /// `ScalingScheduledTaskId`
        scaling_scheduled_task_id: String,
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `ScalingScheduledTaskName`
        scaling_scheduled_task_name: String,
        /// `ReadjustMaxSize`
        readjust_max_size: i64,
        /// `ReadjustMinSize`
        readjust_min_size: i64,
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
        /// `Description`
        description: String,
        /// `CreateTime`
        create_time: String,
    }
}

impl TaskItem {
    fn new(group: &str, task: ScheduledTask) -> Self {
        Self {
            id: member_id(&task.scaling_scheduled_task_id, group),
            scaling_scheduled_task_id: Field::Value(task.scaling_scheduled_task_id),
            scaling_group_id: group.into(),
            scaling_scheduled_task_name: task.scaling_scheduled_task_name.into(),
            readjust_max_size: task.readjust_max_size.into(),
            readjust_min_size: task.readjust_min_size.into(),
            readjust_expect_size: task.readjust_expect_size.into(),
            start_time: task.start_time.into(),
            end_time: task.end_time.into(),
            recurrence: task.recurrence.into(),
            repeat_unit: task.repeat_unit.into(),
            repeat_cycle: task.repeat_cycle.into(),
            description: task.description.into(),
            create_time: task.create_time.into(),
        }
    }
}

impl Item for TaskItem {
    fn members() -> Vec<Attribute> {
        vec![
            Attribute::string("id", "Id of the task in Terraform, `TASK:GROUP`."),
            Attribute::string("scaling_scheduled_task_id", "Id of the task."),
            Attribute::string("scaling_group_id", "Id of its scaling group."),
            Attribute::string("scaling_scheduled_task_name", "Name of the task."),
            Attribute::number(
                "readjust_max_size",
                "`max_size` of the group once the task has run.",
            ),
            Attribute::number(
                "readjust_min_size",
                "`min_size` of the group once the task has run.",
            ),
            Attribute::number(
                "readjust_expect_size",
                "`desired_capacity` of the group once the task has run.",
            ),
            Attribute::string(
                "start_time",
                "When it runs first: Beijing time, `YYYY-MM-DD HH:MM:SS`.",
            ),
            Attribute::string(
                "end_time",
                "When it runs last: Beijing time, `YYYY-MM-DD HH:MM:SS`.",
            ),
            Attribute::string("recurrence", "When it runs again: a crontab of five fields."),
            Attribute::string(
                "repeat_unit",
                "What `repeat_cycle` counts: `Day`, `Week` or `Month`.",
            ),
            Attribute::string("repeat_cycle", "On which days it runs, as the API has it."),
            Attribute::string("description", "Description of the task."),
            Attribute::string(
                "create_time",
                "When it was created: Beijing time, `YYYY-MM-DD HH:MM:SS`.",
            ),
        ]
    }

    fn id(&self) -> &str {
        self.id.as_str().unwrap_or_default()
    }
}

/// The data source `ksyun_scaling_scheduled_tasks`.
#[derive(Debug)]
pub struct ScheduledTasksDataSource;

#[async_trait]
impl DataSource<Client> for ScheduledTasksDataSource {
    type Model = ScheduledTasksModel;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_scheduled_tasks"
    }

    fn schema(&self) -> Schema {
        Schema::new("Lists the scheduled tasks of a scaling group. An empty list is no error.")
            .attribute(id())
            .attribute(of_group())
            .attribute(ids_of_members("ids", "scheduled tasks"))
            .attribute(name_regex())
            .attribute(
                Attribute::string(
                    "scaling_scheduled_task_name",
                    "Only scheduled tasks that the API finds by this name.",
                )
                .optional(),
            )
            .attribute(output_file())
            .attribute(total_count())
            .attribute(results::<TaskItem>(
                "scaling_scheduled_tasks",
                "The scheduled tasks.",
            ))
    }

    async fn read(
        &self,
        cx: &Operation<'_>,
        config: ScheduledTasksModel,
    ) -> Result<ScheduledTasksModel, Diagnostics> {
        let names = NameFilter::new(&config.name_regex)?;
        let group = config.scaling_group_id.as_str().unwrap_or_default();
        let request = DescribeScheduledTask {
            scaling_group_id: group.to_owned(),
            scaling_scheduled_task_ids: member_ids("ids", &config.ids, group)?,
            scaling_scheduled_task_name: text(&config.scaling_scheduled_task_name),
            ..DescribeScheduledTask::default()
        };
        let what = format!("list the scheduled tasks of scaling group {group}");
        let tasks = list(cx, &what, &request, ATTRIBUTES).await?;
        let wanted = tasks
            .into_iter()
            .filter(|task| names.accepts(task.scaling_scheduled_task_name.as_ref()))
            .map(|task| TaskItem::new(group, task));
        let listed = Listed::new(wanted, &config.output_file)?;
        Ok(ScheduledTasksModel {
            id: listed.id,
            total_count: listed.total_count,
            scaling_scheduled_tasks: listed.items,
            ..config
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_is_explained() {
        crate::provider::data_sources::assert_covered::<TaskItem>();
    }
}
