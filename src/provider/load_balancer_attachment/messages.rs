//! What a person is told of an attachment.

use super::object::Attachment;
use crate::client::ApiCallError;
use crate::cty::Path;
use crate::framework::Diagnostic;
use crate::provider::composite_id::MemberId;
use crate::provider::errors::failed;
use crate::provider::lifecycle::RemoteObject as _;

/// Another resource of the configuration is about the same listener of the same group.
pub(super) fn two_owners(id: &MemberId) -> Diagnostic {
    Diagnostic::error(
        "Two resources for one attachment",
        format!(
            "Another ksyun_scaling_load_balancer_attachment is for {} as well, and each would undo what the other does. Remove \
             one of them, or use a moved block if the resource only got another name.",
            Attachment::describe(id)
        ),
    )
    .at(Path::root().attr("listener_id"))
}

/// The group's own configuration lists its load balancers.
pub(super) fn group_lists_its_own(id: &MemberId) -> Diagnostic {
    Diagnostic::error(
        "The scaling group lists its load balancers itself",
        format!(
            "The resource of scaling group {} has slb_config_set blocks, so the group would remove this listener again. Either \
             move all of its blocks into ksyun_scaling_load_balancer_attachment resources, or write listener {} as a block of \
             the group.",
            id.group, id.item
        ),
    )
    .at(Path::root().attr("scaling_group_id"))
}

/// The listener is in the list already, and this resource has not put it there.
pub(super) fn already_there(id: &MemberId) -> Diagnostic {
    Diagnostic::error(
        "The listener is attached already",
        format!(
            "Scaling group {} has listener {}, and this resource has not attached it. To manage it here, import it: terraform \
             import ADDRESS {}. If the group's own resource lists it, remove one of the two.",
            id.group,
            id.item,
            id.to_state_id()
        ),
    )
    .at(Path::root().attr("listener_id"))
}

/// The group could not be read.
pub(super) fn unreadable(id: &MemberId, error: &ApiCallError) -> Diagnostic {
    failed(
        &format!("read the load balancers of scaling group {}", id.group),
        error,
        &[],
    )
}

/// There is no such group.
pub(super) fn no_group(id: &MemberId, region: &str) -> Diagnostic {
    Diagnostic::error(
        format!("There is no scaling group {} in region {region}", id.group),
        "Nothing was changed. Check scaling_group_id and the region. If the group was deleted outside of Terraform, run \
         terraform plan to see what is there now.",
    )
    .at(Path::root().attr("scaling_group_id"))
}

/// The answer about the group has no list.
pub(super) fn list_not_shown(id: &MemberId) -> Diagnostic {
    Diagnostic::error(
        "The API does not show the load balancers of the group",
        format!(
            "They can only be changed all together, and the answer about scaling group {} leaves them out. Nothing was changed. \
             List them as slb_config_set blocks of the group instead.",
            id.group
        ),
    )
}

/// Another entry of the list is not shown completely.
pub(super) fn member_not_shown(slb: &str, member: &str) -> Diagnostic {
    Diagnostic::error(
        "The API does not show all of another load balancer",
        format!(
            "The load balancers of a group can only be changed all together, and {member} of load balancer {slb} is missing in \
             the answer: it could be changed unseen. Nothing was changed. List all of them as slb_config_set blocks of the group \
             instead."
        ),
    )
}
