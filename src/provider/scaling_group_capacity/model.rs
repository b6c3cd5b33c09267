//! The typed form of `ksyun_scaling_group_capacity`.

use crate::framework::timeouts::TimeoutsModel;
use crate::framework::{Map, Set, model};

model! {
    /// A wait in configuration or plan; in state, what it found.
    pub struct ScalingGroupCapacityModel {
        /// `ScalingGroupId`
        id: String,
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// Of Terraform alone.
        minimum: i64,
        /// Of Terraform alone.
        healthy: bool,
        /// Of Terraform alone.
        ignore_failed_scaling_activities: bool,
        /// Of Terraform alone.
        triggers: Map,
        /// `InstanceId`
        instance_ids: Set<String>,
        /// How many those are.
        instance_num: i64,
        /// Of Terraform alone.
        timeouts: TimeoutsModel,
    }
}
