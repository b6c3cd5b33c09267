//! What surrounds every RPC: its span and its log lines.

use std::fmt::Write as _;
use std::future::Future;
use std::time::Instant;

use tonic::{Response, Status};
use tracing::Instrument as _;

/// What an RPC gives back.
pub(super) type RpcResult<T> = Result<Response<T>, Status>;

/// Runs the RPC called `rpc` inside a span that names it, so that every log line written meanwhile can be told apart.
pub(super) async fn call<T>(
    rpc: &'static str,
    type_name: &str,
    answer: impl Future<Output = T>,
) -> RpcResult<T> {
    // At the highest level, so that an error says which request it belongs to whatever else is logged.
    let span = tracing::error_span!(
        "rpc",
        tf_rpc = rpc,
        tf_req_id = tracing::field::Empty,
        tf_resource_type = tracing::field::Empty
    );
    if !span.is_disabled() {
        span.record("tf_req_id", request_id());
        if !type_name.is_empty() {
            span.record("tf_resource_type", type_name);
        }
    }
    async {
        tracing::trace!("received request");
        let started = Instant::now();
        let answer = answer.await;
        tracing::debug!(
            duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            "served request"
        );
        Ok(Response::new(answer))
    }
    .instrument(span)
    .await
}

/// A random id, by which the log lines of one request belong together.
fn request_id() -> String {
    let mut bytes = [0_u8; 8];
    // Without random bytes the id says less, but the request is served all the same.
    let _ = getrandom::fill(&mut bytes);
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
