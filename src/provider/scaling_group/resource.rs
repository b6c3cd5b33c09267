//! Creates, reads, updates and destroys a group.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::capacity::CapacityWait;
use super::create::create_group;
use super::model::ScalingGroupModel;
use super::update::{Update, set_status};
use super::{ATTRIBUTES, delete, generated, insight, plan, schema};
use crate::client::actions::ScalingGroup;
use crate::client::{ApiCallError, Client};
use crate::framework::schema::Schema;
use crate::framework::timeouts::Timeouts;
use crate::framework::{Context, Diagnostics, Field, Identity, IdentitySchema, Plan, Resource, Saved};
use crate::provider::api::{Operation, Pauses, limits};
use crate::provider::changed::text;
use crate::provider::claims::Claims;
use crate::provider::composite_id;
use crate::provider::errors::failed;
use crate::provider::identity::IdentityName;
use crate::provider::insight::Insight;
use crate::provider::messages::not_read_back;

/// How often to look for a group that has just been changed: the API may list a new group a little late.
const LOOKS: u32 = 4;

const IDENTITY: IdentityName = IdentityName {
    attribute: "scaling_group_id",
    description: "Id of the group.",
    object: "scaling group",
};

/// The resource type `ksyun_scaling_group`.
#[derive(Debug, Default)]
pub struct ScalingGroupResource {
    claims: Claims,
    insight: Arc<Insight>,
}

impl ScalingGroupResource {
    /// A resource type that shares what plans show with the others.
    pub(in crate::provider) fn new(insight: Arc<Insight>) -> Self {
        Self {
            insight,
            ..Self::default()
        }
    }
}

#[async_trait]
impl Resource<Client> for ScalingGroupResource {
    type Model = ScalingGroupModel;
    type Private = ();

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_group"
    }

    fn schema(&self) -> Schema {
        schema::schema()
    }

    /// Long enough for the waits for capacity that people usually ask for, and for the instances of a group to go.
    fn timeouts(&self) -> Timeouts {
        let half_an_hour = Duration::from_mins(30);
        Timeouts {
            create: half_an_hour,
            update: half_an_hour,
            delete: half_an_hour,
            ..Timeouts::default()
        }
    }

    fn validate(&self, config: &ScalingGroupModel, diagnostics: &mut Diagnostics) {
        plan::validate(config, diagnostics);
    }

    fn plan(&self, plan: &mut Plan<ScalingGroupModel>, diagnostics: &mut Diagnostics) {
        plan::adjust(plan, diagnostics);
        insight::of_plan(&self.insight, plan, diagnostics);
    }

    async fn plan_destroy(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingGroupModel,
        _private: &mut (),
    ) -> Result<(), Diagnostics> {
        self.insight.note_leaving(state.id.as_str().unwrap_or_default());
        for warning in delete::foresight::warnings(cx, &state, &self.insight).await {
            cx.warn(warning);
        }
        Ok(())
    }

    async fn create(
        &self,
        cx: &Context<'_, Client>,
        plan: ScalingGroupModel,
        state: &Saved<ScalingGroupModel>,
    ) -> Result<(), Diagnostics> {
        let id = create_group(cx, &plan, &self.claims).await?;
        let created = ScalingGroupModel {
            id: id.as_str().into(),
            ..plan
        };
        state.save(created.clone());
        insight::of_creation(&self.insight, &id, &created);
        if let Some(status) = created.status.as_str().filter(|status| *status != schema::STATUS) {
            set_status(cx, &id, status)
                .await
                .map_err(|error| failed(&format!("disable scaling group {id}"), &error, &[]))?;
        }
        let wait = CapacityWait::for_new_group(&created, &id);
        settle(cx, &id, created, wait, state).await
    }

    async fn read(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingGroupModel,
        _private: &mut (),
    ) -> Result<Option<ScalingGroupModel>, Diagnostics> {
        let id = text(&state.id);
        let group = cx.data.read_group(&limits(cx), &id).await;
        let group = group.map_err(|error| failed(&format!("read scaling group {id}"), &error, &[]))?;
        Ok(group.map(|group| state.with_answer(group)))
    }

    async fn update(
        &self,
        cx: &Context<'_, Client>,
        prior: ScalingGroupModel,
        plan: ScalingGroupModel,
        state: &Saved<ScalingGroupModel>,
    ) -> Result<(), Diagnostics> {
        let id = text(&prior.id);
        let problem = |error: ApiCallError| {
            Diagnostics::from(failed(&format!("change scaling group {id}"), &error, ATTRIBUTES))
        };
        let change = Update::between(&id, &prior, &plan);
        let changed = ScalingGroupModel {
            id: prior.id.clone(),
            ..plan
        };
        if change.needs_no_call() {
            state.save(changed);
            return Ok(());
        }
        let wait = if change.moves_capacity() {
            CapacityWait::for_existing_group(cx, &changed, &id)
                .await
                .map_err(problem)?
        } else {
            None
        };
        change
            .make(cx, &id, prior, &changed, state)
            .await
            .map_err(problem)?;
        settle(cx, &id, changed, wait, state).await
    }

    async fn delete(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingGroupModel,
        _saved: &Saved<ScalingGroupModel>,
    ) -> Result<(), Diagnostics> {
        delete::delete(cx, &state).await
    }

    fn import(&self, id: &str) -> Result<ScalingGroupModel, Diagnostics> {
        composite_id::single(id, "scaling group").map(|id| ScalingGroupModel {
            id: id.into(),
            ..ScalingGroupModel::default()
        })
    }

    fn adopt(&self, state: ScalingGroupModel) -> ScalingGroupModel {
        state.adopted()
    }

    fn identity_schema(&self) -> Option<IdentitySchema> {
        Some(IDENTITY.single_schema())
    }

    fn identity(&self, client: &Client, state: &ScalingGroupModel) -> Option<Identity> {
        IDENTITY.single(client, &state.id)
    }

    fn tidy_generated(&self, config: ScalingGroupModel, _object: &ScalingGroupModel) -> ScalingGroupModel {
        generated::tidy(config)
    }

    fn import_identity(
        &self,
        client: &Client,
        identity: &Identity,
    ) -> Result<ScalingGroupModel, Diagnostics> {
        let id = IDENTITY.import_single(client, identity)?;
        Ok(ScalingGroupModel {
            id: Field::Value(id),
            ..ScalingGroupModel::default()
        })
    }
}

/// Saves what the API says of the group now, after the wait if there is one. The group is what it shall be; if it can't be
/// read, that is no reason to call the change a failure, after which Terraform would replace a new group.
async fn settle(
    cx: &Operation<'_>,
    id: &str,
    model: ScalingGroupModel,
    wait: Option<CapacityWait>,
    state: &Saved<ScalingGroupModel>,
) -> Result<(), Diagnostics> {
    if let Some(wait) = wait {
        let seen = |group: ScalingGroup| state.save(model.clone().made(group));
        return wait.run(cx, id, seen).await;
    }
    let mut pauses = Pauses::new();
    let mut why = "the API does not list it".to_owned();
    for look in 0..LOOKS {
        if look > 0 && pauses.pause(cx).await.is_err() {
            break;
        }
        match cx.data.read_group(&limits(cx), id).await {
            Ok(Some(group)) => {
                state.save(model.made(group));
                return Ok(());
            }
            Ok(None) => {}
            Err(error) => {
                why = format!("it can't be read: {error}");
                break;
            }
        }
    }
    state.save_without_answer(model);
    let what = format!("{} {id}", IDENTITY.object);
    cx.warn(not_read_back(IDENTITY.object, &what, &why));
    Ok(())
}
