//! The account whose key signs the calls. The API names it in passing, where it lists configurations.
use std::sync::OnceLock;

use serde_json::Value;
use tokio::sync::OnceCell;

use super::Client;
use super::actions::{Action, DescribeScalingConfiguration};
use super::context::CallContext;
use super::error::{ApiCallError, Failure};
use super::pagination::ListAction as _;
use super::response;

/// So many configurations are listed to learn the account: each names it that shows its project.
const ENOUGH: i64 = 20;

/// Which accounts a client may call as. Without a rule it may be any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountRules {
    /// If there are any: only these. A client that can't learn its account makes no call then.
    pub allowed: Vec<String>,
    /// None of these.
    pub forbidden: Vec<String>,
}

/// What a client knows of its account.
#[derive(Debug, Default)]
pub(super) struct Account {
    rules: AccountRules,
    named: OnceLock<String>,
    /// Whether it was asked for, which is done once.
    asked: OnceCell<()>,
}

impl Account {
    pub(super) fn new(rules: AccountRules) -> Self {
        Self {
            rules,
            ..Self::default()
        }
    }

    /// Takes down what an answer says of it, and gives that.
    pub(super) fn note(&self, members: &Value) -> Option<String> {
        let named = response::account_id(members)?;
        Some(self.named.get_or_init(|| named.clone()).clone())
    }
}

impl Client {
    /// The account whose key signs the calls, if an answer has named it so far.
    pub fn known_account(&self) -> Option<&str> {
        self.0.account.named.get().map(String::as_str)
    }

    /// The account whose key signs the calls: asked for once, if no answer has named it so far. `None` if the API does not
    /// tell: it names the account with configurations, and there may be none.
    ///
    /// # Errors
    /// As [`Client::call`] of `DescribeScalingConfiguration`.
    pub async fn account(&self, cx: &CallContext) -> Result<Option<&str>, ApiCallError> {
        if self.known_account().is_none() {
            let ask = || async {
                let request = DescribeScalingConfiguration::default().at(0, ENOUGH);
                self.ask_unchecked(cx, &request).await.map(drop)
            };
            self.0.account.asked.get_or_try_init(ask).await?;
        }
        Ok(self.known_account())
    }

    /// Whether `A` may be called as the account of this client.
    pub(super) async fn check_account<A: Action>(&self, cx: &CallContext) -> Result<(), ApiCallError> {
        let AccountRules { allowed, forbidden } = &self.0.account.rules;
        if allowed.is_empty() && forbidden.is_empty() {
            return Ok(());
        }
        let account = self.account(cx).await?.map(str::to_owned);
        let is_fine = match &account {
            Some(account) => {
                (allowed.is_empty() || allowed.contains(account)) && !forbidden.contains(account)
            }
            None => allowed.is_empty(),
        };
        if is_fine {
            return Ok(());
        }
        Err(ApiCallError::new(A::NAME, A::KIND, Failure::Account { account }))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::client::actions::{CreateScalingPolicy, DescribeScalingGroup};
    use crate::client::testing::{FakeApi, error, ok};

    /// An API that names `account` with its configurations, if there is one.
    fn api(account: Option<u64>) -> Arc<FakeApi> {
        FakeApi::new(move |sent| {
            let configuration = account.map(|account| {
                json!({"ScalingConfigurationId": "1", "Project": {"ProjectId": 0, "AccountId": account}})
            });
            let configurations: Vec<_> = configuration.into_iter().collect();
            if sent.url.contains("DescribeScalingConfiguration") {
                ok(json!({"ScalingConfigurationSet": configurations}))
            } else {
                ok(json!({"ScalingGroupSet": [], "ScalingPolicyId": "1"}))
            }
        })
    }

    fn client(api: &Arc<FakeApi>, allowed: &[&str], forbidden: &[&str]) -> Client {
        let own = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
        api.client_with(|config| {
            config.accounts = AccountRules {
                allowed: own(allowed),
                forbidden: own(forbidden),
            };
        })
    }

    async fn may_write(api: &Arc<FakeApi>, allowed: &[&str], forbidden: &[&str]) -> Result<(), String> {
        let request = CreateScalingPolicy::default();
        let made = client(api, allowed, forbidden)
            .call(&CallContext::background(), &request)
            .await;
        made.map(drop).map_err(|error| error.to_string())
    }

    #[tokio::test]
    async fn without_a_rule_nothing_more_is_asked() {
        let api = api(Some(7));
        assert_eq!(may_write(&api, &[], &[]).await, Ok(()));
        assert_eq!(api.calls(), 1);
    }

    #[tokio::test]
    async fn the_account_is_learnt_once_and_before_anything_else() {
        let api = api(Some(7));
        let client = client(&api, &["7", "8"], &[]);
        let cx = CallContext::background();
        for _ in 0..3 {
            client.call(&cx, &DescribeScalingGroup::default()).await.unwrap();
        }
        assert_eq!(api.calls(), 4);
        assert!(api.sent()[0].url.contains("DescribeScalingConfiguration"));
        assert_eq!(client.known_account(), Some("7"));
    }

    #[tokio::test]
    async fn as_another_account_nothing_is_sent() {
        for (allowed, forbidden) in [(&["8"][..], &[][..]), (&[], &["7"])] {
            let api = api(Some(7));
            assert_eq!(
                may_write(&api, allowed, forbidden).await,
                Err("CreateScalingPolicy: not sent: the access key belongs to account 7".to_owned())
            );
            assert_eq!(api.calls(), 1);
        }
    }

    #[tokio::test]
    async fn an_account_that_is_not_named_is_only_an_error_if_some_are_allowed() {
        assert_eq!(may_write(&api(None), &[], &["7"]).await, Ok(()));
        assert_eq!(
            may_write(&api(None), &["7"], &[]).await,
            Err("CreateScalingPolicy: not sent: the API does not tell to which account the access key belongs".to_owned())
        );
    }

    #[tokio::test]
    async fn a_refusal_to_tell_is_told_and_asked_for_again() {
        let api = FakeApi::new(|_| error(403, "AccessDenied", "no"));
        let client = client(&api, &["7"], &[]);
        let cx = CallContext::background();
        for calls in 1..3 {
            let error = client
                .call(&cx, &DescribeScalingGroup::default())
                .await
                .unwrap_err();
            assert_eq!(
                (error.action(), error.code()),
                ("DescribeScalingConfiguration", Some("AccessDenied"))
            );
            assert_eq!(api.calls(), calls);
        }
    }
}
