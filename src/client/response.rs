//! What an HTTP answer means: success, refusal, or nothing that can be understood.
//!
//! Errors come in many dresses: an `Error` object with any HTTP status, 200 included, members in lower case,
//! code and message at the top level, a number with the code's name beside it, XML, HTML of a proxy, or an
//! empty body.
use serde::Deserialize;
use serde_json::{Map, Value};

use super::error_response::ErrorResponse;
use super::redact::{Redactor, shorten};
use super::transport::HttpResponse;
use super::wire::{Id, Object, json};

/// How much of an unexpected body is quoted.
const EXCERPT: usize = 200;
/// How long the API's own message may be.
const MESSAGE: usize = 1000;

/// A classified answer.
#[derive(Debug, PartialEq)]
pub(super) struct ApiResponse {
    pub(super) request_id: Option<String>,
    pub(super) outcome: Content,
}

#[derive(Debug, PartialEq)]
pub(super) enum Content {
    /// The members of the answer; those of `ReturnSet` are at the top level too.
    Success(Value),
    Refused(ErrorResponse),
    /// HTTP says success, and the body makes no sense.
    Unreadable(String),
}

impl ApiResponse {
    /// Classifies an answer. What it repeats of the secrets that `redactor` knows is hidden before anything is cut:
    /// half a password is one, too.
    pub(super) fn read(response: &HttpResponse, redactor: &Redactor) -> Self {
        let Self { request_id, outcome } = Self::read_raw(response);
        let clean = |text: &str, most| shorten(&redactor.clean(text), most);
        let outcome = match outcome {
            Content::Success(members) => Content::Success(members),
            Content::Refused(error_response) => {
                let most = if error_response.code.is_some() {
                    MESSAGE
                } else {
                    EXCERPT
                };
                Content::Refused(ErrorResponse {
                    http_status: error_response.http_status,
                    code: error_response.code.map(|code| clean(&code, EXCERPT)),
                    message: clean(&error_response.message, most),
                })
            }
            Content::Unreadable(problem) => Content::Unreadable(clean(&problem, EXCERPT)),
        };
        Self {
            request_id: request_id.map(|id| clean(&id, EXCERPT)),
            outcome,
        }
    }

    fn read_raw(response: &HttpResponse) -> Self {
        let body = String::from_utf8_lossy(&response.body);
        let body = body.trim_start_matches('\u{feff}').trim();
        if body.starts_with('<')
            && let Some(answer) = read_xml(response.status, body)
        {
            return answer;
        }
        let problem = match json::parse(body) {
            Ok(Value::Object(members)) => return read_json(response.status, members, body),
            Ok(_) if body.starts_with('[') => "it is not an object".to_owned(),
            // It may be half an answer with user data in it: nothing of it is shown.
            Err(error) if body.starts_with(['{', '[']) => error.to_string(),
            _ => format!("it is {}", described(body)),
        };
        Self::without_members(response.status, body, problem)
    }

    fn without_members(status: u16, body: &str, problem: String) -> Self {
        let outcome = if is_success(status) {
            Content::Unreadable(problem)
        } else {
            Content::Refused(ErrorResponse {
                http_status: status,
                code: None,
                message: format!("the answer is {}", described(body)),
            })
        };
        Self {
            request_id: None,
            outcome,
        }
    }
}

/// What a body is that is no JSON.
fn described(body: &str) -> String {
    if body.is_empty() {
        return "empty".to_owned();
    }
    if !body.starts_with('<') {
        return format!("{body:?}, which is no JSON");
    }
    let lower = body.to_ascii_lowercase();
    if lower.contains("<html") || lower.starts_with("<!doctype html") {
        return format!("a page of HTML: {:?}", text_of(body, &lower));
    }
    let root = body
        .split('<')
        .map(|tag| tag.split(['>', ' ', '/']).next().unwrap_or_default())
        .find(|name| name.starts_with(|first: char| first.is_alphabetic()));
    format!("XML, not JSON: <{}>", root.unwrap_or("?"))
}

