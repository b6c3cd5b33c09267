use std::time::Duration;

use super::*;
use crate::client::actions::{DeleteScalingPolicy, ModifyScalingPolicy};
use crate::client::testing::{FakeApi, Reply, error, lost, ok};
use crate::framework::{Context, StopSender};

/// Whether a change succeeds that the API answers with `reply`, if a look says whether it `is_done`.
async fn changed(reply: Reply, is_done: bool) -> bool {
    let client = FakeApi::script([reply]).client();
    let stop = StopSender::new();
    let cx = Context::new(&client, Duration::from_mins(1), stop.signal());
    let request = ModifyScalingPolicy::default();
    change(&cx, "scaling policy 1", &request, async { is_done })
        .await
        .is_ok()
}

/// Whether a deletion succeeds that the API answers with `reply`, if a look gives `look`.
async fn deleted(reply: Reply, look: Option<()>) -> bool {
    let client = FakeApi::script([reply]).client();
    let stop = StopSender::new();
    let cx = Context::new(&client, Duration::from_mins(1), stop.signal());
    let request = DeleteScalingPolicy::default();
    delete(&cx, &request, async { Ok(look) }).await.is_ok()
}

fn done() -> Reply {
    ok(serde_json::json!({"Return": true}))
}

fn refused() -> Reply {
    error(400, "InvalidParameterValue", "no")
}

#[tokio::test(start_paused = true)]
async fn a_change_is_looked_at_only_if_its_answer_was_lost() {
    assert!(changed(done(), false).await);
    assert!(!changed(refused(), true).await);
    assert!(changed(lost(), true).await);
    assert!(!changed(lost(), false).await);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_there_any_more_is_deleted() {
    assert!(deleted(done(), Some(())).await);
    assert!(deleted(error(404, "ScalingPolicyNotFound", "not found"), Some(())).await);
    assert!(deleted(lost(), None).await);
    assert!(!deleted(lost(), Some(())).await);
    assert!(!deleted(refused(), None).await);
}
