//! Looks at what is there: whole lists and single objects, each with what the answer says of the moment.
//!
//! Nothing here shares an answer with anybody. Absence is decided by a list that is there and lacks the object,
//! never by a refusal: a refusal that [says not found](ApiCallError::suggests_absence), or an answer without its
//! list, only leads to another look, at the list without ids, and at the group whose members are wanted.
use jiff::Timestamp;
use tokio::time::Instant;

use super::Client;
use super::actions::DescribeScalingGroup;
use super::context::CallContext;
use super::error::ApiCallError;
use super::ids;
use super::pagination::ListAction;

/// What was seen, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot<T> {
    /// What was seen.
    pub seen: T,
    /// The API's own time when it answered, in whole seconds; absent if the answer had none. Of a list of several
    /// pages it is that of the first one.
    pub date: Option<Timestamp>,
    /// The account whose key was used, where answers name it: those that list configurations do.
    pub account_id: Option<String>,
    /// When the (first) request was about to be sent, by this machine's clock.
    pub asked_at: Instant,
}

impl<T> Snapshot<T> {
    fn map<U>(self, change: impl FnOnce(T) -> U) -> Snapshot<U> {
        Snapshot {
            seen: change(self.seen),
            date: self.date,
            account_id: self.account_id,
            asked_at: self.asked_at,
        }
    }
}

impl Client {
    /// All items of a list; `Marker` and `MaxResults` of the request are ignored. A group that is gone has no
    /// members.
    ///
    /// # Errors
    /// As [`Client::fresh_list`].
    pub async fn list_all<A: ListAction>(
        &self,
        cx: &CallContext,
        request: &A,
    ) -> Result<Vec<A::Item>, ApiCallError> {
        Ok(self.fresh_list(cx, request).await?.seen)
    }

    /// All items of a list, asked for now, with what the answers say beside them. A group that is gone has no
    /// members; it is gone if the API does not list it although it answers.
    ///
    /// # Errors
    /// The error of the first page that failed; no partial list is returned.
    pub async fn fresh_list<A: ListAction>(
        &self,
        cx: &CallContext,
        request: &A,
    ) -> Result<Snapshot<Vec<A::Item>>, ApiCallError> {
        match self.all_pages(cx, request).await {
            Err(error) if error.suggests_absence() => self.gone_with_group(cx, request, error).await,
            listed => listed,
        }
    }

    /// The one object whose id `request` asks for, asked for now. `None` means that the API answered with a list
    /// that does not hold it.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn fresh_read<A: ListAction>(
        &self,
        cx: &CallContext,
        request: &A,
    ) -> Result<Snapshot<Option<A::Item>>, ApiCallError> {
        let listed = match self.all_pages(cx, request).await {
            Err(error) if error.suggests_absence() => self
                .fresh_list(cx, &request.without_ids())
                .await
                .map_err(|_| error)?,
            listed => listed?,
        };
        let is_asked_for = |item: &A::Item| request.ids().iter().any(|id| ids::is_same(id, A::id(item)));
        Ok(listed.map(|items| items.into_iter().find(is_asked_for)))
    }

    async fn all_pages<A: ListAction>(
        &self,
        cx: &CallContext,
        request: &A,
    ) -> Result<Snapshot<Vec<A::Item>>, ApiCallError> {
        let mut pages = self.pages(cx, request.clone());
        let mut listed = pages.snapshot().await?;
        while !pages.is_over() {
            let more = pages.snapshot().await?;
            listed.seen.extend(more.seen);
            listed.account_id = listed.account_id.or(more.account_id);
        }
        Ok(listed)
    }

    /// An empty list, if the group whose members `request` asks for is gone; else `error`, with which the API
    /// answered instead of a list.
    async fn gone_with_group<A: ListAction>(
        &self,
        cx: &CallContext,
        request: &A,
        error: ApiCallError,
    ) -> Result<Snapshot<Vec<A::Item>>, ApiCallError> {
        let Some(group) = request.group() else {
            return Err(error);
        };
        let by_id = DescribeScalingGroup::one(group);
        let groups = match self.all_pages(cx, &by_id).await {
            Err(refused) if refused.suggests_absence() => self.all_pages(cx, &by_id.without_ids()).await,
            groups => groups,
        };
        match groups {
            Ok(groups)
                if groups
                    .seen
                    .iter()
                    .all(|found| !ids::is_same(&found.scaling_group_id, group)) =>
            {
                Ok(groups.map(|_| Vec::new()))
            }
            _ => Err(error),
        }
    }
}

#[cfg(test)]
mod tests;
