//! Answers as the API writes them: JSON when it is asked for, else XML, each with a request id.
//!
//! The XML is written by hand because it is made of the members of JSON values, for which no serialiser has a form.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use quick_xml::escape::escape;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::dialect::Dialect;
use super::error::ApiError;
use super::request::{Pairs, RawRequest};

/// The two languages of the API's answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Asked for by `Accept: application/json`, or by the parameter `Format=json`.
    Json,
    /// The default.
    Xml,
}

impl Format {
    /// The format that `request`, with its decoded `parameters`, asks for.
    pub(crate) fn asked_by(request: &RawRequest, parameters: &Pairs) -> Self {
        let accepts = request.headers.get_all(header::ACCEPT).iter().any(|value| {
            let text = String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase();
            text.contains("application/json")
        });
        let named = parameters
            .get("Format")
            .is_some_and(|format| format.eq_ignore_ascii_case("json"));
        if accepts || named { Self::Json } else { Self::Xml }
    }
}

/// A successful answer of `action` with `members` beside the request id. The dialect writes numbers and truth values in
/// JSON; XML knows only texts.
pub(crate) fn success(
    format: Format,
    dialect: &Dialect,
    action: &str,
    request_id: &str,
    mut members: Map<String, Value>,
) -> Response {
    let body = match format {
        Format::Json => {
            members.insert(dialect.request_id_name(action).to_owned(), request_id.into());
            dialect.json(&Value::Object(members))
        }
        Format::Xml => {
            let metadata = element(
                "ResponseMetadata",
                &json!({ dialect.request_id_name(action): request_id }),
            );
            let members = content(&Value::Object(members));
            format!("<{action}Response>{metadata}{members}</{action}Response>")
        }
    };
    answer(StatusCode::OK, format, body)
}

/// A refusal.
pub(crate) fn failure(format: Format, request_id: &str, error: &ApiError) -> Response {
    let detail = json!({ "Type": "Sender", "Code": error.code, "Message": error.message });
    let body = match format {
        Format::Json => json!({ "RequestId": request_id, "Error": detail }).to_string(),
        Format::Xml => {
            let id = element("RequestId", &request_id.into());
            format!("<ErrorResponse>{id}{}</ErrorResponse>", element("Error", &detail))
        }
    };
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = answer(status, format, body);
    if let Some(seconds) = error.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// What a fault puts in the place of an answer.
pub(crate) fn replacement(status: u16, content_type: &str, body: &str) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let mut response = (status, body.to_owned()).into_response();
    if let Ok(kind) = HeaderValue::from_str(content_type) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response
}

fn answer(status: StatusCode, format: Format, body: String) -> Response {
    let kind = match format {
        Format::Json => "application/json; charset=utf-8",
        Format::Xml => "text/xml; charset=utf-8",
    };
    (status, [(header::CONTENT_TYPE, kind)], body).into_response()
}

/// `value` as the XML element `name`.
fn element(name: &str, value: &Value) -> String {
    format!("<{name}>{}</{name}>", content(value))
}

/// What stands inside an element: the documentation leaves lists open, so each item becomes an `<item>`.
fn content(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) => escape(text.replace(is_forbidden_in_xml, "\u{fffd}")).into_owned(),
        Value::Array(items) => items.iter().map(|item| element("item", item)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| element(name, member))
            .collect(),
    }
}

/// Control characters that an XML document cannot hold, not even escaped.
fn is_forbidden_in_xml(character: char) -> bool {
    character.is_ascii_control() && !matches!(character, '\t' | '\n' | '\r')
}

/// Makes request ids that look like UUIDs and follow from the seed and the number of the request alone.
pub(crate) struct RequestIds {
    seed: u64,
    issued: AtomicU64,
}

