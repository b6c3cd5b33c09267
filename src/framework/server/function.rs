//! `GetFunctions`, `CallFunction`.

use super::provider_server::ProviderServer;
use crate::cty::Value;
use crate::framework::function::{FunctionError, Signature};
use crate::framework::guard::catching_sync;
use crate::framework::provider::Provider;

impl<P: Provider> ProviderServer<P> {
    /// The functions with their signatures.
    pub fn functions(&self) -> impl Iterator<Item = (&'static str, &Signature)> {
        self.functions
            .iter()
            .map(|(name, (_, signature))| (*name, signature))
    }

    /// The signature of a function, if there is one of this name.
    pub fn function_signature(&self, name: &str) -> Option<&Signature> {
        self.functions.get(name).map(|(_, signature)| signature)
    }

    /// `CallFunction`: calls a function. `OpenTofu` also calls it with null and unknown arguments, so both are dealt with here.
    ///
    /// # Errors
    /// There is no such function, or an argument can't be used.
    pub fn call_function(&self, name: &str, arguments: &[Value]) -> Result<Value, FunctionError> {
        let Some((function, signature)) = self.functions.get(name) else {
            return Err(FunctionError {
                text: format!("this provider has no function {name:?}"),
                argument: None,
            });
        };
        if arguments.len() != signature.parameters.len() {
            let text = format!(
                "{} arguments are needed, {} were given",
                signature.parameters.len(),
                arguments.len()
            );
            return Err(FunctionError { text, argument: None });
        }
        for (position, (argument, parameter)) in (0..).zip(arguments.iter().zip(&signature.parameters)) {
            if argument.is_null() && !parameter.allow_null {
                return Err(FunctionError::argument(
                    position,
                    format!("{} must not be null", parameter.name),
                ));
            }
        }
        if !arguments.iter().all(Value::is_wholly_known) {
            return Ok(Value::unknown());
        }
        catching_sync(|| function.call(arguments)).unwrap_or_else(|panic| {
            Err(FunctionError {
                text: panic.detail,
                argument: None,
            })
        })
    }
}

#[cfg(test)]
mod tests;
