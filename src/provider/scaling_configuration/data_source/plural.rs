//! `ksyun_scaling_configurations`: lists configurations.

use async_trait::async_trait;

use crate::client::Client;
use crate::client::actions::{DescribeScalingConfiguration, ScalingConfiguration};
use crate::framework::schema::{Attribute, Schema};
use crate::framework::{DataSource, Diagnostics, List, Set, model};
use crate::provider::api::ApiContext;
use crate::provider::data_sources::{
    NameFilter, ResultList, id, id_set, ids, list, name_regex, output_file, results, text, total_count,
};
use crate::provider::errors::Attributes;
use crate::provider::expand::sorted;
use crate::provider::scaling_configuration::attributes::ConfigurationItem;

/// Most ids that the API takes in one call.
const MOST_IDS: usize = 20;

/// Where the API's parameters come from, if not from an attribute of the same name.
const ATTRIBUTES: Attributes = &[("ScalingConfigurationId", "ids"), ("ProjectId", "project_ids")];

model! {
    /// Arguments and results of `ksyun_scaling_configurations`.
    pub struct ScalingConfigurationsModel {
        /// Of Terraform alone.
        id: String,
        /// `ScalingConfigurationId.N`
        ids: Set<String>,
        /// `ProjectId.N`
        project_ids: Set<String>,
        /// Of Terraform alone.
        name_regex: String,
        /// `ScalingConfigurationName`
        scaling_configuration_name: String,
        /// Of Terraform alone.
        output_file: String,
        /// Of Terraform alone.
        total_count: i64,
        /// `ScalingConfigurationSet`
        scaling_configurations: List<ConfigurationItem>,
    }
}

/// The data source `ksyun_scaling_configurations`.
#[derive(Debug)]
pub struct ScalingConfigurationsDataSource;

#[async_trait]
impl DataSource<Client> for ScalingConfigurationsDataSource {
    type Model = ScalingConfigurationsModel;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_configurations"
    }

    fn schema(&self) -> Schema {
        Schema::new("Lists scaling configurations. An empty list is no error.")
            .attribute(id())
            .attribute(ids("ids", "scaling configurations"))
            .attribute(id_set(
                "project_ids",
                "Only scaling configurations of the projects with these ids. Without it the API decides which projects are \
                 looked into.",
            ))
            .attribute(name_regex())
            .attribute(
                Attribute::string(
                    "scaling_configuration_name",
                    "Only scaling configurations whose name contains this.",
                )
                .optional(),
            )
            .attribute(output_file())
            .attribute(total_count())
            .attribute(results::<ConfigurationItem>(
                "scaling_configurations",
                "The scaling configurations. Their passwords are not among the results.",
            ))
    }

    async fn read(
        &self,
        cx: &ApiContext<'_>,
        config: ScalingConfigurationsModel,
    ) -> Result<ScalingConfigurationsModel, Diagnostics> {
        let names = NameFilter::new(&config.name_regex)?;
        let wanted = list_by_ids(cx, &config)
            .await?
            .into_iter()
            .filter(|configuration| names.accepts(configuration.scaling_configuration_name.as_ref()));
        let listed = ResultList::new(wanted.map(ConfigurationItem::from), &config.output_file)?;
        Ok(ScalingConfigurationsModel {
            id: listed.id,
            total_count: listed.total_count,
            scaling_configurations: listed.items,
            ..config
        })
    }
}

/// Asks for as many ids at once as the API takes; once without ids if there are none.
async fn list_by_ids(
    cx: &ApiContext<'_>,
    config: &ScalingConfigurationsModel,
) -> Result<Vec<ScalingConfiguration>, Diagnostics> {
    let ids = sorted(&config.ids);
    let portions: Vec<&[String]> = if ids.is_empty() {
        vec![&[]]
    } else {
        ids.chunks(MOST_IDS).collect()
    };
    let mut all = Vec::new();
    for portion in portions {
        let request = DescribeScalingConfiguration {
            scaling_configuration_ids: portion.to_vec(),
            scaling_configuration_name: text(&config.scaling_configuration_name),
            project_ids: sorted(&config.project_ids),
            ..DescribeScalingConfiguration::default()
        };
        all.extend(list(cx, "list scaling configurations", &request, ATTRIBUTES).await?);
    }
    Ok(all)
}
