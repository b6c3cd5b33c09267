//! A server on this machine that a client takes for the API: it checks signatures with keys of its own, and leaves the
//! answer to whoever it is made for.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::emulator::auth::{AUTO_SCALING_SERVICE, DEFAULT_REGION, Verifier};
use crate::emulator::error::ApiError;
use crate::emulator::gateway::business_parameters;
use crate::emulator::request::RawRequest;

/// The keys that the client signs with; they open nothing.
const ACCESS_KEY: &str = "AKLTTRANSCRIPT";
const SECRET_KEY: &str = "transcript-secret-key";

/// A call whose signature is right.
pub(super) struct Call {
    pub(super) action: String,
    pub(super) region: String,
    pub(super) parameters: BTreeMap<String, String>,
}

/// Who answers.
#[async_trait]
pub(super) trait Answerer: Send + Sync + 'static {
    /// Status and body of the answer.
    async fn answer(&self, call: Call) -> (u16, Value);
}

/// A server that listens.
pub(crate) struct Server {
    listener: TcpListener,
    address: SocketAddr,
    app: Router,
}

struct Shared<A> {
    verifier: Verifier,
    answerer: A,
}

impl Server {
    pub(super) async fn bind(answerer: impl Answerer) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let shared = Shared {
            verifier: Verifier::new(ACCESS_KEY, SECRET_KEY, SignedDuration::from_mins(15)),
            answerer,
        };
        Ok(Self {
            address: listener.local_addr()?,
            listener,
            app: Router::new().fallback(answer).with_state(Arc::new(shared)),
        })
    }

    /// The environment of a client that is to call this server in `region`.
    pub(crate) fn environment(&self, region: Option<String>) -> [(&'static str, String); 5] {
        [
            ("KSYUN_ACCESS_KEY", ACCESS_KEY.to_owned()),
            ("KSYUN_SECRET_KEY", SECRET_KEY.to_owned()),
            // The one of the surroundings belongs to other keys.
            ("KSYUN_SECURITY_TOKEN", String::new()),
            (
                "KSYUN_REGION",
                region.unwrap_or_else(|| DEFAULT_REGION.to_owned()),
            ),
            ("KSYUN_ENDPOINT_AUTOSCALING", format!("http://{}", self.address)),
        ]
    }

    /// Answers until this is dropped.
    pub(crate) async fn serve(self) {
        if let Err(error) = axum::serve(self.listener, self.app).await {
            tracing::error!(%error, "the server of the transcript ended");
        }
    }
}

async fn answer<A: Answerer>(State(shared): State<Arc<Shared<A>>>, request: Request<Body>) -> Response {
    let (status, body) = match admit(&shared.verifier, request).await {
        Ok(call) => shared.answerer.answer(call).await,
        Err(error) => error_response(&error),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    (
        status,
        [(header::CONTENT_TYPE, "application/json; charset=utf-8")],
        body.to_string(),
    )
        .into_response()
}

async fn admit(verifier: &Verifier, request: Request<Body>) -> Result<Call, ApiError> {
    let (head, body) = request.into_parts();
    let mut request = RawRequest::from_head(head);
    request.read_body(body).await?;
    let parameters = request.parameters()?;
    let scope = verifier.verify(&request, &parameters, Timestamp::now())?;
    if scope.service != AUTO_SCALING_SERVICE {
        return Err(ApiError::unknown_action());
    }
    let action = parameters
        .get("Action")
        .cloned()
        .ok_or_else(|| ApiError::missing_parameter("Action"))?;
    Ok(Call {
        action,
        region: scope.region,
        parameters: business_parameters(&parameters),
    })
}

/// A refusal in the form of the API.
pub(super) fn error_response(error: &ApiError) -> (u16, Value) {
    let detail = json!({ "Type": "Sender", "Code": error.code, "Message": error.message });
    (
        error.status,
        json!({ "RequestId": "transcript", "Error": detail }),
    )
}
