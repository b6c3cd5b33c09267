//! Whether the answer of a `Describe…` action is one. A caller takes an object that is not listed for gone, so
//! an answer that does not hold its list, or contradicts itself or the request, says nothing at all: it is asked
//! for again, and is an error in the end.
use super::ids;
use super::pagination::ListAction;

/// Why an answer is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// The list is missing or null. The documents leave open whether that is how a group that is gone answers.
    NoList(String),
    /// The list is there, and can't be the answer to the request.
    Wrong(String),
}

/// Checks the list of `response` against its count and against what `request` asked for.
///
/// The documents do not say what the count counts: all items that match, or those of this page. Both are right;
/// wrong is a count that is smaller than the page, or one that knows of items where the page has none.
pub(super) fn check<A: ListAction>(request: &A, response: &A::Response) -> Result<(), Unusable> {
    let Some(items) = A::items(response) else {
        return Err(Unusable::NoList(format!("it has no {}", A::LIST)));
    };
    let wrong = |problem: String| Err(Unusable::Wrong(problem));
    if let Some(count) = A::count(response) {
        let here = i64::try_from(items.len()).unwrap_or(i64::MAX);
        if count < here || (here == 0 && count > request.marker()) {
            return wrong(format!("it counts {count} and lists {here} in {}", A::LIST));
        }
    }
    let asked = request.ids();
    let strange =
        |item: &&A::Item| !asked.is_empty() && !asked.iter().any(|id| ids::is_same(id, A::id(item)));
    if let Some(item) = items.iter().find(strange) {
        return wrong(format!("it lists {}, which was not asked for", A::id(item)));
    }
    let Some(group) = request.group() else {
        return Ok(());
    };
    let other = items
        .iter()
        .find_map(|item| A::group_of(item).filter(|other| !ids::is_same(other, group)));
    other.map_or(Ok(()), |other| {
        wrong(format!(
            "it lists what belongs to scaling group {other}, not to {group}"
        ))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::client::CallContext;
    use crate::client::actions::{DescribeScalingConfiguration, DescribeScalingPolicy};
    use crate::client::testing::{FakeApi, Reply, ok};

    const GROUP: &str = "436995593677910016";

    fn configuration() -> DescribeScalingConfiguration {
        DescribeScalingConfiguration {
            scaling_configuration_ids: vec!["1".to_owned()],
            ..DescribeScalingConfiguration::default()
        }
    }

    fn policies() -> DescribeScalingPolicy {
        DescribeScalingPolicy {
            scaling_group_id: GROUP.to_owned(),
            ..DescribeScalingPolicy::default()
        }
    }

    /// What becomes of a list that is answered like this all the time.
    async fn listed<A: ListAction>(
        request: A,
        reply: impl Fn() -> Reply + Send + 'static,
    ) -> Result<usize, String> {
        let api = FakeApi::new(move |_| reply());
        let client = api.client_with(|config| config.max_retries = 1);
        let listed = client.call(&CallContext::background(), &request).await;
        match listed {
            Ok(response) => Ok(A::page(response).items.unwrap().len()),
            Err(error) => {
                assert_eq!(error.attempts(), 2, "it is read again: {error}");
                Err(error.to_string())
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_lacks_its_list_or_contradicts_itself_or_the_request_is_no_answer() {
        for (body, problem) in [
            (json!({}), "it is an empty object"),
            (
                json!({"RequestId": "r"}),
                "it has no ScalingConfigurationSet, only RequestId",
            ),
            (
                json!({"status": "error"}),
                "it is no answer of this API: it has only status",
            ),
            (
                json!({"ScalingConfigurationCount": 1, "ScalingConfigurationSet": []}),
                "it counts 1 and lists 0 in ScalingConfigurationSet",
            ),
            (
                json!({"ScalingConfigurationCount": 0, "ScalingConfigurationSet": [{"ScalingConfigurationId": "1"}]}),
                "it counts 0 and lists 1 in ScalingConfigurationSet",
            ),
            (
                json!({"ScalingConfigurationCount": 0, "ScalingConfigurationSet": null}),
                "it has no ScalingConfigurationSet, only ScalingConfigurationCount, ScalingConfigurationSet",
            ),
            (
                json!({"ScalingConfigurationSet": ""}),
                "it has no ScalingConfigurationSet",
            ),
            (
                json!({"ScalingConfigurationSet": 0}),
                "ScalingConfigurationSet: expected a list, found a number",
            ),
            (
                json!({"ScalingConfigurationSet": [null]}),
                "ScalingConfigurationSet[0]: expected an object, found null",
            ),
            (
                json!({"ScalingConfigurationSet": [{"ScalingConfigurationId": ""}]}),
                "ScalingConfigurationSet[0].ScalingConfigurationId: expected an id, found text",
            ),
            (
                json!({"ScalingGroupCount": 0, "ScalingGroupSet": []}),
                "it has no ScalingConfigurationSet, only ScalingGroupCount, ScalingGroupSet",
            ),
            (
                json!({"ScalingConfigurationSet": [{"ScalingConfigurationId": "2"}]}),
                "it lists 2, which was not asked for",
            ),
        ] {
            let error = listed(configuration(), move || ok(body.clone()))
                .await
                .unwrap_err();
            assert!(error.contains(problem), "{error}");
        }
        let other = json!({"ScalingPolicySet": [{"ScalingPolicyId": "1", "ScalingGroupId": "9"}]});
        let error = listed(policies(), move || ok(other.clone())).await.unwrap_err();
        assert!(
            error.contains("it lists what belongs to scaling group 9, not to 436995593677910016"),
            "{error}"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_count_may_be_that_of_the_page_or_of_all_or_be_absent() {
        let item = json!({"ScalingPolicyId": "1", "ScalingGroupId": GROUP});
        for (body, items) in [
            (json!({"ScalingPolicySize": 1, "ScalingPolicySet": [item]}), 1),
            (json!({"ScalingPolicySize": 12, "ScalingPolicySet": [item]}), 1),
            (json!({"ScalingPolicySet": [item]}), 1),
            (json!({"ScalingPolicySize": "0", "ScalingPolicySet": []}), 0),
            (json!({"ScalingPolicySet": []}), 0),
        ] {
            assert_eq!(listed(policies(), move || ok(body.clone())).await, Ok(items));
        }
        let beyond = DescribeScalingPolicy {
            marker: Some(12),
            ..policies()
        };
        let body = json!({"ScalingPolicySize": 12, "ScalingPolicySet": []});
        assert_eq!(listed(beyond, move || ok(body.clone())).await, Ok(0));
    }
}
