//! Checks on a group before anything is asked of the API, and what the schema's rules can't plan alone.

use super::attributes::ScalingGroupModel;
use super::{messages, refresh, sizes};
use crate::framework::{Diagnostics, Field, Plan, Set};
use crate::provider::record::ObjectRecord;
use crate::provider::unmentioned;

/// Checks attributes against each other; what is unknown is not judged.
pub(super) fn validate(config: &ScalingGroupModel, diagnostics: &mut Diagnostics) {
    let (one, set) = (&config.security_group_id, &config.security_group_id_set);
    if one.is_unset() && set.is_unset() {
        diagnostics.push(messages::security_group_missing());
    }
    if contradict(one, set) {
        diagnostics.push(messages::security_groups_contradict());
    }
    refresh::validate(config, diagnostics);
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

/// Adds to the plan what depends on several attributes.
pub(super) fn adjust(plan: &mut Plan<ScalingGroupModel, ObjectRecord>, diagnostics: &mut Diagnostics) {
    if plan.prior.is_none() && plan.config.subnet_id_set.is_unset() {
        diagnostics.push(messages::subnet_missing());
    }
    let had_container_subnets = |prior: &ScalingGroupModel| prior.container_subnet_ids.value().is_some();
    if plan.planned.container_subnet_ids.is_unset() && plan.prior.as_ref().is_some_and(had_container_subnets)
    {
        diagnostics.push(messages::keeps_container_subnets());
    }
    refuse_to_replace_what_is_protected(plan, diagnostics);
    plan_security_groups(plan);
    plan_load_balancers(plan, diagnostics);
    sizes::plan(plan, diagnostics);
    refresh::plan(plan, diagnostics);
}

/// A group that is protected from deletion would stay behind its replacement, where no configuration reaches it any more.
/// Whether a group is replaced is known only when its replacement is planned, and then it is not shown.
fn refuse_to_replace_what_is_protected(
    plan: &mut Plan<ScalingGroupModel, ObjectRecord>,
    diagnostics: &mut Diagnostics,
) {
    let held = plan.private.sizes.held.take();
    let Some(prior) = &plan.prior else {
        diagnostics.extend(held.map(messages::protected_from_replacement));
        return;
    };
    let is_protected = prior.deletion_protection == Field::Value(true);
    plan.private.sizes.held = prior.instance_num.get().filter(|held| is_protected && *held > 0);
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

/// Listeners that the configuration does not mention stay, unless it has brought them.
fn plan_load_balancers(plan: &mut Plan<ScalingGroupModel, ObjectRecord>, diagnostics: &mut Diagnostics) {
    let taken = unmentioned::plan(
        &mut plan.private,
        &plan.config.slb_config_set,
        plan.prior.as_ref().map(|prior| &prior.slb_config_set),
        &mut plan.planned.slb_config_set,
    );
    if !taken.is_empty() {
        diagnostics.push(messages::listeners_are_taken_off(&taken));
    }
}

#[cfg(test)]
mod tests;
