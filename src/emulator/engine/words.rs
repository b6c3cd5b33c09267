//! What the engine does, in plain words.

use super::GroupEngine;
use crate::emulator::events::{EventKind, instances};
use crate::emulator::ids::Id;
use crate::emulator::store::{Cause, Policy, Work};

/// What an activity is doing: `launching 2 instances`.
pub(crate) fn doing(work: &Work) -> String {
    match work {
        Work::Launch(count) => format!(
            "launching {}",
            instances(usize::try_from(*count).unwrap_or(usize::MAX))
        ),
        Work::Terminate(ids) => format!("terminating {}", instances(ids.len())),
        Work::Attach { instances: ids, .. } => format!("attaching {}", instances(ids.len())),
        Work::Detach(ids) => format!("detaching {}", instances(ids.len())),
        Work::Replace(ids) => format!(
            "replacing {} that the health check found unhealthy",
            instances(ids.len())
        ),
    }
}

/// Why an activity began.
pub(crate) fn because(cause: Cause) -> &'static str {
    match cause {
        Cause::Creation => "the group is new",
        Cause::CapacityChange => "its capacity was changed",
        Cause::Policy => "a policy fired",
        Cause::ScheduledTask => "a task fired",
        Cause::Attach | Cause::Detach => "a user asked for it",
        Cause::UnhealthyInstance => "of their health",
    }
}

impl GroupEngine<'_> {
    fn note(&self, kind: EventKind, text: String) {
        self.rules.journal.note(self.now, kind, Some(self.group.id), text);
    }

    pub(super) fn note_begin(&self, activity: Id, work: &Work, cause: Cause) {
        let (name, doing, because) = (&self.group.name, doing(work), because(cause));
        self.note(
            EventKind::Activity,
            format!("group \"{name}\": {doing}, because {because} (activity {activity})"),
        );
    }

    pub(super) fn note_end(&self, activity: Id, doing: &str, error: Option<i64>) {
        let (name, size) = (&self.group.name, self.group.instances.len());
        let text = match error {
            None => format!(
                "group \"{name}\": done {doing}; it has {} (activity {activity})",
                instances(size)
            ),
            Some(code) => {
                format!("group \"{name}\": failed at {doing}, error code {code} (activity {activity})")
            }
        };
        self.note(
            if error.is_some() {
                EventKind::Fault
            } else {
                EventKind::Activity
            },
            text,
        );
    }

    pub(super) fn note_task(&self, task: &str, before: u32, active: bool) {
        let (name, after) = (&self.group.name, self.group.desired_capacity);
        self.note(
            EventKind::Task,
            if active {
                format!("task \"{task}\" of group \"{name}\" fired: {before} → {after}")
            } else {
                format!("task \"{task}\" of group \"{name}\" is due, but the group is disabled")
            },
        );
    }

    pub(super) fn note_policy(&self, policy: &Policy, value: f64, outcome: &str) {
        let (name, metric) = (&self.group.name, &policy.metric);
        let sign = metric.comparison_operator.sign();
        let row = match metric.repeat_times {
            1 => String::new(),
            times => format!(", {times} periods in a row"),
        };
        self.note(
            EventKind::Policy,
            format!(
                "policy \"{}\" of group \"{name}\": {} is {value} ({sign} {}){row}: {outcome}",
                policy.name,
                metric.dimension_name.word(),
                metric.threshold
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::emulator::testing::{ACTIVITY, Lab};

    /// The texts of the events of the engine, without ids.
    fn told(lab: &Lab) -> Vec<String> {
        let (events, _) = lab.emulator.journal().read(0, usize::MAX);
        let texts = events.into_iter().map(|event| event.text);
        texts
            .map(|text| text.split(" (activity").next().unwrap_or_default().to_owned())
            .collect()
    }

    #[test]
    fn activities_say_what_they_do_and_why() {
        let lab = Lab::new();
        let group = lab.group_of(2);
        lab.fail_activities(1);
        lab.ok(
            "ModifyScalingGroup",
            &[("ScalingGroupId", &group), ("DesiredCapacity", "1")],
        );
        lab.pass(ACTIVITY);
        assert_eq!(
            told(&lab),
            [
                "group \"web\": launching 2 instances, because the group is new",
                "group \"web\": done launching 2 instances; it has 2 instances",
                "group \"web\": terminating 1 instance, because its capacity was changed",
                "group \"web\": failed at terminating 1 instance, error code 501",
            ]
        );
    }

    #[test]
    fn a_task_says_from_where_to_where_the_capacity_goes() {
        let lab = Lab::new();
        let group = lab.group_of(0);
        let task = [
            ("ScalingGroupId", group.as_str()),
            ("ScalingScheduledTaskName", "morning"),
            ("ReadjustMaxSize", "5"),
            ("ReadjustMinSize", "1"),
            ("ReadjustExpectSize", "3"),
            ("StartTime", "2024-01-15 17:00:00"),
        ];
        lab.ok("CreateScheduledTask", &task);
        lab.pass(3600);
        assert_eq!(
            told(&lab)[..2],
            [
                "task \"morning\" of group \"web\" fired: 0 → 3",
                "group \"web\": launching 3 instances, because a task fired",
            ]
        );
    }

    #[test]
    fn a_policy_says_what_it_saw_and_what_it_did_or_why_it_did_nothing() {
        let lab = Lab::new();
        let group = lab.group_of(2);
        let policy = [
            ("ScalingGroupId", group.as_str()),
            ("ScalingPolicyName", "cpu"),
            (
                "Metric",
                r#"{"dimensionName":"cpu_usage","comparisonOperator":"Greater","threshold":80,"repeatTimes":1,"period":60,"function":"avg"}"#,
            ),
            ("AdjustmentType", "QuantityChangeInCapacity"),
            ("AdjustmentValue", "1"),
            ("CoolDown", "60"),
        ];
        lab.ok("CreateScalingPolicy", &policy);
        let measure = |lab: &Lab| {
            lab.emulator
                .push_metric(&group, "cpu_usage", 90.0)
                .expect("the group");
            lab.pass(60);
        };
        lab.pass(60);
        measure(&lab);
        lab.ok("DisableScalingGroup", &[("ScalingGroupId", &group)]);
        measure(&lab);
        let policies: Vec<String> = told(&lab)
            .into_iter()
            .filter(|text| text.starts_with("policy"))
            .collect();
        let seen = "policy \"cpu\" of group \"web\": cpu_usage is 90 (> 80): ";
        assert_eq!(
            policies,
            [
                format!("{seen}2 → 3"),
                format!("{seen}it does nothing, because the group is disabled")
            ]
        );
    }
}
