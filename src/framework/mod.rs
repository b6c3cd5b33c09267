//! What a Terraform provider means, whatever it is a provider of: schemas, typed models, plans, operations.
//!
//! - What a provider author implements: [`Provider`], [`Resource`], [`DataSource`], [`ListResource`], [`Action`],
//!   [`Function`]; and describes them with: [`schema`], [`model!`](crate::framework::model), [`timeouts`],
//!   [`IdentitySchema`], [`Record`].
//! - What an operation is given and gives: [`Context`], [`Diagnostics`], [`StateWriter`].
//! - `erased/`: types of different models behind one object type for each kind.
//! - `regional/`: the argument `region` around any of these.
//! - `server/`: [`ProviderServer`], the operations of the plugin protocol, one per file.
//!
//! Each of these uses only what stands above it. Nothing here knows the wire or an API: all is in terms of
//! [`crate::cty`] values.

mod action;
mod context;
mod data_source;
mod diagnostics;
mod erased;
mod field;
mod function;
mod guard;
mod identity;
mod list;
mod model;
mod private;
mod provider;
mod regional;
mod resource;
pub mod schema;
mod server;
#[cfg(test)]
pub(crate) mod testing;
pub mod timeouts;

pub use action::{Action, ActionEvent, Progress};
pub use context::{Context, Interrupted};
pub use data_source::DataSource;
pub use diagnostics::{Diagnostic, Diagnostics, Severity};
pub use erased::{
    AnyAction, AnyDataSource, AnyListResource, AnyResource, AnyType, Outcome, PlannedChange, action,
    data_source, list_resource, resource,
};
pub use field::{Cty, Field, List, Map, ModelError, Sensitive, Set};
pub use function::{Function, FunctionError, Parameter, Signature};
pub use guard::note_panic;
pub use identity::{Identity, IdentityAttribute, IdentitySchema};
pub use list::{Found, ListResource};
pub use model::{Model, member_name, model};
pub use private::{Record, taken_over};
pub use provider::{ConfigureRequest, Provider};
pub use regional::{Regional, regional, regional_action, regional_data_source, regional_list};
pub use resource::{Plan, Resource, StateWriter, Unknowns};
pub use server::{
    ApplyRequest, ApplyResponse, ImportResponse, ImportTarget, ListEvent, ListRequest, ListedObject,
    MoveRequest, PlanRequest, PlanResponse, ProviderServer, RULE_BROKEN, RawState, ReadRequest, ReadResponse,
    Types,
};
