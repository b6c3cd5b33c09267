//! What the plans of two memberships tell each other: an instance has one owner.

use super::messages;
use super::model::ScalingInstanceModel;
use crate::framework::{Diagnostics, Plan};
use crate::provider::plan_warnings::PlanWarnings;
use crate::provider::record::ObjectRecord;

/// Refuses a plan for an instance that another resource of the configuration has planned already.
pub(super) fn of_plan(
    plan_warnings: &PlanWarnings,
    plan: &Plan<ScalingInstanceModel, ObjectRecord>,
    diagnostics: &mut Diagnostics,
) {
    let planned = &plan.planned;
    if planned.scaling_instance_id.as_str().is_none() || planned.scaling_group_id.as_str().is_none() {
        return;
    }
    let id = planned.member_id();
    // The plans of a replacement are about one resource, and its old object is on the way out.
    let moves = plan.prior.as_ref().is_some_and(|prior| prior.member_id() != id);
    if moves || plan.private.replaces.is_some() {
        return;
    }
    if !plan_warnings.note_member(&id.to_state_id()) {
        diagnostics.push(messages::two_owners(&id));
    }
}
