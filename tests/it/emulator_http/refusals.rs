//! Every documented way to be refused before an action is executed.

use jiff::SignedDuration;

use crate::emulator_http::support::{Emulator, Signed};

const DESCRIBE: [(&str, &str); 2] = [("Action", "DescribeScalingGroup"), ("Version", "2016-03-04")];

/// Sends `raw` to an emulator that would accept it unchanged.
fn refusal(change: impl FnOnce(&Emulator, Signed) -> String) -> (u16, String, String) {
    let emulator = Emulator::start(&[]);
    let request = Signed::get(&emulator, &DESCRIBE);
    assert_eq!(
        emulator.send(&request.raw()).status,
        200,
        "the request is right before it is changed"
    );
    emulator.send(&change(&emulator, request)).refusal()
}

/// Expects the refusal `status code message`, where the message may end in `…`.
#[track_caller]
fn assert_refusal(got: &(u16, String, String), status: u16, code: &str, message: &str) {
    assert_eq!((got.0, got.1.as_str()), (status, code), "{got:?}");
    match message.strip_suffix('…') {
        Some(start) => assert!(got.2.starts_with(start), "{got:?}"),
        None => assert_eq!(got.2, message),
    }
}

/// `raw` without the header line that begins with `name`.
fn without_header(raw: &str, name: &str) -> String {
    let (head, body) = raw.split_once("\r\n\r\n").expect("a request");
    let kept: Vec<&str> = head
        .split("\r\n")
        .filter(|line| !line.starts_with(name))
        .collect();
    format!("{}\r\n\r\n{body}", kept.join("\r\n"))
}

#[test]
fn missing_authentication() {
    let code = "MissingAuthenticationToken";
    let got = refusal(|_, request| without_header(&request.raw(), "host:"));
    assert_refusal(&got, 403, code, "Request is missing 'Host' header.");
    let got = refusal(|_, request| without_header(&request.raw(), "authorization:"));
    assert_refusal(&got, 403, code, "Request is missing Authentication Token.");
    let got = refusal(|_, request| {
        request
            .raw()
            .replace("SignedHeaders=accept", "SignedHeaders=accept;x-tag")
    });
    assert_refusal(&got, 403, code, "x-tag not in Http Header.");
}

#[test]
fn incomplete_signatures() {
    let code = "IncompleteSignature";
    let cases = [
        (
            "AWS4-HMAC-SHA256 Credential",
            "Credential",
            "Authorization header format error.",
        ),
        (
            "AWS4-HMAC-SHA256 ",
            "AWS4-HMAC-MD5 ",
            "Unsupported ksc 'algorithm': AWS4-HMAC-MD5.",
        ),
        (
            "Credential=",
            "Key=",
            "Authorization header requires 'Credential' parameter. Authorization=…",
        ),
        (
            "/kec/aws4_request",
            "/aws4_request",
            "Credential must have exactly 5 slash-delimited elements, e.g. \
             accesskeyid/date/region/service/aws4_request, got: AKLTEMULATOR/…",
        ),
        (
            "SignedHeaders=",
            "Headers=",
            "Authorization header requires 'SignedHeaders' parameter. Authorization=…",
        ),
        (
            "Signature=",
            "Mark=",
            "Authorization header requires 'Signature' parameter. Authorization=…",
        ),
        (
            "x-amz-date: ",
            "x-other-date: ",
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header, Authorization=…",
        ),
        (
            "x-amz-date: ",
            "x-amz-date: on ",
            "Date must be in ISO-8601 'basic format'. Got 'on …",
        ),
    ];
    for (from, to, message) in cases {
        let got = refusal(|_, request| {
            let raw = request.raw();
            assert!(raw.contains(from), "{from}");
            raw.replacen(from, to, 1)
        });
        assert_refusal(&got, 400, code, message);
    }
    let got = refusal(|emulator, _| {
        format!(
            "GET /?Action=DescribeScalingGroup&Version=2016-03-04&X-Amz-Algorithm=AWS4-HMAC-SHA256 HTTP/1.1\r\n\
             host: {}\r\naccept: application/json\r\nconnection: close\r\n\r\n",
            emulator.host
        )
    });
    let message =
        "KSC query-string parameters must include X-Amz-Credential. Re-examine the query-string parameters.";
    assert_refusal(&got, 400, code, message);
}

