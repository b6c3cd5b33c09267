//! Finds a configuration, also in another project than the default one, and one whose creation was not answered.

use super::launch;
use super::model::ScalingConfigurationModel;
use crate::client::ApiCallError;
use crate::client::actions::{DescribeScalingConfiguration, ScalingConfiguration};
use crate::provider::api::{Operation, Pauses, limits};
use crate::provider::claims::is_new;

/// How often to look: the API may list a configuration some time after it was created.
const LOOKS: u32 = 4;

/// The configuration `id`. What the API lists without a project filter is not documented, so the project is named if it is
/// known and not the default one; a configuration may have been moved to another one meanwhile, though.
pub(super) async fn find(
    cx: &Operation<'_>,
    id: &str,
    project_id: Option<i64>,
) -> Result<Option<ScalingConfiguration>, ApiCallError> {
    let project_id = project_id
        .filter(|project_id| *project_id != 0)
        .map(|project_id| project_id.to_string());
    let limits = limits(cx);
    if let Some(project_id) = project_id {
        let in_project = cx.data.read_configuration(&limits, Some(&project_id), id);
        if let Some(found) = in_project.await? {
            return Ok(Some(found));
        }
    }
    cx.data.read_configuration(&limits, None, id).await
}

/// The configuration `id`, which was created a moment ago; the API may not list it at once.
pub(super) async fn find_new(
    cx: &Operation<'_>,
    id: &str,
    project_id: Option<i64>,
) -> Result<Option<ScalingConfiguration>, ApiCallError> {
    let mut pauses = Pauses::new();
    for _ in 1..LOOKS {
        let found = find(cx, id, project_id).await?;
        if found.is_some() || pauses.pause(cx).await.is_err() {
            return Ok(found);
        }
    }
    find(cx, id, project_id).await
}

/// The list in which a configuration that `plan` describes stands once it was created.
pub(super) fn list_of(plan: &ScalingConfigurationModel) -> DescribeScalingConfiguration {
    DescribeScalingConfiguration {
        scaling_configuration_name: plan.scaling_configuration_name.value().cloned(),
        project_ids: plan.project_id.get().iter().map(ToString::to_string).collect(),
        ..Default::default()
    }
}

/// Whether the configuration was created lately, is as `plan` says in everything that the API shows, and nobody uses it.
pub(super) fn is_the_one(configuration: &ScalingConfiguration, plan: &ScalingConfigurationModel) -> bool {
    let shown = plan.clone().with_answer(configuration.clone());
    let id = configuration.scaling_configuration_id.as_str();
    launch::modification(id, &shown, plan).is_none()
        && configuration.scaling_groups.as_ref().is_none_or(Vec::is_empty)
        && is_new(configuration.create_time.as_deref())
}
