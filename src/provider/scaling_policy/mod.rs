//! `ksyun_scaling_policy`: changes the capacity of a group when a metric crosses a threshold.

mod attributes;
mod data_source;
mod list;
mod listener;
mod plan;
mod plan_warnings;
mod requests;
mod resource;

#[cfg(test)]
pub(super) use attributes::ScalingPolicyModel;
pub use data_source::ScalingPoliciesDataSource;
pub use list::ScalingPolicyList;
pub(super) use resource::Policy;
