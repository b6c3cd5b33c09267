//! What can go wrong with a call, told by what is known to have happened.
use std::fmt;

use super::actions::ActionKind;
use super::context::Stop;
use super::error_response::ErrorResponse;

/// A failed call: which action, what happened to it, and the API's own words.
///
/// The message never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiCallError(Box<Details>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Details {
    action: &'static str,
    kind: ActionKind,
    request_id: Option<String>,
    attempts: u32,
    failure: Failure,
}

/// What is known to have happened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// The request did not reach the API: the name has no address, the connection or the TLS handshake was
    /// refused.
    NotSent {
        /// Why.
        reason: String,
    },
    /// Nothing was sent, for the [rules of accounts](super::AccountRules).
    Account {
        /// The account of the key; `None` if the API does not tell.
        account: Option<String>,
    },
    /// The API answered that it did not do it.
    Refused(ErrorResponse),
    /// The API answered that dry runs are on and that the caller would have been allowed to do it. Nothing
    /// was done.
    DryRun,
    /// The request was sent, and whether it was executed is not known: no answer, half an answer, or the
    /// API's own time-out.
    Unknown {
        /// What came instead of an answer.
        reason: String,
        /// The API's answer, if there was one.
        answer: Option<ErrorResponse>,
    },
    /// The API accepted the request, and its answer cannot be understood.
    Decode {
        /// What is wrong with the answer.
        reason: String,
    },
    /// The API accepted a read, and its answer lacks the list that was asked for.
    NoList {
        /// What came instead.
        reason: String,
    },
    /// The caller gave up.
    Cancelled,
    /// The deadline passed.
    DeadlineExceeded {
        /// Whether a request was on its way at that time.
        in_flight: bool,
        /// What had been tried for so long.
        last: Option<String>,
    },
}

impl ApiCallError {
    pub(super) fn new(action: &'static str, kind: ActionKind, failure: Failure) -> Self {
        Self(Box::new(Details {
            action,
            kind,
            request_id: None,
            attempts: 0,
            failure,
        }))
    }

    pub(super) fn with_request_id(mut self, request_id: Option<String>) -> Self {
        self.0.request_id = request_id;
        self
    }

    pub(super) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// A call that ended before, between or (`in_flight`) during its attempts.
    pub(super) fn stopped(
        action: &'static str,
        kind: ActionKind,
        stop: Stop,
        in_flight: bool,
        last: Option<&Self>,
    ) -> Self {
        let failure = match stop {
            Stop::Cancelled => Failure::Cancelled,
            Stop::DeadlineExceeded => Failure::DeadlineExceeded {
                in_flight,
                last: last.map(|error| error.failure().to_string()),
            },
        };
        let request_id = last.and_then(|error| error.0.request_id.clone());
        Self::new(action, kind, failure).with_request_id(request_id)
    }

