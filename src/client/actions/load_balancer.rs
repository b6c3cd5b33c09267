//! Load balancers of a scaling group.
use super::ScalingGroupReference;
use super::declare::{api_object, api_params, api_request};

api_request! {
    /// Replaces all load balancers of a group; with an empty list it removes them all.
    pub struct ModifyScalingLoadBalancers: Write -> ScalingGroupReference {
        /// The group.
        pub scaling_group_id: String = "ScalingGroupId",
        /// The new complete list.
        pub slbs: Vec<SlbParam> = "Slb",
    }
}

api_params! {
    /// One load balancer association in a request.
    pub struct SlbParam {
        /// The load balancer, in the group's VPC.
        pub slb_id: String = "Id",
        /// Its listener.
        pub listener_id: String = "ListenerId",
        /// Back-end ports, 1–65535.
        pub server_ports: Vec<i64> = "ServerPort",
        /// 0–100, default 20.
        pub weight: Option<i64> = "Weight",
        /// `slb` (default) or `kec`: who decides whether an instance is healthy.
        pub health_check_type: Option<String> = "HealthCheckType",
    }
}

api_object! {
    /// One load balancer association of a group.
    pub struct SlbConfig {
        /// The load balancer.
        pub slb_id: String = "SlbId" as id,
        /// Its listener.
        pub listener_id: Option<String> = "ListenerId" as reference,
        /// Back-end ports.
        pub server_ports: Option<Vec<i64>> = "ServerPortSet" | "ServerPorts" | "ServerPort",
        /// 0–100.
        pub weight: Option<i64> = "Weight",
        /// `slb` or `kec`.
        pub health_check_type: Option<String> = "HealthCheckType",
    }
}
