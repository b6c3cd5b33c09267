//! The API's own "signature version 1.0": HMAC-SHA-256 over the sorted parameters, nothing else.
use std::fmt;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use super::v4::hmac_sha256;
use crate::client::params::Params;

/// The `Timestamp` parameter: `2024-01-15T08:30:00Z`.
pub(super) fn format_timestamp(now: Timestamp) -> String {
    now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The text that is signed: all parameters but `Signature`.
pub(super) struct CanonicalizedQueryString(String);

impl CanonicalizedQueryString {
    pub(super) fn new(params: &Params) -> Self {
        Self(params.encode())
    }

    /// The signature, in lower-case hex. The secret is used as text even though it looks like base64.
    pub(super) fn sign(&self, secret_key: &SecretString) -> String {
        hex::encode(hmac_sha256(secret_key.expose_secret().as_bytes(), &self.to_string()).as_slice())
    }
}

impl fmt::Display for CanonicalizedQueryString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
