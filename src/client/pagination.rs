//! Whole lists, page by page.
//!
//! The API's lists take an offset (`Marker`) and give no token for the next page. What the offset counts from
//! is documented as 0, but clients exist that count from 1; what the reported number counts is not documented
//! at all. [`Pages`] is right in every case: the offset is the number of items known so far, items are
//! told apart by id, and it ends when a page brings nothing new, or is short and the API does not report
//! more.
use std::collections::HashSet;

use super::Client;
use super::actions::Action;
use super::context::CallContext;
use super::error::ApiCallError;

/// Items asked for per page. Every list takes 5 at least, and 1000 where a maximum is documented.
pub const PAGE_SIZE: i64 = 100;

/// One page of a list.
#[derive(Debug)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// The number that the API reported along with them.
    pub total: Option<i64>,
}

/// An action that lists items.
pub trait ListAction: Action + Clone {
    /// What it lists.
    type Item: Send;

    /// The same request for the page that starts at `marker`.
    fn at(&self, marker: i64, max_results: i64) -> Self;

    /// The items of an answer.
    fn page(response: Self::Response) -> Page<Self::Item>;

    /// What tells two items apart.
    fn id(item: &Self::Item) -> &str;
}

/// A list that is read page by page; see [`Client::pages`].
#[derive(Debug)]
pub struct Pages<A> {
    client: Client,
    cx: CallContext,
    request: A,
    known: HashSet<String>,
    is_over: bool,
}

impl Client {
    /// A list, page by page; nothing is asked for before it is wanted. `Marker` and `MaxResults` of the request
    /// are ignored.
    pub fn pages<A: ListAction>(&self, cx: &CallContext, request: A) -> Pages<A> {
        Pages {
            client: self.clone(),
            cx: cx.clone(),
            request,
            known: HashSet::new(),
            is_over: false,
        }
    }

    /// All items of a list; `Marker` and `MaxResults` of the request are ignored.
    ///
    /// # Errors
    /// The error of the first page that failed; no partial list is returned.
    pub async fn list_all<A: ListAction>(
        &self,
        cx: &CallContext,
        request: &A,
    ) -> Result<Vec<A::Item>, ApiCallError> {
        let mut pages = self.pages(cx, request.clone());
        let mut all = Vec::new();
        while let Some(items) = pages.next().await? {
            all.extend(items);
        }
        Ok(all)
    }
}

impl<A: ListAction> Pages<A> {
    /// The items of the next page that were on no page before; `None` once all have been given.
    ///
    /// # Errors
    /// As [`Client::call`]. The same page is asked for again by the next call.
    pub async fn next(&mut self) -> Result<Option<Vec<A::Item>>, ApiCallError> {
        if self.is_over {
            return Ok(None);
        }
        let request = self.request.at(count(self.known.len()), PAGE_SIZE);
        let page = A::page(self.client.call(&self.cx, &request).await?);
        let received = count(page.items.len());
        let mut items = page.items;
        items.retain(|item| self.known.insert(A::id(item).to_owned()));

        let more_reported = page.total.is_some_and(|total| total > count(self.known.len()));
        self.is_over = items.is_empty() || (received < PAGE_SIZE && !more_reported);
        Ok(Some(items).filter(|items| !items.is_empty()))
    }
}

