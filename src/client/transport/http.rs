//! The transport over HTTP: one pool of connections, made when the first request is sent.
use std::sync::OnceLock;
use std::time::Duration;

use async_trait::async_trait;
use reqwest::header::{DATE, HeaderName, RETRY_AFTER};
use secrecy::ExposeSecret;

use super::way::{Way, chain};
use super::{HttpRequest, HttpResponse, Transport, TransportError};
use crate::client::config::ClientConfig;
use crate::client::config_error::ConfigError;

/// An answer may have this many bytes: some 50 times the largest page there is.
const MAX_ANSWER: usize = 32 * 1024 * 1024;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Shorter than what servers commonly allow, so that a request is not written to a connection that is being
/// closed.
const IDLE_TIMEOUT: Duration = Duration::from_secs(15);

/// See the module.
pub(in crate::client) struct HttpTransport {
    config: ClientConfig,
    /// Whether the endpoint is on this machine: no proxy of the environment is asked for it.
    direct: bool,
    /// Whether TLS is never spoken, with nobody.
    is_plain: bool,
    way: Way,
    /// Making it reads the certificates of the machine, which takes longer than all the rest of a start.
    client: OnceLock<Result<reqwest::Client, String>>,
}

impl HttpTransport {
    /// A transport to the endpoint `url`, which is on this machine if it is reached `direct`ly.
    pub(in crate::client) fn new(
        config: &ClientConfig,
        url: &str,
        direct: bool,
    ) -> Result<Self, ConfigError> {
        drop(builder(config, direct)?);
        Ok(Self {
            config: config.clone(),
            direct,
            is_plain: direct && config.http_proxy.is_none() && url.starts_with("http://"),
            way: Way::new(url, config.http_proxy.as_ref(), direct),
            client: OnceLock::new(),
        })
    }

    fn client(&self) -> Result<&reqwest::Client, TransportError> {
        let client = self.client.get_or_init(|| self.make_client());
        client
            .as_ref()
            .map_err(|problem| TransportError::NotSent(problem.clone()))
    }

    fn make_client(&self) -> Result<reqwest::Client, String> {
        let builder = || builder(&self.config, self.direct).map_err(|error| error.to_string());
        if self.is_plain {
            // Nobody is trusted, so nobody's certificate has to be read.
            let built = builder()?.tls_certs_only([]).build();
            return built.map_err(|error| chain(&error));
        }
        let built = builder()?.build();
        // The one thing that can fail is that Linux has no certificate authorities.
        #[cfg(target_os = "linux")]
        let built = match built {
            Err(error) => match crate::client::roots::unless_named_by_the_environment() {
                Some(bundled) => builder()?.tls_certs_only(bundled).build(),
                None => Err(error),
            },
            built => built,
        };
        built.map_err(|error| self.way.no_tls(&chain(&error)))
    }
}

