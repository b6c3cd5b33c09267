//! One line of log in the form that Terraform reads, safe to pass on whatever the fields hold.

use std::fmt;

use jiff::Timestamp;
use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::{Level, Metadata};

/// Longest line that is written, in bytes. Terraform cuts lines at 64 KiB, and a cut line is no JSON any more.
const MAX_LINE_BYTES: usize = 60 * 1024;

/// Lengths in bytes to which long values are cut, one after the other, until the line is short enough.
const VALUE_LIMITS: [usize; 4] = [16 * 1024, 2 * 1024, 256, 32];

/// Values of fields whose name contains one of these words are never written.
///
/// This is the last line of defence, and it sees names only: a type that holds a secret must keep it out of its `Debug`.
const SECRET_NAMES: [&str; 6] = [
    "password",
    "user_data",
    "secret_key",
    "security_token",
    "signature",
    "authorization",
];

const SENSITIVE: &str = "(sensitive)";

/// The name under which `tracing` hands over the text of an event.
const MESSAGE: &str = "message";

/// The fields of spans and of an event, in the order in which they came; a later one replaces an earlier one.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    /// Adds those of `other`, which win.
    pub(super) fn extend(&mut self, other: &Self) {
        self.0
            .extend(other.0.iter().map(|(name, value)| (name.clone(), value.clone())));
    }

    /// The line, with its line end.
    pub(super) fn into_line(mut self, metadata: &Metadata<'_>, now: Timestamp) -> String {
        let message = match self.0.remove(MESSAGE) {
            Some(Value::String(text)) => text,
            Some(other) => other.to_string(),
            None => String::new(),
        };
        let own = [
            ("@level", level_name(*metadata.level()).to_owned()),
            ("@message", message),
            ("@module", metadata.target().replace("::", ".")),
            ("@timestamp", timestamp(now)),
        ];
        self.0
            .extend(own.map(|(name, text)| (name.to_owned(), Value::String(text))));
        render(self.0)
    }

    fn insert(&mut self, field: &Field, value: impl Into<Value>) {
        // Terraform crashes on a line whose own keys, which start with @, are not strings: no field may replace them.
        let name = field.name().replace('@', "_");
        let value = if is_secret(&name) {
            SENSITIVE.into()
        } else {
            value.into()
        };
        self.0.insert(name, value);
    }
}

impl Visit for Fields {
    fn record_f64(&mut self, field: &Field, value: f64) {
        // JSON has no infinity and no NaN.
        if value.is_finite() {
            self.insert(field, value);
        } else {
            self.insert(field, value.to_string());
        }
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.insert(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.insert(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.insert(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.insert(field, value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.insert(field, format!("{value:?}"));
    }
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::TRACE => "trace",
        Level::DEBUG => "debug",
        Level::INFO => "info",
        Level::WARN => "warn",
        Level::ERROR => "error",
    }
}

/// The time in UTC with exactly six digits after the point; Terraform takes any other line for plain text.
fn timestamp(now: Timestamp) -> String {
    now.strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string()
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace('-', "_");
    SECRET_NAMES.iter().any(|secret| name.contains(secret))
}

/// Writes `fields` as one line of JSON, with long values cut until it fits.
fn render(mut fields: Map<String, Value>) -> String {
    let mut line = to_line(&fields);
    for limit in VALUE_LIMITS {
        if line.len() <= MAX_LINE_BYTES {
            return line;
        }
        fields.values_mut().for_each(|value| cut(value, limit));
        line = to_line(&fields);
    }
    if line.len() > MAX_LINE_BYTES {
        // So many fields that even their short forms are too long.
        fields.retain(|name, _| name.starts_with('@'));
        line = to_line(&fields);
    }
    line
}

fn to_line(fields: &Map<String, Value>) -> String {
    serde_json::to_string(fields).expect("a map with text as keys is always JSON") + "\n"
}

fn cut(value: &mut Value, limit: usize) {
    if let Value::String(text) = value
        && text.len() > limit
    {
        text.truncate(text.floor_char_boundary(limit));
        text.push('…');
    }
}

#[cfg(test)]
mod tests;
