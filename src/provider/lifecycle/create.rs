//! Creates an object once. A lost answer says nothing about whether the object exists, so it is looked for; where that does
//! not tell either, the attempt is written down for the next refresh, and nothing is made a second time.

use std::collections::BTreeSet;
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use tokio::time::{Instant, timeout_at};

use super::object::Creatable;
use super::run::{Open, Run};
use super::search::{FirstAsked, NotFound, Search};
use super::unclear;
use crate::client::actions::Action;
use crate::client::{ApiCallError, Params};
use crate::framework::{Diagnostics, StateWriter};
use crate::provider::api::{ApiContext, Pauses, before_repeating, limits};
use crate::provider::messages;
use crate::provider::record::{Attempt, ObjectRecord};

/// How long a group or configuration that this run has just made may be unknown to the action that needs it.
const PARENT_LAG: Duration = Duration::from_mins(1);

/// Creates what `plan` says and gives its id; it belongs to this resource from now on. `before` has the ids that were in the
/// list before, for kinds of objects of which the API does not tell when it made them. Nothing is saved unless nobody knows
/// whether the object exists: then the plan is, without an id.
///
/// # Errors
/// The API refuses, or the answer is lost and the object is not found.
pub(in crate::provider) async fn create<O: Creatable>(
    cx: &ApiContext<'_>,
    run: &Run,
    plan: &O::Model,
    before: Option<BTreeSet<String>>,
    state: &StateWriter<O::Model, ObjectRecord>,
) -> Result<O::Id, Diagnostics> {
    let (request, list) = O::creation(plan);
    let sent = Params::of(&request);
    let open = open::<O>(run, &list, &sent);
    let began = Instant::now();
    let unanswered = match send(cx, run, &request, &sent).await.map(O::created) {
        Ok(Some(id)) => {
            open.answered(&id);
            return Ok(O::id(plan, &id));
        }
        Ok(None) => None,
        Err(error) if error.outcome_unknown() => Some(error),
        Err(error) => return Err(O::refused(cx, plan, &error).await.into()),
    };
    let search = Search::<O> {
        list: &list,
        sent: &sent,
        plan,
        asked: FirstAsked::Here(began),
        before: before.as_ref(),
    };
    match search.run(cx.data, &open).await {
        Ok(id) => {
            if let Some(error) = unanswered {
                cx.warn(messages::creation_found(O::NAME, &id, &error));
            }
            Ok(O::id(plan, &id))
        }
        Err(NotFound { candidates, asked }) => {
            state.save_without_answer(plan.clone());
            let mut record = state.private();
            record.attempt = Some(Attempt::new(asked, before));
            state.remember(record);
            Err(unclear::not_known::<O>(plan, &candidates, unanswered.as_ref()).into())
        }
    }
}

/// Tells the run of a creation whose outcome is not known yet.
pub(super) fn open<'a, O: Creatable>(run: &'a Run, list: &O::List, sent: &Params) -> Open<'a> {
    run.open(O::NAME, fingerprint(&Params::of(list)), fingerprint(sent))
}

/// Sends the request. It is sent again while the API is busy, and while it does not know an object that it has made for this
/// run a moment ago: neither was executed.
async fn send<A: Action>(
    cx: &ApiContext<'_>,
    run: &Run,
    request: &A,
    sent: &Params,
) -> Result<A::Response, ApiCallError> {
    let patience = Instant::now() + PARENT_LAG;
    let mut pauses = Pauses::new();
    loop {
        let error = match cx.data.call(&limits(cx), request).await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let is_late = error.suggests_absence() && names_an_own_object(run, sent);
        let what = before_repeating(&error);
        let may_repeat = match (error.is_busy(), is_late) {
            (true, _) => pauses.pause(cx, &what).await.is_ok(),
            (_, true) => matches!(timeout_at(patience, pauses.pause(cx, &what)).await, Ok(Ok(()))),
            _ => false,
        };
        if !may_repeat {
            return Err(error);
        }
    }
}

/// Equal for equal parameters, without telling what they are: one can be a password.
fn fingerprint(params: &Params) -> String {
    hex::encode(Sha256::digest(params.encode()))
}

fn names_an_own_object(run: &Run, sent: &Params) -> bool {
    sent.names()
        .any(|name| sent.get(name).is_some_and(|value| run.has_made(value)))
}
