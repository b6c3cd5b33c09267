//! `ksyun_scaling_groups`: lists groups.

use async_trait::async_trait;

use crate::client::Client;
use crate::client::actions::DescribeScalingGroup;
use crate::framework::schema::{Attribute, Schema};
use crate::framework::{DataSource, Diagnostics, List, Set, model};
use crate::provider::api::ApiContext;
use crate::provider::data_sources::{
    NameFilter, ResultList, id, ids, list, name_regex, output_file, results, text, total_count,
};
use crate::provider::errors::Attributes;
use crate::provider::expand::sorted;
use crate::provider::scaling_group::attributes::GroupItem;

/// Where the API's parameters come from, if not from an attribute of the same name.
const ATTRIBUTES: Attributes = &[("ScalingGroupId", "ids")];

model! {
    /// Arguments and results of `ksyun_scaling_groups`.
    pub struct ScalingGroupsModel {
        /// Of Terraform alone.
        id: String,
        /// `ScalingGroupId.N`
        ids: Set<String>,
        /// Of Terraform alone.
        name_regex: String,
        /// `ScalingGroupName`
        scaling_group_name: String,
        /// `ScalingConfigurationId`
        scaling_configuration_id: String,
        /// `VpcId`
        vpc_id: String,
        /// Of Terraform alone.
        output_file: String,
        /// Of Terraform alone.
        total_count: i64,
        /// `ScalingGroupSet`
        scaling_groups: List<GroupItem>,
    }
}

/// The data source `ksyun_scaling_groups`.
#[derive(Debug)]
pub struct ScalingGroupsDataSource;

#[async_trait]
impl DataSource<Client> for ScalingGroupsDataSource {
    type Model = ScalingGroupsModel;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_groups"
    }

    fn schema(&self) -> Schema {
        Schema::new("Lists scaling groups. An empty list is no error.")
            .attribute(id())
            .attribute(ids("ids", "scaling groups"))
            .attribute(name_regex())
            .attribute(
                Attribute::string(
                    "scaling_group_name",
                    "Only scaling groups whose name contains this.",
                )
                .optional(),
            )
            .attribute(
                Attribute::string(
                    "scaling_configuration_id",
                    "Only scaling groups that use this scaling configuration.",
                )
                .optional(),
            )
            .attribute(
                Attribute::string(
                    "vpc_id",
                    "Only scaling groups in this VPC; `0` is the classic network.",
                )
                .optional(),
            )
            .attribute(output_file())
            .attribute(total_count())
            .attribute(results::<GroupItem>("scaling_groups", "The scaling groups."))
    }

    async fn read(
        &self,
        cx: &ApiContext<'_>,
        config: ScalingGroupsModel,
    ) -> Result<ScalingGroupsModel, Diagnostics> {
        let names = NameFilter::new(&config.name_regex)?;
        let request = DescribeScalingGroup {
            scaling_group_ids: sorted(&config.ids),
            scaling_group_name: text(&config.scaling_group_name),
            scaling_configuration_id: text(&config.scaling_configuration_id),
            vpc_id: text(&config.vpc_id),
            ..DescribeScalingGroup::default()
        };
        let groups = list(cx, "list scaling groups", &request, ATTRIBUTES).await?;
        let wanted = groups
            .into_iter()
            .filter(|group| names.accepts(group.scaling_group_name.as_ref()));
        let listed = ResultList::new(wanted.map(GroupItem::from), &config.output_file)?;
        Ok(ScalingGroupsModel {
            id: listed.id,
            total_count: listed.total_count,
            scaling_groups: listed.items,
            ..config
        })
    }
}
