//! Reads an object for a refresh: what is there, what is gone, and what became of a creation that was not answered.

use super::brake;
use super::object::{Creatable, RemoteObject};
use super::presence::present;
use super::run::Run;
use super::unclear::{forget, resolve};
use crate::client::ApiCallError;
use crate::framework::Diagnostics;
use crate::provider::api::ApiContext;
use crate::provider::composite_id::MemberId;
use crate::provider::errors::failed;
use crate::provider::record::ObjectRecord;

/// The object of `state`, whose id is `id` unless its creation was not answered, as the API shows it now; `None` if it is
/// gone or was never made.
///
/// # Errors
/// Whether it is there can't be told.
pub(in crate::provider) async fn refresh<O: Creatable>(
    cx: &ApiContext<'_>,
    run: &Run,
    id: Option<O::Id>,
    state: O::Model,
    record: &mut ObjectRecord,
) -> Result<Option<O::Model>, Diagnostics> {
    let id = match (id, record.attempt.take()) {
        (Some(id), _) => Some(id),
        (None, Some(attempt)) => resolve::<O>(cx, run, &state, &attempt).await?,
        (None, None) => {
            forget::<O>(cx, &state).await?;
            None
        }
    };
    match id {
        Some(id) => look_again::<O>(cx, run, &id, state, record).await,
        None => Ok(None),
    }
}

/// Refreshes a member of a group. Ids of groups and their members can look alike, and people who import one write them in
/// either order: only the API can tell.
///
/// # Errors
/// Whether it is there can't be told.
pub(in crate::provider) async fn refresh_member<O: Creatable + RemoteObject<Id = MemberId>>(
    cx: &ApiContext<'_>,
    run: &Run,
    id: Option<MemberId>,
    state: O::Model,
    record: &mut ObjectRecord,
) -> Result<Option<O::Model>, Diagnostics> {
    let imported = std::mem::take(&mut record.imported);
    let id = match id {
        Some(id) if imported => id,
        id => return refresh::<O>(cx, run, id, state, record).await,
    };
    if let Some(found) = look_at::<O>(cx, run, &id, state.clone(), record).await? {
        return Ok(Some(found));
    }
    refresh::<O>(cx, run, Some(id.swapped()), state, record).await
}

/// The object `id`, which was there before, as the API shows it now, on top of `state`; `None` if it is gone.
///
/// # Errors
/// Whether it is there can't be told, or most objects of this run are gone.
pub(in crate::provider) async fn look_again<O: RemoteObject>(
    cx: &ApiContext<'_>,
    run: &Run,
    id: &O::Id,
    state: O::Model,
    record: &ObjectRecord,
) -> Result<Option<O::Model>, Diagnostics> {
    let found = look_at::<O>(cx, run, id, state, record).await?;
    match &found {
        Some(_) => run.brake.saw(O::NAME, O::own_id(id)),
        None => brake::check::<O>(cx, run, id, &O::describe(id)).await?,
    }
    Ok(found)
}

/// The object `id` as the API shows it now, on top of `state`; `None` if it is gone.
///
/// # Errors
/// Whether it is there can't be told.
pub(in crate::provider) async fn look_at<O: RemoteObject>(
    cx: &ApiContext<'_>,
    run: &Run,
    id: &O::Id,
    state: O::Model,
    record: &ObjectRecord,
) -> Result<Option<O::Model>, Diagnostics> {
    let what = O::describe(id);
    let problem = |error: ApiCallError| Diagnostics::from(failed(&format!("read {what}"), &error, &[]));
    if let Some(item) = present::<O>(cx, id).await.map_err(problem)? {
        run.own(O::NAME, O::own_id(id));
        return Ok(Some(O::flatten(state, id, item)));
    }
    record.check_gone(cx, &what).await?;
    Ok(None)
}
