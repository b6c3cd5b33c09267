//! Asks for an instance to join or leave its group, and waits until it has: both are activities that take a while, and wait
//! for activities before them.

use super::member_activity::MemberActivity;
use super::object::Membership;
use crate::client::actions::{Action, ActivityType, ScalingActivity, ScalingInstance};
use crate::client::{ApiCallError, Failure};
use crate::framework::Interrupted;
use crate::provider::activities::{Activities, what_runs};
use crate::provider::api::{ApiContext, Pauses, before_repeating, limits};
use crate::provider::composite_id::MemberId;
use crate::provider::lifecycle::{RemoteObject as _, present};

/// How often to look in a group at rest after a lost answer: the API may list a change some time after it was made.
const LOOKS: u32 = 4;

/// Why an instance did not join or leave.
#[derive(Debug)]
pub(super) enum MembershipError {
    /// The request was refused, or its answer was lost and it was not executed.
    NotDone(ApiCallError),
    /// The activity failed.
    Activity(Box<ScalingActivity>),
    /// Time was over, or Terraform was asked to stop, while it was under way.
    Interrupted(Interrupted),
    /// Looking failed while it was under way.
    Poll(ApiCallError),
}

impl From<ApiCallError> for MembershipError {
    fn from(error: ApiCallError) -> Self {
        match error.failure() {
            Failure::Cancelled => Self::Interrupted(Interrupted::Stopped),
            Failure::DeadlineExceeded { .. } => Self::Interrupted(Interrupted::DeadlineExceeded),
            _ => Self::Poll(error),
        }
    }
}

impl MembershipError {
    /// Whether the instance may still join or leave: the API goes on by itself.
    pub(super) fn is_under_way(&self) -> bool {
        matches!(self, Self::Interrupted(_) | Self::Poll(_))
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
        cx: &ApiContext<'_>,
        id: &'a MemberId,
        kind: ActivityType,
    ) -> Result<Self, ApiCallError> {
        let activities = Activities::from_now_on(cx.data, &limits(cx), &id.group).await?;
        Ok(Self { id, kind, activities })
    }

    /// Sends `request` and waits until the instance is in the group.
    pub(super) async fn join(
        &self,
        cx: &ApiContext<'_>,
        request: &impl Action,
    ) -> Result<(ScalingInstance, Option<ApiCallError>), MembershipError> {
        self.make(cx, request, |found| found).await
    }

    /// Sends `request` and waits until the instance is not in the group any more.
    pub(super) async fn leave(
        &self,
        cx: &ApiContext<'_>,
        request: &impl Action,
    ) -> Result<((), Option<ApiCallError>), MembershipError> {
        self.make(cx, request, |found| found.is_none().then_some(()))
            .await
    }

    /// Gives what `reached` makes of the instance, and the error of the request if the instance has moved nevertheless.
    async fn make<T>(
        &self,
        cx: &ApiContext<'_>,
        request: &impl Action,
        reached: impl Fn(Option<ScalingInstance>) -> Option<T> + Send,
    ) -> Result<(T, Option<ApiCallError>), MembershipError> {
        let lost_answer = match ask(cx, request).await {
            Ok(()) => None,
            Err(error) if may_be_under_way(&error) => Some(error),
            Err(error) => return Err(MembershipError::NotDone(error)),
        };
        let goal = match self.kind {
            ActivityType::Detach => "leave",
            _ => "join",
        };
        let MemberId { item, group } = self.id;
        let mut pauses = Pauses::new();
        let mut running = "the request was made".to_owned();
        let mut looks_at_rest = 0;
        loop {
            let what = format!("for instance {item} to {goal} scaling group {group}: {running}");
            let waited = pauses.pause(cx, &what).await;
            waited.map_err(MembershipError::Interrupted)?;
            let found = match self.kind {
                // An absence takes two looks.
                ActivityType::Detach => present::<Membership>(cx, self.id).await?,
                _ => Membership::read_now(cx, self.id).await?,
            };
            if let Some(reached) = reached(found) {
                return Ok((reached, lost_answer));
            }
            let poll = self.activities.poll(cx.data, &limits(cx)).await?;
            running = what_runs(&poll.running);
            let progress = MemberActivity::of(item, self.kind, poll);
            if let MemberActivity::Failed(activity) = progress {
                return Err(MembershipError::Activity(activity));
            }
            let Some(error) = &lost_answer else { continue };
            looks_at_rest = if is_waited_for(error, &progress) {
                0
            } else {
                looks_at_rest + 1
            };
            if looks_at_rest >= looks(error) {
                return Err(MembershipError::NotDone(error.clone()));
            }
        }
    }
}

/// Sends `request`, again and again while the group is busy with something else.
async fn ask(cx: &ApiContext<'_>, request: &impl Action) -> Result<(), ApiCallError> {
    let mut pauses = Pauses::new();
    loop {
        let Err(error) = cx.data.call(&limits(cx), request).await else {
            return Ok(());
        };
        if !error.is_busy() || pauses.pause(cx, &before_repeating(&error)).await.is_err() {
            return Err(error);
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
fn is_waited_for(error: &ApiCallError, progress: &MemberActivity) -> bool {
    match progress {
        MemberActivity::Running { same_kind } => *same_kind || error.outcome_unknown(),
        MemberActivity::Idle | MemberActivity::Failed(_) => false,
    }
}

fn looks(error: &ApiCallError) -> u32 {
    if error.outcome_unknown() { LOOKS } else { 1 }
}
