//! Signature Version 4, by signatures that other implementations computed too.

use axum::http::Method;
use jiff::SignedDuration;

use super::{ACCESS_KEY, AMZ_DATE, FORM, HOST, beijing, instant, request, swap, verify, verify_at};
use crate::emulator::error::ApiError;
use crate::emulator::request::RawRequest;

const CREDENTIAL: &str = "AKLTExampleAccessKey01/20240115/cn-beijing-6/kec/aws4_request";

const V1_QUERY: &str = "Action=DescribeScalingGroup&Version=2016-03-04&Marker=0&MaxResults=10\
    &ScalingGroupId.1=436995593677910016&ScalingGroupName=%E6%B5%8B%E8%AF%95+group*~%2B";
const V1_SIGNATURE: &str = "ff19cfabccb77f6128a59d0f80358b8393a24880c822c707605939bd85564641";
const V2_QUERY: &str = "Action=CreateScalingGroup&Version=2016-03-04";
const V2_BODY: &str = "Action=CreateScalingGroup&DesiredCapacity=0&MaxSize=2&MinSize=0\
    &RemovePolicy=RemoveOldestInstance&ScalingConfigurationId=424915383923019776\
    &ScalingGroupName=tf-scaling-group&SecurityGroupId=36e08d58-4b10-440c-9b0b-11da1f551c33&Status=Active\
    &SubnetId.1=1e3a9b8b-0833-4b29-9d3f-4a4188350591&SubnetStrategy=balanced-distribution&Version=2016-03-04";
const V2_SIGNATURE: &str = "5e461aa2bc2f25ad2a3a177a324fec465403c0e9a5850c09122d3c6cab02485f";
const V3_SIGNATURE: &str = "5a2330800133dca34c367a37f1055e18b787aae31dee776ff08c873ec11c909b";
const V4_SIGNATURE: &str = "31f5b1976f246c677fac55ac513ab9f593ee9f563db8ce7411abd1b3a4cafb85";
const V4_EXPIRES_SIGNATURE: &str = "c7579ee9192ad3446e7d32be53ef61afdaffab749e5f191338cb568dee5f6026";

fn authorization(signed_headers: &str, signature: &str) -> String {
    format!("AWS4-HMAC-SHA256 Credential={CREDENTIAL}, SignedHeaders={signed_headers}, Signature={signature}")
}

/// V1 with another `Authorization`.
fn v1(authorization: &str) -> RawRequest {
    request(
        Method::GET,
        V1_QUERY,
        &[HOST, AMZ_DATE, ("authorization", authorization)],
        "",
    )
}

fn v2(body: &str) -> RawRequest {
    let authorization = authorization("accept;content-length;content-type;host;x-amz-date", V2_SIGNATURE);
    let headers = [
        HOST,
        AMZ_DATE,
        ("accept", "application/json"),
        ("content-length", "344"),
        ("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
        ("authorization", &authorization),
    ];
    request(Method::POST, V2_QUERY, &headers, body)
}

fn v4_query(parameters: &str) -> RawRequest {
    request(Method::GET, &format!("{V1_QUERY}&{parameters}"), &[HOST], "")
}

fn v4_parameters() -> String {
    let credential = CREDENTIAL.replace('/', "%2F");
    format!(
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credential}&X-Amz-Date=20240115T083000Z\
         &X-Amz-SignedHeaders=host&X-Amz-Signature={V4_SIGNATURE}"
    )
}

#[test]
fn version_4_in_the_header_of_a_get_is_accepted() {
    assert_eq!(
        verify(&v1(&authorization("host;x-amz-date", V1_SIGNATURE))),
        Ok(beijing())
    );
}

#[test]
fn version_4_over_a_form_that_repeats_action_and_version_in_the_query_is_accepted() {
    assert_eq!(verify(&v2(V2_BODY)), Ok(beijing()));
}

#[test]
fn version_4_over_a_form_with_an_empty_query_is_accepted() {
    let authorization = authorization("content-type;host;x-amz-date", V3_SIGNATURE);
    let headers = [
        HOST,
        AMZ_DATE,
        ("content-type", FORM),
        ("authorization", &authorization),
    ];
    assert_eq!(
        verify(&request(Method::POST, "", &headers, V2_BODY)),
        Ok(beijing())
    );
}

#[test]
fn version_4_in_the_query_is_accepted() {
    assert_eq!(verify(&v4_query(&v4_parameters())), Ok(beijing()));
}

#[test]
fn a_query_signature_names_its_own_lifetime() {
    let parameters = v4_parameters().replace(V4_SIGNATURE, V4_EXPIRES_SIGNATURE) + "&X-Amz-Expires=900";
    let at = |seconds| {
        verify_at(
            &v4_query(&parameters),
            instant() + SignedDuration::from_secs(seconds),
        )
    };
    assert_eq!(at(900), Ok(beijing()));
    assert!(
        at(901)
            .expect_err("expired")
            .message
            .starts_with("Signature expired:")
    );
}

