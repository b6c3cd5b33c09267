//! Whole lists, page by page.
//!
//! The API's lists take an offset (`Marker`) and a size (`MaxResults`), and give no token for the next page. Not
//! documented is whether the offset counts from 0 or from 1, what the reported number counts (all items, or those
//! of the page), and whether a page may be smaller than asked for although there is more. [`Pages`] loses nothing
//! in any of these cases: the offset is the number of items known so far, items are told apart by id, and it ends
//! only when that is certain:
//!
//! - all ids that were asked for have come, or
//! - a page brings nothing new, or fewer items than the smallest size that a page can have ([`SMALLEST_PAGE`]), or
//! - it is short and this API is known to give larger pages, or to count all items, and that number has come.
//!
//! Else one more page is asked for. Its answer shows what the number counts, so this is learnt once per action,
//! and costs one call.
use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Client;
use super::actions::Action;
use super::context::CallContext;
use super::error::ApiCallError;
use super::ids;
use super::listing::Snapshot;

/// Items asked for per page of a list: the greatest number where a maximum is documented.
pub(super) const GREATEST_PAGE: i64 = 1000;
/// Items asked for per page where ids are asked for, which are fewer, or where the greatest number is refused.
const PAGE_SIZE: i64 = 100;

/// No list can be made to give fewer items per page than this, as the documents say of `MaxResults`.
const SMALLEST_PAGE: i64 = 5;

/// One page of a list.
#[derive(Debug)]
pub struct Page<T> {
    /// The items; `None` if the answer has no list.
    pub items: Option<Vec<T>>,
    /// The number that the API reported along with them.
    pub count: Option<i64>,
}

/// An action that lists items.
pub trait ListAction: Action + Clone {
    /// What it lists.
    type Item: Send;

    /// The member of the answer that holds them.
    const LIST: &'static str;

    /// This request for the page that starts at `marker`.
    fn at(&self, marker: i64, max_results: i64) -> Self;

    /// The offset that is asked for.
    fn marker(&self) -> i64;

    /// The ids that are asked for; none means all items.
    fn ids(&self) -> &[String];

    /// This request without ids.
    fn without_ids(&self) -> Self;

    /// The group whose members are asked for, if the items are members of a group.
    fn group(&self) -> Option<&str>;

    /// The page that an answer holds.
    fn page(response: Self::Response) -> Page<Self::Item>;

    /// The items of an answer; `None` if it has no list.
    fn items(response: &Self::Response) -> Option<&[Self::Item]>;

    /// The number that an answer reports.
    fn count(response: &Self::Response) -> Option<i64>;

    /// What tells two items apart.
    fn id(item: &Self::Item) -> &str;

    /// The group that an item says it belongs to.
    fn group_of(item: &Self::Item) -> Option<&str> {
        let _ = item;
        None
    }
}

/// What is known of the pages that each action gives.
#[derive(Debug, Default)]
pub(super) struct PageSizes(Mutex<HashMap<&'static str, Known>>);

#[derive(Debug, Default)]
struct Known {
    /// The most items that a page had.
    largest: i64,
    /// Whether the reported number is that of all items.
    counts_all: bool,
    /// Whether the API does not take [`GREATEST_PAGE`], which is not documented for every list.
    refuses_greatest: bool,
}

/// One page that came, by numbers.
struct Came {
    asked: i64,
    items: i64,
    count: Option<i64>,
    /// How many items are known with it.
    known: i64,
}

impl PageSizes {
    /// Whether a list is over after a page.
    fn is_last(&self, action: &'static str, came: &Came) -> bool {
        let mut all = self.lock();
        let known = all.entry(action).or_default();
        known.largest = known.largest.max(came.items);
        known.counts_all |= came.count.is_some_and(|count| count > came.items);
        let is_short = came.items < came.asked;
        let more_reported = came.count.is_some_and(|count| count > came.known);
        let all_came = known.counts_all && came.count == Some(came.known);
        !more_reported && (all_came || came.items < SMALLEST_PAGE || (is_short && came.items < known.largest))
    }

    /// How many items to ask for.
    fn wanted<A: ListAction>(&self, request: &A) -> i64 {
        let refuses = self
            .lock()
            .get(A::NAME)
            .is_some_and(|known| known.refuses_greatest);
        if refuses || !request.ids().is_empty() {
            PAGE_SIZE
        } else {
            GREATEST_PAGE
        }
    }

    fn greatest_is_refused(&self, action: &'static str) {
        self.lock().entry(action).or_default().refuses_greatest = true;
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<&'static str, Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
        let items = self.snapshot().await?.seen;
        Ok(Some(items).filter(|items| !items.is_empty()))
    }

    /// Whether there is nothing more to ask for.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    async fn ask(&self, size: i64) -> Result<Snapshot<A::Response>, ApiCallError> {
        let request = self.request.at(count(self.known.len()), size);
        self.client.ask(&self.cx, &request).await
    }

    /// The next page, with what its answer says beside the items.
    pub(super) async fn snapshot(&mut self) -> Result<Snapshot<Vec<A::Item>>, ApiCallError> {
        let sizes = &self.client.0.page_sizes;
        let mut asked = sizes.wanted(&self.request);
        let mut answer = self.ask(asked).await;
        if asked > PAGE_SIZE && answer.as_ref().is_err_and(may_refuse_size) {
            asked = PAGE_SIZE;
            answer = self.ask(asked).await;
            if answer.is_ok() {
                sizes.greatest_is_refused(A::NAME);
            }
        }
        let Snapshot {
            seen: response,
            date,
            account_id,
            asked_at,
        } = answer?;
        let page = A::page(response);
        let mut items = page.items.unwrap_or_default();
        let came = count(items.len());
        items.retain(|item| self.known.insert(ids::canonical(A::id(item)).into_owned()));

        let came = Came {
            asked,
            items: came,
            count: page.count,
            known: count(self.known.len()),
        };
        let ids = self.request.ids();
        let has_come = |id: &String| self.known.contains(&*ids::canonical(id));
        let all_asked_came = !ids.is_empty() && ids.iter().all(has_come);
        let is_last = sizes.is_last(A::NAME, &came);
        self.is_over = items.is_empty() || all_asked_came || is_last;
        Ok(Snapshot {
            seen: items,
            date,
            account_id,
            asked_at,
        })
    }
}

