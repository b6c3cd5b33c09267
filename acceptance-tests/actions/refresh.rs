//! `ksyun_scaling_group_refresh`

use serde_json::json;

use super::{BASE, GROUP, group, ids, with_action};
use crate::support::{Feature, Scenario, Serving, update};

const REFRESH: &str = "action.ksyun_scaling_group_refresh.web";

fn refresh(arguments: &str) -> String {
    format!(
        r#"
action "ksyun_scaling_group_refresh" "web" {{
  config {{
    scaling_group_id = ksyun_scaling_group.web.id
    {arguments}
  }}
}}
"#
    )
}

#[test]
fn matrix_every_instance_is_replaced_and_the_group_is_left_as_it_was() {
    let Some(mut s) = with_action(&refresh("")) else {
        return;
    };
    let before = (group(s.emulator()), ids(s.emulator()));
    s.invoke(REFRESH)
        .reports(&[
            "Replacing 2 of 2 instances",
            "Batch 1 of 2: launching 1, then terminating",
            "Batch 1 of 2 is done",
            "Batch 2 of 2 is done",
            "Done: 2 of 2 instances",
        ])
        .then_plan_is_empty();
    let after = ids(s.emulator());
    assert_eq!(group(s.emulator()), before.0);
    assert_eq!(after.len(), 2);
    assert!(after.iter().all(|id| !before.1.contains(id)), "{after:?}");
}

#[test]
fn a_change_of_the_group_triggers_a_refresh() {
    let Some(mut s) = with_action("") else { return };
    let before = ids(s.emulator());
    let config = BASE.trim_end().trim_end_matches('}').replace(
        "\"web\"\n  scaling_configuration_id",
        "\"shop\"\n  scaling_configuration_id",
    ) + r"
  lifecycle {
    action_trigger {
      events  = [after_update]
      actions = [action.ksyun_scaling_group_refresh.web]
    }
  }
}
" + &refresh("batch_percentage = 100");
    s.apply(config.as_str())
        .plans([update(GROUP)])
        .reports(&["Batch 1 of 1: launching 2", "Done: 2 of 2 instances"])
        .then_plan_is_empty();
    assert!(ids(s.emulator()).iter().all(|id| !before.contains(id)));
}

#[test]
fn a_failed_launch_ends_the_refresh_and_is_undone() {
    let Some(mut s) = with_action(&refresh("batch_size = 2")) else {
        return;
    };
    let before = (group(s.emulator()), ids(s.emulator()));
    s.emulator()
        .fault(&json!({"activities": [{"group": "*", "next": 1, "error_code": 501}]}));
    s.invoke_fails(REFRESH)
        .error("Error when invoking action")
        .saying("(scale out) failed, error code 501")
        .error_saying("0 of 2 instances have been replaced");
    assert_eq!((group(s.emulator()), ids(s.emulator())), before);
}

#[test]
fn attached_and_protected_instances_are_kept() {
    let Some(mut s) = with_action(&refresh("")) else {
        return;
    };
    let (id, first) = (s.id(GROUP), ids(s.emulator()).remove(0));
    s.emulator().api(
        "SetKvmProtectedDetach",
        &[
            ("ScalingGroupId", &id),
            ("ScalingInstanceId.1", &first),
            ("ProtectedFromDetach", "1"),
        ],
    );
    let attached = "4c5b8053-6245-4824-9a34-9f866b5f0593";
    s.emulator().api(
        "AttachInstance",
        &[("ScalingGroupId", &id), ("ScalingInstanceId.1", attached)],
    );
    s.invoke(REFRESH).reports(&[
        &format!("Keeping {first}: protected from removal"),
        "Done: 1 of 1 instances",
    ]);
    let after = ids(s.emulator());
    assert!(
        after.contains(&first) && after.contains(&attached.to_owned()),
        "{after:?}"
    );
}

#[test]
fn arguments_that_make_no_sense_are_refused_at_plan() {
    let Some(mut s) = with_action("") else { return };
    for (arguments, place, detail) in [
        ("batch_size = 0", "batch_size", "at least 1"),
        (
            "batch_size = 1\n    batch_percentage = 50",
            "batch_percentage",
            "Remove one of them",
        ),
        (
            "minimum_healthy = \"most\"",
            "minimum_healthy",
            "neither a number",
        ),
        ("minimum_healthy = 3", "minimum_healthy", "3 can't stay healthy"),
        ("joined_before = \"yesterday\"", "joined_before", "RFC 3339"),
        ("protected_instances = \"kill\"", "protected_instances", "skip"),
        ("pause = \"5 minutes\"", "pause", "is not a duration"),
    ] {
        s.configure(format!("{BASE}{}", refresh(arguments)).as_str());
        s.invoke_fails(REFRESH)
            .error_saying(detail)
            .at(place)
            .calls(&json!({}));
    }
}

#[test]
fn an_interrupt_ends_a_refresh_after_its_batch_and_it_can_be_resumed() {
    let options = ["--clock", "manual", "--activity-seconds", "60"];
    let Some(mut s) = Scenario::since_with(Feature::ACTIONS, Serving::Reattached, &options) else {
        return;
    };
    let config =
        |arguments: &str| BASE.replace("  wait_for_capacity_timeout = \"2m\"\n", "") + &refresh(arguments);
    s.apply(config("").as_str());
    s.emulator().advance(61);
    let before = (group(s.emulator()), ids(s.emulator()));

    // Launch, terminate, put the policy back.
    s.invoke_while(REFRESH, |meanwhile| {
        meanwhile.wait_for("ModifyScalingGroup");
        meanwhile.interrupt();
        meanwhile.wait_for_stop();
        meanwhile.advance_until("ModifyScalingGroup", 3);
    })
    .fails()
    .calls(&json!({"ModifyScalingGroup": 3}))
    .error_saying("Interrupted: refresh the instances")
    .error_saying("1 of 2 instances have been replaced");
    let between = ids(s.emulator());
    assert_eq!(between[0], before.1[1]);
    assert_eq!(group(s.emulator()), before.0);

    let joined = super::instances(s.emulator())[1]["AddTime"].clone();
    s.configure(config(&format!("joined_before = {joined}")).as_str());
    s.invoke_while(REFRESH, |meanwhile| {
        meanwhile.advance_until("ModifyScalingGroup", 3);
    })
    .succeeds()
    .reports(&["Keeping", "Replacing 1 of 2 instances", "Done: 1 of 1 instances"]);
    assert_eq!(ids(s.emulator())[0], between[1]);
}
