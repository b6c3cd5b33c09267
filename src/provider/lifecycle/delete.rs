//! Deletes an object: done when it is gone.

use super::object::RemoteObject;
use super::presence::present;
use crate::client::ApiCallError;
use crate::client::actions::Action;
use crate::provider::api::{Operation, Pauses, limits};

/// How many answers may get lost before the loss is reported.
const LOST_ANSWERS: u32 = 3;

/// Sends `request`, which deletes the object `id`. It is deleted when the API says so, or when it turns out to be gone after
/// a lost answer or after the refusal that there is none. What cannot be deleted twice may be asked for again.
///
/// # Errors
/// The API refuses, or the object is still there as far as can be seen.
pub(in crate::provider) async fn delete<O: RemoteObject>(
    cx: &Operation<'_>,
    id: &O::Id,
    request: &impl Action,
) -> Result<(), ApiCallError> {
    let mut pauses = Pauses::new();
    let mut lost = 0;
    loop {
        let Err(error) = cx.data.call(&limits(cx), request).await else {
            return Ok(());
        };
        let is_unclear = error.outcome_unknown() || error.suggests_absence();
        if is_unclear && matches!(present::<O>(cx, id).await, Ok(None)) {
            return Ok(());
        }
        lost += u32::from(error.outcome_unknown());
        let may_repeat = error.is_busy() || (error.outcome_unknown() && lost < LOST_ANSWERS);
        if !may_repeat || pauses.pause(cx).await.is_err() {
            return Err(error);
        }
    }
}
