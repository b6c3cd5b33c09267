//! The provider block: credentials, region, endpoint and transport, from HCL or from the environment.

mod keys;
mod refusals;
mod schema;

use std::sync::Arc;

use self::refusals::{config_error, missing, unknown_region};
pub(super) use self::schema::schema;
use super::defaults::{DefaultTagsModel, Defaults, IgnoreTagsModel};
use super::expand::sorted;
use crate::client::{AccountRules, Client, ClientConfig, EndpointSettings, SignatureVersion, Transport};
use crate::cty::{Path, Value};
use crate::framework::{ConfigureRequest, Diagnostic, Diagnostics, Field, Model as _, Sensitive, Set, model};

model! {
    /// The provider block.
    struct ProviderModel {
        access_key: String,
        secret_key: Sensitive,
        security_token: Sensitive,
        profile: String,
        shared_credentials_file: String,
        region: String,
        allowed_account_ids: Set<String>,
        forbidden_account_ids: Set<String>,
        insecure: bool,
        domain: String,
        ignore_service: bool,
        endpoint: String,
        dry_run: bool,
        allow_mass_disappearance: bool,
        http_keepalive: bool,
        force_https: bool,
        max_retries: i64,
        max_concurrent_requests: i64,
        max_requests_per_second: i64,
        http_proxy: String,
        signature_version: String,
        project_id: i64,
        endpoints: EndpointsModel,
        default_tags: DefaultTagsModel,
        ignore_tags: IgnoreTagsModel,
    }
}

model! {
    struct EndpointsModel {
        autoscaling: String,
    }
}

/// Checks what can be checked without the environment.
pub(super) fn validate(config: &Value, diagnostics: &mut Diagnostics) {
    let Ok(model) = ProviderModel::from_object(config) else {
        return;
    };
    let is_set = |field: &Field<String>| field.value().is_some_and(|text| !text.is_empty());
    let endpoint = model.endpoints.value().map(|endpoints| &endpoints.autoscaling);
    if endpoint.is_some_and(is_set) && is_set(&model.domain) {
        diagnostics.attribute_error(
            Path::root().attr("domain"),
            "Two endpoints are set",
            "domain and endpoints.autoscaling both say where the API is. Remove one of them.",
        );
    }
    if !model.allowed_account_ids.is_unset() && !model.forbidden_account_ids.is_unset() {
        diagnostics.attribute_error(
            Path::root().attr("forbidden_account_ids"),
            "Accounts are both allowed and forbidden",
            "Accounts that allowed_account_ids does not list are forbidden anyway. Remove forbidden_account_ids.",
        );
    }
}

/// What the provider block says of objects, however much else of it is not known yet.
pub(super) fn defaults(request: &ConfigureRequest<'_>) -> Defaults {
    let Ok(model) = ProviderModel::from_object(request.config) else {
        return Defaults::default();
    };
    let environment = std::env::var("KSYUN_PROJECT_ID");
    let project_id = match model.project_id {
        Field::Null | Field::Absent => environment.ok().and_then(|id| id.parse().ok()).into(),
        said => said,
    };
    Defaults::new(&model.default_tags, &model.ignore_tags, project_id)
}

/// What the provider block and the environment come to.
#[derive(Debug)]
pub(super) struct Configured<C = Client> {
    /// The client, or its settings.
    pub(super) client: C,
    /// Whether most objects of a run may be gone.
    pub(super) allows_mass_disappearance: bool,
}

/// Makes the client, over `transport` if there is one. Sends nothing.
pub(super) fn configure(
    request: &ConfigureRequest<'_>,
    transport: Option<&Arc<dyn Transport>>,
    diagnostics: &mut Diagnostics,
) -> Option<Configured> {
    let client = |config: &ClientConfig| match transport {
        Some(transport) => Client::with_transport(config, Arc::clone(transport)),
        None => Client::new(config),
    };
    let environment = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    match read(request, &environment) {
        Ok(Some(settings)) => {
            let config = settings.client;
            if config.insecure {
                diagnostics.push(refusals::insecure(request.config));
            }
            let client = client(&config)
                .map_err(|error| diagnostics.push(config_error(&error, &config, request.config)))
                .ok()?;
            diagnostics.extend(unknown_region(client.region(), &config, request.config));
            Some(Configured {
                client,
                allows_mass_disappearance: settings.allows_mass_disappearance,
            })
        }
        Ok(None) => None,
        Err(errors) => {
            diagnostics.extend(errors);
            None
        }
    }
}

