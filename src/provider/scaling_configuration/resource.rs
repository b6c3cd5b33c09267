//! Creates, reads, updates and destroys a configuration.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::model::ScalingConfigurationModel;
use super::{delete, generated, launch, lookup, plan, schema};
use crate::client::actions::ScalingConfiguration;
use crate::client::{ApiCallError, Client};
use crate::cty::Path;
use crate::framework::schema::Schema;
use crate::framework::timeouts::Timeouts;
use crate::framework::{
    Context, Diagnostic, Diagnostics, Field, Identity, IdentitySchema, Plan, Resource, Saved,
};
use crate::provider::api::{Operation, limits};
use crate::provider::changed::text;
use crate::provider::claims::Claims;
use crate::provider::composite_id;
use crate::provider::errors::{Attributes, failed};
use crate::provider::identity::IdentityName;
use crate::provider::insight::Insight;
use crate::provider::write::read_back;

/// Parameters whose attributes have other names.
const ATTRIBUTES: Attributes = &[
    ("KeyId", "key_id"),
    ("Tag.N.Key", "tags"),
    ("Tag.N.Value", "tags"),
    ("DataDisk", "data_disks"),
    ("Type", "disk_type"),
    ("Size", "disk_size"),
    ("SystemDisk.DiskType", "system_disk_type"),
    ("SystemDisk.DiskSize", "system_disk_size"),
    ("SystemDisk.ResizeType", "system_disk_resize_type"),
];

const IDENTITY: IdentityName = IdentityName {
    attribute: "scaling_configuration_id",
    description: "Id of the configuration.",
    object: "scaling configuration",
};

/// The resource type `ksyun_scaling_configuration`.
#[derive(Debug, Default)]
pub struct ScalingConfigurationResource {
    claims: Claims,
    insight: Arc<Insight>,
}

impl ScalingConfigurationResource {
    /// A resource type that shares what plans show with the others.
    pub(in crate::provider) fn new(insight: Arc<Insight>) -> Self {
        Self {
            insight,
            ..Self::default()
        }
    }
}

#[async_trait]
impl Resource<Client> for ScalingConfigurationResource {
    type Model = ScalingConfigurationModel;
    type Private = ();

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_configuration"
    }

    fn schema(&self) -> Schema {
        schema::schema()
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

    fn plan(&self, plan: &mut Plan<ScalingConfigurationModel>, diagnostics: &mut Diagnostics) {
        plan::adjust(plan, diagnostics);
    }

    async fn plan_destroy(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingConfigurationModel,
        _private: &mut (),
    ) -> Result<(), Diagnostics> {
        let is_leaving = |group: &str| self.insight.is_leaving(group);
        if let Some(warning) = delete::foresee(cx, &state, is_leaving).await {
            cx.warn(warning);
        }
        Ok(())
    }

    async fn create(
        &self,
        cx: &Context<'_, Client>,
        plan: ScalingConfigurationModel,
        state: &Saved<ScalingConfigurationModel>,
    ) -> Result<(), Diagnostics> {
        let id = self.create_configuration(cx, &plan).await?;
        let project_id = plan.project_id.get();
        let created = ScalingConfigurationModel {
            id: id.as_str().into(),
            ..plan
        };
        refresh(cx, state, created, &id, lookup::find_new(cx, &id, project_id)).await
    }

    async fn read(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingConfigurationModel,
        _private: &mut (),
    ) -> Result<Option<ScalingConfigurationModel>, Diagnostics> {
        let id = text(&state.id);
        let found = lookup::find(cx, &id, state.project_id.get()).await;
        let found =
            found.map_err(|error| failed(&format!("read scaling configuration {id}"), &error, &[]))?;
        Ok(found.map(|found| state.with_answer(found)))
    }

    async fn update(
        &self,
        cx: &Context<'_, Client>,
        prior: ScalingConfigurationModel,
        plan: ScalingConfigurationModel,
        state: &Saved<ScalingConfigurationModel>,
    ) -> Result<(), Diagnostics> {
        let id = text(&prior.id);
        modify(cx, &id, &prior, &plan)
            .await
            .map_err(|error| refused(&format!("change scaling configuration {id}"), &error, &plan))?;
        let changed = ScalingConfigurationModel { id: prior.id, ..plan };
        let look = lookup::find(cx, &id, changed.project_id.get());
        refresh(cx, state, changed, &id, look).await
    }

    async fn delete(
        &self,
        cx: &Context<'_, Client>,
        state: ScalingConfigurationModel,
        _saved: &Saved<ScalingConfigurationModel>,
    ) -> Result<(), Diagnostics> {
        delete::delete(cx, &state).await
    }

    fn import(&self, id: &str) -> Result<ScalingConfigurationModel, Diagnostics> {
        composite_id::single(id, "scaling configuration").map(|id| ScalingConfigurationModel {
            id: id.into(),
            ..ScalingConfigurationModel::default()
        })
    }

    fn identity_schema(&self) -> Option<IdentitySchema> {
        Some(IDENTITY.single_schema())
    }

    fn identity(&self, client: &Client, state: &ScalingConfigurationModel) -> Option<Identity> {
        IDENTITY.single(client, &state.id)
    }

    fn tidy_generated(
        &self,
        config: ScalingConfigurationModel,
        object: &ScalingConfigurationModel,
    ) -> ScalingConfigurationModel {
        generated::tidy(config, object)
    }

    fn import_identity(
        &self,
        client: &Client,
        identity: &Identity,
    ) -> Result<ScalingConfigurationModel, Diagnostics> {
        let id = IDENTITY.import_single(client, identity)?;
        Ok(ScalingConfigurationModel {
            id: Field::Value(id),
            ..ScalingConfigurationModel::default()
        })
    }

    fn adopt(&self, state: ScalingConfigurationModel) -> ScalingConfigurationModel {
        state.adopted()
    }
}

