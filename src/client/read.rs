//! Reads of single objects: `None` means that the API answered with a list that does not hold the object.
//!
//! Concurrent reads share calls, see [`batch`](super::batch). Groups and configurations are asked for by
//! their ids, many per call; the children of a group are listed once for all who want one of them.
use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::Client;
use super::actions::{
    ActionKind, DescribeScalingConfiguration, DescribeScalingGroup, DescribeScalingInstance,
    DescribeScalingNotification, DescribeScalingPolicy, DescribeScheduledTask, Notification,
    ScalingConfiguration, ScalingGroup, ScalingInstance, ScalingPolicy, ScheduledTask,
};
use super::batch::Batcher;
use super::context::{CallContext, Stop};
use super::error::{ApiCallError, Failure};
use super::ids;
use super::pagination::ListAction;

/// The API documents no limit for groups; so many fill no page, which spares the look at a next one.
const GROUPS_PER_CALL: usize = 99;
/// The API's limit for configurations.
const CONFIGURATIONS_PER_CALL: usize = 20;

/// Time that is worth another call.
const ENOUGH: Duration = Duration::from_secs(1);

/// What a reader shares with others: what all of them have in common, and the id that is asked for.
struct Key<'a> {
    scope: &'a str,
    asked: &'a str,
}

/// The answer to a batch: the objects that exist, by id. An object whose read failed although that of others
/// did not has an error of its own.
type Fetched<T> = Result<HashMap<String, Result<T, ApiCallError>>, ApiCallError>;

/// One batcher per kind of object.
#[derive(Debug)]
pub(super) struct SharedReads {
    groups: Batcher<Fetched<ScalingGroup>>,
    configurations: Batcher<Fetched<ScalingConfiguration>>,
    policies: Batcher<Fetched<ScalingPolicy>>,
    tasks: Batcher<Fetched<ScheduledTask>>,
    notifications: Batcher<Fetched<Notification>>,
    instances: Batcher<Fetched<ScalingInstance>>,
}

/// Detaches all shared reads once a write is over, however it ends.
pub(super) struct DetachOnDrop<'a>(&'a SharedReads);

impl SharedReads {
    pub(super) fn new() -> Self {
        Self {
            groups: Batcher::new(GROUPS_PER_CALL),
            configurations: Batcher::new(CONFIGURATIONS_PER_CALL),
            policies: Batcher::new(usize::MAX),
            tasks: Batcher::new(usize::MAX),
            notifications: Batcher::new(usize::MAX),
            instances: Batcher::new(usize::MAX),
        }
    }

    /// A write may touch more objects than it names (a group's write changes its instances, and the users
    /// that a configuration reports), so it detaches the reads of all.
    pub(super) fn detach_on_drop(&self) -> DetachOnDrop<'_> {
        DetachOnDrop(self)
    }
}

impl Drop for DetachOnDrop<'_> {
    fn drop(&mut self) {
        let SharedReads {
            groups,
            configurations,
            policies,
            tasks,
            notifications,
            instances,
        } = self.0;
        groups.detach();
        configurations.detach();
        policies.detach();
        tasks.detach();
        notifications.detach();
        instances.detach();
    }
}

