//! `ksyun_scaling_group_enable` and `ksyun_scaling_group_disable`

use serde_json::json;

use super::{BASE, group, with_action};
use crate::support::{Feature, Scenario, update};

const ACTIONS: &str = r#"
action "ksyun_scaling_group_disable" "web" {
  config {
    scaling_group_id = ksyun_scaling_group.web.id
  }
}

action "ksyun_scaling_group_enable" "web" {
  config {
    scaling_group_id = ksyun_scaling_group.web.id
  }
}
"#;

#[test]
fn a_group_is_disabled_and_enabled_only_if_it_is_not_so_already() {
    let Some(mut s) = with_action(ACTIONS) else { return };
    s.invoke("action.ksyun_scaling_group_enable.web")
        .calls(&json!({}))
        .reports(&["Nothing to do"]);
    s.invoke("action.ksyun_scaling_group_disable.web")
        .calls(&json!({"DisableScalingGroup": 1}))
        .reports(&["is disabled"]);
    assert_eq!(group(s.emulator())["Status"], "UnActive");
    s.invoke("action.ksyun_scaling_group_disable.web")
        .calls(&json!({}));
    s.invoke("action.ksyun_scaling_group_enable.web")
        .calls(&json!({"EnableScalingGroup": 1}))
        .reports(&["is enabled"])
        .then_plan_is_empty();
}

#[test]
fn work_that_something_else_does_can_be_framed_by_disabling_and_enabling() {
    let config = |release: u32| {
        format!(
            r#"{BASE}
# Triggers of the group itself can't run before it and name it at the same time: Terraform sees a cycle.
resource "terraform_data" "release" {{
  input = {release}

  lifecycle {{
    action_trigger {{
      events  = [before_update]
      actions = [action.ksyun_scaling_group_disable.web]
    }}
    action_trigger {{
      events  = [after_update]
      actions = [action.ksyun_scaling_group_enable.web]
    }}
  }}
}}
{ACTIONS}"#
        )
    };
    let Some(mut s) = Scenario::since(Feature::ACTIONS) else {
        return;
    };
    s.apply(config(1).as_str())
        .calls(&json!({"CreateScalingConfiguration": 1, "CreateScalingGroup": 1}));
    s.apply(config(2).as_str())
        .plans([update("terraform_data.release")])
        .reports(&["is disabled", "is enabled"])
        .calls(&json!({"DisableScalingGroup": 1, "EnableScalingGroup": 1}))
        .then_plan_is_empty();
}
