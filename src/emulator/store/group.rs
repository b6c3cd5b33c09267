use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use super::{
    Activity, ActivityStatus, Cause, Counts, Dimension, Instance, Notification, Point, Policy, Running,
    SentNotification, Task, Work,
};
use crate::emulator::api_time::ApiTime;
use crate::emulator::error::ApiError;
use crate::emulator::ids::Id;

/// A scaling group with all that belongs to it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Group {
    pub id: Id,
    pub created: ApiTime,
    pub name: String,
    pub configuration: Id,
    pub min_size: u32,
    pub max_size: u32,
    pub desired_capacity: u32,
    /// Why the desired capacity is what it is: the cause of the activities that it leads to.
    pub cause: Cause,
    pub remove_policy: RemovePolicy,
    pub vpc: String,
    pub subnets: Vec<String>,
    pub subnet_strategy: SubnetStrategy,
    #[serde(default)]
    pub container_subnets: Vec<String>,
    pub security_groups: Vec<String>,
    #[serde(default)]
    pub load_balancers: Vec<LoadBalancer>,
    pub status: GroupStatus,

    #[serde(default)]
    pub instances: Vec<Instance>,
    #[serde(default)]
    pub activities: Vec<Activity>,
    #[serde(default)]
    /// At most one activity runs at a time.
    pub running: Option<Running>,
    #[serde(default)]
    /// What users asked for and must wait for the running activity.
    pub queue: VecDeque<Work>,
    #[serde(default)]
    /// After a failure: until when the group does not try again by itself.
    pub hold_until: Option<ApiTime>,
    #[serde(default)]
    pub last_activity_end: Option<ApiTime>,

    #[serde(default)]
    pub policies: BTreeMap<Id, Policy>,
    #[serde(default)]
    pub metrics: BTreeMap<Dimension, Vec<Point>>,
    #[serde(default)]
    pub tasks: BTreeMap<Id, Task>,
    #[serde(default)]
    pub notification: Option<Notification>,
    #[serde(default)]
    pub sent_notifications: Vec<SentNotification>,
}

/// Which instance goes first when the group shrinks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum RemovePolicy {
    RemoveOldestInstance,
    RemoveNewestInstance,
}

/// Into which of several subnets the next instance goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SubnetStrategy {
    #[default]
    BalancedDistribution,
    ChoiceFirst,
}

/// Whether the group scales by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum GroupStatus {
    Active,
    UnActive,
}

/// A listener of a load balancer that the group's instances are put behind. Saved in the wire's own form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct LoadBalancer {
    #[serde(rename = "SlbId")]
    pub id: String,
    pub listener_id: String,
    #[serde(rename = "ServerPortSet")]
    pub server_ports: Vec<u16>,
    pub weight: u8,
    pub health_check_type: HealthCheckType,
}

/// Who says whether an instance is healthy: the load balancer or the instance service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum HealthCheckType {
    #[default]
    Slb,
    Kec,
}

impl Group {
    /// The number of instances.
    pub(crate) fn size(&self) -> u32 {
        u32::try_from(self.instances.len()).unwrap_or(u32::MAX)
    }

    /// The number of instances that the desired capacity counts.
    pub(crate) fn counted(&self) -> u32 {
        let counted = self.instances.iter().filter(|one| one.counts == Counts::Yes);
        u32::try_from(counted.count()).unwrap_or(u32::MAX)
    }

    pub(crate) fn is_active(&self) -> bool {
        self.status == GroupStatus::Active
    }

    pub(crate) fn instance(&self, id: &str) -> Option<&Instance> {
        self.instances.iter().find(|instance| instance.id == id)
    }

    /// The activity that runs.
    pub(crate) fn running_activity(&mut self) -> Option<&mut Activity> {
        self.activities
            .iter_mut()
            .rev()
            .find(|activity| activity.status == ActivityStatus::Running)
    }

    pub(crate) fn policy_mut(&mut self, id: &str) -> Result<&mut Policy, ApiError> {
        Id::parse(id)
            .and_then(|id| self.policies.get_mut(&id))
            .ok_or_else(|| ApiError::not_found("ScalingPolicy", id))
    }
}
