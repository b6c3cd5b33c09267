//! What this resource says to a person, beside the API's own refusals: one function per case.

mod plan;
#[cfg(test)]
mod tests;

pub(super) use self::plan::*;

use std::time::Duration;

use super::capacity::{Reason, Shortfall};
use super::delete::step::{Snapshot, is_attached, is_protected};
use crate::client::ApiCallError;
use crate::client::actions::{ScalingActivity, ScalingInstance};
use crate::cty::Path;
use crate::framework::{Diagnostic, Interrupted, Severity};
use crate::provider::activities;
use crate::provider::errors::{failed, interrupted};

/// A new group could not be disabled.
pub(super) fn not_disabled(id: &str, error: &ApiCallError) -> Diagnostic {
    Diagnostic::warning(
        "The new group is not disabled yet",
        format!(
            "Scaling group {id} was created, and then could not be disabled: {error}\n\nIt stays enabled for now. Run terraform \
             apply again to disable it."
        ),
    )
    .at(Path::root().attr("status"))
}

/// A new group lacks its container subnets. The next plan sends them.
pub(super) fn without_container_subnets(id: &str, error: &ApiCallError) -> Diagnostic {
    Diagnostic::warning(
        "The new group does not have its container subnets yet",
        format!(
            "Scaling group {id} was created, and then could not be given its container subnets: {error}\n\nRun terraform apply \
             again to set them."
        ),
    )
    .at(Path::root().attr("container_subnet_ids"))
}

/// The API has no word for none.
pub(super) fn keeps_container_subnets() -> Diagnostic {
    Diagnostic::warning(
        "Without container_subnet_ids, the group keeps the present ones",
        "The API has no way to take the container subnets of a group away. Terraform only stops managing them; set others to change \
         them.",
    )
    .at(Path::root().attr("container_subnet_ids"))
}

/// A new group lacks instances. That is no reason to make it anew.
pub(super) fn created_without_capacity(lacking: Diagnostic) -> Diagnostic {
    Diagnostic {
        severity: Severity::Warning,
        detail: format!(
            "{}\n\nThe group is not tainted. The next plan says whether it still lacks instances. To have an apply fail for that, use \
             ksyun_scaling_group_capacity.",
            lacking.detail
        ),
        ..lacking
    }
}

/// A group lacks instances since the last thing that it tried has failed.
pub(super) fn still_without_capacity(
    id: &str,
    wanted: i64,
    present: i64,
    failure: &ScalingActivity,
) -> Diagnostic {
    Diagnostic::warning(
        "The group does not reach its capacity",
        format!(
            "Scaling group {id} wants {wanted} instances and has {present}. Its latest activity failed:\n\n{}\n\nLook the error code up \
             in the console's activity list and correct the cause (often the image, the instance type in these zones, a quota, \
             or the account's balance). The group tries again by itself.",
            activities::describe(std::slice::from_ref(failure))
        ),
    )
}

/// The group did not get the instances that were waited for.
pub(super) fn without_capacity(id: &str, shortfall: &Shortfall) -> Diagnostic {
    let Shortfall { lacks, reason } = shortfall;
    match reason {
        Reason::Failed(failures) => activities_failed(id, lacks, failures),
        Reason::TimeOver(waited) => capacity_too_slow(id, lacks, *waited),
        Reason::Stopped => Diagnostic::error(
            "Interrupted while waiting for capacity",
            format!(
                "Terraform was asked to stop. Scaling group {id} exists and is in the state, but {lacks}. The group still \
                 launches and removes instances to get there."
            ),
        ),
        Reason::Gone => Diagnostic::error(
            "The group is gone",
            format!(
                "Scaling group {id} was deleted outside of Terraform while this ran. Run terraform apply again to create it."
            ),
        ),
        Reason::Resting => Diagnostic::error(
            "The group is disabled",
            format!(
                "Scaling group {id} was disabled outside of Terraform while this ran, and {lacks}. While it is disabled it launches \
                 no instances. Run terraform apply again to enable it, or set status = \"UnActive\" if it is to stay so."
            ),
        ),
        Reason::Refused(error) => failed(
            &format!("wait for the capacity of scaling group {id}"),
            error,
            &[],
        ),
    }
}

