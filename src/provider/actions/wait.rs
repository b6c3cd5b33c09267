//! Waits for a group to do what it was told, and tells as soon as one of its activities failed.

use tokio::time::Instant;

use crate::client::actions::ScalingActivity;
use crate::framework::{Diagnostic, Diagnostics, Interrupted, Progress};
use crate::provider::actions::group::TargetGroup;
use crate::provider::activities::{Activities, describe};
use crate::provider::api::{ApiContext, Pauses};

/// What a wait does when Terraform asks the provider to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnStop {
    /// It ends: the group goes on by itself.
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
        self.pause().await.map_err(|reason| {
            let missing = format!("At the end, {missing}. ");
            self.group.interrupted(reason, &missing).into()
        })
    }

    async fn pause(&mut self) -> Result<(), Interrupted> {
        if self.on_stop == OnStop::End {
            return self.pauses.pause(self.cx).await;
        }
        let until = Instant::now() + self.pauses.next();
        tokio::time::sleep_until(until.min(self.cx.deadline)).await;
        if self.cx.deadline <= Instant::now() {
            return Err(Interrupted::DeadlineExceeded);
        }
        Ok(())
    }

    fn activities_failed(&self, missing: &str, failures: &[ScalingActivity]) -> Diagnostic {
        Diagnostic::error(
            format!("Can't {}: an activity failed", self.group.what),
            format!(
                "At the end, {missing}. Activities that failed since the action began:\n\n{}\n\nLook the error code up in the \
                 console's activity list, correct the cause (often the image, the instance type in these zones, a quota, or the \
                 account's balance) and invoke the action again.",
                describe(failures)
            ),
        )
    }
}
