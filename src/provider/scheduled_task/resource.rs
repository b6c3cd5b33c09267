//! Creates, reads, updates and destroys a task.

use std::sync::Arc;

use async_trait::async_trait;

use super::changes::{create_request, modify_request};
use super::lookup::{find, find_imported, is_the_one, list_of};
use super::model::ScheduledTaskModel;
use super::{insight, plan, schema};
use crate::client::actions::DeleteScheduledTask;
use crate::client::{self, Client};
use crate::framework::schema::Schema;
use crate::framework::{Context, Diagnostics, Identity, IdentitySchema, Plan, Resource, Saved};
use crate::provider::api::Operation;
use crate::provider::claims::Claims;
use crate::provider::composite_id::MemberId;
use crate::provider::errors::failed;
use crate::provider::identity::IdentityName;
use crate::provider::insight::Insight;
use crate::provider::write::{change, delete, read_back};

const IDENTITY: IdentityName = IdentityName {
    attribute: "scaling_scheduled_task_id",
    description: "Id of the task.",
    object: "scheduled task",
};

/// The resource type `ksyun_scaling_scheduled_task`.
#[derive(Debug, Default)]
pub struct ScheduledTaskResource {
    claims: Claims,
    insight: Arc<Insight>,
}

impl ScheduledTaskResource {
    /// A resource type that shares what plans show with the others.
    pub(in crate::provider) fn new(insight: Arc<Insight>) -> Self {
        Self {
            insight,
            ..Self::default()
        }
    }
}

#[async_trait]
impl Resource<Client> for ScheduledTaskResource {
    type Model = ScheduledTaskModel;
    type Private = ();

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_scheduled_task"
    }

    fn schema(&self) -> Schema {
        schema::schema()
    }

    fn validate(&self, config: &ScheduledTaskModel, diagnostics: &mut Diagnostics) {
        plan::validate(config, diagnostics);
    }

    fn plan(&self, plan: &mut Plan<ScheduledTaskModel>, diagnostics: &mut Diagnostics) {
        let now = client::now();
        plan::adjust(plan, now, diagnostics);
        insight::of_plan(&self.insight, plan, now, diagnostics);
    }

    async fn plan_destroy(
        &self,
        _cx: &Context<'_, Client>,
        state: ScheduledTaskModel,
        _private: &mut (),
    ) -> Result<(), Diagnostics> {
        self.insight.note_leaving(state.id.as_str().unwrap_or_default());
        Ok(())
    }

    async fn create(
        &self,
        cx: &Context<'_, Client>,
        plan: ScheduledTaskModel,
        state: &Saved<ScheduledTaskModel>,
    ) -> Result<(), Diagnostics> {
        let what = format!(
            "create scheduled task {:?}",
            plan.scaling_scheduled_task_name.as_str().unwrap_or_default()
        );
        let request = create_request(&plan);
        let created = self.claims.create(
            cx,
            IDENTITY.object,
            &request,
            |answer| answer.scaling_scheduled_task_id,
            list_of(&request),
            |task| is_the_one(task, &plan),
        );
        let item = created
            .await
            .map_err(|not_created| failed(&what, &not_created.error, &[]))?;
        let member = MemberId {
            item,
            group: request.scaling_group_id,
        };
        refresh(cx, &member, plan.identified(&member), state).await
    }

    async fn read(
        &self,
        cx: &Context<'_, Client>,
        state: ScheduledTaskModel,
        _private: &mut (),
    ) -> Result<Option<ScheduledTaskModel>, Diagnostics> {
        let member = state.member()?;
        let what = format!("read {}", IDENTITY.name(&member));
        let found = if state.is_only_named() {
            find_imported(cx, member).await
        } else {
            find(cx, &member)
                .await
                .map(|task| task.map(|task| (member, task)))
        };
        let found = found.map_err(|error| failed(&what, &error, &[]))?;
        Ok(found.map(|(member, task)| state.identified(&member).with_answer(task)))
    }

    async fn update(
        &self,
        cx: &Context<'_, Client>,
        prior: ScheduledTaskModel,
        plan: ScheduledTaskModel,
        state: &Saved<ScheduledTaskModel>,
    ) -> Result<(), Diagnostics> {
        let member = prior.member()?;
        let wanted = plan.identified(&member);
        if let Some(request) = modify_request(&member, &prior, &wanted) {
            let what = IDENTITY.name(&member);
            let is_done = async {
                let found = find(cx, &member).await.ok().flatten();
                let reached = found.map(|task| wanted.clone().with_answer(task));
                reached.is_some_and(|reached| modify_request(&member, &reached, &wanted).is_none())
            };
            change(cx, &what, &request, is_done)
                .await
                .map_err(|error| failed(&format!("change {what}"), &error, &[]))?;
        }
        refresh(cx, &member, wanted, state).await
    }

    async fn delete(
        &self,
        cx: &Context<'_, Client>,
        state: ScheduledTaskModel,
        _saved: &Saved<ScheduledTaskModel>,
    ) -> Result<(), Diagnostics> {
        let member = state.member()?;
        let request = DeleteScheduledTask {
            scaling_group_id: member.group.clone(),
            scaling_scheduled_task_id: member.item.clone(),
        };
        let deleted = delete(cx, &request, find(cx, &member)).await;
        deleted.map_err(|error| failed(&format!("destroy {}", IDENTITY.name(&member)), &error, &[]).into())
    }

    fn import(&self, id: &str) -> Result<ScheduledTaskModel, Diagnostics> {
        MemberId::from_import(id, IDENTITY.object)
            .map(|member| ScheduledTaskModel::default().identified(&member))
    }

    fn identity_schema(&self) -> Option<IdentitySchema> {
        Some(IDENTITY.member_schema())
    }

    fn identity(&self, client: &Client, state: &ScheduledTaskModel) -> Option<Identity> {
        IDENTITY.member(client, &state.id)
    }

    fn import_identity(
        &self,
        client: &Client,
        identity: &Identity,
    ) -> Result<ScheduledTaskModel, Diagnostics> {
        let member = IDENTITY.import_member(client, identity)?;
        Ok(ScheduledTaskModel::default().identified(&member))
    }

    fn adopt(&self, state: ScheduledTaskModel) -> ScheduledTaskModel {
        state.adopted()
    }
}

/// Saves `model` with what the API says of the task now.
async fn refresh(
    cx: &Operation<'_>,
    member: &MemberId,
    model: ScheduledTaskModel,
    state: &Saved<ScheduledTaskModel>,
) -> Result<(), Diagnostics> {
    let what = IDENTITY.name(member);
    let with_answer = ScheduledTaskModel::with_answer;
    read_back(
        cx,
        state,
        IDENTITY.object,
        &what,
        model,
        find(cx, member),
        with_answer,
    )
    .await
}
