//! A group as data sources give it.

use crate::client::actions::{ScalingGroup, SlbConfig};
use crate::framework::schema::Attribute;
use crate::framework::{Field, List, Set, model};
use crate::provider::data_sources::{Item, Lookup, nested};
use crate::provider::scaling_group::model::SlbModel;
use crate::provider::scaling_group::schema::schema as resource_schema;

model! {
    /// A group.
    pub struct GroupItem {
        /// `ScalingGroupId`
        id: String,
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `ScalingGroupName`
        scaling_group_name: String,
        /// `ScalingConfigurationId`
        scaling_configuration_id: String,
        /// `ScalingConfigurationName`
        scaling_configuration_name: String,
        /// `MinSize`
        min_size: i64,
        /// `MaxSize`
        max_size: i64,
        /// `DesiredCapacity`
        desired_capacity: i64,
        /// `InstanceNum`
        instance_num: i64,
        /// `BInScalingActivity`
        in_scaling_activity: bool,
        /// `RemovePolicy`
        remove_policy: String,
        /// `Status`
        status: String,
        /// `VpcId`
        vpc_id: String,
        /// `SubnetIdSet`
        subnet_id_set: Set<String>,
        /// `SubnetStrategy`
        subnet_strategy: String,
        /// `SecurityGroupId`
        security_group_id: String,
        /// `SecurityGroupIdSet`
        security_group_id_set: Set<String>,
        /// `SlbConfigSet`
        slb_config_set: List<SlbModel>,
        /// `AvailabilityZone`
        availability_zone: String,
        /// `AllowSlbScalingPolicy`
        allow_slb_scaling_policy: bool,
        /// `Description`
        description: String,
        /// `CreateTime`
        create_time: String,
    }
}

impl From<ScalingGroup> for GroupItem {
    fn from(group: ScalingGroup) -> Self {
        // An API that knows a single security group only does not name the set.
        let security_groups = group
            .security_group_ids
            .unwrap_or_else(|| group.security_group_id.iter().cloned().collect());
        Self {
            id: group.scaling_group_id.as_str().into(),
            scaling_group_id: Field::Value(group.scaling_group_id),
            scaling_group_name: group.scaling_group_name.into(),
            scaling_configuration_id: group.scaling_configuration_id.into(),
            scaling_configuration_name: group.scaling_configuration_name.into(),
            min_size: group.min_size.into(),
            max_size: group.max_size.into(),
            desired_capacity: group.desired_capacity.into(),
            instance_num: group.instance_num.into(),
            in_scaling_activity: group.in_scaling_activity.into(),
            remove_policy: group.remove_policy.into(),
            status: group.status.into(),
            vpc_id: group.vpc_id.into(),
            subnet_id_set: Field::Value(group.subnet_ids.into_iter().flatten().collect()),
            subnet_strategy: group.subnet_strategy.into(),
            security_group_id: group.security_group_id.into(),
            security_group_id_set: Field::Value(security_groups.into_iter().collect()),
            slb_config_set: Field::Value(
                group
                    .slb_configs
                    .into_iter()
                    .flatten()
                    .map(load_balancer)
                    .collect(),
            ),
            availability_zone: group.availability_zone.into(),
            allow_slb_scaling_policy: group.allow_slb_scaling_policy.into(),
            description: group.description.into(),
            create_time: group.create_time.into(),
        }
    }
}

fn load_balancer(slb: SlbConfig) -> SlbModel {
    SlbModel {
        slb_id: Field::Value(slb.slb_id),
        listener_id: slb.listener_id.into(),
        server_port_set: Field::Value(slb.server_ports.into_iter().flatten().collect()),
        weight: slb.weight.into(),
        health_check_type: slb.health_check_type.into(),
    }
}

impl Item for GroupItem {
    fn members() -> Vec<Attribute> {
        vec![
            Attribute::string("id", "Id of the group."),
            Attribute::string("scaling_group_id", "Id of the group, too."),
            Attribute::string("scaling_group_name", "Name of the group."),
            Attribute::string("scaling_configuration_id", "Id of its scaling configuration."),
            Attribute::string("scaling_configuration_name", "Name of its scaling configuration."),
            Attribute::number("min_size", "Fewest instances."),
            Attribute::number("max_size", "Most instances."),
            Attribute::number("desired_capacity", "Instances wanted."),
            Attribute::number("instance_num", "Instances that are there."),
            Attribute::bool("in_scaling_activity", "Whether an activity is running."),
            Attribute::string(
                "remove_policy",
                "Which instance goes first: `RemoveOldestInstance` or `RemoveNewestInstance`.",
            ),
            Attribute::string(
                "status",
                "Whether the group scales (`Active`) or rests (`UnActive`).",
            ),
            Attribute::string("vpc_id", "Id of its VPC."),
            Attribute::string_set("subnet_id_set", "Ids of its subnets."),
            Attribute::string(
                "subnet_strategy",
                "How instances are spread over subnets: `balanced-distribution` or `choice-first`.",
            ),
            Attribute::string("security_group_id", "Id of its (first) security group."),
            Attribute::string_set("security_group_id_set", "Ids of its security groups."),
            nested(&resource_schema(), "slb_config_set", "Its load balancers."),
            Attribute::string("availability_zone", "Its availability zone."),
            Attribute::bool(
                "allow_slb_scaling_policy",
                "Whether policies can measure the listeners of its load balancers.",
            ),
            Attribute::string("description", "Description of the group."),
            Attribute::string(
                "create_time",
                "When it was created: Beijing time, `YYYY-MM-DD HH:MM:SS`.",
            ),
        ]
    }

    fn id(&self) -> &str {
        self.id.as_str().unwrap_or_default()
    }
}

impl Lookup for GroupItem {
    const OBJECT: &'static str = "scaling group";
    const NAME: &'static str = "scaling_group_name";

    fn name(&self) -> &Field<String> {
        &self.scaling_group_name
    }

    fn id_argument(&self) -> &Field<String> {
        &self.id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_is_explained() {
        crate::provider::data_sources::assert_covered::<GroupItem>();
    }
}
