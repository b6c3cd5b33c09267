//! The simplified signature, by published signatures.

use axum::http::Method;
use jiff::SignedDuration;

use super::{ACCESS_KEY, FORM, HOST, beijing, instant, request, swap, verify, verify_at};
use crate::emulator::error::ApiError;
use crate::emulator::request::RawRequest;

const G1_SIGNATURE: &str = "d53900e64d4ee9beb5d14a594acd9fde1a75a221233b1d2df46de732da5da77f";
const G2_SIGNATURE: &str = "19b64933e4ee53a78ff6db28c253533178f87e87ba465f7fbefbd78961248319";

fn simplified_common(action: &str, signature: &str) -> String {
    format!(
        "Action={action}&Version=2016-03-04&Service=kec&Region=cn-beijing-6&Accesskey={ACCESS_KEY}\
         &Timestamp=2024-01-15T08%3A30%3A00Z&SignatureVersion=1.0&SignatureMethod=HMAC-SHA256&Signature={signature}"
    )
}

fn g1() -> RawRequest {
    let common = simplified_common("DescribeScalingGroup", G1_SIGNATURE);
    let business = "Marker=0&MaxResults=10&ScalingGroupId.1=436995593677910016\
        &ScalingGroupName=%E6%B5%8B%E8%AF%95%20group%2A~%2B";
    request(Method::GET, &format!("{common}&{business}"), &[HOST], "")
}

const G2_METRIC: &str = r#"{"comparisonOperator":"Greater","dimensionName":"cpu_usage","function":"avg","period":60,"repeatTimes":3,"threshold":50}"#;

fn g2_form() -> RawRequest {
    let metric = percent_encoding::utf8_percent_encode(G2_METRIC, percent_encoding::NON_ALPHANUMERIC);
    let business = format!(
        "ScalingPolicyName=cpu+high&AdjustmentValue=-1&CoolDown=60&AdjustmentType=QuantityChangeInCapacity\
         &ScalingGroupId=447085419831828480&Metric={metric}"
    );
    let common = simplified_common("CreateScalingPolicy", G2_SIGNATURE);
    request(
        Method::POST,
        "",
        &[HOST, ("content-type", FORM)],
        &format!("{common}&{business}"),
    )
}

#[test]
fn the_simplified_signature_is_accepted_in_a_query_a_form_and_json() {
    assert_eq!(verify(&g1()), Ok(beijing()));
    assert_eq!(verify(&g2_form()), Ok(beijing()));

    let members: serde_json::Map<String, serde_json::Value> = g2_form()
        .parameters()
        .expect("decodable")
        .into_iter()
        .filter(|(name, _)| name != "Action" && name != "Version")
        .map(|(name, value)| (name, value.into()))
        .collect();
    let body = serde_json::to_string(&members).expect("JSON");
    let query = "Action=CreateScalingPolicy&Version=2016-03-04";
    let headers = [HOST, ("content-type", "application/json")];
    assert_eq!(
        verify(&request(Method::POST, query, &headers, &body)),
        Ok(beijing())
    );
}

#[test]
fn without_a_region_parameter_the_host_names_the_region() {
    let signature = "45b1bca03cedd4fb2c2ed75eac5d6503b17f2bb1246bbb5cbd62eb62f9e64ccf";
    let query = simplified_common("DescribeScalingGroup", signature).replace("&Region=cn-beijing-6", "");
    let region_at = |host| {
        let request = request(Method::GET, &query, &[("host", host)], "");
        verify(&request).expect("signed").region
    };
    assert_eq!(region_at("kec.cn-shanghai-2.api.ksyun.com"), "cn-shanghai-2");
    assert_eq!(region_at("127.0.0.1:80"), "cn-beijing-6");
}

#[test]
fn a_simplified_signature_names_what_it_lacks_or_has_wrong() {
    let with = |from: &str, to: &str| {
        let mut request = g1();
        assert!(request.query.contains(from), "{from}");
        request.query = request.query.replace(from, to);
        verify(&request).expect_err("refused")
    };
    for name in [
        "Accesskey",
        "Service",
        "Timestamp",
        "SignatureVersion",
        "SignatureMethod",
        "Signature",
    ] {
        let error = with(&format!("&{name}="), "&Other=");
        assert_eq!(error, ApiError::missing_query_parameters(name), "{name}");
    }
    let cases = [
        (
            "HMAC-SHA256",
            "HMAC-MD5",
            ApiError::unsupported_algorithm("HMAC-MD5"),
        ),
        (
            "SignatureVersion=1.0",
            "SignatureVersion=2.0",
            ApiError::invalid_query_parameter("SignatureVersion"),
        ),
        (
            "2024-01-15T08%3A30%3A00Z",
            "today",
            ApiError::date_format("today"),
        ),
        ("Service=kec", "Service=s3", ApiError::scope_service("kec")),
        (
            "Region=cn-beijing-6",
            "Region=mars-1",
            ApiError::scope_region("mars-1"),
        ),
        (ACCESS_KEY, "AKLTStranger", ApiError::unknown_access_key()),
        ("Marker=0", "Marker=1", ApiError::signature_mismatch()),
    ];
    for (from, to, expected) in cases {
        assert_eq!(with(from, to), expected, "{from} → {to}");
    }
    let late = verify_at(&g1(), instant() + SignedDuration::from_mins(16)).expect_err("expired");
    assert!(late.message.starts_with("Signature expired:20240115T083000Z"));
}

#[test]
fn any_changed_byte_of_a_simplified_signature_or_parameter_is_refused() {
    let mismatch = Err(ApiError::signature_mismatch());
    for at in 0..G1_SIGNATURE.len() {
        let mut request = g1();
        request.query = request.query.replace(G1_SIGNATURE, &swap(G1_SIGNATURE, at));
        assert_eq!(verify(&request), mismatch, "signature byte {at}");
    }
    let mut other_query = g1();
    other_query.query = other_query.query.replace("MaxResults=10", "MaxResults=11");
    assert_eq!(verify(&other_query), mismatch);
}
