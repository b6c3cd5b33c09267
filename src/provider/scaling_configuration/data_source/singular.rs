//! `ksyun_scaling_configuration`: looks up one configuration.

use async_trait::async_trait;

use crate::client::Client;
use crate::client::actions::DescribeScalingConfiguration;
use crate::framework::schema::Schema;
use crate::framework::{DataSource, Diagnostics};
use crate::provider::api::{ApiContext, limits};
use crate::provider::data_sources::{Lookup as _, list, text};
use crate::provider::errors::failed;
use crate::provider::names::{CONFIGURATION, hint};
use crate::provider::scaling_configuration::attributes::ConfigurationItem;

/// The data source `ksyun_scaling_configuration`.
#[derive(Debug)]
pub struct ScalingConfigurationDataSource;

#[async_trait]
impl DataSource<Client> for ScalingConfigurationDataSource {
    type Model = ConfigurationItem;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_configuration"
    }

    fn schema(&self) -> Schema {
        ConfigurationItem::lookup_schema(
            "Looks up one scaling configuration, by its id or its exact name, and if `project_id` is set only in that project. \
             It is an error if there is none or, for a name, more than one.",
            &["project_id"],
        )
    }

    fn validate(&self, config: &ConfigurationItem, diagnostics: &mut Diagnostics) {
        config.check_arguments(diagnostics);
    }

    async fn read(
        &self,
        cx: &ApiContext<'_>,
        config: ConfigurationItem,
    ) -> Result<ConfigurationItem, Diagnostics> {
        let region = cx.data.region().as_str();
        let project = config.project_id.get().map(|project| project.to_string());
        if let Some(id) = text(&config.id) {
            let found = cx
                .data
                .read_configuration(&limits(cx), project.as_deref(), &id)
                .await;
            let found =
                found.map_err(|error| failed(&format!("look up scaling configuration {id}"), &error, &[]))?;
            let Some(configuration) = found else {
                let hint = hint(cx, CONFIGURATION, &id).await;
                return Err(ConfigurationItem::not_found(&id, region, &hint));
            };
            return Ok(configuration.into());
        }
        let name = text(&config.scaling_configuration_name).unwrap_or_default();
        let request = DescribeScalingConfiguration {
            scaling_configuration_name: Some(name.clone()),
            project_ids: project.into_iter().collect(),
            ..DescribeScalingConfiguration::default()
        };
        let what = format!("look up scaling configuration {name:?}");
        let candidates = list(cx, &what, &request, &[]).await?;
        ConfigurationItem::with_name(
            candidates.into_iter().map(ConfigurationItem::from).collect(),
            &name,
            region,
        )
    }
}