#[test]
fn a_session_token_and_a_claimed_body_hash_are_not_looked_at() {
    for name in [
        "x-ksc-security-token",
        "x-amz-security-token",
        "x-amz-content-sha256",
    ] {
        let mut request = v1(&authorization("host;x-amz-date", V1_SIGNATURE));
        request.headers.insert(name, "anything".parse().expect("a value"));
        assert_eq!(verify(&request), Ok(beijing()), "{name}");
    }
}

#[test]
fn a_header_that_is_listed_twice_is_signed_twice() {
    let signature = "087ab51cb0d9afab5e5b7d7fdd2a6131a5ae006fbbef21404297f90c5a7e06ce";
    assert_eq!(
        verify(&v1(&authorization("host;host;x-amz-date", signature))),
        Ok(beijing())
    );
}

#[test]
fn a_header_that_was_sent_twice_is_signed_as_one_list_without_outer_blanks() {
    let signature = "48000c0496d1633cec65dcdb06e426dfa54a6340a02a6033a7f21fcc26f6ec65";
    let mut request = v1(&authorization("host;x-amz-date;x-note", signature));
    for value in [" a  b ", "c"] {
        request.headers.append("x-note", value.parse().expect("a value"));
    }
    assert_eq!(verify(&request), Ok(beijing()));
}

/// The refusal of an `Authorization` header.
type Expected = fn(&str) -> ApiError;

#[test]
fn a_malformed_authorization_header_is_reported_part_by_part() {
    let s = V1_SIGNATURE;
    let h = "host;x-amz-date";
    let cases: [(String, Expected); 11] = [
        (String::new(), |_| ApiError::authorization_format()),
        ("Bearer token".into(), |_| ApiError::authorization_format()),
        (
            format!("Credential={CREDENTIAL}, SignedHeaders={h}, Signature={s}"),
            |_| ApiError::authorization_format(),
        ),
        (
            format!(
                "AWS4-HMAC-SHA256 Credential={CREDENTIAL}, SignedHeaders={h}, Signature={s}, Signature={s}"
            ),
            |_| ApiError::authorization_format(),
        ),
        (
            format!("AWS4-HMAC-SHA512 Credential={CREDENTIAL}, SignedHeaders={h}, Signature={s}"),
            |_| ApiError::unsupported_algorithm("AWS4-HMAC-SHA512"),
        ),
        (
            format!("AWS4-HMAC-SHA256 SignedHeaders={h}, Signature={s}"),
            ApiError::missing_credential,
        ),
        (
            format!("AWS4-HMAC-SHA256 Credential=a/b/c/d, SignedHeaders={h}, Signature={s}"),
            |_| ApiError::credential_format("a/b/c/d"),
        ),
        (
            format!("AWS4-HMAC-SHA256 Credential=a/b/c/d/e/f, SignedHeaders={h}, Signature={s}"),
            |_| ApiError::credential_format("a/b/c/d/e/f"),
        ),
        (
            format!("AWS4-HMAC-SHA256 Credential={CREDENTIAL}, Signature={s}"),
            ApiError::missing_signed_headers,
        ),
        (
            format!("AWS4-HMAC-SHA256 Credential={CREDENTIAL}, SignedHeaders={h}"),
            ApiError::missing_signature,
        ),
        (
            format!("AWS4-HMAC-SHA256 Credential={CREDENTIAL}, SignedHeaders={h}, Signature="),
            ApiError::missing_signature,
        ),
    ];
    for (authorization, expected) in cases {
        assert_eq!(
            verify(&v1(&authorization)),
            Err(expected(&authorization)),
            "{authorization}"
        );
    }
}

#[test]
fn the_signing_date_must_be_there_and_readable() {
    let authorization = authorization("host", V1_SIGNATURE);
    let with = |date: &[(&str, &str)]| {
        let headers = [&[HOST, ("authorization", authorization.as_str())], date].concat();
        verify(&request(Method::GET, V1_QUERY, &headers, ""))
    };
    assert_eq!(with(&[]), Err(ApiError::missing_date(&authorization)));
    let unreadable = Err(ApiError::date_format("yesterday"));
    assert_eq!(with(&[("x-amz-date", "yesterday")]), unreadable);
    assert_eq!(with(&[("date", "yesterday")]), unreadable);
}

#[test]
fn a_date_header_stands_in_for_the_amz_date() {
    let signature = "85bc2d8003a294a43a3c14a5d137115b0e784979d2a4598c669bce0ab0519003";
    let authorization = authorization("host", signature);
    let date = ("date", "Mon, 15 Jan 2024 08:30:00 GMT");
    let request = request(
        Method::GET,
        V1_QUERY,
        &[HOST, date, ("authorization", &authorization)],
        "",
    );
    assert_eq!(verify(&request), Ok(beijing()));
}

