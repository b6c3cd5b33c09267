//! Failed calls as messages for a person: what happened, at which attribute, the API's own words, and what to do next.

use crate::client::{ApiCallError, Failure};
use crate::cty::Path;
use crate::framework::{Diagnostic, Interrupted};

/// Names of request parameters and the attributes that they come from, where the two differ by more than spelling.
pub(super) type Attributes = &'static [(&'static str, &'static str)];

/// Says that `what` ("create scaling group \"web\"") failed with `error`.
pub(super) fn failed(what: &str, error: &ApiCallError, attributes: Attributes) -> Diagnostic {
    let diagnostic = Diagnostic::error(format!("Can't {what}"), format!("{error}\n\n{}", advice(error)));
    match parameter_at_fault(error).and_then(|parameter| attribute_path(parameter, attributes)) {
        Some(path) => diagnostic.at(path),
        None => diagnostic,
    }
}

/// Says that `what` was still going on when it had to end.
pub(super) fn interrupted(what: &str, reason: Interrupted, timeout: &str) -> Diagnostic {
    match reason {
        Interrupted::Stopped => Diagnostic::error(
            format!("Interrupted: {what}"),
            "Terraform was asked to stop. What was done so far is in the state; run the command again to go on.",
        ),
        Interrupted::DeadlineExceeded => Diagnostic::error(
            format!("Timed out: {what}"),
            format!(
                "It did not end within {timeout}. What was done so far is in the state; run the command again to go on, with a \
                 longer {timeout} if it needs more time."
            ),
        ),
    }
}

/// What a person can do about `error`.
fn advice(error: &ApiCallError) -> String {
    let text = match error.code() {
        Some("InvalidClientTokenId") => {
            "The API does not know this access key. Check access_key in the provider block or KSYUN_ACCESS_KEY, and that the \
             key is enabled in the console."
        }
        Some("SignatureDoesNotMatch") if is_expired(error) => {
            "The API finds the time of the signature wrong, also after it was corrected. Set this machine's clock."
        }
        Some("SignatureDoesNotMatch") => {
            "The request was not signed as the API expects. Check secret_key in the provider block or KSYUN_SECRET_KEY, the \
             region, and this machine's clock."
        }
        Some("MissingAuthenticationToken" | "IncompleteSignature" | "InvalidMethod") => {
            "The request did not arrive as it was sent. A proxy on the way may take away or change its headers; check it, and \
             domain and endpoints in the provider block."
        }
        Some("AccessDenied") => {
            return format!(
                "The access key may not do this. Ask an administrator of the account to allow the action kec:{}.",
                error.action()
            );
        }
        Some("InvalidParameterValue" | "MissingParameter" | "InvalidQueryParameter") => {
            "Nothing was changed by this call. Correct the value in the configuration and apply again."
        }
        Some("NoSuchEntity") if !error.suggests_absence() => {
            "The endpoint does not know this action. Check region, domain and endpoints in the provider block."
        }
        _ if error.suggests_absence()
            && ["Create", "Attach"]
                .iter()
                .any(|made| error.action().starts_with(made)) =>
        {
            "Something that the request names does not exist in this region. Check the ids in the configuration, and region in \
             the provider block. Nothing was created."
        }
        _ if error.suggests_absence() => {
            "The object was deleted outside of Terraform, perhaps while this ran. Run terraform plan to see what is there now."
        }
        _ if error.is_in_use() => "Something else still uses the object. Remove what uses it first.",
        _ if error.is_busy() => "The object is busy with something else. Try again when that has ended.",
        Some(code) if speaks_of_quota(code, error) => {
            "A quota of the account is used up. Waiting does not help: remove what is no longer needed, or have the quota \
             raised in the console or by KSYUN support, then apply again."
        }
        _ if error.is_throttle() => {
            "The API's rate limit was met again and again until the time of the operation was over. Others may use up the rate \
             of the account. Give the operation more time (timeouts of a resource, timeout of an action), or let the others have \
             less, for example by max_requests_per_second in their provider blocks."
        }
        _ if is_unable(error) => {
            "The API was not able to do this now, and nothing was changed by this call. Try again later, or raise max_retries \
             in the provider block."
        }
        _ if error.outcome_unknown() => {
            "Whether the API did it is not known. Run terraform plan to see what is there now before you apply again."
        }
        _ => match error.failure() {
            Failure::NotSent { .. } => {
                "Check the network, the proxy, and region, domain and endpoints in the provider block. Nothing was changed by \
                 this call."
            }
            Failure::Account { account: Some(_) } => {
                "allowed_account_ids or forbidden_account_ids in the provider block rule this account out. Check access_key in the \
                 provider block or KSYUN_ACCESS_KEY."
            }
            Failure::Account { account: None } => {
                "allowed_account_ids is set in the provider block, and the API names the account only with scaling \
                 configurations, of which it lists none in this region. Create the first one without allowed_account_ids, or in \
                 the console."
            }
            Failure::Cancelled => "Terraform was asked to stop. Run the command again to go on.",
            Failure::DeadlineExceeded { .. } => {
                "Give the operation more time (timeouts of a resource, timeout of an action), or try again later."
            }
            Failure::DryRun => {
                "dry_run is set in the provider block, or KSYUN_DRY_RUN in the environment. Remove it to make changes."
            }
            Failure::Unknown { .. } => {
                "Nothing was changed by this call. Try again. If this persists, check the network and the proxy, or contact \
                 KSYUN support."
            }
            Failure::Decode { .. } | Failure::NoList { .. } => {
                "The provider does not understand this response, so it concludes nothing from it. If something on the way \
                 answers in the API's place, such as a proxy or a wrong endpoint, set that right. Try again; if this persists, \
                 report it to the provider's developers."
            }
            _ => {
                "Nothing was changed by this call. The API gives its reason above, and will refuse the call again until that is \
                 different. If the reason is not clear, contact KSYUN support with the RequestId."
            }
        },
    };
    text.to_owned()
}

