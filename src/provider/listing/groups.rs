//! The groups whose objects are listed: the API lists objects of groups for one group at a time.

use std::vec;

use super::members::Members;
use super::name::display_name;
use crate::client::actions::{DescribeScalingGroup, ScalingGroup};
use crate::client::{ListAction, Pages};
use crate::framework::schema::{Attribute, Validator};
use crate::framework::{Diagnostics, Field};
use crate::provider::api::{ApiContext, limits};
use crate::provider::composite_id::check_id;
use crate::provider::errors::failed;

/// The group that a list is limited to, or all groups of the region, page by page.
pub(in crate::provider) struct Groups {
    pages: Option<Pages<DescribeScalingGroup>>,
    waiting: vec::IntoIter<ListedGroup>,
}

/// A group whose objects are listed.
#[derive(Debug)]
pub(in crate::provider) struct ListedGroup {
    /// Its id.
    pub(in crate::provider) id: String,
    name: Option<String>,
    is_empty: bool,
}

impl Groups {
    /// The argument that limits a list to one group.
    pub(in crate::provider) fn argument() -> Attribute {
        Attribute::string(
            "scaling_group_id",
            "Only objects of the scaling group of this id. Without it the objects of all groups of the region are listed, \
             with one call to the API for each group.",
        )
        .optional()
        .validate(Validator::Custom("an id", check_id))
    }

    /// The groups for a list of objects, given what limits it. Nothing is asked of the API yet.
    pub(in crate::provider) fn new(cx: &ApiContext<'_>, only: &Field<String>) -> Self {
        match only.value() {
            Some(id) => Self {
                pages: None,
                waiting: vec![ListedGroup::unseen(id)].into_iter(),
            },
            None => Self {
                pages: Some(cx.data.pages(&limits(cx), DescribeScalingGroup::default())),
                waiting: Vec::new().into_iter(),
            },
        }
    }

    /// The objects of these groups that `request` asks for, which messages call `objects`. A group for which there is no
    /// request has none.
    pub(in crate::provider) fn members<A: ListAction + 'static>(
        self,
        cx: &ApiContext<'_>,
        objects: &'static str,
        request: impl Fn(&ListedGroup) -> Option<A> + Send + 'static,
    ) -> Members<A> {
        Members::new(cx, self, objects, Box::new(request))
    }

    /// The next group; `None` after the last one.
    ///
    /// # Errors
    /// The groups could not be listed.
    pub(super) async fn next(&mut self) -> Result<Option<ListedGroup>, Diagnostics> {
        loop {
            if let Some(group) = self.waiting.next() {
                return Ok(Some(group));
            }
            let Some(pages) = &mut self.pages else {
                return Ok(None);
            };
            let page = pages
                .next()
                .await
                .map_err(|error| failed("list scaling groups", &error, &[]))?;
            match page {
                Some(groups) => {
                    let groups: Vec<_> = groups.into_iter().map(ListedGroup::from).collect();
                    self.waiting = groups.into_iter();
                }
                None => self.pages = None,
            }
        }
    }
}

impl ListedGroup {
    /// A group of which only the id is known.
    pub(super) fn unseen(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: None,
            is_empty: false,
        }
    }

    /// Whether the group surely has no instances.
    pub(in crate::provider) fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// One of its objects as a person recognises it: `cpu-high (10000433) of web`.
    pub(in crate::provider) fn display_name(&self, name: Option<&str>, id: &str) -> String {
        let group = self.name.as_deref().filter(|name| !name.is_empty());
        format!("{} of {}", display_name(name, id), group.unwrap_or(&self.id))
    }
}

impl From<ScalingGroup> for ListedGroup {
    fn from(group: ScalingGroup) -> Self {
        Self {
            id: group.scaling_group_id,
            name: group.scaling_group_name,
            is_empty: group.instance_num == Some(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;
    use crate::client::testing::{FakeApi, ok};
    use crate::framework::Context;
    use tokio_util::sync::CancellationToken;

    async fn ids(api: &std::sync::Arc<FakeApi>, only: Field<String>) -> Vec<String> {
        let client = api.client();
        let cx = Context::new(&client, Duration::from_mins(1), CancellationToken::new());
        let mut groups = Groups::new(&cx, &only);
        let mut ids = Vec::new();
        while let Some(group) = groups.next().await.unwrap() {
            ids.push(group.display_name(Some("cpu"), "7"));
        }
        ids
    }

    #[tokio::test(start_paused = true)]
    async fn all_groups_are_listed_unless_one_is_named() {
        let api = FakeApi::new(|_| {
            ok(json!({"ScalingGroupSet": [
                {"ScalingGroupId": "1", "ScalingGroupName": "web"},
                {"ScalingGroupId": "2"},
            ]}))
        });
        assert_eq!(ids(&api, Field::Null).await, ["cpu (7) of web", "cpu (7) of 2"]);
        assert_eq!(api.calls(), 1);
        assert_eq!(ids(&api, "3".into()).await, ["cpu (7) of 3"]);
        assert_eq!(api.calls(), 1, "a group that is named is not looked for");
    }
}
