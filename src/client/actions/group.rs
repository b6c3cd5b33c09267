//! Scaling groups: create, enable, disable, delete, modify, describe.
use super::declare::{api_list, api_object, api_params, api_request};
use super::{SlbConfig, SlbParam};

api_request! {
    /// Creates a scaling group, which is enabled at once and starts `desired_capacity` instances.
    pub struct CreateScalingGroup: Write -> CreateScalingGroupResponse {
        /// How the group is; all of it but the container subnets, which are not taken here.
        pub settings: ScalingGroupSettings = "",
        /// Load balancers that instances join.
        pub slbs: Vec<SlbParam> = "Slb",
    }
}

api_object! {
    /// The group that was created.
    pub struct CreateScalingGroupResponse {
        /// Its id.
        pub scaling_group_id: String = "ScalingGroupId" | "ReturnSet" as id,
    }
}

api_request! {
    /// Starts a disabled group.
    pub struct EnableScalingGroup: Write -> ScalingGroupReference {
        /// The group.
        pub scaling_group_id: String = "ScalingGroupId",
    }
}

api_request! {
    /// Stops an enabled group: it no longer scales by itself.
    pub struct DisableScalingGroup: Write -> ScalingGroupReference {
        /// The group.
        pub scaling_group_id: String = "ScalingGroupId",
    }
}

api_request! {
    /// Deletes a group; refused while it has instances or runs an activity.
    pub struct DeleteScalingGroup: Write -> ScalingGroupReference {
        /// The group.
        pub scaling_group_id: String = "ScalingGroupId",
    }
}

api_request! {
    /// Changes what is sent and keeps the rest.
    pub struct ModifyScalingGroup: Write -> ScalingGroupReference {
        /// The group.
        pub scaling_group_id: String = "ScalingGroupId",
        /// What is to change.
        pub settings: ScalingGroupSettings = "",
    }
}

api_params! {
    /// How a group is: the parameters that create and modify share. Absent ones get the API's default, or stay.
    pub struct ScalingGroupSettings {
        /// Name of the group.
        pub scaling_group_name: Option<String> = "ScalingGroupName",
        /// The launch configuration, for instances created from now on.
        pub scaling_configuration_id: Option<String> = "ScalingConfigurationId",
        /// Fewest instances; 0 ≤ `min_size` ≤ `max_size`.
        pub min_size: Option<i64> = "MinSize",
        /// Most instances.
        pub max_size: Option<i64> = "MaxSize",
        /// Instances wanted, from `min_size` to `max_size`; a change starts an activity.
        pub desired_capacity: Option<i64> = "DesiredCapacity",
        /// `RemoveOldestInstance` or `RemoveNewestInstance`: which instance a scale-in removes first.
        pub remove_policy: Option<String> = "RemovePolicy",
        /// The complete list of subnets, at least one; all in one VPC.
        pub subnet_ids: Vec<String> = "SubnetId",
        /// `balanced-distribution` (default) or `choice-first`; required with several subnets.
        pub subnet_strategy: Option<String> = "SubnetStrategy",
        /// The security group, if there is one only.
        pub security_group_id: Option<String> = "SecurityGroupId",
        /// The complete list of several security groups, instead of `security_group_id`.
        pub security_group_ids: Vec<String> = "SecurityGroupId",
        /// Subnets that the container product may choose for a scale-out; only with a change.
        pub container_subnet_ids: Vec<String> = "ContainerSubnetId",
    }
}

api_object! {
    /// Which group an action touched.
    pub struct ScalingGroupReference {
        /// The group. Absent where the API only answers that it did it.
        pub scaling_group_id: Option<String> = "ScalingGroupId" as reference,
    }
}

