//! The canonical request of Signature Version 4: the text that both sides must agree on.
use std::collections::BTreeMap;
use std::fmt;

use sha2::{Digest, Sha256};

/// Lower-case hex of the SHA-256 of `data`.
pub(super) fn sha256_hex(data: &[u8]) -> String {
    hex::encode(Sha256::digest(data))
}

/// The headers that are signed: names in lower case and in order, values trimmed.
pub(super) struct CanonicalHeaders(BTreeMap<String, String>);

impl CanonicalHeaders {
    pub(super) fn new<'a>(headers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let canonical = |(name, value): (&str, &str)| (name.to_ascii_lowercase(), value.trim().to_owned());
        Self(headers.into_iter().map(canonical).collect())
    }

    /// `SignedHeaders`: the names, joined by `;`.
    pub(super) fn names(&self) -> String {
        self.0.keys().map(String::as_str).collect::<Vec<_>>().join(";")
    }
}

/// One `name:value` line per header.
impl fmt::Display for CanonicalHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|(name, value)| writeln!(f, "{name}:{value}"))
    }
}

/// What is signed of a request. `Display` is the exact text of the specification.
pub(super) struct CanonicalRequest<'a> {
    method: &'static str,
    /// Encoded and sorted.
    query: &'a str,
    headers: CanonicalHeaders,
    payload_hash: String,
}

impl<'a> CanonicalRequest<'a> {
    pub(super) fn new(
        method: &'static str,
        query: &'a str,
        headers: CanonicalHeaders,
        payload: &[u8],
    ) -> Self {
        Self {
            method,
            query,
            headers,
            payload_hash: sha256_hex(payload),
        }
    }

    pub(super) fn hash(&self) -> String {
        sha256_hex(self.to_string().as_bytes())
    }
}

impl fmt::Display for CanonicalRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            method,
            query,
            headers,
            payload_hash,
        } = self;
        let signed_headers = headers.names();
        write!(
            f,
            "{method}\n/\n{query}\n{headers}\n{signed_headers}\n{payload_hash}"
        )
    }
}
