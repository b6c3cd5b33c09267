//! `ksyun_scaling_groups` lists groups, `ksyun_scaling_group` looks up one.

mod item;
mod plural;
mod singular;

pub use plural::ScalingGroupsDataSource;
pub use singular::ScalingGroupDataSource;
