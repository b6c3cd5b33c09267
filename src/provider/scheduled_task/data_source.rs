//! `ksyun_scaling_scheduled_tasks`: lists the scheduled tasks of a group.

use async_trait::async_trait;

use super::attributes::TaskItem;
use crate::client::Client;
use crate::client::actions::{DescribeScheduledTask, ScheduledTask};
use crate::framework::schema::{Attribute, Schema};
use crate::framework::{DataSource, Diagnostics, List, Set, model};
use crate::provider::api::ApiContext;
use crate::provider::data_sources::{
    Item, NameFilter, ResultList, id, ids_of_members, list, member_id, member_ids, name_regex, of_group,
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

impl TaskItem {
    fn new(group: &str, task: &ScheduledTask) -> Self {
        Self {
            id: member_id(&task.scaling_scheduled_task_id, group),
            scaling_scheduled_task_id: task.scaling_scheduled_task_id.as_str().into(),
            scaling_group_id: group.into(),
            ..Self::flatten_plain(task)
        }
    }
}

impl Item for TaskItem {
    fn members() -> Vec<Attribute> {
        Self::attributes()
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
        cx: &ApiContext<'_>,
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
            .map(|task| TaskItem::new(group, &task));
        let listed = ResultList::new(wanted, &config.output_file)?;
        Ok(ScheduledTasksModel {
            id: listed.id,
            total_count: listed.total_count,
            scaling_scheduled_tasks: listed.items,
            ..config
        })
    }
}
