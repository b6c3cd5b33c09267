use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Distortion;
use crate::emulator::error::ApiError;
use crate::emulator::response_faults::ResponseFault;

/// What happens to a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// The call is answered with this error.
    Error {
        /// HTTP status.
        status: u16,
        /// `Error.Code`.
        code: String,
        /// `Error.Message`.
        message: String,
        /// Seconds in the header `Retry-After`; no such header if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after: Option<u32>,
        /// Whether the call is executed all the same.
        #[serde(default)]
        executed: bool,
    },
    /// The call is not executed and refused by flow control.
    Throttle {
        /// Seconds in the header `Retry-After`; no such header if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after: Option<u32>,
    },
    /// The call is not executed: the caller may not make it.
    AccessDenied,
    /// The call is not executed: the caller's token is not valid any more.
    ExpiredToken,
    /// The call is not executed; the connection is cut instead of an answer.
    DropRequest,
    /// The call is executed; the connection is cut instead of an answer.
    DropAnswer,
    /// The call is executed; the answer breaks off in the middle of its body.
    TruncateBody,
    /// The call is executed and answered after this many milliseconds of the runtime's clock.
    Latency {
        /// Milliseconds.
        ms: u64,
    },
    /// Something in between answers with this instead of the API.
    ReplaceBody {
        /// HTTP status.
        #[serde(default = "ok")]
        status: u16,
        /// The header `Content-Type`.
        #[serde(default = "json")]
        content_type: String,
        /// The body, which may be empty.
        body: String,
        /// Whether the call is executed before.
        #[serde(default)]
        executed: bool,
    },
    /// The call is executed; its answer is not what the documentation says.
    Distort {
        /// What is wrong with it.
        how: Distortion,
    },
    /// A list shows which objects there were this long ago: new ones are missing, deleted ones are still there.
    Lag {
        /// Milliseconds of the emulator's clock.
        ms: u32,
    },
    /// A list shows every object with the values of this long ago.
    Stale {
        /// Milliseconds of the emulator's clock.
        ms: u32,
    },
}

impl Fault {
    /// Whether the call is executed.
    pub fn executes(&self) -> bool {
        match self {
            Self::Throttle { .. } | Self::AccessDenied | Self::ExpiredToken | Self::DropRequest => false,
            Self::Error { executed, .. } | Self::ReplaceBody { executed, .. } => *executed,
            Self::DropAnswer
            | Self::TruncateBody
            | Self::Latency { .. }
            | Self::Distort { .. }
            | Self::Lag { .. }
            | Self::Stale { .. } => true,
        }
    }

    /// The error with which a call of `action` by `account` is answered, whatever came of it.
    pub fn refusal(&self, account: &str, action: &str) -> Option<ApiError> {
        match self {
            Self::Error {
                status,
                code,
                message,
                retry_after,
                ..
            } => Some(ApiError::new(*status, code, message).retry_after(*retry_after)),
            Self::Throttle { retry_after } => Some(ApiError::throttled().retry_after(*retry_after)),
            Self::AccessDenied => Some(ApiError::access_denied(account, action)),
            Self::ExpiredToken => Some(ApiError::unknown_access_key()),
            _ => None,
        }
    }

    /// How the answer goes out.
    pub(crate) fn delivery(&self) -> ResponseFault {
        match self {
            Self::DropRequest | Self::DropAnswer => ResponseFault::Dropped,
            Self::TruncateBody => ResponseFault::Truncated,
            Self::Latency { ms } => ResponseFault::Delayed { ms: *ms },
            Self::ReplaceBody { .. } => ResponseFault::Replaced,
            Self::Distort { .. } => ResponseFault::Distorted,
            _ => ResponseFault::Sent,
        }
    }

    /// How far back a list that it hits looks: for the objects that there are, and for their values.
    pub(crate) fn lag_and_staleness(&self) -> (Duration, Duration) {
        let millis = |ms: &u32| Duration::from_millis(u64::from(*ms));
        match self {
            Self::Lag { ms } => (millis(ms), Duration::ZERO),
            Self::Stale { ms } => (Duration::ZERO, millis(ms)),
            _ => (Duration::ZERO, Duration::ZERO),
        }
    }

    /// Whether it can do anything to `action`: only lists are late.
    pub(super) fn concerns(&self, action: &str) -> bool {
        !matches!(self, Self::Lag { .. } | Self::Stale { .. }) || action.starts_with("Describe")
    }
}

fn ok() -> u16 {
    200
}

fn json() -> String {
    "application/json".to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fault(value: serde_json::Value) -> Fault {
        serde_json::from_value(value).expect("a fault")
    }

    #[test]
    fn a_call_is_executed_unless_something_refuses_it_before() {
        let error = json!({"kind": "error", "status": 502, "code": "Bad", "message": "gateway"});
        let mut executed_error = error.clone();
        executed_error["executed"] = true.into();
        for refused in [
            error,
            json!({"kind": "throttle", "retry_after": 3}),
            json!({"kind": "access_denied"}),
            json!({"kind": "expired_token"}),
            json!({"kind": "drop_request"}),
            json!({"kind": "replace_body", "body": "<html>"}),
        ] {
            assert!(!fault(refused.clone()).executes(), "{refused}");
        }
        for executed in [
            executed_error,
            json!({"kind": "drop_answer"}),
            json!({"kind": "truncate_body"}),
            json!({"kind": "latency", "ms": 1}),
            json!({"kind": "replace_body", "body": "", "executed": true}),
            json!({"kind": "distort", "how": "null_list"}),
            json!({"kind": "lag", "ms": 300}),
            json!({"kind": "stale", "ms": 300}),
        ] {
            assert!(fault(executed.clone()).executes(), "{executed}");
        }
    }

    #[test]
    fn refusals_have_the_words_of_the_documentation() {
        let refusal = |value| {
            let error = fault(value)
                .refusal("2000000001", "AttachInstance")
                .expect("a refusal");
            (error.status, error.code, error.retry_after)
        };
        assert_eq!(
            refusal(json!({"kind": "throttle", "retry_after": 3})),
            (409, "LimitExceeded".into(), Some(3))
        );
        assert_eq!(
            refusal(json!({"kind": "access_denied"})),
            (403, "AccessDenied".into(), None)
        );
        assert_eq!(
            refusal(json!({"kind": "expired_token"})),
            (403, "InvalidClientTokenId".into(), None)
        );
    }
}
