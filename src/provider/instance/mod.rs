//! `ksyun_scaling_instance`: an existing instance as a member of a scaling group.

mod create;
mod data_source;
mod delete;
mod elsewhere;
mod list;
mod member_activity;
mod membership;
mod messages;
mod minimum;
mod model;
mod object;
mod plan_warnings;
mod resource;
mod schema;

pub use data_source::ScalingInstancesDataSource;
pub use list::ScalingInstanceList;
pub use resource::ScalingInstanceResource;

#[cfg(test)]
mod tests;
