//! Provider-defined functions: pure computations that need no API and no configuration.

use crate::cty::{Type, Value};

/// A function, called in HCL as `provider::NAME::function(…)`.
pub trait Function: Send + Sync {
    /// Its name.
    fn name(&self) -> &'static str;

    /// What it takes and gives, with its documentation.
    fn signature(&self) -> Signature;

    /// Computes the result; the same arguments always give the same. Arguments are known, and null only where the
    /// parameter allows it.
    ///
    /// # Errors
    /// An argument can't be used.
    fn call(&self, arguments: &[Value]) -> Result<Value, FunctionError>;
}

/// What a function takes and gives.
#[derive(Clone, Debug)]
pub struct Signature {
    /// One line that says what it does.
    pub summary: &'static str,
    /// How it does it, in Markdown.
    pub description: &'static str,
    /// The parameters, in order.
    pub parameters: Vec<Parameter>,
    /// The type of the result.
    pub result: Type,
}

/// One parameter of a function.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name in messages.
    pub name: &'static str,
    /// Type of its value.
    pub ty: Type,
    /// What it is.
    pub description: &'static str,
    /// Whether null is a value like any other.
    pub allow_null: bool,
}

impl Parameter {
    /// A parameter that can't be null.
    pub fn new(name: &'static str, ty: Type, description: &'static str) -> Self {
        Self {
            name,
            ty,
            description,
            allow_null: false,
        }
    }
}

/// Why a function has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionError {
    /// What is wrong, as part of a sentence.
    pub text: String,
    /// Position of the argument at fault, from 0.
    pub argument: Option<i64>,
}

impl FunctionError {
    /// An error of the argument at `position`.
    pub fn argument(position: i64, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            argument: Some(position),
        }
    }
}
