//! Scaling activities: what a group did, and how it went.
use std::fmt;

use super::declare::{api_list, api_object, api_request};
use crate::client::wire::{FromWire, WireError};

api_request! {
    /// Lists the activities of a group.
    pub struct DescribeScalingActivity: Read -> DescribeScalingActivityResponse {
        /// The group.
        pub scaling_group_id: String = "ScalingGroupId",
        /// Only these activities.
        pub scaling_activity_ids: Vec<String> = "ScalingActivityId",
        /// Beijing time, `YYYY-MM-DD HH:MM:SS`.
        pub start_time: Option<String> = "StartTime",
        /// Beijing time, `YYYY-MM-DD HH:MM:SS`.
        pub end_time: Option<String> = "EndTime",
        /// Offset of the first item, default 0.
        pub marker: Option<i64> = "Marker",
        /// Items per answer, 5–1000, default 10.
        pub max_results: Option<i64> = "MaxResults",
    }
}

api_object! {
    /// One page of activities.
    pub struct DescribeScalingActivityResponse {
        /// The number that the API reports; undocumented whether of the page or of all.
        pub count: Option<i64> = "ScalingActivityCount",
        /// The activities, in an undocumented order.
        pub scaling_activities: Option<Vec<ScalingActivity>> = "ScalingActivitySet" as list,
    }
}

api_list!(
    DescribeScalingActivity => DescribeScalingActivityResponse.scaling_activities: ScalingActivity,
    named "ScalingActivitySet", by scaling_activity_id, of scaling_activity_ids, in scaling_group_id as scaling_group_id
);

api_object! {
    /// One activity of a group.
    pub struct ScalingActivity {
        /// Its id.
        pub scaling_activity_id: String = "ScalingActivityId" as id,
        /// The group.
        pub scaling_group_id: Option<String> = "ScalingGroupId" as reference,
        /// Where it stands.
        pub status: Option<ActivityStatus> = "Status",
        /// What it does.
        pub activity_type: Option<ActivityType> = "Type",
        /// Why it started: free text, mostly Chinese.
        pub cause: Option<String> = "Cause",
        /// Free text. The API spells the member in two ways.
        pub description: Option<String> = "Description" | "Desciption",
        /// Beijing time, `YYYY-MM-DD HH:MM:SS`.
        pub start_time: Option<String> = "StartTime" as time,
        /// Beijing time; absent or empty while it runs.
        pub end_time: Option<String> = "EndTime" as time,
        /// Instances for which it succeeded.
        pub succeeded_instance_ids: Vec<String> = "SuccInsList",
        /// Instances for which it failed.
        pub failed_instance_ids: Vec<String> = "FailInsList",
        /// 0 means no error.
        pub error_code: Option<i64> = "ErrorCode",
    }
}

/// Where an activity stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActivityStatus {
    /// 1: it is running.
    Running,
    /// 2: it succeeded.
    Succeeded,
    /// 3: it failed.
    Failed,
    /// 4: it was cancelled.
    Cancelled,
    /// A number that the API does not document.
    Other(i64),
}

impl ActivityStatus {
    /// The API's number for it.
    pub fn code(self) -> i64 {
        match self {
            Self::Running => 1,
            Self::Succeeded => 2,
            Self::Failed => 3,
            Self::Cancelled => 4,
            Self::Other(code) => code,
        }
    }
}

impl From<i64> for ActivityStatus {
    fn from(code: i64) -> Self {
        match code {
            1 => Self::Running,
            2 => Self::Succeeded,
            3 => Self::Failed,
            4 => Self::Cancelled,
            other => Self::Other(other),
        }
    }
}

impl FromWire for ActivityStatus {
    const EXPECTED: &'static str = i64::EXPECTED;

    fn from_wire(value: &serde_json::Value) -> Result<Self, WireError> {
        i64::from_wire(value).map(Self::from)
    }
}

/// What an activity does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActivityType {
    /// 0: creates instances.
    ScaleOut,
    /// 1: removes instances.
    ScaleIn,
    /// 2: takes existing instances into the group.
    Attach,
    /// 3: lets instances leave the group.
    Detach,
    /// 10: replaces an unhealthy instance.
    ReplaceUnhealthy,
    /// A number that the API does not document.
    Other(i64),
}

impl ActivityType {
    /// The API's number for it.
    pub fn code(self) -> i64 {
        match self {
            Self::ScaleOut => 0,
            Self::ScaleIn => 1,
            Self::Attach => 2,
            Self::Detach => 3,
            Self::ReplaceUnhealthy => 10,
            Self::Other(code) => code,
        }
    }
}

impl fmt::Display for ActivityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ScaleOut => f.write_str("scale out"),
            Self::ScaleIn => f.write_str("scale in"),
            Self::Attach => f.write_str("attach"),
            Self::Detach => f.write_str("detach"),
            Self::ReplaceUnhealthy => f.write_str("replace unhealthy"),
            Self::Other(code) => write!(f, "type {code}"),
        }
    }
}

impl fmt::Display for ActivityStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Running => f.write_str("running"),
            Self::Succeeded => f.write_str("succeeded"),
            Self::Failed => f.write_str("failed"),
            Self::Cancelled => f.write_str("cancelled"),
            Self::Other(code) => write!(f, "status {code}"),
        }
    }
}

impl From<i64> for ActivityType {
    fn from(code: i64) -> Self {
        match code {
            0 => Self::ScaleOut,
            1 => Self::ScaleIn,
            2 => Self::Attach,
            3 => Self::Detach,
            10 => Self::ReplaceUnhealthy,
            other => Self::Other(other),
        }
    }
}

impl FromWire for ActivityType {
    const EXPECTED: &'static str = i64::EXPECTED;

    fn from_wire(value: &serde_json::Value) -> Result<Self, WireError> {
        i64::from_wire(value).map(Self::from)
    }
}
