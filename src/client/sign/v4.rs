//! `AWS4-HMAC-SHA256`: from the canonical request to the `Authorization` header.
use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

use super::SERVICE;
use super::canonical::CanonicalRequest;

pub(super) const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const TERMINATOR: &str = "aws4_request";

/// The date of `X-Amz-Date`: `20240115T083000Z`.
pub(super) fn format_date(now: Timestamp) -> String {
    now.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Day, region and service for which a signature is valid: `20240115/cn-beijing-6/kec/aws4_request`.
#[derive(Clone)]
pub(super) struct CredentialScope {
    day: String,
    region: String,
}

impl CredentialScope {
    pub(super) fn new(now: Timestamp, region: &str) -> Self {
        Self {
            day: now.strftime("%Y%m%d").to_string(),
            region: region.to_owned(),
        }
    }
}

impl fmt::Display for CredentialScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{SERVICE}/{TERMINATOR}", self.day, self.region)
    }
}

/// The text that the signing key signs.
pub(super) struct StringToSign {
    date: String,
    scope: CredentialScope,
    canonical_request_hash: String,
}

impl StringToSign {
    pub(super) fn new(date: String, scope: CredentialScope, request: &CanonicalRequest<'_>) -> Self {
        Self {
            date,
            scope,
            canonical_request_hash: request.hash(),
        }
    }
}

impl fmt::Display for StringToSign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{ALGORITHM}\n{}\n{}\n{}",
            self.date, self.scope, self.canonical_request_hash
        )
    }
}

/// The key derived from the secret for one scope; wiped when dropped.
pub(super) struct SigningKey(Zeroizing<Vec<u8>>);

impl SigningKey {
    pub(super) fn derive(secret_key: &SecretString, scope: &CredentialScope) -> Self {
        let seed = Zeroizing::new(format!("AWS4{}", secret_key.expose_secret()));
        let day = hmac_sha256(seed.as_bytes(), &scope.day);
        let region = hmac_sha256(&day, &scope.region);
        let service = hmac_sha256(&region, SERVICE);
        Self(hmac_sha256(&service, TERMINATOR))
    }

    /// The signature, in lower-case hex.
    pub(super) fn sign(&self, text: &StringToSign) -> String {
        hex::encode(hmac_sha256(&self.0, &text.to_string()).as_slice())
    }

    #[cfg(test)]
    pub(super) fn to_hex(&self) -> String {
        hex::encode(self.0.as_slice())
    }
}

/// HMAC-SHA-256 of a text.
pub(super) fn hmac_sha256(key: &[u8], text: &str) -> Zeroizing<Vec<u8>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(text.as_bytes());
    Zeroizing::new(mac.finalize().into_bytes().to_vec())
}

/// The `Authorization` header.
pub(super) struct Authorization<'a> {
    pub(super) access_key: &'a str,
    pub(super) scope: CredentialScope,
    pub(super) signed_headers: String,
    pub(super) signature: String,
}

impl fmt::Display for Authorization<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            access_key,
            scope,
            signed_headers,
            signature,
        } = self;
        write!(
            f,
            "{ALGORITHM} Credential={access_key}/{scope}, SignedHeaders={signed_headers}, Signature={signature}"
        )
    }
}
