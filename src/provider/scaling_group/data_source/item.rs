//! A group as data sources give it.

use crate::client::actions::{ScalingGroup, SlbConfig};
use crate::framework::Field;
use crate::framework::schema::Attribute;
use crate::provider::data_sources::{Item, Lookup};
use crate::provider::scaling_group::attributes::GroupItem;
use crate::provider::scaling_group::slb::SlbModel;

impl From<ScalingGroup> for GroupItem {
    fn from(group: ScalingGroup) -> Self {
        let plain = Self::flatten_plain(&group);
        // An API that knows a single security group only does not name the set.
        let security_groups = group
            .security_group_ids
            .unwrap_or_else(|| group.security_group_id.into_iter().collect());
        let load_balancers = group.slb_configs.into_iter().flatten().map(load_balancer);
        Self {
            id: group.scaling_group_id.as_str().into(),
            scaling_group_id: Field::Value(group.scaling_group_id),
            in_scaling_activity: group.in_scaling_activity.into(),
            status: group.status.into(),
            subnet_id_set: Field::Value(group.subnet_ids.into_iter().flatten().collect()),
            security_group_id_set: Field::Value(security_groups.into_iter().collect()),
            slb_config_set: Field::Value(load_balancers.collect()),
            availability_zone: group.availability_zone.into(),
            allow_slb_scaling_policy: group.allow_slb_scaling_policy.into(),
            description: group.description.into(),
            ..plain
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
        Self::attributes()
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
