//! An activity as the data source gives it.

use crate::client::actions::{ActivityStatus, ActivityType, ScalingActivity};
use crate::framework::schema::Attribute;
use crate::framework::{Field, Set, model};
use crate::provider::data_sources::{Item, member_id};

model! {
    /// An activity.
    pub struct ActivityItem {
        /// `ScalingActivityId` and `ScalingGroupId`
        id: String,
        /// `ScalingActivityId`
        scaling_activity_id: String,
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `Type`
        r#type: i64,
        /// `Type`, in words.
        type_name: String,
        /// `Status`
        status: i64,
        /// `Status`, in words.
        status_name: String,
        /// `ErrorCode`
        error_code: i64,
        /// `Cause`
        cause: String,
        /// `Description`
        description: String,
        /// `StartTime`
        start_time: String,
        /// `EndTime`
        end_time: String,
        /// `SuccInsList`
        success_instance_list: Set<String>,
        /// `FailInsList`
        fail_instance_list: Set<String>,
    }
}

impl ActivityItem {
    pub(super) fn new(group: &str, activity: ScalingActivity) -> Self {
        Self {
            id: member_id(&activity.scaling_activity_id, group),
            scaling_activity_id: Field::Value(activity.scaling_activity_id),
            scaling_group_id: group.into(),
            r#type: activity.activity_type.map(ActivityType::code).into(),
            type_name: activity
                .activity_type
                .and_then(type_name)
                .map(str::to_owned)
                .into(),
            status: activity.status.map(ActivityStatus::code).into(),
            status_name: activity.status.and_then(status_name).map(str::to_owned).into(),
            error_code: activity.error_code.into(),
            cause: activity.cause.into(),
            description: activity.description.into(),
            start_time: activity.start_time.into(),
            end_time: activity.end_time.into(),
            success_instance_list: Field::Value(activity.succeeded_instance_ids.into_iter().collect()),
            fail_instance_list: Field::Value(activity.failed_instance_ids.into_iter().collect()),
        }
    }
}

/// The word for a type, in the style of the API's own enumerations; none for a number that is not documented.
fn type_name(kind: ActivityType) -> Option<&'static str> {
    Some(match kind {
        ActivityType::ScaleOut => "ScaleOut",
        ActivityType::ScaleIn => "ScaleIn",
        ActivityType::Attach => "Attach",
        ActivityType::Detach => "Detach",
        ActivityType::ReplaceUnhealthy => "ReplaceUnHealthy",
        ActivityType::Other(_) => return None,
    })
}

/// The word for a status; none for a number that is not documented.
fn status_name(status: ActivityStatus) -> Option<&'static str> {
    Some(match status {
        ActivityStatus::Running => "Running",
        ActivityStatus::Succeeded => "Succeeded",
        ActivityStatus::Failed => "Failed",
        ActivityStatus::Cancelled => "Cancelled",
        ActivityStatus::Other(_) => return None,
    })
}

impl Item for ActivityItem {
    fn members() -> Vec<Attribute> {
        vec![
            Attribute::string("id", "Id of the activity with its group, `ACTIVITY:GROUP`."),
            Attribute::string("scaling_activity_id", "Id of the activity."),
            Attribute::string("scaling_group_id", "Id of its scaling group."),
            Attribute::number(
                "type",
                "What it does: 0 scale out, 1 scale in, 2 attach, 3 detach, 10 replace unhealthy instances.",
            ),
            Attribute::string(
                "type_name",
                "`type` as a word: `ScaleOut`, `ScaleIn`, `Attach`, `Detach` or `ReplaceUnHealthy`; null for any other number.",
            ),
            Attribute::number(
                "status",
                "Where it stands: 1 running, 2 succeeded, 3 failed, 4 cancelled.",
            ),
            Attribute::string(
                "status_name",
                "`status` as a word: `Running`, `Succeeded`, `Failed` or `Cancelled`; null for any other number.",
            ),
            Attribute::number("error_code", "0 if there was no error."),
            Attribute::string("cause", "Why it started, in words (mostly Chinese)."),
            Attribute::string(
                "description",
                "Description, in practice the id of the scaling configuration.",
            ),
            Attribute::string(
                "start_time",
                "When it started: Beijing time, `YYYY-MM-DD HH:MM:SS`.",
            ),
            Attribute::string(
                "end_time",
                "When it ended: Beijing time; null or empty while it runs.",
            ),
            Attribute::string_set(
                "success_instance_list",
                "Ids of the instances for which it succeeded.",
            ),
            Attribute::string_set("fail_instance_list", "Ids of the instances for which it failed."),
        ]
    }

    fn id(&self) -> &str {
        self.id.as_str().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_is_explained() {
        crate::provider::data_sources::assert_covered::<ActivityItem>();
    }

    #[test]
    fn numbers_that_are_documented_have_a_word() {
        let words = |numbers: &[i64]| {
            let word = |number: &i64| {
                (
                    type_name(ActivityType::from(*number)),
                    status_name(ActivityStatus::from(*number)),
                )
            };
            numbers.iter().map(word).collect::<Vec<_>>()
        };
        assert_eq!(
            words(&[0, 1, 2, 3, 4, 10, 99]),
            [
                (Some("ScaleOut"), None),
                (Some("ScaleIn"), Some("Running")),
                (Some("Attach"), Some("Succeeded")),
                (Some("Detach"), Some("Failed")),
                (None, Some("Cancelled")),
                (Some("ReplaceUnHealthy"), None),
                (None, None),
            ]
        );
    }
}
