//! Changes and deletes objects: a request whose answer got lost has done its work if a look at the object shows it. And
//! reads an object back after a change.

use crate::client::ApiCallError;
use crate::client::actions::Action;
use crate::framework::{Diagnostic, Diagnostics, Model, Saved};
use crate::provider::api::{Operation, limits};
use crate::provider::errors::failed;
use crate::provider::messages;

/// Sends `request`, which changes `what` ("scaling policy 1 of scaling group 2"). If the answer gets lost, `is_done` looks
/// whether the change was made.
///
/// # Errors
/// The API refuses, or the change was not made as far as can be seen.
pub(super) async fn change(
    cx: &Operation<'_>,
    what: &str,
    request: &impl Action,
    is_done: impl Future<Output = bool> + Send,
) -> Result<(), ApiCallError> {
    match cx.data.call(&limits(cx), request).await {
        Err(error) if error.outcome_unknown() && is_done.await => {
            cx.warn(messages::change_found(what, &error));
            Ok(())
        }
        answer => answer.map(drop),
    }
}

/// Sends `request`, which deletes an object. It is deleted as well if it is not there, or if the answer gets lost and `look`
/// does not find it.
///
/// # Errors
/// The API refuses, or the object is still there as far as can be seen.
pub(super) async fn delete<T>(
    cx: &Operation<'_>,
    request: &impl Action,
    look: impl Future<Output = Result<Option<T>, ApiCallError>> + Send,
) -> Result<(), ApiCallError> {
    match cx.data.call(&limits(cx), request).await {
        Err(error) if error.is_not_found() => Ok(()),
        Err(error) if error.outcome_unknown() && matches!(look.await, Ok(None)) => Ok(()),
        answer => answer.map(drop),
    }
}

/// Saves `model` as it was planned, then with the answer of `look`, which reads `what`, an `object` such as "scaling
/// policy". An object that can't be read is no reason to call the change a failure, after which Terraform would replace a
/// new object.
///
/// # Errors
/// The object is not there; it is in the state as it was planned.
pub(super) async fn read_back<M: Model, T>(
    cx: &Operation<'_>,
    state: &Saved<M>,
    object: &str,
    what: &str,
    model: M,
    look: impl Future<Output = Result<Option<T>, ApiCallError>> + Send,
    with_answer: impl FnOnce(M, T) -> M + Send,
) -> Result<(), Diagnostics> {
    state.save(model.clone());
    match look.await {
        Ok(Some(answer)) => state.save(with_answer(model, answer)),
        Ok(None) => return Err(messages::not_listed(object, what).into()),
        Err(error) => {
            state.save_without_answer(model);
            cx.warn(messages::not_read_back(
                object,
                what,
                &format!("it can't be read: {error}"),
            ));
        }
    }
    Ok(())
}

/// What was `found` of an object that has just been changed.
///
/// # Errors
/// It can't be read, or is not there.
pub(super) fn listed<T>(
    object: &str,
    what: &str,
    found: Result<Option<T>, ApiCallError>,
) -> Result<T, Diagnostic> {
    found
        .map_err(|error| failed(&format!("read {what}"), &error, &[]))?
        .ok_or_else(|| messages::not_listed(object, what))
}

#[cfg(test)]
mod tests;
