//! The typed form of `ksyun_scaling_policy`, and how the API's answers fill it.

use crate::client::actions::{Metric, ScalingPolicy};
use crate::framework::timeouts::TimeoutsModel;
use crate::framework::{Field, model};
use crate::provider::composite_id::MemberId;
use crate::provider::echo::echo;

model! {
    /// A scaling policy in configuration, plan or state.
    pub struct ScalingPolicyModel {
        /// `ScalingPolicyId` and `ScalingGroupId`, with a colon between them.
        id: String,
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `ScalingPolicyName`
        scaling_policy_name: String,
        /// `Metric.dimensionName`
        dimension_name: String,
        /// `Metric.comparisonOperator`
        comparison_operator: String,
        /// `Metric.threshold`
        threshold: i64,
        /// `Metric.repeatTimes`
        repeat_times: i64,
        /// `Metric.period`
        period: i64,
        /// `Metric.function`
        function: String,
        /// `AdjustmentType`
        adjustment_type: String,
        /// `AdjustmentValue`
        adjustment_value: i64,
        /// `CoolDown`
        cool_down: i64,
        /// `ScalingPolicyId`
        scaling_policy_id: String,
        /// `CreateTime`
        create_time: String,
        /// Of Terraform alone.
        timeouts: TimeoutsModel,
    }
}

impl ScalingPolicyModel {
    /// This model as the policy `member`.
    pub(super) fn identified(self, member: &MemberId) -> Self {
        Self {
            id: Field::Value(member.to_state_id()),
            scaling_group_id: member.group.as_str().into(),
            scaling_policy_id: member.item.as_str().into(),
            ..self
        }
    }

    /// This model with what the API says of the policy. What the API leaves out stays as it is, and so does what only
    /// Terraform knows.
    pub(super) fn with_answer(self, policy: ScalingPolicy) -> Self {
        let metric = policy.metric;
        let text = |member: fn(&Metric) -> &String| metric.as_ref().map(|metric| member(metric).clone());
        Self {
            scaling_policy_name: echo(policy.scaling_policy_name, self.scaling_policy_name),
            dimension_name: echo(text(|metric| &metric.dimension_name), self.dimension_name),
            comparison_operator: echo(
                text(|metric| &metric.comparison_operator),
                self.comparison_operator,
            ),
            threshold: echo(metric.as_ref().map(|metric| metric.threshold), self.threshold),
            repeat_times: echo(
                metric.as_ref().and_then(|metric| metric.repeat_times),
                self.repeat_times,
            ),
            period: echo(metric.as_ref().and_then(|metric| metric.period), self.period),
            function: echo(metric.and_then(|metric| metric.function), self.function),
            adjustment_type: echo(policy.adjustment_type, self.adjustment_type),
            adjustment_value: echo(policy.adjustment_value, self.adjustment_value),
            cool_down: echo(policy.cool_down, self.cool_down),
            create_time: echo(policy.create_time, self.create_time),
            ..self
        }
    }
}
