//! One HTTP request as it came over the wire, and the parameters it carries.
//!
//! Signatures cover the bytes that the client sent, so the raw query, headers and body are kept beside the parameters
//! that the handlers read.

use std::collections::BTreeMap;

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::error::ApiError;

/// The largest body that is read. User data is the largest parameter, with 16 KiB before it is encoded.
const MAX_BODY_BYTES: usize = 1024 * 1024;

/// The parameters of a request by wire name. A name that was sent twice has its last value.
pub(crate) type Pairs = BTreeMap<String, String>;

/// A request as the client sent it.
#[derive(Debug)]
pub(crate) struct RawRequest {
    pub(crate) method: Method,
    /// The path, undecoded.
    pub(crate) path: String,
    /// The text after `?`, undecoded; empty if there is none.
    pub(crate) query: String,
    /// All headers. A header that was sent twice is there twice.
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl RawRequest {
    /// A request whose body has not been read yet.
    pub(crate) fn from_head(head: Parts) -> Self {
        Self {
            path: head.uri.path().to_owned(),
            query: head.uri.query().unwrap_or_default().to_owned(),
            method: head.method,
            headers: head.headers,
            body: Bytes::new(),
        }
    }

    /// Reads the body.
    ///
    /// # Errors
    /// `InvalidQueryParameter` if it breaks off or is larger than the emulator takes.
    pub(crate) async fn read_body(&mut self, body: Body) -> Result<(), ApiError> {
        let read = axum::body::to_bytes(body, MAX_BODY_BYTES).await;
        self.body = read.map_err(|_| ApiError::invalid_query_parameter("body"))?;
        Ok(())
    }

    /// The first value of the header `name`, if it is there and is UTF-8.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(self.headers.get(name)?.as_bytes()).ok()
    }

    /// The decoded pairs of the query string, in the order and number in which they were sent.
    ///
    /// # Errors
    /// `InvalidQueryParameter` if a name or value is not UTF-8.
    pub(crate) fn query_pairs(&self) -> Result<Vec<(String, String)>, ApiError> {
        decode_form(&self.query)
    }

    /// All parameters: those of the query, overridden by those of the body. The documentation forbids to mix the two;
    /// the official clients do it all the same.
    ///
    /// # Errors
    /// `InvalidQueryParameter` for what cannot be decoded.
    pub(crate) fn parameters(&self) -> Result<Pairs, ApiError> {
        let mut pairs: Pairs = self.query_pairs()?.into_iter().collect();
        if self.body.is_empty() {
            return Ok(pairs);
        }
        if self.sends_json() {
            pairs.extend(decode_json(&self.body)?);
        } else {
            let text =
                std::str::from_utf8(&self.body).map_err(|_| ApiError::invalid_query_parameter("body"))?;
            pairs.extend(decode_form(text)?);
        }
        Ok(pairs)
    }

    fn sends_json(&self) -> bool {
        self.header(header::CONTENT_TYPE.as_str()).is_some_and(|kind| {
            kind.trim_start()
                .to_ascii_lowercase()
                .starts_with("application/json")
        })
    }
}

/// Decodes `a=1&b=2`, the form of queries and of form bodies. A space may be written as `+` or `%20`.
fn decode_form(text: &str) -> Result<Vec<(String, String)>, ApiError> {
    let pieces = text.split('&').filter(|piece| !piece.is_empty());
    pieces
        .map(|piece| {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            let decode = |part: &str| {
                let spaced = part.replace('+', " ");
                let decoded = percent_decode_str(&spaced).decode_utf8().map(String::from);
                decoded.map_err(|_| ApiError::invalid_query_parameter(name))
            };
            Ok((decode(name)?, decode(value)?))
        })
        .collect()
}

/// Decodes a JSON object into the names that a form would use: arrays are numbered from 1, nested members follow a dot.
fn decode_json(body: &[u8]) -> Result<Vec<(String, String)>, ApiError> {
    let malformed = || ApiError::invalid_query_parameter("body");
    let Value::Object(members) = serde_json::from_slice(body).map_err(|_| malformed())? else {
        return Err(malformed());
    };
    let mut pairs = Vec::new();
    for (name, value) in members {
        flatten(name, value, &mut pairs);
    }
    Ok(pairs)
}

