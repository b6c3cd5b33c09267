//! Reads an object after a write. The write was made, so the object is what the plan said: what was planned stays, and the
//! answer fills what was unknown. An API whose lists lag behind is no reason to call a good write a failure.

use std::time::Duration;

use tokio::time::Instant;

use super::diff::is_due;
use super::object::RemoteObject;
use crate::client::Params;
use crate::cty::Value;
use crate::framework::{Diagnostic, Model, StateWriter};
use crate::provider::api::{ApiContext, Pauses};
use crate::provider::messages;
use crate::provider::record::ObjectRecord;

/// How long old values are looked at again.
const STALE: Duration = Duration::from_secs(20);

/// Saves `planned`, then fills what was unknown in it from what the API says of the object `id`. Looks again while the API
/// does not show the object, until the operation's time is over, and while it still shows old values of what was `sent`, for
/// some seconds; then warns.
pub(in crate::provider) async fn settle<O: RemoteObject>(
    cx: &ApiContext<'_>,
    state: &StateWriter<O::Model, ObjectRecord>,
    id: &O::Id,
    planned: O::Model,
    sent: &Params,
) {
    state.save_without_answer(planned.clone());
    let give_up = Instant::now() + STALE;
    let mut pauses = Pauses::new();
    loop {
        let (warning, is_final) = match O::read_now(cx, id).await {
            Ok(Some(item)) => {
                let shown = O::flatten(planned.clone(), id, item);
                let is_old = is_due::<O>(sent, &shown, &planned);
                // What the answer leaves open is open no longer: it is not there.
                state.save_without_answer(filled(planned.clone(), shown));
                if !is_old {
                    return;
                }
                (messages::still_old(&O::describe(id)), Instant::now() >= give_up)
            }
            Ok(None) => (not_read_back::<O>(id, "the API does not list it"), false),
            // Who may not look now may not look later.
            Err(error) => (
                not_read_back::<O>(id, &format!("it can't be read: {error}")),
                error.is_denied(),
            ),
        };
        if is_final
            || pauses
                .pause(
                    cx,
                    &format!("for the API to show {} as it was made", O::describe(id)),
                )
                .await
                .is_err()
        {
            cx.warn(warning);
            return;
        }
    }
}

fn not_read_back<O: RemoteObject>(id: &O::Id, why: &str) -> Diagnostic {
    messages::not_read_back(O::NAME, &O::describe(id), why)
}

/// `planned`, with the values of `shown` where it is unknown.
pub(in crate::provider) fn filled<M: Model>(planned: M, shown: M) -> M {
    let value = fill(planned.clone().into_cty(), &shown.into_cty());
    // Both are of the model's type, and so is what is made of them.
    M::from_object(&value).unwrap_or(planned)
}

fn fill(planned: Value, shown: &Value) -> Value {
    match (planned, shown) {
        (Value::Unknown(_), shown) => shown.clone(),
        (Value::Object(planned), Value::Object(shown)) => Value::Object(fill_members(planned, shown)),
        (Value::Map(planned), Value::Map(shown)) => Value::Map(fill_members(planned, shown)),
        (Value::List(planned), Value::List(shown)) if planned.len() == shown.len() => Value::List(
            planned
                .into_iter()
                .zip(shown)
                .map(|(planned, shown)| fill(planned, shown))
                .collect(),
        ),
        (planned @ Value::Set(_), shown) if !planned.is_wholly_known() => shown.clone(),
        (planned, _) => planned,
    }
}

fn fill_members(
    planned: std::collections::BTreeMap<String, Value>,
    shown: &std::collections::BTreeMap<String, Value>,
) -> std::collections::BTreeMap<String, Value> {
    let member = |(name, planned): (String, Value)| {
        let shown = shown.get(&name).unwrap_or(&Value::Null);
        (name, fill(planned, shown))
    };
    planned.into_iter().map(member).collect()
}
