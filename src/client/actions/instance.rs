//! Instances of a scaling group: attach, detach, protect, describe.
use super::Done;
use super::declare::{api_list, api_object, api_request};

api_request! {
    /// Takes existing instances of the group's VPC and subnets into the group.
    pub struct AttachInstance: Write -> Done {
        /// The group.
        pub scaling_group_id: String = "ScalingGroupId",
        /// The instances.
        pub scaling_instance_ids: Vec<String> = "ScalingInstanceId",
    }
}

api_request! {
    /// Lets instances leave the group; they go on existing.
    pub struct DetachInstance: Write -> Done {
        /// The group.
        pub scaling_group_id: String = "ScalingGroupId",
        /// The instances.
        pub scaling_instance_ids: Vec<String> = "ScalingInstanceId",
    }
}

api_request! {
    /// Protects instances from removal by the group, or lifts the protection.
    pub struct SetKvmProtectedDetach: Write -> Done {
        /// The group.
        pub scaling_group_id: String = "ScalingGroupId",
        /// The instances.
        pub scaling_instance_ids: Vec<String> = "ScalingInstanceId",
        /// 1 protects, 0 lifts the protection.
        pub protected_from_detach: Option<i64> = "ProtectedFromDetach",
    }
}

api_request! {
    /// Lists the instances of a group.
    pub struct DescribeScalingInstance: Read -> DescribeScalingInstanceResponse {
        /// The group.
        pub scaling_group_id: String = "ScalingGroupId",
        /// Only these instances.
        pub scaling_instance_ids: Vec<String> = "ScalingInstanceId",
        /// Only instances that are `Auto` (created by the group) or `Manual` (attached).
        pub creation_type: Option<String> = "CreationType",
        /// Only instances that are `Healthy` or `UnHealthy` (literally).
        pub health_status: Option<String> = "HealthStatus",
        /// Offset of the first item, default 0.
        pub marker: Option<i64> = "Marker",
        /// Items per answer, 5–1000, default 10.
        pub max_results: Option<i64> = "MaxResults",
    }
}

api_object! {
    /// One page of instances.
    pub struct DescribeScalingInstanceResponse {
        /// The number that the API reports; undocumented whether of the page or of all.
        pub count: Option<i64> = "ScalingInstanceCount",
        /// The instances.
        pub scaling_instances: Option<Vec<ScalingInstance>> = "ScalingInstanceSet" as list,
        /// Instances that the group wants.
        pub desired_capacity: Option<i64> = "DesiredCapacity",
    }
}

api_list!(
    DescribeScalingInstance => DescribeScalingInstanceResponse.scaling_instances: ScalingInstance,
    named "ScalingInstanceSet", by instance_id, of scaling_instance_ids, in scaling_group_id
);

impl DescribeScalingInstance {
    /// Asks for one instance of a group.
    pub fn one(scaling_group_id: impl Into<String>, scaling_instance_id: impl Into<String>) -> Self {
        Self {
            scaling_group_id: scaling_group_id.into(),
            scaling_instance_ids: vec![scaling_instance_id.into()],
            ..Self::default()
        }
    }
}

api_object! {
    /// One instance of a group.
    pub struct ScalingInstance {
        /// Its id, a UUID.
        pub instance_id: String = "InstanceId" as id,
        /// Its name.
        pub instance_name: Option<String> = "InstanceName",
        /// `Healthy` or `UnHealthy`.
        pub health_status: Option<String> = "HealthStatus",
        /// `Auto` (created by the group) or `Manual` (attached).
        pub creation_type: Option<String> = "CreationType",
        /// When it joined: Beijing time, `YYYY-MM-DD HH:MM:SS`.
        pub add_time: Option<String> = "AddTime" as time,
        /// Whether it is protected from removal. Requests call it `ProtectedFromDetach`.
        pub protected: Option<bool> = "ProtectedFromScaleIn" | "ProtectedFromDetach",
        /// Its host name.
        pub host_name: Option<String> = "HostName",
        /// Undocumented values.
        pub life_cycle_state: Option<String> = "LifeCycleState",
        /// Its availability zone.
        pub availability_zone: Option<String> = "AvailabilityZone",
    }
}
