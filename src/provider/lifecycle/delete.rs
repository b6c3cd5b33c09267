//! Deletes an object: done when it is gone.

use super::modify::send;
use super::object::RemoteObject;
use super::presence::present;
use crate::client::ApiCallError;
use crate::client::actions::Action;
use crate::provider::api::{ApiContext, limits};

/// Sends `request`, which deletes the object `id`. It is deleted when the API says so, or when it turns out to be gone after
/// a lost answer or after the refusal that there is none. What cannot be deleted twice may be asked for again.
///
/// # Errors
/// The API refuses, or the object is still there as far as can be seen.
pub(in crate::provider) async fn delete<O: RemoteObject>(
    cx: &ApiContext<'_>,
    id: &O::Id,
    request: &impl Action,
) -> Result<(), ApiCallError> {
    let is_gone = || async { matches!(present::<O>(cx, id).await, Ok(None)) };
    match send(cx.data, &limits(cx), request, is_gone).await {
        Err(error) if error.suggests_absence() && is_gone().await => Ok(()),
        sent => sent.map(drop),
    }
}
