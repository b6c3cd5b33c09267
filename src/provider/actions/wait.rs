//! Waits for a group to do what it was told, and tells as soon as one of its activities failed.

use tokio::time::timeout_at;

use crate::client::actions::ScalingActivity;
use crate::framework::{Diagnostic, Diagnostics, Interrupted, Progress};
use crate::provider::actions::group::TargetGroup;
use crate::provider::activities::{Activities, describe};
use crate::provider::api::{ApiContext, Pauses};

/// What a wait does when Terraform asks the provider to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnStop {
    /// It ends: the group still does what it was told.
    End,
    /// It goes on to its end, since the group would be left half done.
    Finish,
}

/// A wait. Whoever waits looks at the group, and calls [`Wait::for_more`] as long as something is missing.
pub(super) struct Wait<'a> {
    cx: &'a ApiContext<'a>,
    group: &'a TargetGroup<'a>,
    activities: &'a Activities,
    progress: &'a Progress,
    on_stop: OnStop,
    pauses: Pauses,
    reported: String,
}

impl<'a> Wait<'a> {
    /// A wait that begins now.
    pub(super) fn new(
        cx: &'a ApiContext<'a>,
        group: &'a TargetGroup<'a>,
        activities: &'a Activities,
        progress: &'a Progress,
        on_stop: OnStop,
    ) -> Self {
        Self {
            cx,
            group,
            activities,
            progress,
            on_stop,
            pauses: Pauses::new(),
            reported: String::new(),
        }
    }

    /// Waits a little, since `missing` is still missing; says so if it is news.
    ///
    /// # Errors
    /// An activity failed, the time is over, or Terraform wants to stop.
    pub(super) async fn for_more(&mut self, missing: &str) -> Result<(), Diagnostics> {
        let failures = self.group.failures(self.activities).await?;
        if !failures.is_empty() {
            return Err(self.activities_failed(missing, &failures).into());
        }
        if self.reported != missing {
            self.progress.report(format!("Waiting: {missing}")).await;
            missing.clone_into(&mut self.reported);
        }
        self.pause(missing).await.map_err(|reason| {
            let missing = format!("At the end, {missing}. No activity has failed. ");
            self.group.interrupted(reason, &missing).into()
        })
    }

    async fn pause(&mut self, missing: &str) -> Result<(), Interrupted> {
        let what = format!("for scaling group {}: {missing}", self.group.id);
        match self.on_stop {
            OnStop::End => self.pauses.pause(self.cx, &what).await,
            OnStop::Finish => timeout_at(self.cx.deadline, self.pauses.sleep(&what))
                .await
                .map_err(|_| Interrupted::DeadlineExceeded),
        }
    }

    fn activities_failed(&self, missing: &str, failures: &[ScalingActivity]) -> Diagnostic {
        Diagnostic::error(
            format!("Can't {}: an activity failed", self.group.what),
            format!(
                "At the end, {missing}. Activities that failed since the action began:\n\n{}\n\nLook the error code up in the \
                 console's activity list, correct the cause (often the image, the instance type in these zones, a quota, or the \
                 account's balance). {} to go on.",
                describe(failures),
                self.group.caller.again()
            ),
        )
    }
}
