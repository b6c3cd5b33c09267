//! Arguments and results of `ksyun_scaling_policy`, with the values that are planned when one is left out.

use crate::framework::schema::{Attribute, Schema, Validator};
use crate::framework::timeouts::Timeouts;
use crate::provider::ids;

/// `Metric.dimensionName` of the API.
pub(super) const DIMENSIONS: &[&str] = &[
    "cpu_usage",
    "mem_usage",
    "net_outtraffic",
    "net_intraffic",
    "listener_outtraffic",
    "listener_intraffic",
];
/// `Metric.comparisonOperator` of the API.
pub(super) const COMPARISONS: &[&str] = &[
    "Greater",
    "EqualOrGreater",
    "Less",
    "EqualOrLess",
    "Equal",
    "NotEqual",
];
/// `Metric.function` of the API.
pub(super) const FUNCTIONS: &[&str] = &["avg", "min", "max"];
/// `AdjustmentType` of the API.
pub(super) const ADJUSTMENT_TYPES: &[&str] = &[
    "TotalCapacity",
    "QuantityChangeInCapacity",
    "PercentChangeInCapacity",
];

/// Planned when `dimension_name` is left out.
pub(super) const DEFAULT_DIMENSION: &str = "cpu_usage";
/// Planned when `threshold` is left out.
pub(super) const DEFAULT_THRESHOLD: i64 = 50;
/// Planned when `adjustment_type` is left out.
pub(super) const DEFAULT_ADJUSTMENT_TYPE: &str = "QuantityChangeInCapacity";
/// Planned when `adjustment_value` is left out.
pub(super) const DEFAULT_ADJUSTMENT_VALUE: i64 = 1;

pub(super) fn schema() -> Schema {
    let schema = Schema::new(
        "A scaling policy: changes the capacity of a scaling group when a metric of its instances has been beyond a \
         threshold for long enough.",
    );
    results(adjustment(metric(names(schema)))).block(Timeouts::block())
}

fn names(schema: Schema) -> Schema {
    schema
        .attribute(Attribute::string("id", "Id of the policy and of its group, `POLICY:GROUP`.").computed())
        .attribute(
            ids::id("scaling_group_id", "Id of the scaling group.")
                .required()
                .requires_replace()
                .validate(Validator::Length(1, 64)),
        )
        .attribute(
            Attribute::string("scaling_policy_name", "Name of the policy.")
                .default("tf-scaling-policy")
                .validate(Validator::Length(1, 128)),
        )
}

fn metric(schema: Schema) -> Schema {
    schema
        .attribute(
            Attribute::string(
                "dimension_name",
                "What is measured: processor or memory use, traffic of the instances, or traffic of the group's load \
                 balancer listeners.",
            )
            .default(DEFAULT_DIMENSION)
            .validate(Validator::OneOf(DIMENSIONS)),
        )
        .attribute(
            Attribute::string(
                "comparison_operator",
                "How the measured value must compare with `threshold` for the policy to act.",
            )
            .default("Greater")
            .validate(Validator::OneOf(COMPARISONS)),
        )
        .attribute(
            Attribute::number(
                "threshold",
                "What the measured value is compared with: percent from 0 to 100 for `cpu_usage` and `mem_usage`, more than \
                 0 MB/s for traffic.",
            )
            .default(DEFAULT_THRESHOLD)
            .validate(Validator::AtLeast(0)),
        )
        .attribute(
            Attribute::number(
                "repeat_times",
                "How many periods in a row the comparison must hold before the policy acts.",
            )
            .default(3)
            .validate(Validator::Between(1, 10)),
        )
        .attribute(
            Attribute::number("period", "Length of one period of measurement, in seconds.")
                .default(60)
                .validate(Validator::Between(60, 999_999)),
        )
        .attribute(
            Attribute::string("function", "How the measurements of a period become one value.")
                .default("avg")
                .validate(Validator::OneOf(FUNCTIONS)),
        )
}

fn adjustment(schema: Schema) -> Schema {
    schema
        .attribute(
            Attribute::string(
                "adjustment_type",
                "How `adjustment_value` is meant: set the capacity to it (`TotalCapacity`), change it by so many instances \
                 (`QuantityChangeInCapacity`), or by so many percent (`PercentChangeInCapacity`).",
            )
            .default(DEFAULT_ADJUSTMENT_TYPE)
            .validate(Validator::OneOf(ADJUSTMENT_TYPES)),
        )
        .attribute(
            Attribute::number(
                "adjustment_value",
                "A number of instances, or percent from -100 to 100; negative values shrink the group. `TotalCapacity` takes \
                 0 or more. The group's bounds hold in any case.",
            )
            .default(DEFAULT_ADJUSTMENT_VALUE)
            .validate(Validator::Between(-1000, 1000)),
        )
        .attribute(
            Attribute::number(
                "cool_down",
                "Seconds after an activity of the group in which the policy does not act.",
            )
            .default(60)
            .validate(Validator::AtLeast(60)),
        )
}

fn results(schema: Schema) -> Schema {
    schema
        .attribute(
            Attribute::string("scaling_policy_id", "Id of the policy alone (`ScalingPolicyId`).").computed(),
        )
        .attribute(
            Attribute::string(
                "create_time",
                "When the policy was created: Beijing time, `YYYY-MM-DD HH:MM:SS`.",
            )
            .computed(),
        )
}
