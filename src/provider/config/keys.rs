//! Which keys are used: those of the block or the environment, or those of a profile in a file.

use std::path::PathBuf;

use super::{ProviderModel, Settings};
use crate::client::{Credentials, CredentialsFile};
use crate::cty::Path;
use crate::framework::{Diagnostic, Field};

/// Keys, and the file that renews them, if they come from one.
pub(super) struct Found {
    pub(super) credentials: Credentials,
    pub(super) file: Option<CredentialsFile>,
}

/// The first of: keys in the block, a profile in the block, keys in the environment, a profile in the environment or the
/// profile `default`, if there is a file.
///
/// # Errors
/// There is no such profile, or it has no keys.
pub(super) fn find(settings: &Settings<'_>, model: &ProviderModel) -> Result<Option<Found>, Diagnostic> {
    let has_keys =
        is_set(model.access_key.as_str()) || is_set(model.secret_key.value().map(|secret| secret.0.as_str()));
    if is_set(model.profile.as_str()) && !has_keys {
        return of_file(settings, model).map(Some);
    }
    let access_key = settings.text(&model.access_key, "KSYUN_ACCESS_KEY");
    let secret_key = settings.secret(&model.secret_key, "KSYUN_SECRET_KEY");
    match (access_key, secret_key) {
        (Some(access_key), Some(secret_key)) => {
            let mut credentials = Credentials::new(access_key, secret_key);
            if let Some(token) = settings.secret(&model.security_token, "KSYUN_SECURITY_TOKEN") {
                credentials = credentials.with_security_token(token);
            }
            Ok(Some(Found {
                credentials,
                file: None,
            }))
        }
        (None, None) if is_wanted(settings, model) => of_file(settings, model).map(Some),
        _ => Ok(None),
    }
}

fn is_set(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.is_empty())
}

/// Whether somebody speaks of a profile or a file, or the usual file is there.
fn is_wanted(settings: &Settings<'_>, model: &ProviderModel) -> bool {
    profile(settings, model).is_some()
        || named_file(settings, model).is_some()
        || usual_file(settings).is_some_and(|file| file.exists())
}

fn of_file(settings: &Settings<'_>, model: &ProviderModel) -> Result<Found, Diagnostic> {
    let path = named_file(settings, model).or_else(|| usual_file(settings));
    let file = CredentialsFile {
        path: path.unwrap_or_default(),
        profile: profile(settings, model).unwrap_or_else(|| "default".to_owned()),
    };
    let credentials = file.read().map_err(|problem| {
        let error = Diagnostic::error(
            "Can't read the keys of the profile",
            format!(
                "{problem}. The provider reads ks_access_key_id and ks_secret_access_key of a profile (profile or \
                 KSYUN_PROFILE, else \"default\") from a file (shared_credentials_file or KSYUN_SHARED_CREDENTIALS_FILE, else \
                 ~/.ks/credentials). Correct these, or set KSYUN_ACCESS_KEY and KSYUN_SECRET_KEY in the environment instead."
            ),
        );
        let places = [
            ("profile", &model.profile),
            ("shared_credentials_file", &model.shared_credentials_file),
        ];
        match places.into_iter().find(|(_, field)| is_set(field.as_str())) {
            Some((name, _)) => error.at(Path::root().attr(name)),
            None => error,
        }
    })?;
    Ok(Found {
        credentials,
        file: Some(file),
    })
}

/// The variables with `KS_` are those of KSYUN's Python SDK.
fn profile(settings: &Settings<'_>, model: &ProviderModel) -> Option<String> {
    let of_sdk = || settings.text(&Field::Null, "KS_PROFILE");
    settings.text(&model.profile, "KSYUN_PROFILE").or_else(of_sdk)
}

fn named_file(settings: &Settings<'_>, model: &ProviderModel) -> Option<PathBuf> {
    let of_sdk = || settings.text(&Field::Null, "KS_SHARED_CREDENTIALS_FILE");
    let named = settings
        .text(&model.shared_credentials_file, "KSYUN_SHARED_CREDENTIALS_FILE")
        .or_else(of_sdk)?;
    match named.strip_prefix("~/") {
        Some(inside) => Some(home(settings)?.join(inside)),
        None => Some(named.into()),
    }
}

fn usual_file(settings: &Settings<'_>) -> Option<PathBuf> {
    Some(home(settings)?.join(".ks/credentials"))
}

fn home(settings: &Settings<'_>) -> Option<PathBuf> {
    let of_windows = || settings.text(&Field::Null, "USERPROFILE");
    settings
        .text(&Field::Null, "HOME")
        .or_else(of_windows)
        .map(PathBuf::from)
}
