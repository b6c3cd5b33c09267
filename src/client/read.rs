//! Reads of single objects: `None` means that the API answered with a list that does not hold the object.
//!
//! Concurrent reads share calls, see [`batch`](super::batch). Groups and configurations are asked for by
//! their ids, many per call; the children of a group are listed once for all who want one of them. Until this process
//! writes, lists serve those who come a little later as well, see [`shelf`](super::shelf), and are read
//! [`ahead`](super::ahead).
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
use super::pagination::{GREATEST_PAGE, ListAction, Page};
use super::shared::{Fetched, ListById, ListOfMembers};
use super::shelf::FRESH;

/// Time that is worth another call.
const ENOUGH: Duration = Duration::from_secs(1);

/// What a reader shares with others: what all of them have in common, and the id that is asked for.
struct Key<'a> {
    scope: &'a str,
    asked: &'a str,
}

impl Client {
    /// Reads one group.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn read_group(&self, cx: &CallContext, id: &str) -> Result<Option<ScalingGroup>, ApiCallError> {
        let found = self.read_by_id::<DescribeScalingGroup>(cx, "", id).await?;
        if found.is_some() {
            self.0.reads.group_was_read(id);
            self.fetch_ahead::<DescribeScalingPolicy>(cx);
            self.fetch_ahead::<DescribeScheduledTask>(cx);
            self.fetch_ahead::<DescribeScalingNotification>(cx);
            self.fetch_ahead::<DescribeScalingInstance>(cx);
        }
        Ok(found)
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
        let project = project_id.unwrap_or_default();
        self.read_by_id::<DescribeScalingConfiguration>(cx, project, id)
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
        self.read_member::<DescribeScalingPolicy>(cx, group_id, id).await
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
        self.read_member::<DescribeScheduledTask>(cx, group_id, id).await
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
        self.read_member::<DescribeScalingNotification>(cx, group_id, id)
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
        self.read_member::<DescribeScalingInstance>(cx, group_id, id)
            .await
    }

    /// From now on a read is served only by what is asked for from then on, as it is after the first write.
    pub fn about_to_write(&self) {
        self.0.reads.close();
    }

    async fn read_by_id<A: ListById>(
        &self,
        cx: &CallContext,
        scope: &str,
        id: &str,
    ) -> Result<Option<A::Item>, ApiCallError> {
        let place = A::place(&self.0.reads);
        if let Some(found) = place.find(scope, id) {
            return Ok(Some(found));
        }
        let fetch =
            |client: Self, scope, ids, cx| async move { client.fetch_listed::<A>(&cx, scope, ids).await };
        let key = Key { scope, asked: id };
        self.shared::<A, _>(cx, &place.readers.calls, &key, id, fetch)
            .await
    }

    /// Gives the objects that a page of the list has shown, or shows now if that is worth while, and asks for the others
    /// by their ids.
    async fn fetch_listed<A: ListById>(
        &self,
        cx: &CallContext,
        scope: String,
        mut ids: Vec<String>,
    ) -> Fetched<A::Item> {
        let place = A::place(&self.0.reads);
        let listing = place.listing(&scope);
        let mut objects = HashMap::new();
        let mut take_listed = |ids: &mut Vec<String>| {
            ids.retain(|id| match place.find(&scope, id) {
                Some(found) => {
                    objects.insert(ids::canonical(id).into_owned(), Ok(found));
                    false
                }
                None => true,
            });
        };
        if place.readers.shelf.is_open() {
            let mut progress = listing.progress().await;
            take_listed(&mut ids);
            if !ids.is_empty()
                && let Some(marker) = listing.next(&mut progress)
            {
                let asked_at = Instant::now();
                match self.page::<A>(cx, &scope, marker).await {
                    Some((items, more)) => {
                        progress.came(items.len(), more);
                        place.readers.shelf.add(&scope, asked_at, by_id::<A>(items));
                    }
                    None => progress.failed(),
                }
                take_listed(&mut ids);
            }
        }
        if ids.is_empty() {
            return Ok(objects);
        }
        match self.fetch_by_ids(cx, &ids, |ids| A::by_ids(&scope, ids)).await {
            Ok(others) => objects.extend(others),
            Err(error) if objects.is_empty() => return Err(error),
            Err(error) => {
                let failed = |id: String| (ids::canonical(&id).into_owned(), Err(error.clone()));
                objects.extend(ids.into_iter().map(failed));
            }
        }
        listing.answered();
        Ok(objects)
    }

    /// A page of the whole list, and whether there may be more; `None` if the API does not give one. Nobody depends on
    /// it.
    async fn page<A: ListById>(
        &self,
        cx: &CallContext,
        scope: &str,
        marker: i64,
    ) -> Option<(Vec<A::Item>, bool)> {
        let request = A::by_ids(scope, Vec::new()).at(marker, GREATEST_PAGE);
        let Page { items, count } = A::page(self.call(cx, &request).await.ok()?);
        let items = items?;
        let came = i64::try_from(items.len()).unwrap_or(i64::MAX);
        let more = came == GREATEST_PAGE || count.is_some_and(|count| count > marker + came);
        Some((items, more))
    }

    async fn read_member<A: ListOfMembers>(
        &self,
        cx: &CallContext,
        group_id: &str,
        id: &str,
    ) -> Result<Option<A::Item>, ApiCallError> {
        self.0.reads.members_are_wanted::<A>(group_id);
        self.fetch_ahead::<A>(cx);
        if let Some(found) = A::place(&self.0.reads).shelf.find(group_id, id) {
            return Ok(Some(found));
        }
        self.list_members::<A>(cx, group_id, id).await
    }

    /// Fetches lists of members that are likely to be asked for soon.
    fn fetch_ahead<A: ListOfMembers>(&self, cx: &CallContext) {
        for group in self.0.reads.ahead::<A>() {
            let client = self.clone();
            let cx = cx.clone().with_timeout(FRESH);
            tokio::spawn(async move {
                // Whoever wants the list asks again if it could not be had.
                let _ = client.list_members::<A>(&cx, &group, "").await;
            });
        }
    }

    /// Lists a group's members of one kind, for everybody who wants one of them.
    async fn list_members<A: ListOfMembers>(
        &self,
        cx: &CallContext,
        group_id: &str,
        id: &str,
    ) -> Result<Option<A::Item>, ApiCallError> {
        let fetch = |client: Self, group: String, _, cx| async move {
            let listed = client.fresh_list(&cx, &A::of_group(&group)).await?;
            A::place(&client.0.reads)
                .shelf
                .replace(&group, listed.asked_at, by_id::<A>(listed.seen.clone()));
            Ok(by_id::<A>(listed.seen).map(|(id, item)| (id, Ok(item))).collect())
        };
        // One list serves all children, whatever their ids.
        let key = Key {
            scope: group_id,
            asked: "",
        };
        let calls = &A::place(&self.0.reads).calls;
        self.shared::<A, _>(cx, calls, &key, id, fetch).await
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
        ids: &[String],
        by_ids: impl Fn(Vec<String>) -> A,
    ) -> Fetched<A::Item> {
        let together = self.list_all(cx, &by_ids(ids.to_vec())).await;
        let refused = |error: &ApiCallError| {
            let one_may_be_at_fault = matches!(error.failure(), Failure::Refused(_)) && !error.is_denied();
            one_may_be_at_fault && (ids.len() > 1 || error.suggests_absence())
        };
        if !together.as_ref().is_err_and(refused) {
            return together.map(|items| by_id::<A>(items).map(|(id, item)| (id, Ok(item))).collect());
        }
        let mut all = HashMap::new();
        for id in ids {
            let alone = by_ids(vec![id.clone()]);
            let id = ids::canonical(id).into_owned();
            match self.fresh_read(cx, &alone).await {
                Ok(snapshot) => all.extend(snapshot.seen.map(|found| (id, Ok(found)))),
                Err(error) => drop(all.insert(id, Err(error))),
            }
        }
        Ok(all)
    }
}

/// Objects by their ids in canonical form.
fn by_id<A: ListAction>(items: Vec<A::Item>) -> impl Iterator<Item = (String, A::Item)> {
    let with_id = |item| (ids::canonical(A::id(&item)).into_owned(), item);
    items.into_iter().map(with_id)
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
