//! One of every resource from create to destroy: together they call every action of the API.

use std::collections::BTreeSet;

use crate::support::{Scenario, hcl};

/// The actions of the API that are called in a life: all 27, and no others.
pub(crate) const ACTIONS: [&str; 27] = [
    "AttachInstance",
    "CreateScalingConfiguration",
    "CreateScalingGroup",
    "CreateScalingNotification",
    "CreateScalingPolicy",
    "CreateScheduledTask",
    "DeleteScalingConfiguration",
    "DeleteScalingGroup",
    "DeleteScalingPolicy",
    "DeleteScheduledTask",
    "DescribeScalingActivity",
    "DescribeScalingConfiguration",
    "DescribeScalingGroup",
    "DescribeScalingInstance",
    "DescribeScalingNotification",
    "DescribeScalingPolicy",
    "DescribeScheduledTask",
    "DetachInstance",
    "DisableScalingGroup",
    "EnableScalingGroup",
    "ModifyScalingConfiguration",
    "ModifyScalingGroup",
    "ModifyScalingLoadBalancers",
    "ModifyScalingNotification",
    "ModifyScalingPolicy",
    "ModifyScheduledTask",
    "SetKvmProtectedDetach",
];

#[test]
fn every_action_of_the_api_is_reached() {
    let mut s = Scenario::start();
    let mut called = BTreeSet::new();
    let config = include_str!("account.tf");
    let changed = config.replace("changed = false", "changed = true");

    s.apply(hcl!("every_action/account.tf"));
    called.extend(s.emulator().calls().into_keys());
    s.apply(changed.as_str());
    called.extend(s.emulator().calls().into_keys());
    s.apply(config);
    called.extend(s.emulator().calls().into_keys());
    s.destroy().destroys(6);
    called.extend(s.emulator().calls().into_keys());

    assert_eq!(called.iter().map(String::as_str).collect::<Vec<_>>(), ACTIONS);
}
