//! The API: the emulator in this process, reached without a socket, through its gateway and with real signatures.

mod script;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use jiff::SignedDuration;
use ksyun_autoscaling::client::{HttpRequest, HttpResponse, Transport, TransportError, now};
use ksyun_autoscaling::emulator::error::ApiError;
use ksyun_autoscaling::emulator::gateway::Gateway;
use ksyun_autoscaling::emulator::params::Params;
use ksyun_autoscaling::emulator::response_faults::CutConnection;
use ksyun_autoscaling::emulator::service::{Caller, Emulator, EmulatorConfig};
use percent_encoding::percent_decode_str;
use secrecy::ExposeSecret as _;
use serde_json::{Map, Value as Json};
use tokio::sync::watch;
use tokio::time::sleep;

use self::script::Script;
pub(crate) use self::script::{Act, On, on};

/// A call that reached the API, or was on its way there.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) action: String,
    pub(crate) parameters: BTreeMap<String, String>,
    /// What went wrong with it by intention.
    pub(crate) act: Option<Act>,
}

impl Call {
    /// Whether it can change something.
    pub(crate) fn is_write(&self) -> bool {
        !self.action.starts_with("Describe")
    }
}

/// The emulator behind its gateway, with what the test wants to go wrong.
pub(crate) struct Cloud {
    gateway: Gateway,
    script: Mutex<Script>,
    calls: Mutex<Vec<Call>>,
}

impl Cloud {
    pub(crate) fn new(config: EmulatorConfig) -> Self {
        let emulator = Emulator::new(config).expect("there is no saved state to read");
        Self {
            gateway: Gateway::new(emulator, SignedDuration::from_mins(15)),
            script: Mutex::default(),
            calls: Mutex::default(),
        }
    }

    /// The emulator itself.
    pub(crate) fn emulator(&self) -> &Emulator {
        &self.gateway.emulator
    }

    /// Lets `act` happen to the calls that `on` names.
    pub(crate) fn fault(&self, on: On, act: Act) {
        self.script.lock().unwrap().add(on, act);
    }

    /// From now on nothing goes wrong.
    pub(crate) fn clear_faults(&self) {
        self.script.lock().unwrap().clear();
        self.emulator().faults().clear();
    }

    /// All calls so far.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    /// A call from outside: by a person in the console.
    ///
    /// # Errors
    /// The API's refusal.
    pub(crate) fn call(
        &self,
        region: &str,
        action: &str,
        parameters: &[(&str, &str)],
    ) -> Result<Map<String, Json>, ApiError> {
        let pairs = parameters
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let parameters = Params::new(pairs);
        self.emulator().call(&Caller { region }, action, &parameters)
    }
}

/// How one process of the provider reaches the API.
pub(crate) struct Wire {
    pub(crate) cloud: Arc<Cloud>,
    pub(crate) death: watch::Sender<bool>,
}

#[async_trait]
impl Transport for Wire {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        if *self.death.borrow() {
            // A dead process sends nothing; what is left of its tasks waits for ever.
            std::future::pending::<()>().await;
        }
        let (_, action) = request
            .url
            .split_once("Action=")
            .expect("the URL names the action");
        let mut call = Call {
            action: action.split('&').next().unwrap_or_default().to_owned(),
            parameters: decode_form(request.body.expose_secret()),
            act: None,
        };
        call.act = self.cloud.script.lock().unwrap().next(&call);
        let act = call.act.clone();
        self.cloud.calls.lock().unwrap().push(call);
        let lost = || TransportError::AnswerLost("the test closed the connection".to_owned());
        match act {
            None => self.execute(request).await,
            Some(Act::Refuse) => Err(TransportError::NotSent(
                "the test refused the connection".to_owned(),
            )),
            Some(Act::Drop { executed }) => {
                if executed {
                    let _ = self.execute(request).await;
                }
                Err(lost())
            }
            Some(Act::Answer {
                executed,
                status,
                body,
            }) => {
                if executed {
                    let _ = self.execute(request).await;
                }
                Ok(HttpResponse {
                    status,
                    date: Some(http_date()),
                    retry_after: None,
                    body: body.into_bytes(),
                })
            }
            Some(Act::Busy { retry_after }) => Ok(HttpResponse {
                status: 409,
                date: Some(http_date()),
                retry_after: Some(retry_after.to_string()),
                body: br#"{"RequestId":"r","Error":{"Code":"LimitExceeded","Message":"by the test"}}"#
                    .to_vec(),
            }),
            Some(Act::Late(delay)) => {
                let answer = self.execute(request).await;
                sleep(delay).await;
                answer
            }
            Some(Act::Edit(edit)) => {
                let mut answer = self.execute(request).await?;
                let mut members = serde_json::from_slice(&answer.body).expect("the emulator answers in JSON");
                edit(&mut members);
                answer.body = members.to_string().into_bytes();
                Ok(answer)
            }
            Some(Act::Kill { executed }) => {
                if executed {
                    let _ = self.execute(request).await;
                }
                self.death.send_replace(true);
                std::future::pending().await
            }
        }
    }
}

impl Wire {
    /// The way of a request through the gateway.
    async fn execute(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let (host, query) = request
            .url
            .strip_prefix("http://")
            .and_then(|rest| rest.split_once("/?"))
            .expect("the endpoint of the test");
        let mut builder = Request::post(format!("/?{query}")).header(header::HOST, host);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value.expose_secret());
        }
        let body = Body::from(request.body.expose_secret().to_owned());
        let response = self
            .cloud
            .gateway
            .answer(builder.body(body).expect("a request"))
            .await;
        let lost = |why: &str| TransportError::AnswerLost(why.to_owned());
        if response.extensions().get::<CutConnection>().is_some() {
            return Err(lost("the connection was closed"));
        }
        let (head, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX)
            .await
            .map_err(|_| lost("the answer broke off"))?;
        let text = |name| {
            head.headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        Ok(HttpResponse {
            status: head.status.as_u16(),
            date: Some(http_date()),
            retry_after: text(header::RETRY_AFTER),
            body: body.to_vec(),
        })
    }
}

/// The `Date` header, which a server writes on every answer.
fn http_date() -> String {
    now().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn decode_form(form: &str) -> BTreeMap<String, String> {
    let decode = |part: &str| {
        let spaced = part.replace('+', " ");
        percent_decode_str(&spaced)
            .decode_utf8()
            .expect("UTF-8")
            .into_owned()
    };
    let pairs = form.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decode(name), decode(value))).collect()
}
