//! The one place where a fault can be put in: into answers of the API (asked by the HTTP layer before each call) and
//! into activities (asked by the engine when one ends).

mod distortion;
mod kind;
mod limit;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize};

use super::actions::handler;
use super::{identity, neighbours};

pub use distortion::Distortion;
pub use kind::Fault;
pub use limit::Limit;

use limit::Bucket;

/// All faults that are set, as the admin API reads and writes them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FaultSet {
    /// Faults in answers; the first rule that applies wins.
    pub api: Vec<ApiFault>,
    /// Faults in activities; the first rule that applies wins.
    pub activities: Vec<ActivityFault>,
}

/// A fault in the answers to one action, or to all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiFault {
    /// The action, or `*`.
    #[serde(deserialize_with = "known_action")]
    pub action: String,
    /// How many calls it lets pass before it hits any.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub skip: u64,
    /// How many more calls it hits; all of them if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<u64>,
    /// The share of the calls that it hits, 0 to 1, spread evenly: 0.5 hits every second call.
    #[serde(default = "always", deserialize_with = "share")]
    pub rate: f64,
    /// It hits only the calls that come faster than this; each action has its own count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// What happens.
    pub fault: Fault,
    /// How much of the next hit has come together.
    #[serde(skip)]
    due: f64,
    /// What is left of the limit of each action.
    #[serde(skip)]
    left: HashMap<String, Bucket>,
}

/// Makes activities of a group fail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivityFault {
    /// The group's id, or `*`.
    pub group: String,
    /// How many more activities fail.
    pub next: u64,
    /// `ErrorCode` of the failed activity.
    pub error_code: i64,
}

/// The faults that are set, shared by the HTTP layer, the engine and the admin API.
#[derive(Debug, Default)]
pub struct Faults(Mutex<FaultSet>);

impl Faults {
    /// Replaces all faults.
    pub fn set(&self, faults: FaultSet) {
        *self.lock() = faults;
    }

    /// Takes all faults out.
    pub fn clear(&self) {
        self.set(FaultSet::default());
    }

    /// The faults that are set, with what is left of their counts.
    pub fn get(&self) -> FaultSet {
        self.lock().clone()
    }

    /// What is to happen to this call of `action`. Each question counts as one call.
    pub fn before(&self, action: &str) -> Option<Fault> {
        let mut faults = self.lock();
        faults
            .api
            .iter_mut()
            .filter(|rule| rule.action == "*" || rule.action == action)
            .filter(|rule| rule.fault.concerns(action))
            .find_map(|rule| rule.hit(action))
    }

    /// How far back a list may have to look, by the faults that are set.
    pub(crate) fn horizon(&self) -> Duration {
        let faults = self.lock();
        let spans = faults.api.iter().map(|rule| rule.fault.lag_and_staleness());
        spans
            .map(|(lag, staleness)| lag.max(staleness))
            .max()
            .unwrap_or_default()
    }

    /// The `ErrorCode` with which the activity of `group` that now ends is to fail. Each question counts as one activity.
    pub(crate) fn activity(&self, group: &str) -> Option<i64> {
        let mut faults = self.lock();
        let applies = |rule: &&mut ActivityFault| rule.next > 0 && (rule.group == "*" || rule.group == group);
        let rule = faults.activities.iter_mut().find(applies)?;
        rule.next -= 1;
        Some(rule.error_code)
    }

    fn lock(&self) -> MutexGuard<'_, FaultSet> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ApiFault {
    fn hit(&mut self, action: &str) -> Option<Fault> {
        if self.first == Some(0) {
            return None;
        }
        if let Some(limit) = self.limit {
            let bucket = self.left.entry(action.to_owned());
            if bucket.or_insert_with(|| limit.bucket()).take(limit) {
                return None;
            }
        }
        if self.skip > 0 {
            self.skip -= 1;
            return None;
        }
        self.due += self.rate;
        if self.due < 1.0 {
            return None;
        }
        self.due -= 1.0;
        if let Some(left) = &mut self.first {
            *left -= 1;
        }
        Some(self.fault.clone())
    }
}

