//! A transport for tests: it records requests and gives scripted answers.
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use percent_encoding::percent_decode_str;
use secrecy::ExposeSecret;
use serde_json::Value;

use super::{Client, ClientConfig, Credentials, HttpRequest, HttpResponse, Transport, TransportError};

pub(crate) const SECRET_KEY: &str = "s3cret/Key+of=Tests";

/// What the fake API does with one request.
pub(crate) type Reply = Result<HttpResponse, TransportError>;
type Handler = Box<dyn FnMut(&Sent) -> Reply + Send>;

/// A request as the API sees it.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) params: Vec<(String, String)>,
}

impl Sent {
    /// A parameter of the body.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.params
            .iter()
            .find(|(candidate, _)| candidate == name)
            .map(|(_, value)| value.as_str())
    }

    /// The values of `name.1`, `name.2` ….
    pub(crate) fn list(&self, name: &str) -> Vec<&str> {
        (1..)
            .map_while(|index| self.param(&format!("{name}.{index}")))
            .collect()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(candidate, _)| candidate == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The fake.
pub(crate) struct FakeApi {
    handler: Mutex<Handler>,
    sent: Mutex<Vec<Sent>>,
    latency: Duration,
}

impl FakeApi {
    /// Answers each request with what `handler` says.
    pub(crate) fn new(handler: impl FnMut(&Sent) -> Reply + Send + 'static) -> Arc<Self> {
        Self::slow(Duration::ZERO, handler)
    }

    /// An API that answers `latency` after the request came; the answer is made when it comes.
    pub(crate) fn slow(latency: Duration, handler: impl FnMut(&Sent) -> Reply + Send + 'static) -> Arc<Self> {
        Arc::new(Self {
            handler: Mutex::new(Box::new(handler)),
            sent: Mutex::default(),
            latency,
        })
    }

    /// Gives these answers in this order.
    pub(crate) fn script(replies: impl IntoIterator<Item = Reply>) -> Arc<Self> {
        let mut replies: VecDeque<Reply> = replies.into_iter().collect();
        Self::new(move |sent| {
            replies
                .pop_front()
                .unwrap_or_else(|| panic!("unexpected request {sent:?}"))
        })
    }

    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    pub(crate) fn calls(&self) -> usize {
        self.sent.lock().unwrap().len()
    }

    /// A client of this API with default settings.
    pub(crate) fn client(self: &Arc<Self>) -> Client {
        self.client_with(|_| {})
    }

    /// A client of this API with changed settings.
    pub(crate) fn client_with(self: &Arc<Self>, change: impl FnOnce(&mut ClientConfig)) -> Client {
        let mut config = ClientConfig::new(Credentials::new("AKEXAMPLE", SECRET_KEY), "cn-beijing-6");
        change(&mut config);
        Client::with_transport(&config, Arc::clone(self) as Arc<dyn Transport>).unwrap()
    }
}

#[async_trait]
impl Transport for FakeApi {
    async fn send(&self, request: HttpRequest) -> Reply {
        let decode = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
        let pairs = request
            .body
            .expose_secret()
            .split('&')
            .filter_map(|pair| pair.split_once('='));
        let sent = Sent {
            url: request.url,
            headers: request
                .headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.expose_secret().to_owned()))
                .collect(),
            params: pairs.map(|(name, value)| (decode(name), decode(value))).collect(),
        };
        self.sent.lock().unwrap().push(sent.clone());
        let reply = (self.handler.lock().unwrap())(&sent);
        tokio::time::sleep(self.latency).await;
        reply
    }
}

/// An answer with a JSON body.
#[expect(
    clippy::unnecessary_wraps,
    reason = "it stands where replies stand that can be failures"
)]
pub(crate) fn answer(status: u16, body: &Value) -> Reply {
    Ok(HttpResponse {
        status,
        body: body.to_string().into_bytes(),
        ..HttpResponse::default()
    })
}

/// HTTP 200 with a JSON body.
#[expect(clippy::needless_pass_by_value, reason = "it is called with json! literals")]
pub(crate) fn ok(body: Value) -> Reply {
    answer(200, &body)
}

/// An error of the API.
pub(crate) fn error(status: u16, code: &str, message: &str) -> Reply {
    let body = serde_json::json!({"RequestId": "req-1", "Error": {"Type": "Sender", "Code": code, "Message": message}});
    answer(status, &body)
}

pub(crate) fn not_sent() -> Reply {
    Err(TransportError::NotSent("connection refused".to_owned()))
}

pub(crate) fn lost() -> Reply {
    Err(TransportError::AnswerLost("the connection was closed".to_owned()))
}
