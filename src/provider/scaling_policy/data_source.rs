//! `ksyun_scaling_policies`: lists the policies of a group.

use async_trait::async_trait;

use crate::client::Client;
use crate::client::actions::{DescribeScalingPolicy, ScalingPolicy};
use crate::framework::schema::{Attribute, Schema};
use crate::framework::{DataSource, Diagnostics, Field, List, Set, model};
use crate::provider::api::Operation;
use crate::provider::data_sources::{
    Item, Listed, NameFilter, id, ids_of_members, list, member_id, member_ids, name_regex, of_group,
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

model! {
    /// A policy.
    pub struct PolicyItem {
        /// `ScalingPolicyId` and `ScalingGroupId`
        id: String,
        /// `ScalingPolicyId`
        scaling_policy_id: String,
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `ScalingPolicyName`
        scaling_policy_name: String,
        /// `AdjustmentType`
        adjustment_type: String,
        /// `AdjustmentValue`
        adjustment_value: i64,
        /// `CoolDown`
        cool_down: i64,
        /// `Metric.DimensionName`
        dimension_name: String,
        /// `Metric.ComparisonOperator`
        comparison_operator: String,
        /// `Metric.Threshold`
        threshold: i64,
        /// `Metric.Function`
        function: String,
        /// `Metric.Period`
        period: i64,
        /// `Metric.RepeatTimes`
        repeat_times: i64,
        /// `Description`
        description: String,
        /// `CreateTime`
        create_time: String,
    }
}

impl PolicyItem {
    fn new(group: &str, policy: ScalingPolicy) -> Self {
        let metric = policy.metric.as_ref();
        Self {
            id: member_id(&policy.scaling_policy_id, group),
            scaling_policy_id: Field::Value(policy.scaling_policy_id),
            scaling_group_id: group.into(),
            scaling_policy_name: policy.scaling_policy_name.into(),
            adjustment_type: policy.adjustment_type.into(),
            adjustment_value: policy.adjustment_value.into(),
            cool_down: policy.cool_down.into(),
            dimension_name: metric.map(|metric| metric.dimension_name.clone()).into(),
            comparison_operator: metric.map(|metric| metric.comparison_operator.clone()).into(),
            threshold: metric.map(|metric| metric.threshold).into(),
            function: metric.and_then(|metric| metric.function.clone()).into(),
            period: metric.and_then(|metric| metric.period).into(),
            repeat_times: metric.and_then(|metric| metric.repeat_times).into(),
            description: policy.description.into(),
            create_time: policy.create_time.into(),
        }
    }
}

impl Item for PolicyItem {
    fn members() -> Vec<Attribute> {
        vec![
            Attribute::string("id", "Id of the policy in Terraform, `POLICY:GROUP`."),
            Attribute::string("scaling_policy_id", "Id of the policy."),
            Attribute::string("scaling_group_id", "Id of its scaling group."),
            Attribute::string("scaling_policy_name", "Name of the policy."),
            Attribute::string(
                "adjustment_type",
                "What the policy does: `TotalCapacity`, `QuantityChangeInCapacity` or `PercentChangeInCapacity`.",
            ),
            Attribute::number(
                "adjustment_value",
                "The new number of instances, or by how many or what percentage it changes.",
            ),
            Attribute::number("cool_down", "Seconds without another activity afterwards."),
            Attribute::string("dimension_name", "The metric, such as `cpu_usage`."),
            Attribute::string(
                "comparison_operator",
                "How the metric is compared with the threshold, such as `Greater`.",
            ),
            Attribute::number(
                "threshold",
                "The threshold: percent, or MB per second for traffic.",
            ),
            Attribute::string(
                "function",
                "How the values of a period become one: `avg`, `min` or `max`.",
            ),
            Attribute::number("period", "Length of a period in seconds."),
            Attribute::number(
                "repeat_times",
                "Periods in a row that must be beyond the threshold.",
            ),
            Attribute::string("description", "Description of the policy."),
            Attribute::string(
                "create_time",
                "When it was created: Beijing time, `YYYY-MM-DD HH:MM:SS`.",
            ),
        ]
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
        cx: &Operation<'_>,
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
            .map(|policy| PolicyItem::new(group, policy));
        let listed = Listed::new(wanted, &config.output_file)?;
        Ok(ScalingPoliciesModel {
            id: listed.id,
            total_count: listed.total_count,
            scaling_policies: listed.items,
            ..config
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_is_explained() {
        crate::provider::data_sources::assert_covered::<PolicyItem>();
    }
}
