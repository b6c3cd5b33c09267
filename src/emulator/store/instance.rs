use serde::{Deserialize, Serialize};

use crate::emulator::api_time::ApiTime;

/// An instance in a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Instance {
    pub id: String,
    pub name: String,
    pub subnet: String,
    pub joined: ApiTime,
    pub creation_type: CreationType,
    pub health: HealthStatus,
    /// Neither scale-in nor replacement may remove it.
    pub protected: bool,
    /// Whether the desired capacity counts it.
    #[serde(default)]
    pub counts: Counts,
}

/// Whether the desired capacity of its group counts an instance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Counts {
    #[default]
    Yes,
    /// It was attached beside the capacity.
    No,
    /// It is being detached, and the capacity was lowered for it.
    NoMore,
}

/// How the instance came into the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum CreationType {
    /// Launched by the group.
    Auto,
    /// Attached by a user.
    Manual,
}

/// What the health check says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum HealthStatus {
    Healthy,
    UnHealthy,
}
