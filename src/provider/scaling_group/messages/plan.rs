//! What validation and planning say.

use super::super::delete::step::{is_attached, is_protected};
use super::instances_in_the_way;
use crate::client::actions::{ScalingActivity, ScalingInstance};
use crate::cty::Path;
use crate::framework::Diagnostic;
use crate::provider::activities;

fn at(attribute: &str, diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.at(Path::root().attr(attribute))
}

/// `min_size` > `max_size`.
pub(in super::super) fn bounds_contradict(min: i64, max: i64) -> Diagnostic {
    at(
        "min_size",
        Diagnostic::error(
            "min_size is above max_size",
            format!(
                "A group of at least {min} and at most {max} instances can't exist. Lower min_size or raise max_size."
            ),
        ),
    )
}

/// `desired_capacity` is beyond `bound`, whose value is `limit`.
pub(in super::super) fn capacity_out_of_range(desired: i64, bound: &str, limit: i64) -> Diagnostic {
    let word = if desired < limit { "below" } else { "above" };
    at(
        "desired_capacity",
        Diagnostic::error(
            "desired_capacity is out of range",
            format!(
                "desired_capacity is {desired}, {word} {bound} ({limit}). Set it from min_size to max_size, or remove it to \
                 leave the number to policies and tasks."
            ),
        ),
    )
}

/// The new `bound` excludes the capacity of today.
pub(in super::super) fn bound_moves_capacity(
    bound: &str,
    today: i64,
    min: i64,
    max: i64,
    new: i64,
) -> Diagnostic {
    let verb = if new > today { "raises" } else { "lowers" };
    at(
        bound,
        Diagnostic::warning(
            format!("The new {bound} changes the number of instances"),
            format!(
                "The group's capacity is {today} today, which is outside of {min} to {max}. This change {verb} its desired \
                 capacity to {new}."
            ),
        ),
    )
}

/// A new group gets instances before it has the `status` in which it would not.
pub(in super::super) fn launches_before_it_rests(status: &str, wanted: i64) -> Diagnostic {
    at(
        "status",
        Diagnostic::warning(
            "The group launches instances before it is disabled",
            format!(
                "The API creates every group enabled. This one begins with a capacity of {wanted}, so it launches instances \
                 before its status becomes {status}. To have it launch none, create it with a min_size and desired_capacity of \
                 0, and raise them afterwards."
            ),
        ),
    )
}

/// The configuration mentions no listener any more, and had these.
pub(in super::super) fn listeners_are_taken_off(listeners: &[String]) -> Diagnostic {
    at(
        "slb_config_set",
        Diagnostic::warning(
            "Without slb_config_set, listeners are taken off the group",
            format!(
                "The slb_config_set blocks for these are not there any more, so the group's instances leave them and get no \
                 traffic from there: {}. To leave them as they are instead, put lifecycle {{ ignore_changes = [slb_config_set] \
                 }} into the group.",
                listeners.join(", ")
            ),
        ),
    )
}

/// No security group.
pub(in super::super) fn security_group_missing() -> Diagnostic {
    Diagnostic::error(
        "A security group is missing",
        "Instances need a security group. Set security_group_id, or security_group_id_set for several.",
    )
}

/// Two ways to name security groups, which do not agree.
pub(in super::super) fn security_groups_contradict() -> Diagnostic {
    at(
        "security_group_id_set",
        Diagnostic::error(
            "security_group_id and security_group_id_set contradict each other",
            "Both name the security groups of the instances, but security_group_id is not in security_group_id_set. Remove \
             one of the two arguments.",
        ),
    )
}

/// A new group without a subnet.
pub(in super::super) fn subnet_missing() -> Diagnostic {
    at(
        "subnet_id_set",
        Diagnostic::error(
            "A subnet is missing",
            "A new group needs at least one subnet for its instances. Set subnet_id_set.",
        ),
    )
}

/// `wait_for_healthy` without a wait.
pub(in super::super) fn healthy_without_wait() -> Diagnostic {
    at(
        "wait_for_healthy",
        Diagnostic::error(
            "wait_for_healthy has no effect alone",
            "Healthy instances are waited for as part of the wait for capacity. Set wait_for_capacity_timeout as well, such \
             as \"10m\", or remove wait_for_healthy.",
        ),
    )
}

/// A group with instances is to be destroyed although it is protected.
pub(in super::super) fn destruction_will_be_refused(id: &str, instances: usize) -> Diagnostic {
    Diagnostic::warning(
        "The group is protected from deletion",
        format!(
            "deletion_protection is set, and scaling group {id} has instances: {instances}. Unless this plan takes all of them out of \
             it, the apply refuses to destroy it. Set deletion_protection = false and apply that first."
        ),
    )
}

