//! `ksyun_scaling_instances`: lists the instances of a group.

use async_trait::async_trait;

use crate::client::Client;
use crate::client::actions::{DescribeScalingInstance, ScalingInstance};
use crate::framework::schema::{Attribute, Schema, Validator};
use crate::framework::{DataSource, Diagnostics, Field, List, Set, model};
use crate::provider::api::ApiContext;
use crate::provider::data_sources::{
    Item, ResultList, id, ids_of_members, list, member_id, member_ids, of_group, output_file, results, text,
    total_count,
};
use crate::provider::errors::Attributes;

/// Where the API's parameters come from, if not from an attribute of the same name.
const ATTRIBUTES: Attributes = &[("ScalingInstanceId", "scaling_instance_ids")];

model! {
    /// Arguments and results of `ksyun_scaling_instances`.
    pub struct ScalingInstancesModel {
        /// Of Terraform alone.
        id: String,
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `ScalingInstanceId.N`
        scaling_instance_ids: Set<String>,
        /// `HealthStatus`
        health_status: String,
        /// `CreationType`
        creation_type: String,
        /// Of Terraform alone.
        output_file: String,
        /// Of Terraform alone.
        total_count: i64,
        /// `ScalingInstanceSet`
        scaling_instances: List<InstanceItem>,
    }
}

model! {
    /// An instance.
    pub struct InstanceItem {
        /// `InstanceId` and `ScalingGroupId`
        id: String,
        /// `InstanceId`
        scaling_instance_id: String,
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `InstanceName`
        scaling_instance_name: String,
        /// `HostName`
        host_name: String,
        /// `HealthStatus`
        health_status: String,
        /// `CreationType`
        creation_type: String,
        /// `ProtectedFromScaleIn`
        protected_from_detach: i64,
        /// `LifeCycleState`
        life_cycle_state: String,
        /// `AvailabilityZone`
        availability_zone: String,
        /// `AddTime`
        add_time: String,
    }
}

impl InstanceItem {
    fn new(group: &str, instance: ScalingInstance) -> Self {
        Self {
            id: member_id(&instance.instance_id, group),
            scaling_instance_id: Field::Value(instance.instance_id),
            scaling_group_id: group.into(),
            scaling_instance_name: instance.instance_name.into(),
            host_name: instance.host_name.into(),
            health_status: instance.health_status.into(),
            creation_type: instance.creation_type.into(),
            protected_from_detach: instance.protected.map(i64::from).into(),
            life_cycle_state: instance.life_cycle_state.into(),
            availability_zone: instance.availability_zone.into(),
            add_time: instance.add_time.into(),
        }
    }
}

impl Item for InstanceItem {
    fn members() -> Vec<Attribute> {
        vec![
            Attribute::string("id", "Id of the instance in Terraform, `INSTANCE:GROUP`."),
            Attribute::string("scaling_instance_id", "Id of the instance."),
            Attribute::string("scaling_group_id", "Id of its scaling group."),
            Attribute::string("scaling_instance_name", "Name of the instance."),
            Attribute::string("host_name", "Its host name."),
            Attribute::string("health_status", "`Healthy` or `UnHealthy`."),
            Attribute::string(
                "creation_type",
                "Whether the group created it (`Auto`) or it was attached (`Manual`).",
            ),
            Attribute::number(
                "protected_from_detach",
                "Whether it is protected from removal: 1 for yes, 0 for no.",
            ),
            Attribute::string(
                "life_cycle_state",
                "Where in its life in the group it is, in the API's words.",
            ),
            Attribute::string("availability_zone", "Its availability zone."),
            Attribute::string(
                "add_time",
                "When it joined the group: Beijing time, `YYYY-MM-DD HH:MM:SS`.",
            ),
        ]
    }

    fn id(&self) -> &str {
        self.id.as_str().unwrap_or_default()
    }
}

/// The data source `ksyun_scaling_instances`.
#[derive(Debug)]
pub struct ScalingInstancesDataSource;

#[async_trait]
impl DataSource<Client> for ScalingInstancesDataSource {
    type Model = ScalingInstancesModel;

    fn type_name(&self) -> &'static str {
        "ksyun_scaling_instances"
    }

    fn schema(&self) -> Schema {
        Schema::new("Lists the instances of a scaling group. An empty list is no error.")
            .attribute(id())
            .attribute(of_group())
            .attribute(ids_of_members("scaling_instance_ids", "instances"))
            .attribute(
                Attribute::string("health_status", "Only instances in this state of health.")
                    .optional()
                    .validate(Validator::OneOf(&["Healthy", "UnHealthy"])),
            )
            .attribute(
                Attribute::string(
                    "creation_type",
                    "Only instances that the group created (`Auto`) or that were attached (`Manual`).",
                )
                .optional()
                .validate(Validator::OneOf(&["Auto", "Manual"])),
            )
            .attribute(output_file())
            .attribute(total_count())
            .attribute(results::<InstanceItem>("scaling_instances", "The instances."))
    }

    async fn read(
        &self,
        cx: &ApiContext<'_>,
        config: ScalingInstancesModel,
    ) -> Result<ScalingInstancesModel, Diagnostics> {
        let group = config.scaling_group_id.as_str().unwrap_or_default();
        let request = DescribeScalingInstance {
            scaling_group_id: group.to_owned(),
            scaling_instance_ids: member_ids("scaling_instance_ids", &config.scaling_instance_ids, group)?,
            health_status: text(&config.health_status),
            creation_type: text(&config.creation_type),
            ..DescribeScalingInstance::default()
        };
        let what = format!("list the instances of scaling group {group}");
        let instances = list(cx, &what, &request, ATTRIBUTES).await?;
        let items = instances
            .into_iter()
            .map(|instance| InstanceItem::new(group, instance));
        let listed = ResultList::new(items, &config.output_file)?;
        Ok(ScalingInstancesModel {
            id: listed.id,
            total_count: listed.total_count,
            scaling_instances: listed.items,
            ..config
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_is_explained() {
        crate::provider::data_sources::assert_covered::<InstanceItem>();
    }
}
