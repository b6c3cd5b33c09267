//! Scaling policies: a metric's threshold and what to do when it is crossed.
use serde_json::json;

use super::Done;
use super::declare::{api_list, api_object, api_params, api_request};
use crate::client::params::{Params, ToParams};

api_request! {
    /// Creates a policy of a group.
    pub struct CreateScalingPolicy: Write -> CreateScalingPolicyResponse {
        /// The group.
        pub scaling_group_id: String = "ScalingGroupId",
        /// What it does.
        pub settings: ScalingPolicySettings = "",
    }
}

api_object! {
    /// The policy that was created.
    pub struct CreateScalingPolicyResponse {
        /// Its id.
        pub scaling_policy_id: String = "ScalingPolicyId" | "ReturnSet" as id,
    }
}

api_request! {
    /// Changes what is sent and keeps the rest; the metric is replaced as a whole.
    pub struct ModifyScalingPolicy: Write -> Done {
        /// The policy.
        pub scaling_policy_id: String = "ScalingPolicyId",
        /// Its group.
        pub scaling_group_id: String = "ScalingGroupId",
        /// What is to change.
        pub settings: ScalingPolicySettings = "",
    }
}

api_params! {
    /// What a policy does: the parameters that create and modify share.
    pub struct ScalingPolicySettings {
        /// Name of the policy.
        pub scaling_policy_name: Option<String> = "ScalingPolicyName",
        /// When the policy fires.
        pub metric: Option<Metric> = "Metric",
        /// `TotalCapacity` (set to), `QuantityChangeInCapacity` (change by) or `PercentChangeInCapacity`.
        pub adjustment_type: Option<String> = "AdjustmentType",
        /// A number of instances, or percent; negative shrinks.
        pub adjustment_value: Option<i64> = "AdjustmentValue",
        /// Seconds without another activity after this one, 60 or more.
        pub cool_down: Option<i64> = "CoolDown",
    }
}

api_request! {
    /// Deletes a policy.
    pub struct DeleteScalingPolicy: Write -> Done {
        /// The group.
        pub scaling_group_id: String = "ScalingGroupId",
        /// The policy.
        pub scaling_policy_id: String = "ScalingPolicyId",
    }
}

api_request! {
    /// Lists the policies of a group.
    pub struct DescribeScalingPolicy: Read -> DescribeScalingPolicyResponse {
        /// The group.
        pub scaling_group_id: String = "ScalingGroupId",
        /// Only these policies.
        pub scaling_policy_ids: Vec<String> = "ScalingPolicyId",
        /// Only policies of this name.
        pub scaling_policy_name: Option<String> = "ScalingPolicyName",
        /// Offset of the first item, default 0.
        pub marker: Option<i64> = "Marker",
        /// Items per answer, 5 or more, default 10.
        pub max_results: Option<i64> = "MaxResults",
    }
}

api_object! {
    /// One page of policies.
    pub struct DescribeScalingPolicyResponse {
        /// The number that the API reports; undocumented whether of the page or of all.
        pub count: Option<i64> = "ScalingPolicySize",
        /// The policies.
        pub scaling_policies: Option<Vec<ScalingPolicy>> = "ScalingPolicySet" as list,
    }
}

api_list!(
    DescribeScalingPolicy => DescribeScalingPolicyResponse.scaling_policies: ScalingPolicy,
    named "ScalingPolicySet", by scaling_policy_id, of scaling_policy_ids, in scaling_group_id as scaling_group_id
);

impl DescribeScalingPolicy {
    /// Asks for one policy of a group.
    pub fn one(scaling_group_id: impl Into<String>, scaling_policy_id: impl Into<String>) -> Self {
        Self {
            scaling_group_id: scaling_group_id.into(),
            scaling_policy_ids: vec![scaling_policy_id.into()],
            ..Self::default()
        }
    }
}

api_object! {
    /// A scaling policy.
    pub struct ScalingPolicy {
        /// Its id: a short number.
        pub scaling_policy_id: String = "ScalingPolicyId" as id,
        /// Its group.
        pub scaling_group_id: Option<String> = "ScalingGroupId" as reference,
        /// Its name.
        pub scaling_policy_name: Option<String> = "ScalingPolicyName",
        /// See [`ScalingPolicySettings::adjustment_type`].
        pub adjustment_type: Option<String> = "AdjustmentType",
        /// See [`ScalingPolicySettings::adjustment_value`].
        pub adjustment_value: Option<i64> = "AdjustmentValue",
        /// Seconds.
        pub cool_down: Option<i64> = "CoolDown",
        /// Beijing time, `YYYY-MM-DD HH:MM:SS`.
        pub create_time: Option<String> = "CreateTime" as time,
        /// When it fires.
        pub metric: Option<Metric> = "Metric",
        /// Free text.
        pub description: Option<String> = "Description",
    }
}

api_object! {
    /// When a policy fires: `function` of `dimension_name` over `period` compares with `threshold`,
    /// `repeat_times` in a row.
    ///
    /// The API takes it as JSON text in camel case and gives it as an object in Pascal case.
    #[derive(Default)]
    pub struct Metric {
        /// `cpu_usage`, `mem_usage`, `net_outtraffic`, `net_intraffic`, `listener_outtraffic` or
        /// `listener_intraffic`.
        pub dimension_name: String = "DimensionName",
        /// `Greater`, `EqualOrGreater`, `Less`, `EqualOrLess`, `Equal` or `NotEqual`.
        pub comparison_operator: String = "ComparisonOperator",
        /// Percent for CPU and memory, else MB per second.
        pub threshold: i64 = "Threshold",
        /// 1–10, default 3.
        pub repeat_times: Option<i64> = "RepeatTimes",
        /// `avg`, `min` or `max`; a request must have it.
        pub function: Option<String> = "Function",
        /// Seconds.
        pub period: Option<i64> = "Period",
    }
}

impl ToParams for Metric {
    fn write(&self, name: &str, params: &mut Params) {
        let mut text = json!({
            "comparisonOperator": self.comparison_operator,
            "dimensionName": self.dimension_name,
            "threshold": self.threshold,
            "repeatTimes": self.repeat_times,
            "function": self.function,
            "period": self.period,
        });
        if let Some(members) = text.as_object_mut() {
            members.retain(|_, value| !value.is_null());
        }
        params.set(name, text.to_string());
    }
}
