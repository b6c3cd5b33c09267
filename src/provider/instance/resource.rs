//! Creates, reads, updates and destroys a membership.

use std::time::Duration;

use async_trait::async_trait;

use super::model::ScalingInstanceModel;
use super::object::{Membership, set_protection};
use super::{create, delete, messages, minimum, plan_warnings, schema};
use crate::client::{Client, Params};
use crate::framework::schema::Schema;
use crate::framework::timeouts::Timeouts;
use crate::framework::{Context, Diagnostics, Identity, IdentitySchema, Plan, Resource, StateWriter};
use crate::provider::Shared;
use crate::provider::composite_id::MemberId;
use crate::provider::errors::failed;
use crate::provider::expand::expand;
use crate::provider::identity::IdentityName;
use crate::provider::lifecycle::{self, RemoteObject as _};
use crate::provider::record::ObjectRecord;

const IDENTITY: IdentityName = IdentityName {
    attribute: "scaling_instance_id",
    description: "Id of the instance.",
    object: "scaling instance",
};

/// What an instance is called that a resource of this run has attached, or found attached and taken over.
const ATTACHED: &str = "attached instance";

/// The resource type `ksyun_scaling_instance`.
#[derive(Debug, Default)]
pub struct ScalingInstanceResource {
    shared: Shared,
}

impl ScalingInstanceResource {
    /// A resource type that shares what a run knows with the others.
    pub(in crate::provider) fn new(shared: &Shared) -> Self {
        Self {
            shared: shared.clone(),
        }
    }
}

#[async_trait]
impl Resource<Client> for ScalingInstanceResource {
    type Model = ScalingInstanceModel;
    type Private = ObjectRecord;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_instance"
    }

    fn schema(&self) -> Schema {
        schema::schema()
    }

    /// A group moves its instances one after the other, and each may take minutes.
    fn timeouts(&self) -> Timeouts {
        let moves = Duration::from_mins(30);
        Timeouts {
            create: moves,
            delete: moves,
            ..Timeouts::default()
        }
    }

    fn plan(&self, plan: &mut Plan<ScalingInstanceModel, ObjectRecord>, diagnostics: &mut Diagnostics) {
        plan_warnings::of_plan(&self.shared.plan_warnings, plan, diagnostics);
        if let Some(prior) = &plan.prior {
            plan.private.replaces = prior.id.value().cloned();
            plan.private.rejoins = prior.scaling_group_id == plan.planned.scaling_group_id;
        }
    }

    fn note_origin(&self, client: &Client, record: &mut ObjectRecord) {
        record.note_origin(client);
    }

    async fn check_owner(&self, cx: &Context<'_, Client>, record: &ObjectRecord) -> Result<(), Diagnostics> {
        record.check_owner(cx).await
    }

    async fn plan_destroy(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingInstanceModel,
        _record: &mut ObjectRecord,
    ) -> Result<(), Diagnostics> {
        self.shared
            .plan_warnings
            .note_leaving(state.id.as_str().unwrap_or_default());
        delete::foresee(cx, &state).await;
        Ok(())
    }

    async fn create(
        &self,
        cx: &Context<'_, Client>,
        plan: ScalingInstanceModel,
        state: &StateWriter<ScalingInstanceModel, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        let id = plan.member_id();
        if !self.shared.run.own(ATTACHED, &id.item) {
            return Err(messages::two_owners(&id).into());
        }
        let created = create::create(cx, plan, state).await;
        if let Some(lowered) = self.shared.run.take_minimum(&id.group) {
            minimum::restore(cx, &id, lowered).await;
        }
        created
    }

    async fn read(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingInstanceModel,
        record: &mut ObjectRecord,
    ) -> Result<Option<ScalingInstanceModel>, Diagnostics> {
        let id = state.member_id();
        lifecycle::look_again::<Membership>(cx, &self.shared.run, &id, state, record).await
    }

    async fn update(
        &self,
        cx: &Context<'_, Client>,
        prior: ScalingInstanceModel,
        plan: ScalingInstanceModel,
        state: &StateWriter<ScalingInstanceModel, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        let id = prior.member_id();
        let mut sent = Params::default();
        if let Some(protected) = expand(&prior.protected_from_detach, &plan.protected_from_detach) {
            sent = set_protection(cx, &id, protected).await.map_err(|error| {
                let what = format!("change the protection of {}", Membership::describe(&id));
                failed(&what, &error, &[])
            })?;
        }
        lifecycle::settle::<Membership>(cx, state, &id, plan.identified(&id), &sent).await;
        Ok(())
    }

    async fn delete(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingInstanceModel,
        saved: &StateWriter<ScalingInstanceModel, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        let id = state.member_id();
        if self.shared.run.is_owned(ATTACHED, &id.item) {
            // Another resource of this run has taken it over, so it stays where it is.
            cx.warn(messages::taken_over(&id));
            return Ok(());
        }
        delete::delete(cx, &self.shared.run, state, saved).await
    }

    fn import(&self, id: &str) -> Result<ScalingInstanceModel, Diagnostics> {
        MemberId::from_import(id, IDENTITY.object).map(|id| ScalingInstanceModel::default().identified(&id))
    }

    fn identity_schema(&self) -> Option<IdentitySchema> {
        Some(IDENTITY.member_schema())
    }

    fn identity(&self, client: &Client, state: &ScalingInstanceModel) -> Option<Identity> {
        IDENTITY.member(client, &state.id)
    }

    fn import_identity(
        &self,
        _client: &Client,
        identity: &Identity,
    ) -> Result<ScalingInstanceModel, Diagnostics> {
        let id = IDENTITY.import_member(identity)?;
        Ok(ScalingInstanceModel::default().identified(&id))
    }
}
