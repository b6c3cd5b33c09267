//! Where the API is.
//!
//! The default is `https://kec.api.ksyun.com`: the host that the official provider and the official kits use,
//! reached with verified certificates by some of them. The API document names `kec.REGION.api.ksyun.com`
//! instead; no client is known to verify a certificate there, and the region travels in the signature anyway.
//! It can be set as the URL.
use std::net::IpAddr;

use reqwest::Url;

use super::config_error::ConfigError;

/// The service part of the host name.
const SERVICE: &str = "kec";
const DEFAULT_DOMAIN: &str = "api.ksyun.com";

/// What the user says about the endpoint; the default is Kingsoft's public API.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EndpointSettings {
    /// The whole URL, for example `http://127.0.0.1:8080`. Excludes `domain`.
    pub url: Option<String>,
    /// Replaces `api.ksyun.com`, for a private cloud; may have a port.
    pub domain: Option<String>,
    /// Whether `domain` is the whole host, without `kec.` before it.
    pub ignore_service: bool,
    /// Whether plain HTTP is out of the question, even to this machine.
    pub force_https: bool,
    /// Whether an `http://` URL to another machine is accepted. Everything but the secret key can be read on
    /// the way.
    pub allow_plain_http: bool,
}

/// A checked endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Endpoint {
    url: Url,
    host: String,
}

impl EndpointSettings {
    /// Whether the user named an endpoint of their own, where any region may be right.
    pub fn is_custom(&self) -> bool {
        non_empty(self.url.as_ref())
            .or(non_empty(self.domain.as_ref()))
            .is_some()
    }

    /// Checks the settings.
    pub(super) fn resolve(&self) -> Result<Endpoint, ConfigError> {
        match (non_empty(self.url.as_ref()), non_empty(self.domain.as_ref())) {
            (Some(_), Some(_)) => Err(ConfigError::new("endpoint", "cannot be set together with domain")),
            (Some(url), None) => self.resolve_url(url),
            (None, Some(domain)) => self.resolve_domain(domain),
            (None, None) => Endpoint::parse("endpoint", &format!("https://{SERVICE}.{DEFAULT_DOMAIN}")),
        }
    }

    fn resolve_url(&self, url: &str) -> Result<Endpoint, ConfigError> {
        let endpoint = Endpoint::parse("endpoint", url)?;
        if endpoint.url.scheme() == "http" {
            if self.force_https {
                return Err(ConfigError::new(
                    "force_https",
                    format!("is set, but the endpoint is {url:?}"),
                ));
            }
            if !self.allow_plain_http && !endpoint.is_loopback() {
                return Err(ConfigError::new(
                    "endpoint",
                    format!("{url:?} would send requests in clear text to another machine: use https://"),
                ));
            }
        }
        Ok(endpoint)
    }

    fn resolve_domain(&self, domain: &str) -> Result<Endpoint, ConfigError> {
        if domain.contains("://") {
            return Err(ConfigError::new(
                "domain",
                format!("{domain:?} must be a host without a scheme"),
            ));
        }
        let host = if self.ignore_service {
            domain.to_owned()
        } else {
            format!("{SERVICE}.{domain}")
        };
        let secure = Endpoint::parse("domain", &format!("https://{host}"))?;
        if secure.is_loopback() && !self.force_https {
            return Endpoint::parse("domain", &format!("http://{host}"));
        }
        Ok(secure)
    }
}

/// An empty setting is an unset one: environment variables are often empty.
fn non_empty(setting: Option<&String>) -> Option<&str> {
    setting.map(|text| text.trim()).filter(|text| !text.is_empty())
}

