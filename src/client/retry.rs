//! Which failures are worth another attempt, and when.
//!
//! The table is made by hand because only this API's codes, and whether a call writes, say what may be repeated.
use std::time::Duration;

use jiff::Timestamp;

use super::actions::ActionKind;
use super::clock::parse_http_date;
use super::error_response::ErrorResponse;

/// Why an attempt failed, as far as repeating it is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// The request did not leave, or nobody took it.
    NotSent,
    /// The API's flow control refused it.
    Throttled,
    /// The API could not check the signature: it did not get further.
    AuthUnavailable,
    /// The signature is too old: a clock is wrong.
    ClockSkew,
    /// The API, or something on the way, broke down: it may have been executed.
    Unavailable,
    /// Sent once more, the request would fail again.
    Permanent,
}

/// An error answer: its code, its status (`None`: any), the beginning of its message. The first row that fits
/// counts.
#[rustfmt::skip]
const ANSWERS: &[(&str, Option<u16>, &str, Cause)] = &[
    ("SignatureDoesNotMatch",       None,      "Signature expired",           Cause::ClockSkew),
    ("ServiceUnavailable",          Some(404), "",                            Cause::Permanent),
    ("ServiceUnavailable",          None,      "Auth Service is unavailable", Cause::AuthUnavailable),
    ("ServiceUnavailable",          None,      "",                            Cause::Unavailable),
    ("ServiceUnavailableException", None,      "",                            Cause::Unavailable),
    ("ServiceTimeout",              None,      "",                            Cause::Unavailable),
    ("RequestTimeout",              None,      "",                            Cause::Unavailable),
    ("RequestTimeoutException",     None,      "",                            Cause::Unavailable),
    ("ErrCodeResponseTimeout",      None,      "",                            Cause::Unavailable),
    ("INTERNAL_FAILURE",            None,      "",                            Cause::Unavailable),
];

impl Cause {
    /// The cause of an error answer.
    pub(super) fn of(error_response: &ErrorResponse) -> Self {
        let fits = |(code, status, message, _): &&(&str, Option<u16>, &str, Self)| {
            error_response.code.as_deref() == Some(code)
                && status.is_none_or(|status| status == error_response.http_status)
                && error_response.message.starts_with(message)
        };
        if error_response.is_throttle() {
            Self::Throttled
        } else if let Some((.., cause)) = ANSWERS.iter().find(fits) {
            *cause
        } else if error_response.http_status >= 500 || error_response.http_status == 408 {
            Self::Unavailable
        } else {
            Self::Permanent
        }
    }
}

/// Whether a failed attempt is worth another one: a write only if it surely was not executed. What was refused by
/// flow control, was not sent or was dated wrongly surely was not, and has its own limits.
pub(super) fn repeats(cause: Cause, kind: ActionKind) -> bool {
    match cause {
        Cause::NotSent | Cause::Throttled | Cause::AuthUnavailable | Cause::ClockSkew => true,
        Cause::Unavailable => kind == ActionKind::Read,
        Cause::Permanent => false,
    }
}

/// How long a call without a deadline goes on that flow control refuses.
pub(super) const THROTTLED_WITHOUT_DEADLINE: Duration = Duration::from_mins(5);

/// How long a call waits that flow control refused, if it has `left` so much time: as long as the API asks for, but
/// never so long that it can't be tried again. `None` once its time is over.
pub(super) fn throttled(left: Duration, retry_after: Option<Duration>) -> Option<Duration> {
    /// What a last attempt needs.
    const SHORTEST: Duration = Duration::from_millis(100);
    (left > SHORTEST).then(|| retry_after.unwrap_or_default().min(left / 2))
}

const FIRST_CEILING: Duration = Duration::from_millis(500);
const LAST_CEILING: Duration = Duration::from_secs(10);
/// A longer `Retry-After` is cut: without a deadline a slip of the server must not hang a call for hours.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(30);

