//! `ksyun_scaling_group`: a group of instances that the API keeps at the wanted size.

mod attached;
mod attributes;
mod bounds;
mod capacity;
mod data_source;
mod delete;
mod generated;
mod list;
mod load_balancers;
mod messages;
mod model;
mod object;
mod plan;
mod plan_warnings;
mod refresh;
mod requests;
mod resource;
mod sizes;
mod slb;
#[cfg(test)]
mod testing;
mod update;

pub(super) use attributes::ScalingGroupModel;
pub(super) use capacity::{CapacityWait, Reason, Shortfall, instances};
pub use data_source::{ScalingGroupDataSource, ScalingGroupsDataSource};
pub use list::ScalingGroupList;
pub(super) use load_balancers::param;
pub(super) use object::{Group, is_made};
pub use resource::ScalingGroupResource;
pub use slb::SlbModel;
pub(super) use slb::block as load_balancer;

use crate::provider::errors::Attributes;

/// Parameters whose attributes have other names.
const ATTRIBUTES: Attributes = &[
    ("SubnetId", "subnet_id_set"),
    ("SecurityGroupId.1", "security_group_id_set"),
    ("Slb", "slb_config_set"),
    ("Id", "slb_id"),
    ("ServerPort", "server_port_set"),
];
