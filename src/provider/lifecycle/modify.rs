//! Sends what sets an object to given values. To set the same twice does no harm, so such a request may be repeated.

use super::diff::is_shown_done;
use super::object::RemoteObject;
use crate::client::actions::Action;
use crate::client::{ApiCallError, CallContext, Client, Params};
use crate::provider::api::{ApiContext, Pauses, before_repeating, limits};
use crate::provider::messages;

/// How many answers may get lost before the loss is reported.
const LOST_ANSWERS: u32 = 3;

/// Sends `request`, which is part of what makes the object `id` what `plan` says, until it is done. Gives what the request
/// has set.
///
/// # Errors
/// As [`send`].
pub(in crate::provider) async fn modify<O: RemoteObject>(
    cx: &ApiContext<'_>,
    id: &O::Id,
    request: &impl Action,
    plan: &O::Model,
) -> Result<Params, ApiCallError> {
    let sets = Params::of(request);
    modify_to::<O>(cx, id, request, &sets, plan).await?;
    Ok(sets)
}

/// Sends a request whose parameters do not tell what it sets, such as `EnableScalingGroup`: that is `sets`.
///
/// # Errors
/// As [`send`].
pub(in crate::provider) async fn modify_to<O: RemoteObject>(
    cx: &ApiContext<'_>,
    id: &O::Id,
    request: &impl Action,
    sets: &Params,
    plan: &O::Model,
) -> Result<(), ApiCallError> {
    let is_done = || async {
        let found = O::read_now(cx, id).await.ok().flatten();
        found.is_some_and(|item| is_shown_done::<O>(sets, id, &item, plan))
    };
    if let Some(lost) = send(cx.data, &limits(cx), request, is_done).await? {
        cx.warn(messages::change_found(&O::describe(id), &lost));
    }
    Ok(())
}

/// Sends `request` until it is done: waits while the object is busy; if an answer got lost, looks whether the request would
/// still be sent before it sends it again. Gives the error of a request that was not answered and turned out to be done.
///
/// # Errors
/// The API refuses the request, or its answers get lost again and again.
pub(in crate::provider) async fn send<F: Future<Output = bool> + Send>(
    client: &Client,
    calls: &CallContext,
    request: &impl Action,
    is_done: impl Fn() -> F + Send,
) -> Result<Option<ApiCallError>, ApiCallError> {
    let mut pauses = Pauses::new();
    let mut lost = 0;
    loop {
        let Err(error) = client.call(calls, request).await else {
            return Ok(None);
        };
        if error.outcome_unknown() {
            if is_done().await {
                return Ok(Some(error));
            }
            lost += 1;
        }
        let may_repeat = error.is_busy() || (error.outcome_unknown() && lost < LOST_ANSWERS);
        if !may_repeat || calls.run(pauses.sleep(&before_repeating(&error))).await.is_err() {
            return Err(error);
        }
    }
}