/// A group that is protected from deletion, and has this many instances, is to be replaced.
pub(in super::super) fn protected_from_replacement(instances: i64) -> Diagnostic {
    at(
        "deletion_protection",
        Diagnostic::error(
            "The group that is to be replaced is protected from deletion",
            format!(
                "Replacing the group destroys it, and deletion_protection is set while it has instances: {instances}. Once it is \
                 replaced, no configuration could lift that any more. Set deletion_protection = false, apply that, and replace \
                 the group then."
            ),
        ),
    )
}

/// The instances can't be read of a group that has more than the configuration sets.
pub(in super::super) fn instances_not_seen(id: &str) -> Diagnostic {
    at(
        "desired_capacity",
        Diagnostic::warning(
            "Whether instances were attached is not known",
            format!(
                "Scaling group {id} wants more instances than the configuration sets, and the API does not show its instances \
                 now. If some were attached to it, they have raised the number, and a plan that lowers it may terminate them: \
                 plan again before you apply it."
            ),
        ),
    )
}

/// A group is to be destroyed whose instances only `force_delete` lets go.
pub(in super::super) fn instances_will_be_in_the_way(id: &str, instances: &[ScalingInstance]) -> Diagnostic {
    let refusal = instances_in_the_way(id, instances);
    Diagnostic::warning(
        refusal.summary,
        format!(
            "Unless this plan takes them out of the group itself, the apply refuses to destroy it. {}",
            refusal.detail
        ),
    )
}

/// A group with instances is to be destroyed, and these may all go.
pub(in super::super) fn destruction_terminates(id: &str, instances: &[ScalingInstance]) -> Diagnostic {
    let ids = |wanted: fn(&ScalingInstance) -> bool| -> Vec<&str> {
        let wanted = instances.iter().filter(|instance| wanted(instance));
        wanted.map(|instance| instance.instance_id.as_str()).collect()
    };
    let (protected, attached) = (ids(is_protected), ids(is_attached));
    let mut detail = format!("Instances that scaling group {id} has today: {}", instances.len());
    detail += &match instances.len() - attached.len() {
        _ if attached.is_empty() => ".".to_owned(),
        1 => ", of which 1 is terminated.".to_owned(),
        terminated => format!(", of which {terminated} are terminated."),
    };
    if !protected.is_empty() {
        detail += &format!(
            " force_delete is set: the protection of {} is lifted.",
            protected.join(", ")
        );
    }
    if !attached.is_empty() {
        detail += &format!(
            " Instances that were attached by hand leave the group and go on running: {}.",
            attached.join(", ")
        );
    }
    Diagnostic::warning("Destroying the group terminates its instances", detail)
}

/// A group with these instances is to be destroyed, and they are to stay.
pub(in super::super) fn destruction_lets_go(id: &str, instances: &[ScalingInstance]) -> Diagnostic {
    let ids: Vec<&str> = instances.iter().map(|i| i.instance_id.as_str()).collect();
    Diagnostic::warning(
        "Destroying the group leaves its instances running",
        format!(
            "delete_instances is false: what scaling group {id} has today leaves it, with any protection from removal lifted, and \
             goes on running and costing. Terraform does not know these instances any more: {}.",
            ids.join(", ")
        ),
    )
}

/// A group is to be destroyed while something is under way in it.
pub(in super::super) fn destruction_waits(id: &str, running: &[ScalingActivity]) -> Diagnostic {
    let mut detail = format!("The destruction of scaling group {id} waits until the activity has ended.");
    if !running.is_empty() {
        detail += &format!("\n\n{}", activities::describe(running));
    }
    Diagnostic::warning("An activity of the group is running", detail)
}

/// A group is to be destroyed to which `belongings` (a line each) belong that nothing else is going to destroy.
pub(in super::super) fn destruction_takes_along(id: &str, belongings: &[String]) -> Diagnostic {
    Diagnostic::warning(
        "Destroying the group deletes what belongs to it",
        format!(
            "These are deleted with scaling group {id}, whether or not this plan names them:\n\n{}",
            belongings.join("\n")
        ),
    )
}

/// Said once in a plan.
pub(in super::super) fn not_all_looked_into(looked_into: usize) -> Diagnostic {
    Diagnostic::warning(
        "What is deleted with the groups is shown for some of them only",
        format!(
            "This plan destroys more than {looked_into} groups. Policies, scheduled tasks and notifications that were made \
             elsewhere are listed for the first {looked_into} of them only; those of the others are deleted with their groups as \
             well."
        ),
    )
}
