//! `UpgradeResourceIdentity`, and that no object becomes another one.

use super::provider_server::ProviderServer;
use crate::cty::{Value, json};
use crate::framework::diagnostics::{Diagnostic, Diagnostics};
use crate::framework::identity::Identity;
use crate::framework::provider::Provider;

impl<P: Provider> ProviderServer<P> {
    /// `UpgradeResourceIdentity`: brings a stored identity into today's form. An object that has none yet gets none here:
    /// the next look at it tells. `None` after an error.
    pub fn upgrade_resource_identity(&self, type_name: &str, stored: &[u8]) -> (Option<Value>, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        if self.resources.find(type_name, &mut diagnostics).is_none() {
            return (None, diagnostics);
        }
        let ty = self.resources.identity_type(type_name);
        let upgraded = match ty {
            Some(_) if stored.is_empty() => return (Some(Value::Null), diagnostics),
            Some(ty) => json::decode_state_json(stored, &ty).map_err(|error| error.to_string()),
            None => Err(format!(
                "{type_name} has no identity in this version of the provider"
            )),
        };
        match upgraded {
            Ok(identity) => (Some(identity), diagnostics),
            Err(why) => {
                diagnostics.error(
                    "The stored identity can't be read",
                    format!(
                        "{why}. Remove the object from the state (terraform state rm) and import it again."
                    ),
                );
                (None, diagnostics)
            }
        }
    }
}

/// Refuses an object that has become another one.
pub(super) fn unchanged(before: Option<&Value>, now: Option<&Value>) -> Result<(), Diagnostic> {
    let known = |identity: Option<&Value>| {
        identity
            .filter(|identity| !identity.is_null())
            .map(Identity::from_value)
    };
    match (known(before), known(now)) {
        (Some(before), Some(now)) if !before.agrees_with(&now) => Err(Diagnostic::error(
            "The object's identity has changed",
            format!(
                "Terraform knows it as {before}, and the provider found {now}. An identity never changes. If the provider's region was \
                 changed, set it back; otherwise this is a bug in the provider."
            ),
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_identity_is_an_error_that_names_both() {
        let id = |id: &str| {
            Value::Object([("id".to_owned(), id.into()), ("region".to_owned(), Value::Null)].into())
        };
        assert_eq!(unchanged(Some(&id("1")), Some(&id("1"))), Ok(()));
        assert_eq!(unchanged(None, Some(&id("2"))), Ok(()));
        assert_eq!(unchanged(Some(&Value::Null), Some(&id("2"))), Ok(()));
        let error = unchanged(Some(&id("1")), Some(&id("2"))).unwrap_err();
        assert!(error.detail.contains(r#"id = "1""#) && error.detail.contains(r#"id = "2""#));
    }
}
