//! Lists policies, so that they can be adopted.

use async_trait::async_trait;

use super::attributes::ScalingPolicyModel;
use crate::client::Client;
use crate::client::actions::DescribeScalingPolicy;
use crate::framework::schema::{Attribute, Schema, Validator};
use crate::framework::{Context, Diagnostics, Found, ListResource, model};
use crate::provider::composite_id::MemberId;
use crate::provider::listing::{Groups, ListedGroup, NameFilter};

model! {
    /// Which policies are wanted.
    pub struct ScalingPolicyFilter {
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `ScalingPolicyName`
        scaling_policy_name: String,
        /// Of this provider alone.
        name_contains: String,
    }
}

/// The list of `ksyun_scaling_policy`.
pub struct ScalingPolicyList;

#[async_trait]
impl ListResource<Client> for ScalingPolicyList {
    type Filter = ScalingPolicyFilter;
    type Model = ScalingPolicyModel;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_policy"
    }

    fn schema(&self) -> Schema {
        Schema::new("Lists the scaling policies of the groups in the provider's region.")
            .attribute(Groups::argument())
            .attribute(
                Attribute::string("scaling_policy_name", "Only policies of exactly this name.")
                    .optional()
                    .validate(Validator::Length(1, 128)),
            )
            .attribute(NameFilter::part_argument())
    }

    async fn list(
        &self,
        cx: &Context<'_, Client>,
        filter: ScalingPolicyFilter,
        found: &Found<ScalingPolicyModel>,
    ) -> Result<(), Diagnostics> {
        let names = NameFilter::new(&filter.scaling_policy_name, &filter.name_contains);
        let name = names.to_api();
        let request = move |group: &ListedGroup| {
            Some(DescribeScalingPolicy {
                scaling_group_id: group.id.clone(),
                scaling_policy_name: name.clone(),
                ..DescribeScalingPolicy::default()
            })
        };
        let groups = Groups::new(cx, &filter.scaling_group_id);
        let mut listed = groups.members(cx, "scaling policies", request);
        while let Some((group, found_there)) = listed.next().await? {
            for policy in found_there {
                let name = policy.scaling_policy_name.as_deref();
                if !names.matches(name) {
                    continue;
                }
                let display_name = group.display_name(name, &policy.scaling_policy_id);
                let member = MemberId {
                    item: policy.scaling_policy_id.clone(),
                    group: group.id.clone(),
                };
                let policy = ScalingPolicyModel::default()
                    .identified(&member)
                    .flatten_plain(&policy);
                found.object(display_name, policy).await;
            }
        }
        Ok(())
    }
}
