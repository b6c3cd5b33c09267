//! Who signed a request, and for which service and region: both of the API's signatures, verified from the raw request.
//!
//! Signing times are compared with real time even when the emulator's business clock is scaled or driven by hand,
//! because clients sign with the time of their machine.

mod digest;
mod instant;
mod scheme;
mod scope;
mod simplified;
#[cfg(test)]
mod tests;
mod v4;

use jiff::{SignedDuration, Timestamp};

use super::error::ApiError;
use super::request::{Pairs, RawRequest};
use scheme::Scheme;

pub(crate) use scope::{AUTO_SCALING_SERVICE, DEFAULT_REGION, IDENTITY_SERVICE, Scope};

/// The key pair that the emulator accepts, and how strict it is about time.
#[derive(Clone)]
pub(crate) struct Verifier {
    access_key: String,
    secret_key: String,
    max_skew: SignedDuration,
}

impl Verifier {
    /// Accepts signatures of this key pair whose signing time is at most `max_skew` away from the real time.
    pub(crate) fn new(access_key: &str, secret_key: &str, max_skew: SignedDuration) -> Self {
        Self {
            access_key: access_key.to_owned(),
            secret_key: secret_key.to_owned(),
            max_skew,
        }
    }

    /// Checks the signature of `request`, whose decoded parameters are `parameters`, at the real time `now`.
    ///
    /// # Errors
    /// The documented error for the first thing that is wrong.
    pub(crate) fn verify(
        &self,
        request: &RawRequest,
        parameters: &Pairs,
        now: Timestamp,
    ) -> Result<Scope, ApiError> {
        if request.header("host").is_none_or(str::is_empty) {
            return Err(ApiError::missing_host_header());
        }
        match Scheme::of(request, parameters)? {
            Scheme::V4Header => {
                let claim = v4::Claim::from_header(request)?;
                v4::verify(self, request, &claim, now)
            }
            Scheme::V4Query => {
                let claim = v4::Claim::from_query(request)?;
                v4::verify(self, request, &claim, now)
            }
            Scheme::Simplified => simplified::verify(self, request, parameters, now),
        }
    }
}

/// Parameters that carry the signature and no business, by both schemes. They are not handed to the actions.
pub(crate) fn is_signature_parameter(name: &str) -> bool {
    const SIMPLIFIED: [&str; 6] = [
        "Accesskey",
        "Timestamp",
        "SignatureVersion",
        "SignatureMethod",
        "Signature",
        "SecurityToken",
    ];
    name.starts_with("X-Amz-") || SIMPLIFIED.contains(&name)
}
