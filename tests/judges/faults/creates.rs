//! Objects that were created, or were not, or nobody knows.

use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::account::{
    CONFIGURATION, GROUP, NOTIFICATION, POLICY, SECURITY_GROUPS, TASK, arguments, base, changed, with,
};
use crate::cloud::{Act, on};
use crate::expected::{case, cases};
use crate::terraform::{Config, Value};
use crate::world::World;

/// A resource, and the actions that create and list it.
const CREATED: [(&str, &str, &str); 4] = [
    (
        CONFIGURATION,
        "CreateScalingConfiguration",
        "DescribeScalingConfiguration",
    ),
    (GROUP, "CreateScalingGroup", "DescribeScalingGroup"),
    (POLICY, "CreateScalingPolicy", "DescribeScalingPolicy"),
    (TASK, "CreateScheduledTask", "DescribeScheduledTask"),
];

/// The address under which a resource is counted, so that the others can go on to refer to the first.
fn counted(address: &str) -> String {
    format!("{}.counted", address.split('.').next().unwrap_or_default())
}

fn with_count(address: &str, count: u64) -> Config {
    let others = if address == GROUP {
        base().without(GROUP)
    } else {
        base()
    };
    others.resource(&counted(address), changed(address, json!({"count": count})))
}

#[test]
fn a_create_that_was_not_executed_takes_no_older_object_for_its_own() {
    let ways = [
        ("502", Act::answer(502, "<html>Bad Gateway</html>")),
        ("closed", Act::Drop { executed: false }),
        ("500", Act::error(500, "InternalError")),
    ];
    let all = CREATED.into_iter().flat_map(|(address, create, _)| {
        ways.clone().map(move |(way, act)| {
            let run = move || {
                let mut tf = World::new();
                tf.apply(&with_count(address, 1)).expect_ok();
                let first = tf.id(&format!("{}[0]", counted(address)));
                // Times of creation have a resolution of one second.
                tf.wait(Duration::from_secs(2));
                tf.fault(on(create), act);
                let grown = tf.apply(&with_count(address, 2));
                assert!(
                    !grown.is_ok(),
                    "nothing was created, and it says that all is well"
                );
                let second = tf.value(&format!("{}[1]", counted(address)), "id");
                assert_ne!(second, Value::String(first), "it took the other's object");
            };
            (format!("{create}/{way}"), run)
        })
    });
    cases("not-executed", all);
}

#[test]
fn a_create_that_was_not_executed_after_one_that_was_killed_takes_no_older_object() {
    case(|| {
        let (one, two) = (with(POLICY, json!({})), with(POLICY, json!({"count": 2})));
        let mut tf = World::new();
        tf.apply(&one).expect_ok();
        let first = tf.value(POLICY, "id");
        // Times of creation have a resolution of one second.
        tf.wait(Duration::from_secs(1));
        tf.fault(on("CreateScalingPolicy").nth(1), Act::Kill { executed: false });
        assert!(tf.apply(&two).is_crashed, "the process lives");
        tf.fault(
            on("CreateScalingPolicy").nth(1),
            Act::answer(502, "<html>Bad Gateway</html>"),
        );
        assert!(
            !tf.apply(&two).is_ok(),
            "nothing was created, and it says that all is well"
        );
        tf.apply(&two).expect_ok();
        let address = |index: usize| format!("{POLICY}[{index}]");
        assert_eq!(tf.value(&address(0), "id"), first);
        assert_ne!(tf.id(&address(1)), tf.id(&address(0)), "two own one");
    });
}

#[test]
fn two_creates_whose_answers_are_lost_find_each_its_own_object() {
    let all = (1..=4).map(|broken| {
        let run = move || {
            let mut tf = World::new();
            let base = base().without(GROUP);
            tf.apply(&base).expect_ok();
            let two = json!({"for_each": SECURITY_GROUPS, "security_group_id": "${each.value}"});
            let config = base.resource("ksyun_scaling_group.two", changed(GROUP, two));
            tf.fault(on("CreateScalingGroup"), Act::Drop { executed: true });
            tf.fault(
                on("DescribeScalingGroup").nth(broken),
                Act::error(500, "InternalError"),
            );
            tf.apply(&config).expect_ok();
            for security_group in SECURITY_GROUPS {
                let id = tf.id(&format!("ksyun_scaling_group.two[{security_group:?}]"));
                let groups = tf.objects("groups");
                let own = groups
                    .iter()
                    .find(|group| group["id"] == json!(id))
                    .expect("the group is there");
                assert_eq!(own["security_groups"], json!([security_group]));
            }
        };
        (format!("look-{broken}-fails"), run)
    });
    cases("two-answers-lost", all);
}