fn count(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::client::actions::DescribeScalingInstance;
    use crate::client::testing::{FakeApi, Sent, error, ok};

    const COUNT: usize = 230;

    /// A server with 230 instances. `first` is the marker of the first one, `cap` the most it gives at once,
    /// `count` what it reports, given all and the page's.
    fn server(
        first: usize,
        cap: usize,
        count: impl Fn(usize, usize) -> usize + Send + 'static,
    ) -> std::sync::Arc<FakeApi> {
        FakeApi::new(move |sent: &Sent| {
            let number = |name| sent.param(name).unwrap().parse::<usize>().unwrap();
            let start = number("Marker").saturating_sub(first);
            let end = (start + number("MaxResults").min(cap)).min(COUNT);
            let items: Vec<_> = (start..end)
                .map(|index| json!({"InstanceId": format!("i-{index}")}))
                .collect();
            ok(json!({"ScalingInstanceCount": count(COUNT, items.len()), "ScalingInstanceSet": items}))
        })
    }

    async fn ids(api: &std::sync::Arc<FakeApi>) -> Vec<String> {
        let request = DescribeScalingInstance {
            scaling_group_id: "1".to_owned(),
            ..DescribeScalingInstance::default()
        };
        let items = api
            .client()
            .list_all(&CallContext::background(), &request)
            .await
            .unwrap();
        items.into_iter().map(|item| item.instance_id).collect()
    }

    fn all() -> Vec<String> {
        (0..COUNT).map(|index| format!("i-{index}")).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn all_pages_are_read_whether_offsets_count_from_0_or_from_1() {
        for first in [0, 1] {
            let api = server(first, 1000, |all, _| all);
            assert_eq!(ids(&api).await, all(), "first is {first}");
            assert_eq!(api.calls(), 3);
            assert_eq!(api.sent()[1].param("Marker"), Some("100"));
            assert_eq!(api.sent()[1].param("ScalingGroupId"), Some("1"));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_short_page_ends_the_list_if_the_count_is_that_of_the_page() {
        let api = server(0, 1000, |_, page| page);
        assert_eq!(ids(&api).await, all());
        assert_eq!(api.calls(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn pages_may_be_smaller_than_asked_for_if_the_count_says_that_there_is_more() {
        assert_eq!(ids(&server(0, 50, |all, _| all)).await, all());
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_ignores_the_marker_does_not_make_the_loop_endless() {
        let api = FakeApi::new(|_| {
            let items: Vec<_> = (0..PAGE_SIZE).map(|index| json!({"InstanceId": index})).collect();
            ok(json!({"ScalingInstanceCount": 10_000, "ScalingInstanceSet": items}))
        });
        assert_eq!(ids(&api).await.len(), 100);
        assert_eq!(api.calls(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_page_is_asked_for_when_it_is_wanted() {
        let api = server(0, 1000, |all, _| all);
        let (client, cx) = (api.client(), CallContext::background());
        let mut pages = client.pages(&cx, DescribeScalingInstance::default());
        assert_eq!(api.calls(), 0);
        for (number, size) in [(1, 100), (2, 100), (3, 30)] {
            assert_eq!(pages.next().await.unwrap().unwrap().len(), size);
            assert_eq!(api.calls(), number);
        }
        assert!(pages.next().await.unwrap().is_none());
        assert_eq!(api.calls(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn a_page_that_failed_can_be_asked_for_again() {
        let api = FakeApi::script([
            error(403, "AccessDenied", "no"),
            ok(json!({"ScalingInstanceSet": [{"InstanceId": "i-0"}]})),
        ]);
        let (client, cx) = (api.client(), CallContext::background());
        let mut pages = client.pages(&cx, DescribeScalingInstance::default());
        assert!(pages.next().await.unwrap_err().is_denied());
        assert_eq!(pages.next().await.unwrap().unwrap().len(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_list_that_is_missing_or_null_is_empty() {
        for body in [json!({}), json!({"ScalingInstanceSet": null})] {
            assert!(ids(&FakeApi::script([ok(body)])).await.is_empty());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_page_that_fails_fails_the_list() {
        let page: Vec<_> = (0..PAGE_SIZE).map(|index| json!({"InstanceId": index})).collect();
        let api = FakeApi::script([
            ok(json!({"ScalingInstanceSet": page})),
            error(403, "AccessDenied", "no"),
        ]);
        let request = DescribeScalingInstance::default();
        assert!(
            api.client()
                .list_all(&CallContext::background(), &request)
                .await
                .unwrap_err()
                .is_denied()
        );
    }
}
