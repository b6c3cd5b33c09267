//! What a group did and how it went: the activities that began since some moment.

use std::collections::HashSet;
use std::time::Duration;

use jiff::SignedDuration;

use crate::client::actions::{ActivityStatus, DescribeScalingActivity, ScalingActivity};
use crate::client::{ApiCallError, CallContext, Client, now};
use crate::provider::time;

/// How much earlier than now the list begins. An old group may have thousands of activities; those of the last hour tell
/// what happens now, even if this machine's clock and the API's are far apart.
const BEFORE: SignedDuration = SignedDuration::from_hours(1);
/// How long a look may take that only adds to a message.
const SHORT: Duration = Duration::from_secs(5);

/// The activities of one group from now on.
#[derive(Debug)]
pub(super) struct Activities {
    group: String,
    /// Beijing time, as the API writes it.
    since: String,
    /// Those that had begun before: how they end is not the doing of this operation.
    earlier: HashSet<String>,
}

/// The activities that say how it goes.
#[derive(Debug, Default, PartialEq)]
pub(super) struct ActivityPoll {
    /// They run, since whenever.
    pub(super) running: Vec<ScalingActivity>,
    /// They began with the operation, and did not succeed.
    pub(super) failed: Vec<ScalingActivity>,
}

impl Activities {
    /// All of the last hour.
    pub(super) fn of_last_hour(group: &str) -> Self {
        Self {
            group: group.to_owned(),
            since: time::to_api(now() - BEFORE),
            earlier: HashSet::new(),
        }
    }

    /// Of a group that is there: those count that begin after this call.
    ///
    /// # Errors
    /// The API refuses to list them.
    pub(super) async fn from_now_on(
        client: &Client,
        limits: &CallContext,
        group: &str,
    ) -> Result<Self, ApiCallError> {
        let mut activities = Self::of_last_hour(group);
        let begun = activities.list(client, limits).await?;
        activities.earlier = begun
            .into_iter()
            .map(|activity| activity.scaling_activity_id)
            .collect();
        Ok(activities)
    }

    /// Those that run already, and those that begin from now on; none has begun if the API does not know the group yet.
    ///
    /// # Errors
    /// As [`Self::from_now_on`].
    pub(super) async fn under_way(
        client: &Client,
        limits: &CallContext,
        group: &str,
    ) -> Result<Self, ApiCallError> {
        let mut activities = Self::of_last_hour(group);
        let begun = match activities.list(client, limits).await {
            Err(error) if error.suggests_absence() => Vec::new(),
            begun => begun?,
        };
        activities.earlier = begun
            .into_iter()
            .filter(|activity| activity.status != Some(ActivityStatus::Running))
            .map(|activity| activity.scaling_activity_id)
            .collect();
        Ok(activities)
    }

    /// Which of them run now, and which failed.
    ///
    /// # Errors
    /// The API refuses to list them.
    pub(super) async fn poll(
        &self,
        client: &Client,
        limits: &CallContext,
    ) -> Result<ActivityPoll, ApiCallError> {
        let activities = self.list(client, limits).await?;
        Ok(self.judge(activities))
    }

    /// Those that did not succeed.
    ///
    /// # Errors
    /// As [`Self::poll`].
    pub(super) async fn failures(
        &self,
        client: &Client,
        limits: &CallContext,
    ) -> Result<Vec<ScalingActivity>, ApiCallError> {
        Ok(self.poll(client, limits).await?.failed)
    }

    /// The failed ones, for a message about something that has gone wrong already; none if the API does not say.
    pub(super) async fn failures_if_known(&self, client: &Client) -> Vec<ScalingActivity> {
        let limits = CallContext::background().with_timeout(SHORT);
        self.failures(client, &limits).await.unwrap_or_default()
    }

    /// Those that run now, for a message; none if the API does not say.
    pub(super) async fn running_if_known(&self, client: &Client) -> Vec<ScalingActivity> {
        let limits = CallContext::background().with_timeout(SHORT);
        let activities = self.list(client, &limits).await.unwrap_or_default();
        self.judge(activities).running
    }

