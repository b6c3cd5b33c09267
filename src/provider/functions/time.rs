//! `to_beijing_time` and `from_beijing_time`: between RFC 3339 and the API's own times.

use super::text;
use crate::cty::{Type, Value};
use crate::framework::{Function, FunctionError, Parameter, Signature};
use crate::provider::time;

/// `to_beijing_time(timestamp)`
pub(super) struct ToBeijingTime;

impl Function for ToBeijingTime {
    fn name(&self) -> &'static str {
        "to_beijing_time"
    }

    fn signature(&self) -> Signature {
        Signature {
            summary: "Write a time as the API does",
            description: "Turns an RFC 3339 timestamp into `YYYY-MM-DD HH:MM:SS` in Beijing time (UTC+8), the form that the API \
                          takes and gives.",
            parameters: vec![Parameter::new(
                "timestamp",
                Type::String,
                "An RFC 3339 timestamp.",
            )],
            result: Type::String,
        }
    }

    fn call(&self, arguments: &[Value]) -> Result<Value, FunctionError> {
        let instant = time::read_rfc3339(text(arguments, 0)).map_err(|why| {
            FunctionError::argument(
                0,
                format!("{why}; give an RFC 3339 timestamp such as \"2026-06-01T01:00:00Z\""),
            )
        })?;
        Ok(time::to_api(instant).into())
    }
}

/// `from_beijing_time(time)`
pub(super) struct FromBeijingTime;

impl Function for FromBeijingTime {
    fn name(&self) -> &'static str {
        "from_beijing_time"
    }

    fn signature(&self) -> Signature {
        Signature {
            summary: "Read a time of the API",
            description: "Turns a time of the API, `YYYY-MM-DD HH:MM:SS` in Beijing time (UTC+8), into an RFC 3339 timestamp in \
                          UTC, which Terraform's own time functions take.",
            parameters: vec![Parameter::new(
                "time",
                Type::String,
                "A time as the API writes it.",
            )],
            result: Type::String,
        }
    }

    fn call(&self, arguments: &[Value]) -> Result<Value, FunctionError> {
        let written = text(arguments, 0);
        let instant = time::parse(written).ok_or_else(|| {
            FunctionError::argument(
                0,
                format!("{written:?} is not a time of the API, such as \"2026-06-01 09:00:00\""),
            )
        })?;
        Ok(instant.to_string().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_functions_undo_each_other() {
        let beijing = ToBeijingTime.call(&["2026-06-01T01:00:00Z".into()]).unwrap();
        assert_eq!(beijing, "2026-06-01 09:00:00".into());
        assert_eq!(
            FromBeijingTime.call(&[beijing]),
            Ok("2026-06-01T01:00:00Z".into())
        );
    }

    #[test]
    fn anything_else_is_refused_with_the_reason() {
        for (timestamp, reason) in [
            ("yesterday", "is not a time"),
            (
                "2026-06-01 09:00:00",
                "is not a time that exists, or not in a known format",
            ),
            ("9999-12-31T23:00:00Z", "is not within the years 0 to 9999"),
        ] {
            let refusal = ToBeijingTime.call(&[timestamp.into()]).unwrap_err();
            assert_eq!(refusal.argument, Some(0));
            assert!(refusal.text.contains(reason), "{}", refusal.text);
        }
        for time in ["2026-06-01T01:00:00Z", "0000-01-01 00:00:00"] {
            let refusal = FromBeijingTime.call(&[time.into()]).unwrap_err();
            assert_eq!(refusal.argument, Some(0));
            assert!(
                refusal.text.contains("is not a time of the API"),
                "{}",
                refusal.text
            );
        }
    }
}
