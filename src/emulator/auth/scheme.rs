//! Which of the signatures a request carries.

use crate::emulator::error::ApiError;
use crate::emulator::request::{Pairs, RawRequest};

/// The ways to sign a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    /// Signature Version 4 in the `Authorization` header.
    V4Header,
    /// Signature Version 4 in the query string.
    V4Query,
    /// The simplified signature, in the parameters.
    Simplified,
}

impl Scheme {
    /// Finds the scheme by what is there of it, so that an incomplete signature is reported as that and not as missing.
    ///
    /// `Accesskey` alone is no sign of the simplified one: a client that signs by Version 4 sends it too.
    pub(super) fn of(request: &RawRequest, parameters: &Pairs) -> Result<Self, ApiError> {
        if request.headers.contains_key("authorization") {
            return Ok(Self::V4Header);
        }
        let in_query = |name: &&str| {
            request
                .query
                .split('&')
                .any(|piece| piece.split('=').next() == Some(name))
        };
        if V4_QUERY.iter().any(in_query) {
            return Ok(Self::V4Query);
        }
        if SIMPLIFIED.iter().any(|name| parameters.contains_key(*name)) {
            return Ok(Self::Simplified);
        }
        Err(ApiError::missing_token())
    }
}

const V4_QUERY: [&str; 4] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
];
const SIMPLIFIED: [&str; 3] = ["SignatureVersion", "SignatureMethod", "Signature"];
