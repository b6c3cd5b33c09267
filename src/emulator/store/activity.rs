use serde::{Deserialize, Serialize};

use super::Counts;
use crate::emulator::api_time::ApiTime;
use crate::emulator::ids::Id;

/// One change of a group's instances.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Activity {
    pub id: Id,
    pub kind: ActivityKind,
    pub status: ActivityStatus,
    pub cause: Cause,
    /// The configuration with which the group launched when the activity began.
    pub configuration: Id,
    pub start: ApiTime,
    pub end: Option<ApiTime>,
    pub succeeded: Vec<String>,
    pub failed: Vec<String>,
    /// 0 if nothing went wrong.
    pub error_code: i64,
}

/// What an activity does; the value is the wire's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ActivityKind {
    ScaleOut = 0,
    ScaleIn = 1,
    Attach = 2,
    Detach = 3,
    ReplaceUnhealthy = 10,
}

/// How far an activity is; the value is the wire's. The emulator never cancels one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ActivityStatus {
    Running = 1,
    Succeeded = 2,
    Failed = 3,
}

/// What an activity was triggered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Cause {
    Creation,
    CapacityChange,
    Policy,
    ScheduledTask,
    Attach,
    Detach,
    UnhealthyInstance,
}

impl Cause {
    /// The words of the wire. Only those for a new group are documented; the others follow their pattern.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Creation => "创建伸缩组触发",
            Self::CapacityChange => "修改伸缩组触发",
            Self::Policy => "伸缩策略触发",
            Self::ScheduledTask => "定时任务触发",
            Self::Attach => "添加云服务器触发",
            Self::Detach => "移出云服务器触发",
            Self::UnhealthyInstance => "替换不健康云服务器触发",
        }
    }
}

/// The activity that runs: what will be done when it ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Running {
    pub ends: ApiTime,
    pub work: Work,
}

/// What an activity does to the instances.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Work {
    Launch(u32),
    Terminate(Vec<String>),
    Attach { instances: Vec<String>, counts: Counts },
    Detach(Vec<String>),
    Replace(Vec<String>),
}

impl Work {
    pub(crate) fn kind(&self) -> ActivityKind {
        match self {
            Self::Launch(_) => ActivityKind::ScaleOut,
            Self::Terminate(_) => ActivityKind::ScaleIn,
            Self::Attach { .. } => ActivityKind::Attach,
            Self::Detach(_) => ActivityKind::Detach,
            Self::Replace(_) => ActivityKind::ReplaceUnhealthy,
        }
    }
}
