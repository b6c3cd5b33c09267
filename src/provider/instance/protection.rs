//! Protects a member of a group from removal, or lifts the protection.

use super::messages;
use crate::client::ApiCallError;
use crate::client::actions::SetKvmProtectedDetach;
use crate::provider::api::{Operation, Pauses, limits};
use crate::provider::composite_id::MemberId;

/// How often to look after a lost answer: the API may list a change some time after it was made.
const LOOKS: u32 = 4;

/// Sets the protection of `id`: 1 protects, 0 lifts it. If the answer got lost, looks whether it is set.
pub(super) async fn set(cx: &Operation<'_>, id: &MemberId, protected: i64) -> Result<(), ApiCallError> {
    let request = SetKvmProtectedDetach {
        scaling_group_id: id.group.clone(),
        scaling_instance_ids: vec![id.item.clone()],
        protected_from_detach: Some(protected),
    };
    match cx.data.call(&limits(cx), &request).await {
        Err(error) if error.outcome_unknown() && has_become(cx, id, protected).await => {
            cx.warn(messages::answer_lost(id, &error));
            Ok(())
        }
        answered => answered.map(|_| ()),
    }
}

async fn has_become(cx: &Operation<'_>, id: &MemberId, protected: i64) -> bool {
    let mut pauses = Pauses::new();
    for _ in 0..LOOKS {
        if let Ok(Some(instance)) = cx.data.read_instance(&limits(cx), &id.group, &id.item).await
            && instance.protected.map(i64::from) == Some(protected)
        {
            return true;
        }
        if pauses.pause(cx).await.is_err() {
            return false;
        }
    }
    false
}