/// What looks up an environment variable.
type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The settings; `None` while the block depends on values that are not known yet.
fn read(
    request: &ConfigureRequest<'_>,
    environment: Environment<'_>,
) -> Result<Option<Configured<ClientConfig>>, Diagnostics> {
    let model = ProviderModel::from_object(request.config)
        .map_err(|error| Diagnostic::error("The provider block can't be read", error.to_string()))?;
    if !request.config.is_wholly_known() {
        return Ok(None);
    }
    let settings = Settings { environment };
    let region = settings.text(&model.region, "KSYUN_REGION");
    let keys = keys::find(&settings, &model)?;
    let has_keys = keys.is_some();
    let (Some(keys), Some(region)) = (keys, &region) else {
        let has_access_key = has_keys || settings.text(&model.access_key, "KSYUN_ACCESS_KEY").is_some();
        let has_secret_key = has_keys || settings.secret(&model.secret_key, "KSYUN_SECRET_KEY").is_some();
        return Err(missing(has_access_key, has_secret_key, region.is_some()).into());
    };
    let mut config = ClientConfig::new(keys.credentials, region.as_str());
    config.credentials_file = keys.file;
    config.accounts = AccountRules {
        allowed: sorted(&model.allowed_account_ids),
        forbidden: sorted(&model.forbidden_account_ids),
    };
    let insecure = settings.flag(&model.insecure, "KSYUN_INSECURE")?;
    let (url, domain) = settings.host(&model)?;
    config.endpoint = EndpointSettings {
        url,
        domain,
        ignore_service: settings.flag(&model.ignore_service, "KSYUN_DOMAIN_IGNORE_SERVICE")?,
        force_https: model.force_https == Field::Value(true),
        allow_plain_http: insecure,
    };
    if let Some(version) = settings.text(&model.signature_version, "KSYUN_SIGNATURE_VERSION") {
        config.signature = signature_version(&version)?;
    }
    config.max_retries = model
        .max_retries
        .get()
        .and_then(|retries| u32::try_from(retries).ok())
        .unwrap_or(config.max_retries);
    config.max_concurrent_requests = model
        .max_concurrent_requests
        .get()
        .and_then(|most| usize::try_from(most).ok())
        .unwrap_or(config.max_concurrent_requests);
    config.max_requests_per_second = model
        .max_requests_per_second
        .get()
        .and_then(|most| u32::try_from(most).ok())
        .map(f64::from);
    config.http_keepalive = model.http_keepalive.get().unwrap_or(config.http_keepalive);
    config.http_proxy = model
        .http_proxy
        .into_value()
        .filter(|proxy| !proxy.is_empty())
        .map(Into::into);
    config.insecure = insecure;
    config.dry_run = settings.flag(&model.dry_run, "KSYUN_DRY_RUN")?;
    config.user_agent = format!("Terraform/{} {}", request.terraform_version, config.user_agent);
    Ok(Some(Configured {
        client: config,
        allows_mass_disappearance: settings
            .flag(&model.allow_mass_disappearance, "KSYUN_ALLOW_MASS_DISAPPEARANCE")?,
    }))
}

/// The block, and the environment for what the block leaves out.
struct Settings<'a> {
    environment: Environment<'a>,
}

impl Settings<'_> {
    fn text(&self, field: &Field<String>, variable: &str) -> Option<String> {
        field
            .value()
            .filter(|text| !text.is_empty())
            .cloned()
            .or_else(|| (self.environment)(variable))
    }

    fn secret(&self, field: &Field<Sensitive>, variable: &str) -> Option<String> {
        let set = field
            .value()
            .filter(|secret| !secret.0.is_empty())
            .map(|secret| secret.0.clone());
        set.or_else(|| (self.environment)(variable))
    }

    fn flag(&self, field: &Field<bool>, variable: &str) -> Result<bool, Diagnostic> {
        if let Some(flag) = field.get() {
            return Ok(flag);
        }
        let Some(text) = (self.environment)(variable) else {
            return Ok(false);
        };
        // What Go's ParseBool takes, for that is what such variables were written for.
        match text.to_ascii_lowercase().as_str() {
            "true" | "t" | "1" => Ok(true),
            "false" | "f" | "0" => Ok(false),
            _ => Err(Diagnostic::error(
                format!("{variable} is neither true nor false"),
                format!(
                    "The environment variable {variable} is {text:?}. Set it to true or false, or unset it."
                ),
            )),
        }
    }

    /// URL and domain of the API. If the block says one of them, the environment is not asked for the other.
    fn host(&self, model: &ProviderModel) -> Result<(Option<String>, Option<String>), Diagnostic> {
        let set = |field: &Field<String>| field.value().filter(|text| !text.is_empty()).cloned();
        let url = model
            .endpoints
            .value()
            .and_then(|endpoints| set(&endpoints.autoscaling));
        let domain = set(&model.domain);
        if url.is_some() || domain.is_some() {
            return Ok((url, domain));
        }
        let variables = ["KSYUN_ENDPOINT_AUTOSCALING", "KSYUN_DOMAIN"].map(self.environment);
        match variables {
            [Some(_), Some(_)] => Err(Diagnostic::error(
                "Two endpoints are set",
                "KSYUN_ENDPOINT_AUTOSCALING and KSYUN_DOMAIN in the environment both say where the API is. Unset one of them.",
            )),
            [url, domain] => Ok((url, domain)),
        }
    }
}

fn signature_version(version: &str) -> Result<SignatureVersion, Diagnostic> {
    match version {
        "4" => Ok(SignatureVersion::V4),
        "1.0" | "1" => Ok(SignatureVersion::Simplified),
        other => Err(Diagnostic::error(
            "Unknown signature version",
            format!("KSYUN_SIGNATURE_VERSION is {other:?}. Set it to \"4\" or \"1.0\", or unset it."),
        )),
    }
}

#[cfg(test)]
mod tests;
