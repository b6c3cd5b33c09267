//! Lists instances of groups, so that they can be adopted.

use async_trait::async_trait;

use super::model::ScalingInstanceModel;
use crate::client::Client;
use crate::client::actions::DescribeScalingInstance;
use crate::framework::schema::{Attribute, Schema, Validator};
use crate::framework::{Context, Diagnostics, Found, ListResource, model};
use crate::provider::composite_id::MemberId;
use crate::provider::listing::{Groups, ListedGroup};

/// The instances that people have attached. Those that a group launches by itself come and go with its capacity, so nobody
/// wants to have them in a configuration unless they say so.
const ATTACHED: &str = "Manual";

model! {
    /// Which instances are wanted.
    pub struct ScalingInstanceFilter {
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `CreationType`
        creation_type: String,
    }
}

/// The list of `ksyun_scaling_instance`.
pub struct ScalingInstanceList;

#[async_trait]
impl ListResource<Client> for ScalingInstanceList {
    type Filter = ScalingInstanceFilter;
    type Model = ScalingInstanceModel;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_instance"
    }

    fn schema(&self) -> Schema {
        Schema::new("Lists the instances that were attached to the groups in the provider's region.")
            .attribute(Groups::argument())
            .attribute(
                Attribute::string(
                    "creation_type",
                    "Which instances are listed: `Manual` for those that were attached (if it is left out), `Auto` for those \
                     that the groups have launched.",
                )
                .optional()
                .validate(Validator::OneOf(&["Manual", "Auto"])),
            )
    }

    async fn list(
        &self,
        cx: &Context<'_, Client>,
        filter: ScalingInstanceFilter,
        found: &Found<ScalingInstanceModel>,
    ) -> Result<(), Diagnostics> {
        let creation_type = filter.creation_type.as_str().unwrap_or(ATTACHED).to_owned();
        let request = move |group: &ListedGroup| {
            (!group.is_empty()).then(|| DescribeScalingInstance {
                scaling_group_id: group.id.clone(),
                creation_type: Some(creation_type.clone()),
                ..DescribeScalingInstance::default()
            })
        };
        let groups = Groups::new(cx, &filter.scaling_group_id);
        let mut listed = groups.members(cx, "instances", request);
        while let Some((group, instances)) = listed.next().await? {
            for instance in instances {
                let display_name =
                    group.display_name(instance.instance_name.as_deref(), &instance.instance_id);
                let member = MemberId {
                    item: instance.instance_id.clone(),
                    group: group.id.clone(),
                };
                let instance = ScalingInstanceModel::default().with_answer(&member, instance);
                found.object(display_name, instance).await;
            }
        }
        Ok(())
    }
}
