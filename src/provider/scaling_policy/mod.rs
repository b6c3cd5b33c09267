//! `ksyun_scaling_policy`: changes the capacity of a group when a metric crosses a threshold.

mod changes;
mod data_source;
mod insight;
mod list;
mod listener;
mod model;
mod plan;
mod resource;
mod schema;

pub use data_source::ScalingPoliciesDataSource;
pub use list::ScalingPolicyList;
#[cfg(test)]
pub(super) use model::ScalingPolicyModel;
pub(super) use resource::Policy;
