//! Answers that are none.

use serde_json::{Value as Json, json};

use crate::account::{CONFIGURATION, GROUP, LISTENERS, base, with};
use crate::cloud::{Act, on};
use crate::expected::{case, cases};
use crate::terraform::Action;
use crate::world::World;

#[test]
fn an_answer_without_a_usable_list_does_not_say_that_an_object_is_gone() {
    let bodies = [
        ("empty-object", json!({})),
        ("only-a-request-id", json!({"RequestId": "r"})),
        ("status-error", json!({"status": "error"})),
        (
            "count-without-items",
            json!({"ScalingConfigurationCount": 1, "ScalingConfigurationSet": []}),
        ),
        ("null", json!({"RequestId": "r", "ScalingConfigurationSet": null})),
        (
            "list-of-another-action",
            json!({"RequestId": "r", "ScalingGroupSet": []}),
        ),
        (
            "another-object",
            json!({"RequestId": "r", "ScalingConfigurationSet": [{"ScalingConfigurationId": "1"}]}),
        ),
    ];
    let all = bodies.into_iter().map(|(name, body)| {
        let run = move || {
            let mut tf = World::new();
            tf.apply(&base()).expect_ok();
            tf.fault(
                on("DescribeScalingConfiguration").first(1),
                Act::answer(200, &body.to_string()),
            );
            let plan = tf.plan(&base());
            assert_ne!(
                plan.outcome.action(CONFIGURATION),
                Action::Create,
                "it is planned anew"
            );
        };
        (name.to_owned(), run)
    });
    cases("unusable-list", all);
}

#[test]
fn what_an_answer_leaves_out_stays_as_it_is() {
    let keys: fn(&mut Json) = |answer| {
        for one in answer["ScalingConfigurationSet"]
            .as_array_mut()
            .into_iter()
            .flatten()
        {
            let members = one.as_object_mut().expect("an object");
            members.remove("KeyIds");
            members.remove("DataDiskEbsDetail");
        }
    };
    let listeners: fn(&mut Json) = |answer| {
        for one in answer["ScalingGroupSet"].as_array_mut().into_iter().flatten() {
            one.as_object_mut().expect("an object").remove("SlbConfigSet");
        }
    };
    let all = [
        (
            "key_id",
            with(
                CONFIGURATION,
                json!({"key_id": ["8f1c7d0e-6f5b-4c7e-9d0a-2b4c6d8e0f12"]}),
            ),
            "DescribeScalingConfiguration",
            keys,
        ),
        (
            "data_disks",
            with(
                CONFIGURATION,
                json!({"data_disks": [{"disk_type": "SSD3.0", "disk_size": 20}]}),
            ),
            "DescribeScalingConfiguration",
            keys,
        ),
        (
            "slb_config_set",
            with(
                GROUP,
                json!({"slb_config_set": [{"slb_id": "4ad0a9f5-0c53-4a3e-b0fb-6f2f1f6d1a0e", "listener_id": LISTENERS[0], "server_port_set": [80]}]}),
            ),
            "DescribeScalingGroup",
            listeners,
        ),
    ];
    let all = all.into_iter().map(|(name, config, describe, edit)| {
        let run = move || {
            let mut tf = World::new();
            tf.fault(on(describe), Act::edit(edit));
            tf.apply(&config).expect_ok();
            tf.plan(&config).outcome.expect_no_changes();
        };
        (name.to_owned(), run)
    });
    cases("left-out", all);
}

#[test]
fn a_change_of_a_health_check_is_repeated_when_it_was_not_executed() {
    case(|| {
        let listener = |check: &str| {
            let block = json!({
                "slb_id": "4ad0a9f5-0c53-4a3e-b0fb-6f2f1f6d1a0e",
                "listener_id": LISTENERS[0],
                "server_port_set": [80],
                "health_check_type": check,
            });
            with(GROUP, json!({"slb_config_set": [block]}))
        };
        let mut tf = World::new();
        tf.apply(&listener("slb")).expect_ok();
        tf.fault(
            on("ModifyScalingLoadBalancers").first(1),
            Act::error(500, "ServiceTimeout"),
        );
        let changed = tf.apply(&listener("kec"));
        changed.expect_no_violations();
        tf.apply(&listener("kec")).expect_ok();
        tf.plan(&listener("kec")).outcome.expect_no_changes();
    });
}
