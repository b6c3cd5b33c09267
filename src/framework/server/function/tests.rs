//! Calls of functions.

use super::*;
use crate::cty::Type;
use crate::framework::schema::Schema;
use crate::framework::{AnyDataSource, AnyResource, ConfigureRequest, Diagnostics, Function, Parameter};

/// Says something so many times; null is silence.
struct Repeat;

impl Function for Repeat {
    fn name(&self) -> &'static str {
        "repeat"
    }

    fn signature(&self) -> Signature {
        let text = Parameter::new("text", Type::String, "What to say.");
        Signature {
            summary: "Repeats.",
            description: "Says something several times.",
            parameters: vec![
                Parameter {
                    allow_null: true,
                    ..text
                },
                Parameter::new("times", Type::Number, "How often."),
            ],
            result: Type::String,
        }
    }

    fn call(&self, arguments: &[Value]) -> Result<Value, FunctionError> {
        let text = arguments[0].as_str().unwrap_or_default();
        let times = arguments[1].as_i64().expect("a whole number");
        let times = usize::try_from(times).map_err(|_| FunctionError::argument(1, "times is negative"))?;
        Ok(text.repeat(times).into())
    }
}

struct Sayings;

impl Provider for Sayings {
    type Data = ();

    fn schema(&self) -> Schema {
        Schema::new("Sayings.")
    }

    fn resources(&self) -> Vec<Box<dyn AnyResource<()>>> {
        Vec::new()
    }

    fn data_sources(&self) -> Vec<Box<dyn AnyDataSource<()>>> {
        Vec::new()
    }

    fn functions(&self) -> Vec<Box<dyn Function>> {
        vec![Box::new(Repeat)]
    }

    fn configure(&self, _request: &ConfigureRequest<'_>, _diagnostics: &mut Diagnostics) -> Option<()> {
        None
    }
}

fn call(arguments: &[Value]) -> Result<Value, FunctionError> {
    // Never configured: a function needs nothing but its arguments.
    ProviderServer::new(Sayings).call_function("repeat", arguments)
}

#[test]
fn a_call_gives_the_result() {
    assert_eq!(call(&["ho".into(), 3.into()]), Ok("hohoho".into()));
    assert_eq!(call(&[Value::Null, 3.into()]), Ok("".into()));
}

#[test]
fn an_argument_that_cannot_be_used_is_blamed() {
    assert_eq!(
        call(&["ho".into(), (-1).into()]),
        Err(FunctionError::argument(1, "times is negative"))
    );
    assert_eq!(
        call(&["ho".into(), Value::Null]),
        Err(FunctionError::argument(1, "times must not be null"))
    );
}

#[test]
fn an_unknown_argument_makes_the_result_unknown() {
    assert_eq!(call(&[Value::unknown(), 3.into()]), Ok(Value::unknown()));
}

#[test]
fn the_number_of_arguments_must_be_right() {
    for arguments in [&[][..], &["ho".into()], &["ho".into(), 1.into(), 2.into()]] {
        let error = call(arguments).expect_err("no result");
        assert_eq!(error.argument, None);
        assert!(error.text.starts_with("2 arguments are needed"), "{}", error.text);
    }
}

#[test]
fn a_panic_is_an_error_of_the_call() {
    let error = call(&["ho".into(), "often".into()]).expect_err("no result");
    assert!(error.text.contains("a whole number"), "{}", error.text);
}

#[test]
fn a_function_that_does_not_exist_is_named() {
    let error = ProviderServer::new(Sayings).call_function("shout", &[]);
    assert!(error.is_err_and(|error| error.text.contains("\"shout\"")));
}
