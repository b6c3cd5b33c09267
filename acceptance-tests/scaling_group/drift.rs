//! What somebody else changed is found and set back; what somebody else deleted is created anew.

use serde_json::json;

use super::{GROUP, OTHER_SECURITY_GROUP, OTHER_SUBNET, SECURITY_GROUP, SUBNET, applied, group, outside};
use crate::support::{create, update};

#[test]
fn a_bound_changed_behind_terraform_is_found_and_set_back() {
    let mut s = applied("");
    outside(&s, "ModifyScalingGroup", &[("MaxSize", "9")]);
    s.plan(group("").as_str())
        .drifts([update(GROUP)])
        .plans([update(GROUP)]);
    s.refresh().state(GROUP, &json!({"max_size": 9}));
    s.apply(group("").as_str())
        .state(GROUP, &json!({"max_size": 3}))
        .then_plan_is_empty();
}

#[test]
fn every_attribute_changed_behind_terraform_is_set_back_with_one_call() {
    let mut s = applied("desired_capacity = 1");
    let changes = [
        ("ScalingGroupName", "somebody-else-s"),
        ("MinSize", "0"),
        ("MaxSize", "9"),
        ("DesiredCapacity", "0"),
        ("RemovePolicy", "RemoveNewestInstance"),
        ("SubnetId.1", OTHER_SUBNET),
        ("SubnetStrategy", "choice-first"),
        ("SecurityGroupId", OTHER_SECURITY_GROUP),
    ];
    outside(&s, "ModifyScalingGroup", &changes);
    s.apply(group("desired_capacity = 1").as_str())
        .drifts([update(GROUP)])
        .plans([update(GROUP)])
        .calls(&json!({"ModifyScalingGroup": 1}))
        .state(
            GROUP,
            &json!({
                "scaling_group_name": "tf-scaling-group",
                "min_size": 1,
                "max_size": 3,
                "desired_capacity": 1,
                "remove_policy": "RemoveOldestInstance",
                "subnet_id_set": [SUBNET],
                "subnet_strategy": "balanced-distribution",
                "security_group_id": SECURITY_GROUP,
                "security_group_id_set": [SECURITY_GROUP],
            }),
        )
        .then_plan_is_empty();
}

#[test]
fn a_group_that_is_gone_is_planned_anew() {
    let empty = "min_size = 0";
    let mut s = applied(empty);
    outside(&s, "DeleteScalingGroup", &[]);
    s.plan(group(empty).as_str()).plans([create(GROUP)]);
    s.apply(group(empty).as_str())
        .plans([create(GROUP)])
        .then_plan_is_empty();
}

#[test]
fn a_group_that_goes_between_plan_and_apply_is_an_error_that_says_so() {
    let empty = "min_size = 0";
    let mut s = applied(empty);
    s.emulator().fault(&super::refuse_once(
        "ModifyScalingGroup",
        "ScalingGroupNotFound",
        "The scaling group is not found",
    ));
    s.apply_while(group("min_size = 0\n  max_size = 5").as_str(), |_| ())
        .fails()
        .error("Can't change scaling group")
        .at(GROUP)
        .saying("deleted outside of Terraform")
        .error_saying("RequestId")
        .state(GROUP, &json!({"max_size": 3}));
}
