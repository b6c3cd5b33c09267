use std::time::Duration;

use serde_json::json;

use super::*;
use crate::client::actions::{CreateScalingNotification, DescribeScalingGroup, EnableScalingGroup};
use crate::client::testing::{FakeApi, Reply, error, lost, not_sent, ok};
use crate::client::{ApiCallError, CallContext};
use crate::framework::Diagnostics;
use tokio_util::sync::CancellationToken;

/// How a call ends that writes, and that gets this `reply`.
async fn written(reply: Reply) -> ApiCallError {
    let client = FakeApi::script([reply]).client_with(|config| config.max_retries = 0);
    let request = EnableScalingGroup {
        scaling_group_id: "1".to_owned(),
    };
    // So short that nothing is tried a second time.
    let cx = CallContext::background().with_timeout(Duration::from_millis(50));
    client.call(&cx, &request).await.unwrap_err()
}

/// What a call that creates fails with.
async fn created(reply: Reply) -> ApiCallError {
    let client = FakeApi::script([reply]).client_with(|config| config.max_retries = 0);
    let request = CreateScalingNotification::default();
    client
        .call(&CallContext::background(), &request)
        .await
        .unwrap_err()
}

/// What a call that reads fails with.
async fn read(reply: Reply) -> ApiCallError {
    let client = FakeApi::script([reply]).client_with(|config| config.max_retries = 0);
    let request = DescribeScalingGroup::default();
    client
        .call(&CallContext::background(), &request)
        .await
        .unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn each_failure_says_what_happened_and_what_to_do() {
    let mut failures = Vec::new();
    for (status, code, message) in [
        (
            403,
            "InvalidClientTokenId",
            "The security token included in the request is invalid.",
        ),
        (
            403,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match.",
        ),
        (
            403,
            "SignatureDoesNotMatch",
            "Signature expired:20240115T083000Z.",
        ),
        (
            403,
            "MissingAuthenticationToken",
            "Request is missing Authentication Token.",
        ),
        (400, "IncompleteSignature", "Authorization header format error."),
        (403, "AccessDenied", "User: x is not authorized to perform: y."),
        (
            400,
            "InvalidParameterValue",
            "An invalid value was supplied for the input parameter MinSize.",
        ),
        (
            400,
            "MissingParameter",
            "An value must be supplied for the input parameter ScalingGroupId.",
        ),
        (
            404,
            "NoSuchEntity",
            "Request was rejected because it referenced an 'InnerApi' that does not exist.",
        ),
        (404, "ScalingGroupNotFound", "not found"),
        (400, "ScalingConfigurationInUse", "in use"),
        (400, "ScalingGroupBusy", "busy"),
        (409, "LimitExceeded", "too fast"),
        (500, "ServiceTimeout", "late"),
        (
            500,
            "ServiceUnavailable",
            "Auth Service is unavailable because of an unknown error",
        ),
        (400, "QuotaExceeded", "at most 10 groups"),
        (400, "ScalingGroupLimitExceeded", "at most 10 groups"),
        (400, "LimitExceeded", "The quota of groups is used up"),
        (400, "Payment.CreateOrderFailed", "no money"),
    ] {
        failures.push(written(error(status, code, message)).await);
    }
    failures.push(written(error(412, "DryRunOperation", "Request would have succeeded")).await);
    failures.push(written(not_sent()).await);
    failures.push(written(lost()).await);
    failures.push(created(lost()).await);
    failures.push(read(lost()).await);
    failures.push(read(ok(json!({"ScalingGroupSet": 7}))).await);

    let cancellation = CancellationToken::new();
    cancellation.cancel();
    let cancelled = CallContext::background().with_cancellation(cancellation);
    let late = CallContext::background().with_timeout(Duration::ZERO);
    for cx in [cancelled, late] {
        let client = FakeApi::script([]).client();
        let request = DescribeScalingGroup::default();
        failures.push(client.call(&cx, &request).await.unwrap_err());
    }

    let texts = failures
        .iter()
        .map(|error| failed("enable scaling group 1", error, &[]).detail);
    insta::assert_snapshot!(texts.collect::<Vec<_>>().join("\n\n----\n\n"));
}

#[tokio::test]
async fn a_refused_parameter_leads_to_its_attribute() {
    let refusal = |code, message: &str| written(error(400, code, message));
    let path = |error| failed("enable it", &error, &[]).path.map(|path| path.to_string());
    for (code, message, expected) in [
        (
            "InvalidParameterValue",
            "An invalid value for the input parameter MinSize.",
            Some("min_size"),
        ),
        (
            "MissingParameter",
            "A value is needed for the input parameter MinSize.",
            Some("min_size"),
        ),
        ("InvalidParameterValue", "something else", None),
        ("AccessDenied", "no word on the input parameter MinSize.", None),
    ] {
        assert_eq!(
            path(refusal(code, message).await).as_deref(),
            expected,
            "{code}: {message}"
        );
    }
}

#[test]
fn an_operation_that_had_to_end_says_how_to_go_on() {
    let messages: Diagnostics = [Interrupted::Stopped, Interrupted::DeadlineExceeded]
        .into_iter()
        .map(|reason| interrupted("waiting for scaling group 1", reason, "timeouts.create"))
        .fold(Diagnostics::new(), |mut all, message| {
            all.push(message);
            all
        });
    let texts = messages
        .iter()
        .map(|message| format!("{}\n{}", message.summary, message.detail));
    insta::assert_snapshot!(texts.collect::<Vec<_>>().join("\n\n"), @r"
    Interrupted: waiting for scaling group 1
    Terraform was asked to stop. What was done so far is in the state; run the command again to go on.

    Timed out: waiting for scaling group 1
    It did not end within timeouts.create. What was done so far is in the state; run the command again to go on, with a longer timeouts.create if it needs more time.
    ");
}

#[test]
fn a_parameter_leads_to_its_attribute() {
    let attributes: Attributes = &[
        ("Slb", "slb_config_set"),
        ("SubnetId", "subnet_id_set"),
        ("Id", "slb_id"),
        ("Tag.N.Key", "tags"),
        ("SystemDisk.DiskSize", "system_disk_size"),
    ];
    for (parameter, path) in [
        ("MinSize", "min_size"),
        ("SubnetId.1", "subnet_id_set"),
        ("Slb.2.Weight", "slb_config_set[1].weight"),
        ("Slb.1.Id", "slb_config_set[0].slb_id"),
        ("Tag.3.Key", "tags"),
        ("SystemDisk.DiskSize", "system_disk_size"),
    ] {
        assert_eq!(attribute_path(parameter, attributes).unwrap().to_string(), path);
    }
    assert_eq!(attribute_path("", attributes), None);
}
