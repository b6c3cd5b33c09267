//! How long an operation may take, and what ends it before.

use std::time::Duration;

use super::{apply, config, existing, noted};
use crate::cty::Value;
use crate::cty::testing::object;
use crate::framework::testing::{Act, at_once, server, summaries, with};

#[tokio::test(start_paused = true)]
async fn each_operation_ends_at_its_deadline() {
    let (server, cloud, state) = existing().await;
    cloud.set(Act::Hang);
    for (prior, config, seconds) in [
        (&Value::Null, config(), 100),
        (&state, noted(), 330),
        (&state, Value::Null, 400),
    ] {
        let response = apply(&server, prior, &config).await;
        let expected = format!("DeadlineExceeded after {seconds} s");
        assert_eq!(summaries(&response.diagnostics), [expected]);
    }
}

#[tokio::test(start_paused = true)]
async fn the_timeouts_block_moves_the_deadline_of_its_operation() {
    let timeouts = object([
        ("create", "1s".into()),
        ("read", Value::Null),
        ("update", "2s".into()),
        ("delete", "3s".into()),
    ]);
    let (server, cloud, state) = existing().await;
    let limited = |object: Value| with(object, [("timeouts", timeouts.clone())]);
    cloud.set(Act::Hang);
    for (prior, config, seconds) in [
        (Value::Null, limited(config()), 1),
        (state.clone(), limited(noted()), 2),
        // A destruction has no configuration: the state says how long it may take.
        (limited(state), Value::Null, 3),
    ] {
        let response = apply(&server, &prior, &config).await;
        let expected = format!("DeadlineExceeded after {seconds} s");
        assert_eq!(summaries(&response.diagnostics), [expected]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_stop_ends_operations_that_run_and_those_that_start_afterwards() {
    let (server, cloud) = server();
    cloud.set(Act::Hang);
    let config = config();
    let stop = async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        server.stop();
    };
    let (response, ()) = tokio::join!(apply(&server, &Value::Null, &config), stop);
    assert_eq!(summaries(&response.diagnostics), ["Stopped after 5 s"]);
    let response = apply(&server, &Value::Null, &config).await;
    assert_eq!(summaries(&response.diagnostics), ["Stopped after 0 s"]);
}

#[tokio::test]
async fn operations_do_not_wait_for_each_other() {
    let (server, cloud) = server();
    cloud.set(Act::Hang);
    let config = config();
    let mut hanging = Box::pin(apply(&server, &Value::Null, &config));
    assert!(at_once(&mut hanging).is_none(), "it hangs");
    cloud.set(Act::Succeed);
    assert!(apply(&server, &Value::Null, &config).await.state.is_some());
    assert!(at_once(&mut hanging).is_none(), "it still hangs");
}