impl ScalingConfigurationResource {
    /// Creates the configuration, once, and gives its id.
    async fn create_configuration(
        &self,
        cx: &Operation<'_>,
        plan: &ScalingConfigurationModel,
    ) -> Result<String, Diagnostic> {
        let request = launch::creation(plan);
        let created = self.claims.create(
            cx,
            IDENTITY.object,
            &request,
            |answer| answer.scaling_configuration_id,
            lookup::list_of(plan),
            |configuration| lookup::is_the_one(configuration, plan),
        );
        created.await.map_err(|not_created| {
            let name = plan.scaling_configuration_name.as_str().unwrap_or_default();
            refused(
                &format!("create scaling configuration {name:?}"),
                &not_created.error,
                plan,
            )
        })
    }
}

/// Makes the configuration what `plan` says. If the answer got lost, looks what has arrived, and sends the rest again: to
/// set the same twice does no harm.
async fn modify(
    cx: &Operation<'_>,
    id: &str,
    prior: &ScalingConfigurationModel,
    plan: &ScalingConfigurationModel,
) -> Result<(), ApiCallError> {
    let Some(request) = launch::modification(id, prior, plan) else {
        return Ok(());
    };
    let error = match cx.data.call(&limits(cx), &request).await {
        Ok(_) => return Ok(()),
        Err(error) if error.outcome_unknown() => error,
        Err(error) => return Err(error),
    };
    let Ok(Some(found)) = lookup::find(cx, id, plan.project_id.get()).await else {
        return Err(error);
    };
    match launch::modification(id, &prior.clone().with_answer(found), plan) {
        None => Ok(()),
        Some(rest) => cx.data.call(&limits(cx), &rest).await.map(|_| ()),
    }
}

/// Says that the API refused what `plan` asks for.
fn refused(what: &str, error: &ApiCallError, plan: &ScalingConfigurationModel) -> Diagnostic {
    let diagnostic = failed(what, error, ATTRIBUTES);
    let is_password = diagnostic.path == Some(Path::root().attr("password"));
    if is_password && plan.password_wo.value().is_some() {
        diagnostic.at(Path::root().attr("password_wo"))
    } else {
        diagnostic
    }
}

/// Saves `model` with what the API says of the configuration now.
async fn refresh(
    cx: &Operation<'_>,
    state: &Saved<ScalingConfigurationModel>,
    model: ScalingConfigurationModel,
    id: &str,
    look: impl Future<Output = Result<Option<ScalingConfiguration>, ApiCallError>> + Send,
) -> Result<(), Diagnostics> {
    let what = format!("{} {id}", IDENTITY.object);
    let with_answer = ScalingConfigurationModel::with_answer;
    read_back(cx, state, IDENTITY.object, &what, model, look, with_answer).await
}
