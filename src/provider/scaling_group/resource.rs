//! Creates, reads, updates and destroys a group.

use std::time::Duration;

use async_trait::async_trait;

use super::attributes::ScalingGroupModel;
use super::capacity::{self, CapacityWait};
use super::object::{Group, status_setting};
use super::refresh::Refresh;
use super::update::{Update, set_status};
use super::{
    ATTRIBUTES, attached, attributes, bounds, delete, generated, messages, plan, plan_warnings, requests,
};
use crate::client::actions::ScalingGroup;
use crate::client::{ApiCallError, Client, Params};
use crate::framework::schema::Schema;
use crate::framework::timeouts::Timeouts;
use crate::framework::{Context, Diagnostics, Field, Identity, IdentitySchema, Plan, Resource, StateWriter};
use crate::provider::Shared;
use crate::provider::composite_id;
use crate::provider::errors::failed;
use crate::provider::expand::text;
use crate::provider::identity::IdentityName;
use crate::provider::lifecycle::{self, Creatable as _, RemoteObject as _};
use crate::provider::names;
use crate::provider::record::ObjectRecord;
use crate::provider::unmentioned;

const IDENTITY: IdentityName = IdentityName {
    attribute: "scaling_group_id",
    description: "Id of the group.",
    object: Group::NAME,
};

/// The resource type `ksyun_scaling_group`.
#[derive(Debug, Default)]
pub struct ScalingGroupResource {
    shared: Shared,
}

impl ScalingGroupResource {
    /// A resource type that shares what a run knows with the others.
    pub(in crate::provider) fn new(shared: &Shared) -> Self {
        Self {
            shared: shared.clone(),
        }
    }
}

