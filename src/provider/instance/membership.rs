//! Asks for an instance to join or leave its group, and waits until it has: both are activities that take a while, and wait
//! for activities before them.

use super::object::Membership;
use super::progress::Progress;
use crate::client::actions::{Action, ActivityType, ScalingActivity, ScalingInstance};
use crate::client::{ApiCallError, Failure};
use crate::framework::Interrupted;
use crate::provider::activities::{Activities, what_runs};
use crate::provider::api::{Operation, Pauses, limits};
use crate::provider::composite_id::MemberId;
use crate::provider::lifecycle::{RemoteObject as _, present};

/// How often to look in a group at rest after a lost answer: the API may list a change some time after it was made.
const LOOKS: u32 = 4;

/// Why an instance did not join or leave.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The request was refused, or its answer was lost and it was not executed.
    NotDone(ApiCallError),
    /// The activity failed.
    Activity(Box<ScalingActivity>),
    /// Time was over, or Terraform was asked to stop, while it was under way.
    Interrupted(Interrupted),
    /// Looking failed while it was under way.
    Look(ApiCallError),
}

impl From<ApiCallError> for Trouble {
    fn from(error: ApiCallError) -> Self {
        match error.failure() {
            Failure::Cancelled => Self::Interrupted(Interrupted::Stopped),
            Failure::DeadlineExceeded { .. } => Self::Interrupted(Interrupted::DeadlineExceeded),
            _ => Self::Look(error),
        }
    }
}

impl Trouble {
    /// Whether the instance may still join or leave: the API goes on by itself.
    pub(super) fn is_under_way(&self) -> bool {
        matches!(self, Self::Interrupted(_) | Self::Look(_))
    }
}

/// How an instance joins or leaves.
#[derive(Debug)]
pub(super) struct Move<'a> {
    id: &'a MemberId,
    /// Of which kind the activity is that moves it.
    kind: ActivityType,
    activities: Activities,
}

impl<'a> Move<'a> {
    /// A move of `id` that begins now.
    ///
    /// # Errors
    /// The API refuses to list the group's activities.
    pub(super) async fn begin(
        cx: &Operation<'_>,
        id: &'a MemberId,
        kind: ActivityType,
    ) -> Result<Self, ApiCallError> {
        let activities = Activities::from_now_on(cx.data, &limits(cx), &id.group).await?;
        Ok(Self { id, kind, activities })
    }

    /// Sends `request` and waits until the instance is in the group.
    pub(super) async fn join(
        &self,
        cx: &Operation<'_>,
        request: &impl Action,
    ) -> Result<(ScalingInstance, Option<ApiCallError>), Trouble> {
        self.make(cx, request, |found| found).await
    }

    /// Sends `request` and waits until the instance is not in the group any more.
    pub(super) async fn leave(
        &self,
        cx: &Operation<'_>,
        request: &impl Action,
    ) -> Result<((), Option<ApiCallError>), Trouble> {
        self.make(cx, request, |found| found.is_none().then_some(()))
            .await
    }

    /// Gives what `reached` makes of the instance, and the error of the request if the instance has moved nevertheless.
    async fn make<T>(
        &self,
        cx: &Operation<'_>,
        request: &impl Action,
        reached: impl Fn(Option<ScalingInstance>) -> Option<T> + Send,
    ) -> Result<(T, Option<ApiCallError>), Trouble> {
        let doubt = match ask(cx, request).await {
            Ok(()) => None,
            Err(error) if may_be_under_way(&error) => Some(error),
            Err(error) => return Err(Trouble::NotDone(error)),
        };
        let mut pauses = Pauses::new();
        let mut looks_at_rest = 0;
        loop {
            pauses.pause(cx).await.map_err(Trouble::Interrupted)?;
            let found = match self.kind {
                // An absence takes two looks.
                ActivityType::Detach => present::<Membership>(cx, self.id).await?,
                _ => Membership::read_now(cx, self.id).await?,
            };
            if let Some(reached) = reached(found) {
                return Ok((reached, doubt));
            }
            let look = self.activities.look(cx.data, &limits(cx)).await?;
            tracing::info!(
                "Waiting for instance {} of scaling group {}: {}",
                self.id.item,
                self.id.group,
                what_runs(&look.running)
            );
            let progress = Progress::of(&self.id.item, self.kind, look);
            if let Progress::Failed(activity) = progress {
                return Err(Trouble::Activity(activity));
            }
            let Some(error) = &doubt else { continue };
            looks_at_rest = if is_waited_for(error, &progress) {
                0
            } else {
                looks_at_rest + 1
            };
            if looks_at_rest >= looks(error) {
                return Err(Trouble::NotDone(error.clone()));
            }
        }
    }
}

/// Sends `request`, again and again while the group is busy with something else.
async fn ask(cx: &Operation<'_>, request: &impl Action) -> Result<(), ApiCallError> {
    let mut pauses = Pauses::new();
    loop {
        match cx.data.call(&limits(cx), request).await {
            Err(error) if error.is_busy() && pauses.pause(cx).await.is_ok() => {}
            answered => return answered.map(|_| ()),
        }
    }
}

/// Whether the instance may be moving although the request failed: the answer was lost, or the API refuses because of an
/// earlier request of the same kind, whose wait was interrupted.
fn may_be_under_way(error: &ApiCallError) -> bool {
    let is_refused = matches!(error.failure(), Failure::Refused(_));
    error.outcome_unknown()
        || (is_refused
            && !error.is_denied()
            && !error.is_throttle()
            && !error.is_busy()
            && !error.suggests_absence())
}

/// Whether what goes on in the group may be the move that the request was for. An executed request may wait for any
/// activity; a refused one can only mean that the move has begun already.
fn is_waited_for(error: &ApiCallError, progress: &Progress) -> bool {
    match progress {
        Progress::Running { same_kind } => *same_kind || error.outcome_unknown(),
        Progress::Idle | Progress::Failed(_) => false,
    }
}

fn looks(error: &ApiCallError) -> u32 {
    if error.outcome_unknown() { LOOKS } else { 1 }
}