    /// The latest activity of a group, if that failed; `None` as well if the API does not say.
    pub(super) async fn latest_failure(
        client: &Client,
        limits: &CallContext,
        group: &str,
    ) -> Option<ScalingActivity> {
        let all = Self::of_last_hour(group).list(client, limits).await.ok()?;
        let latest = all
            .into_iter()
            .max_by(|one, other| one.start_time.cmp(&other.start_time))?;
        (latest.status == Some(ActivityStatus::Failed)).then_some(latest)
    }

    fn judge(&self, activities: Vec<ScalingActivity>) -> ActivityPoll {
        let mut poll = ActivityPoll::default();
        for activity in activities {
            match activity.status {
                Some(ActivityStatus::Running) => poll.running.push(activity),
                Some(ActivityStatus::Failed | ActivityStatus::Cancelled)
                    if !self.earlier.contains(&activity.scaling_activity_id) =>
                {
                    poll.failed.push(activity);
                }
                _ => {}
            }
        }
        poll
    }

    async fn list(
        &self,
        client: &Client,
        limits: &CallContext,
    ) -> Result<Vec<ScalingActivity>, ApiCallError> {
        let request = DescribeScalingActivity {
            scaling_group_id: self.group.clone(),
            start_time: Some(self.since.clone()),
            ..Default::default()
        };
        client.list_all(limits, &request).await
    }
}

/// The activities in words, one line for each.
pub(super) fn describe(activities: &[ScalingActivity]) -> String {
    let lines: Vec<String> = activities.iter().map(describe_one).collect();
    lines.join("\n")
}

/// Which activities run, for a line of the log.
pub(super) fn what_runs(running: &[ScalingActivity]) -> String {
    let ids: Vec<&str> = running
        .iter()
        .map(|activity| activity.scaling_activity_id.as_str())
        .collect();
    match ids.as_slice() {
        [] => "no activity is running".to_owned(),
        [id] => format!("activity {id} is running"),
        ids => format!("activities {} are running", ids.join(", ")),
    }
}

fn describe_one(activity: &ScalingActivity) -> String {
    let kind = activity
        .activity_type
        .map_or_else(|| "of an unknown type".to_owned(), |kind| kind.to_string());
    let status = activity
        .status
        .map(|status| status.to_string())
        .unwrap_or_default();
    let mut line = format!("  activity {} ({kind}) {status}", activity.scaling_activity_id);
    let text = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let code = activity.error_code.filter(|code| *code != 0);
    let failed = activity.failed_instance_ids.join(", ");
    let known = [
        ("error code", code.map(|code| code.to_string())),
        ("started", text(&activity.start_time)),
        ("cause:", text(&activity.cause)),
        ("failed instances:", text(&Some(failed))),
    ];
    for (what, value) in known {
        if let Some(value) = value {
            line += &format!(", {what} {value}");
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn activity(id: &str, status: ActivityStatus) -> ScalingActivity {
        ScalingActivity {
            scaling_activity_id: id.to_owned(),
            scaling_group_id: None,
            status: Some(status),
            activity_type: None,
            cause: None,
            description: None,
            start_time: None,
            end_time: None,
            succeeded_instance_ids: Vec::new(),
            failed_instance_ids: Vec::new(),
            error_code: None,
        }
    }

    #[test]
    fn only_failures_that_began_with_the_operation_count() {
        let activities = Activities {
            earlier: HashSet::from(["earlier".to_owned()]),
            ..Activities::of_last_hour("1")
        };
        let failed = |id| activity(id, ActivityStatus::Failed);
        assert_eq!(activities.judge(vec![failed("earlier")]), ActivityPoll::default());
        assert_eq!(
            activities.judge(vec![failed("earlier"), failed("new")]).failed,
            [failed("new")]
        );
    }

    #[test]
    fn what_was_cancelled_failed_and_what_succeeded_is_of_no_interest() {
        let all = [
            activity("1", ActivityStatus::Running),
            activity("2", ActivityStatus::Succeeded),
            activity("3", ActivityStatus::Cancelled),
        ];
        let poll = Activities::of_last_hour("1").judge(all.to_vec());
        assert_eq!((&poll.running[..], &poll.failed[..]), (&all[..1], &all[2..]));
    }
}
