//! What the API answers when it refuses a request: one constructor per refusal, named after the case, with the wire's
//! own status, code and words (its odd grammar included).

mod authentication;

use std::fmt;

/// A refusal, as it goes over the wire: `{"RequestId", "Error": {"Type", "Code", "Message"}}` with `status`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// HTTP status of the answer.
    pub status: u16,
    /// `Error.Code`.
    pub code: String,
    /// `Error.Message`.
    pub message: String,
    /// Seconds in the header `Retry-After`, if there is one.
    pub retry_after: Option<u32>,
}

impl ApiError {
    /// Any refusal; prefer the named constructors.
    pub fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.into(),
            message: message.into(),
            retry_after: None,
        }
    }

    /// This refusal, with a header `Retry-After` of this many seconds if there are any.
    #[must_use]
    pub fn retry_after(self, seconds: Option<u32>) -> Self {
        Self {
            retry_after: seconds,
            ..self
        }
    }
}

/// The service or its gateway is out of order, or too busy.
impl ApiError {
    /// The service failed in an unforeseen way.
    pub fn service_exception(what: &str) -> Self {
        Self::new(500, "ServiceUnavailable", format!("Exception {what}"))
    }

    /// Flow control refused the request. The code reads like a quota, but means the rate.
    pub fn throttled() -> Self {
        Self::new(
            409,
            "LimitExceeded",
            "Request was rejected because the request speed of this openAPI is beyond the current flow control limit.",
        )
    }
}

/// The request itself is wrong.
impl ApiError {
    /// `DryRun` was set and the caller is allowed: the answer that means success.
    pub fn dry_run() -> Self {
        Self::new(
            412,
            "DryRunOperation",
            "Request would have succeeded, but DryRun flag is set",
        )
    }

    /// The action or the version does not exist.
    pub fn unknown_action() -> Self {
        Self::new(
            404,
            "NoSuchEntity",
            "Request was rejected because it referenced an 'InnerApi' that does not exist.",
        )
    }

    /// The service exists beside Auto Scaling, and the emulator does not have this action of it.
    pub fn not_emulated(service: &str, action: &str) -> Self {
        Self::new(
            501,
            "NotEmulated",
            format!(
                "The emulator does not have the action {action} of the service {service}: it emulates Auto Scaling."
            ),
        )
    }

    /// The HTTP method is not GET or POST.
    pub fn invalid_method(method: &str) -> Self {
        Self::new(
            400,
            "InvalidMethod",
            format!("The method {method} for is not valid for this web service."),
        )
    }

    /// A required parameter is absent.
    pub fn missing_parameter(name: &str) -> Self {
        Self::new(
            400,
            "MissingParameter",
            format!("An value must be supplied for the input parameter {name}."),
        )
    }

    /// A parameter has the wrong type, is out of range, or is not in its enumeration.
    pub fn invalid_parameter(name: &str) -> Self {
        Self::new(
            400,
            "InvalidParameterValue",
            format!("An invalid or out-of-range value was supplied for the input parameter {name}."),
        )
    }

    /// A query string cannot be parsed at `name`.
    pub fn invalid_query_parameter(name: &str) -> Self {
        Self::new(
            400,
            "InvalidQueryParameter",
            format!("The query parameter {name} is malformed or does not adhere to KSC standards."),
        )
    }
}

/// Refusals by Auto Scaling itself. The documentation gives them no codes, so these codes are the emulator's own; the
/// words keep to what existing clients look for ("not found") or must not find (anything like it in a busy answer).
impl ApiError {
    /// A write names an object that does not exist in the caller's region.
    pub fn not_found(kind: &str, id: &str) -> Self {
        Self::new(
            404,
            format!("{kind}NotFound"),
            format!("{kind} {id} is not found."),
        )
    }

    /// The group has instances or a running activity, so it cannot be deleted now.
    pub fn group_busy(id: &str) -> Self {
        Self::new(
            400,
            "ScalingGroupBusy",
            format!("The scaling group {id} still has instances or a running activity."),
        )
    }

    /// Groups still use the configuration, so it cannot be deleted.
    pub fn configuration_in_use(id: &str, groups: &[String]) -> Self {
        Self::new(
            400,
            "ScalingConfigurationInUse",
            format!(
                "The scaling configuration {id} is in use by the scaling groups {}.",
                groups.join(", ")
            ),
        )
    }

    /// With these instances the group would be larger than its maximum.
    pub fn above_max_size(group: &str) -> Self {
        Self::new(
            400,
            "ScalingGroupAboveMaxSize",
            format!("The scaling group {group} would exceed its MaxSize."),
        )
    }

    /// Without these instances the group would be smaller than its minimum.
    pub fn below_min_size(group: &str) -> Self {
        Self::new(
            400,
            "ScalingGroupBelowMinSize",
            format!("The scaling group {group} would fall below its MinSize."),
        )
    }

    /// The instance is protected from being removed from its group.
    pub fn instance_protected(id: &str) -> Self {
        Self::new(
            400,
            "ScalingInstanceProtected",
            format!("The instance {id} is protected; set ProtectedFromDetach to 0 first."),
        )
    }

    /// An object of which a group can have one exists already.
    pub fn already_exists(kind: &str, id: &str) -> Self {
        Self::new(
            400,
            format!("{kind}AlreadyExists"),
            format!("{kind} {id} already exists."),
        )
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.code, self.status, self.message)
    }
}

impl std::error::Error for ApiError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn throttling_is_a_conflict() {
        assert_eq!(
            (ApiError::throttled().status, ApiError::throttled().code.as_str()),
            (409, "LimitExceeded")
        );
    }

    #[test]
    fn a_busy_answer_cannot_be_mistaken_for_a_missing_object() {
        let text = ApiError::group_busy("1").to_string().to_lowercase();
        for word in [
            "notfound",
            "not found",
            "not exist",
            "not associate",
            "invalid",
            "not_found",
        ] {
            assert!(!text.contains(word), "{text:?} contains {word:?}");
        }
    }

    #[test]
    fn a_missing_object_is_recognised_by_code_and_by_words() {
        let error = ApiError::not_found("ScalingGroup", "7");
        assert_eq!(
            error.to_string(),
            "ScalingGroupNotFound (404): ScalingGroup 7 is not found."
        );
    }
}
