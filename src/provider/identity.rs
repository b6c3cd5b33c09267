//! The identities of objects: the region, and the API's ids. They do not depend on the account.

use super::composite_id::MemberId;
use crate::client::Client;
use crate::framework::{Diagnostic, Diagnostics, Field, Identity, IdentitySchema};

const REGION: &str = "region";
const GROUP: &str = "scaling_group_id";

/// What an identity calls the id of an object, and what messages call the object.
#[derive(Clone, Copy, Debug)]
pub(super) struct IdentityName {
    /// Name of the attribute, such as `scaling_policy_id`.
    pub(super) attribute: &'static str,
    /// Description of the attribute.
    pub(super) description: &'static str,
    /// The object in messages, such as `scaling policy`.
    pub(super) object: &'static str,
}

impl IdentityName {
    /// The identity schema of an object that stands alone.
    pub(super) fn single_schema(self) -> IdentitySchema {
        with_region(IdentitySchema::default().required(self.attribute, self.description))
    }

    /// The identity schema of an object of a group.
    pub(super) fn member_schema(self) -> IdentitySchema {
        let schema = IdentitySchema::default().required(GROUP, "Id of the scaling group.");
        with_region(schema.required(self.attribute, self.description))
    }

    /// The identity of the object with this id in state, which stands alone.
    pub(super) fn single(self, client: &Client, id: &Field<String>) -> Option<Identity> {
        Some(Identity::new([
            (REGION, client.region().as_str()),
            (self.attribute, id.as_str()?),
        ]))
    }

    /// The identity of the object of a group with this id in state.
    pub(super) fn member(self, client: &Client, id: &Field<String>) -> Option<Identity> {
        let MemberId { item, group } = MemberId::from_state_id(id.as_str()?)?;
        let region = client.region().as_str();
        Some(Identity::new([
            (REGION, region),
            (GROUP, group.as_str()),
            (self.attribute, item.as_str()),
        ]))
    }

    /// The id of the object that stands alone.
    ///
    /// # Errors
    /// The id is missing.
    pub(super) fn import_single(self, identity: &Identity) -> Result<String, Diagnostics> {
        self.value(identity, self.attribute)
    }

    /// The id in state of the object of a group.
    ///
    /// # Errors
    /// An id is missing.
    pub(super) fn import_member(self, identity: &Identity) -> Result<MemberId, Diagnostics> {
        Ok(MemberId {
            item: self.value(identity, self.attribute)?,
            group: self.value(identity, GROUP)?,
        })
    }

    /// The object of a group as messages call it: "scaling policy 1 of scaling group 2".
    pub(super) fn name(self, id: &MemberId) -> String {
        format!("{} {} of scaling group {}", self.object, id.item, id.group)
    }

    fn value(self, identity: &Identity, attribute: &str) -> Result<String, Diagnostics> {
        let value = identity.get(attribute).filter(|value| !value.is_empty());
        value.map(str::to_owned).ok_or_else(|| {
            Diagnostic::error(
                format!("The identity of the {} is incomplete", self.object),
                format!("{attribute} is not set. Set it to the id that the console shows."),
            )
            .into()
        })
    }
}

fn with_region(schema: IdentitySchema) -> IdentitySchema {
    schema.optional(REGION, "Region of the object; the provider's if it is left out.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{ClientConfig, Credentials};

    const POLICY: IdentityName = IdentityName {
        attribute: "scaling_policy_id",
        description: "Id of the policy.",
        object: "scaling policy",
    };

    fn client() -> Client {
        Client::new(&ClientConfig::new(
            Credentials::new("key", "secret"),
            "cn-beijing-6",
        ))
        .unwrap()
    }

    #[test]
    fn a_member_is_known_by_region_group_and_its_own_id() {
        let identity = POLICY
            .member(&client(), &"10000433:436995593677910016".into())
            .unwrap();
        assert_eq!(identity.get("region"), Some("cn-beijing-6"));
        assert_eq!(identity.get("scaling_group_id"), Some("436995593677910016"));
        assert_eq!(identity.get("scaling_policy_id"), Some("10000433"));
        let imported = POLICY.import_member(&identity).unwrap();
        assert_eq!(imported.to_state_id(), "10000433:436995593677910016");
        assert_eq!(POLICY.member(&client(), &Field::Unknown), None);
    }

    #[test]
    fn what_is_missing_is_named() {
        let errors = POLICY
            .import_member(&Identity::new([("scaling_policy_id", "1")]))
            .unwrap_err();
        assert!(
            errors
                .iter()
                .next()
                .unwrap()
                .detail
                .contains("scaling_group_id is not set")
        );
    }
}
