//! The published signatures are accepted, any changed byte is refused, and each mistake has its documented error.

mod simplified;
mod v4;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, Method};
use jiff::{SignedDuration, Timestamp};

use super::{Scope, Verifier, is_signature_parameter};
use crate::emulator::error::ApiError;
use crate::emulator::request::RawRequest;

const ACCESS_KEY: &str = "AKLTExampleAccessKey01";
const SECRET_KEY: &str = "OExampleSecretKey/For+Golden=Tests01";
const HOST: (&str, &str) = ("host", "kec.api.ksyun.com");
const AMZ_DATE: (&str, &str) = ("x-amz-date", "20240115T083000Z");
const FORM: &str = "application/x-www-form-urlencoded";

/// The instant at which all published signatures were made.
fn instant() -> Timestamp {
    "2024-01-15T08:30:00Z".parse().expect("a time")
}

fn request(method: Method, query: &str, headers: &[(&str, &str)], body: &str) -> RawRequest {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let name: HeaderName = name.parse().expect("a header name");
        map.append(name, value.parse().expect("a header value"));
    }
    RawRequest {
        method,
        path: "/".into(),
        query: query.into(),
        headers: map,
        body: Bytes::copy_from_slice(body.as_bytes()),
    }
}

fn verify_at(request: &RawRequest, now: Timestamp) -> Result<Scope, ApiError> {
    let verifier = Verifier::new(ACCESS_KEY, SECRET_KEY, SignedDuration::from_mins(15));
    verifier.verify(request, &request.parameters()?, now)
}

fn verify(request: &RawRequest) -> Result<Scope, ApiError> {
    verify_at(request, instant())
}

/// This text with another byte at `at`.
fn swap(text: &str, at: usize) -> String {
    let mut bytes = text.as_bytes().to_vec();
    bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
    String::from_utf8(bytes).expect("ASCII")
}

fn beijing() -> Scope {
    Scope {
        service: "kec".into(),
        region: "cn-beijing-6".into(),
    }
}

#[test]
fn only_parameters_of_a_signature_are_kept_from_the_actions() {
    for name in [
        "X-Amz-Date",
        "Accesskey",
        "Timestamp",
        "Signature",
        "SecurityToken",
    ] {
        assert!(is_signature_parameter(name), "{name}");
    }
    for name in ["Action", "ScalingGroupId.1", "Region", "DryRun"] {
        assert!(!is_signature_parameter(name), "{name}");
    }
}
