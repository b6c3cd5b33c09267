//! What the plans of attachments and groups tell each other.

use super::messages;
use super::model::LoadBalancerAttachmentModel;
use crate::framework::{Diagnostics, Plan};
use crate::provider::plan_warnings::PlanWarnings;
use crate::provider::record::ObjectRecord;

/// Refuses an attachment that another resource of the configuration makes or would undo.
pub(super) fn of_plan(
    plan_warnings: &PlanWarnings,
    plan: &mut Plan<LoadBalancerAttachmentModel, ObjectRecord>,
    diagnostics: &mut Diagnostics,
) {
    let planned = &plan.planned;
    if planned.listener_id.as_str().is_none() || planned.scaling_group_id.as_str().is_none() {
        return;
    }
    let id = planned.member_id();
    if plan_warnings.lists_load_balancers(&id.group) {
        diagnostics.push(messages::group_lists_its_own(&id));
    }
    // The plans of a replacement are about one resource, and its old object is on the way out.
    let moves = plan.prior.as_ref().is_some_and(|prior| prior.member_id() != id);
    if !moves && plan.private.replaces.is_none() && !plan_warnings.note_member(&id.to_state_id()) {
        diagnostics.push(messages::two_owners(&id));
    }
    plan.private.replaces = plan.prior.as_ref().and_then(|prior| prior.id.value().cloned());
}
