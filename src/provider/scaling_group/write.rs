//! Sends what sets a part of a group to a given value. Such a request may be repeated: that decides what happens when its
//! answer gets lost.

use crate::client::ApiCallError;
use crate::client::actions::{Action, ScalingGroup};
use crate::provider::api::{Operation, Pauses, limits};

/// How many answers may get lost before the loss is reported.
const LOST_ANSWERS: u32 = 3;

/// Sends `request` until it is done: waits while the group is busy; if an answer got lost, looks whether `is_done` before
/// it sends the request again.
///
/// # Errors
/// The API refuses the request, or its answers get lost again and again.
pub(super) async fn send<A: Action>(
    cx: &Operation<'_>,
    id: &str,
    request: &A,
    is_done: impl Fn(&ScalingGroup) -> bool + Send + Sync,
) -> Result<(), ApiCallError> {
    let mut pauses = Pauses::new();
    let mut lost = 0;
    loop {
        let Err(error) = cx.data.call(&limits(cx), request).await else {
            return Ok(());
        };
        if error.outcome_unknown() {
            let group = cx.data.read_group(&limits(cx), id).await;
            if matches!(&group, Ok(Some(group)) if is_done(group)) {
                return Ok(());
            }
            lost += 1;
        }
        let may_repeat = error.is_busy() || (error.outcome_unknown() && lost < LOST_ANSWERS);
        if !may_repeat || pauses.pause(cx).await.is_err() {
            return Err(error);
        }
    }
}

#[cfg(test)]
mod tests;
