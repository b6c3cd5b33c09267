//! How an answer leaves: whole, late, or broken by a fault. Clients must cope with all of it, so all of it happens on a
//! real socket, after the call was recorded.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use thiserror::Error;
use tokio_stream::{Stream, StreamExt, iter, once};

/// How an answer went out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ResponseFault {
    /// As a whole.
    Sent,
    /// As a whole, some milliseconds after the call was executed.
    Delayed {
        /// Real milliseconds.
        ms: u64,
    },
    /// Not at all: the connection was closed, whether or not the call was executed.
    Dropped,
    /// In part: the connection was closed in the middle of the body.
    Truncated,
    /// As a whole, but it was not the API that answered.
    Replaced,
    /// As a whole, with wrong members.
    Distorted,
}

impl ResponseFault {
    /// What became of the answer, in words.
    pub(crate) fn words(self) -> String {
        match self {
            Self::Sent => "answered".to_owned(),
            Self::Delayed { ms } => format!("answered {ms} ms late"),
            Self::Dropped => "not answered: the connection was closed".to_owned(),
            Self::Truncated => "answered by half: the connection was closed".to_owned(),
            Self::Replaced => "answered by something in between".to_owned(),
            Self::Distorted => "answered with wrong members".to_owned(),
        }
    }

    /// Turns `response` into what goes out.
    pub(crate) async fn apply(self, response: Response) -> Response {
        match self {
            Self::Sent | Self::Replaced | Self::Distorted => response,
            Self::Delayed { ms } => {
                tokio::time::sleep(Duration::from_millis(ms)).await;
                response
            }
            Self::Dropped => {
                let mut marked = ().into_response();
                marked.extensions_mut().insert(CutConnection);
                marked
            }
            Self::Truncated => truncate(response).await,
        }
    }
}

/// Marks a response that must not be sent: the server closes the connection instead.
#[derive(Clone, Copy, Debug, Error)]
#[error("a fault closed the connection")]
pub struct CutConnection;

/// Announces the whole body and breaks off after half of it.
async fn truncate(response: Response) -> Response {
    let (mut head, body) = response.into_parts();
    let whole = to_bytes(body, usize::MAX).await.unwrap_or_default();
    head.headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(whole.len()));
    let half = whole.slice(..whole.len() / 2);
    Response::from_parts(head, Body::from_stream(half_then_break(half)))
}

/// Yields once between the half and the break, so that the server flushes the half first.
fn half_then_break(half: Bytes) -> impl Stream<Item = io::Result<Bytes>> {
    let pause = once(()).then(|()| tokio::task::yield_now());
    let breaking = pause.map(|()| Err(io::Error::other(CutConnection)));
    iter([Ok(half)]).chain(breaking)
}