impl Endpoint {
    fn parse(setting: &'static str, text: &str) -> Result<Self, ConfigError> {
        let refuse = |problem: &str| ConfigError::new(setting, format!("{text:?} {problem}"));
        if !text.contains("://") {
            let secure = format!("https://{text}");
            let example = match Self::parse(setting, &secure) {
                Ok(endpoint) if endpoint.is_loopback() => format!("http://{text}"),
                _ => secure,
            };
            return Err(refuse(&format!("has no scheme: write {example:?}")));
        }
        let url = Url::parse(text).map_err(|error| refuse(&format!("is not a URL: {error}")))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(ConfigError::new(
                setting,
                "must not hold a user name or a password",
            ));
        }
        if !matches!(url.scheme(), "http" | "https") {
            return Err(refuse("must start with https:// or http://"));
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(refuse("must not have a path, a query or a fragment"));
        }
        let Some(name) = url.host_str() else {
            return Err(refuse("has no host"));
        };
        let host = url
            .port()
            .map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"));
        Ok(Self { url, host })
    }

    /// The value of the `Host` header: the port is part of it unless it is the scheme's own.
    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// The URL to which a query is appended: it ends with `/`.
    pub(super) fn base(&self) -> &str {
        self.url.as_str()
    }

    /// Whether it is on this machine.
    pub(super) fn is_loopback(&self) -> bool {
        let name = self.url.host_str().unwrap_or_default();
        let bare = name.trim_start_matches('[').trim_end_matches(']');
        name == "localhost"
            || name.ends_with(".localhost")
            || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(url: &str) -> EndpointSettings {
        EndpointSettings {
            url: Some(url.to_owned()),
            ..EndpointSettings::default()
        }
    }

    fn domain(domain: &str, ignore_service: bool) -> EndpointSettings {
        EndpointSettings {
            domain: Some(domain.to_owned()),
            ignore_service,
            ..EndpointSettings::default()
        }
    }

    fn base(settings: &EndpointSettings) -> String {
        settings.resolve().unwrap().base().to_owned()
    }

    fn problem(settings: &EndpointSettings) -> String {
        settings.resolve().unwrap_err().to_string()
    }

    #[test]
    fn the_default_is_the_public_api_over_https() {
        assert_eq!(base(&EndpointSettings::default()), "https://kec.api.ksyun.com/");
        let empty = EndpointSettings {
            domain: Some(" ".to_owned()),
            ..url("")
        };
        assert_eq!(base(&empty), "https://kec.api.ksyun.com/");
        assert!(!empty.is_custom());
    }

    #[test]
    fn a_domain_replaces_the_end_of_the_host_or_all_of_it() {
        assert_eq!(
            base(&domain("cloud.example", false)),
            "https://kec.cloud.example/"
        );
        assert_eq!(
            base(&domain("cloud.example:8443", true)),
            "https://cloud.example:8443/"
        );
        assert!(domain("cloud.example", false).is_custom());
    }

    #[test]
    fn a_domain_on_this_machine_is_reached_over_plain_http_unless_https_is_forced() {
        assert_eq!(base(&domain("127.0.0.1:9000", true)), "http://127.0.0.1:9000/");
        let forced = EndpointSettings {
            force_https: true,
            ..domain("127.0.0.1:9000", true)
        };
        assert_eq!(base(&forced), "https://127.0.0.1:9000/");
    }

    #[test]
    fn plain_http_needs_a_loopback_host_or_permission() {
        for local in ["http://127.0.0.1:1/", "http://[::1]:1/", "http://localhost:1/"] {
            assert_eq!(base(&url(local)), local);
        }
        assert!(
            problem(&url("http://kec.example")).starts_with("endpoint \"http://kec.example\" would send")
        );
        let allowed = EndpointSettings {
            allow_plain_http: true,
            ..url("http://kec.example")
        };
        assert_eq!(base(&allowed), "http://kec.example/");
        let forced = EndpointSettings {
            force_https: true,
            ..url("http://localhost:1")
        };
        assert!(problem(&forced).starts_with("force_https is set"));
    }

    #[test]
    fn a_missing_scheme_is_named_with_what_to_write() {
        for (text, written) in [
            ("kec.example", "https://kec.example"),
            ("kec.example:8443", "https://kec.example:8443"),
            ("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("localhost:8080", "http://localhost:8080"),
        ] {
            assert_eq!(
                problem(&url(text)),
                format!("endpoint {text:?} has no scheme: write {written:?}")
            );
        }
    }

    #[test]
    fn a_malformed_setting_is_named() {
        for wrong in [
            "kec.example",
            "ftp://kec.example",
            "https://kec.example/path",
            "https://kec.example/?a=b",
            "https://",
        ] {
            assert!(problem(&url(wrong)).starts_with("endpoint "), "{wrong}");
        }
        for wrong in ["https://kec.example", "a b", "a/b"] {
            assert!(problem(&domain(wrong, false)).starts_with("domain "), "{wrong}");
        }
        let both = EndpointSettings {
            domain: Some("d.example".to_owned()),
            ..url("https://u.example")
        };
        assert!(problem(&both).contains("together with domain"));
    }

    #[test]
    fn a_password_in_the_url_is_refused_without_repeating_it() {
        let message = problem(&url("https://user:hunter2@kec.example"));
        assert!(
            message.contains("password") && !message.contains("hunter2"),
            "{message}"
        );
    }

    #[test]
    fn the_host_header_has_the_port_unless_it_is_the_default() {
        let host = |text: &str| url(text).resolve().unwrap().host().to_owned();
        assert_eq!(host("https://kec.example:443"), "kec.example");
        assert_eq!(host("https://kec.example:8443"), "kec.example:8443");
        assert_eq!(host("http://[::1]:80"), "[::1]");
    }
}
