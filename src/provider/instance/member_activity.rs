//! How it goes with an instance that joins or leaves its group, as far as the group's activities tell.

use crate::client::actions::{ActivityType, ScalingActivity};
use crate::provider::activities::ActivityPoll;

/// What the activities say of an instance.
#[derive(Debug, PartialEq)]
pub(super) enum MemberActivity {
    /// An activity runs; the one of the instance may be that, or wait for it.
    Running {
        /// Whether it does what was asked for.
        same_kind: bool,
    },
    /// Nothing runs, nothing failed.
    Idle,
    /// An activity of this operation failed.
    Failed(Box<ScalingActivity>),
}

impl MemberActivity {
    /// What `poll` says of `instance`, which activities of `kind` move.
    pub(super) fn of(instance: &str, kind: ActivityType, poll: ActivityPoll) -> Self {
        let ActivityPoll { running, failed } = poll;
        let names = |ids: &[String]| ids.iter().any(|id| id == instance);
        let failed = failed
            .into_iter()
            .filter(|activity| activity.activity_type == Some(kind))
            // An activity that names nobody may be that of another instance, as long as ours may still come.
            .find(|activity| match activity.failed_instance_ids.as_slice() {
                [] => running.is_empty() && !names(&activity.succeeded_instance_ids),
                failed => names(failed),
            });
        match failed {
            Some(activity) => Self::Failed(Box::new(activity)),
            None if running.is_empty() => Self::Idle,
            None => Self::Running {
                same_kind: running
                    .iter()
                    .any(|activity| activity.activity_type == Some(kind)),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "4c5b8053-6245-4824-9a34-9f866b5f0593";
    const OTHER: &str = "1e3a9b8b-0833-4b29-9d3f-4a4188350591";

    fn activity(id: &str, failed: &[&str]) -> ScalingActivity {
        ScalingActivity {
            scaling_activity_id: id.to_owned(),
            status: None,
            activity_type: Some(ActivityType::Attach),
            failed_instance_ids: failed.iter().map(|id| (*id).to_owned()).collect(),
            scaling_group_id: None,
            cause: None,
            description: None,
            start_time: None,
            end_time: None,
            succeeded_instance_ids: Vec::new(),
            error_code: None,
        }
    }

    fn progress(running: Vec<ScalingActivity>, failed: Vec<ScalingActivity>) -> MemberActivity {
        MemberActivity::of(OURS, ActivityType::Attach, ActivityPoll { running, failed })
    }

    fn failed(id: &str, progress: &MemberActivity) -> bool {
        matches!(progress, MemberActivity::Failed(activity) if activity.scaling_activity_id == id)
    }

    #[test]
    fn the_failure_of_another_instance_or_of_another_kind_does_not_count() {
        assert_eq!(
            progress(Vec::new(), vec![activity("new", &[OTHER])]),
            MemberActivity::Idle
        );
        let scale_out = ScalingActivity {
            activity_type: Some(ActivityType::ScaleOut),
            ..activity("new", &[OURS])
        };
        assert_eq!(progress(Vec::new(), vec![scale_out]), MemberActivity::Idle);
    }

    #[test]
    fn a_failure_that_names_nobody_counts_once_nothing_runs_any_more() {
        let nameless = activity("new", &[]);
        let running = activity("next", &[]);
        assert_eq!(
            progress(vec![running], vec![nameless.clone()]),
            MemberActivity::Running { same_kind: true }
        );
        assert!(failed("new", &progress(Vec::new(), vec![nameless])));
    }
}