/// Whether the API refused the call for a trouble of its own.
fn is_unable(error: &ApiCallError) -> bool {
    matches!(error.failure(), Failure::Refused(error_response) if error_response.http_status >= 500)
}

/// Whether the account may not have more of something.
fn speaks_of_quota(code: &str, error: &ApiCallError) -> bool {
    let message = error
        .error_response()
        .map(|error_response| error_response.message.as_str());
    let of_quota = |text: &str| text.to_ascii_lowercase().contains("quota");
    !error.is_throttle()
        && (of_quota(code) || message.is_some_and(of_quota) || code.ends_with("LimitExceeded"))
}

/// Whether the time of the signature is what is wrong with it.
fn is_expired(error: &ApiCallError) -> bool {
    error
        .error_response()
        .is_some_and(|error_response| error_response.message.starts_with("Signature expired"))
}

/// The parameter that the API names in its refusal.
fn parameter_at_fault(error: &ApiCallError) -> Option<&str> {
    let error_response = error.error_response()?;
    let by_name = ["InvalidParameterValue", "MissingParameter"].contains(&error_response.code.as_deref()?);
    let (_, name) = error_response
        .message
        .split_once("input parameter ")
        .filter(|_| by_name)?;
    Some(name.trim_end_matches('.'))
}

/// The attribute that `parameter` comes from. A row for its whole name, with `N` for any index, leads straight to the
/// attribute; else its first part does, and index and member lead on: `Slb.2.Weight` and `("Slb", "slb_config_set")` give
/// `slb_config_set[1].weight`.
fn attribute_path(parameter: &str, attributes: Attributes) -> Option<Path> {
    let named = |name: &str| {
        let row = attributes.iter().find(|(parameter, _)| *parameter == name);
        row.map(|(_, attribute)| (*attribute).to_owned())
    };
    let is_index = |part: &str| part.parse::<u32>().is_ok();
    let parts: Vec<&str> = parameter.split('.').collect();
    let pattern: Vec<&str> = parts
        .iter()
        .map(|part| if is_index(part) { "N" } else { part })
        .collect();
    if let Some(attribute) = named(&pattern.join(".")) {
        return Some(Path::root().attr(attribute));
    }
    let attribute = |part: &str| named(part).unwrap_or_else(|| snake_case(part));
    let first = parts.first().filter(|first| !first.is_empty())?;
    let path = Path::root().attr(attribute(first));
    match (
        parts.get(1).and_then(|index| index.parse::<i64>().ok()),
        parts.get(2),
    ) {
        (Some(index), Some(member)) => Some(path.index(index - 1).attr(attribute(member))),
        _ => Some(path),
    }
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (index, character) in name.char_indices() {
        if character.is_uppercase() && index > 0 {
            snake.push('_');
        }
        snake.extend(character.to_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests;
