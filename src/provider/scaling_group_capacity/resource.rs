//! Waits for the instances of a group when it is created or updated. There is nothing to destroy.

use std::time::Duration;

use async_trait::async_trait;

use super::model::ScalingGroupCapacityModel;
use super::{messages, schema};
use crate::client::{ApiCallError, Client};
use crate::framework::schema::Schema;
use crate::framework::timeouts::Timeouts;
use crate::framework::{Context, Diagnostics, Field, Identity, IdentitySchema, Resource, StateWriter};
use crate::provider::Shared;
use crate::provider::api::ApiContext;
use crate::provider::composite_id;
use crate::provider::errors::failed;
use crate::provider::expand::text;
use crate::provider::identity::IdentityName;
use crate::provider::lifecycle;
use crate::provider::record::ObjectRecord;
use crate::provider::scaling_group::{CapacityWait, Group, ScalingGroupModel, instances};

const IDENTITY: IdentityName = IdentityName {
    attribute: "scaling_group_id",
    description: "Id of the group.",
    object: "scaling group",
};

/// The resource type `ksyun_scaling_group_capacity`.
#[derive(Debug, Default)]
pub struct ScalingGroupCapacityResource {
    shared: Shared,
}

impl ScalingGroupCapacityResource {
    /// A resource type that shares what a run knows with the others.
    pub(in crate::provider) fn new(shared: &Shared) -> Self {
        Self {
            shared: shared.clone(),
        }
    }
}

#[async_trait]
impl Resource<Client> for ScalingGroupCapacityResource {
    type Model = ScalingGroupCapacityModel;
    type Private = ObjectRecord;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_group_capacity"
    }

    fn schema(&self) -> Schema {
        schema::schema()
    }

    fn timeouts(&self) -> Timeouts {
        let half_an_hour = Duration::from_mins(30);
        Timeouts {
            create: half_an_hour,
            update: half_an_hour,
            ..Timeouts::default()
        }
    }

    fn note_origin(&self, client: &Client, record: &mut ObjectRecord) {
        record.note_origin(client);
    }

    async fn check_owner(&self, cx: &Context<'_, Client>, record: &ObjectRecord) -> Result<(), Diagnostics> {
        record.check_owner(cx).await
    }

    /// If the group does not get its instances, nothing is saved: there is nothing to keep, and nothing to destroy.
    async fn create(
        &self,
        cx: &Context<'_, Client>,
        plan: ScalingGroupCapacityModel,
        state: &StateWriter<ScalingGroupCapacityModel, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        state.save(reached(cx, plan).await?);
        Ok(())
    }

    async fn read(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingGroupCapacityModel,
        record: &mut ObjectRecord,
    ) -> Result<Option<ScalingGroupCapacityModel>, Diagnostics> {
        let id = text(&state.id);
        let unknown = ScalingGroupModel::default();
        let group = lifecycle::look_again::<Group>(cx, &self.shared.run, &id, unknown, record).await?;
        if group.is_none() {
            return Ok(None);
        }
        // What a wait has found stays; after an import there was none.
        if state.instance_num.is_unset() {
            return with_instances(cx, state).await.map(Some);
        }
        Ok(Some(state))
    }

    async fn update(
        &self,
        cx: &Context<'_, Client>,
        _prior: ScalingGroupCapacityModel,
        plan: ScalingGroupCapacityModel,
        state: &StateWriter<ScalingGroupCapacityModel, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        let waits = plan.instance_num.is_unknown();
        state.save(if waits { reached(cx, plan).await? } else { plan });
        Ok(())
    }

    async fn delete(
        &self,
        _cx: &Context<'_, Client>,
        _state: ScalingGroupCapacityModel,
        _saved: &StateWriter<ScalingGroupCapacityModel, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        Ok(())
    }

    fn import(&self, id: &str) -> Result<ScalingGroupCapacityModel, Diagnostics> {
        composite_id::single(id, IDENTITY.object).map(of_group)
    }

    fn identity_schema(&self) -> Option<IdentitySchema> {
        Some(IDENTITY.single_schema())
    }

    fn identity(&self, client: &Client, state: &ScalingGroupCapacityModel) -> Option<Identity> {
        IDENTITY.single(client, &state.id)
    }

    fn import_identity(
        &self,
        _client: &Client,
        identity: &Identity,
    ) -> Result<ScalingGroupCapacityModel, Diagnostics> {
        IDENTITY.import_single(identity).map(|id| of_group(&id))
    }
}

fn of_group(id: &str) -> ScalingGroupCapacityModel {
    ScalingGroupCapacityModel {
        id: id.into(),
        scaling_group_id: id.into(),
        ..ScalingGroupCapacityModel::default()
    }
}

/// Waits for what `plan` says, and gives it with the instances that the group has then.
async fn reached(
    cx: &ApiContext<'_>,
    plan: ScalingGroupCapacityModel,
) -> Result<ScalingGroupCapacityModel, Diagnostics> {
    let id = text(&plan.scaling_group_id);
    let wait = CapacityWait::for_instances(
        cx,
        &id,
        plan.minimum.get(),
        plan.healthy == Field::Value(true),
        plan.ignore_failed_scaling_activities == Field::Value(true),
    );
    let wait = wait.await.map_err(|error| refused(&id, &error))?;
    if let Err(shortfall) = wait.run(cx, &id, |_| {}).await {
        return Err(messages::not_reached(&id, &shortfall).into());
    }
    let plan = ScalingGroupCapacityModel {
        id: id.as_str().into(),
        ..plan
    };
    with_instances(cx, plan).await
}

async fn with_instances(
    cx: &ApiContext<'_>,
    model: ScalingGroupCapacityModel,
) -> Result<ScalingGroupCapacityModel, Diagnostics> {
    let id = text(&model.id);
    let instances = instances(cx, &id).await.map_err(|error| refused(&id, &error))?;
    Ok(ScalingGroupCapacityModel {
        instance_num: Field::Value(i64::try_from(instances.len()).unwrap_or(i64::MAX)),
        instance_ids: Field::Value(
            instances
                .into_iter()
                .map(|instance| instance.instance_id)
                .collect(),
        ),
        ..model
    })
}

fn refused(id: &str, error: &ApiCallError) -> Diagnostics {
    failed(
        &format!("look at the instances of scaling group {id}"),
        error,
        &[],
    )
    .into()
}
