//! The texts that Signature Version 4 hashes and signs. `Display` writes each exactly as the specification has it.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::ALGORITHM;
use super::claim::Claim;
use crate::emulator::auth::digest;
use crate::emulator::error::ApiError;
use crate::emulator::request::RawRequest;

/// What RFC 3986 leaves unescaped; everything else becomes `%XX`.
pub(in super::super) const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// The request in the form in which it is hashed.
pub(super) struct CanonicalRequest<'a> {
    method: &'a str,
    uri: &'a str,
    query: String,
    /// One `name:value` line per signed header, each with its line feed.
    headers: String,
    signed_headers: &'a str,
    body_hash: String,
}

impl<'a> CanonicalRequest<'a> {
    /// Rebuilds what the client must have signed. The body's hash is that of the body that arrived, whatever
    /// `X-Amz-Content-Sha256` says.
    ///
    /// # Errors
    /// `MissingAuthenticationToken` if a signed header did not arrive.
    pub(super) fn rebuild(request: &'a RawRequest, claim: &'a Claim) -> Result<Self, ApiError> {
        Ok(Self {
            method: request.method.as_str(),
            uri: &request.path,
            query: canonical_query(request)?,
            headers: canonical_headers(request, claim)?,
            signed_headers: &claim.signed_headers,
            body_hash: digest::sha256_hex(&request.body),
        })
    }
}

impl fmt::Display for CanonicalRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.method, self.uri, self.query)?;
        writeln!(f, "{}\n{}", self.headers, self.signed_headers)?;
        f.write_str(&self.body_hash)
    }
}

/// The text whose HMAC is the signature.
pub(super) struct StringToSign {
    /// The signing time in ISO-8601 basic format.
    pub(super) signed_at: String,
    /// `date/region/service/terminator`.
    pub(super) scope: String,
    /// `hex(SHA256(CanonicalRequest))`.
    pub(super) request_hash: String,
}

impl fmt::Display for StringToSign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{ALGORITHM}\n{}\n{}\n{}",
            self.signed_at, self.scope, self.request_hash
        )
    }
}

/// The query re-encoded and sorted, without the signature itself.
fn canonical_query(request: &RawRequest) -> Result<String, ApiError> {
    let encode = |text: &str| utf8_percent_encode(text, UNRESERVED).to_string();
    let signed = request
        .query_pairs()?
        .into_iter()
        .filter(|(name, _)| name != "X-Amz-Signature");
    let mut pairs: Vec<(String, String)> = signed
        .map(|(name, value)| (encode(&name), encode(&value)))
        .collect();
    pairs.sort_unstable();
    let joined: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    Ok(joined.join("&"))
}

/// Walks the client's own list of signed headers. There is no fixed list, and a name that is listed twice gives two
/// lines: one official client lists and signs `host` twice.
fn canonical_headers(request: &RawRequest, claim: &Claim) -> Result<String, ApiError> {
    let mut lines = String::new();
    for name in claim.signed_header_names() {
        let values: Vec<String> = request
            .headers
            .get_all(name)
            .iter()
            .map(|value| trim(&String::from_utf8_lossy(value.as_bytes())))
            .collect();
        if values.is_empty() {
            return Err(ApiError::missing_header(name));
        }
        lines.push_str(name);
        lines.push(':');
        lines.push_str(&values.join(","));
        lines.push('\n');
    }
    Ok(lines)
}

/// Drops outer blanks and makes each inner run of blanks one space.
fn trim(value: &str) -> String {
    value.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}