fn always() -> f64 {
    1.0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// A misspelt action would wait for ever for its call.
fn known_action<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let action = String::deserialize(deserializer)?;
    let known = handler(&action).is_some() || action == identity::ACTION || neighbours::knows(&action);
    if known || action == "*" {
        Ok(action)
    } else {
        Err(serde::de::Error::custom(format!(
            "there is no action {action:?}; use the name of an action, or \"*\" for all of them"
        )))
    }
}

fn share<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let rate = f64::deserialize(deserializer)?;
    if (0.0..=1.0).contains(&rate) {
        Ok(rate)
    } else {
        Err(serde::de::Error::custom(format!(
            "rate is a share between 0 and 1, not {rate}"
        )))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn faults(set: serde_json::Value) -> Faults {
        let faults = Faults::default();
        faults.set(serde_json::from_value(set).expect("a fault set"));
        faults
    }

    #[test]
    fn the_first_calls_of_an_action_fail_and_no_other() {
        let faults = faults(
            json!({"api": [{"action": "CreateScalingGroup", "first": 2, "fault": {"kind": "throttle"}}]}),
        );
        assert_eq!(faults.before("DescribeScalingGroup"), None);
        let hits: Vec<bool> = (0..3)
            .map(|_| faults.before("CreateScalingGroup").is_some())
            .collect();
        assert_eq!(hits, [true, true, false]);
    }

    #[test]
    fn a_rate_hits_its_share_of_the_calls_evenly() {
        let faults =
            faults(json!({"api": [{"action": "*", "rate": 0.5, "fault": {"kind": "latency", "ms": 20}}]}));
        let hits: Vec<bool> = (0..4)
            .map(|_| faults.before("AttachInstance").is_some())
            .collect();
        assert_eq!(hits, [false, true, false, true]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_limit_hits_what_comes_too_fast_for_each_action_apart() {
        let faults = faults(
            json!({"api": [{"action": "*", "limit": {"per_second": 2}, "fault": {"kind": "throttle"}}]}),
        );
        let hits = |action| faults.before(action).is_some();
        assert_eq!(
            [
                hits("AttachInstance"),
                hits("AttachInstance"),
                hits("DetachInstance")
            ],
            [false, true, false]
        );
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert!(!hits("AttachInstance"));
    }

    #[test]
    fn the_next_activities_of_one_group_fail() {
        let faults = faults(json!({"activities": [{"group": "7", "next": 1, "error_code": 501}]}));
        assert_eq!(
            (faults.activity("8"), faults.activity("7"), faults.activity("7")),
            (None, Some(501), None)
        );
    }

    #[test]
    fn a_rule_can_let_calls_pass_before_it_hits() {
        let faults = faults(
            json!({"api": [{"action": "*", "skip": 1, "first": 1, "fault": {"kind": "drop_answer"}}]}),
        );
        let hits: Vec<bool> = (0..3)
            .map(|_| faults.before("DetachInstance").is_some())
            .collect();
        assert_eq!(hits, [false, true, false]);
    }

    #[test]
    fn only_lists_are_late() {
        let faults =
            faults(json!({"api": [{"action": "*", "first": 1, "fault": {"kind": "lag", "ms": 300}}]}));
        assert_eq!(faults.before("CreateScalingGroup"), None);
        assert_eq!(
            faults.before("DescribeScalingGroup"),
            Some(Fault::Lag { ms: 300 })
        );
        assert_eq!(faults.horizon(), Duration::from_millis(300));
    }

    #[test]
    fn a_fault_set_that_makes_no_sense_is_refused() {
        for wrong in [
            json!({"api": [{"action": "*", "rate": 2, "fault": {"kind": "throttle"}}]}),
            json!({"api": [{"action": "*", "fault": {"kind": "explode"}}]}),
            json!({"api": [{"action": "CreateScalingGroups", "fault": {"kind": "throttle"}}]}),
            json!({"activity": []}),
        ] {
            assert!(
                serde_json::from_value::<FaultSet>(wrong.clone()).is_err(),
                "{wrong}"
            );
        }
    }
}
