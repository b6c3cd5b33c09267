//! Whether an object is there. An answer without it may be late, come from a list that is being rebuilt, or be nothing but
//! polite; an object that is wrongly called gone is made a second time, and the first one is lost.

use std::time::Duration;

use tokio::time::sleep;

use super::object::RemoteObject;
use crate::client::ApiCallError;
use crate::provider::api::ApiContext;

/// How far apart the two looks are that prove an absence: times of the API have a resolution of one second.
const APART: Duration = Duration::from_secs(1);

/// The object, or `None` if it is gone: if two well-formed answers, a second apart, are without it. The second one is asked
/// for by its id and shared with nobody.
///
/// # Errors
/// One of the answers says nothing of the object.
pub(in crate::provider) async fn present<O: RemoteObject>(
    cx: &ApiContext<'_>,
    id: &O::Id,
) -> Result<Option<O::Item>, ApiCallError> {
    if let Some(item) = O::read(cx, id).await? {
        return Ok(Some(item));
    }
    tracing::info!(
        "Waiting to look again for {}: the API's answer was without it",
        O::describe(id)
    );
    // At the end of the operation's time the second look says that it is over.
    let _ = cx.bounded(sleep(APART)).await;
    O::read_now(cx, id).await
}
