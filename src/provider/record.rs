//! What is remembered of every object besides its state, in the private data that Terraform keeps with it.
//!
//! It is lost when an object is tainted, imported or taken over, so what is missing here always means "leave alone".

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::client::Client;
use crate::framework::{Diagnostic, Diagnostics, Record};

/// What is remembered of an object.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ObjectRecord {
    /// A fingerprint of the access key that has seen it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    /// Whether nothing but its id is known, which a person has given.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) imported: bool,
    /// The object that this one replaces, if it does: the plan of the old one tells that of the new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) replaces: Option<String>,
    /// The names of the blocks that its configuration has brought, of those that need not be mentioned.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) held: Vec<String>,
    /// Of a group: where its sizes come from.
    #[serde(skip_serializing_if = "is_default")]
    pub(super) sizes: Sizes,
    /// Set while nobody knows whether the object exists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) attempt: Option<Attempt>,
}

/// Where the sizes of a group come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sizes {
    /// The capacity that the configuration has set, when there was a plan last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) configured: Option<i64>,
    /// Capacity and number of instances at the latest look at the instances.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) seen: Option<[Option<i64>; 2]>,
    /// The instances that were made elsewhere and attached, and whether each is protected from removal.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) attached: BTreeMap<String, bool>,
    /// The scheduled task that sets the bounds as they are, where something has moved them, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) moved_by: Option<String>,
    /// Number of instances that `deletion_protection` holds: the plan of the old group tells that of its replacement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) held: Option<i64>,
}

/// A creation that was asked for and not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// When it was asked for first, by the server's clock, in seconds of Unix time; `None` if the server has not told it.
    asked: Option<i64>,
    /// The ids of such objects that were there before; `None` if that was not looked at.
    pub(super) before: Option<BTreeSet<String>>,
}

impl Attempt {
    /// An attempt that began at `asked` by the server's clock, when such objects as `before` were there.
    pub(super) fn new(asked: Option<Timestamp>, before: Option<BTreeSet<String>>) -> Self {
        Self {
            asked: asked.map(Timestamp::as_second),
            before,
        }
    }

    /// When it was asked for first, by the server's clock, if that is known.
    pub(super) fn asked(&self) -> Option<Timestamp> {
        self.asked
            .and_then(|seconds| Timestamp::from_second(seconds).ok())
    }
}

impl Record for ObjectRecord {
    const VERSION: u64 = 1;
}

impl ObjectRecord {
    /// The record of an object that is being imported.
    pub(super) fn of_import() -> Self {
        Self {
            imported: true,
            ..Self::default()
        }
    }

    /// Writes down who sees the object.
    pub(super) fn note_origin(&mut self, client: &Client) {
        self.key = Some(fingerprint(client));
    }

    /// Whether an object that is not listed any more can be called gone. `what` is the object as messages call it.
    ///
    /// # Errors
    /// It was last seen with another access key: this one may belong to another account, or to a user who may not see it.
    pub(super) fn check_gone(&self, client: &Client, what: &str) -> Result<(), Diagnostics> {
        if self.key.as_ref().is_none_or(|key| *key == fingerprint(client)) {
            return Ok(());
        }
        Err(Diagnostic::error(
            format!("Can't tell whether {what} is gone"),
            "The API does not list it, but it was last seen with another access key. The access key of this run may belong to \
             another account, or to a user who may not see the object: it is not called gone for that. Check access_key in \
             the provider block or KSYUN_ACCESS_KEY. If the object really was deleted, take it out of the state (terraform \
             state rm) and apply again.",
        )
        .into())
    }
}

/// Enough to tell two access keys apart, and too little to be one.
fn fingerprint(client: &Client) -> String {
    let digest = Sha256::digest(client.access_key());
    hex::encode(&digest[..8])
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_false(value: &bool) -> bool {
    !value
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{ClientConfig, Credentials};

    fn client(key: &str) -> Client {
        Client::new(&ClientConfig::new(
            Credentials::new(key, "secret"),
            "cn-beijing-6",
        ))
        .unwrap()
    }

    fn seen_by(client: &Client) -> ObjectRecord {
        let mut record = ObjectRecord::default();
        record.note_origin(client);
        record
    }

    #[test]
    fn an_object_that_another_key_has_seen_is_not_called_gone() {
        let record = seen_by(&client("AK1"));
        assert!(record.check_gone(&client("AK1"), "it").is_ok());
        assert!(record.check_gone(&client("AK2"), "it").is_err());
    }

    #[test]
    fn what_is_not_known_stands_in_nobodys_way() {
        let record = ObjectRecord::default();
        let client = client("AK1");
        assert!(record.check_gone(&client, "it").is_ok());
    }

    #[test]
    fn the_state_file_does_not_show_the_access_key() {
        let record = seen_by(&client("AKLTEXAMPLE"));
        let stored = serde_json::to_string(&record).unwrap();
        assert!(!stored.contains("AKLT"), "{stored}");
        assert_eq!(serde_json::from_str::<ObjectRecord>(&stored).unwrap(), record);
    }
}
