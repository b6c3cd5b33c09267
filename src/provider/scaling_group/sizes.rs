//! The sizes of a group in a plan. They have several owners: the configuration, whoever attaches instances, policies, tasks
//! and people.

use super::attributes::ScalingGroupModel;
use super::{attributes, bounds, messages};
use crate::framework::{Diagnostics, Field, Plan};
use crate::provider::messages::instances_end;
use crate::provider::plan_warnings::bounds_are_put_back;
use crate::provider::record::ObjectRecord;

type GroupPlan = Plan<ScalingGroupModel, ObjectRecord>;

/// Checks and completes the sizes of the plan. This is not for a validation, which sees as written what `ignore_changes` leaves
/// as it is.
pub(super) fn plan(plan: &mut GroupPlan, diagnostics: &mut Diagnostics) {
    check_bounds(plan, diagnostics);
    check_capacity(plan, diagnostics);
    leave_room_for_attached(plan);
    keep_capacity_in_bounds(plan, diagnostics);
    warn_of_restless_start(plan, diagnostics);
    warn_of_end(plan, diagnostics);
    warn_of_a_task(plan, diagnostics);
    plan.private.sizes.configured = plan.config.desired_capacity.get();
}

/// Refuses bounds that contradict each other, unless they are there already.
fn check_bounds(plan: &GroupPlan, diagnostics: &mut Diagnostics) {
    if let Some([min, max]) = bounds::of(&plan.planned)
        && min > max
        && plan.prior.as_ref().and_then(bounds::of) != Some([min, max])
    {
        diagnostics.push(messages::bounds_contradict(min, max));
    }
}

/// Refuses a new capacity beyond the bounds.
fn check_capacity(plan: &GroupPlan, diagnostics: &mut Diagnostics) {
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

/// To attach an instance can raise the capacity. A number that the configuration has not changed does not take that back: the
/// instance would end.
fn leave_room_for_attached(plan: &mut GroupPlan) {
    let (Some(prior), Some(wanted)) = (&plan.prior, plan.config.desired_capacity.get()) else {
        return;
    };
    let sizes = &plan.private.sizes;
    let is_changed = sizes.configured.is_some_and(|configured| configured != wanted);
    let attached = i64::try_from(sizes.attached.len()).unwrap_or_default();
    let has_room = |today: &i64| {
        let max = plan.planned.max_size.get().unwrap_or(i64::MAX);
        (wanted..=wanted.saturating_add(attached).min(max)).contains(today)
    };
    if !is_changed && prior.desired_capacity.get().as_ref().is_some_and(has_room) {
        plan.planned.desired_capacity = prior.desired_capacity.clone();
        plan.planned.instance_num = prior.instance_num.clone();
    }
}

/// A capacity that the configuration leaves open, or has as it is, stays what it is, unless the new bounds exclude it.
fn keep_capacity_in_bounds(plan: &mut GroupPlan, diagnostics: &mut Diagnostics) {
    let Some(today) = plan.prior.as_ref().and_then(|prior| prior.desired_capacity.get()) else {
        return;
    };
    let is_open = plan.config.desired_capacity == Field::Null;
    // What the configuration says is planned, always; a change that is ignored is in it as it is in the state.
    if !is_open && plan.planned.desired_capacity != Field::Value(today) {
        return;
    }
    let Some([min, max]) = bounds::of(&plan.planned) else {
        // The bounds are known when the change is applied, and may exclude the capacity then.
        plan.planned.instance_num = Field::Unknown;
        if is_open {
            plan.planned.desired_capacity = Field::Unknown;
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

/// The API creates every group enabled, so one that is to rest launches its instances before it is disabled.
fn warn_of_restless_start(plan: &GroupPlan, diagnostics: &mut Diagnostics) {
    let planned = &plan.planned;
    let wanted = planned.desired_capacity.get().or(planned.min_size.get());
    if let (None, Some(status), Some(wanted)) = (&plan.prior, planned.status.as_str(), wanted)
        && status != attributes::STATUS
        && wanted > 0
    {
        diagnostics.push(messages::launches_before_it_rests(status, wanted));
    }
}

/// Says how many instances the change ends, and which attached ones may be among them.
fn warn_of_end(plan: &GroupPlan, diagnostics: &mut Diagnostics) {
    let (Some(prior), planned) = (&plan.prior, &plan.planned) else {
        return;
    };
    let capacity = |group: &ScalingGroupModel| {
        let [min, max] = bounds::of(group)?;
        Some(group.desired_capacity.get()?.clamp(min, max.max(min)))
    };
    let (Some(number), Some(wanted)) = (prior.instance_num.get(), capacity(planned)) else {
        return;
    };
    let is_smaller = capacity(prior).is_none_or(|before| wanted < before);
    let is_enabled = prior.status != planned.status;
    let scales = planned.status.as_str() == Some(attributes::STATUS);
    if scales && (is_smaller || is_enabled) && wanted < number {
        let policy = planned
            .remove_policy
            .as_str()
            .unwrap_or(attributes::REMOVE_POLICY);
        let attached = &plan.private.sizes.attached;
        let unprotected = attached.iter().filter(|(_, is_protected)| !**is_protected);
        let unprotected: Vec<&str> = unprotected.map(|(id, _)| id.as_str()).collect();
        diagnostics.push(instances_end(number, wanted, policy, &unprotected));
    }
}

/// Says whose bounds the change takes back.
fn warn_of_a_task(plan: &mut GroupPlan, diagnostics: &mut Diagnostics) {
    let found = plan.prior.as_ref().and_then(bounds::of);
    let (Some(found), Some(planned)) = (found, bounds::of(&plan.planned)) else {
        return;
    };
    if found != planned
        && let Some(task) = plan.private.sizes.moved_by.take()
    {
        diagnostics.push(bounds_are_put_back(&task, found, planned));
    }
}

#[cfg(test)]
mod tests;
