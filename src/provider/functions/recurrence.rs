//! `normalize_recurrence` and `recurrence_firings`: check a crontab, and look ahead.

use super::text;
use crate::cty::{Type, Value};
use crate::framework::{Function, FunctionError, Parameter, Signature};
use crate::provider::recurrence::Recurrence;
use crate::provider::time;

/// Most firings that are worth looking ahead.
const MOST_FIRINGS: i64 = 1000;

fn crontab() -> Parameter {
    Parameter::new(
        "recurrence",
        Type::String,
        "Five crontab fields: minute, hour, day of month, month, day of week. Minute and hour can't be `*`.",
    )
}

fn parse(arguments: &[Value]) -> Result<Recurrence, FunctionError> {
    Recurrence::parse(text(arguments, 0)).map_err(|error| FunctionError::argument(0, error.to_string()))
}

/// `normalize_recurrence(recurrence)`
pub(super) struct NormalizeRecurrence;

impl Function for NormalizeRecurrence {
    fn name(&self) -> &'static str {
        "normalize_recurrence"
    }

    fn signature(&self) -> Signature {
        Signature {
            summary: "Check a recurrence and write it in one form",
            description: "Checks the crontab of a scheduled task and gives it in the one form that all crontabs with the same \
                          firing times have. An error names the field that is wrong.",
            parameters: vec![crontab()],
            result: Type::String,
        }
    }

    fn call(&self, arguments: &[Value]) -> Result<Value, FunctionError> {
        Ok(parse(arguments)?.normalised().into())
    }
}

/// `recurrence_firings(recurrence, after, count)`
pub(super) struct RecurrenceFirings;

impl Function for RecurrenceFirings {
    fn name(&self) -> &'static str {
        "recurrence_firings"
    }

    fn signature(&self) -> Signature {
        Signature {
            summary: "Preview when a recurrence fires",
            description: "Gives the next firing times of a crontab after an instant, in Beijing time as the API writes it. \
                          There are fewer than asked for if the recurrence does not fire that often.",
            parameters: vec![
                crontab(),
                Parameter::new(
                    "after",
                    Type::String,
                    "The instant to look ahead from: RFC 3339, or Beijing time `YYYY-MM-DD HH:MM:SS`.",
                ),
                Parameter::new("count", Type::Number, "How many firing times, from 0 to 1000."),
            ],
            result: Type::list(Type::String),
        }
    }

    fn call(&self, arguments: &[Value]) -> Result<Value, FunctionError> {
        let recurrence = parse(arguments)?;
        let after = time::read(text(arguments, 1)).map_err(|why| FunctionError::argument(1, why))?;
        let count = arguments
            .get(2)
            .and_then(Value::as_i64)
            .filter(|count| (0..=MOST_FIRINGS).contains(count));
        let count = count
            .and_then(|count| usize::try_from(count).ok())
            .ok_or_else(|| {
                FunctionError::argument(
                    2,
                    format!("count must be a whole number from 0 to {MOST_FIRINGS}"),
                )
            })?;
        let firings = recurrence.firings(after, count);
        Ok(Value::List(
            firings
                .into_iter()
                .map(|firing| time::to_api(firing).into())
                .collect(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recurrence_has_one_form() {
        let normalized = NormalizeRecurrence.call(&["30  8 * * 1-5".into()]);
        assert_eq!(
            normalized,
            NormalizeRecurrence.call(&["30 8 * * 1,2,3,4,5".into()])
        );
        assert_eq!(
            NormalizeRecurrence
                .call(&["* 8 * * *".into()])
                .unwrap_err()
                .argument,
            Some(0)
        );
    }

    #[test]
    fn firings_are_previewed_in_beijing_time() {
        let firings = RecurrenceFirings
            .call(&["0 9 * * *".into(), "2026-01-01T00:00:00Z".into(), 2.into()])
            .unwrap();
        assert_eq!(
            firings,
            Value::List(vec!["2026-01-01 09:00:00".into(), "2026-01-02 09:00:00".into()])
        );
        let never = RecurrenceFirings
            .call(&["0 9 30 2 *".into(), "2026-01-01 00:00:00".into(), 2.into()])
            .unwrap();
        assert_eq!(never, Value::List(Vec::new()));
    }

    #[test]
    fn each_argument_is_blamed_for_its_own_mistake() {
        let blamed = |arguments: [Value; 3]| RecurrenceFirings.call(&arguments).unwrap_err().argument;
        assert_eq!(
            blamed(["0 9 * *".into(), "2026-01-01 00:00:00".into(), 2.into()]),
            Some(0)
        );
        assert_eq!(blamed(["0 9 * * *".into(), "tomorrow".into(), 2.into()]), Some(1));
        assert_eq!(
            blamed(["0 9 * * *".into(), "2026-01-01 00:00:00".into(), (-1).into()]),
            Some(2)
        );
    }
}
