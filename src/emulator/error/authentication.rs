//! Refusals that have to do with who calls.

use super::ApiError;

/// Authentication data is missing.
impl ApiError {
    /// The request has no `Host` header.
    pub fn missing_host_header() -> Self {
        missing_authentication("Request is missing 'Host' header.")
    }

    /// The request carries no signature of any kind.
    pub fn missing_token() -> Self {
        missing_authentication("Request is missing Authentication Token.")
    }

    /// A header that the signature needs is absent.
    pub fn missing_header(name: &str) -> Self {
        missing_authentication(format!("{name} not in Http Header."))
    }
}

/// The signature was read and is not valid for this request.
impl ApiError {
    /// `host` is not among the signed headers.
    pub fn host_not_signed() -> Self {
        does_not_match("Host' must be a 'SignedHeader' in the Authorization.")
    }

    /// The credential scope does not end in `aws4_request`.
    pub fn scope_terminator(got: &str) -> Self {
        does_not_match(format!(
            "Credential should be scoped with a valid terminator: 'aws4_request', not: {got}."
        ))
    }

    /// The credential scope names an unknown region.
    pub fn scope_region(got: &str) -> Self {
        does_not_match(format!(
            "Credential should be scoped to a valid region, not: {got}."
        ))
    }

    /// The credential scope names another service than `expected`.
    pub fn scope_service(expected: &str) -> Self {
        does_not_match(format!(
            "Credential should be scoped to correct service: {expected}."
        ))
    }

    /// The signature is not the one that the secret key gives.
    pub fn signature_mismatch() -> Self {
        does_not_match("The request signature we calculated does not match the signature you provided.")
    }

    /// The signing time is too far from the server's clock; `detail` says which times.
    pub fn signature_expired(detail: &str) -> Self {
        does_not_match(format!("Signature expired:{detail}."))
    }

    /// The day in the credential scope is not the day of the request.
    pub fn scope_date() -> Self {
        does_not_match(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.",
        )
    }

    /// The access key is unknown, or the token that goes with it is not valid any more.
    pub fn unknown_access_key() -> Self {
        Self::new(
            403,
            "InvalidClientTokenId",
            "The security token included in the request is invalid.",
        )
    }

    /// The caller is known but may not perform `action`.
    pub fn access_denied(user: &str, action: &str) -> Self {
        Self::new(
            403,
            "AccessDenied",
            format!("User: {user} is not authorized to perform: {action}."),
        )
    }
}

/// The signature data cannot be read.
impl ApiError {
    /// The signing date is not in ISO-8601 basic format.
    pub fn date_format(got: &str) -> Self {
        incomplete(format!(
            "Date must be in ISO-8601 'basic format'. Got '{got}'. See http://en.wikipedia.org/wiki/ISO_8601."
        ))
    }

    /// A signature in the query string lacks parameters; `required` lists them.
    pub fn missing_query_parameters(required: &str) -> Self {
        incomplete(format!(
            "KSC query-string parameters must include {required}. Re-examine the query-string parameters."
        ))
    }

    /// The algorithm is not `AWS4-HMAC-SHA256`.
    pub fn unsupported_algorithm(got: &str) -> Self {
        incomplete(format!("Unsupported ksc 'algorithm': {got}."))
    }

    /// The `Authorization` header has no `Credential`.
    pub fn missing_credential(authorization: &str) -> Self {
        incomplete(format!(
            "Authorization header requires 'Credential' parameter. Authorization={authorization}."
        ))
    }

    /// `Credential` does not have five parts.
    pub fn credential_format(got: &str) -> Self {
        incomplete(format!(
            "Credential must have exactly 5 slash-delimited elements, e.g. \
             accesskeyid/date/region/service/aws4_request, got: {got}."
        ))
    }

    /// The `Authorization` header cannot be parsed.
    pub fn authorization_format() -> Self {
        incomplete("Authorization header format error.")
    }

    /// Neither `X-Amz-Date` nor `Date` was sent.
    pub fn missing_date(authorization: &str) -> Self {
        incomplete(format!(
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header, \
             Authorization={authorization}"
        ))
    }

    /// The `Authorization` header has no `Signature`.
    pub fn missing_signature(authorization: &str) -> Self {
        incomplete(format!(
            "Authorization header requires 'Signature' parameter. Authorization={authorization}"
        ))
    }

    /// The `Authorization` header has no `SignedHeaders`.
    pub fn missing_signed_headers(authorization: &str) -> Self {
        incomplete(format!(
            "Authorization header requires 'SignedHeaders' parameter. Authorization={authorization}"
        ))
    }
}

fn missing_authentication(message: impl Into<String>) -> ApiError {
    ApiError::new(403, "MissingAuthenticationToken", message)
}

fn does_not_match(message: impl Into<String>) -> ApiError {
    ApiError::new(403, "SignatureDoesNotMatch", message)
}

fn incomplete(message: impl Into<String>) -> ApiError {
    ApiError::new(400, "IncompleteSignature", message)
}
