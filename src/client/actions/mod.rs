//! The 27 actions of the API, one file per family: a typed request and a typed response for each.
//!
//! Requests: `Option` and empty lists are not sent; zero, `false` and empty text are. Responses: `Option`
//! tells a member that the API left out, of which it said nothing, from one that is empty or zero. All ids are opaque text. Times are
//! `YYYY-MM-DD HH:MM:SS` in Beijing time (UTC+8).
mod activity;
mod configuration;
mod declare;
mod group;
mod instance;
mod load_balancer;
mod notification;
mod policy;
mod scheduled_task;
#[cfg(test)]
mod tests;

pub use activity::*;
pub use configuration::*;
pub use group::*;
pub use instance::*;
pub use load_balancer::*;
pub use notification::*;
pub use policy::*;
pub use scheduled_task::*;

use super::list_response::Unusable;
use super::params::ToParams;
use super::wire::{FromWire, WireError};

/// The version of the API that all actions belong to.
pub const API_VERSION: &str = "2016-03-04";

/// Whether an action changes anything, which decides what may be retried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionKind {
    /// A `Describe…` action: safe to repeat at any time.
    Read,
    /// Any other action: repeated only if it surely was not executed.
    Write,
}

/// One action of the API, implemented by its request.
#[expect(
    private_bounds,
    reason = "how a request is written and an answer is read is no business of the caller's"
)]
pub trait Action: ToParams + Send + Sync {
    /// The value of the `Action` parameter.
    const NAME: &'static str;
    /// Whether the action reads or writes.
    const KIND: ActionKind;
    /// What the API answers on success.
    type Response: FromWire + Send;

    /// Whether the answer to this request makes sense, for example names nothing that was not asked for.
    ///
    /// # Errors
    /// Says why it is no answer.
    fn check(&self, response: &Self::Response) -> Result<(), Unusable> {
        let _ = response;
        Ok(())
    }
}

/// The answer of actions that only say that they did it.
///
/// An answer with `"Return": false` never gets here: it is reported as a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Done;

impl FromWire for Done {
    const EXPECTED: &'static str = "an object";

    fn from_wire(_: &serde_json::Value) -> Result<Self, WireError> {
        Ok(Self)
    }
}