fn flatten(name: String, value: Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Bool(flag) => pairs.push((name, flag.to_string())),
        Value::Number(number) => pairs.push((name, number.to_string())),
        Value::String(text) => pairs.push((name, text)),
        Value::Array(items) => {
            for (index, item) in (1..).zip(items) {
                flatten(format!("{name}.{index}"), item, pairs);
            }
        }
        Value::Object(members) => {
            for (member, item) in members {
                flatten(format!("{name}.{member}"), item, pairs);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn request(query: &str, content_type: Option<&str>, body: &str) -> RawRequest {
        let mut headers = HeaderMap::new();
        if let Some(kind) = content_type {
            headers.insert(header::CONTENT_TYPE, kind.parse().expect("a header value"));
        }
        RawRequest {
            method: Method::POST,
            path: "/".into(),
            query: query.into(),
            headers,
            body: Bytes::copy_from_slice(body.as_bytes()),
        }
    }

    fn parameters(query: &str, content_type: Option<&str>, body: &str) -> Vec<(String, String)> {
        let pairs = request(query, content_type, body)
            .parameters()
            .expect("decodable");
        pairs.into_iter().collect()
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn a_space_is_a_plus_or_an_escape() {
        let expected = [pair("A", "x y"), pair("B", "x y+z"), pair("名", "测试")];
        let query = "A=x+y&B=x%20y%2Bz&%E5%90%8D=%E6%B5%8B%E8%AF%95";
        assert_eq!(parameters(query, None, ""), expected);
    }

    #[test]
    fn names_without_a_value_are_empty_and_empty_pieces_are_skipped() {
        assert_eq!(
            parameters("&A&&B=&C==", None, ""),
            [pair("A", ""), pair("B", ""), pair("C", "=")]
        );
    }

    #[test]
    fn the_last_of_two_values_wins() {
        assert_eq!(parameters("A=1&A=2", None, ""), [pair("A", "2")]);
    }

    #[test]
    fn the_body_wins_over_the_query() {
        let form = Some("application/x-www-form-urlencoded; charset=utf-8");
        assert_eq!(
            parameters("Action=A&V=1", form, "Action=B"),
            [pair("Action", "B"), pair("V", "1")]
        );
    }

    #[test]
    fn a_body_without_a_content_type_is_a_form() {
        assert_eq!(parameters("", None, "Action=B"), [pair("Action", "B")]);
    }

    #[test]
    fn a_json_body_becomes_the_names_of_a_form() {
        let body = r#"{"Id":["7","8"],"Max":10,"Big":436995593677910016,"On":true,"Gone":null,
                       "Slb":[{"Id":"s","ServerPort":[80]}]}"#;
        assert_eq!(
            parameters("Action=A", Some("application/json"), body),
            [
                pair("Action", "A"),
                pair("Big", "436995593677910016"),
                pair("Id.1", "7"),
                pair("Id.2", "8"),
                pair("Max", "10"),
                pair("On", "true"),
                pair("Slb.1.Id", "s"),
                pair("Slb.1.ServerPort.1", "80"),
            ]
        );
    }

    #[tokio::test]
    async fn a_body_is_read_up_to_a_limit() {
        let mut request = request("", None, "");
        let largest = vec![b'a'; MAX_BODY_BYTES];
        assert_eq!(request.read_body(Body::from(largest.clone())).await, Ok(()));
        assert_eq!(request.body.len(), MAX_BODY_BYTES);
        let larger = [largest, vec![b'a']].concat();
        let refusal = request.read_body(Body::from(larger)).await;
        assert_eq!(refusal, Err(ApiError::invalid_query_parameter("body")));
    }

    proptest! {
        #[test]
        fn any_pairs_survive_a_form(pairs in vec((".{1,8}", ".{0,8}"), 0..6)) {
            let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
            let pieces: Vec<String> =
                pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
            prop_assert_eq!(decode_form(&pieces.join("&")), Ok(pairs));
        }

        #[test]
        fn no_text_makes_the_decoders_panic(text in ".*") {
            let _ = decode_form(&text);
            let _ = decode_json(text.as_bytes());
        }
    }

    #[test]
    fn what_cannot_be_decoded_is_refused_by_name() {
        let refusal = |query, kind, body| request(query, kind, body).parameters().expect_err("malformed");
        let json = Some("application/json");
        assert_eq!(
            refusal("Bad=%FF", None, ""),
            ApiError::invalid_query_parameter("Bad")
        );
        assert_eq!(refusal("", json, "{"), ApiError::invalid_query_parameter("body"));
        assert_eq!(refusal("", json, "[]"), ApiError::invalid_query_parameter("body"));
    }
}
