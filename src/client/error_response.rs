//! The API's error answer, and what its code says.
use std::fmt;

/// The API's error answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct ErrorResponse {
    /// HTTP status. 404 alone does not mean that an object is missing.
    pub http_status: u16,
    /// For example `InvalidParameterValue`; absent if the answer had none.
    pub code: Option<String>,
    /// The API's explanation.
    pub message: String,
}

impl ErrorResponse {
    /// Whether a dot-separated part of the code ends with `suffix`, without regard to case.
    pub(super) fn code_ends_with(&self, suffix: &str) -> bool {
        let ends = |part: &str| part.to_ascii_lowercase().ends_with(suffix);
        self.code.as_deref().is_some_and(|code| code.split('.').any(ends))
    }

    /// Whether the code is exactly one of these.
    pub(super) fn code_is_one_of(&self, codes: &[&str]) -> bool {
        self.code.as_deref().is_some_and(|code| codes.contains(&code))
    }

    /// Whether the code says, in any spelling, that something is not there. The gateway's own errors, of which
    /// some have HTTP 404 as well, say nothing about objects.
    pub(super) fn says_not_found(&self) -> bool {
        let Some(code) = &self.code else {
            return false;
        };
        let code = code.to_ascii_lowercase().replace('_', "");
        if self.message.contains("InnerApi") {
            return false;
        }
        let says =
            |part: &str| part.contains("notfound") || part.contains("notexist") || part.starts_with("nosuch");
        let invalid_object = self.http_status == 404 && code.starts_with("invalidscaling");
        invalid_object || code.split('.').any(says)
    }

    /// Whether flow control refused the request; it was not executed.
    pub(super) fn is_throttle(&self) -> bool {
        const CODES: [&str; 4] = [
            "LimitExceeded",
            "RequestLimitExceeded",
            "Throttling",
            "ThrottlingException",
        ];
        // A quota that is used up has a code of the same kind, and does not go away by waiting.
        let is_quota = self.message.to_ascii_lowercase().contains("quota");
        (self.code_is_one_of(&CODES) && !is_quota) || matches!(self.http_status, 429 | 509)
    }
}

impl fmt::Display for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.code {
            Some(code) => write!(f, "{code} (HTTP {}): {}", self.http_status, self.message),
            None => write!(f, "HTTP {}: {}", self.http_status, self.message),
        }
    }
}
