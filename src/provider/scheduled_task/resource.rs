//! A scheduled task as an object of its group: what the actions of the API make of it.

use async_trait::async_trait;

use super::attributes::ScheduledTaskModel;
use super::requests::{create_request, diff, modify_request};
use super::{attributes, plan, plan_warnings};
use crate::client::actions::{
    CreateScheduledTask, CreateScheduledTaskResponse, DeleteScheduledTask, DescribeScheduledTask,
    ModifyScheduledTask, ScheduledTask,
};
use crate::client::{self, ApiCallError, Params};
use crate::framework::schema::Schema;
use crate::framework::{Diagnostics, Field, Plan};
use crate::provider::Shared;
use crate::provider::api::{ApiContext, limits};
use crate::provider::composite_id::MemberId;
use crate::provider::identity::IdentityName;
use crate::provider::lifecycle::{Creatable, Parent, RemoteObject};
use crate::provider::member::Member;
use crate::provider::record::ObjectRecord;

/// The kind of object behind `ksyun_scaling_scheduled_task`.
#[derive(Debug)]
pub(in crate::provider) struct Task;

#[async_trait]
impl RemoteObject for Task {
    type Id = MemberId;
    type Model = ScheduledTaskModel;
    type Item = ScheduledTask;
    type List = DescribeScheduledTask;

    const NAME: &'static str = "scheduled task";

    fn own_id(id: &MemberId) -> &str {
        &id.item
    }

    fn describe(id: &MemberId) -> String {
        Self::IDENTITY.name(id)
    }

    fn one(id: &MemberId) -> DescribeScheduledTask {
        DescribeScheduledTask::one(&*id.group, &*id.item)
    }

    async fn read(cx: &ApiContext<'_>, id: &MemberId) -> Result<Option<ScheduledTask>, ApiCallError> {
        cx.data
            .read_scheduled_task(&limits(cx), &id.group, &id.item)
            .await
    }

    fn flatten(model: ScheduledTaskModel, id: &MemberId, item: ScheduledTask) -> ScheduledTaskModel {
        model.identified(id).flatten_plain(&item)
    }

    fn diff(shown: &ScheduledTaskModel, plan: &ScheduledTaskModel) -> Params {
        diff(shown, plan)
    }
}

impl Creatable for Task {
    type Create = CreateScheduledTask;

    fn creation(plan: &ScheduledTaskModel) -> (CreateScheduledTask, DescribeScheduledTask) {
        let request = create_request(plan);
        let list = DescribeScheduledTask {
            scaling_group_id: request.scaling_group_id.clone(),
            scaling_scheduled_task_name: request.settings.scaling_scheduled_task_name.clone(),
            ..DescribeScheduledTask::default()
        };
        (request, list)
    }

    fn created(answer: CreateScheduledTaskResponse) -> Option<String> {
        Some(answer.scaling_scheduled_task_id)
    }

    fn id(plan: &ScheduledTaskModel, own_id: &str) -> MemberId {
        MemberId::of(own_id, &plan.scaling_group_id)
    }

    fn create_time(task: &ScheduledTask) -> Option<&str> {
        task.create_time.as_deref()
    }

    fn parent(plan: &ScheduledTaskModel) -> Option<Parent<'_>> {
        Some(Parent::group(&plan.scaling_group_id))
    }

    fn name(plan: &ScheduledTaskModel) -> &str {
        plan.scaling_scheduled_task_name.as_str().unwrap_or_default()
    }
}

#[async_trait]
impl Member for Task {
    const TYPE_NAME: &'static str = "ksyun_scaling_scheduled_task";
    const IDENTITY: IdentityName = IdentityName {
        attribute: "scaling_scheduled_task_id",
        description: "Id of the task.",
        object: Self::NAME,
    };
    type Modify = ModifyScheduledTask;
    type Delete = DeleteScheduledTask;

    fn schema() -> Schema {
        attributes::schema()
    }

    fn validate(config: &ScheduledTaskModel, diagnostics: &mut Diagnostics) {
        plan::validate(config, diagnostics);
    }

    fn plan(
        plan: &mut Plan<ScheduledTaskModel, ObjectRecord>,
        shared: &Shared,
        diagnostics: &mut Diagnostics,
    ) {
        let now = client::now();
        plan::adjust(plan, now, diagnostics);
        plan_warnings::of_plan(&shared.plan_warnings, plan, now, diagnostics);
    }

    fn identified(model: ScheduledTaskModel, member: &MemberId) -> ScheduledTaskModel {
        model.identified(member)
    }

    fn state_id(model: &ScheduledTaskModel) -> &Field<String> {
        &model.id
    }

    fn modification(
        member: &MemberId,
        prior: &ScheduledTaskModel,
        plan: &ScheduledTaskModel,
    ) -> Option<ModifyScheduledTask> {
        modify_request(member, prior, plan, client::now())
    }

    fn deletion(member: &MemberId) -> DeleteScheduledTask {
        DeleteScheduledTask {
            scaling_group_id: member.group.clone(),
            scaling_scheduled_task_id: member.item.clone(),
        }
    }

    fn upgrade_foreign(state: ScheduledTaskModel) -> ScheduledTaskModel {
        state.upgraded()
    }
}
