use serde::{Deserialize, Serialize};

use super::Metric;
use crate::emulator::api_time::ApiTime;
use crate::emulator::ids::Id;

/// A policy: what happens to the desired capacity when a metric is beyond its threshold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Policy {
    pub id: Id,
    pub created: ApiTime,
    pub name: String,
    pub metric: Metric,
    pub adjustment_type: AdjustmentType,
    pub adjustment_value: i32,
    /// Seconds after the end of an activity in which the policy does not fire.
    pub cool_down: u32,
    /// How many periods in a row were beyond the threshold.
    pub streak: u32,
    /// Number of the last period that was looked at, counted from 1970 in steps of the metric's period.
    pub last_period: i64,
}

/// How the adjustment value is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum AdjustmentType {
    /// The new capacity.
    #[serde(rename = "TotalCapacity")]
    Total,
    /// A number of instances to add.
    #[serde(rename = "QuantityChangeInCapacity")]
    Quantity,
    /// A percentage of the capacity to add.
    #[serde(rename = "PercentChangeInCapacity")]
    Percent,
}

impl Policy {
    /// What it does to the capacity, in words.
    pub(crate) fn effect(&self) -> String {
        let value = self.adjustment_value;
        match self.adjustment_type {
            AdjustmentType::Total => format!("capacity = {value}"),
            AdjustmentType::Quantity => format!("capacity {value:+}"),
            AdjustmentType::Percent => format!("capacity {value:+} %"),
        }
    }

    /// Forgets what was measured: counting begins with the period in which `now` is.
    pub(crate) fn watch_from(&mut self, now: ApiTime) {
        self.streak = 0;
        self.last_period = self.period_of(now) - 1;
    }

    /// The number of the period in which `api_time` is.
    pub(crate) fn period_of(&self, api_time: ApiTime) -> i64 {
        api_time.unix_millis().div_euclid(self.period_millis())
    }

    /// When the period with this number is over.
    pub(crate) fn end_of_period(&self, number: i64) -> ApiTime {
        ApiTime::from_unix_millis((number + 1) * self.period_millis())
    }

    fn period_millis(&self) -> i64 {
        i64::from(self.metric.period) * 1000
    }
}
