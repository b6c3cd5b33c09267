//! Policies: measurements are gathered in periods (counted from 1970 in steps of the policy's period); when enough periods
//! in a row are beyond the threshold, the policy fires. A period without a measurement breaks the row.

use super::GroupEngine;
use crate::emulator::api_time::ApiTime;
use crate::emulator::ids::Id;
use crate::emulator::store::{AdjustmentType, Cause, Dimension, Group, Point, Policy};

/// How many measurements are kept for people to look at.
const SHOWN_POINTS: usize = 200;

impl GroupEngine<'_> {
    /// Takes a measurement, and drops old ones that no policy can still ask for.
    pub(crate) fn measure(&mut self, dimension: Dimension, value: f64) {
        let longest = self
            .group
            .policies
            .values()
            .map(|policy| policy.metric.period)
            .max()
            .unwrap_or_default();
        let points = self.group.metrics.entry(dimension).or_default();
        points.push(Point { at: self.now, value });
        let old = points.len().saturating_sub(SHOWN_POINTS);
        let mut number = 0;
        points.retain(|point| {
            number += 1;
            number > old || self.now.millis_since(point.at) <= i64::from(longest) * 1000
        });
    }

    /// Looks at a period that is over, and fires the policy if it completes the row.
    pub(super) fn end_period(&mut self, id: Id, number: i64) {
        let (now, active) = (self.now, self.group.is_active());
        let Some(policy) = self.group.policies.get_mut(&id) else {
            return;
        };
        let metric = &policy.metric;
        let points = self
            .group
            .metrics
            .get(&metric.dimension_name)
            .map_or(&[][..], Vec::as_slice);
        let values: Vec<f64> = points
            .iter()
            .filter(|point| policy.period_of(point.at) == number)
            .map(|point| point.value)
            .collect();
        let value = metric.function.of(&values);
        let beyond = value.is_some_and(|value| {
            metric
                .comparison_operator
                .holds(value, f64::from(metric.threshold))
        });
        let unbroken = number == policy.last_period + 1;
        policy.streak = if !beyond {
            0
        } else if unbroken {
            policy.streak + 1
        } else {
            1
        };
        policy.last_period = number;

        let idle = self.group.running.is_none() && cooled_down(policy, self.group.last_activity_end, now);
        if policy.streak < policy.metric.repeat_times {
            return;
        }
        let why_not = if !active {
            Some("it does nothing, because the group is disabled")
        } else if !idle {
            Some("it waits for an activity to end and for its cool-down")
        } else {
            policy.streak = 0;
            None
        };
        let policy = policy.clone();
        let (before, bounds) = (
            self.group.desired_capacity,
            self.group.min_size..=self.group.max_size,
        );
        let capacity = adjusted(&policy, before).clamp(*bounds.start(), *bounds.end());
        let outcome = match why_not {
            Some(why) => why.to_owned(),
            None if capacity == before => format!(
                "the capacity stays {before}, within {} to {}",
                bounds.start(),
                bounds.end()
            ),
            None => format!("{before} → {capacity}"),
        };
        self.note_policy(&policy, value.unwrap_or_default(), &outcome);
        if why_not.is_none() && capacity != before {
            self.want(capacity, Cause::Policy);
        }
    }
}

/// The number of the next period that `policy` has to look at: the next one with a measurement.
pub(super) fn next_period(group: &Group, policy: &Policy) -> Option<i64> {
    let points = group.metrics.get(&policy.metric.dimension_name)?;
    points
        .iter()
        .map(|point| policy.period_of(point.at))
        .find(|number| *number > policy.last_period)
}

fn cooled_down(policy: &Policy, last_activity_end: Option<ApiTime>, now: ApiTime) -> bool {
    last_activity_end.is_none_or(|end| now.millis_since(end) >= i64::from(policy.cool_down) * 1000)
}

/// The capacity that the policy asks for. A percentage is rounded away from zero and moves by at least one instance.
fn adjusted(policy: &Policy, desired: u32) -> u32 {
    let (desired, value) = (i64::from(desired), i64::from(policy.adjustment_value));
    let capacity = match policy.adjustment_type {
        AdjustmentType::Total => value,
        AdjustmentType::Quantity => desired + value,
        AdjustmentType::Percent => {
            let instances = (desired * value.abs() + 99) / 100;
            desired + instances.max(1) * value.signum()
        }
    };
    u32::try_from(capacity.max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emulator::ids::IdSource;
    use crate::emulator::store::{Comparison, Function, Metric};

    fn policy(adjustment_type: AdjustmentType, adjustment_value: i32) -> Policy {
        let metric = Metric {
            dimension_name: Dimension::CpuUsage,
            comparison_operator: Comparison::Greater,
            threshold: 50,
            repeat_times: 3,
            period: 60,
            function: Function::Avg,
        };
        Policy {
            id: IdSource::new(0).policy(),
            created: ApiTime::default(),
            name: "p".into(),
            metric,
            adjustment_type,
            adjustment_value,
            cool_down: 60,
            streak: 0,
            last_period: 0,
        }
    }

    #[test]
    fn a_capacity_is_set_or_changed_by_a_number() {
        assert_eq!(adjusted(&policy(AdjustmentType::Total, 4), 7), 4);
        assert_eq!(adjusted(&policy(AdjustmentType::Quantity, -3), 7), 4);
        assert_eq!(adjusted(&policy(AdjustmentType::Quantity, -9), 7), 0);
    }

    #[test]
    fn a_percentage_is_rounded_away_from_zero_and_moves_at_least_one_instance() {
        let percent = |value, desired| adjusted(&policy(AdjustmentType::Percent, value), desired);
        assert_eq!(
            (percent(50, 3), percent(-50, 3), percent(1, 10), percent(50, 0)),
            (5, 1, 11, 1)
        );
        assert_eq!(percent(0, 3), 3);
    }

    #[test]
    fn the_cool_down_counts_from_the_end_of_the_last_activity() {
        let policy = policy(AdjustmentType::Total, 1);
        let at = |seconds: i64| ApiTime::from_unix_millis(seconds * 1000);
        assert!(cooled_down(&policy, None, at(0)));
        assert!(!cooled_down(&policy, Some(at(10)), at(69)));
        assert!(cooled_down(&policy, Some(at(10)), at(70)));
    }
}
