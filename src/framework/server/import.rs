//! `ImportResourceState`: the least state by which an existing object is found.

use super::provider_server::ProviderServer;
use super::state::as_state;
use crate::cty::Value;
use crate::framework::diagnostics::Diagnostics;
use crate::framework::identity::Identity;
use crate::framework::provider::Provider;

/// How a person names the object to import.
#[derive(Clone, Debug)]
pub enum ImportTarget {
    /// By its id.
    Id(String),
    /// By its identity.
    Identity(Value),
}

/// Where an import begins.
#[derive(Debug, Default)]
pub struct ImportResponse {
    /// The state from which [`ProviderServer::read_resource`] finds the object; `None` after an error.
    pub state: Option<Value>,
    /// The object's identity, if the import was by identity.
    pub identity: Option<Value>,
    /// What to store of it besides.
    pub private: Vec<u8>,
    /// Errors.
    pub diagnostics: Diagnostics,
}

impl<P: Provider> ProviderServer<P> {
    /// The least state by which the object is found.
    pub fn import_resource_state(&self, type_name: &str, target: ImportTarget) -> ImportResponse {
        let mut response = ImportResponse::default();
        let Some(entry) = self.resources.find(type_name, &mut response.diagnostics) else {
            return response;
        };
        let imported = match target {
            ImportTarget::Id(id) => entry.implementation.import(&id),
            ImportTarget::Identity(identity) => {
                let Some(data) = self.configured(&mut response.diagnostics) else {
                    return response;
                };
                let imported = entry
                    .implementation
                    .import_identity(&data, &Identity::from_value(&identity));
                let complete = imported
                    .as_ref()
                    .ok()
                    .and_then(|state| entry.identity_value(&data, state));
                response.identity = complete.or(Some(identity));
                imported
            }
        };
        match imported {
            Ok(state) => {
                response.private = entry.implementation.import_private(&state);
                response.state = Some(as_state(&entry.schema, state));
            }
            Err(errors) => response.diagnostics.extend(errors),
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cty::testing::object;
    use crate::framework::Model as _;
    use crate::framework::testing::{ToyModel, ToyProvider, lock, server, summaries, to_read, toy};

    fn by_id(id: &str) -> ImportTarget {
        ImportTarget::Id(id.to_owned())
    }

    fn identity(shelf: Value, id: Value) -> Value {
        object([("shelf", shelf), ("id", id)])
    }

    #[test]
    fn an_import_gives_the_least_state_that_can_be_read() {
        let response = server().0.import_resource_state("toy_thing", by_id("toy-7"));
        // Blocks are empty and not null; write-only values are null, whatever the resource says.
        assert_eq!(response.state, Some(toy([("id", "toy-7".into())])));
        assert!(response.diagnostics.is_empty());
    }

    #[test]
    fn an_import_by_id_needs_no_configured_provider() {
        let server = ProviderServer::new(ToyProvider(std::sync::Arc::default()));
        let response = server.import_resource_state("toy_thing", by_id("toy-7"));
        assert!(response.state.is_some());
    }

    #[test]
    fn an_import_by_identity_completes_it() {
        let target = ImportTarget::Identity(identity(Value::Null, "toy-7".into()));
        let response = server().0.import_resource_state("toy_thing", target);
        assert_eq!(response.state, Some(toy([("id", "toy-7".into())])));
        assert_eq!(response.identity, Some(identity("top".into(), "toy-7".into())));
    }

    #[tokio::test]
    async fn what_was_imported_is_read_or_does_not_exist() {
        let (server, cloud) = server();
        let imported = server
            .import_resource_state("toy_thing", by_id("toy-7"))
            .state
            .expect("a state");
        let response = server.read_resource(to_read("toy_thing", &imported, None)).await;
        assert_eq!(response.state, Some(Value::Null));

        let object = toy([("id", "toy-7".into()), ("name", "a".into())]);
        *lock(&cloud.object) = Some(ToyModel::from_object(&object).expect("a toy"));
        let response = server.read_resource(to_read("toy_thing", &imported, None)).await;
        assert_eq!(response.state, Some(object));
    }

    #[test]
    fn what_cannot_be_an_object_here_is_an_error() {
        let by_identity = |id| ImportTarget::Identity(identity("top".into(), id));
        for (type_name, target, summary) in [
            ("toy_thing", by_id("7"), "Invalid id"),
            ("toy_thing", by_id(""), "Invalid id"),
            ("toy_thing", by_id("panics"), "The provider has a bug"),
            ("toy_thing", by_identity("7".into()), "Invalid id"),
            (
                "toy_thing",
                by_identity("panics".into()),
                "The provider has a bug",
            ),
            // Terraform lets a null pass for a value that is required.
            ("toy_thing", by_identity(Value::Null), "Incomplete identity"),
            ("toy_other", by_id("toy-7"), "Unknown resource type"),
        ] {
            let response = server().0.import_resource_state(type_name, target.clone());
            assert_eq!(response.state, None, "{target:?}");
            assert_eq!(summaries(&response.diagnostics), [summary], "{target:?}");
        }
    }
}
