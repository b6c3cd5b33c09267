//! What a person is told when a notification can't be created or destroyed as planned.

use crate::client::ApiCallError;
use crate::framework::Diagnostic;

/// The group has a notification that this resource did not make.
pub(super) fn taken(group: &str, id: &str, types: &[String]) -> Diagnostic {
    Diagnostic::error(
        "The group has a notification already",
        format!(
            "A scaling group has at most one notification, and scaling group {group} has {id}, with the types {}. It is not \
             taken over silently. To manage it with this resource, import it:\n\n  \
             import {{\n    to = ksyun_scaling_notification.NAME\n    id = \"{group}:{id}\"\n  }}\n\n\
             or: terraform import ksyun_scaling_notification.NAME {group}:{id}\n\n\
             If two resources are for the same group, keep one of them, with the types of both.",
            types.join(", ")
        ),
    )
}

/// The API does not let the types be taken out of the notification.
pub(super) fn clearing_refused(group: &str, id: &str, error: &ApiCallError) -> Diagnostic {
    Diagnostic::warning(
        format!("Notification {id} of scaling group {group} stays until its group is destroyed"),
        format!(
            "The API has no action to delete a notification, so the provider asked to remove all of its types, and that was \
             refused: {error}\n\nTerraform does not manage it any more. The notification keeps telling of the group's activities \
             until the group is deleted."
        ),
    )
}

#[cfg(test)]
mod tests;
