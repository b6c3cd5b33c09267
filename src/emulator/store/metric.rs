use serde::{Deserialize, Serialize};

use crate::emulator::api_time::ApiTime;

/// When a policy fires. Read as the `Metric` parameter (either casing), saved and shown as the wire's `Metric` object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all(serialize = "PascalCase", deserialize = "camelCase"))]
pub(crate) struct Metric {
    #[serde(alias = "DimensionName")]
    pub dimension_name: Dimension,
    #[serde(alias = "ComparisonOperator")]
    pub comparison_operator: Comparison,
    /// Percent for processor and memory, MB/s for traffic.
    #[serde(alias = "Threshold")]
    pub threshold: u32,
    /// How many periods in a row must be beyond the threshold.
    #[serde(alias = "RepeatTimes", default = "three")]
    pub repeat_times: u32,
    /// Seconds.
    #[serde(alias = "Period", default = "minute")]
    pub period: u32,
    #[serde(alias = "Function")]
    pub function: Function,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Dimension {
    CpuUsage,
    MemUsage,
    NetOuttraffic,
    NetIntraffic,
    ListenerOuttraffic,
    ListenerIntraffic,
}

/// How a period's value is compared with the threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Comparison {
    Greater,
    EqualOrGreater,
    Less,
    EqualOrLess,
    Equal,
    NotEqual,
}

/// How the points of a period become one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Function {
    Avg,
    Min,
    Max,
}

/// One measurement.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Point {
    pub at: ApiTime,
    pub value: f64,
}

impl Metric {
    /// Whether every member is within its documented range.
    pub(crate) fn is_valid(&self) -> bool {
        let threshold = match self.dimension_name {
            Dimension::CpuUsage | Dimension::MemUsage => self.threshold <= 100,
            _ => self.threshold > 0,
        };
        threshold && (1..=10).contains(&self.repeat_times) && (60..=999_999).contains(&self.period)
    }
}

impl Dimension {
    /// As the wire writes it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::CpuUsage => "cpu_usage",
            Self::MemUsage => "mem_usage",
            Self::NetOuttraffic => "net_outtraffic",
            Self::NetIntraffic => "net_intraffic",
            Self::ListenerOuttraffic => "listener_outtraffic",
            Self::ListenerIntraffic => "listener_intraffic",
        }
    }
}

impl Comparison {
    /// As a sign between the two.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Greater => ">",
            Self::EqualOrGreater => "≥",
            Self::Less => "<",
            Self::EqualOrLess => "≤",
            Self::Equal => "=",
            Self::NotEqual => "≠",
        }
    }

    pub(crate) fn holds(self, value: f64, threshold: f64) -> bool {
        let equal = (value - threshold).abs() < f64::EPSILON;
        match self {
            Self::Greater => value > threshold,
            Self::EqualOrGreater => value >= threshold,
            Self::Less => value < threshold,
            Self::EqualOrLess => value <= threshold,
            Self::Equal => equal,
            Self::NotEqual => !equal,
        }
    }
}

impl Function {
    /// The value of a period with these measurements; `None` if there are none.
    pub(crate) fn of(self, values: &[f64]) -> Option<f64> {
        let count = u32::try_from(values.len()).ok().filter(|count| *count > 0)?;
        Some(match self {
            Self::Avg => values.iter().sum::<f64>() / f64::from(count),
            Self::Min => values.iter().copied().fold(f64::INFINITY, f64::min),
            Self::Max => values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        })
    }
}

fn three() -> u32 {
    3
}

fn minute() -> u32 {
    60
}