/// The title of a page, or else its text.
fn text_of(page: &str, lower: &str) -> String {
    let title = lower.find("<title>").map(|start| start + "<title>".len());
    let title = title.and_then(|start| {
        let length = lower[start..].find("</title>")?;
        page.get(start..start + length)
    });
    let plain = || {
        let after_tags = page
            .split('<')
            .filter_map(|part| part.split_once('>').map(|(_, text)| text));
        after_tags.collect::<Vec<_>>().join(" ")
    };
    let text = title.map_or_else(plain, str::to_owned);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

fn read_json(status: u16, mut members: Map<String, Value>, body: &str) -> ApiResponse {
    let object = Object::new(&members);
    let request_id = text(&object, "RequestId");
    let outcome = if let Some((code, message)) = error_in(&object) {
        Content::Refused(ErrorResponse {
            http_status: status,
            code,
            message,
        })
    } else if !is_success(status) {
        Content::Refused(ErrorResponse {
            http_status: status,
            code: None,
            message: body.to_owned(),
        })
    } else if let Some(problem) = foreign(&members) {
        Content::Unreadable(problem)
    } else if text(&object, "Return").is_some_and(|flag| flag.eq_ignore_ascii_case("false")) {
        let message = "the API answered \"Return\": false and gave no reason".to_owned();
        Content::Refused(ErrorResponse {
            http_status: status,
            code: None,
            message,
        })
    } else {
        lift_return_set(&mut members);
        Content::Success(Value::Object(members))
    };
    ApiResponse { request_id, outcome }
}

/// Code and message, wherever they are.
fn error_in(object: &Object<'_>) -> Option<(Option<String>, String)> {
    if let Some(error) = object.read::<Option<Value>>(&["Error"]).ok().flatten() {
        return Some(match &error {
            Value::Object(members) => {
                let error = Object::new(members);
                (text(&error, "Code"), text(&error, "Message").unwrap_or_default())
            }
            other => (
                None,
                other.as_str().map_or_else(|| other.to_string(), str::to_owned),
            ),
        });
    }
    let code = text(object, "Code").filter(|code| code != "0")?;
    let name = text(object, "codeDesc").unwrap_or(code);
    Some((Some(name), text(object, "Message").unwrap_or_default()))
}

fn text(object: &Object<'_>, name: &str) -> Option<String> {
    object
        .read::<Option<String>>(&[name])
        .ok()
        .flatten()
        .filter(|text| !text.is_empty())
}

/// Some actions answer with an id at the top level and some inside `ReturnSet`; afterwards it is at the top
/// level always.
fn lift_return_set(members: &mut Map<String, Value>) {
    let inner = members.iter().find_map(|(name, value)| match value {
        Value::Object(inner) if name.eq_ignore_ascii_case("ReturnSet") => Some(inner.clone()),
        _ => None,
    });
    let present = inner.into_iter().flatten().filter(|(_, value)| !value.is_null());
    members.extend(present);
}

/// Why an object can't be an answer of this API: each of its answers has an id of the request, a list, an id or
/// `Return`.
fn foreign(members: &Map<String, Value>) -> Option<String> {
    if members.is_empty() {
        return Some("it is an empty object".to_owned());
    }
    let is_ours = |name: &String| {
        let name = name.to_ascii_lowercase();
        name == "return" || name.ends_with("id") || name.ends_with("set")
    };
    (!members.keys().any(is_ours))
        .then(|| format!("it is no answer of this API: it has only {}", names(members)))
}

/// The names of an object's members, for a message. Their values could be secret.
pub(super) fn names(members: &Map<String, Value>) -> String {
    const MOST: usize = 8;
    let mut names: Vec<&str> = members.keys().map(String::as_str).take(MOST).collect();
    if members.len() > MOST {
        names.push("…");
    }
    shorten(&names.join(", "), EXCERPT)
}

/// The account that an answer names, wherever it does: in the project of a configuration, for one.
pub(super) fn account_id(answer: &Value) -> Option<String> {
    match answer {
        Value::Object(members) => {
            let own = Object::new(members)
                .read::<Option<Id>>(&["AccountId"])
                .ok()
                .flatten();
            own.map(|id| id.0)
                .or_else(|| members.values().find_map(account_id))
        }
        Value::Array(items) => items.iter().find_map(account_id),
        _ => None,
    }
}

/// An error in XML: the API's default format, which a proxy that drops the `Accept` header brings back.
#[derive(Deserialize)]
struct XmlError {
    #[serde(
        rename = "RequestId",
        alias = "RequestID",
        alias = "requestId",
        alias = "requestid"
    )]
    request_id: Option<String>,
    #[serde(rename = "Error", alias = "error")]
    error: XmlErrorDetail,
}

#[derive(Deserialize)]
struct XmlErrorDetail {
    #[serde(rename = "Code", alias = "code")]
    code: String,
    #[serde(rename = "Message", alias = "message", default)]
    message: String,
}

fn read_xml(status: u16, body: &str) -> Option<ApiResponse> {
    let XmlError { request_id, error } = quick_xml::de::from_str(body).ok()?;
    let error_response = ErrorResponse {
        http_status: status,
        code: Some(error.code),
        message: error.message,
    };
    Some(ApiResponse {
        request_id,
        outcome: Content::Refused(error_response),
    })
}

#[cfg(test)]
mod tests;