fn builder(config: &ClientConfig, direct: bool) -> Result<reqwest::ClientBuilder, ConfigError> {
    let agent = reqwest::header::HeaderValue::from_str(&config.user_agent)
        .map_err(|_| ConfigError::new("user_agent", "has a character that no header can have"))?;
    let mut builder = reqwest::Client::builder()
        .user_agent(agent)
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_idle_timeout(IDLE_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .tls_danger_accept_invalid_certs(config.insecure);
    if !config.http_keepalive {
        builder = builder.pool_max_idle_per_host(0);
    }
    if let Some(proxy) = &config.http_proxy {
        // The parser's error would repeat the URL, which can hold a password.
        let proxy = reqwest::Proxy::all(proxy.expose_secret())
            .map_err(|_| ConfigError::new("http_proxy", "is not a URL such as http://proxy.example:3128"))?;
        builder = builder.proxy(proxy);
    } else if direct {
        builder = builder.no_proxy();
    }
    #[cfg(target_os = "linux")]
    if crate::client::resolver::IS_NEEDED {
        builder = builder.dns_resolver(crate::client::resolver::Resolver::default());
    }
    Ok(builder)
}

#[async_trait]
impl Transport for HttpTransport {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let mut builder = self
            .client()?
            .post(&request.url)
            .body(request.body.expose_secret().to_owned());
        for (name, value) in &request.headers {
            builder = builder.header(HeaderName::from_static(name), value.expose_secret());
        }
        let mut response = builder.send().await.map_err(|error| self.way.failure(&error))?;
        let header = |name| {
            response
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        let mut answer = HttpResponse {
            status: response.status().as_u16(),
            date: header(DATE),
            retry_after: header(RETRY_AFTER),
            body: Vec::new(),
        };
        while let Some(chunk) = response.chunk().await.map_err(|error| self.way.failure(&error))? {
            if answer.body.len() + chunk.len() > MAX_ANSWER {
                return Err(TransportError::AnswerLost(format!(
                    "the answer has more than {MAX_ANSWER} bytes"
                )));
            }
            answer.body.extend_from_slice(&chunk);
        }
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;
    use crate::client::Credentials;

    fn transport() -> HttpTransport {
        let config = ClientConfig::new(Credentials::new("AK", "SK"), "cn-beijing-6");
        HttpTransport::new(&config, "http://127.0.0.1:1/", true).unwrap()
    }

    fn request(address: std::net::SocketAddr) -> HttpRequest {
        HttpRequest {
            url: format!("http://{address}/?Action=A&Version=V"),
            headers: vec![
                ("accept", "application/json".into()),
                ("content-length", "3".into()),
            ],
            body: "a=b".into(),
        }
    }

    /// Serves one connection: reads one request, writes `answer`, closes. Gives back what it read.
    async fn exchange(answer: &'static str) -> (Result<HttpResponse, TransportError>, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = async {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut read = Vec::new();
            while !read.ends_with(b"\r\n\r\na=b") {
                assert_ne!(
                    socket.read_buf(&mut read).await.unwrap(),
                    0,
                    "the request ended early"
                );
            }
            socket.write_all(answer.as_bytes()).await.unwrap();
            String::from_utf8(read).unwrap()
        };
        let transport = transport();
        tokio::join!(transport.send(request(address)), server)
    }

    #[tokio::test]
    async fn the_request_is_sent_as_it_was_signed_and_the_answer_comes_back_whole() {
        let (answer, sent) = exchange(
            "HTTP/1.1 409 Conflict\r\nDate: Mon, 15 Jan 2024 08:30:00 GMT\r\nRetry-After: 2\r\nContent-Length: 2\r\n\r\n{}",
        )
        .await;
        let answer = answer.unwrap();
        assert_eq!((answer.status, answer.body.as_slice()), (409, b"{}".as_slice()));
        assert_eq!(answer.date.as_deref(), Some("Mon, 15 Jan 2024 08:30:00 GMT"));
        assert_eq!(answer.retry_after.as_deref(), Some("2"));

        let sent = sent.to_ascii_lowercase();
        assert!(
            sent.starts_with("post /?action=a&version=v http/1.1\r\n"),
            "{sent}"
        );
        assert_eq!(sent.matches("content-length: 3\r\n").count(), 1, "{sent}");
        assert_eq!(sent.matches("host: 127.0.0.1:").count(), 1, "{sent}");
        assert!(
            sent.contains("user-agent: terraform-provider-ksyun-autoscaling/"),
            "{sent}"
        );
    }

    #[tokio::test]
    async fn a_refused_connection_means_not_sent() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        assert!(matches!(
            transport().send(request(address)).await,
            Err(TransportError::NotSent(_))
        ));
    }

    #[tokio::test]
    async fn a_dropped_or_truncated_answer_is_lost() {
        for answer in ["", "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"Request"] {
            let (answer, _) = exchange(answer).await;
            assert!(matches!(answer, Err(TransportError::AnswerLost(_))), "{answer:?}");
        }
    }

    #[tokio::test]
    async fn redirects_are_not_followed() {
        let (answer, _) =
            exchange("HTTP/1.1 307 R\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n").await;
        assert_eq!(answer.unwrap().status, 307);
    }

    #[test]
    fn a_malformed_proxy_is_named_without_its_password() {
        let mut config = ClientConfig::new(Credentials::new("AK", "SK"), "cn-beijing-6");
        config.http_proxy = Some("http://user:hunter2@".into());
        let error = HttpTransport::new(&config, "https://kec.api.ksyun.com/", false)
            .err()
            .unwrap();
        assert_eq!(error.setting(), "http_proxy");
        assert!(!error.to_string().contains("hunter2"));
    }
}
