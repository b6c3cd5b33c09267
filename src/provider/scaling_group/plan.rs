//! Checks on a group before anything is asked of the API, and what the schema's rules can't plan alone.

use super::messages;
use super::model::ScalingGroupModel;
use crate::framework::{Diagnostics, Field, Plan, Set};
use crate::provider::record::ObjectRecord;

/// Checks attributes against each other; what is unknown is not judged.
pub(super) fn validate(config: &ScalingGroupModel, diagnostics: &mut Diagnostics) {
    check_sizes(config, diagnostics);
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

fn check_sizes(config: &ScalingGroupModel, diagnostics: &mut Diagnostics) {
    let [min, max, desired] = [&config.min_size, &config.max_size, &config.desired_capacity].map(Field::get);
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        diagnostics.push(messages::bounds_contradict(min, max));
        return;
    }
    let problem = match (min, desired, max) {
        (Some(min), Some(desired), _) if desired < min => {
            messages::capacity_out_of_range(desired, "min_size", min)
        }
        (_, Some(desired), Some(max)) if desired > max => {
            messages::capacity_out_of_range(desired, "max_size", max)
        }
        _ => return,
    };
    diagnostics.push(problem);
}

/// Adds to the plan what depends on several attributes.
pub(super) fn adjust(plan: &mut Plan<ScalingGroupModel, ObjectRecord>, diagnostics: &mut Diagnostics) {
    if plan.prior.is_none() && plan.config.subnet_id_set.is_unset() {
        diagnostics.push(messages::subnet_missing());
    }
    plan_security_groups(plan);
    keep_capacity_in_bounds(plan, diagnostics);
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

/// A capacity that the configuration leaves open stays what it is, unless the new bounds exclude it.
fn keep_capacity_in_bounds(plan: &mut Plan<ScalingGroupModel, ObjectRecord>, diagnostics: &mut Diagnostics) {
    let today = plan.prior.as_ref().and_then(|prior| prior.desired_capacity.get());
    let (Some(today), Field::Null) = (today, &plan.config.desired_capacity) else {
        return;
    };
    let (Some(min), Some(max)) = (plan.planned.min_size.get(), plan.planned.max_size.get()) else {
        // The bounds are known when the change is applied, and may exclude the capacity then.
        (plan.planned.desired_capacity, plan.planned.instance_num) = (Field::Unknown, Field::Unknown);
        return;
    };
    let bounded = today.clamp(min, max.max(min));
    if bounded == today {
        return;
    }
    plan.planned.desired_capacity = Field::Value(bounded);
    plan.planned.instance_num = Field::Unknown;
    let bound = if bounded > today { "min_size" } else { "max_size" };
    diagnostics.push(messages::bound_moves_capacity(bound, today, min, max, bounded));
}

#[cfg(test)]
mod tests;