/// An activity failed while the capacity was waited for.
fn activities_failed(id: &str, lacks: &str, failures: &[ScalingActivity]) -> Diagnostic {
    Diagnostic::error(
        "The group did not reach its capacity: an activity failed",
        format!(
            "Scaling group {id} exists and is in the state, but {lacks}. Activities that failed since this operation began:\n\n\
             {}\n\nLook the error code up in the console's activity list, correct the cause (often the image, the instance type \
             in these zones, a quota, or the account's balance) and apply again. To wait for the group to try again, set \
             ignore_failed_scaling_activities = true.",
            activities::describe(failures)
        ),
    )
}

/// The capacity was not reached within `waited`, or, if that is `None`, within the time for the whole operation.
fn capacity_too_slow(id: &str, lacks: &str, waited: Option<Duration>) -> Diagnostic {
    let (limit, advice) = match waited {
        Some(waited) => (
            format!("after {} s", waited.as_secs_f64()),
            "raise wait_for_capacity_timeout, or remove it to not wait",
        ),
        None => (
            "when the time for the whole operation was over".to_owned(),
            "raise create and update in the timeouts block, or remove wait_for_capacity_timeout to not wait",
        ),
    };
    Diagnostic::error(
        "The group did not reach its capacity in time",
        format!(
            "Scaling group {id} exists and is in the state, but {limit} {lacks}. If it only needs more time, {advice}. Its \
             activities are in the console, and in the data source ksyun_scaling_activities."
        ),
    )
}

/// `deletion_protection` holds.
pub(super) fn deletion_protected(id: &str, instances: usize) -> Diagnostic {
    Diagnostic::error(
        "The group is protected from deletion",
        format!(
            "deletion_protection is set, and scaling group {id} has instances: {instances}. Nothing was changed. To destroy it, \
             set deletion_protection = false and apply, or scale the group down to 0 first. If the plan calls it a deposed \
             object, no configuration reaches it any more: set its minimum and its desired capacity to 0 in the console, then \
             apply again."
        ),
    )
}

/// Instances that only `force_delete` lets go.
pub(super) fn instances_in_the_way(id: &str, instances: &[ScalingInstance]) -> Diagnostic {
    let kept: Vec<String> = instances.iter().filter_map(why_kept).collect();
    Diagnostic::error(
        "Instances stand in the way of destroying the group",
        format!(
            "Scaling group {id} has instances that it must not terminate:\n\n{}\n\nLift their protection and detach attached \
             ones first, or set force_delete = true, apply, and destroy again: then protection is lifted and attached instances \
             leave the group and go on running. If the plan calls the group a deposed object, force_delete reaches it no more: \
             lift the protection and detach the instances in the console, then apply again.",
            kept.join("\n")
        ),
    )
}

fn why_kept(instance: &ScalingInstance) -> Option<String> {
    let name = instance.instance_name.as_deref().unwrap_or("without a name");
    let reason = match (is_protected(instance), is_attached(instance)) {
        (true, true) => "attached by hand, protected from removal",
        (true, false) => "protected from removal",
        (false, true) => "attached by hand",
        (false, false) => return None,
    };
    Some(format!("  {} {name}: {reason}", instance.instance_id))
}

/// A destruction that had to end before the group was gone.
pub(super) fn not_destroyed(
    id: &str,
    reason: Interrupted,
    snapshot: Option<&Snapshot>,
    failure: Option<&ApiCallError>,
    failures: &[ScalingActivity],
) -> Diagnostic {
    let mut diagnostic = interrupted(&format!("destroy scaling group {id}"), reason, "timeouts.delete");
    if let Some(Snapshot { group, .. }) = snapshot {
        let busy = if group.in_scaling_activity == Some(true) {
            ", and an activity is running"
        } else {
            ""
        };
        let instances = group.instance_num.unwrap_or_default();
        diagnostic.detail +=
            &format!("\n\nInstances that the group had at the last look: {instances}{busy}.");
    }
    if let Some(error) = failure {
        diagnostic.detail += &format!("\n\nThe last answer of the API: {error}");
    }
    if !failures.is_empty() {
        diagnostic.detail += &format!(
            "\n\nActivities of the last hour that failed:\n\n{}",
            activities::describe(failures)
        );
    }
    diagnostic
}
