//! Creates, reads, updates and destroys a configuration.

use std::time::Duration;

use async_trait::async_trait;

use super::attributes::ScalingConfigurationModel;
use super::object::{Configuration, ConfigurationId, refused};
use super::{attributes, delete, generated, plan, requests, tags};
use crate::client::{Client, Params};
use crate::framework::schema::Schema;
use crate::framework::timeouts::Timeouts;
use crate::framework::{Context, Diagnostics, Field, Identity, IdentitySchema, Plan, Resource, StateWriter};
use crate::provider::Shared;
use crate::provider::composite_id;
use crate::provider::expand::text;
use crate::provider::identity::IdentityName;
use crate::provider::lifecycle::{self, Creatable as _, RemoteObject as _};
use crate::provider::names;
use crate::provider::record::ObjectRecord;
use crate::provider::unmentioned;

const IDENTITY: IdentityName = IdentityName {
    attribute: "scaling_configuration_id",
    description: "Id of the configuration.",
    object: Configuration::NAME,
};

/// The resource type `ksyun_scaling_configuration`.
#[derive(Debug, Default)]
pub struct ScalingConfigurationResource {
    shared: Shared,
}

impl ScalingConfigurationResource {
    /// A resource type that shares what a run knows with the others.
    pub(in crate::provider) fn new(shared: &Shared) -> Self {
        Self {
            shared: shared.clone(),
        }
    }
}

#[async_trait]
impl Resource<Client> for ScalingConfigurationResource {
    type Model = ScalingConfigurationModel;
    type Private = ObjectRecord;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_configuration"
    }

    fn schema(&self) -> Schema {
        attributes::schema()
    }

    fn timeouts(&self) -> Timeouts {
        // Long enough for a group that is being destroyed elsewhere to let go, short enough to be told of one that stays.
        Timeouts {
            delete: Duration::from_mins(2),
            ..Timeouts::default()
        }
    }

    fn validate(&self, config: &ScalingConfigurationModel, diagnostics: &mut Diagnostics) {
        plan::validate(config, diagnostics);
    }

    fn plan(&self, plan: &mut Plan<ScalingConfigurationModel, ObjectRecord>, diagnostics: &mut Diagnostics) {
        plan::adjust(plan, &self.shared.defaults.get(), diagnostics);
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
        state: ScalingConfigurationModel,
        _record: &mut ObjectRecord,
    ) -> Result<(), Diagnostics> {
        let is_leaving = |group: &str| self.shared.plan_warnings.is_leaving(group);
        if let Some(warning) = delete::foresee(cx, &state, is_leaving).await {
            cx.warn(warning);
        }
        Ok(())
    }

    async fn create(
        &self,
        cx: &Context<'_, Client>,
        plan: ScalingConfigurationModel,
        state: &StateWriter<ScalingConfigurationModel, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        let id = lifecycle::create::<Configuration>(cx, &self.shared.run, &plan, None, state).await?;
        let sent = Params::of(&Configuration::creation(&plan).0);
        let created = ScalingConfigurationModel {
            id: id.id.as_str().into(),
            ..plan
        };
        lifecycle::settle::<Configuration>(cx, state, &id, created, &sent).await;
        Ok(())
    }

    async fn read(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingConfigurationModel,
        record: &mut ObjectRecord,
    ) -> Result<Option<ScalingConfigurationModel>, Diagnostics> {
        let id = ConfigurationId::of(&state);
        let name = text(&state.id);
        let is_imported = std::mem::take(&mut record.imported);
        let (own, all) = (state.tags.clone(), state.tags_all.clone());
        let state = tags::before_look(state);
        let mut found = lifecycle::refresh::<Configuration>(cx, &self.shared.run, id, state, record).await?;
        let defaults = self.shared.defaults.get();
        found = found.map(|found| tags::after_look(found, (&own, &all), is_imported, &defaults));
        if is_imported {
            found = names::imported(cx, Configuration::NAME, &name, found).await?;
        }
        if let Some(configuration) = &found {
            unmentioned::forget_missing(record, &configuration.data_disks);
        }
        Ok(found)
    }

    async fn update(
        &self,
        cx: &Context<'_, Client>,
        prior: ScalingConfigurationModel,
        plan: ScalingConfigurationModel,
        state: &StateWriter<ScalingConfigurationModel, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        let mut record = state.private();
        record.replaces = None;
        state.remember(record);
        let wanted = ScalingConfigurationModel {
            id: prior.id.clone(),
            ..plan
        };
        let own_id = wanted.id.as_str().unwrap_or_default();
        let id = Configuration::id(&wanted, own_id);
        let mut sent = Params::default();
        if let Some(request) = requests::modification(own_id, &prior, &wanted) {
            sent = lifecycle::modify::<Configuration>(cx, &id, &request, &wanted)
                .await
                .map_err(|error| {
                    refused(
                        &format!("change {}", Configuration::describe(&id)),
                        &error,
                        &wanted,
                    )
                })?;
        }
        lifecycle::settle::<Configuration>(cx, state, &id, wanted, &sent).await;
        Ok(())
    }

    async fn delete(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingConfigurationModel,
        saved: &StateWriter<ScalingConfigurationModel, ObjectRecord>,
    ) -> Result<(), Diagnostics> {
        match ConfigurationId::of(&state) {
            Some(id) => {
                let makes_room = saved.private().replaces.as_ref() == Some(&id.id);
                delete::delete(cx, &id, makes_room).await
            }
            None => lifecycle::forget::<Configuration>(cx, &state).await,
        }
    }

    fn import(&self, id: &str) -> Result<ScalingConfigurationModel, Diagnostics> {
        composite_id::single(id, Configuration::NAME).map(|id| ScalingConfigurationModel {
            id: id.into(),
            ..ScalingConfigurationModel::default()
        })
    }

    fn import_private(&self, _state: &ScalingConfigurationModel) -> ObjectRecord {
        ObjectRecord::of_import()
    }

    fn identity_schema(&self) -> Option<IdentitySchema> {
        Some(IDENTITY.single_schema())
    }

    fn identity(&self, client: &Client, state: &ScalingConfigurationModel) -> Option<Identity> {
        IDENTITY.single(client, &state.id)
    }

    fn adjust_generated(
        &self,
        config: ScalingConfigurationModel,
        object: &ScalingConfigurationModel,
    ) -> ScalingConfigurationModel {
        generated::tidy(config, object)
    }

    fn import_identity(
        &self,
        _client: &Client,
        identity: &Identity,
    ) -> Result<ScalingConfigurationModel, Diagnostics> {
        let id = IDENTITY.import_single(identity)?;
        Ok(ScalingConfigurationModel {
            id: Field::Value(id),
            ..ScalingConfigurationModel::default()
        })
    }

    fn upgrade_foreign(&self, state: ScalingConfigurationModel) -> ScalingConfigurationModel {
        state.upgraded()
    }
}