#[test]
fn each_part_of_the_scope_is_checked() {
    let cases = [
        ("20240116/cn-beijing-6/kec/aws4_request", ApiError::scope_date()),
        (
            "20240115/cn-beijing-6/kec/aws3_request",
            ApiError::scope_terminator("aws3_request"),
        ),
        (
            "20240115/cn-beijing-6/s3/aws4_request",
            ApiError::scope_service("kec"),
        ),
        (
            "20240115/mars-1/kec/aws4_request",
            ApiError::scope_region("mars-1"),
        ),
        (
            "20240115/cn-shanghai-2/kec/aws4_request",
            ApiError::signature_mismatch(),
        ),
    ];
    for (scope, expected) in cases {
        let authorization = authorization("host;x-amz-date", V1_SIGNATURE)
            .replace(CREDENTIAL, &format!("{ACCESS_KEY}/{scope}"));
        assert_eq!(verify(&v1(&authorization)), Err(expected), "{scope}");
    }
}

#[test]
fn signed_headers_must_include_host_and_be_there() {
    let no_host = authorization("x-amz-date", V1_SIGNATURE);
    assert_eq!(verify(&v1(&no_host)), Err(ApiError::host_not_signed()));
    let absent = authorization("accept;host;x-amz-date", V1_SIGNATURE);
    assert_eq!(verify(&v1(&absent)), Err(ApiError::missing_header("accept")));
}

#[test]
fn an_unknown_access_key_is_refused_before_the_time_is_looked_at() {
    let stranger = authorization("host;x-amz-date", V1_SIGNATURE).replace(ACCESS_KEY, "AKLTStranger");
    let late = instant() + SignedDuration::from_hours(1);
    assert_eq!(
        verify_at(&v1(&stranger), late),
        Err(ApiError::unknown_access_key())
    );
    let expired = verify_at(&v1(&authorization("host;x-amz-date", V1_SIGNATURE)), late);
    assert!(
        expired
            .expect_err("expired")
            .message
            .starts_with("Signature expired:")
    );
}

#[test]
fn a_query_signature_names_what_it_lacks() {
    for name in [
        "X-Amz-Algorithm",
        "X-Amz-Credential",
        "X-Amz-Date",
        "X-Amz-SignedHeaders",
        "X-Amz-Signature",
    ] {
        let parameters = v4_parameters().replace(&format!("{name}="), "Other=");
        let expected = ApiError::missing_query_parameters(name);
        assert_eq!(verify(&v4_query(&parameters)), Err(expected), "{name}");
    }
    let other_algorithm = v4_parameters().replace("AWS4-HMAC-SHA256", "AWS4-HMAC-MD5");
    assert_eq!(
        verify(&v4_query(&other_algorithm)),
        Err(ApiError::unsupported_algorithm("AWS4-HMAC-MD5"))
    );
    for lifetime in ["0", "604801", "soon"] {
        let parameters = format!("{}&X-Amz-Expires={lifetime}", v4_parameters());
        let expected = ApiError::invalid_query_parameter("X-Amz-Expires");
        assert_eq!(verify(&v4_query(&parameters)), Err(expected), "{lifetime}");
    }
}

#[test]
fn any_changed_byte_is_refused() {
    let mismatch = Err(ApiError::signature_mismatch());
    for at in 0..V1_SIGNATURE.len() {
        let changed = authorization("host;x-amz-date", &swap(V1_SIGNATURE, at));
        assert_eq!(verify(&v1(&changed)), mismatch, "signature byte {at}");
    }
    for at in 0..V2_BODY.len() {
        assert_eq!(verify(&v2(&swap(V2_BODY, at))), mismatch, "body byte {at}");
    }
    let mut other_host = v2(V2_BODY);
    other_host
        .headers
        .insert("host", "kec.api.ksyun.con".parse().expect("a value"));
    assert_eq!(verify(&other_host), mismatch);
}

#[test]
fn a_request_without_host_or_signature_is_refused() {
    let authorization = authorization("host;x-amz-date", V1_SIGNATURE);
    let no_host = request(
        Method::GET,
        V1_QUERY,
        &[AMZ_DATE, ("authorization", &authorization)],
        "",
    );
    assert_eq!(verify(&no_host), Err(ApiError::missing_host_header()));
    // A client that signs by Version 4 sends `Accesskey` too, so it is no trace of a simplified signature.
    let unsigned = request(Method::GET, &format!("{V1_QUERY}&Accesskey=K"), &[HOST], "");
    assert_eq!(verify(&unsigned), Err(ApiError::missing_token()));
}
