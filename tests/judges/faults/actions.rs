//! Actions, whose arguments come from where nobody checked them.

use serde_json::{Value as Json, json};

use crate::account::{GROUP, base, with};
use crate::cloud::{Act, on};
use crate::expected::{case, cases};
use crate::world::World;

const REFRESH: &str = "ksyun_scaling_group_refresh";
const SET_CAPACITY: &str = "ksyun_scaling_group_set_desired_capacity";

/// `arguments` with the id of the group.
fn of_group(tf: &World, mut arguments: Json) -> Json {
    arguments["scaling_group_id"] = json!(tf.id(GROUP));
    arguments
}

#[test]
fn arguments_that_can_not_be_meant_are_refused_when_the_action_is_invoked() {
    let all = [
        ("joined_before", REFRESH, json!({"joined_before": "yesterday"})),
        ("minimum_healthy", REFRESH, json!({"minimum_healthy": "ninety"})),
        ("batch_size-0", REFRESH, json!({"batch_size": 0})),
        ("batch_size-half", REFRESH, json!({"batch_size": 1.5})),
        (
            "two-batches",
            REFRESH,
            json!({"batch_size": 1, "batch_percentage": 50}),
        ),
        ("timeout", REFRESH, json!({"timeout": "abc"})),
        (
            "instance_ids-null",
            "ksyun_scaling_instance_detach",
            json!({"instance_ids": [null]}),
        ),
    ];
    let all = all.into_iter().map(|(name, action, arguments)| {
        let run = move || {
            let mut tf = World::new();
            tf.apply(&with(GROUP, json!({"min_size": 2}))).expect_ok();
            let before = tf.writes();
            let said = tf.invoke(action, &of_group(&tf, arguments));
            assert!(!said.is_ok(), "it was carried out");
            assert_eq!(tf.writes(), before, "something was changed");
            let errors = said.errors().join("\n");
            assert!(!errors.contains("bug in the provider"), "{errors}");
        };
        (name.to_owned(), run)
    });
    cases("unchecked-argument", all);
}

#[test]
fn a_capacity_that_the_same_plan_makes_room_for_is_no_error_of_the_plan() {
    case(|| {
        let mut tf = World::new();
        tf.apply(&with(GROUP, json!({"max_size": 2}))).expect_ok();
        let four = of_group(&tf, json!({"desired_capacity": 4}));
        assert!(
            !tf.invoke(SET_CAPACITY, &four).is_ok(),
            "there is no room for four"
        );
        tf.plan_action(SET_CAPACITY, &four).expect_ok();
    });
}

#[test]
fn an_action_looks_and_repeats_when_its_answer_is_lost() {
    let ways = [
        ("dropped", Act::Drop { executed: true }),
        ("not-executed", Act::error(500, "InternalError")),
    ];
    let actions = [
        ("ksyun_scaling_group_disable", "DisableScalingGroup"),
        ("ksyun_scaling_group_enable", "EnableScalingGroup"),
    ];
    let all = actions.into_iter().flat_map(|(action, call)| {
        ways.clone().map(move |(way, act)| {
            let run = move || {
                let mut tf = World::new();
                let status = if call.starts_with("Enable") {
                    "UnActive"
                } else {
                    "Active"
                };
                tf.apply(&with(GROUP, json!({"status": status}))).expect_ok();
                tf.fault(on(call).first(1), act);
                tf.invoke(action, &of_group(&tf, json!({}))).expect_ok();
                assert_ne!(tf.objects("groups")[0]["status"], json!(status));
            };
            (format!("{call}/{way}"), run)
        })
    });
    cases("action-answer-lost", all);
}

#[test]
fn a_capacity_that_ends_attached_instances_is_refused_or_named() {
    case(|| {
        let mut tf = World::new();
        let machines = [
            "4c5b8053-6245-4824-9a34-9f866b5f0593",
            "5d6c9164-7356-4935-ab45-a0977c6a16a4",
        ];
        let member = json!({"for_each": machines, "scaling_instance_id": "${each.value}", "protected_from_detach": 0,
            "scaling_group_id": "${ksyun_scaling_group.g.id}"});
        tf.apply(&base().resource("ksyun_scaling_instance.i", member))
            .expect_ok();
        let none = of_group(&tf, json!({"desired_capacity": 0}));
        let planned = tf.plan_action(SET_CAPACITY, &none);
        let said = planned
            .warnings()
            .iter()
            .chain(&planned.errors())
            .any(|text| text.contains(machines[0]));
        assert!(
            said || !tf.invoke(SET_CAPACITY, &none).is_ok(),
            "attached instances end, and nobody says which"
        );
    });
}