#[async_trait]
impl Resource<Client> for ScalingGroupResource {
    type Model = ScalingGroupModel;
    type Private = ObjectRecord;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_group"
    }

    fn schema(&self) -> Schema {
        attributes::schema()
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

    fn plan(&self, plan: &mut Plan<ScalingGroupModel, ObjectRecord>, diagnostics: &mut Diagnostics) {
        plan::adjust(plan, diagnostics);
        plan_warnings::of_plan(&self.shared.plan_warnings, plan, diagnostics);
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
        state: ScalingGroupModel,
        _record: &mut ObjectRecord,
    ) -> Result<(), Diagnostics> {
        self.shared
            .plan_warnings
            .note_leaving(state.id.as_str().unwrap_or_default());
        for warning in delete::preview::warnings(cx, &state, &self.shared.plan_warnings).await {
            cx.warn(warning);
        }
        Ok(())
    }

    async fn create(
        &self,
        cx: &Context<'_, Client>,
        plan: ScalingGroupModel,
        state: &StateWriter<ScalingGroupModel, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        let id = lifecycle::create::<Group>(cx, &self.shared.run, &plan, None, state).await?;
        let mut sent = Params::of(&Group::creation(&plan).0);
        let created = ScalingGroupModel {
            id: id.as_str().into(),
            ..plan
        };
        state.save_without_answer(created.clone());
        plan_warnings::of_creation(&self.shared.plan_warnings, &id, &created);
        if let Some(status) = created
            .status
            .as_str()
            .filter(|status| *status != attributes::STATUS)
        {
            match set_status(cx, &id, status, &created).await {
                Ok(()) => sent.merge(status_setting(status)),
                // The group is there and good; the next plan disables it.
                Err(error) => cx.warn(messages::not_disabled(&id, &error)),
            }
        }
        if created.container_subnet_ids.value().is_some() {
            let request = requests::container_subnets_request(&id, &created);
            if let Err(error) = lifecycle::modify::<Group>(cx, &id, &request, &created).await {
                cx.warn(messages::without_container_subnets(&id, &error));
                let mut record = state.private();
                record.lacks_container_subnets = true;
                state.remember(record);
            }
        }
        lifecycle::settle::<Group>(cx, state, &id, created.clone(), &sent).await;
        let Some(wait) = CapacityWait::for_new_group(&created, &id) else {
            return Ok(());
        };
        // Terraform would replace a new group for an error, and it is good. It may also be half of a replacement, which
        // Terraform does not tell an apply.
        if let Err(lacking) = wait
            .run(cx, &id, |group| {
                state.save_without_answer(made(&created, &id, group));
            })
            .await
        {
            cx.warn(messages::created_without_capacity(messages::without_capacity(
                &id, &lacking,
            )));
        }
        Ok(())
    }

    async fn read(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingGroupModel,
        record: &mut ObjectRecord,
    ) -> Result<Option<ScalingGroupModel>, Diagnostics> {
        let id = state.id.value().cloned();
        let mut state = state;
        if std::mem::take(&mut record.lacks_container_subnets) {
            state.container_subnet_ids = Field::Null;
        }
        let (capacity, bounds) = (state.desired_capacity.get(), bounds::of(&state));
        let name = text(&state.id);
        let is_imported = std::mem::take(&mut record.imported);
        let mut found = lifecycle::refresh::<Group>(cx, &self.shared.run, id, state, record).await?;
        if is_imported {
            found = names::imported(cx, Group::NAME, &name, found).await?;
        }
        if let Some(group) = &found {
            unmentioned::forget_missing(record, &group.slb_config_set);
            attached::observe(cx, capacity, group, &mut record.sizes).await;
            bounds::observe(cx, bounds, group, &mut record.sizes).await;
            capacity::warn_while_lacking(cx, group).await;
        }
        Ok(found)
    }

    async fn update(
        &self,
        cx: &Context<'_, Client>,
        prior: ScalingGroupModel,
        plan: ScalingGroupModel,
        state: &StateWriter<ScalingGroupModel, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        let id = text(&prior.id);
        let problem = |error: ApiCallError| {
            Diagnostics::from(failed(
                &format!("change {}", Group::describe(&id)),
                &error,
                ATTRIBUTES,
            ))
        };
        let change = Update::between(&id, &prior, &plan);
        let refresh = Refresh::between(&id, &prior, &plan, &state.private());
        let mut changed = ScalingGroupModel {
            id: prior.id.clone(),
            ..plan
        };
        if let Some(refresh) = &refresh {
            changed = refresh.unfinished(changed);
        }
        if change.needs_no_call() && refresh.is_none() {
            state.save(changed);
            return Ok(());
        }
        let moving = if change.moves_capacity() {
            Some(self.shared.run.move_capacity(cx, &id).await?)
        } else {
            None
        };
        let wait = if moving.is_some() {
            CapacityWait::for_existing_group(cx, &changed, &id)
                .await
                .map_err(problem)?
        } else {
            None
        };
        let sent = change
            .make(cx, &id, prior, &changed, state)
            .await
            .map_err(problem)?;
        lifecycle::settle::<Group>(cx, state, &id, changed.clone(), &sent).await;
        if let Some(wait) = wait {
            wait.run(cx, &id, |group| {
                state.save_without_answer(made(&changed, &id, group));
            })
            .await
            .map_err(|lacking| messages::without_capacity(&id, &lacking))?;
        }
        drop(moving);
        match refresh {
            Some(refresh) => {
                let group = state.newest().unwrap_or(changed);
                refresh.run(cx, &self.shared.run, group, state).await
            }
            None => Ok(()),
        }
    }

    async fn delete(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingGroupModel,
        _saved: &StateWriter<ScalingGroupModel, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        if state.id.is_unset() {
            return lifecycle::forget::<Group>(cx, &state).await;
        }
        delete::delete(cx, &state).await
    }

    fn import(&self, id: &str) -> Result<ScalingGroupModel, Diagnostics> {
        composite_id::single(id, "scaling group").map(|id| ScalingGroupModel {
            id: id.into(),
            ..ScalingGroupModel::default()
        })
    }

    fn import_private(&self, _state: &ScalingGroupModel) -> ObjectRecord {
        ObjectRecord::of_import()
    }

    fn upgrade_foreign(&self, state: ScalingGroupModel) -> ScalingGroupModel {
        state.upgraded()
    }

    fn identity_schema(&self) -> Option<IdentitySchema> {
        Some(IDENTITY.single_schema())
    }

    fn identity(&self, client: &Client, state: &ScalingGroupModel) -> Option<Identity> {
        IDENTITY.single(client, &state.id)
    }

    fn adjust_generated(&self, config: ScalingGroupModel, _object: &ScalingGroupModel) -> ScalingGroupModel {
        generated::tidy(config)
    }

    fn import_identity(
        &self,
        _client: &Client,
        identity: &Identity,
    ) -> Result<ScalingGroupModel, Diagnostics> {
        let id = IDENTITY.import_single(identity)?;
        Ok(ScalingGroupModel {
            id: Field::Value(id),
            ..ScalingGroupModel::default()
        })
    }
}

/// The group as it was planned, with what `answer` says of what the plan left open.
fn made(planned: &ScalingGroupModel, id: &String, answer: ScalingGroup) -> ScalingGroupModel {
    lifecycle::filled(planned.clone(), Group::flatten(planned.clone(), id, answer))
}