impl RequestIds {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            issued: AtomicU64::new(0),
        }
    }

    pub(crate) fn next(&self) -> String {
        let number = self.issued.fetch_add(1, Ordering::Relaxed);
        let mut hasher = Sha256::new();
        hasher.update(b"request id");
        hasher.update(self.seed.to_be_bytes());
        hasher.update(number.to_be_bytes());
        let digest = hasher.finalize();
        let mut text = String::with_capacity(36);
        for (index, byte) in digest.iter().take(16).enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use axum::body::{Bytes, to_bytes};
    use axum::http::{HeaderMap, Method};
    use proptest::prelude::*;
    use quick_xml::escape::unescape;

    use super::*;

    fn format_of(accept: &[&'static str], parameter: Option<&str>) -> Format {
        let mut headers = HeaderMap::new();
        for value in accept {
            headers.append(header::ACCEPT, value.parse().expect("a value"));
        }
        let request = RawRequest {
            method: Method::GET,
            path: "/".into(),
            query: String::new(),
            headers,
            body: Bytes::new(),
        };
        let parameters = parameter.map(|text| ("Format".to_owned(), text.to_owned()));
        Format::asked_by(&request, &parameters.into_iter().collect())
    }

    async fn text(response: Response) -> (u16, String, String) {
        let status = response.status().as_u16();
        let kind = response.headers()[header::CONTENT_TYPE]
            .to_str()
            .expect("text")
            .to_owned();
        let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        (status, kind, String::from_utf8(body.to_vec()).expect("UTF-8"))
    }

    fn members(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(members) => members,
            other => panic!("not an object: {other}"),
        }
    }

    #[test]
    fn json_is_for_those_who_ask_for_it() {
        assert_eq!(format_of(&[], None), Format::Xml);
        assert_eq!(format_of(&["*/*"], None), Format::Xml);
        assert_eq!(
            format_of(&["text/html", "Application/JSON;q=0.9"], None),
            Format::Json
        );
        assert_eq!(format_of(&[], Some("JSON")), Format::Json);
        assert_eq!(format_of(&[], Some("xml")), Format::Xml);
    }

    #[tokio::test]
    async fn a_success_in_json_has_the_request_id_among_its_members() {
        let response = success(
            Format::Json,
            &Dialect::default(),
            "A",
            "id",
            members(json!({ "Count": 2, "Set": ["x"] })),
        );
        let (status, kind, body) = text(response).await;
        assert_eq!((status, kind.as_str()), (200, "application/json; charset=utf-8"));
        assert_eq!(body, r#"{"Count":2,"RequestId":"id","Set":["x"]}"#);
    }

    #[tokio::test]
    async fn a_success_in_xml_is_named_after_its_action() {
        let value = json!({ "Set": [{ "Name": "a<b&\u{1}", "Open": true, "Gone": null }, {}], "Size": 2, "Types": [] });
        let (status, kind, body) = text(success(
            Format::Xml,
            &Dialect::default(),
            "Describe",
            "id",
            members(value),
        ))
        .await;
        assert_eq!((status, kind.as_str()), (200, "text/xml; charset=utf-8"));
        assert_eq!(
            body,
            "<DescribeResponse><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata>\
             <Set><item><Gone></Gone><Name>a&lt;b&amp;\u{fffd}</Name><Open>true</Open></item><item></item></Set>\
             <Size>2</Size><Types></Types></DescribeResponse>"
        );
    }

    proptest! {
        #[test]
        fn any_text_that_xml_can_hold_survives_it(text in any::<String>()) {
            let written = content(&Value::from(text.as_str()));
            prop_assert!(!written.contains(['<', '>']));
            let read = unescape(&written).expect("well-formed");
            prop_assert_eq!(read, text.replace(is_forbidden_in_xml, "\u{fffd}"));
        }
    }

    #[tokio::test]
    async fn a_refusal_has_its_own_status_in_both_formats() {
        let (status, _, body) = text(failure(Format::Json, "id", &ApiError::throttled())).await;
        assert_eq!(status, 409);
        let body: Value = serde_json::from_str(&body).expect("JSON");
        assert_eq!(body["RequestId"], "id");
        assert_eq!(body["Error"]["Type"], "Sender");
        assert_eq!(body["Error"]["Code"], "LimitExceeded");

        let error = ApiError::new(404, "Gone", "it's gone");
        let (status, _, body) = text(failure(Format::Xml, "id", &error)).await;
        assert_eq!(status, 404);
        assert_eq!(
            body,
            "<ErrorResponse><RequestId>id</RequestId><Error><Code>Gone</Code><Message>it&apos;s gone</Message>\
             <Type>Sender</Type></Error></ErrorResponse>"
        );
    }

    #[test]
    fn request_ids_follow_from_the_seed() {
        let ids = |seed| {
            let ids = RequestIds::new(seed);
            [ids.next(), ids.next()]
        };
        assert_eq!(ids(1), ids(1));
        let [first, second] = ids(1);
        assert_ne!(first, second);
        assert_ne!(first, ids(2)[0]);
        let lengths: Vec<usize> = first.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
    }
}
