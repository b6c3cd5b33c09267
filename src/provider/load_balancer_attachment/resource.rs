//! Creates, reads, updates and destroys an attachment.

use async_trait::async_trait;

use super::model::LoadBalancerAttachmentModel;
use super::object::{Attachment, GroupListeners, sets};
use super::{messages, plan, schema};
use crate::client::{Client, Params};
use crate::framework::schema::Schema;
use crate::framework::{Context, Diagnostics, Identity, IdentitySchema, Plan, Resource, StateWriter};
use crate::provider::Shared;
use crate::provider::api::ApiContext;
use crate::provider::composite_id::MemberId;
use crate::provider::errors::failed;
use crate::provider::identity::IdentityName;
use crate::provider::lifecycle::{self, RemoteObject as _};
use crate::provider::record::ObjectRecord;
use crate::provider::scaling_group::param;

const IDENTITY: IdentityName = IdentityName {
    attribute: "listener_id",
    description: "Id of the listener.",
    object: "load balancer attachment",
};

/// The resource type `ksyun_scaling_load_balancer_attachment`.
#[derive(Debug, Default)]
pub struct LoadBalancerAttachmentResource {
    shared: Shared,
}

impl LoadBalancerAttachmentResource {
    /// A resource type that shares what a run knows with the others.
    pub(in crate::provider) fn new(shared: &Shared) -> Self {
        Self {
            shared: shared.clone(),
        }
    }

    /// Makes the entry of `id` what `plan` says.
    async fn put(
        &self,
        cx: &ApiContext<'_>,
        id: &MemberId,
        plan: &LoadBalancerAttachmentModel,
        may_be_there: bool,
    ) -> Result<Params, Diagnostics> {
        let _writing = self.shared.run.rewrite_load_balancers(cx, &id.group).await?;
        let Some(listed) = GroupListeners::of(cx, id).await? else {
            return Err(messages::no_group(id, cx.data.region().as_str()).into());
        };
        if !may_be_there && listed.has(&id.item) {
            return Err(messages::already_there(id).into());
        }
        let request = listed.with(&id.item, Some(param(&plan.slb())))?;
        let sent = lifecycle::modify_to::<Attachment>(cx, id, &request, &sets(), plan).await;
        let what = format!("attach {}", Attachment::describe(id));
        sent.map_err(|error| failed(&what, &error, Attachment::ATTRIBUTES))?;
        Ok(sets())
    }
}

#[async_trait]
impl Resource<Client> for LoadBalancerAttachmentResource {
    type Model = LoadBalancerAttachmentModel;
    type Private = ObjectRecord;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_load_balancer_attachment"
    }

    fn schema(&self) -> Schema {
        schema::schema()
    }

    fn plan(
        &self,
        plan: &mut Plan<LoadBalancerAttachmentModel, ObjectRecord>,
        diagnostics: &mut Diagnostics,
    ) {
        plan::of_plan(&self.shared.plan_warnings, plan, diagnostics);
    }

    fn note_origin(&self, client: &Client, record: &mut ObjectRecord) {
        record.note_origin(client);
    }

    async fn check_owner(&self, cx: &Context<'_, Client>, record: &ObjectRecord) -> Result<(), Diagnostics> {
        record.check_owner(cx).await
    }

    async fn plan_destroy(
        &self,
        _cx: &Context<'_, Client>,
        state: LoadBalancerAttachmentModel,
        _record: &mut ObjectRecord,
    ) -> Result<(), Diagnostics> {
        self.shared
            .plan_warnings
            .note_leaving(state.id.as_str().unwrap_or_default());
        Ok(())
    }

    async fn create(
        &self,
        cx: &Context<'_, Client>,
        plan: LoadBalancerAttachmentModel,
        state: &StateWriter<LoadBalancerAttachmentModel, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        let id = plan.member_id();
        let sent = self.put(cx, &id, &plan, false).await?;
        lifecycle::settle::<Attachment>(cx, state, &id, plan.identified(&id), &sent).await;
        Ok(())
    }

    async fn read(
        &self,
        cx: &Context<'_, Client>,
        state: LoadBalancerAttachmentModel,
        record: &mut ObjectRecord,
    ) -> Result<Option<LoadBalancerAttachmentModel>, Diagnostics> {
        let id = state.member_id();
        lifecycle::look_at::<Attachment>(cx, &self.shared.run, &id, state, record).await
    }

    async fn update(
        &self,
        cx: &Context<'_, Client>,
        prior: LoadBalancerAttachmentModel,
        plan: LoadBalancerAttachmentModel,
        state: &StateWriter<LoadBalancerAttachmentModel, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        let id = prior.member_id();
        let mut sent = Params::default();
        if !Attachment::diff(&prior, &plan).is_empty() {
            sent = self.put(cx, &id, &plan, true).await?;
        }
        lifecycle::settle::<Attachment>(cx, state, &id, plan.identified(&id), &sent).await;
        Ok(())
    }

    async fn delete(
        &self,
        cx: &Context<'_, Client>,
        state: LoadBalancerAttachmentModel,
        _saved: &StateWriter<LoadBalancerAttachmentModel, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        let id = state.member_id();
        let _writing = self.shared.run.rewrite_load_balancers(cx, &id.group).await?;
        let listed = GroupListeners::of(cx, &id).await?;
        let Some(listed) = listed.filter(|listed| listed.has(&id.item)) else {
            return Ok(());
        };
        let request = listed.with(&id.item, None)?;
        let deleted = lifecycle::delete::<Attachment>(cx, &id, &request).await;
        deleted.map_err(|error| failed(&format!("detach {}", Attachment::describe(&id)), &error, &[]).into())
    }

    fn import(&self, id: &str) -> Result<LoadBalancerAttachmentModel, Diagnostics> {
        MemberId::from_import(id, IDENTITY.object)
            .map(|id| LoadBalancerAttachmentModel::default().identified(&id))
    }

    fn identity_schema(&self) -> Option<IdentitySchema> {
        Some(IDENTITY.member_schema())
    }

    fn identity(&self, client: &Client, state: &LoadBalancerAttachmentModel) -> Option<Identity> {
        IDENTITY.member(client, &state.id)
    }

    fn import_identity(
        &self,
        _client: &Client,
        identity: &Identity,
    ) -> Result<LoadBalancerAttachmentModel, Diagnostics> {
        let id = IDENTITY.import_member(identity)?;
        Ok(LoadBalancerAttachmentModel::default().identified(&id))
    }
}
