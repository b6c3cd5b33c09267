//! The simplified signature: an HMAC over the sorted parameters, wherever they were sent (query, form, JSON body).
//!
//! The documentation gives it no errors of its own, so the emulator takes the nearest documented ones: an absent
//! parameter is an incomplete query signature, a wrong method or version is reported as such, and the rest is as for
//! Signature Version 4.

use jiff::Timestamp;
use percent_encoding::utf8_percent_encode;

use super::scope::{DEFAULT_REGION, Scope, region_of_host};
use super::{Verifier, digest, instant, v4::UNRESERVED};
use crate::emulator::error::ApiError;
use crate::emulator::request::{Pairs, RawRequest};

/// Checks the simplified signature in `parameters`.
pub(super) fn verify(
    verifier: &Verifier,
    request: &RawRequest,
    parameters: &Pairs,
    now: Timestamp,
) -> Result<Scope, ApiError> {
    let required = |name: &str| {
        let value = parameters.get(name).filter(|value| !value.is_empty());
        value.ok_or_else(|| ApiError::missing_query_parameters(name))
    };
    let access_key = required("Accesskey")?;
    let service = required("Service")?;
    let timestamp = required("Timestamp")?;
    let version = required("SignatureVersion")?;
    let method = required("SignatureMethod")?;
    let signature = required("Signature")?;

    if method != "HMAC-SHA256" {
        return Err(ApiError::unsupported_algorithm(method));
    }
    if version != "1.0" {
        return Err(ApiError::invalid_query_parameter("SignatureVersion"));
    }
    let signed_at = instant::parse_extended(timestamp).ok_or_else(|| ApiError::date_format(timestamp))?;
    let region = parameters.get("Region").map(String::as_str);
    let region = region
        .or_else(|| region_of_host(request))
        .unwrap_or(DEFAULT_REGION);
    let scope = Scope::new(service, region)?;
    if *access_key != verifier.access_key {
        return Err(ApiError::unknown_access_key());
    }
    instant::check_fresh(signed_at, None, verifier.max_skew, now)?;
    let text = canonicalized_query_string(parameters);
    if !digest::is_hmac_hex(verifier.secret_key.as_bytes(), text.as_bytes(), signature) {
        return Err(ApiError::signature_mismatch());
    }
    Ok(scope)
}

/// The text that is signed: all parameters but the signature itself, sorted by name.
fn canonicalized_query_string(parameters: &Pairs) -> String {
    let encode = |text| utf8_percent_encode(text, UNRESERVED).to_string();
    let signed = parameters.iter().filter(|(name, _)| *name != "Signature");
    let pairs: Vec<String> = signed
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}