/// How long to wait after `attempts` failed attempts: anything up to a ceiling that doubles from 0.5 s to 10
/// s ("full jitter"), so that callers that failed together do not come back together. `random` is taken from
/// the whole range of `u64`.
pub(super) fn backoff(attempts: u32, random: u64) -> Duration {
    let doubled = 1_u32.checked_shl(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
    let ceiling = FIRST_CEILING.saturating_mul(doubled).min(LAST_CEILING);
    let steps = u64::try_from(ceiling.as_millis())
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    Duration::from_millis(random % steps)
}

/// The value of `Retry-After`: seconds, or a date that `now` is subtracted from.
pub(super) fn parse_retry_after(text: &str, now: Timestamp) -> Option<Duration> {
    let seconds = match text.trim().parse::<u64>() {
        Ok(seconds) => seconds,
        Err(_) => u64::try_from(parse_http_date(text)?.as_second() - now.as_second()).unwrap_or(0),
    };
    Some(Duration::from_secs(seconds).min(LONGEST_RETRY_AFTER))
}

#[cfg(test)]
mod tests {
    use ActionKind::{Read, Write};

    use super::*;

    fn error_response(http_status: u16, code: &str, message: &str) -> ErrorResponse {
        ErrorResponse {
            http_status,
            code: (!code.is_empty()).then(|| code.to_owned()),
            message: message.to_owned(),
        }
    }

    /// Each row: an answer of the API, and whether a read and a write are repeated after it.
    #[test]
    #[rustfmt::skip]
    fn every_documented_answer_is_repeated_or_not() {
        let rows = [
            (403, "MissingAuthenticationToken", "Request is missing 'Host' header.", false, false),
            (403, "MissingAuthenticationToken", "Request is missing Authentication Token.", false, false),
            (403, "MissingAuthenticationToken", "x not in Http Header.", false, false),
            (403, "SignatureDoesNotMatch", "Host' must be a 'SignedHeader' in the Authorization.", false, false),
            (403, "SignatureDoesNotMatch", "Credential should be scoped with a valid terminator: 'aws4_request', not: x.", false, false),
            (403, "SignatureDoesNotMatch", "Credential should be scoped to a valid region, not: x.", false, false),
            (403, "SignatureDoesNotMatch", "Credential should be scoped to correct service: x.", false, false),
            (403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.", false, false),
            (403, "SignatureDoesNotMatch", "Signature expired:x.", true, true),
            (403, "SignatureDoesNotMatch", "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.", false, false),
            (403, "InvalidClientTokenId", "The security token included in the request is invalid.", false, false),
            (403, "AccessDenied", "User: x is not authorized to perform: y.", false, false),
            (400, "IncompleteSignature", "Authorization header format error.", false, false),
            (500, "ServiceUnavailable", "Exception x", true, false),
            (500, "ServiceUnavailable", "Auth Service is unavailable because of an unknown error, exception or failure", true, true),
            (404, "ServiceUnavailable", "Request was rejected because it referenced an 'InnerApi' that does not have an internal service", false, false),
            (500, "ServiceUnavailable", "OpenAPI or Service is unavailable because of an unknown error, exception or failure.", true, false),
            (404, "NoSuchEntity", "Request was rejected because it referenced an 'InnerApi' that does not exist.", false, false),
            (409, "LimitExceeded", "Request was rejected because the request speed of this openAPI is beyond the current flow control limit.", true, true),
            (400, "InvalidParameterValue", "An invalid or out-of-range value was supplied for the input parameter x.", false, false),
            (400, "InvalidMethod", "The method x for is not valid for this web service.", false, false),
            (400, "MissingParameter", "An value must be supplied for the input parameter x.", false, false),
            (400, "InvalidQueryParameter", "The query parameter x is malformed or does not adhere to KSC standards.", false, false),
            (500, "ServiceTimeout", "Internal Service is unavailable because of time out.", true, false),
            (400, "RequestTimeout", "", true, false),
            (400, "RequestTimeoutException", "", true, false),
            (400, "ErrCodeResponseTimeout", "", true, false),
            (500, "ServiceUnavailableException", "", true, false),
            (500, "INTERNAL_FAILURE", "", true, false),
            (400, "Payment.CreateOrderFailed", "", false, false),
            (400, "InvalidActionOrVesion", "", false, false),
            (503, "RequestLimitExceeded", "", true, true),
            (400, "Throttling", "", true, true),
            (400, "ThrottlingException", "", true, true),
            (429, "", "", true, true),
            (509, "", "", true, true),
            (408, "", "", true, false),
            (500, "", "", true, false),
            (502, "", "<html>", true, false),
            (503, "", "", true, false),
            (504, "", "", true, false),
            (302, "", "", false, false),
            (404, "", "", false, false),
            (200, "", "Return false", false, false),
        ];
        for (status, code, message, read, write) in rows {
            let cause = Cause::of(&error_response(status, code, message));
            assert_eq!(repeats(cause, Read), read, "read after {status} {code} {message}");
            assert_eq!(repeats(cause, Write), write, "write after {status} {code} {message}");
        }
    }

    #[test]
    fn a_request_that_was_not_sent_is_repeated_and_a_lost_answer_only_of_a_read() {
        assert!(repeats(Cause::NotSent, Read) && repeats(Cause::NotSent, Write));
        assert!(repeats(Cause::Unavailable, Read) && !repeats(Cause::Unavailable, Write));
    }

    #[test]
    fn what_flow_control_refused_waits_as_asked_within_the_time_that_is_left() {
        let seconds = Duration::from_secs;
        assert_eq!(throttled(seconds(100), None), Some(Duration::ZERO));
        assert_eq!(throttled(seconds(100), Some(seconds(7))), Some(seconds(7)));
        assert_eq!(throttled(seconds(20), Some(seconds(30))), Some(seconds(10)));
        assert_eq!(throttled(Duration::from_millis(50), None), None);
    }

    #[test]
    fn the_wait_is_random_below_a_ceiling_that_doubles() {
        let ceilings: Vec<u128> = (1..8)
            .map(|attempts| {
                (0..=20_000)
                    .map(|random| backoff(attempts, random).as_millis())
                    .max()
                    .unwrap()
            })
            .collect();
        assert_eq!(ceilings, [500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
        assert_eq!(backoff(1, 0), Duration::ZERO);
        assert!(backoff(u32::MAX, u64::MAX) <= LAST_CEILING);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = "2024-01-15T08:30:00Z".parse().unwrap();
        let parse = |text| parse_retry_after(text, now).map(|wait| wait.as_secs());
        assert_eq!(parse("7"), Some(7));
        assert_eq!(parse("Mon, 15 Jan 2024 08:30:09 GMT"), Some(9));
        assert_eq!(parse("Mon, 15 Jan 2024 08:29:00 GMT"), Some(0));
        assert_eq!(parse("86400"), Some(30));
        assert_eq!(parse("soon"), None);
    }
}
