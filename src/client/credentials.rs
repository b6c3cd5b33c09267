//! Who calls, and how calls are signed.
use secrecy::{ExposeSecret, SecretString};

use super::config_error::ConfigError;

/// An access key. `Debug` hides the secret parts, which are wiped from memory when dropped.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The public id of the key.
    pub access_key: String,
    /// The secret that signs requests.
    pub secret_key: SecretString,
    /// The token that comes with temporary keys.
    pub security_token: Option<SecretString>,
}

impl Credentials {
    /// A permanent access key.
    pub fn new(access_key: impl Into<String>, secret_key: impl Into<SecretString>) -> Self {
        Self {
            access_key: access_key.into(),
            secret_key: secret_key.into(),
            security_token: None,
        }
    }

    /// Adds the token of a temporary key.
    pub fn with_security_token(mut self, token: impl Into<SecretString>) -> Self {
        self.security_token = Some(token.into());
        self
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        check_key("access_key", &self.access_key)?;
        check_key("secret_key", self.secret_key.expose_secret())?;
        self.security_token
            .as_ref()
            .map_or(Ok(()), |token| check_key("security_token", token.expose_secret()))
    }
}

/// A key travels in headers and scopes: it is visible ASCII. A line break that was copied along is the usual
/// mistake.
fn check_key(setting: &'static str, value: &str) -> Result<(), ConfigError> {
    if value.is_empty() {
        Err(ConfigError::new(setting, "is empty"))
    } else if value.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(())
    } else {
        Err(ConfigError::new(
            setting,
            "has a space, a line break or another character that no key has",
        ))
    }
}

/// The algorithm that signs requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignatureVersion {
    /// `AWS4-HMAC-SHA256` in the `Authorization` header.
    #[default]
    V4,
    /// The API's own "signature version 1.0", in parameters of the body.
    Simplified,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_must_be_visible_ascii() {
        assert!(Credentials::new("AK", "a/b+c=").check().is_ok());
        let message = |credentials: Credentials| credentials.check().unwrap_err().to_string();
        assert_eq!(message(Credentials::new("", "s")), "access_key is empty");
        assert!(message(Credentials::new("AK", "secret\n")).starts_with("secret_key has"));
        assert!(
            message(Credentials::new("AK", "s").with_security_token("")).starts_with("security_token is")
        );
    }

    #[test]
    fn debug_output_hides_the_secrets() {
        let debug = format!(
            "{:?}",
            Credentials::new("AK", "s3cret").with_security_token("t0ken")
        );
        assert!(
            debug.contains("AK") && !debug.contains("s3cret") && !debug.contains("t0ken"),
            "{debug}"
        );
    }
}
