use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::emulator::api_time::ApiTime;
use crate::emulator::ids::Id;

/// What the group's owner wants to hear of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Notification {
    pub id: Id,
    /// 1 scale-out succeeded, 2 failed; 3 scale-in succeeded, 4 failed; 5 replacement succeeded, 6 failed.
    pub types: BTreeSet<u8>,
    pub description: String,
}

/// A message that would have gone out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SentNotification {
    pub at: ApiTime,
    pub notification_type: u8,
    pub activity: Id,
}
