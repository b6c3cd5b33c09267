//! Checks on a policy before anything is asked of the API.

use super::attributes::{
    DEFAULT_ADJUSTMENT_TYPE, DEFAULT_ADJUSTMENT_VALUE, DEFAULT_DIMENSION, DEFAULT_THRESHOLD,
    ScalingPolicyModel,
};
use crate::cty::Path;
use crate::framework::{Diagnostics, Field, Plan};
use crate::provider::record::ObjectRecord;

/// Checks attributes against each other; what is unknown is not judged, what is left out counts with its default.
pub(super) fn validate(config: &ScalingPolicyModel, diagnostics: &mut Diagnostics) {
    check_threshold(config, diagnostics);
    check_adjustment(config, diagnostics);
}

fn check_threshold(config: &ScalingPolicyModel, diagnostics: &mut Diagnostics) {
    let (Some(dimension), Some(threshold)) = (
        or_default(&config.dimension_name, || DEFAULT_DIMENSION.to_owned()),
        or_default(&config.threshold, || DEFAULT_THRESHOLD),
    ) else {
        return;
    };
    let expected = match dimension.as_str() {
        "cpu_usage" | "mem_usage" if threshold > 100 => "a percentage from 0 to 100",
        "net_outtraffic" | "net_intraffic" | "listener_outtraffic" | "listener_intraffic"
            if threshold == 0 =>
        {
            "a number of MB/s above 0"
        }
        _ => return,
    };
    diagnostics.attribute_error(
        Path::root().attr("threshold"),
        "threshold is out of range",
        format!("threshold is {threshold}, but for {dimension} it must be {expected}."),
    );
}

fn check_adjustment(config: &ScalingPolicyModel, diagnostics: &mut Diagnostics) {
    let (Some(kind), Some(value)) = (
        or_default(&config.adjustment_type, || DEFAULT_ADJUSTMENT_TYPE.to_owned()),
        or_default(&config.adjustment_value, || DEFAULT_ADJUSTMENT_VALUE),
    ) else {
        return;
    };
    let detail = match kind.as_str() {
        "TotalCapacity" if value < 0 => format!(
            "TotalCapacity sets the number of instances, and there is no group of {value}. Set 0 or more, or let \
             adjustment_type be QuantityChangeInCapacity to remove instances."
        ),
        "PercentChangeInCapacity" if !(-100..=100).contains(&value) => {
            format!(
                "adjustment_value is {value}, but for PercentChangeInCapacity it must be from -100 to 100 percent."
            )
        }
        _ => return,
    };
    diagnostics.attribute_error(
        Path::root().attr("adjustment_value"),
        "adjustment_value is out of range",
        detail,
    );
}

/// Whether the policy can change the number of instances, as far as it is known.
pub(super) fn has_effect(policy: &ScalingPolicyModel) -> bool {
    !changes_nothing(policy) && never_true(policy).is_none()
}

/// Whether what the policy adds is nothing.
fn changes_nothing(policy: &ScalingPolicyModel) -> bool {
    policy.adjustment_value == Field::Value(0)
        && matches!(
            policy.adjustment_type.as_str(),
            Some("QuantityChangeInCapacity" | "PercentChangeInCapacity")
        )
}

/// Warns of a policy that can be planned and has no effect.
pub(super) fn warn(plan: &Plan<ScalingPolicyModel, ObjectRecord>, diagnostics: &mut Diagnostics) {
    let planned = &plan.planned;
    if plan.prior.as_ref() == Some(planned) {
        return;
    }
    if changes_nothing(planned) {
        diagnostics.attribute_warning(
            Path::root().attr("adjustment_value"),
            "The policy changes nothing",
            format!(
                "adjustment_value is 0, and {} adds it to the capacity. Set another value, or remove the policy.",
                planned.adjustment_type.as_str().unwrap_or_default()
            ),
        );
    }
    if let Some(comparison) = never_true(planned) {
        diagnostics.attribute_warning(
            Path::root().attr("comparison_operator"),
            "The policy never acts",
            format!("{comparison}, which no percentage ever is. Change comparison_operator or threshold."),
        );
    }
}

/// The comparison in words, if it never holds for a percentage.
fn never_true(policy: &ScalingPolicyModel) -> Option<String> {
    let dimension = policy
        .dimension_name
        .as_str()
        .filter(|name| ["cpu_usage", "mem_usage"].contains(name))?;
    match (policy.comparison_operator.as_str()?, policy.threshold.get()?) {
        ("Greater", 100) => Some(format!("{dimension} would have to be greater than 100")),
        ("Less", 0) => Some(format!("{dimension} would have to be less than 0")),
        _ => None,
    }
}

/// The value that counts: the one that is set, or the default; `None` if it is not known yet.
fn or_default<T: Clone>(field: &Field<T>, default: impl FnOnce() -> T) -> Option<T> {
    match field {
        Field::Value(value) => Some(value.clone()),
        Field::Null | Field::Absent => Some(default()),
        Field::Unknown => None,
    }
}

#[cfg(test)]
mod tests;
