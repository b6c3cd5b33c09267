//! What this resource says to a person: one case for each end of a wait.

use crate::cty::Path;
use crate::framework::Diagnostic;
use crate::provider::activities::describe;
use crate::provider::errors::failed;
use crate::provider::scaling_group::{Reason, Shortfall};

/// The group did not get its instances.
pub(super) fn not_reached(id: &str, shortfall: &Shortfall) -> Diagnostic {
    let Shortfall { lacks, reason } = shortfall;
    let again = "Run terraform apply to wait again.";
    let (summary, detail) = match reason {
        Reason::Failed(failures) => (
            "The group did not reach its capacity: an activity failed",
            format!(
                "Scaling group {id}: {lacks}. Activities that failed since the wait began:\n\n{}\n\nLook the error code up in the \
                 console's activity list and correct the cause (often the image, the instance type in these zones, a quota, or \
                 the account's balance). The group tries again by itself; to wait for that, set \
                 ignore_failed_scaling_activities = true. {again}",
                describe(failures)
            ),
        ),
        Reason::TimeOver(_) => (
            "The group did not reach its capacity in time",
            format!(
                "Scaling group {id}: {lacks}. If it only needs more time, raise create and update in the timeouts block. See its \
                 activities in the console, or in the data source ksyun_scaling_activities. {again}"
            ),
        ),
        Reason::Stopped => (
            "Interrupted while waiting for capacity",
            format!(
                "Terraform was asked to stop. Scaling group {id}: {lacks}. The group still launches and removes instances to \
                 get there. {again}"
            ),
        ),
        Reason::Gone => {
            return Diagnostic::error(
                "The scaling group does not exist",
                format!(
                    "The API does not list scaling group {id}. Check scaling_group_id, and region in the provider block. If it was \
                     deleted outside of Terraform, run terraform plan to see what is there now."
                ),
            )
            .at(Path::root().attr("scaling_group_id"));
        }
        Reason::Resting => (
            "The group is disabled",
            format!(
                "Scaling group {id} has fewer instances than it is to have, and launches none as long as it is disabled. Set \
                 status = \"Active\" in the group, or a smaller minimum here."
            ),
        ),
        Reason::Refused(error) => {
            return failed(
                &format!("wait for the capacity of scaling group {id}"),
                error,
                &[],
            );
        }
    };
    Diagnostic::error(summary, detail)
}
