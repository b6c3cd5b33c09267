//! What a Terraform provider means, whatever it is a provider of: schemas, typed models, plans, operations.
//!
//! A provider implements [`Provider`], [`Resource`] and [`DataSource`]; [`ProviderServer`] offers the operations of the
//! plugin protocol on top, one per file, in terms of [`crate::cty`] values. Nothing here knows the wire or an API.

mod action;
mod apply;
mod configure;
mod consistency;
mod context;
mod data_source;
mod data_source_object;
mod diagnostics;
mod field;
mod function;
mod generate_config;
mod guard;
mod identity;
mod import;
mod list;
mod model;
mod move_state;
mod plan;
mod private;
mod provider;
mod read;
mod read_data_source;
mod regional;
mod resource;
mod resource_object;
pub mod schema;
mod server;
mod state;
#[cfg(test)]
pub(crate) mod testing;
pub mod timeouts;
mod upgrade;
mod validate;

pub use action::{Action, ActionEvent, AnyAction, Progress, action};
pub use apply::{ApplyRequest, ApplyResponse};
pub use consistency::RULE_BROKEN;
pub use context::{Context, Interrupted, StopSender, StopSignal};
pub use data_source::DataSource;
pub use data_source_object::{AnyDataSource, data_source};
pub use diagnostics::{Diagnostic, Diagnostics, Severity};
pub use field::{Cty, Field, List, Map, ModelError, Sensitive, Set};
pub use function::{Function, FunctionError, Parameter, Signature};
pub use guard::note_panic;
pub use identity::{Identity, IdentityAttribute, IdentitySchema};
pub use import::{ImportResponse, ImportTarget};
pub use list::{AnyListResource, Found, ListEvent, ListRequest, ListResource, ListedObject, list_resource};
pub use model::{Model, member_name, model};
pub use move_state::MoveRequest;
pub use plan::{PlanRequest, PlanResponse};
pub use private::{Record, taken_over};
pub use provider::{ConfigureRequest, Provider};
pub use read::{ReadRequest, ReadResponse};
pub use regional::{Regional, regional, regional_action, regional_data_source, regional_list};
pub use resource::{Plan, Resource, Saved, Unknowns};
pub use resource_object::{AnyResource, Outcome, PlannedChange, resource};
pub use server::ProviderServer;
pub use upgrade::RawState;