    /// The action, for example `CreateScalingGroup`.
    pub fn action(&self) -> &'static str {
        self.0.action
    }

    /// The API's id of the request, to be quoted to its support.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How many times the request was sent, or tried to be sent.
    #[cfg(test)]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// What is known to have happened.
    pub fn failure(&self) -> &Failure {
        &self.0.failure
    }

    /// The API's error answer, if there was one.
    pub fn error_response(&self) -> Option<&ErrorResponse> {
        match &self.0.failure {
            Failure::Refused(error_response)
            | Failure::Unknown {
                answer: Some(error_response),
                ..
            } => Some(error_response),
            _ => None,
        }
    }

    /// The API's error code, if there was one.
    pub fn code(&self) -> Option<&str> {
        self.error_response()
            .and_then(|error_response| error_response.code.as_deref())
    }

    /// Whether the object of the call, or its group, may be gone: a refusal whose code says so in any spelling
    /// (`…NotFound`, `…NotExist`, `NoSuch…`, 404 `InvalidScalingGroup`), or an answer to a read that lacks its
    /// list. It proves nothing; look, see [`Client::fresh_read`](super::Client::fresh_read).
    pub fn suggests_absence(&self) -> bool {
        matches!(self.0.failure, Failure::NoList { .. }) || self.refused(ErrorResponse::says_not_found)
    }

    /// Whether the API asked to slow down. It was not executed.
    pub fn is_throttle(&self) -> bool {
        self.refused(ErrorResponse::is_throttle)
    }

    /// Whether something else still uses the object: `…InUse`.
    pub fn is_in_use(&self) -> bool {
        self.refused(|error_response| error_response.code_ends_with("inuse"))
    }

    /// Whether the object cannot do it at this time: `…Busy`, `…InProgress`.
    pub fn is_busy(&self) -> bool {
        self.refused(|error_response| {
            error_response.code_ends_with("busy") || error_response.code_ends_with("inprogress")
        })
    }

    /// Whether credentials or permissions are the reason; the same call cannot succeed later.
    pub fn is_denied(&self) -> bool {
        const CODES: [&str; 5] = [
            "AccessDenied",
            "InvalidClientTokenId",
            "SignatureDoesNotMatch",
            "MissingAuthenticationToken",
            "IncompleteSignature",
        ];
        self.refused(|error_response| error_response.code_is_one_of(&CODES))
    }

    /// Whether a write may have been executed although the call failed: look before doing it again.
    pub fn outcome_unknown(&self) -> bool {
        let sent = match self.0.failure {
            Failure::Unknown { .. } | Failure::Decode { .. } | Failure::NoList { .. } => true,
            Failure::DeadlineExceeded { in_flight, .. } => in_flight,
            Failure::NotSent { .. }
            | Failure::Account { .. }
            | Failure::Refused(_)
            | Failure::DryRun
            | Failure::Cancelled => false,
        };
        sent && self.0.kind == ActionKind::Write
    }

    fn refused(&self, test: impl FnOnce(&ErrorResponse) -> bool) -> bool {
        matches!(&self.0.failure, Failure::Refused(error_response) if test(error_response))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent { reason } => write!(f, "the request could not be sent: {reason}"),
            Self::Account {
                account: Some(account),
            } => {
                write!(f, "not sent: the access key belongs to account {account}")
            }
            Self::Account { account: None } => {
                f.write_str("not sent: the API does not tell to which account the access key belongs")
            }
            Self::Refused(error_response) => error_response.fmt(f),
            Self::DryRun => f.write_str("dry run: the caller is allowed to do this; nothing was done"),
            Self::Unknown { reason, .. } => write!(f, "no usable answer: {reason}"),
            Self::Decode { reason } | Self::NoList { reason } => {
                write!(f, "the answer cannot be understood: {reason}")
            }
            Self::Cancelled => f.write_str("cancelled"),
            Self::DeadlineExceeded { last, .. } => {
                f.write_str("the time for this operation is over")?;
                last.as_ref().map_or(Ok(()), |last| write!(f, " (last: {last})"))
            }
        }
    }
}

impl fmt::Display for ApiCallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.action, self.0.failure)?;
        if self.outcome_unknown() {
            f.write_str("; it may have been executed nevertheless")?;
        }
        match (self.0.attempts, &self.0.request_id) {
            (0 | 1, None) => Ok(()),
            (0 | 1, Some(id)) => write!(f, " [RequestId {id}]"),
            (attempts, None) => write!(f, " [{attempts} attempts]"),
            (attempts, Some(id)) => write!(f, " [RequestId {id}, {attempts} attempts]"),
        }
    }
}

