//! Lists groups, so that they can be adopted.

use async_trait::async_trait;

use super::attributes::ScalingGroupModel;
use crate::client::Client;
use crate::client::actions::DescribeScalingGroup;
use crate::framework::schema::{Attribute, Schema, Validator};
use crate::framework::{Context, Diagnostics, Found, ListResource, model};
use crate::provider::api::limits;
use crate::provider::errors::failed;
use crate::provider::listing::{NameFilter, display_name};

model! {
    /// Which groups are wanted.
    pub struct ScalingGroupFilter {
        /// `ScalingGroupName`
        scaling_group_name: String,
        /// Of this provider alone.
        name_contains: String,
        /// `ScalingConfigurationId`
        scaling_configuration_id: String,
        /// `VpcId`
        vpc_id: String,
    }
}

/// The list of `ksyun_scaling_group`.
pub struct ScalingGroupList;

#[async_trait]
impl ListResource<Client> for ScalingGroupList {
    type Filter = ScalingGroupFilter;
    type Model = ScalingGroupModel;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_group"
    }

    fn schema(&self) -> Schema {
        let text = |name, description| {
            Attribute::string(name, description)
                .optional()
                .validate(Validator::Length(1, 128))
        };
        Schema::new("Lists the scaling groups of the provider's region.")
            .attribute(text("scaling_group_name", "Only groups of exactly this name."))
            .attribute(NameFilter::part_argument())
            .attribute(text(
                "scaling_configuration_id",
                "Only groups that use the scaling configuration of this id.",
            ))
            .attribute(text("vpc_id", "Only groups of the VPC of this id."))
    }

    async fn list(
        &self,
        cx: &Context<'_, Client>,
        filter: ScalingGroupFilter,
        found: &Found<ScalingGroupModel>,
    ) -> Result<(), Diagnostics> {
        let names = NameFilter::new(&filter.scaling_group_name, &filter.name_contains);
        let request = DescribeScalingGroup {
            scaling_group_name: names.to_api(),
            scaling_configuration_id: filter.scaling_configuration_id.into_value(),
            vpc_id: filter.vpc_id.into_value(),
            ..DescribeScalingGroup::default()
        };
        let mut pages = cx.data.pages(&limits(cx), request);
        while let Some(groups) = pages
            .next()
            .await
            .map_err(|error| failed("list scaling groups", &error, &[]))?
        {
            for group in groups {
                let name = group.scaling_group_name.as_deref();
                if names.matches(name) {
                    let display_name = display_name(name, &group.scaling_group_id);
                    let group = ScalingGroupModel::default().with_answer(group);
                    found.object(display_name, group).await;
                }
            }
        }
        Ok(())
    }
}
