//! The way to the API in words, and what went wrong on it: a person who reads "connection refused" needs to know
//! by whom, and through which proxy.
use std::error::Error;
use std::io;

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use tokio_rustls::rustls::{self, CertificateError};

use super::TransportError;

/// Where requests go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Way {
    /// The endpoint without the path, and the proxy before it: `https://kec.api.ksyun.com (through proxy …)`.
    words: String,
    /// The host of the endpoint.
    host: String,
}

impl Way {
    /// The way to the endpoint `url`, through `proxy` or else through that of the environment, unless it is
    /// reached `direct`ly.
    pub(super) fn new(url: &str, proxy: Option<&SecretString>, direct: bool) -> Self {
        let (proxy, source) = match proxy {
            Some(proxy) => (without_password(proxy.expose_secret()), ""),
            None if direct => (None, ""),
            None => (of_environment(url), " of the environment"),
        };
        let through = proxy.map(|proxy| format!(" (through proxy {proxy}{source})"));
        let parsed = Url::parse(url).ok();
        let host = parsed.as_ref().and_then(Url::host_str).unwrap_or_default();
        Self {
            words: format!("{}{}", url.trim_end_matches('/'), through.unwrap_or_default()),
            host: host.to_owned(),
        }
    }

    /// What became of a request. A connection that never came about carried nothing; anything later may have.
    pub(super) fn failure(&self, error: &reqwest::Error) -> TransportError {
        let not_sent = error.is_connect() || error.is_builder();
        if not_sent {
            TransportError::NotSent(self.unreachable(error))
        } else {
            let why = causes(error).last().map(ToString::to_string).unwrap_or_default();
            TransportError::AnswerLost(format!(
                "the request was sent to {}, and the answer was lost: {why}",
                self.words
            ))
        }
    }

    /// Why TLS can't be used at all.
    pub(super) fn no_tls(&self, why: &str) -> String {
        let file = certificate_file().unwrap_or_default();
        format!("can't reach {}: TLS can't be set up: {why}{file}", self.words)
    }

    fn unreachable(&self, error: &reqwest::Error) -> String {
        let all: Vec<_> = causes(error).collect();
        let tls = all.iter().find_map(|cause| tls_error(*cause));
        let why = if let Some(tls) = tls {
            explain_tls(tls)
        } else if all.iter().any(|cause| cause.to_string().contains("dns error")) {
            format!("the name {} has no address: {}", self.host, last(&all))
        } else if error.is_timeout() {
            "the connection was not made in time".to_owned()
        } else {
            refused(&all).unwrap_or_else(|| chain(error))
        };
        format!("can't reach {}: {why}", self.words)
    }
}

/// The error and all its causes, the deepest last.
fn causes<'a>(error: &'a reqwest::Error) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(error.source(), |cause| {
        let cause: &'a dyn Error = *cause;
        cause.source()
    })
}

/// All causes in one line.
pub(super) fn chain(error: &reqwest::Error) -> String {
    let all: Vec<String> = causes(error).map(ToString::to_string).collect();
    if all.is_empty() {
        error.to_string()
    } else {
        all.join(": ")
    }
}

fn last(causes: &[&(dyn Error + 'static)]) -> String {
    causes.last().map(ToString::to_string).unwrap_or_default()
}

/// The operating system's word for a connection that failed.
fn refused(causes: &[&(dyn Error + 'static)]) -> Option<String> {
    let io = causes
        .iter()
        .rev()
        .find_map(|cause| cause.downcast_ref::<io::Error>())?;
    let plain = match io.kind() {
        io::ErrorKind::ConnectionRefused => "connection refused",
        io::ErrorKind::ConnectionReset => "connection reset",
        io::ErrorKind::TimedOut => "the connection was not made in time",
        _ => return Some(io.to_string()),
    };
    Some(plain.to_owned())
}

/// The handshake's own error, however often it is wrapped.
fn tls_error<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    cause
        .downcast_ref()
        .or_else(|| tls_error(cause.downcast_ref::<io::Error>()?.get_ref()?))
}

/// A failed handshake, and the way out.
fn explain_tls(error: &rustls::Error) -> String {
    let wrong = match error {
        rustls::Error::InvalidMessage(_) => {
            return "it does not speak TLS; check the port, or use http:// if it is meant to be plain HTTP"
                .to_owned();
        }
        rustls::Error::InvalidCertificate(wrong) => wrong,
        other => return format!("the TLS handshake failed: {other}"),
    };
    let what = match wrong {
        CertificateError::UnknownIssuer => "is signed by an authority that this machine does not trust".to_owned(),
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "has expired".to_owned(),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "is not valid yet; check this machine's clock".to_owned()
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "is for another name".to_owned()
        }
        // What the verifier has no word for: the certificate is one of an authority, and used by a server.
        CertificateError::Other(_) if wrong.to_string().contains("CaUsedAsEndEntity") => {
            "is that of a certificate authority (CA), which a server can't use for itself, even if it is trusted; have that \
             authority sign one for the server"
                .to_owned()
        }
        other => format!("is not accepted ({other})"),
    };
    let file = certificate_file().unwrap_or_default();
    format!(
        "its certificate {what}. To trust another authority, set the environment variable SSL_CERT_FILE to its certificate; to \
         check no certificate at all, set insecure = true{file}"
    )
}

/// What is wrong with the file of trusted certificates that the environment names.
fn certificate_file() -> Option<String> {
    let path = std::env::var_os("SSL_CERT_FILE")?;
    certificate_file_problem(std::path::Path::new(&path))
        .map(|problem| format!(". SSL_CERT_FILE is {}, {problem}", path.display()))
}

fn certificate_file_problem(path: &std::path::Path) -> Option<String> {
    match std::fs::read(path) {
        Err(error) => Some(format!("which can't be read: {error}")),
        Ok(text) if !String::from_utf8_lossy(&text).contains("BEGIN CERTIFICATE") => {
            Some("which holds no certificate in PEM form".to_owned())
        }
        Ok(_) => None,
    }
}

/// The proxy that the environment has for `url`.
fn of_environment(url: &str) -> Option<String> {
    let proxy = Matcher::from_system().intercept(&url.parse().ok()?)?;
    without_password(&proxy.uri().to_string())
}

/// A proxy without user and password.
fn without_password(proxy: &str) -> Option<String> {
    let mut url = Url::parse(proxy)
        .or_else(|_| Url::parse(&format!("http://{proxy}")))
        .ok()?;
    url.set_password(None).ok()?;
    url.set_username("").ok()?;
    Some(url.as_str().trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests;