impl std::error::Error for ApiCallError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(http_status: u16, code: &str) -> ApiCallError {
        let error_response = ErrorResponse {
            http_status,
            code: Some(code.to_owned()),
            message: "m".to_owned(),
        };
        ApiCallError::new(
            "ModifyScalingGroup",
            ActionKind::Write,
            Failure::Refused(error_response),
        )
    }

    #[test]
    fn absence_is_suggested_in_many_spellings_and_not_by_errors_of_the_gateway() {
        for (status, code) in [
            (400, "ScalingGroupNotFound"),
            (404, "ScalingPolicyNotExist"),
            (400, "ScalingPolicyNotExists"),
            (400, "ScalingGroup.NotExist"),
            (400, "ScalingConfigurationDoesNotExist"),
            (400, "NoSuchScalingGroup"),
            (404, "NoSuchEntity"),
            (404, "InvalidScalingGroup"),
            (400, "InvalidScalingGroupId.NotFound"),
            (400, "ResourceNotFoundException"),
            (400, "SCALING_GROUP_NOT_EXIST"),
        ] {
            assert!(refused(status, code).suggests_absence(), "{code}");
        }
        for (status, code) in [
            (400, "InvalidScalingGroup"),
            (400, "InvalidParameterValue"),
            (404, "InvalidActionOrVesion"),
            (404, "InvalidMethod"),
            (404, "ServiceUnavailable"),
            (403, "InvalidClientTokenId"),
        ] {
            assert!(!refused(status, code).suggests_absence(), "{code}");
        }
        let unknown_action = ErrorResponse {
            http_status: 404,
            code: Some("NoSuchEntity".to_owned()),
            message: "Request was rejected because it referenced an 'InnerApi' that does not exist."
                .to_owned(),
        };
        let refused = ApiCallError::new("A", ActionKind::Read, Failure::Refused(unknown_action));
        assert!(!refused.suggests_absence());
        let no_list = Failure::NoList {
            reason: "r".to_owned(),
        };
        assert!(ApiCallError::new("A", ActionKind::Read, no_list).suggests_absence());
    }

    #[test]
    fn in_use_busy_throttle_and_denied_are_told_apart() {
        assert!(refused(400, "ScalingConfigurationInUse").is_in_use());
        assert!(refused(400, "ScalingGroupBusy").is_busy());
        assert!(refused(409, "LimitExceeded").is_throttle());
        assert!(refused(403, "AccessDenied").is_denied());
        let plain = refused(400, "InvalidParameterValue");
        assert!(!(plain.is_in_use() || plain.is_busy() || plain.is_throttle() || plain.is_denied()));
    }

    #[test]
    fn only_a_write_that_was_sent_has_an_unknown_outcome() {
        let outcome = |kind, failure| ApiCallError::new("A", kind, failure).outcome_unknown();
        let lost = || Failure::Unknown {
            reason: "r".to_owned(),
            answer: None,
        };
        let late = |in_flight| Failure::DeadlineExceeded {
            in_flight,
            last: None,
        };
        assert!(outcome(ActionKind::Write, lost()));
        assert!(outcome(ActionKind::Write, late(true)));
        assert!(outcome(
            ActionKind::Write,
            Failure::Decode {
                reason: "r".to_owned()
            }
        ));
        assert!(!outcome(ActionKind::Read, lost()));
        assert!(!outcome(ActionKind::Write, late(false)));
        assert!(!outcome(ActionKind::Write, Failure::Cancelled));
        assert!(!outcome(
            ActionKind::Write,
            Failure::NotSent {
                reason: "r".to_owned()
            }
        ));
        assert!(!refused(500, "ServiceUnavailable").outcome_unknown());
    }

    #[test]
    fn the_message_names_action_code_status_request_and_attempts() {
        let error = refused(400, "InvalidParameterValue")
            .with_request_id(Some("r-1".to_owned()))
            .with_attempts(3);
        assert_eq!(
            error.to_string(),
            "ModifyScalingGroup: InvalidParameterValue (HTTP 400): m [RequestId r-1, 3 attempts]"
        );
        let lost = Failure::Unknown {
            reason: "the connection was closed".to_owned(),
            answer: None,
        };
        assert_eq!(
            ApiCallError::new("AttachInstance", ActionKind::Write, lost).to_string(),
            "AttachInstance: no usable answer: the connection was closed; it may have been executed nevertheless"
        );
    }
}
