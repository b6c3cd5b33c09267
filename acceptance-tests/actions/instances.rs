//! `ksyun_scaling_instance_detach` and `ksyun_scaling_instance_set_protection`

use serde_json::json;

use super::{BASE, group, ids, instances, with_action};
use crate::support::Scenario;

const DETACH: &str = "action.ksyun_scaling_instance_detach.one";
const PROTECT: &str = "action.ksyun_scaling_instance_set_protection.one";

/// A configuration whose actions are about the instance `id`.
fn config(id: &str, force: bool) -> String {
    // Detaching needs a group that may get smaller.
    BASE.replace("min_size                  = 2", "min_size                  = 1")
        + &format!(
            r#"
action "ksyun_scaling_instance_detach" "one" {{
  config {{
    scaling_group_id = ksyun_scaling_group.web.id
    instance_ids     = ["{id}"]
    force            = {force}
  }}
}}

action "ksyun_scaling_instance_set_protection" "one" {{
  config {{
    scaling_group_id = ksyun_scaling_group.web.id
    instance_ids     = ["{id}"]
    protected        = true
  }}
}}
"#
        )
}

/// A scenario whose group has two instances and may have one; and the id of the first of them.
fn with_two_instances() -> Option<(Scenario, String)> {
    let mut s = with_action("")?;
    let id = ids(s.emulator()).remove(0);
    s.apply(config(&id, false).as_str());
    Some((s, id))
}

#[test]
fn an_instance_leaves_its_group_and_goes_only_once() {
    let Some((mut s, id)) = with_two_instances() else {
        return;
    };
    s.invoke(DETACH)
        .calls(&json!({"DetachInstance": 1}))
        .reports(&[&format!("Detaching {id}"), "Left scaling group"])
        .then_plan_is_empty();
    assert!(!ids(s.emulator()).contains(&id));
    s.invoke(DETACH).calls(&json!({})).reports(&["Nothing to do"]);
}

#[test]
fn a_protected_instance_is_detached_only_if_that_is_forced() {
    let Some((mut s, id)) = with_two_instances() else {
        return;
    };
    s.invoke(PROTECT)
        .calls(&json!({"SetKvmProtectedDetach": 1}))
        .reports(&["is protected now"])
        .then_plan_is_empty();
    assert_eq!(instances(s.emulator())[0]["ProtectedFromScaleIn"], 1);
    s.invoke(PROTECT)
        .calls(&json!({}))
        .reports(&["is protected already"]);
    s.invoke_fails(DETACH)
        .error("Instances are protected")
        .at("instance_ids")
        .saying(&id)
        .calls(&json!({}));
    s.apply(config(&id, true).as_str());
    s.invoke(DETACH)
        .calls(&json!({"SetKvmProtectedDetach": 1, "DetachInstance": 1}));
}

#[test]
fn detaching_below_the_smallest_size_is_refused_at_plan() {
    let Some(mut s) = with_action("") else { return };
    let id = ids(s.emulator()).remove(0);
    let config = config(&id, false).replace("min_size                  = 1", "min_size                  = 2");
    s.apply(config.as_str());
    s.invoke_fails(DETACH)
        .error("Too few instances")
        .at("instance_ids")
        .saying("min_size of 2")
        .calls(&json!({}));
    assert_eq!(group(s.emulator())["InstanceNum"], 2);
}

#[test]
fn an_instance_of_another_group_is_not_protected() {
    let Some((mut s, _)) = with_two_instances() else {
        return;
    };
    let stranger = "4c5b8053-6245-4824-9a34-9f866b5f0593";
    s.apply(config(stranger, false).as_str());
    s.invoke_fails(PROTECT)
        .error("not in the group")
        .at("instance_ids")
        .saying(stranger)
        .calls(&json!({}));
}

#[test]
fn a_failed_detach_fails_the_run_and_gives_protection_back() {
    let Some((mut s, id)) = with_two_instances() else {
        return;
    };
    s.invoke(PROTECT);
    s.apply(config(&id, true).as_str());
    s.emulator()
        .fault(&json!({"activities": [{"group": "*", "next": 1, "error_code": 502}]}));
    s.invoke_fails(DETACH)
        .error("Error when invoking action")
        .saying("(detach) failed, error code 502")
        .reports(&["Protected again"]);
    assert_eq!(instances(s.emulator())[0]["ProtectedFromScaleIn"], 1);
}
