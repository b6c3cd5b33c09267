//! The operations of the plugin protocol, each in a file of its own. What they share is in `provider_server`.

mod action;
mod apply;
mod configure;
mod consistency;
mod data_source;
mod function;
mod generate_config;
mod identity;
mod import;
mod list;
mod move_state;
mod plan;
#[cfg(not(feature = "shipped"))]
mod problems;
mod provider_server;
mod read;
mod state;
mod types;
mod upgrade;
mod validate;

pub use self::apply::{ApplyRequest, ApplyResponse};
pub use self::consistency::RULE_BROKEN;
pub use self::import::{ImportResponse, ImportTarget};
pub use self::list::{ListEvent, ListRequest, ListedObject};
pub use self::move_state::MoveRequest;
pub use self::plan::{PlanRequest, PlanResponse};
pub use self::provider_server::ProviderServer;
pub use self::read::{ReadRequest, ReadResponse};
pub use self::types::Types;
pub use self::upgrade::RawState;
