//! `ksyun_scaling_policies`: lists the policies of a group.

use async_trait::async_trait;

use super::attributes::PolicyItem;
use crate::client::Client;
use crate::client::actions::{DescribeScalingPolicy, ScalingPolicy};
use crate::framework::schema::{Attribute, Schema};
use crate::framework::{DataSource, Diagnostics, List, Set, model};
use crate::provider::api::ApiContext;
use crate::provider::data_sources::{
    Item, NameFilter, ResultList, id, ids_of_members, list, member_id, member_ids, name_regex, of_group,
    output_file, results, text, total_count,
};
use crate::provider::errors::Attributes;

/// Where the API's parameters come from, if not from an attribute of the same name.
const ATTRIBUTES: Attributes = &[
    ("ScalingPolicyId", "ids"),
    ("ScalingPolicyName", "scaling_policies_name"),
];

model! {
    /// Arguments and results of `ksyun_scaling_policies`.
    pub struct ScalingPoliciesModel {
        /// Of Terraform alone.
        id: String,
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `ScalingPolicyId.N`
        ids: Set<String>,
        /// Of Terraform alone.
        name_regex: String,
        /// `ScalingPolicyName`
        scaling_policies_name: String,
        /// Of Terraform alone.
        output_file: String,
        /// Of Terraform alone.
        total_count: i64,
        /// `ScalingPolicySet`
        scaling_policies: List<PolicyItem>,
    }
}

impl PolicyItem {
    fn new(group: &str, policy: &ScalingPolicy) -> Self {
        Self {
            id: member_id(&policy.scaling_policy_id, group),
            scaling_policy_id: policy.scaling_policy_id.as_str().into(),
            scaling_group_id: group.into(),
            description: policy.description.clone().into(),
            ..Self::flatten_plain(policy)
        }
    }
}

impl Item for PolicyItem {
    fn members() -> Vec<Attribute> {
        Self::attributes()
    }

    fn id(&self) -> &str {
        self.id.as_str().unwrap_or_default()
    }
}

/// The data source `ksyun_scaling_policies`.
#[derive(Debug)]
pub struct ScalingPoliciesDataSource;

#[async_trait]
impl DataSource<Client> for ScalingPoliciesDataSource {
    type Model = ScalingPoliciesModel;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_policies"
    }

    fn schema(&self) -> Schema {
        Schema::new("Lists the policies of a scaling group. An empty list is no error.")
            .attribute(id())
            .attribute(of_group())
            .attribute(ids_of_members("ids", "policies"))
            .attribute(name_regex())
            .attribute(
                Attribute::string(
                    "scaling_policies_name",
                    "Only policies that the API finds by this name.",
                )
                .optional(),
            )
            .attribute(output_file())
            .attribute(total_count())
            .attribute(results::<PolicyItem>("scaling_policies", "The policies."))
    }

    async fn read(
        &self,
        cx: &ApiContext<'_>,
        config: ScalingPoliciesModel,
    ) -> Result<ScalingPoliciesModel, Diagnostics> {
        let names = NameFilter::new(&config.name_regex)?;
        let group = config.scaling_group_id.as_str().unwrap_or_default();
        let request = DescribeScalingPolicy {
            scaling_group_id: group.to_owned(),
            scaling_policy_ids: member_ids("ids", &config.ids, group)?,
            scaling_policy_name: text(&config.scaling_policies_name),
            ..DescribeScalingPolicy::default()
        };
        let policies = list(
            cx,
            &format!("list the policies of scaling group {group}"),
            &request,
            ATTRIBUTES,
        )
        .await?;
        let wanted = policies
            .into_iter()
            .filter(|policy| names.accepts(policy.scaling_policy_name.as_ref()))
            .map(|policy| PolicyItem::new(group, &policy));
        let listed = ResultList::new(wanted, &config.output_file)?;
        Ok(ScalingPoliciesModel {
            id: listed.id,
            total_count: listed.total_count,
            scaling_policies: listed.items,
            ..config
        })
    }
}
