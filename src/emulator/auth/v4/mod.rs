//! Signature Version 4 (`AWS4-HMAC-SHA256`), in the `Authorization` header or in the query string.

mod canonical;
mod claim;

use jiff::Timestamp;

use super::scope::Scope;
use super::{Verifier, digest, instant};
use crate::emulator::error::ApiError;
use crate::emulator::request::RawRequest;
use canonical::{CanonicalRequest, StringToSign};

pub(super) use canonical::UNRESERVED;
pub(super) use claim::Claim;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const TERMINATOR: &str = "aws4_request";

/// Checks `claim` against `request` in the order in which the API reports what is wrong.
pub(super) fn verify(
    verifier: &Verifier,
    request: &RawRequest,
    claim: &Claim,
    now: Timestamp,
) -> Result<Scope, ApiError> {
    let credential = &claim.credential;
    let signed_at = instant::basic(claim.signed_at);
    if !signed_at.starts_with(&format!("{}T", credential.date)) {
        return Err(ApiError::scope_date());
    }
    if credential.terminator != TERMINATOR {
        return Err(ApiError::scope_terminator(&credential.terminator));
    }
    let scope = Scope::new(&credential.service, &credential.region)?;
    let signs_host = claim.signed_header_names().any(|name| name == "host");
    if !signs_host {
        return Err(ApiError::host_not_signed());
    }
    let canonical = CanonicalRequest::rebuild(request, claim)?;
    if credential.access_key != verifier.access_key {
        return Err(ApiError::unknown_access_key());
    }
    instant::check_fresh(claim.signed_at, claim.lifetime, verifier.max_skew, now)?;
    let text = StringToSign {
        signed_at,
        scope: credential.scope(),
        request_hash: digest::sha256_hex(canonical.to_string().as_bytes()),
    };
    let key = signing_key(&verifier.secret_key, credential);
    if !digest::is_hmac_hex(&key, text.to_string().as_bytes(), &claim.signature) {
        return Err(ApiError::signature_mismatch());
    }
    Ok(scope)
}

/// The key of one day, region and service, derived from the secret key.
fn signing_key(secret_key: &str, credential: &claim::Credential) -> Vec<u8> {
    let steps = [
        &credential.date,
        &credential.region,
        &credential.service,
        &credential.terminator,
    ];
    let start = format!("AWS4{secret_key}").into_bytes();
    steps
        .iter()
        .fold(start, |key, step| digest::hmac_sha256(&key, step.as_bytes()))
}
