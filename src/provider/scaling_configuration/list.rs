//! Lists configurations, so that they can be adopted.

use async_trait::async_trait;

use super::attributes::ScalingConfigurationModel;
use crate::client::Client;
use crate::client::actions::DescribeScalingConfiguration;
use crate::cty::Type;
use crate::framework::schema::{Attribute, Schema, Validator};
use crate::framework::{Context, Diagnostics, Found, ListResource, Set, model};
use crate::provider::api::limits;
use crate::provider::errors::failed;
use crate::provider::listing::{NameFilter, display_name};

model! {
    /// Which configurations are wanted.
    pub struct ScalingConfigurationFilter {
        /// `ScalingConfigurationName`
        scaling_configuration_name: String,
        /// Of this provider alone.
        name_contains: String,
        /// `ProjectId.N`
        project_ids: Set<i64>,
    }
}

/// The list of `ksyun_scaling_configuration`.
pub struct ScalingConfigurationList;

#[async_trait]
impl ListResource<Client> for ScalingConfigurationList {
    type Filter = ScalingConfigurationFilter;
    type Model = ScalingConfigurationModel;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_configuration"
    }

    fn schema(&self) -> Schema {
        Schema::new("Lists the scaling configurations of the provider's region.")
            .attribute(
                Attribute::string(
                    "scaling_configuration_name",
                    "Only configurations of exactly this name.",
                )
                .optional()
                .validate(Validator::Length(1, 128)),
            )
            .attribute(NameFilter::part_argument())
            .attribute(
                Attribute::new(
                    "project_ids",
                    Type::set(Type::Number),
                    "Only configurations of the projects of these ids. Without it the API chooses the projects: set it to \
                     be sure of those other than the default project, 0.",
                )
                .optional()
                .validate(Validator::MinItems(1))
                .validate(Validator::each(Validator::AtLeast(0))),
            )
    }

    async fn list(
        &self,
        cx: &Context<'_, Client>,
        filter: ScalingConfigurationFilter,
        found: &Found<ScalingConfigurationModel>,
    ) -> Result<(), Diagnostics> {
        let names = NameFilter::new(&filter.scaling_configuration_name, &filter.name_contains);
        let projects = filter.project_ids.into_value().unwrap_or_default();
        let request = DescribeScalingConfiguration {
            scaling_configuration_name: names.to_api(),
            project_ids: projects.known().map(ToString::to_string).collect(),
            ..DescribeScalingConfiguration::default()
        };
        let mut pages = cx.data.pages(&limits(cx), request);
        while let Some(configurations) = pages
            .next()
            .await
            .map_err(|error| failed("list scaling configurations", &error, &[]))?
        {
            for configuration in configurations {
                let name = configuration.scaling_configuration_name.as_deref();
                if names.matches(name) {
                    let display_name = display_name(name, &configuration.scaling_configuration_id);
                    let configuration = ScalingConfigurationModel::default().with_answer(&configuration);
                    found.object(display_name, configuration).await;
                }
            }
        }
        Ok(())
    }
}
