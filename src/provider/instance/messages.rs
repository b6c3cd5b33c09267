//! What a person is told when an instance can't join or leave its group as planned.

use crate::client::ApiCallError;
use crate::client::actions::{ScalingActivity, ScalingGroup};
use crate::cty::Path;
use crate::framework::{Diagnostic, Interrupted};
use crate::provider::activities::describe;
use crate::provider::composite_id::MemberId;
use crate::provider::errors::interrupted;
use crate::provider::lifecycle::Lowered;

/// What becomes of an instance whose creation failed after it was attached.
pub(super) const ATTACHED_AND_TAINTED: &str = "The instance is in the state, marked as tainted: Terraform would detach and \
     attach it again. To keep it attached, run terraform untaint ksyun_scaling_instance.NAME before the next apply.";

/// What the API asks of an instance.
pub(super) const WHAT_CAN_BE_ATTACHED: &str = "An instance can be attached if it exists, is in the group's VPC and one of its \
     subnets, and is in no other group.";

/// Protection was lifted, and the instance is still there.
pub(super) const UNPROTECTED: &str =
    "Its protection has been lifted. Run terraform apply to protect it again, if it is to stay.";

/// The instance is in the group because the group made it.
pub(super) fn launched_by_the_group(id: &MemberId) -> Diagnostic {
    let MemberId { item, group } = id;
    Diagnostic::error(
        "The group has launched this instance itself",
        format!(
            "Instance {item} is in scaling group {group} already, and was not attached: the group has launched it. Destroying \
             this resource would take it out of the group. If that is what you want, import it:\n\n  \
             import {{\n    to = ksyun_scaling_instance.NAME\n    id = \"{group}:{item}\"\n  }}\n\n\
             or: terraform import ksyun_scaling_instance.NAME {group}:{item}\n\n\
             Otherwise remove this resource from the configuration: the group looks after the instance."
        ),
    )
}

/// The instance had been attached before.
pub(super) fn member_already(id: &MemberId) -> Diagnostic {
    Diagnostic::warning(
        "The instance was in the group already",
        format!(
            "Instance {} had been attached to scaling group {} before, perhaps by an earlier run that was cut off. This resource \
             manages it from now on: its protection is as configured, and destroying the resource detaches it.",
            id.item, id.group
        ),
    )
}

/// Two resources of this run are for one instance.
pub(super) fn two_owners(id: &MemberId) -> Diagnostic {
    Diagnostic::error(
        "The instance belongs to another resource",
        format!(
            "Another ksyun_scaling_instance resource of this configuration, or one that this plan destroys, is for instance {} of \
             scaling group {} as well. Each would undo what the other does, and destroying one would detach the instance of \
             both. Nothing was changed. Keep one of them. If a resource got a new address, say so with a moved block instead \
             of destroying one and creating the other.",
            id.item, id.group
        ),
    )
    .at(Path::root().attr("scaling_instance_id"))
}

/// Another resource of this run has taken the instance over.
pub(super) fn taken_over(id: &MemberId) -> Diagnostic {
    Diagnostic::warning(
        "The instance stays attached",
        format!(
            "Another resource of this configuration has taken over instance {} of scaling group {}, so destroying this one \
             detaches nothing. A moved block would have kept the instance under its new address without this detour.",
            id.item, id.group
        ),
    )
}

/// A request was not answered or was refused, and has had its effect nevertheless.
pub(super) fn answer_lost(id: &MemberId, error: &ApiCallError) -> Diagnostic {
    Diagnostic::warning(
        "The API's answer did not tell what happened",
        format!(
            "Instance {} of scaling group {} is as it was to become: it was read again afterwards. ({error})",
            id.item, id.group
        ),
    )
}

