//! What is remembered of every object besides its state, in the private data that Terraform keeps with it.
//!
//! It is lost when an object is tainted, imported or taken over, so what is missing here always means "leave alone".

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::api::{ApiContext, limits};
use super::errors::failed;
use crate::client::{ApiCallError, Client};
use crate::framework::{Diagnostic, Diagnostics, Record};

/// What is remembered of an object.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ObjectRecord {
    /// A fingerprint of the access key that has seen it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    /// The account of that key, where the API has told it.
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
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
    /// Of a group: for what a refresh of its instances was that did not reach its end, and before which time (`AddTime`)
    /// instances joined that it has still to replace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) refresh: Option<(String, String)>,
    /// Of a group: that it was made and could not be given its container subnets.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) lacks_container_subnets: bool,
    /// Whether the new one joins the group that the one it replaces leaves.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) rejoins: bool,
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
        let key = Some(fingerprint(client));
        let account = client.known_account().map(str::to_owned);
        // What has been seen by another key since says nothing of its account, unless that is known to be the same.
        self.account = account.or_else(|| self.account.take().filter(|_| self.key == key));
        self.key = key;
    }

    /// Whether the object belongs to the account of this run, as far as both are known.
    ///
    /// # Errors
    /// It belongs to another account, or the API can't be asked.
    pub(super) async fn check_owner(&self, cx: &ApiContext<'_>) -> Result<(), Diagnostics> {
        let Some(account) = &self.account else {
            return Ok(());
        };
        match self.account_here(cx).await {
            Ok(Some(here)) if here != account => Err(another_account(account, here).into()),
            Ok(_) => Ok(()),
            // Who may not ask can work with what is surely there; nothing is called gone for that.
            Err(error) if error.is_denied() => Ok(()),
            Err(error) => Err(failed("tell the account of the access key", &error, &[]).into()),
        }
    }

    /// Whether an object that is not listed any more can be called gone. `what` is the object as messages call it.
    ///
    /// # Errors
    /// It was last seen with another access key: this one may belong to another account, or to a user who may not see it.
    pub(super) async fn check_gone(&self, cx: &ApiContext<'_>, what: &str) -> Result<(), Diagnostics> {
        if self.key.as_ref().is_none_or(|key| *key == fingerprint(cx.data)) {
            return Ok(());
        }
        if let (Some(account), Ok(Some(here))) = (&self.account, self.account_here(cx).await)
            && here == account
        {
            return Ok(());
        }
        Err(Diagnostic::error(
            format!("Can't tell whether {what} is gone"),
            "The API does not list it, but it was last seen with another access key. The access key of this run may belong to \
             another account, or to a user who may not see the object, so it is kept in the state. Check access_key in the \
             provider block or KSYUN_ACCESS_KEY. If the object really was deleted, take it out of the state (terraform state rm) \
             and apply again.",
        )
        .into())
    }

    /// The account of this run's key. That of the key which has seen the object last is known already.
    async fn account_here<'a>(&'a self, cx: &'a ApiContext<'_>) -> Result<Option<&'a str>, ApiCallError> {
        if self.key.as_ref() == Some(&fingerprint(cx.data)) {
            return Ok(self.account.as_deref());
        }
        cx.data.account(&limits(cx)).await
    }
}

fn another_account(account: &str, here: &str) -> Diagnostic {
    Diagnostic::error(
        "The object belongs to another account",
        format!(
            "It was last seen in account {account}, and the access key of this run belongs to account {here}, where it can't be \
             found. Nothing was changed. Check access_key in the provider block or KSYUN_ACCESS_KEY. To have Terraform forget \
             the object and leave it running, use terraform state rm."
        ),
    )
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
    use std::time::Duration;

    use serde_json::json;

    use super::*;
    use crate::client::testing::{FakeApi, ok};
    use crate::client::{CallContext, Credentials};
    use crate::framework::Context;
    use tokio_util::sync::CancellationToken;

    fn seen_by(client: &Client) -> ObjectRecord {
        let mut record = ObjectRecord::default();
        record.note_origin(client);
        record
    }

    /// A client with `key` whose API names `account` with its configurations, if there is one.
    fn of_account(key: &'static str, account: Option<u64>) -> Client {
        let api = FakeApi::new(move |_| {
            let listed = account.map(|account| {
                json!({"ScalingConfigurationId": "1", "Project": {"ProjectId": 0, "AccountId": account}})
            });
            let configurations: Vec<_> = listed.into_iter().collect();
            ok(json!({"ScalingConfigurationSet": configurations}))
        });
        api.client_with(|config| config.credentials = Credentials::new(key, "secret"))
    }

    async fn record_of(key: &'static str, account: u64) -> ObjectRecord {
        let client = of_account(key, Some(account));
        client.account(&CallContext::background()).await.unwrap();
        seen_by(&client)
    }

    /// Whether an object may be handled with `client`, and called gone.
    async fn checked(record: &ObjectRecord, client: &Client) -> (bool, bool) {
        let cx = Context::new(client, Duration::from_mins(1), CancellationToken::new());
        (
            record.check_owner(&cx).await.is_ok(),
            record.check_gone(&cx, "it").await.is_ok(),
        )
    }

    #[tokio::test]
    async fn an_object_that_another_key_has_seen_is_not_called_gone() {
        let record = seen_by(&of_account("AK1", None));
        assert_eq!(checked(&record, &of_account("AK1", None)).await, (true, true));
        assert_eq!(checked(&record, &of_account("AK2", None)).await, (true, false));
        assert_eq!(checked(&record, &of_account("AK2", Some(7))).await, (true, false));
    }

    #[tokio::test]
    async fn a_new_key_of_the_same_account_is_as_good_and_one_of_another_is_an_error() {
        let record = record_of("AK1", 7).await;
        assert_eq!(checked(&record, &of_account("AK1", None)).await, (true, true));
        assert_eq!(checked(&record, &of_account("AK2", Some(7))).await, (true, true));
        assert_eq!(
            checked(&record, &of_account("AK2", Some(8))).await,
            (false, false)
        );
        assert_eq!(checked(&record, &of_account("AK2", None)).await, (true, false));
    }

    #[tokio::test]
    async fn the_account_is_remembered_for_the_key_that_it_is_known_of() {
        let mut record = record_of("AK1", 7).await;
        record.note_origin(&of_account("AK1", None));
        assert_eq!(record.account.as_deref(), Some("7"));
        record.note_origin(&of_account("AK2", None));
        assert_eq!(record.account, None);
    }

    #[tokio::test]
    async fn what_is_not_known_stands_in_nobodys_way() {
        let record = ObjectRecord::default();
        let client = of_account("AK1", Some(7));
        assert_eq!(checked(&record, &client).await, (true, true));
    }

    #[test]
    fn the_state_file_does_not_show_the_access_key() {
        let record = seen_by(&of_account("AKLTEXAMPLE", None));
        let stored = serde_json::to_string(&record).unwrap();
        assert!(!stored.contains("AKLT"), "{stored}");
        assert_eq!(serde_json::from_str::<ObjectRecord>(&stored).unwrap(), record);
    }
}
