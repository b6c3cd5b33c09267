//! Both signatures of the API, applied to the one shape in which requests are sent: a POST whose form body
//! holds all parameters and whose query repeats `Action` and `Version`.
//!
//! Passwords and user data thus never are in a URL, where proxies and servers would log them.
//!
//! They are made by hand because no library knows the simplified one, and those for Signature Version 4 are
//! bound to the endpoints and credentials of the cloud that they were written for.
mod canonical;
mod simplified;
mod v4;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use self::canonical::{CanonicalHeaders, CanonicalRequest};
use self::simplified::CanonicalizedQueryString;
use self::v4::{Authorization, CredentialScope, SigningKey, StringToSign};
use super::actions::API_VERSION;
use super::credentials::{Credentials, SignatureVersion};
use super::params::Params;
use super::region::Region;

/// The service name in both signatures.
const SERVICE: &str = "kec";

const CONTENT_TYPE: &str = "application/x-www-form-urlencoded; charset=utf-8";

/// A request that is ready to be sent exactly as it is.
pub(super) struct SignedRequest {
    /// Without `?`.
    pub(super) query: String,
    pub(super) headers: Vec<(&'static str, SecretString)>,
    pub(super) body: SecretString,
}

/// Who signs, and for where.
pub(super) struct Signer<'a> {
    pub(super) version: SignatureVersion,
    pub(super) credentials: &'a Credentials,
    pub(super) region: &'a Region,
    pub(super) host: &'a str,
}

impl Signer<'_> {
    /// Signs the request for `action` with its own parameters.
    pub(super) fn sign(&self, action: &str, mut params: Params, now: Timestamp) -> SignedRequest {
        let mut query = Params::default();
        for target in [&mut params, &mut query] {
            target.set("Action", action);
            target.set("Version", API_VERSION);
        }
        match self.version {
            SignatureVersion::V4 => self.sign_v4(&query, &params, now),
            SignatureVersion::Simplified => self.sign_simplified(&query, params, now),
        }
    }

    fn sign_v4(&self, query: &Params, params: &Params, now: Timestamp) -> SignedRequest {
        let query = query.encode();
        let body = params.encode();
        let date = v4::format_date(now);

        let mut headers = vec![
            ("accept", "application/json".to_owned()),
            ("content-length", body.len().to_string()),
            ("content-type", CONTENT_TYPE.to_owned()),
            ("x-amz-date", date.clone()),
        ];
        if let Some(token) = &self.credentials.security_token {
            headers.push(("x-ksc-security-token", token.expose_secret().to_owned()));
        }

        // The HTTP library writes the Host header itself, from the same URL.
        let host = [("host", self.host)];
        let signed = headers
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .chain(host);
        let headers_to_sign = CanonicalHeaders::new(signed);
        let signed_headers = headers_to_sign.names();
        let canonical_request = CanonicalRequest::new("POST", &query, headers_to_sign, body.as_bytes());
        let scope = CredentialScope::new(now, self.region.as_str());
        let key = SigningKey::derive(&self.credentials.secret_key, &scope);
        let signature = key.sign(&StringToSign::new(date, scope.clone(), &canonical_request));
        let authorization = Authorization {
            access_key: &self.credentials.access_key,
            scope,
            signed_headers,
            signature,
        };
        headers.push(("authorization", authorization.to_string()));
        SignedRequest {
            query,
            headers: secret(headers),
            body: body.into(),
        }
    }

    fn sign_simplified(&self, query: &Params, mut params: Params, now: Timestamp) -> SignedRequest {
        params.set("Service", SERVICE);
        params.set("Region", self.region.as_str());
        params.set("Accesskey", &self.credentials.access_key);
        params.set("Timestamp", simplified::format_timestamp(now));
        params.set("SignatureVersion", "1.0");
        params.set("SignatureMethod", "HMAC-SHA256");
        if let Some(token) = &self.credentials.security_token {
            params.set("SecurityToken", token.expose_secret());
        }
        let signature = CanonicalizedQueryString::new(&params).sign(&self.credentials.secret_key);
        params.set("Signature", signature);
        let body = params.encode();
        let headers = vec![
            ("accept", "application/json".to_owned()),
            ("content-length", body.len().to_string()),
            ("content-type", CONTENT_TYPE.to_owned()),
        ];
        SignedRequest {
            query: query.encode(),
            headers: secret(headers),
            body: body.into(),
        }
    }
}

fn secret(headers: Vec<(&'static str, String)>) -> Vec<(&'static str, SecretString)> {
    headers
        .into_iter()
        .map(|(name, value)| (name, value.into()))
        .collect()
}

#[cfg(test)]
mod tests;
