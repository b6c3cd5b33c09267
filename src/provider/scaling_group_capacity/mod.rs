//! `ksyun_scaling_group_capacity`: a group that has its instances, for others to depend on.

mod messages;
mod model;
mod resource;
mod schema;

pub use resource::ScalingGroupCapacityResource;