/// Whether what the API refuses may be the size of the page.
fn may_refuse_size(error: &ApiCallError) -> bool {
    matches!(
        error.code(),
        Some("InvalidParameterValue" | "InvalidQueryParameter")
    )
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

    const COUNT: usize = 2300;

    /// A server with 2300 instances. `first` is the marker of the first one, `cap` the most it gives at once,
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
            assert_eq!(api.sent()[1].param("Marker"), Some("1000"));
            assert_eq!(api.sent()[1].param("ScalingGroupId"), Some("1"));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_page_that_is_shorter_than_others_ends_the_list_if_the_count_is_that_of_the_page() {
        let api = server(0, 1000, |_, page| page);
        assert_eq!(ids(&api).await, all());
        assert_eq!(api.calls(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn no_object_is_lost_if_pages_are_smaller_than_asked_for_whatever_the_count_counts() {
        for cap in [50, 100, 500] {
            for first in [0, 1] {
                assert_eq!(ids(&server(first, cap, |all, _| all)).await, all(), "all, {cap}");
                assert_eq!(
                    ids(&server(first, cap, |_, page| page)).await,
                    all(),
                    "of the page, {cap}"
                );
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_the_count_counts_is_learnt_by_one_more_page_once() {
        let api = FakeApi::new(|sent| {
            let items: Vec<_> = (0..20)
                .map(|index| json!({"InstanceId": format!("i-{index}")}))
                .collect();
            let here = if sent.param("Marker") == Some("0") {
                &items[..]
            } else {
                &[]
            };
            ok(json!({"ScalingInstanceCount": 20, "ScalingInstanceSet": here}))
        });
        let (client, cx) = (api.client(), CallContext::background());
        for calls in [2, 3, 4] {
            let request = DescribeScalingInstance::default();
            assert_eq!(client.list_all(&cx, &request).await.unwrap().len(), 20);
            assert_eq!(api.calls(), calls);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_list_ends_with_the_last_of_the_ids_that_were_asked_for() {
        let ids: Vec<String> = (0..20).map(|index| format!("i-{index}")).collect();
        let api = FakeApi::new(|sent| {
            let items: Vec<_> = sent
                .list("ScalingInstanceId")
                .iter()
                .map(|id| json!({"InstanceId": id}))
                .collect();
            ok(json!({"ScalingInstanceSet": items}))
        });
        let request = DescribeScalingInstance {
            scaling_instance_ids: ids,
            ..DescribeScalingInstance::default()
        };
        let items = api.client().list_all(&CallContext::background(), &request).await;
        assert_eq!((items.unwrap().len(), api.calls()), (20, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_ignores_the_marker_does_not_make_the_loop_endless() {
        let api = FakeApi::new(|_| {
            let items: Vec<_> = (0..GREATEST_PAGE)
                .map(|index| json!({"InstanceId": index}))
                .collect();
            ok(json!({"ScalingInstanceCount": 10_000, "ScalingInstanceSet": items}))
        });
        assert_eq!(ids(&api).await.len(), 1000);
        assert_eq!(api.calls(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn pages_are_smaller_where_the_greatest_size_is_refused_which_is_learnt_once() {
        let api = FakeApi::new(|sent| {
            if sent.param("MaxResults") == Some("1000") {
                return error(
                    400,
                    "InvalidParameterValue",
                    "an out-of-range value for MaxResults",
                );
            }
            ok(json!({"ScalingInstanceSet": []}))
        });
        assert_eq!(ids(&api).await.len(), 0);
        assert_eq!(api.calls(), 2);
        let (client, cx) = (api.client(), CallContext::background());
        for calls in [4, 5] {
            let listed = client.list_all(&cx, &DescribeScalingInstance::default()).await;
            assert_eq!((listed.unwrap().len(), api.calls()), (0, calls));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_page_is_asked_for_when_it_is_wanted() {
        let api = server(0, 1000, |all, _| all);
        let (client, cx) = (api.client(), CallContext::background());
        let mut pages = client.pages(&cx, DescribeScalingInstance::default());
        assert_eq!(api.calls(), 0);
        for (number, size) in [(1, 1000), (2, 1000), (3, 300)] {
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
    async fn a_page_that_fails_fails_the_list() {
        let page: Vec<_> = (0..GREATEST_PAGE)
            .map(|index| json!({"InstanceId": index}))
            .collect();
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
