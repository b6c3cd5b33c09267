//! What is wrong with the provider block or the environment, in the names under which a person gave it.

use crate::client::{Client, ClientConfig, ConfigError, Region};
use crate::cty::{Path, Value};
use crate::framework::Diagnostic;

/// Says which settings there are none of, and the two ways to give each.
pub(super) fn missing(has_access_key: bool, has_secret_key: bool, has_region: bool) -> Diagnostic {
    let settings = [
        (has_access_key, "access_key", "KSYUN_ACCESS_KEY"),
        (has_secret_key, "secret_key", "KSYUN_SECRET_KEY"),
        (has_region, "region", "KSYUN_REGION"),
    ];
    let missing: Vec<String> = settings
        .iter()
        .filter(|(is_set, ..)| !is_set)
        .map(|(_, attribute, variable)| {
            format!("  {attribute} in the provider block, or {variable} in the environment")
        })
        .collect();
    Diagnostic::error(
        "The provider lacks settings",
        format!(
            "To call the KSYUN API the provider needs:\n\n{}\n\nKeys are created in the console under Access Keys. The provider \
             can also read them from a profile in ~/.ks/credentials (profile in the provider block, or KSYUN_PROFILE).",
            missing.join("\n")
        ),
    )
}

/// Warns of a region that the documentation of the API does not have, unless the endpoint is one's own: it may be newer than
/// this program, or a slip of the pen.
pub(super) fn unknown_region(region: &Region, config: &ClientConfig, block: &Value) -> Option<Diagnostic> {
    let suggestion = region.suggestion().filter(|_| !config.endpoint.is_custom())?;
    let warning = Diagnostic::warning(
        "Unknown region",
        format!(
            "Region {:?} is not in the API's documentation that this version of the provider was made from. {suggestion} A \
             newer region can be used all the same.",
            region.as_str()
        ),
    );
    let in_block = block.get("region").and_then(Value::as_str) == Some(region.as_str());
    Some(if in_block {
        warning.at(Path::root().attr("region"))
    } else {
        warning
    })
}

/// Says what is given up for `insecure`.
pub(super) fn insecure(block: &Value) -> Diagnostic {
    let warning = Diagnostic::warning(
        "The endpoint's certificate is not checked",
        "insecure is set, in the provider block or as KSYUN_INSECURE: anyone between this machine and the endpoint can answer \
         in the API's place, and read everything except the secret key, including passwords in user data. Remove it as soon as \
         the endpoint has a certificate that this machine trusts; SSL_CERT_FILE can name that of another authority.",
    );
    match block.get("insecure") {
        Some(Value::Bool(true)) => warning.at(Path::root().attr("insecure")),
        _ => warning,
    }
}

/// Settings of the client that have another name than their attribute or that can come from the environment.
const SETTINGS: [(&str, &str, &str); 6] = [
    ("access_key", "access_key", "KSYUN_ACCESS_KEY"),
    ("secret_key", "secret_key", "KSYUN_SECRET_KEY"),
    ("security_token", "security_token", "KSYUN_SECURITY_TOKEN"),
    ("region", "region", "KSYUN_REGION"),
    ("domain", "domain", "KSYUN_DOMAIN"),
    ("endpoint", "endpoints.autoscaling", "KSYUN_ENDPOINT_AUTOSCALING"),
];

/// Says which setting can't be right, by the name under which the person gave it: that of the attribute if the `block`
/// sets it, else that of the environment variable.
pub(super) fn config_error(error: &ConfigError, config: &ClientConfig, block: &Value) -> Diagnostic {
    if ["tls", "user_agent"].contains(&error.setting()) {
        return Diagnostic::error("Can't make the API client", error.to_string());
    }
    let row = SETTINGS.iter().find(|(setting, ..)| *setting == error.setting());
    let attribute = row.map_or(error.setting(), |(_, attribute, _)| attribute);
    let is_set = |value: &Value| value.as_str() != Some("") && !value.is_null();
    let in_block = attribute
        .split('.')
        .try_fold(block, |object, name| object.get(name));
    let path = attribute
        .split('.')
        .fold(Path::root(), |path, name| path.attr(name));
    let invalid = |name: &str| {
        let advice = if lacks_permission_for_plain_http(config) {
            ". To allow it, set insecure = true in the provider block, or KSYUN_INSECURE=true: everything except the secret key \
             can then be read on the way."
        } else {
            "."
        };
        Diagnostic::error(
            format!("Invalid {name}"),
            format!("{name} {}{advice}", error.problem()),
        )
    };
    match row {
        Some((.., variable)) if !in_block.is_some_and(is_set) => invalid(variable),
        _ => invalid(attribute).at(path),
    }
}

/// Whether nothing is wrong but that plain HTTP to another machine was not asked for.
fn lacks_permission_for_plain_http(config: &ClientConfig) -> bool {
    let mut with_permission = config.clone();
    with_permission.endpoint.allow_plain_http = true;
    !config.endpoint.allow_plain_http && Client::new(&with_permission).is_ok()
}
