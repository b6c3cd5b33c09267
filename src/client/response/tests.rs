use proptest::prelude::*;
use serde_json::json;

use super::*;

fn read(status: u16, body: &str) -> ApiResponse {
    let response = HttpResponse {
        status,
        body: body.as_bytes().to_vec(),
        ..HttpResponse::default()
    };
    ApiResponse::read(&response, &Redactor::default())
}

fn refused(status: u16, body: &str) -> (Option<String>, ErrorResponse) {
    match read(status, body) {
        ApiResponse {
            request_id,
            outcome: Content::Refused(error_response),
        } => (request_id, error_response),
        other => panic!("{body}: {other:?}"),
    }
}

#[test]
fn an_error_is_recognised_in_every_dress() {
    let expected = ErrorResponse {
        http_status: 400,
        code: Some("MissingParameter".to_owned()),
        message: "An value must be supplied.".to_owned(),
    };
    for body in [
        r#"{"RequestId":"r","Error":{"Type":"Sender","Code":"MissingParameter","Message":"An value must be supplied."}}"#,
        r#"{"RequestID":"r","Error":{"Code":"MissingParameter","Message":"An value must be supplied."}}"#,
        r#"{"requestid":"r","error":{"type":"Sender","code":"MissingParameter","message":"An value must be supplied."}}"#,
        r#"{"RequestId":"r","Code":"MissingParameter","Message":"An value must be supplied."}"#,
        r#"{"RequestId":"r","code":"MissingParameter","message":"An value must be supplied."}"#,
        r#"{"RequestId":"r","code":1001,"message":"An value must be supplied.","codeDesc":"MissingParameter"}"#,
        "<ErrorResponse><RequestId>r</RequestId><Error><Type>Sender</Type><Code>MissingParameter</Code><Message>An value must be supplied.</Message></Error></ErrorResponse>",
        "<?xml version=\"1.0\"?>\n<ErrorResponse><Error><code>MissingParameter</code><message>An value must be supplied.</message></Error><requestid>r</requestid></ErrorResponse>",
    ] {
        assert_eq!(
            refused(400, body),
            (Some("r".to_owned()), expected.clone()),
            "{body}"
        );
    }
}

#[test]
fn an_error_inside_http_200_is_an_error() {
    let (_, error_response) = refused(
        200,
        r#"{"RequestId":"r","Error":{"Code":"AccessDenied","Message":"m"}}"#,
    );
    assert_eq!(error_response.to_string(), "AccessDenied (HTTP 200): m");
}

#[test]
fn return_false_is_a_refusal_in_either_spelling() {
    for body in [r#"{"Return": false}"#, r#"{"Return": "False"}"#] {
        assert!(refused(200, body).1.message.contains("Return"), "{body}");
    }
    assert!(matches!(
        read(200, r#"{"Return": true}"#).outcome,
        Content::Success(_)
    ));
    assert!(matches!(
        read(200, r#"{"Return": "true"}"#).outcome,
        Content::Success(_)
    ));
}

#[test]
fn other_error_bodies_are_quoted_in_short_and_have_no_code() {
    assert_eq!(refused(502, "").1.to_string(), "HTTP 502: the answer is empty");
    let html = format!("<html>\n<body>Bad Gateway</body>{}</html>", " x".repeat(200));
    let (_, error_response) = refused(502, &html);
    assert_eq!(error_response.code, None);
    assert!(
        error_response
            .message
            .starts_with("the answer is a page of HTML: \"Bad Gateway x")
            && error_response.message.len() < 210,
        "{error_response}"
    );
    assert_eq!(refused(500, r#"{"RequestId":"r"}"#).0.as_deref(), Some("r"));
    assert_eq!(
        refused(500, r#"{"Error":"broken"}"#).1.to_string(),
        "HTTP 500: broken"
    );
    assert_eq!(refused(302, "[]").1.code, None);
}

#[test]
fn success_without_sense_is_unreadable_and_says_what_came() {
    for (body, problem) in [
        ("", "it is empty"),
        ("[]", "it is not an object"),
        ("OK", "it is \"OK\", which is no JSON"),
        ("<html></html>", "it is a page of HTML: \"\""),
        (
            "<!DOCTYPE html><HTML><head><title>Sign\nin</title></head><body>b</body></HTML>",
            "it is a page of HTML: \"Sign in\"",
        ),
        (
            "<?xml version=\"1.0\"?>\n<DescribeScalingGroupResponse/>",
            "it is XML, not JSON: <DescribeScalingGroupResponse>",
        ),
        (r#"{"RequestId":"#, "malformed JSON at byte 13: expected a value"),
    ] {
        assert_eq!(
            read(200, body).outcome,
            Content::Unreadable(problem.to_owned()),
            "{body}"
        );
    }
}

#[test]
fn secrets_are_taken_out_of_all_of_an_answer_before_it_is_cut() {
    const SECRET: &str = "Hunter2!Hunter2!";
    let redactor = Redactor::new([SECRET]);
    for filler in (0..EXCERPT).map(|length| "x".repeat(length)) {
        for (status, body) in [
            (502, format!("{filler} {SECRET}")),
            (502, format!("<html>{filler} {SECRET}")),
            (200, format!("<html>{filler} {SECRET}")),
            (200, format!("{filler} {SECRET}")),
            (
                400,
                json!({"Code": SECRET, "Message": format!("{filler} {SECRET}")}).to_string(),
            ),
            (
                400,
                json!({"RequestId": SECRET, "Error": format!("{filler} {SECRET}")}).to_string(),
            ),
        ] {
            let response = HttpResponse {
                status,
                body: body.into_bytes(),
                ..HttpResponse::default()
            };
            let answer = format!("{:?}", ApiResponse::read(&response, &redactor));
            assert!(!answer.contains("Hunter"), "{answer}");
            assert!(
                filler.len() > EXCERPT / 2 || answer.contains("[REDACTED]"),
                "{answer}"
            );
        }
    }
}

#[test]
fn members_of_the_return_set_are_lifted() {
    let answer = read(
        200,
        r#"{"RequestID":"r","ReturnSet":{"ScalingGroupId":"1"},"code":0}"#,
    );
    assert_eq!(answer.request_id.as_deref(), Some("r"));
    let Content::Success(members) = answer.outcome else {
        panic!("not a success")
    };
    assert_eq!(members["ScalingGroupId"], json!("1"));
}

#[test]
fn half_an_answer_is_never_a_success() {
    let body =
        r#"{"RequestId":"r","ScalingGroupSet":[{"ScalingGroupId":"1","MinSize":10}],"Return":true,"A":{}}"#;
    for cut in 0..body.len() {
        let half = &body[..cut];
        assert!(!matches!(read(200, half).outcome, Content::Success(_)), "{half}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_classified_without_a_panic(status in 100_u16..600, body in any::<Vec<u8>>()) {
        let response = HttpResponse { status, body, ..HttpResponse::default() };
        ApiResponse::read(&response, &Redactor::default());
    }
}
