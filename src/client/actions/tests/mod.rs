//! The wire form of requests, and the API's samples and known inconsistencies read through the responses.
use crate::client::params::Params;
use serde_json::Value;

use super::*;
use crate::client::redact::Redactor;
use crate::client::response::{ApiResponse, Content};
use crate::client::transport::HttpResponse;

mod requests;
mod responses;

/// Reads a body as the client does.
fn read<A: Action>(body: &str) -> A::Response {
    let response = HttpResponse {
        status: 200,
        body: body.as_bytes().to_vec(),
        ..HttpResponse::default()
    };
    match ApiResponse::read(&response, &Redactor::default()).outcome {
        Content::Success(members) => A::Response::from_wire(&members).unwrap(),
        other => panic!("{body}: {other:?}"),
    }
}

fn read_json<A: Action>(body: &Value) -> A::Response {
    read::<A>(&body.to_string())
}

fn write(request: &impl Action) -> String {
    percent_encoding::percent_decode_str(&Params::of(request).encode())
        .decode_utf8()
        .unwrap()
        .into_owned()
}
