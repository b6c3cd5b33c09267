//! The objects of groups, in the order of the groups. The API lists them for one group at a time; several groups are asked
//! for at once.

use std::collections::VecDeque;
use std::panic::resume_unwind;

use tokio::task::JoinHandle;

use super::groups::{Groups, ListedGroup};
use crate::client::{ApiCallError, CallContext, Client, ListAction};
use crate::framework::Diagnostics;
use crate::provider::api::{ApiContext, limits};
use crate::provider::errors::failed;

/// So many groups are asked for before the first one is wanted; one more with each one that was.
const FIRST: usize = 4;
/// So many are asked for at most before they are wanted: as many calls as a client makes at once if nothing else is set.
const MOST: usize = 50;

/// The objects of one kind of several groups; see [`Groups::members`].
pub(in crate::provider) struct Members<A: ListAction> {
    client: Client,
    calls: CallContext,
    groups: Groups,
    objects: &'static str,
    request: Request<A>,
    asked: VecDeque<(ListedGroup, Asked<A::Item>)>,
    given: usize,
}

type Request<A> = Box<dyn Fn(&ListedGroup) -> Option<A> + Send>;

/// A list that was asked for. Nobody makes the call once nobody waits for it.
struct Asked<T>(JoinHandle<Result<Vec<T>, ApiCallError>>);

impl<A: ListAction<Item: Send> + 'static> Members<A> {
    pub(super) fn new(
        cx: &ApiContext<'_>,
        groups: Groups,
        objects: &'static str,
        request: Request<A>,
    ) -> Self {
        Self {
            client: cx.data.clone(),
            calls: limits(cx),
            groups,
            objects,
            request,
            asked: VecDeque::new(),
            given: 0,
        }
    }

    /// The next group with its objects; `None` after the last one. A group that is gone has none.
    ///
    /// # Errors
    /// The groups, or the objects of one, could not be listed.
    pub(in crate::provider) async fn next(
        &mut self,
    ) -> Result<Option<(ListedGroup, Vec<A::Item>)>, Diagnostics> {
        while self.asked.len() < MOST.min(FIRST + self.given)
            && let Some(group) = self.groups.next().await?
        {
            let Some(request) = (self.request)(&group) else {
                continue;
            };
            let (client, calls) = (self.client.clone(), self.calls.clone());
            let call = tokio::spawn(async move { client.list_all(&calls, &request).await });
            self.asked.push_back((group, Asked(call)));
        }
        let Some((group, mut asked)) = self.asked.pop_front() else {
            return Ok(None);
        };
        self.given += 1;
        // A call ends early only if it panics.
        let listed = (&mut asked.0)
            .await
            .unwrap_or_else(|end| resume_unwind(end.into_panic()));
        let what = || format!("list the {} of scaling group {}", self.objects, group.id);
        let found = listed.map_err(|error| failed(&what(), &error, &[]))?;
        Ok(Some((group, found)))
    }
}

impl<T> Drop for Asked<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use serde_json::json;
    use tokio::time::Instant;

    use super::*;
    use crate::client::actions::DescribeScalingPolicy;
    use crate::client::testing::{FakeApi, error, ok};
    use crate::framework::{Context, Field};
    use tokio_util::sync::CancellationToken;

    fn policies(group: &ListedGroup) -> DescribeScalingPolicy {
        DescribeScalingPolicy {
            scaling_group_id: group.id.clone(),
            ..DescribeScalingPolicy::default()
        }
    }

    async fn first(
        api: &Arc<FakeApi>,
        groups: usize,
        only: Field<String>,
    ) -> Result<Vec<String>, Diagnostics> {
        let client = api.client();
        let cx = Context::new(&client, Duration::from_mins(1), CancellationToken::new());
        let mut members = Groups::new(&cx, &only).members(&cx, "policies", |group| Some(policies(group)));
        let mut found = Vec::new();
        while found.len() < groups
            && let Some((group, policies)) = members.next().await?
        {
            assert!(policies.iter().all(|policy| policy.scaling_policy_id == group.id));
            found.push(group.id);
        }
        Ok(found)
    }

    /// A hundred groups with a policy each that has the id of the group, 50 ms away.
    fn account() -> Arc<FakeApi> {
        FakeApi::slow(Duration::from_millis(50), |sent| {
            match sent.param("ScalingGroupId") {
                Some(group) => ok(json!({"ScalingPolicySet": [{"ScalingPolicyId": group}]})),
                None if sent.param("Marker") != Some("0") => ok(json!({"ScalingGroupSet": []})),
                None => {
                    let groups: Vec<_> = (0..100).map(|id| json!({"ScalingGroupId": id})).collect();
                    ok(json!({"ScalingGroupSet": groups}))
                }
            }
        })
    }

    #[tokio::test(start_paused = true)]
    async fn a_hundred_groups_are_asked_for_side_by_side_and_given_in_order() {
        let api = account();
        let start = Instant::now();
        let found = first(&api, usize::MAX, Field::Null).await.unwrap();
        assert_eq!(found, (0..100).map(|id| id.to_string()).collect::<Vec<_>>());
        assert!(
            start.elapsed() <= Duration::from_millis(400),
            "{:?}",
            start.elapsed()
        );
        assert_eq!(api.calls(), 102);
    }

    #[tokio::test(start_paused = true)]
    async fn who_wants_only_the_first_groups_does_not_have_all_asked_for() {
        let api = account();
        assert_eq!(first(&api, 2, Field::Null).await.unwrap(), ["0", "1"]);
        assert!(api.calls() <= 8, "{}", api.calls());
    }

    #[tokio::test(start_paused = true)]
    async fn a_group_that_is_gone_has_no_objects_and_a_refusal_names_the_group() {
        let group = || Field::from("436995593677910016");
        let api = FakeApi::script([
            error(404, "ScalingGroupNotFound", "The group is not found"),
            ok(json!({"ScalingGroupSet": []})),
        ]);
        assert_eq!(
            first(&api, 1, group()).await,
            Ok(vec!["436995593677910016".to_owned()])
        );
        let refused = first(&FakeApi::script([error(403, "AccessDenied", "no")]), 1, group()).await;
        assert_eq!(
            refused.unwrap_err().iter().next().unwrap().summary,
            "Can't list the policies of scaling group 436995593677910016"
        );
    }
}
