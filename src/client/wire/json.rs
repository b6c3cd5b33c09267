//! A permissive JSON parser, made by hand because no library reads what the samples of the API's document show.
//!
//! It accepts everything that `serde_json` accepts, with the same result, and two things more that those
//! samples contain: values without quotes (`"InstanceTypeSet":N3.1A`), read as text, and a `…Set` member
//! that occurs several times in one object, read as a list. Numbers keep their text, so ids above 2^53 stay
//! exact.
use std::fmt;

use serde_json::{Map, Value};

/// Deeper nesting than this is refused: no answer of the API has more than six levels.
const MAX_DEPTH: usize = 64;

/// Why a text is not even permissive JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    /// Offset in bytes.
    at: usize,
    expected: &'static str,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "malformed JSON at byte {}: expected {}",
            self.at, self.expected
        )
    }
}

/// Parses one JSON text.
pub(crate) fn parse(text: &str) -> Result<Value, SyntaxError> {
    let mut parser = Parser { text, at: 0 };
    let value = parser.value(0)?;
    parser.skip_whitespace();
    if parser.at == text.len() {
        Ok(value)
    } else {
        Err(parser.expected("the end of the text"))
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn value(&mut self, depth: usize) -> Result<Value, SyntaxError> {
        if depth > MAX_DEPTH {
            return Err(self.expected("less deeply nested data"));
        }
        self.skip_whitespace();
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string().map(Value::String),
            _ => self.bare(),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, SyntaxError> {
        self.at += 1;
        let mut members = Map::new();
        if self.take(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.skip_whitespace();
            if self.peek() != Some(b'"') {
                return Err(self.expected("a member name in quotes"));
            }
            let name = self.string()?;
            if !self.take(b':') {
                return Err(self.expected("':'"));
            }
            let value = self.value(depth + 1)?;
            insert(&mut members, name, value);
            if self.take(b'}') {
                return Ok(Value::Object(members));
            }
            if !self.take(b',') {
                return Err(self.expected("',' or '}'"));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value, SyntaxError> {
        self.at += 1;
        let mut items = Vec::new();
        if self.take(b']') {
            return Ok(Value::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.take(b']') {
                return Ok(Value::Array(items));
            }
            if !self.take(b',') {
                return Err(self.expected("',' or ']'"));
            }
        }
    }

    /// A string literal; `serde_json` decodes its escapes.
    fn string(&mut self) -> Result<String, SyntaxError> {
        let start = self.at;
        let mut escaped = false;
        for (offset, byte) in self.text.as_bytes()[start + 1..].iter().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => {
                    let end = start + 1 + offset + 1;
                    let literal = &self.text[start..end];
                    let decoded =
                        serde_json::from_str(literal).map_err(|_| self.expected("a valid string literal"))?;
                    self.at = end;
                    return Ok(decoded);
                }
                _ => {}
            }
        }
        self.at = self.text.len();
        Err(self.expected("'\"'"))
    }

    /// A number, `true`, `false`, `null`, or text without quotes.
    fn bare(&mut self) -> Result<Value, SyntaxError> {
        let rest = &self.text[self.at..];
        let end = rest
            .find([',', ']', '}', '"', '{', '[', '\n', '\r', '\t', ' '])
            .unwrap_or(rest.len());
        let word: &'a str = &rest[..end];
        if word.is_empty() {
            return Err(self.expected("a value"));
        }
        self.at += end;
        Ok(serde_json::from_str(word).unwrap_or_else(|_| Value::String(word.to_owned())))
    }

    fn skip_whitespace(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches([' ', '\n', '\r', '\t']).len();
    }

    fn take(&mut self, byte: u8) -> bool {
        self.skip_whitespace();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn expected(&self, expected: &'static str) -> SyntaxError {
        SyntaxError {
            at: self.at,
            expected,
        }
    }
}

/// Inserts a member. A repeated `…Set` member collects its values; any other repeated member keeps its last
/// value.
fn insert(members: &mut Map<String, Value>, name: String, value: Value) {
    match members.get_mut(&name) {
        Some(Value::Array(items)) if name.ends_with("Set") => match value {
            Value::Array(more) => items.extend(more),
            single => items.push(single),
        },
        Some(first) if name.ends_with("Set") => *first = Value::Array(vec![first.take(), value]),
        _ => {
            members.insert(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn unquoted_and_repeated_set_members_become_a_list_of_text() {
        let text = r#"{"InstanceTypeSet":N3.1A,
            "InstanceTypeSet":S4.1A,
            "InstanceTypeSet":C5.2B, "Available": 1}"#;
        assert_eq!(
            parse(text).unwrap(),
            json!({"InstanceTypeSet": ["N3.1A", "S4.1A", "C5.2B"], "Available": 1})
        );
    }

    #[test]
    fn a_repeated_plain_member_keeps_its_last_value() {
        assert_eq!(
            parse(r#"{"Status":"a","Status":"b"}"#).unwrap(),
            json!({"Status": "b"})
        );
    }

    #[test]
    fn numbers_above_2_to_the_53_stay_exact() {
        let value = parse(r#"{"ReturnSet": 537276906367950849}"#).unwrap();
        assert_eq!(value["ReturnSet"].to_string(), "537276906367950849");
    }

    #[test]
    fn truncated_text_is_an_error_that_tells_where() {
        let text = r#"{"RequestId": "abc", "ScalingGroupSet": [{"MinSize": 1"#;
        assert_eq!(
            parse(text).unwrap_err().to_string(),
            "malformed JSON at byte 54: expected ',' or '}'"
        );
        for cut in 0..text.len() {
            assert!(parse(&text[..cut]).is_err(), "{}", &text[..cut]);
        }
    }

    #[test]
    fn endless_nesting_is_refused_instead_of_overflowing_the_stack() {
        assert!(parse(&"[".repeat(100_000)).is_err());
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(|n| json!(n)),
            any::<u64>().prop_map(|n| json!(n)),
            ".*".prop_map(Value::String),
        ];
        leaf.prop_recursive(5, 64, 8, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..8).prop_map(Value::Array),
                prop::collection::btree_map(".*", inner, 0..8)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn valid_json_means_what_serde_json_says(value in any_json()) {
            prop_assert_eq!(parse(&value.to_string()).unwrap(), value.clone());
            prop_assert_eq!(parse(&serde_json::to_string_pretty(&value).unwrap()).unwrap(), value);
        }

        #[test]
        fn any_text_is_parsed_or_refused_without_a_panic(text in ".*") {
            let _ = parse(&text);
        }
    }
}
