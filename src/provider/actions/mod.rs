//! Actions: what is done to a scaling group once, when somebody asks for it, and what no state remembers.
//!
//! Each action looks before it acts: `plan` refuses what the API would refuse, as far as values are known by then, and
//! `invoke` looks again, since the group may have changed. None of them does anything twice: a group or an instance that
//! is as wanted already is said to be so and left alone.

mod arguments;
mod detach;
mod group;
mod refresh;
mod set_desired_capacity;
mod set_protection;
mod set_status;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod wait;

use std::sync::Arc;

use crate::client::Client;
use crate::framework::{AnyAction, action};
use crate::provider::lifecycle::Run;

pub(super) use self::group::Caller;
pub(super) use self::refresh::{
    RefreshConfig, replace_instances, shared_arguments as shared_refresh_arguments,
};

/// All actions of the provider.
pub(super) fn all(run: &Arc<Run>) -> Vec<Box<dyn AnyAction<Client>>> {
    let run = || Arc::clone(run);
    vec![
        action(set_desired_capacity::SetDesiredCapacity { run: run() }),
        action(set_status::SetStatus::Enable),
        action(set_status::SetStatus::Disable),
        action(refresh::RefreshAction { run: run() }),
        action(detach::DetachInstances { run: run() }),
        action(set_protection::SetProtection),
    ]
}