#[test]
fn signatures_that_do_not_match() {
    let code = "SignatureDoesNotMatch";
    let cases = [
        (
            "SignedHeaders=accept;host",
            "SignedHeaders=accept",
            "Host' must be a 'SignedHeader' in the Authorization.",
        ),
        (
            "/aws4_request",
            "/aws5_request",
            "Credential should be scoped with a valid terminator: 'aws4_request', not: aws5_request.",
        ),
        (
            "/cn-beijing-6/",
            "/mars-1/",
            "Credential should be scoped to a valid region, not: mars-1.",
        ),
        (
            "/kec/",
            "/s3/",
            "Credential should be scoped to correct service: kec.",
        ),
        (
            "Credential=AKLTEMULATOR/20",
            "Credential=AKLTEMULATOR/19",
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.",
        ),
    ];
    for (from, to, message) in cases {
        let got = refusal(|_, request| {
            let raw = request.raw();
            assert!(raw.contains(from), "{from}");
            raw.replacen(from, to, 1)
        });
        assert_refusal(&got, 403, code, message);
    }
    let mismatch = "The request signature we calculated does not match the signature you provided.";
    let got = refusal(|_, request| {
        Signed {
            secret_key: "another".into(),
            ..request
        }
        .raw()
    });
    assert_refusal(&got, 403, code, mismatch);
    let got = refusal(|_, request| {
        request
            .raw()
            .replace("DescribeScalingGroup", "DescribeScalingPolicy")
    });
    assert_refusal(&got, 403, code, mismatch);
}

#[test]
fn old_and_future_signatures() {
    for minutes in [-16, 16] {
        let got = refusal(|_, request| {
            let time = request.time + SignedDuration::from_mins(minutes);
            Signed { time, ..request }.raw()
        });
        assert_refusal(&got, 403, "SignatureDoesNotMatch", "Signature expired:…");
    }
}

#[test]
fn the_tolerated_skew_is_an_option() {
    let emulator = Emulator::start(&["--max-clock-skew", "3600"]);
    let mut request = Signed::get(&emulator, &DESCRIBE);
    request.time += SignedDuration::from_mins(-30);
    assert_eq!(emulator.send(&request.raw()).status, 200);
}

#[test]
fn an_unknown_access_key() {
    let got = refusal(|_, request| {
        Signed {
            access_key: "AKLTSTRANGER".into(),
            ..request
        }
        .raw()
    });
    let message = "The security token included in the request is invalid.";
    assert_refusal(&got, 403, "InvalidClientTokenId", message);
}

#[test]
fn another_method_path_action_or_version() {
    let got = refusal(|_, request| {
        Signed {
            method: "PUT",
            ..request
        }
        .raw()
    });
    assert_refusal(
        &got,
        400,
        "InvalidMethod",
        "The method PUT for is not valid for this web service.",
    );

    let unknown = "Request was rejected because it referenced an 'InnerApi' that does not exist.";
    let got = refusal(|_, request| request.raw().replacen("GET /?", "GET /api?", 1));
    assert_refusal(&got, 404, "NoSuchEntity", unknown);
    for pairs in [
        [("Action", "DescribeScalingGroups"), ("Version", "2016-03-04")],
        [("Action", "DescribeScalingGroup"), ("Version", "2016-03-05")],
        [("Action", "GetAccountAllProjectList"), ("Version", "2015-11-01")],
    ] {
        let got = refusal(|emulator, _| Signed::get(emulator, &pairs).raw());
        assert_refusal(&got, 404, "NoSuchEntity", unknown);
    }
}

#[test]
fn a_request_that_names_no_action_or_version() {
    for (pair, missing) in [(DESCRIBE[1], "Action"), (DESCRIBE[0], "Version")] {
        let got = refusal(|emulator, _| Signed::get(emulator, &[pair]).raw());
        let message = format!("An value must be supplied for the input parameter {missing}.");
        assert_refusal(&got, 400, "MissingParameter", &message);
    }
}

#[test]
fn a_body_that_cannot_be_decoded() {
    let got = refusal(|emulator, _| Signed::post(emulator, &DESCRIBE, "application/json", "{").raw());
    let message = "The query parameter body is malformed or does not adhere to KSC standards.";
    assert_refusal(&got, 400, "InvalidQueryParameter", message);
}
