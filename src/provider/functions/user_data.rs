//! `user_data`: base64 with the API's limit checked where it can still be seen which text is too long.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::text;
use crate::cty::{Type, Value};
use crate::framework::{Function, FunctionError, Parameter, Signature};
use crate::provider::scaling_configuration::MOST_USER_DATA;

/// `user_data(text)`
pub(super) struct UserData;

impl Function for UserData {
    fn name(&self) -> &'static str {
        "user_data"
    }

    fn signature(&self) -> Signature {
        Signature {
            summary: "Encode user data",
            description: "Encodes a text as base64 for `user_data` of a scaling configuration, and refuses one of more than \
                          16 KiB, which the API would not take.",
            parameters: vec![Parameter::new(
                "text",
                Type::String,
                "The user data, such as a shell script or cloud-config.",
            )],
            result: Type::String,
        }
    }

    fn call(&self, arguments: &[Value]) -> Result<Value, FunctionError> {
        let text = text(arguments, 0);
        if text.len() > MOST_USER_DATA {
            let text = format!(
                "the user data has {} bytes, the API takes at most {MOST_USER_DATA}",
                text.len()
            );
            return Err(FunctionError::argument(0, text));
        }
        Ok(STANDARD.encode(text).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_base64_up_to_the_limit() {
        assert_eq!(UserData.call(&["hi".into()]), Ok("aGk=".into()));
        assert!(UserData.call(&["x".repeat(MOST_USER_DATA).into()]).is_ok());
        assert_eq!(
            UserData
                .call(&["x".repeat(MOST_USER_DATA + 1).into()])
                .unwrap_err()
                .argument,
            Some(0)
        );
    }
}