impl Client {
    /// Reads one group.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn read_group(&self, cx: &CallContext, id: &str) -> Result<Option<ScalingGroup>, ApiCallError> {
        let fetch = |client: Self, _, ids, cx| async move {
            let by_ids = |ids| DescribeScalingGroup {
                scaling_group_ids: ids,
                ..DescribeScalingGroup::default()
            };
            client.fetch_by_ids(&cx, ids, by_ids).await
        };
        let key = Key { scope: "", asked: id };
        self.shared::<DescribeScalingGroup, _>(cx, &self.0.reads.groups, &key, id, fetch)
            .await
    }

    /// Reads one configuration. `project_id` is its project, if known: whether the API looks into all
    /// projects without it is not documented.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn read_configuration(
        &self,
        cx: &CallContext,
        project_id: Option<&str>,
        id: &str,
    ) -> Result<Option<ScalingConfiguration>, ApiCallError> {
        let fetch = |client: Self, project: String, ids, cx| async move {
            let project_ids: Vec<String> = Some(project)
                .filter(|project| !project.is_empty())
                .into_iter()
                .collect();
            let by_ids = |ids| DescribeScalingConfiguration {
                scaling_configuration_ids: ids,
                project_ids: project_ids.clone(),
                ..DescribeScalingConfiguration::default()
            };
            client.fetch_by_ids(&cx, ids, by_ids).await
        };
        let key = Key {
            scope: project_id.unwrap_or_default(),
            asked: id,
        };
        self.shared::<DescribeScalingConfiguration, _>(cx, &self.0.reads.configurations, &key, id, fetch)
            .await
    }

    /// Reads one policy of a group.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn read_policy(
        &self,
        cx: &CallContext,
        group_id: &str,
        id: &str,
    ) -> Result<Option<ScalingPolicy>, ApiCallError> {
        let of_group = |scaling_group_id| DescribeScalingPolicy {
            scaling_group_id,
            ..DescribeScalingPolicy::default()
        };
        self.read_child(cx, &self.0.reads.policies, group_id, id, of_group)
            .await
    }

    /// Reads one scheduled task of a group.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn read_scheduled_task(
        &self,
        cx: &CallContext,
        group_id: &str,
        id: &str,
    ) -> Result<Option<ScheduledTask>, ApiCallError> {
        let of_group = |scaling_group_id| DescribeScheduledTask {
            scaling_group_id,
            ..DescribeScheduledTask::default()
        };
        self.read_child(cx, &self.0.reads.tasks, group_id, id, of_group)
            .await
    }

    /// Reads one notification of a group.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn read_notification(
        &self,
        cx: &CallContext,
        group_id: &str,
        id: &str,
    ) -> Result<Option<Notification>, ApiCallError> {
        let of_group = |scaling_group_id| DescribeScalingNotification {
            scaling_group_id,
            ..DescribeScalingNotification::default()
        };
        self.read_child(cx, &self.0.reads.notifications, group_id, id, of_group)
            .await
    }

    /// Reads one instance of a group.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn read_instance(
        &self,
        cx: &CallContext,
        group_id: &str,
        id: &str,
    ) -> Result<Option<ScalingInstance>, ApiCallError> {
        let of_group = |scaling_group_id| DescribeScalingInstance {
            scaling_group_id,
            ..DescribeScalingInstance::default()
        };
        self.read_child(cx, &self.0.reads.instances, group_id, id, of_group)
            .await
    }

    /// Lists a group's children of one kind, for everybody who wants one of them now.
    async fn read_child<A: ListAction + 'static>(
        &self,
        cx: &CallContext,
        batcher: &Batcher<Fetched<A::Item>>,
        group_id: &str,
        id: &str,
        of_group: impl Fn(String) -> A + Clone + Send + 'static,
    ) -> Result<Option<A::Item>, ApiCallError>
    where
        A::Item: Clone + Sync + 'static,
    {
        let fetch = move |client: Self, group, _, cx| {
            let request = of_group(group);
            async move { client.fetch(&cx, &request).await }
        };
        // One list serves all children, whatever their ids.
        let key = Key {
            scope: group_id,
            asked: "",
        };
        self.shared::<A, _>(cx, batcher, &key, id, fetch).await
    }

    /// Reads the object `id` together with others. A call has the time of the readers that it left with; whoever
    /// joined it later, and has more, asks again once that is over.
    async fn shared<A: ListAction, F>(
        &self,
        cx: &CallContext,
        batcher: &Batcher<Fetched<A::Item>>,
        key: &Key<'_>,
        id: &str,
        fetch: impl Fn(Self, String, Vec<String>, CallContext) -> F + Clone + Send + 'static,
    ) -> Result<Option<A::Item>, ApiCallError>
    where
        A::Item: Clone + Sync + 'static,
        F: Future<Output = Fetched<A::Item>> + Send,
    {
        loop {
            let (client, fetch) = (self.clone(), fetch.clone());
            let fetch = move |scope, ids, cx| fetch(client, scope, ids, cx);
            let found = pick::<A>(batcher.read(cx, key.scope, key.asked, fetch).await, id);
            let ran_out = found.as_ref().is_err_and(|error| {
                matches!(error.failure(), Failure::DeadlineExceeded { .. }) || error.is_throttle()
            });
            let has_time = cx
                .deadline()
                .is_some_and(|deadline| deadline > Instant::now() + ENOUGH);
            if !(ran_out && has_time) || cx.is_cancelled() {
                return found;
            }
        }
    }

    /// Asks for many ids at once. Should the API refuse them together, each is asked for alone, so that one that is
    /// malformed or gone does not fail the reads of all the others.
    async fn fetch_by_ids<A: ListAction>(
        &self,
        cx: &CallContext,
        ids: Vec<String>,
        by_ids: impl Fn(Vec<String>) -> A,
    ) -> Fetched<A::Item> {
        let together = self.fetch(cx, &by_ids(ids.clone())).await;
        let refused = |error: &ApiCallError| {
            let one_may_be_at_fault = matches!(error.failure(), Failure::Refused(_)) && !error.is_denied();
            one_may_be_at_fault && (ids.len() > 1 || error.suggests_absence())
        };
        if !together.as_ref().is_err_and(refused) {
            return together;
        }
        let mut all = HashMap::new();
        for id in ids {
            let alone = by_ids(vec![id.clone()]);
            let id = ids::canonical(&id).into_owned();
            match self.fresh_read(cx, &alone).await {
                Ok(look) => all.extend(look.seen.map(|found| (id, Ok(found)))),
                Err(error) => drop(all.insert(id, Err(error))),
            }
        }
        Ok(all)
    }

    async fn fetch<A: ListAction>(&self, cx: &CallContext, request: &A) -> Fetched<A::Item> {
        let items = self.list_all(cx, request).await?;
        Ok(items
            .into_iter()
            .map(|item| (ids::canonical(A::id(&item)).into_owned(), Ok(item)))
            .collect())
    }
}

/// One object out of an answer.
fn pick<A: ListAction>(
    answer: Result<Arc<Fetched<A::Item>>, Stop>,
    id: &str,
) -> Result<Option<A::Item>, ApiCallError>
where
    A::Item: Clone,
{
    let answer =
        answer.map_err(|stop| ApiCallError::stopped(A::NAME, ActionKind::Read, stop, false, None))?;
    let found = answer
        .as_ref()
        .as_ref()
        .map(|objects| objects.get(&*ids::canonical(id)));
    match found {
        Ok(None) => Ok(None),
        Ok(Some(Ok(item))) => Ok(Some(item.clone())),
        Ok(Some(Err(error))) | Err(error) => Err(error.clone()),
    }
}

#[cfg(test)]
mod tests;
