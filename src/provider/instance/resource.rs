//! Creates, reads, updates and destroys a membership.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::model::ScalingInstanceModel;
use super::{create, delete, protection, schema};
use crate::client::{ApiCallError, Client};
use crate::framework::schema::Schema;
use crate::framework::timeouts::Timeouts;
use crate::framework::{Context, Diagnostics, Identity, IdentitySchema, Resource, Saved};
use crate::provider::api::limits;
use crate::provider::changed::changed;
use crate::provider::composite_id::MemberId;
use crate::provider::errors::failed;
use crate::provider::identity::IdentityName;
use crate::provider::insight::Insight;
use crate::provider::write::read_back;

const IDENTITY: IdentityName = IdentityName {
    attribute: "scaling_instance_id",
    description: "Id of the instance.",
    object: "scaling instance",
};

/// What messages call it.
const OBJECT: &str = "instance";

/// The resource type `ksyun_scaling_instance`.
#[derive(Debug, Default)]
pub struct ScalingInstanceResource {
    insight: Arc<Insight>,
}

impl ScalingInstanceResource {
    /// A resource type that shares what plans show with the others.
    pub(in crate::provider) fn new(insight: Arc<Insight>) -> Self {
        Self { insight }
    }
}

#[async_trait]
impl Resource<Client> for ScalingInstanceResource {
    type Model = ScalingInstanceModel;
    type Private = ();

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

    async fn plan_destroy(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingInstanceModel,
        _private: &mut (),
    ) -> Result<(), Diagnostics> {
        self.insight.note_leaving(state.id.as_str().unwrap_or_default());
        delete::foresee(cx, &state).await;
        Ok(())
    }

    async fn create(
        &self,
        cx: &Context<'_, Client>,
        plan: ScalingInstanceModel,
        state: &Saved<ScalingInstanceModel>,
    ) -> Result<(), Diagnostics> {
        create::create(cx, plan, state).await
    }

    async fn read(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingInstanceModel,
        _private: &mut (),
    ) -> Result<Option<ScalingInstanceModel>, Diagnostics> {
        let id = state.member_id();
        let found = cx.data.read_instance(&limits(cx), &id.group, &id.item).await;
        let found = found.map_err(|error| failed(&format!("read {}", name(&id)), &error, &[]))?;
        Ok(found.map(|instance| state.with_answer(&id, instance)))
    }

    async fn update(
        &self,
        cx: &Context<'_, Client>,
        prior: ScalingInstanceModel,
        plan: ScalingInstanceModel,
        state: &Saved<ScalingInstanceModel>,
    ) -> Result<(), Diagnostics> {
        let id = prior.member_id();
        let problem = |error: ApiCallError| {
            let what = format!("change the protection of {}", name(&id));
            Diagnostics::from(failed(&what, &error, &[]))
        };
        if let Some(protected) = changed(&prior.protected_from_detach, &plan.protected_from_detach) {
            protection::set(cx, &id, protected).await.map_err(problem)?;
        }
        let (model, calls) = (plan.identified(&id), limits(cx));
        let look = cx.data.read_instance(&calls, &id.group, &id.item);
        let with_answer = |model: ScalingInstanceModel, instance| model.with_answer(&id, instance);
        read_back(cx, state, OBJECT, &name(&id), model, look, with_answer).await
    }

    async fn delete(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingInstanceModel,
        saved: &Saved<ScalingInstanceModel>,
    ) -> Result<(), Diagnostics> {
        delete::delete(cx, state, saved).await
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
        client: &Client,
        identity: &Identity,
    ) -> Result<ScalingInstanceModel, Diagnostics> {
        let id = IDENTITY.import_member(client, identity)?;
        Ok(ScalingInstanceModel::default().identified(&id))
    }
}

/// The instance as messages call it.
fn name(id: &MemberId) -> String {
    format!("{OBJECT} {} of scaling group {}", id.item, id.group)
}
