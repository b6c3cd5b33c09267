//! How a signed request reaches the API: over HTTP, or, in tests, over whatever implements [`Transport`].
mod http;
mod way;

use std::fmt;

use async_trait::async_trait;
use secrecy::SecretString;

pub(super) use self::http::HttpTransport;

/// A signed POST request, to be sent exactly as it is.
pub struct HttpRequest {
    /// With the query, which holds nothing but `Action` and `Version`.
    pub url: String,
    /// All but `Host`, which follows from the URL.
    pub headers: Vec<(&'static str, SecretString)>,
    /// The form.
    pub body: SecretString,
}

/// Names the URL and the headers only: the rest can be secret.
impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("HttpRequest")
            .field("url", &self.url)
            .field("headers", &names)
            .finish_non_exhaustive()
    }
}

/// What the API answered.
#[derive(Debug, Clone, Default)]
pub struct HttpResponse {
    /// HTTP status.
    pub status: u16,
    /// The `Date` header.
    pub date: Option<String>,
    /// The `Retry-After` header.
    pub retry_after: Option<String>,
    /// The whole body.
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The request surely did not reach the API.
    #[error("{0}")]
    NotSent(String),
    /// The request was sent, or may have been, and the answer is lost.
    #[error("{0}")]
    AnswerLost(String),
}

/// Sends one request once. It neither repeats nor follows anything.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Sends `request` and waits for the whole answer, whatever its status.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError>;
}
