use serde::{Deserialize, Serialize};

use crate::emulator::api_time::ApiTime;
use crate::emulator::ids::Id;

/// A scheduled task: new bounds for the group at a time, once or again and again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Task {
    pub id: Id,
    pub created: ApiTime,
    pub name: String,
    pub max_size: u32,
    pub min_size: u32,
    pub desired_capacity: u32,
    pub start: ApiTime,
    pub end: Option<ApiTime>,
    /// Five-field crontab, as it was sent.
    pub recurrence: Option<String>,
    pub repeat_unit: Option<RepeatUnit>,
    /// As it was sent.
    pub repeat_cycle: Option<String>,
    /// When it fires next; absent if never again.
    pub next: Option<ApiTime>,
}

/// What the repeat cycle counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum RepeatUnit {
    Day,
    Week,
    Month,
}