/// Takes everything out of an answer's list.
fn emptied(answer: &mut Json) {
    let members = answer.as_object_mut().expect("an object");
    for (_, member) in members {
        match member {
            Json::Array(elements) => elements.clear(),
            Json::Number(_) => *member = json!(0),
            _ => {}
        }
    }
}

#[test]
fn an_object_that_is_listed_late_is_kept() {
    let all = CREATED.into_iter().map(|(address, create, describe)| {
        let run = move || {
            let mut tf = World::new();
            let config = if address == CONFIGURATION || address == GROUP {
                base()
            } else {
                with(address, json!({}))
            };
            tf.fault(on(describe).first(3), Act::edit(emptied));
            tf.apply(&config).expect_ok();
            tf.clear_faults();
            tf.plan(&config).outcome.expect_no_changes();
        };
        (create.to_owned(), run)
    });
    cases("listed-late", all);
}

#[test]
fn a_create_whose_answer_is_lost_is_looked_for_until_the_api_lists_it() {
    let all = CREATED.into_iter().map(|(address, create, describe)| {
        let run = move || {
            let mut tf = World::new();
            if address != CONFIGURATION {
                let before = if address == GROUP {
                    base().without(GROUP)
                } else {
                    base()
                };
                tf.apply(&before).expect_ok();
            }
            let config = if address == CONFIGURATION || address == GROUP {
                base()
            } else {
                with(address, json!({}))
            };
            tf.fault(on(create).first(1), Act::Drop { executed: true });
            // Five looks find nothing: some three seconds.
            tf.fault(on(describe).first(5), Act::edit(emptied));
            tf.apply(&config).expect_ok();
            let writes = tf.writes();
            assert_eq!(
                writes.iter().filter(|action| *action == create).count(),
                1,
                "it was created twice"
            );
        };
        (create.to_owned(), run)
    });
    cases("answer-lost-and-listed-late", all);
}

#[test]
fn a_notification_whose_answer_comes_after_its_time_is_found() {
    case(|| {
        let mut tf = World::new();
        tf.apply(&base()).expect_ok();
        let config = with(NOTIFICATION, json!({"timeouts": {"create": "4s"}}));
        tf.fault(
            on("CreateScalingNotification").first(1),
            Act::Late(Duration::from_secs(7)),
        );
        tf.apply(&config);
        tf.apply(&config).expect_ok();
        tf.plan(&config).outcome.expect_no_changes();
    });
}

#[test]
fn an_answer_with_an_empty_id_is_no_answer() {
    case(|| {
        let mut tf = World::new();
        tf.apply(&base()).expect_ok();
        let config = with(POLICY, json!({}));
        let nameless = Act::Answer {
            executed: true,
            status: 200,
            body: json!({"RequestId": "r", "ScalingPolicyId": "", "ReturnSet": {"ScalingPolicyId": ""}})
                .to_string(),
        };
        tf.fault(on("CreateScalingPolicy").first(1), nameless);
        tf.apply(&config);
        tf.apply(&config).expect_ok();
        assert!(!tf.id(POLICY).starts_with(':'), "its id is {}", tf.id(POLICY));
        tf.plan(&config).outcome.expect_no_changes();
    });
}

#[test]
fn a_group_whose_first_launch_fails_is_not_replaced() {
    case(|| {
        let mut tf = World::new();
        let config = with(GROUP, json!({"min_size": 1, "wait_for_capacity_timeout": "10m"}));
        tf.fail_activities(1);
        tf.apply(&config);
        let id = tf.id(GROUP);
        tf.apply(&config).expect_ok();
        assert_eq!(tf.id(GROUP), id, "a good group was replaced");
    });
}

#[test]
fn one_instance_can_not_be_a_member_twice() {
    case(|| {
        let mut tf = World::new();
        let config = with("ksyun_scaling_instance.i", json!({})).resource(
            "ksyun_scaling_instance.again",
            arguments("ksyun_scaling_instance.i"),
        );
        tf.apply(&config).expect_refusal("");
    });
}
