//! Checks on a group before anything is asked of the API, and what the schema's rules can't plan alone.

use super::model::ScalingGroupModel;
use super::{messages, schema};
use crate::framework::{Diagnostics, Field, Plan, Set};
use crate::provider::record::ObjectRecord;

/// Checks attributes against each other; what is unknown is not judged.
pub(super) fn validate(config: &ScalingGroupModel, diagnostics: &mut Diagnostics) {
    check_bounds(config, diagnostics);
    let (one, set) = (&config.security_group_id, &config.security_group_id_set);
    if one.is_unset() && set.is_unset() {
        diagnostics.push(messages::security_group_missing());
    }
    if contradict(one, set) {
        diagnostics.push(messages::security_groups_contradict());
    }
    if config.wait_for_healthy == Field::Value(true) && config.wait_for_capacity_timeout.is_unset() {
        diagnostics.push(messages::healthy_without_wait());
    }
}

/// Whether the set of security groups lacks the single one. A generated configuration has both.
fn contradict(one: &Field<String>, set: &Field<Set<String>>) -> bool {
    let (Some(one), Some(set)) = (one.value(), set.value()) else {
        return false;
    };
    set.is_wholly_known() && !set.known().any(|id| id == one)
}

fn check_bounds(config: &ScalingGroupModel, diagnostics: &mut Diagnostics) {
    if let (Some(min), Some(max)) = (config.min_size.get(), config.max_size.get())
        && min > max
    {
        diagnostics.push(messages::bounds_contradict(min, max));
    }
}

/// Refuses a new capacity beyond the bounds. Only a plan tells it from one whose changes are ignored, which a validation sees
/// as it is written.
fn check_capacity(plan: &Plan<ScalingGroupModel, ObjectRecord>, diagnostics: &mut Diagnostics) {
    let Some(desired) = plan.config.desired_capacity.get() else {
        return;
    };
    let today = plan.prior.as_ref().and_then(|prior| prior.desired_capacity.get());
    if today == Some(desired) {
        return;
    }
    match (plan.planned.min_size.get(), plan.planned.max_size.get()) {
        (Some(min), _) if desired < min => {
            diagnostics.push(messages::capacity_out_of_range(desired, "min_size", min));
        }
        (_, Some(max)) if desired > max => {
            diagnostics.push(messages::capacity_out_of_range(desired, "max_size", max));
        }
        _ => {}
    }
}

/// Adds to the plan what depends on several attributes.
pub(super) fn adjust(plan: &mut Plan<ScalingGroupModel, ObjectRecord>, diagnostics: &mut Diagnostics) {
    if plan.prior.is_none() && plan.config.subnet_id_set.is_unset() {
        diagnostics.push(messages::subnet_missing());
    }
    check_capacity(plan, diagnostics);
    plan_security_groups(plan);
    keep_capacity_in_bounds(plan, diagnostics);
    warn_of_restless_start(plan, diagnostics);
}

/// A single security group means no other: one that was added behind Terraform is drift, although the single one is
/// there still.
fn plan_security_groups(plan: &mut Plan<ScalingGroupModel, ObjectRecord>) {
    let (Some(prior), Field::Value(only)) = (&plan.prior, &plan.config.security_group_id) else {
        return;
    };
    let others = |set: &Set<String>| set.known().any(|id| id != only);
    // What the configuration says is planned, always; ignored changes are in it as they are in the state.
    if plan.config.security_group_id_set.is_unset()
        && prior.security_group_id == plan.config.security_group_id
        && prior.security_group_id_set.value().is_some_and(others)
    {
        plan.planned.security_group_id_set = Field::Value([only.clone()].into_iter().collect());
    }
}

/// The API creates every group enabled, so one that is to rest launches its instances before it is disabled.
fn warn_of_restless_start(plan: &Plan<ScalingGroupModel, ObjectRecord>, diagnostics: &mut Diagnostics) {
    let planned = &plan.planned;
    let wanted = planned.desired_capacity.get().or(planned.min_size.get());
    if let (None, Some(status), Some(wanted)) = (&plan.prior, planned.status.as_str(), wanted)
        && status != schema::STATUS
        && wanted > 0
    {
        diagnostics.push(messages::launches_before_it_rests(status, wanted));
    }
}

/// A capacity that the configuration leaves open, or has as it is, stays what it is, unless the new bounds exclude it.
fn keep_capacity_in_bounds(plan: &mut Plan<ScalingGroupModel, ObjectRecord>, diagnostics: &mut Diagnostics) {
    let Some(today) = plan.prior.as_ref().and_then(|prior| prior.desired_capacity.get()) else {
        return;
    };
    let is_open = plan.config.desired_capacity == Field::Null;
    // What the configuration says is planned, always; a change that is ignored is in it as it is in the state.
    if !is_open && plan.config.desired_capacity != Field::Value(today) {
        return;
    }
    let (Some(min), Some(max)) = (plan.planned.min_size.get(), plan.planned.max_size.get()) else {
        if is_open {
            // The bounds are known when the change is applied, and may exclude the capacity then.
            (plan.planned.desired_capacity, plan.planned.instance_num) = (Field::Unknown, Field::Unknown);
        }
        return;
    };
    let bounded = today.clamp(min, max.max(min));
    if bounded == today {
        return;
    }
    if is_open {
        plan.planned.desired_capacity = Field::Value(bounded);
    }
    plan.planned.instance_num = Field::Unknown;
    let bound = if bounded > today { "min_size" } else { "max_size" };
    diagnostics.push(messages::bound_moves_capacity(bound, today, min, max, bounded));
}

#[cfg(test)]
mod tests;
