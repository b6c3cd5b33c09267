//! The attributes of `ksyun_scaling_policy` and of what `ksyun_scaling_policies` lists.

use crate::client::actions::{Metric, ScalingPolicy, ScalingPolicySettings};
use crate::framework::Field;
use crate::framework::schema::{Schema, Validator};
use crate::framework::timeouts::{Timeouts, TimeoutsModel};
use crate::provider::attributes::attributes;
use crate::provider::composite_id::MemberId;
use crate::provider::flatten::flatten;
use crate::provider::ids::IdAttribute as _;

/// Planned when `dimension_name` is left out.
pub(super) const DEFAULT_DIMENSION: &str = "cpu_usage";
/// Planned when `threshold` is left out.
pub(super) const DEFAULT_THRESHOLD: i64 = 50;
/// Planned when `adjustment_type` is left out.
pub(super) const DEFAULT_ADJUSTMENT_TYPE: &str = "QuantityChangeInCapacity";
/// Planned when `adjustment_value` is left out.
pub(super) const DEFAULT_ADJUSTMENT_VALUE: i64 = 1;

pub(super) fn schema() -> Schema {
    Schema::new(
        "A scaling policy: changes the capacity of a scaling group when a metric of its instances has been beyond a \
         threshold for long enough.",
    )
    .attributes(ScalingPolicyModel::attributes())
    .block(Timeouts::block())
}

attributes! {
    /// A scaling policy in configuration, plan or state.
    resource ScalingPolicyModel;
    /// A scaling policy as the data source lists it.
    data source PolicyItem;
    response policy: ScalingPolicy by flatten;
    settings ScalingPolicySettings;

    blocks {
        timeouts: TimeoutsModel;
    }
    resource {}
    both {
        /// Id of the policy and of its group, `POLICY:GROUP`.
        id: String = computed();
        /// Id of the scaling group.
        scaling_group_id: String = id().required().requires_replace().validate(Validator::Length(1, 64));
        /// Id of the policy alone (`ScalingPolicyId`).
        scaling_policy_id: String = computed();
    }
    settings {
        /// Name of the policy.
        scaling_policy_name: String = default("tf-scaling-policy").validate(Validator::Length(1, 128));
        /// How `adjustment_value` is meant: set the capacity to it (`TotalCapacity`), change it by so many instances
        /// (`QuantityChangeInCapacity`), or by so many percent (`PercentChangeInCapacity`).
        adjustment_type: String = default(DEFAULT_ADJUSTMENT_TYPE).validate(Validator::OneOf(&[
            "TotalCapacity",
            "QuantityChangeInCapacity",
            "PercentChangeInCapacity",
        ]));
        /// A number of instances, or percent; negative values shrink the group.
        ///
        /// Percent from -100 to 100; `TotalCapacity` takes 0 or more. The group's bounds hold in any case.
        adjustment_value: i64 = default(DEFAULT_ADJUSTMENT_VALUE).validate(Validator::Between(-1000, 1000));
        /// Seconds after an activity of the group in which the policy does not act.
        cool_down: i64 = default(60).validate(Validator::AtLeast(60));
    }
    answered {
        /// When the policy was created: Beijing time, `YYYY-MM-DD HH:MM:SS`.
        create_time: String = computed();
    }
    derived {
        /// What is measured: processor or memory use, traffic of the instances, or traffic of the group's load balancer
        /// listeners.
        dimension_name: String = default(DEFAULT_DIMENSION).validate(Validator::OneOf(&[
            "cpu_usage",
            "mem_usage",
            "net_outtraffic",
            "net_intraffic",
            "listener_outtraffic",
            "listener_intraffic",
        ]))
            from { of_metric(policy, |metric| Some(metric.dimension_name.clone())) };
        /// How the measured value must compare with `threshold` for the policy to act.
        comparison_operator: String = default("Greater").validate(Validator::OneOf(&[
            "Greater",
            "EqualOrGreater",
            "Less",
            "EqualOrLess",
            "Equal",
            "NotEqual",
        ]))
            from { of_metric(policy, |metric| Some(metric.comparison_operator.clone())) };
        /// What the measured value is compared with: percent from 0 to 100 for `cpu_usage` and `mem_usage`, more than
        /// 0 MB/s for traffic.
        threshold: i64 = default(DEFAULT_THRESHOLD).validate(Validator::AtLeast(0))
            from { of_metric(policy, |metric| Some(metric.threshold)) };
        /// How many periods in a row the comparison must hold before the policy acts.
        repeat_times: i64 = default(3).validate(Validator::Between(1, 10))
            from { of_metric(policy, |metric| metric.repeat_times) };
        /// Length of one period of measurement, in seconds.
        period: i64 = default(60).validate(Validator::Between(60, 999_999))
            from { of_metric(policy, |metric| metric.period) };
        /// How the measurements of a period become one value.
        function: String = default("avg").validate(Validator::OneOf(&["avg", "min", "max"]))
            from { of_metric(policy, |metric| metric.function.clone()) };
    }
    data_source {
        /// Description of the policy.
        description: String;
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
}

/// What `member` takes from the metric, which the API answers and takes as one object.
fn of_metric<T>(policy: &ScalingPolicy, member: fn(&Metric) -> Option<T>) -> Option<T> {
    policy.metric.as_ref().and_then(member)
}
