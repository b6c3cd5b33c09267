use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::client::SignatureVersion;
use crate::client::actions::{
    AttachInstance, CreateScalingConfiguration, CreateScalingGroup, DescribeScalingGroup, EnableScalingGroup,
    ScalingConfigurationSettings,
};
use crate::client::testing::{FakeApi, Reply, error, lost, not_sent, ok};
use crate::client::{Failure, HttpResponse};

fn read() -> DescribeScalingGroup {
    DescribeScalingGroup::default()
}

fn write() -> EnableScalingGroup {
    EnableScalingGroup {
        scaling_group_id: "1".to_owned(),
    }
}

fn no_groups() -> Reply {
    ok(json!({"RequestId": "req-ok", "ScalingGroupSet": []}))
}

fn enabled() -> Reply {
    ok(json!({"RequestId": "req-ok", "ReturnSet": {"ScalingGroupId": "1"}}))
}

fn throttled() -> Reply {
    error(409, "LimitExceeded", "Request was rejected")
}

async fn failed_write(replies: impl IntoIterator<Item = Reply>) -> ApiCallError {
    FakeApi::script(replies)
        .client()
        .call(&CallContext::background(), &write())
        .await
        .unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn parameters_and_secrets_travel_in_the_body_only() {
    let request = CreateScalingConfiguration {
        settings: ScalingConfigurationSettings {
            scaling_configuration_name: Some("web".to_owned()),
            image_id: Some(String::new()),
            password: Some("Hunter2!".into()),
            user_data: Some("dG9wLXNlY3JldA==".into()),
            ..ScalingConfigurationSettings::default()
        },
    };
    for signature in [SignatureVersion::V4, SignatureVersion::Simplified] {
        let api = FakeApi::script([ok(json!({"ScalingConfigurationId": "9"}))]);
        let client = api.client_with(|config| config.signature = signature);
        client.call(&CallContext::background(), &request).await.unwrap();
        let sent = &api.sent()[0];
        assert_eq!(
            sent.url,
            "https://kec.api.ksyun.com/?Action=CreateScalingConfiguration&Version=2016-03-04"
        );
        assert_eq!(sent.param("Action"), Some("CreateScalingConfiguration"));
        assert_eq!(sent.param("Password"), Some("Hunter2!"));
        assert_eq!(sent.param("UserData"), Some("dG9wLXNlY3JldA=="));
        assert_eq!(sent.param("ImageId"), Some(""), "an empty text is sent");
        assert_eq!(sent.param("KeyId.1"), None);
        assert_eq!(sent.header("accept"), Some("application/json"));
        assert_eq!(
            sent.header("authorization").is_some(),
            signature == SignatureVersion::V4
        );
        assert_eq!(
            sent.param("Signature").is_some(),
            signature == SignatureVersion::Simplified
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_is_repeated_after_transient_failures() {
    let api = FakeApi::script([lost(), error(500, "ServiceTimeout", ""), not_sent(), no_groups()]);
    let client = api.client();
    client.call(&CallContext::background(), &read()).await.unwrap();
    assert_eq!(api.sent().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_read_whose_answer_is_garbage_is_repeated() {
    let garbage = Ok(HttpResponse {
        status: 200,
        body: b"{\"RequestId\":".to_vec(),
        ..HttpResponse::default()
    });
    let api = FakeApi::script([garbage, no_groups()]);
    api.client()
        .call(&CallContext::background(), &read())
        .await
        .unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_write_is_repeated_only_if_it_surely_was_not_executed() {
    let auth_down = error(
        500,
        "ServiceUnavailable",
        "Auth Service is unavailable because of an unknown error",
    );
    let api = FakeApi::script([not_sent(), throttled(), auth_down, enabled()]);
    let response = api
        .client()
        .call(&CallContext::background(), &write())
        .await
        .unwrap();
    assert_eq!(response.scaling_group_id.as_deref(), Some("1"));

    for doubtful in [
        lost(),
        error(500, "ServiceTimeout", ""),
        error(500, "ServiceUnavailable", "Exception x"),
    ] {
        let error = failed_write([doubtful]).await;
        assert!(
            error.outcome_unknown() && matches!(error.failure(), Failure::Unknown { .. }),
            "{error}"
        );
        assert_eq!(error.attempts(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn retries_end_and_the_error_tells_how_often() {
    let down = || error(500, "ServiceTimeout", "late");
    let api = FakeApi::script([down(), down(), down(), down()]);
    let error = api
        .client()
        .call(&CallContext::background(), &read())
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "DescribeScalingGroup: no usable answer: ServiceTimeout (HTTP 500): late [RequestId req-1, 4 attempts]"
    );
    let api = FakeApi::script([down()]);
    let client = api.client_with(|config| config.max_retries = 0);
    let error = client
        .call(&CallContext::background(), &read())
        .await
        .unwrap_err();
    assert_eq!(error.attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn flow_control_fails_nothing_that_has_time_left_and_is_named_when_time_is_over() {
    let api = FakeApi::script((0..20).map(|_| throttled()).chain([enabled()]));
    let client = api.client_with(|config| config.max_retries = 0);
    let cx = || CallContext::background().with_timeout(Duration::from_mins(2));
    client.call(&cx(), &write()).await.unwrap();

    let api = FakeApi::new(|_| throttled());
    let start = Instant::now();
    let error = api.client().call(&cx(), &write()).await.unwrap_err();
    assert!(start.elapsed() > Duration::from_secs(110));
    assert!(
        error.to_string().contains("LimitExceeded") && !error.outcome_unknown(),
        "{error}"
    );
    let ended = api
        .client()
        .call(&CallContext::background(), &write())
        .await
        .unwrap_err();
    assert!(ended.is_throttle(), "without a deadline it ends as well: {ended}");
}

#[tokio::test(start_paused = true)]
async fn a_host_that_is_not_reached_is_tried_for_half_a_minute_by_all_calls_together() {
    let api = FakeApi::new(|_| not_sent());
    let client = api.client();
    let start = Instant::now();
    let error = client
        .call(&CallContext::background(), &write())
        .await
        .unwrap_err();
    let tried = start.elapsed().as_secs();
    assert!(
        (15..=30).contains(&tried) && error.attempts() > 3,
        "{tried} s: {error}"
    );
    for _ in 0..1000 {
        client
            .call(&CallContext::background(), &read())
            .await
            .unwrap_err();
    }
    assert!(start.elapsed().as_secs() <= 40, "{:?}", start.elapsed());

    let impatient = api.client_with(|config| config.max_retries = 0);
    let error = impatient
        .call(&CallContext::background(), &write())
        .await
        .unwrap_err();
    assert_eq!(error.attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_honoured() {
    let busy = Ok(HttpResponse {
        status: 429,
        retry_after: Some("30".to_owned()),
        ..HttpResponse::default()
    });
    let api = FakeApi::script([busy, enabled()]);
    let start = Instant::now();
    api.client()
        .call(&CallContext::background(), &write())
        .await
        .unwrap();
    assert_eq!(start.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_is_longer_than_the_time_left_is_cut_so_that_there_is_another_attempt() {
    let busy = Ok(HttpResponse {
        status: 429,
        retry_after: Some("3600".to_owned()),
        ..HttpResponse::default()
    });
    let start = Instant::now();
    let cx = CallContext::background().with_timeout(Duration::from_secs(20));
    let api = FakeApi::script([busy, enabled()]);
    api.client().call(&cx, &write()).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_during_a_write_leaves_its_outcome_unknown() {
    let slow = || FakeApi::slow(Duration::from_secs(30), |_| enabled());
    let cx = || CallContext::background().with_timeout(Duration::from_secs(5));
    let error = slow().client().call(&cx(), &write()).await.unwrap_err();
    assert!(
        matches!(error.failure(), Failure::DeadlineExceeded { in_flight: true, .. })
            && error.outcome_unknown()
    );
    let error = slow().client().call(&cx(), &read()).await.unwrap_err();
    assert!(!error.outcome_unknown());
}

#[tokio::test(start_paused = true)]
async fn an_attempt_without_an_answer_ends() {
    let client = FakeApi::slow(Duration::from_hours(1), |_| enabled()).client();
    let start = Instant::now();
    let error = client
        .call(&CallContext::background(), &write())
        .await
        .unwrap_err();
    assert_eq!(start.elapsed().as_secs(), 60);
    assert!(
        error.outcome_unknown() && error.to_string().contains("none within 60 s"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn cancelling_ends_reads_and_waits_but_not_a_write_that_is_on_its_way() {
    let cancelled_after_a_second = || {
        let cancellation = CancellationToken::new();
        let cx = CallContext::background().with_cancellation(cancellation.clone());
        tokio::spawn(async move {
            sleep(Duration::from_secs(1)).await;
            cancellation.cancel();
        });
        cx
    };
    let start = Instant::now();

    let slow = FakeApi::slow(Duration::from_secs(5), |_| no_groups());
    let error = slow
        .client()
        .call(&cancelled_after_a_second(), &read())
        .await
        .unwrap_err();
    assert_eq!(error.failure(), &Failure::Cancelled);

    let busy = || {
        Ok(HttpResponse {
            status: 429,
            retry_after: Some("60".to_owned()),
            ..HttpResponse::default()
        })
    };
    let error = FakeApi::new(move |_| busy())
        .client()
        .call(&cancelled_after_a_second(), &write())
        .await
        .unwrap_err();
    assert_eq!((error.failure(), error.attempts()), (&Failure::Cancelled, 1));
    assert_eq!(start.elapsed().as_secs(), 2);

    let slow = FakeApi::slow(Duration::from_secs(5), |_| enabled());
    let cx = cancelled_after_a_second();
    slow.client().call(&cx, &write()).await.unwrap();
    assert_eq!(start.elapsed().as_secs(), 7);
    let error = slow.client().call(&cx, &write()).await.unwrap_err();
    assert_eq!(
        (error.failure(), slow.calls()),
        (&Failure::Cancelled, 1),
        "no new write starts"
    );
}

#[tokio::test(start_paused = true)]
async fn an_expired_signature_is_renewed_once_with_the_clock_of_the_api() {
    let expired = || {
        error(403, "SignatureDoesNotMatch", "Signature expired:x.").map(|response| HttpResponse {
            date: Some("Mon, 15 Jan 2024 08:30:00 GMT".to_owned()),
            ..response
        })
    };
    let api = FakeApi::script([expired(), enabled(), expired()]);
    let client = api.client_with(|config| config.max_retries = 0);
    client.call(&CallContext::background(), &write()).await.unwrap();
    assert!(
        api.sent()[1]
            .header("x-amz-date")
            .unwrap()
            .starts_with("20240115T083")
    );

    let api = FakeApi::script([expired(), expired()]);
    let error = api
        .client()
        .call(&CallContext::background(), &write())
        .await
        .unwrap_err();
    assert!(error.is_denied() && error.attempts() == 2, "{error}");

    let undated = error_without_date().await;
    assert_eq!(
        undated.attempts(),
        1,
        "without a date there is nothing to correct"
    );
}

async fn error_without_date() -> ApiCallError {
    failed_write([error(403, "SignatureDoesNotMatch", "Signature expired:x.")]).await
}

#[tokio::test(start_paused = true)]
async fn a_dry_run_asks_for_permission_only() {
    let api = FakeApi::script([error(
        412,
        "DryRunOperation",
        "Request would have succeeded, but DryRun flag is set",
    )]);
    let client = api.client_with(|config| config.dry_run = true);
    let error = client
        .call(&CallContext::background(), &write())
        .await
        .unwrap_err();
    assert_eq!(
        (error.failure(), api.sent()[0].param("DryRun")),
        (&Failure::DryRun, Some("true"))
    );
    assert!(!error.outcome_unknown());
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_cannot_be_understood_names_the_member() {
    let api = FakeApi::script([ok(json!({"RequestId": "req-2"}))]);
    let request = CreateScalingConfiguration::default();
    let error = api
        .client()
        .call(&CallContext::background(), &request)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "CreateScalingConfiguration: the answer cannot be understood: ScalingConfigurationId: expected an id, found nothing; it may have been executed nevertheless [RequestId req-2]"
    );
}

#[tokio::test(start_paused = true)]
async fn return_false_is_a_refusal() {
    let error = FakeApi::script([ok(json!({"RequestId": "req-3", "Return": false}))])
        .client()
        .call(&CallContext::background(), &AttachInstance::default())
        .await
        .unwrap_err();
    assert!(
        matches!(error.failure(), Failure::Refused(_)) && error.request_id() == Some("req-3"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn no_more_calls_are_under_way_than_configured() {
    let api = FakeApi::slow(Duration::from_secs(1), |_| enabled());
    let client = api.client_with(|config| config.max_concurrent_requests = 2);
    let start = Instant::now();
    let calls: Vec<_> = (0..6)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                client.call(&CallContext::background(), &write()).await.unwrap();
            })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
    assert_eq!(start.elapsed().as_secs(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_created_group_is_found_in_the_return_set_or_beside_it() {
    for body in [
        json!({"ReturnSet": {"ScalingGroupId": "436995593677910016"}}),
        json!({"ScalingGroupId": 436_995_593_677_910_016_u64}),
    ] {
        let response = FakeApi::script([ok(body)])
            .client()
            .call(&CallContext::background(), &CreateScalingGroup::default())
            .await
            .unwrap();
        assert_eq!(response.scaling_group_id, "436995593677910016");
    }
}
