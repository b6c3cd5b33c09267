//! Lists tasks, so that they can be adopted.

use async_trait::async_trait;

use super::attributes::ScheduledTaskModel;
use crate::client::Client;
use crate::client::actions::DescribeScheduledTask;
use crate::framework::schema::{Attribute, Schema, Validator};
use crate::framework::{Context, Diagnostics, Found, ListResource, model};
use crate::provider::composite_id::MemberId;
use crate::provider::listing::{Groups, ListedGroup, NameFilter};

model! {
    /// Which tasks are wanted.
    pub struct ScheduledTaskFilter {
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `ScalingScheduledTaskName`
        scaling_scheduled_task_name: String,
        /// Of this provider alone.
        name_contains: String,
    }
}

/// The list of `ksyun_scaling_scheduled_task`.
pub struct ScheduledTaskList;

#[async_trait]
impl ListResource<Client> for ScheduledTaskList {
    type Filter = ScheduledTaskFilter;
    type Model = ScheduledTaskModel;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_scheduled_task"
    }

    fn schema(&self) -> Schema {
        Schema::new("Lists the scheduled tasks of the groups in the provider's region.")
            .attribute(Groups::argument())
            .attribute(
                Attribute::string("scaling_scheduled_task_name", "Only tasks of exactly this name.")
                    .optional()
                    .validate(Validator::Length(1, 128)),
            )
            .attribute(NameFilter::part_argument())
    }

    async fn list(
        &self,
        cx: &Context<'_, Client>,
        filter: ScheduledTaskFilter,
        found: &Found<ScheduledTaskModel>,
    ) -> Result<(), Diagnostics> {
        let names = NameFilter::new(&filter.scaling_scheduled_task_name, &filter.name_contains);
        let name = names.to_api();
        let request = move |group: &ListedGroup| {
            Some(DescribeScheduledTask {
                scaling_group_id: group.id.clone(),
                scaling_scheduled_task_name: name.clone(),
                ..DescribeScheduledTask::default()
            })
        };
        let groups = Groups::new(cx, &filter.scaling_group_id);
        let mut listed = groups.members(cx, "scheduled tasks", request);
        while let Some((group, found_there)) = listed.next().await? {
            for task in found_there {
                let name = task.scaling_scheduled_task_name.as_deref();
                if !names.matches(name) {
                    continue;
                }
                let display_name = group.display_name(name, &task.scaling_scheduled_task_id);
                let member = MemberId {
                    item: task.scaling_scheduled_task_id.clone(),
                    group: group.id.clone(),
                };
                let task = ScheduledTaskModel::default()
                    .identified(&member)
                    .flatten_plain(&task);
                found.object(display_name, task).await;
            }
        }
        Ok(())
    }
}
