//! `ksyun_scaling_group_set_desired_capacity`

use serde_json::json;

use super::{BASE, GROUP, group, with_action};
use crate::support::{Feature, Scenario, create, update};

const ACTION: &str = "action.ksyun_scaling_group_set_desired_capacity.grow";

fn grow(group: &str, capacity: u32) -> String {
    format!(
        r#"
action "ksyun_scaling_group_set_desired_capacity" "grow" {{
  config {{
    scaling_group_id  = {group}
    desired_capacity  = {capacity}
    wait_for_capacity = true
  }}
}}
"#
    )
}

#[test]
fn matrix_a_capacity_is_set_once_and_is_no_difference_afterwards() {
    let Some(mut s) = with_action(&grow("ksyun_scaling_group.web.id", 3)) else {
        return;
    };
    s.invoke(ACTION)
        .calls(&json!({"ModifyScalingGroup": 1}))
        .reports(&["wants 3 instances now, it wanted 2", "has 3 instances"])
        .then_plan_is_empty();
    s.invoke(ACTION)
        .calls(&json!({}))
        .reports(&["Nothing to do", "has 3 instances"]);
    assert_eq!(group(s.emulator())["InstanceNum"], 3);
}

#[test]
fn a_capacity_out_of_bounds_is_refused_when_it_is_to_be_set() {
    let Some(mut s) = with_action(&grow("ksyun_scaling_group.web.id", 5)) else {
        return;
    };
    s.invoke_fails(ACTION)
        .error("Error when invoking action")
        .saying("between 2 (min_size) and 4 (max_size)")
        .calls(&json!({}));
}

#[test]
fn a_group_that_does_not_exist_is_refused_at_plan() {
    let Some(mut s) = with_action(&grow("\"436995593677910016\"", 3)) else {
        return;
    };
    s.invoke_fails(ACTION)
        .error("Can't set")
        .at("scaling_group_id")
        .saying("There is no scaling group")
        .calls(&json!({}));
}

#[test]
fn a_failed_activity_fails_the_run() {
    let Some(mut s) = with_action(&grow("ksyun_scaling_group.web.id", 3)) else {
        return;
    };
    s.emulator()
        .fault(&json!({"activities": [{"group": "*", "next": 1, "error_code": 501}]}));
    s.invoke_fails(ACTION)
        .error("Error when invoking action")
        .saying("(scale out) failed, error code 501");
}

#[test]
fn a_change_of_the_group_triggers_the_action() {
    let Some(mut s) = Scenario::since(Feature::ACTIONS) else {
        return;
    };
    let trigger = r"
  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.ksyun_scaling_group_set_desired_capacity.grow]
    }
  }
}
";
    let base = format!("{}{trigger}", BASE.trim_end().trim_end_matches('}'));
    // When the group is created, its id is not known at plan.
    let config = format!("{base}{}", grow("ksyun_scaling_group.web.id", 3));
    s.apply(config.as_str())
        .plans([create("ksyun_scaling_configuration.web"), create(GROUP)])
        .reports(&["wants 3 instances now, it wanted 2"])
        .then_plan_is_empty();
    let changed = config
        .replace("desired_capacity  = 3", "desired_capacity  = 4")
        .replace(
            "\"web\"\n  scaling_configuration_id",
            "\"shop\"\n  scaling_configuration_id",
        );
    s.apply(changed.as_str())
        .plans([update(GROUP)])
        .reports(&["wants 4 instances now, it wanted 3"])
        .calls(&json!({"ModifyScalingGroup": 2}))
        .then_plan_is_empty();
}
