//! A configuration as an object of the API: what its actions make of a plan and of an answer.

use async_trait::async_trait;

use super::attributes::ScalingConfigurationModel;
use super::requests;
use crate::client::actions::{
    CreateScalingConfiguration, CreateScalingConfigurationResponse, DescribeScalingConfiguration,
    ScalingConfiguration,
};
use crate::client::{ApiCallError, Params};
use crate::cty::Path;
use crate::framework::Diagnostic;
use crate::provider::api::{ApiContext, limits};
use crate::provider::errors::{Attributes, failed};
use crate::provider::lifecycle::{Creatable, Parent, RemoteObject};

/// The kind of object behind `ksyun_scaling_configuration`.
#[derive(Debug)]
pub(super) struct Configuration;

/// A configuration and the project in which it is looked for first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ConfigurationId {
    /// `ScalingConfigurationId`
    pub(super) id: String,
    project: Option<i64>,
}

impl ConfigurationId {
    /// The id of the configuration of `state`; `None` if it has none yet.
    pub(super) fn of(state: &ScalingConfigurationModel) -> Option<Self> {
        Some(Self {
            id: state.id.value()?.clone(),
            project: state.project_id.get(),
        })
    }

    /// The project to look into first. What the API lists without naming one is not documented, so it is named if it is not
    /// the default one; a configuration may have been moved to another one meanwhile, though.
    fn project(&self) -> Option<String> {
        self.project
            .filter(|project| *project != 0)
            .map(|project| project.to_string())
    }
}

#[async_trait]
impl RemoteObject for Configuration {
    type Id = ConfigurationId;
    type Model = ScalingConfigurationModel;
    type Item = ScalingConfiguration;
    type List = DescribeScalingConfiguration;

    const NAME: &'static str = "scaling configuration";
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

    fn own_id(id: &ConfigurationId) -> &str {
        &id.id
    }

    fn describe(id: &ConfigurationId) -> String {
        format!("{} {}", Self::NAME, id.id)
    }

    fn one(id: &ConfigurationId) -> DescribeScalingConfiguration {
        DescribeScalingConfiguration::one(&*id.id)
    }

    async fn read(
        cx: &ApiContext<'_>,
        id: &ConfigurationId,
    ) -> Result<Option<ScalingConfiguration>, ApiCallError> {
        if let Some(project) = id.project() {
            let calls = limits(cx);
            let in_project = cx.data.read_configuration(&calls, Some(&project), &id.id);
            if let Some(found) = in_project.await? {
                return Ok(Some(found));
            }
        }
        cx.data.read_configuration(&limits(cx), None, &id.id).await
    }

    async fn read_now(
        cx: &ApiContext<'_>,
        id: &ConfigurationId,
    ) -> Result<Option<ScalingConfiguration>, ApiCallError> {
        let anywhere = Self::one(id);
        if let Some(project) = id.project() {
            let in_project = DescribeScalingConfiguration {
                project_ids: vec![project],
                ..anywhere.clone()
            };
            if let Some(found) = cx.data.fresh_read(&limits(cx), &in_project).await?.seen {
                return Ok(Some(found));
            }
        }
        Ok(cx.data.fresh_read(&limits(cx), &anywhere).await?.seen)
    }

    fn flatten(
        model: ScalingConfigurationModel,
        _id: &ConfigurationId,
        item: ScalingConfiguration,
    ) -> ScalingConfigurationModel {
        model.with_answer(&item)
    }

    fn diff(shown: &ScalingConfigurationModel, plan: &ScalingConfigurationModel) -> Params {
        requests::diff(shown, plan)
    }
}

#[async_trait]
impl Creatable for Configuration {
    type Create = CreateScalingConfiguration;

    fn creation(
        plan: &ScalingConfigurationModel,
    ) -> (CreateScalingConfiguration, DescribeScalingConfiguration) {
        let list = DescribeScalingConfiguration {
            scaling_configuration_name: plan.scaling_configuration_name.value().cloned(),
            project_ids: plan.project_id.get().iter().map(ToString::to_string).collect(),
            ..DescribeScalingConfiguration::default()
        };
        (requests::creation(plan), list)
    }

    fn created(answer: CreateScalingConfigurationResponse) -> Option<String> {
        Some(answer.scaling_configuration_id)
    }

    fn id(plan: &ScalingConfigurationModel, own_id: &str) -> ConfigurationId {
        ConfigurationId {
            id: own_id.to_owned(),
            project: plan.project_id.get(),
        }
    }

    fn create_time(configuration: &ScalingConfiguration) -> Option<&str> {
        configuration.create_time.as_deref()
    }

    fn parent(_plan: &ScalingConfigurationModel) -> Option<Parent<'_>> {
        None
    }

    fn name(plan: &ScalingConfigurationModel) -> &str {
        plan.scaling_configuration_name.as_str().unwrap_or_default()
    }

    async fn refused(
        _cx: &ApiContext<'_>,
        plan: &ScalingConfigurationModel,
        error: &ApiCallError,
    ) -> Diagnostic {
        refused(
            &format!("create scaling configuration {:?}", Self::name(plan)),
            error,
            plan,
        )
    }
}

/// Says that the API refused what `plan` asks for.
pub(super) fn refused(what: &str, error: &ApiCallError, plan: &ScalingConfigurationModel) -> Diagnostic {
    let diagnostic = failed(what, error, Configuration::ATTRIBUTES);
    let write_only = [
        ("password", "password_wo", &plan.password_wo),
        ("user_data", "user_data_wo", &plan.user_data_wo),
    ];
    let sent = write_only.into_iter().find(|(name, _, value)| {
        value.value().is_some() && diagnostic.path == Some(Path::root().attr(*name))
    });
    match sent {
        Some((_, write_only, _)) => diagnostic.at(Path::root().attr(write_only)),
        None => diagnostic,
    }
}
