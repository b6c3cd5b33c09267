//! JSON as a dialect writes it: numbers and truth values in other forms, digit by digit, so that no id loses any.

use std::io;

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

use super::{Booleans, Dialect, Numbers};

impl Dialect {
    /// The text of `value`.
    pub(crate) fn json(&self, value: &Value) -> String {
        let (numbers, booleans) = (self.numbers, self.booleans);
        let mut text = Vec::new();
        let mut serializer = Serializer::with_formatter(&mut text, Accent { numbers, booleans });
        // A value always has a text, and writing to memory does not fail.
        let written = value.serialize(&mut serializer).ok();
        let text = written.and_then(|()| String::from_utf8(text).ok());
        text.unwrap_or_default()
    }
}

struct Accent {
    numbers: Numbers,
    booleans: Booleans,
}

impl Accent {
    fn number<W: ?Sized + io::Write>(
        &self,
        writer: &mut W,
        digits: impl std::fmt::Display,
    ) -> io::Result<()> {
        match self.numbers {
            Numbers::Whole => write!(writer, "{digits}"),
            Numbers::Text => write!(writer, "\"{digits}\""),
            Numbers::Float => write!(writer, "{digits}.0"),
        }
    }
}

impl Formatter for Accent {
    fn write_bool<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: bool) -> io::Result<()> {
        let text = match (self.booleans, value) {
            (Booleans::Plain, _) => return CompactFormatter.write_bool(writer, value),
            (Booleans::Title, true) => "\"True\"",
            (Booleans::Title, false) => "\"False\"",
            (Booleans::Text, true) => "\"true\"",
            (Booleans::Text, false) => "\"false\"",
            (Booleans::Number, _) => return self.number(writer, u8::from(value)),
            (Booleans::Digit, true) => "\"1\"",
            (Booleans::Digit, false) => "\"0\"",
        };
        writer.write_all(text.as_bytes())
    }

    /// Numbers in a value keep their digits as text.
    fn write_number_str<W: ?Sized + io::Write>(&mut self, writer: &mut W, digits: &str) -> io::Result<()> {
        self.number(writer, digits)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn text(dialect: &str) -> String {
        let dialect: Dialect = dialect.parse().expect("a dialect");
        dialect.json(&json!({"Id": 537_276_906_367_950_848_u64, "Open": true, "Value": -1}))
    }

    #[test]
    fn numbers_and_truth_values_have_other_forms_and_keep_every_digit() {
        for (dialect, expected) in [
            ("", r#"{"Id":537276906367950848,"Open":true,"Value":-1}"#),
            (
                "numbers=float,booleans=title",
                r#"{"Id":537276906367950848.0,"Open":"True","Value":-1.0}"#,
            ),
            (
                "numbers=text,booleans=digit",
                r#"{"Id":"537276906367950848","Open":"1","Value":"-1"}"#,
            ),
            (
                "booleans=number",
                r#"{"Id":537276906367950848,"Open":1,"Value":-1}"#,
            ),
            (
                "booleans=text",
                r#"{"Id":537276906367950848,"Open":"true","Value":-1}"#,
            ),
        ] {
            assert_eq!(text(dialect), expected, "{dialect}");
        }
    }
}
