//! What can happen to a world, one thing after the other.

use serde_json::{Value as Json, json};

use crate::account::{CONFIGURATION, GROUP, INSTANCE, LISTENERS, NOTIFICATION, POLICY, TASK};
use crate::cloud::Act;
use crate::random::Random;

/// One step. Those that change the configuration are followed by an apply.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// An argument of a resource becomes another, or goes.
    Set(&'static str, &'static str, Json),
    /// A resource comes into the configuration.
    Add(&'static str),
    /// A resource leaves the configuration, with those that need it.
    Remove(&'static str),
    /// A policy gets another address, with a `moved` block.
    Rename,
    /// A resource is replaced, as `-replace` does.
    Replace(&'static str),
    /// Everything is destroyed.
    Destroy,
    /// A call from outside, with the id of the resource in the parameter of this name; none if it has no object.
    Outside(
        &'static str,
        &'static str,
        &'static [(&'static str, &'static str)],
    ),
    /// The time of the scheduled task comes, once.
    TaskFires,
    /// The load is beyond the policy's threshold until it acts.
    PolicyActs,
    /// Somebody empties the group and deletes it, with all that belongs to it.
    GroupGoes,
    /// Time passes.
    Wait(u64),
    /// The next apply meets this: in the call of an action of that number.
    Fault(&'static str, u64, Fault),
}

/// What goes wrong with a call.
#[derive(Clone, Copy, Debug)]
pub(super) enum Fault {
    Refused,
    DroppedBefore,
    DroppedAfter,
    ErrorBefore,
    Busy,
    Html,
    KilledBefore,
    KilledAfter,
}

impl Fault {
    pub(super) fn act(self) -> Act {
        match self {
            Self::Refused => Act::Refuse,
            Self::DroppedBefore => Act::Drop { executed: false },
            Self::DroppedAfter => Act::Drop { executed: true },
            Self::ErrorBefore => Act::error(500, "InternalError"),
            Self::Busy => Act::error(409, "LimitExceeded"),
            Self::Html => Act::answer(502, "<html>Bad Gateway</html>"),
            Self::KilledBefore => Act::Kill { executed: false },
            Self::KilledAfter => Act::Kill { executed: true },
        }
    }

    /// Whether nobody can know afterwards that an object was created.
    pub(super) fn hides_a_create(self) -> bool {
        matches!(self, Self::KilledAfter)
    }
}

/// The calls that something happens to.
const CALLS: [&str; 9] = [
    "Create*",
    "Create*",
    "Modify*",
    "Modify*",
    "Delete*",
    "AttachInstance",
    "SetKvmProtectedDetach",
    "Describe*",
    "*",
];

const MEMBERS: [&str; 4] = [POLICY, TASK, NOTIFICATION, INSTANCE];

/// A random history: some members of the group, and what happens then.
pub(super) fn history(random: &mut Random, longest: usize) -> Vec<Step> {
    let there = MEMBERS.into_iter().filter(|_| random.chance(50)).map(Step::Add);
    let mut steps: Vec<Step> = there.collect();
    for _ in 0..=random.below(longest) {
        // What goes wrong goes wrong with something: the next step changes the configuration.
        if random.chance(35) {
            steps.push(fault(random));
            steps.push(edit(random));
        } else {
            steps.push(step(random));
        }
    }
    steps
}

fn fault(random: &mut Random) -> Step {
    let faults = [
        Fault::Refused,
        Fault::DroppedBefore,
        Fault::DroppedAfter,
        Fault::ErrorBefore,
        Fault::Busy,
        Fault::Html,
        Fault::KilledBefore,
        Fault::KilledAfter,
    ];
    let number = 1 + random.below(2) as u64;
    Step::Fault(random.pick::<&str>(&CALLS), number, *random.pick(&faults))
}

fn listener(index: usize) -> Json {
    json!({
        "slb_id": "4ad0a9f5-0c53-4a3e-b0fb-6f2f1f6d1a0e",
        "listener_id": LISTENERS[index],
        "server_port_set": [80],
    })
}

fn edit(random: &mut Random) -> Step {
    let edits = [
        (GROUP, "max_size", json!(7)),
        (GROUP, "max_size", json!(5)),
        (GROUP, "min_size", json!(1)),
        (GROUP, "min_size", json!(0)),
        (GROUP, "desired_capacity", json!(2)),
        (GROUP, "desired_capacity", Json::Null),
        (GROUP, "scaling_group_name", json!("renamed")),
        (GROUP, "status", json!("UnActive")),
        (GROUP, "status", Json::Null),
        (GROUP, "lifecycle", json!({"ignore_changes": ["max_size"]})),
        (GROUP, "lifecycle", json!({"create_before_destroy": true})),
        (GROUP, "lifecycle", Json::Null),
        (CONFIGURATION, "scaling_configuration_name", json!("renamed")),
        (CONFIGURATION, "tags", json!({"a": "b"})),
        (CONFIGURATION, "tags", Json::Null),
        (POLICY, "threshold", json!(80)),
        (POLICY, "adjustment_value", json!(2)),
        (POLICY, "count", json!(2)),
        (POLICY, "count", json!(3)),
        (POLICY, "count", json!(1)),
        (TASK, "count", json!(2)),
        (TASK, "count", Json::Null),
        (GROUP, "slb_config_set", json!([listener(0)])),
        (GROUP, "slb_config_set", json!([listener(1), listener(0)])),
        (GROUP, "slb_config_set", Json::Null),
        (POLICY, "count", Json::Null),
        (TASK, "readjust_max_size", json!(4)),
        (TASK, "lifecycle", json!({"ignore_changes": "all"})),
        (NOTIFICATION, "scaling_notification_types", json!(["3", "4"])),
        (INSTANCE, "protected_from_detach", json!(1)),
        (INSTANCE, "protected_from_detach", json!(0)),
    ];
    match random.below(10) {
        0..6 => {
            let (address, name, value) = random.pick(&edits).clone();
            Step::Set(address, name, value)
        }
        6..9 => Step::Add(random.pick::<&str>(&MEMBERS)),
        _ => Step::Remove(random.pick::<&str>(&MEMBERS)),
    }
}

fn step(random: &mut Random) -> Step {
    let outside = [
        Step::Outside(GROUP, "ModifyScalingGroup", &[("MaxSize", "9")]),
        Step::Outside(GROUP, "ModifyScalingGroup", &[("ScalingGroupName", "console")]),
        Step::Outside(GROUP, "DisableScalingGroup", &[]),
        Step::Outside(POLICY, "DeleteScalingPolicy", &[]),
        Step::Outside(TASK, "DeleteScheduledTask", &[]),
        Step::Outside(GROUP, "CreateScalingPolicy", FOREIGN_POLICY),
    ];
    match random.below(100) {
        0..60 => edit(random),
        60..65 => Step::Rename,
        65..72 => Step::Replace(random.pick::<&str>(&[GROUP, POLICY, TASK])),
        72..75 => Step::Destroy,
        75..87 => random.pick(&outside).clone(),
        87..90 => Step::TaskFires,
        90..94 => Step::PolicyActs,
        94..96 => Step::GroupGoes,
        _ => Step::Wait(600),
    }
}

/// A policy that somebody made by hand.
const FOREIGN_POLICY: &[(&str, &str)] = &[
    ("ScalingPolicyName", FOREIGN),
    ("AdjustmentType", "QuantityChangeInCapacity"),
    ("AdjustmentValue", "1"),
    ("CoolDown", "60"),
    ("Metric.dimensionName", "cpu_usage"),
    ("Metric.comparisonOperator", "Greater"),
    ("Metric.threshold", "99"),
    ("Metric.repeatTimes", "3"),
    ("Metric.period", "60"),
    ("Metric.function", "avg"),
];

/// The name of what somebody made by hand.
pub(super) const FOREIGN: &str = "by hand";
