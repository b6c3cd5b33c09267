//! Types of different models behind one object type for each kind: typed models outside, values inside.
//!
//! A provider lists its types by [`resource`], [`data_source`], [`list_resource`] and [`action`]. What is behind them
//! decodes and encodes, and keeps a panic inside the operation in which it happened.

mod action;
mod data_source;
mod list;
mod resource;

use std::future::Future;

pub use self::action::{AnyAction, action};
pub use self::data_source::{AnyDataSource, data_source};
pub use self::list::{AnyListResource, list_resource};
pub use self::resource::{AnyResource, Outcome, PlannedChange, PlannedObject, resource};
use super::context::Context;
use super::diagnostics::{Diagnostic, Diagnostics};
use super::field::ModelError;
use super::guard::{catching, catching_sync};
use super::model::Model;
use super::schema::Schema;
use crate::cty::Value;

/// What a type of any kind tells of itself.
pub trait AnyType: Send + Sync {
    /// Its name in HCL.
    fn type_name(&self) -> &'static str;
    /// What a block of it accepts and gives.
    fn schema(&self) -> Schema;
    /// Members of its model, for the check that it covers the schema.
    #[allow(dead_code, reason = "only a provider's tests ask for it")]
    fn members(&self) -> Vec<&'static str>;
    /// Checks of attributes against each other. Anything may still be unknown.
    fn validate(&self, config: &Value, diagnostics: &mut Diagnostics);
}

/// Declares the wrapper of one kind: `Typed` around an implementation of `$kind`, whose blocks have the model `$config`.
macro_rules! wrapper {
    ($kind:ident, $config:ident) => {
        struct Typed<T, D> {
            inner: T,
            data: std::marker::PhantomData<fn(D)>,
        }

        impl<T, D> Typed<T, D> {
            fn new(inner: T) -> Self {
                let data = std::marker::PhantomData;
                Self { inner, data }
            }
        }

        impl<D: Send + Sync, T: $kind<D>> super::AnyType for Typed<T, D> {
            fn type_name(&self) -> &'static str {
                self.inner.type_name()
            }

            fn schema(&self) -> crate::framework::schema::Schema {
                self.inner.schema()
            }

            fn members(&self) -> Vec<&'static str> {
                <T::$config as crate::framework::model::Model>::MEMBERS.to_vec()
            }

            fn validate(&self, config: &crate::cty::Value, diagnostics: &mut Diagnostics) {
                super::validate(config, diagnostics, |config, diagnostics| {
                    self.inner.validate(config, diagnostics);
                });
            }
        }
    };
}
use wrapper;

/// Lets `check` look at the model of `config`.
fn validate<M: Model>(
    config: &Value,
    diagnostics: &mut Diagnostics,
    check: impl FnOnce(&M, &mut Diagnostics),
) {
    let outcome = catching_sync(|| match M::from_object(config) {
        Ok(config) => check(&config, diagnostics),
        Err(error) => refuse(&error, diagnostics),
    });
    diagnostics.extend(outcome.err());
}

/// Runs `work`, in which a panic is an error like any other.
async fn guarded<T>(work: impl Future<Output = Result<T, Diagnostics>>) -> Result<T, Diagnostics> {
    catching(work).await.unwrap_or_else(|panic| Err(panic.into()))
}

/// Runs `work` that does not wait; a panic in it is an error like any other.
fn guarded_sync<T>(work: impl FnOnce() -> Result<T, Diagnostics>) -> Result<T, Diagnostics> {
    catching_sync(work).unwrap_or_else(|panic| Err(panic.into()))
}

/// What an operation has given, with what was warned of on the way before what it failed for.
fn told<D, T>(cx: Context<'_, D>, result: Result<T, Diagnostics>) -> (Option<T>, Diagnostics) {
    let mut diagnostics = cx.into_warnings();
    let given = result.map_err(|errors| diagnostics.extend(errors)).ok();
    (given, diagnostics)
}

fn typed<M: Model>(value: &Value) -> Result<M, Diagnostics> {
    M::from_object(value).map_err(|error| model_error(&error).into())
}

/// Refuses a configuration that fits the schema but not the model, such as a fraction for a whole number.
fn refuse(error: &ModelError, diagnostics: &mut Diagnostics) {
    let refused = |diagnostic: &Diagnostic| diagnostic.path.as_ref() == Some(&error.path);
    if !diagnostics.iter().any(refused) {
        diagnostics.attribute_error(
            error.path.clone(),
            "Invalid value",
            format!("Expected {}.", error.expected),
        );
    }
}

fn model_error(error: &ModelError) -> Diagnostic {
    Diagnostic::error(
        "The provider can't read a value of the state",
        format!(
            "{error}. If the state was edited by hand, correct it there; otherwise this is a bug in the provider."
        ),
    )
}
