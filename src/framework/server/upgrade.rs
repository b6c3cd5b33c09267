//! `UpgradeResourceState`: reads state that an earlier version, or another provider of the same types, has written.

use super::provider_server::ProviderServer;
use super::state::{MARK, as_state};
use super::types::Entry;
use crate::cty::{Value, json};
use crate::framework::diagnostics::{Diagnostic, Diagnostics};
use crate::framework::erased::AnyResource;
use crate::framework::provider::Provider;

/// State as it is in the state file.
#[derive(Clone, Copy, Debug)]
pub enum RawState<'a> {
    /// JSON, as every Terraform since 0.12 writes it.
    Json(&'a [u8]),
    /// Flat key-value pairs of a Terraform before 0.12.
    Flatmap,
}

impl<P: Provider> ProviderServer<P> {
    /// Brings stored state into today's form: members that it lacks become null, members that are not known any more
    /// are left out. `None` after an error.
    pub fn upgrade_resource_state(&self, type_name: &str, raw: RawState<'_>) -> (Option<Value>, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        let Some(entry) = self.resources.find(type_name, &mut diagnostics) else {
            return (None, diagnostics);
        };
        let upgraded = match raw {
            RawState::Json(bytes) => upgrade(entry, bytes),
            RawState::Flatmap => Err(Diagnostic::error(
                "The state was written by a Terraform before 0.12",
                "Run terraform apply or refresh with Terraform 0.12 or later and the provider that wrote the state, then \
                 switch to this provider.",
            )
            .into()),
        };
        match upgraded {
            Ok(state) => (Some(state), diagnostics),
            Err(errors) => {
                diagnostics.extend(errors);
                (None, diagnostics)
            }
        }
    }
}

fn upgrade<D: Send + Sync>(entry: &Entry<dyn AnyResource<D>>, bytes: &[u8]) -> Result<Value, Diagnostics> {
    let unreadable = |why: &dyn std::fmt::Display| {
        Diagnostics::from(Diagnostic::error(
            "The stored state can't be read",
            format!(
                "{why}. Restore the state from a backup, or remove the object from it (terraform state rm) and import it again."
            ),
        ))
    };
    let stored: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(bytes).map_err(|error| unreadable(&error))?;
    let state = json::decode_state_json(bytes, &entry.ty).map_err(|error| unreadable(&error))?;
    let Value::Object(members) = &state else {
        return Err(unreadable(&"it is not an object"));
    };
    if stored.contains_key(MARK) {
        return Ok(as_state(&entry.schema, state));
    }
    let known = members.iter().filter(|(name, _)| stored.contains_key(*name));
    let partial = Value::Object(known.map(|(name, value)| (name.clone(), value.clone())).collect());
    entry
        .implementation
        .upgrade_foreign(&partial)
        .map(|state| as_state(&entry.schema, state))
}

#[cfg(test)]
mod tests;