api_request! {
    /// Lists groups; unknown ids are left out of the answer without an error.
    pub struct DescribeScalingGroup: Read -> DescribeScalingGroupResponse {
        /// Only these groups.
        pub scaling_group_ids: Vec<String> = "ScalingGroupId",
        /// Only groups whose name contains this.
        pub scaling_group_name: Option<String> = "ScalingGroupName",
        /// Only groups that use this launch configuration.
        pub scaling_configuration_id: Option<String> = "ScalingConfigurationId",
        /// Only groups of this VPC; `0` means the classic network, absent means any.
        pub vpc_id: Option<String> = "VpcId",
        /// Offset of the first item, default 0.
        pub marker: Option<i64> = "Marker",
        /// Items per answer, 5 or more, default 10.
        pub max_results: Option<i64> = "MaxResults",
    }
}

api_object! {
    /// One page of groups.
    pub struct DescribeScalingGroupResponse {
        /// The number that the API reports; undocumented whether of the page or of all.
        pub count: Option<i64> = "ScalingGroupCount",
        /// The groups.
        pub scaling_groups: Option<Vec<ScalingGroup>> = "ScalingGroupSet" as list,
    }
}

api_list!(
    DescribeScalingGroup => DescribeScalingGroupResponse.scaling_groups: ScalingGroup,
    named "ScalingGroupSet", by scaling_group_id, of scaling_group_ids
);

impl DescribeScalingGroup {
    /// Asks for one group.
    pub fn one(scaling_group_id: impl Into<String>) -> Self {
        Self {
            scaling_group_ids: vec![scaling_group_id.into()],
            ..Self::default()
        }
    }
}

api_object! {
    /// A scaling group.
    pub struct ScalingGroup {
        /// Its id.
        pub scaling_group_id: String = "ScalingGroupId" as id,
        /// Its name.
        pub scaling_group_name: Option<String> = "ScalingGroupName",
        /// The launch configuration.
        pub scaling_configuration_id: Option<String> = "ScalingConfigurationId" as reference,
        /// The launch configuration's name.
        pub scaling_configuration_name: Option<String> = "ScalingConfigurationName",
        /// Fewest instances.
        pub min_size: Option<i64> = "MinSize",
        /// Most instances.
        pub max_size: Option<i64> = "MaxSize",
        /// Instances wanted.
        pub desired_capacity: Option<i64> = "DesiredCapacity",
        /// Instances that exist now; follows `desired_capacity` with a delay.
        pub instance_num: Option<i64> = "InstanceNum",
        /// Beijing time, `YYYY-MM-DD HH:MM:SS`.
        pub create_time: Option<String> = "CreateTime" as time,
        /// `RemoveOldestInstance` or `RemoveNewestInstance`.
        pub remove_policy: Option<String> = "RemovePolicy",
        /// The VPC, derived from the subnets.
        pub vpc_id: Option<String> = "VpcId",
        /// The subnets.
        pub subnet_ids: Option<Vec<String>> = "SubnetIdSet",
        /// `balanced-distribution` or `choice-first`.
        pub subnet_strategy: Option<String> = "SubnetStrategy",
        /// The first security group.
        pub security_group_id: Option<String> = "SecurityGroupId",
        /// All security groups; absent where the API knows a single one only.
        pub security_group_ids: Option<Vec<String>> = "SecurityGroupIdSet",
        /// `Active` or `UnActive` (literally).
        pub status: Option<String> = "Status",
        /// For example `KEC`.
        pub product_line: Option<String> = "ProductLine",
        /// The associated load balancers; one may occur several times with different listeners.
        pub slb_configs: Option<Vec<SlbConfig>> = "SlbConfigSet",
        /// Free text.
        pub description: Option<String> = "Description",
        /// Its availability zone.
        pub availability_zone: Option<String> = "AvailabilityZone",
        /// Whether policies can measure its listeners.
        pub allow_slb_scaling_policy: Option<bool> = "AllowSlbScalingPolicy",
        /// Whether an activity is running.
        pub in_scaling_activity: Option<bool> = "BInScalingActivity",
    }
}