/// Attaching would exceed the group's size.
pub(super) fn group_is_full(id: &MemberId, desired: i64, max: i64, error: &ApiCallError) -> Diagnostic {
    Diagnostic::error(
        "The group is full",
        format!(
            "Instance {} can't be attached to scaling group {}: attaching raises the desired capacity by one, and the group \
             wants {desired} instances already, and its max_size is {max}. Raise max_size, or lower desired_capacity \
             first.\n\n{error}",
            id.item, id.group
        ),
    )
}

/// The instance is in another group.
pub(super) fn in_another_group(id: &MemberId, other: &ScalingGroup, error: &ApiCallError) -> Diagnostic {
    Diagnostic::error(
        "The instance is in another group",
        format!(
            "Instance {} can't be attached to scaling group {}: it is in scaling group {} {:?}. Detach it there first.\n\n{error}",
            id.item,
            id.group,
            other.scaling_group_id,
            other.scaling_group_name.as_deref().unwrap_or_default()
        ),
    )
}

/// A plan detaches a protected instance.
pub(super) fn protection_will_be_lifted(id: &MemberId) -> Diagnostic {
    Diagnostic::warning(
        "The instance is protected",
        format!(
            "Instance {} of scaling group {} is protected from removal. Destroying this resource lifts its protection and \
             detaches it; it goes on running.",
            id.item, id.group
        ),
    )
}

/// A plan detaches an instance from a group that is as small as it may be.
pub(super) fn minimum_will_make_way(id: &MemberId, desired: i64, min: i64) -> Diagnostic {
    Diagnostic::warning(
        "The group may replace the instance",
        format!(
            "Detaching instance {} lowers the desired capacity of scaling group {} by one, and the group wants {desired} \
             instances, with a min_size of {min}. Unless this plan changes that before, the apply lowers min_size for the \
             detachment and puts it back afterwards, so that the group launches another instance in place of this one. To avoid \
             that, lower min_size and apply that first.",
            id.item, id.group
        ),
    )
}

/// The minimum of a group that was lowered for a detachment is lower still.
pub(super) fn minimum_not_put_back(id: &MemberId, lowered: Lowered, error: &ApiCallError) -> Diagnostic {
    let Lowered { minimum, now } = lowered;
    Diagnostic::warning(
        "The minimum of the group is lower than it was",
        format!(
            "To detach instance {}, min_size of scaling group {} was lowered from {minimum} to {now}, and it could not be put \
             back: {error}\n\nIf the group stays, set min_size again; where Terraform manages the group, the next apply does so.",
            id.item, id.group
        ),
    )
}

/// The activity that was to attach or detach the instance failed.
pub(super) fn activity_failed(verb: &str, id: &MemberId, activity: &ScalingActivity) -> Diagnostic {
    Diagnostic::error(
        format!("Can't {verb} the instance: the activity failed"),
        format!(
            "The API accepted the request to {verb} instance {}, scaling group {}, but the activity failed:\n\n{}\n\nLook the \
             error code up in the group's activity list in the console, check the state of the instance, and apply again.",
            id.item,
            id.group,
            describe(std::slice::from_ref(activity)),
        ),
    )
}

/// The wait for a joining instance had to end.
pub(super) fn attaching_interrupted(id: &MemberId, reason: Interrupted) -> Diagnostic {
    let what = format!("attach instance {} to scaling group {}", id.item, id.group);
    let mut diagnostic = interrupted(&what, reason, "timeouts.create");
    diagnostic.detail += &format!("\n\nThe group may still attach it. {ATTACHED_AND_TAINTED}");
    diagnostic
}

/// The wait for a leaving instance had to end.
pub(super) fn detaching_interrupted(id: &MemberId, reason: Interrupted) -> Diagnostic {
    let what = format!("detach instance {} from scaling group {}", id.item, id.group);
    let mut diagnostic = interrupted(&what, reason, "timeouts.delete");
    diagnostic.detail += "\n\nThe instance was still in the group, which may still let it go.";
    diagnostic
}

#[cfg(test)]
mod tests;
