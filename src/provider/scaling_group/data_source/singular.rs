//! `ksyun_scaling_group`: looks up one group.

use async_trait::async_trait;

use crate::client::Client;
use crate::client::actions::DescribeScalingGroup;
use crate::framework::schema::Schema;
use crate::framework::{DataSource, Diagnostics};
use crate::provider::api::{ApiContext, limits};
use crate::provider::data_sources::{Lookup as _, list, text};
use crate::provider::errors::failed;
use crate::provider::names::{GROUP, hint};
use crate::provider::scaling_group::attributes::GroupItem;

/// The data source `ksyun_scaling_group`.
#[derive(Debug)]
pub struct ScalingGroupDataSource;

#[async_trait]
impl DataSource<Client> for ScalingGroupDataSource {
    type Model = GroupItem;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_group"
    }

    fn schema(&self) -> Schema {
        GroupItem::lookup_schema(
            "Looks up one scaling group, by its id or its exact name. It is an error if there is none or, for a name, more than \
             one.",
            &[],
        )
    }

    fn validate(&self, config: &GroupItem, diagnostics: &mut Diagnostics) {
        config.check_arguments(diagnostics);
    }

    async fn read(&self, cx: &ApiContext<'_>, config: GroupItem) -> Result<GroupItem, Diagnostics> {
        let region = cx.data.region().as_str();
        if let Some(id) = text(&config.id) {
            let found = cx.data.read_group(&limits(cx), &id).await;
            let found = found.map_err(|error| failed(&format!("look up scaling group {id}"), &error, &[]))?;
            let Some(group) = found else {
                let hint = hint(cx, GROUP, &id).await;
                return Err(GroupItem::not_found(&id, region, &hint));
            };
            return Ok(group.into());
        }
        let name = text(&config.scaling_group_name).unwrap_or_default();
        let request = DescribeScalingGroup {
            scaling_group_name: Some(name.clone()),
            ..DescribeScalingGroup::default()
        };
        let candidates = list(cx, &format!("look up scaling group {name:?}"), &request, &[]).await?;
        GroupItem::with_name(
            candidates.into_iter().map(GroupItem::from).collect(),
            &name,
            region,
        )
    }
}
