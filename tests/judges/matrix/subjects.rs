//! What the faults happen to.

use serde_json::{Value as Json, json};

use crate::account::{CONFIGURATION, GROUP, INSTANCE, NOTIFICATION, POLICY, TASK, arguments, base, changed};
use crate::terraform::Config;

/// A resource with the actions of the API that do its operations.
pub(super) struct Subject {
    /// What its cases are called after.
    pub(super) kind: &'static str,
    pub(super) address: &'static str,
    /// The actions that create, read, update and delete it.
    actions: [&'static str; 4],
}

pub(super) const SUBJECTS: [Subject; 6] = [
    Subject {
        kind: "configuration",
        address: CONFIGURATION,
        actions: [
            "CreateScalingConfiguration",
            "DescribeScalingConfiguration",
            "ModifyScalingConfiguration",
            "DeleteScalingConfiguration",
        ],
    },
    Subject {
        kind: "group",
        address: GROUP,
        actions: [
            "CreateScalingGroup",
            "DescribeScalingGroup",
            "ModifyScalingGroup",
            "DeleteScalingGroup",
        ],
    },
    Subject {
        kind: "policy",
        address: POLICY,
        actions: [
            "CreateScalingPolicy",
            "DescribeScalingPolicy",
            "ModifyScalingPolicy",
            "DeleteScalingPolicy",
        ],
    },
    Subject {
        kind: "task",
        address: TASK,
        actions: [
            "CreateScheduledTask",
            "DescribeScheduledTask",
            "ModifyScheduledTask",
            "DeleteScheduledTask",
        ],
    },
    Subject {
        kind: "notification",
        address: NOTIFICATION,
        // The API has no action to delete one: a notification of nothing is as good as none.
        actions: [
            "CreateScalingNotification",
            "DescribeScalingNotification",
            "ModifyScalingNotification",
            "ModifyScalingNotification",
        ],
    },
    Subject {
        kind: "instance",
        address: INSTANCE,
        actions: [
            "AttachInstance",
            "DescribeScalingInstance",
            "SetKvmProtectedDetach",
            "DetachInstance",
        ],
    },
];

/// What Terraform does with a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Operation {
    Create,
    Read,
    Update,
    Delete,
}

pub(super) const OPERATIONS: [Operation; 4] = [
    Operation::Create,
    Operation::Read,
    Operation::Update,
    Operation::Delete,
];

impl Operation {
    pub(super) fn name(self) -> &'static str {
        ["create", "read", "update", "delete"][self as usize]
    }
}

impl Subject {
    /// The action of the API that does `operation`.
    pub(super) fn action(&self, operation: Operation) -> &'static str {
        self.actions[operation as usize]
    }

    /// What is there before `operation`, and what is to be there after it; every resource has `extra` arguments.
    pub(super) fn configs(&self, operation: Operation, extra: &Json) -> (Config, Config) {
        let with = |update: Json| {
            let mut changes = extra.clone();
            let members = changes.as_object_mut().expect("arguments are an object");
            members.extend(update.as_object().cloned().unwrap_or_default());
            self.without()
                .resource(self.address, changed(self.address, changes))
        };
        let there = with(json!({}));
        match operation {
            Operation::Create => (self.without(), there),
            Operation::Read => (there.clone(), there),
            Operation::Update => (there, with(self.update())),
            Operation::Delete => (there, self.without()),
        }
    }

    /// What the resource needs.
    fn without(&self) -> Config {
        match self.address {
            CONFIGURATION => base().without(GROUP).without(CONFIGURATION),
            GROUP => base().without(GROUP),
            _ => base(),
        }
    }

    /// What is to change.
    fn update(&self) -> Json {
        match self.address {
            CONFIGURATION => json!({"system_disk_size": 40}),
            GROUP => json!({"max_size": 7}),
            POLICY => json!({"threshold": 80}),
            TASK => json!({"readjust_max_size": 4}),
            NOTIFICATION => json!({"scaling_notification_types": ["3"]}),
            _ => json!({"protected_from_detach": 1}),
        }
    }

    /// Whether there can be another one beside it in the same group.
    pub(super) fn has_siblings(&self) -> bool {
        [POLICY, TASK, INSTANCE].contains(&self.address)
    }

    /// The arguments of one that looks like it, but for what there can be only once.
    pub(super) fn look_alike(address: &str, machine: &str) -> Json {
        match address {
            INSTANCE => changed(INSTANCE, json!({"scaling_instance_id": machine})),
            _ => arguments(address),
        }
    }
}
