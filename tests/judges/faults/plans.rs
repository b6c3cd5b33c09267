//! Plans that core refuses, or that the apply does.

use ksyun_autoscaling::emulator::service::EmulatorConfig;
use serde_json::{Value as Json, json};

use crate::account::{CONFIGURATION, GROUP, LISTENERS, SECURITY_GROUPS, SUBNET, TASK, base, with};
use crate::expected::{case, cases};
use crate::terraform::Config;
use crate::world::World;

const BALANCER: &str = "4ad0a9f5-0c53-4a3e-b0fb-6f2f1f6d1a0e";

fn listener(id: &str) -> Json {
    json!({"slb_id": BALANCER, "listener_id": id, "server_port_set": [80]})
}

/// The configuration must be refused when it is planned, without a call that changes anything.
fn is_refused_at_plan(config: &Config) {
    let tf = World::new();
    let plan = tf.plan(config);
    plan.outcome.expect_no_violations();
    assert!(!plan.outcome.is_ok(), "it is planned: {:?}", plan.outcome.actions);
}

#[test]
fn empty_texts_and_nulls_in_sets_are_refused_at_plan() {
    let all = [
        ("key_id-empty", CONFIGURATION, json!({"key_id": ["a", ""]})),
        ("key_id-null", CONFIGURATION, json!({"key_id": [null]})),
        (
            "subnet_id_set-empty",
            GROUP,
            json!({"subnet_id_set": [SUBNET, ""]}),
        ),
        (
            "subnet_id_set-null",
            GROUP,
            json!({"subnet_id_set": [SUBNET, null]}),
        ),
        (
            "security_group_id_set-empty",
            GROUP,
            json!({"security_group_id": null, "security_group_id_set": [""]}),
        ),
        ("security_group_id-empty", GROUP, json!({"security_group_id": ""})),
    ];
    let all = all.into_iter().map(|(name, address, changes)| {
        (name.to_owned(), move || {
            is_refused_at_plan(&with(address, changes));
        })
    });
    cases("empty-member", all);
}

#[test]
fn half_a_data_disk_is_refused_at_plan() {
    let all = [
        ("nothing", json!({})),
        ("only-a-size", json!({"disk_size": 20})),
        ("only-a-type", json!({"disk_type": "SSD3.0"})),
    ];
    let all = all.into_iter().map(|(name, disk)| {
        let config = with(CONFIGURATION, json!({"data_disks": [disk]}));
        (name.to_owned(), move || is_refused_at_plan(&config))
    });
    cases("half-a-disk", all);
}

#[test]
fn a_group_with_two_security_groups_can_ignore_changes() {
    let all = [
        ("all", json!("all")),
        ("security_group_id", json!(["security_group_id"])),
    ];
    let all = all.into_iter().map(|(name, ignored)| {
        let run = move || {
            let mut tf = World::new();
            let two = json!({"security_group_id": null, "security_group_id_set": SECURITY_GROUPS});
            tf.apply(&with(GROUP, two.clone())).expect_ok();
            let mut changes = two;
            changes["lifecycle"] = json!({"ignore_changes": ignored});
            tf.plan(&with(GROUP, changes)).outcome.expect_no_changes();
        };
        (name.to_owned(), run)
    });
    cases("ignored-security-group", all);
}

#[test]
fn new_bounds_can_be_applied_while_the_capacity_is_ignored() {
    case(|| {
        let group = |min: u64| {
            with(
                GROUP,
                json!({"min_size": min, "desired_capacity": 2, "lifecycle": {"ignore_changes": ["desired_capacity"]}}),
            )
        };
        let mut tf = World::new();
        tf.apply(&group(0)).expect_ok();
        tf.apply(&group(3)).expect_ok();
    });
}

#[test]
fn the_order_of_listeners_never_matters_even_if_one_is_unknown() {
    case(|| {
        let mut tf = World::new();
        let [a, b] = LISTENERS;
        tf.apply(&with(
            GROUP,
            json!({"slb_config_set": [listener(a), listener(b)]}),
        ))
        .expect_ok();
        let late = with(
            GROUP,
            json!({"slb_config_set": [listener("${late.listener}"), listener(a)]}),
        )
        .late("listener", json!(b));
        tf.apply(&late).expect_ok();
    });
}

#[test]
fn what_is_unknown_at_plan_may_turn_out_to_be_empty() {
    let tags = json!({"tags": {"a": "b"}});
    let disks = json!({"data_disks": [{"disk_type": "SSD3.0", "disk_size": 20}]});
    let times = json!({"recurrence": "0 1 * * *", "end_time": "2040-07-01 01:00:00"});
    let all = [
        (
            "tags",
            CONFIGURATION,
            tags,
            json!({"tags": "${late.x}"}),
            json!({}),
        ),
        (
            "data_disks",
            CONFIGURATION,
            disks,
            json!({"data_disks": "${late.x}"}),
            json!([]),
        ),
        (
            "repeat_unit",
            TASK,
            times.clone(),
            {
                let mut with_unit = times;
                with_unit["repeat_unit"] = json!("${late.x}");
                with_unit
            },
            json!(null),
        ),
    ];
    let all = all.into_iter().map(|(name, address, before, after, value)| {
        let run = move || {
            let mut tf = World::new();
            tf.apply(&with(address, before)).expect_ok();
            let config = with(address, after).late("x", value);
            tf.apply(&config).expect_no_violations();
        };
        (name.to_owned(), run)
    });
    cases("unknown-becomes-empty", all);
}

#[test]
fn a_fixed_capacity_and_an_attached_instance_plan_nothing() {
    let dialects = [
        "",
        "attached=after-activity",
        "attach-capacity=never",
        "attach-capacity=always",
    ];
    let all = dialects.map(|dialect| {
        let run = move || {
            let group = json!({"desired_capacity": 0, "max_size": 2, "status": "UnActive"});
            let config = with(GROUP, group).resource(
                "ksyun_scaling_instance.i",
                crate::account::arguments("ksyun_scaling_instance.i"),
            );
            let mut tf = World::with(EmulatorConfig {
                dialect: dialect.parse().expect("a dialect"),
                ..EmulatorConfig::default()
            });
            tf.apply(&config).expect_ok();
            tf.plan(&config).outcome.expect_no_changes();
        };
        let name = if dialect.is_empty() { "default" } else { dialect };
        (name.to_owned(), run)
    });
    cases("attached-at-rest", all);
}

#[test]
fn a_group_that_is_to_rest_launches_nothing_first() {
    case(|| {
        let config = with(GROUP, json!({"min_size": 2, "status": "UnActive"}));
        let mut tf = World::new();
        let made = tf.apply(&config);
        let said = made
            .warnings()
            .iter()
            .chain(&made.errors())
            .any(|text| text.contains("UnActive"));
        let launched = tf
            .objects("groups")
            .iter()
            .any(|group| !group["activities"].as_array().unwrap().is_empty());
        assert!(
            said || !launched,
            "instances are launched in a group that is to rest, and nobody says so"
        );
    });
}

#[test]
fn an_empty_plan_follows_every_apply() {
    let mut tf = World::new();
    tf.apply(&base()).expect_ok();
    tf.plan(&base()).outcome.expect_no_changes();
}

#[test]
fn no_time_at_all_is_refused_wherever_it_becomes_known() {
    case(|| {
        let mut tf = World::new();
        let late = with(GROUP, json!({"timeouts": {"delete": "${late.time}"}})).late("time", json!("0s"));
        let applied = tf.apply(&late);
        applied.expect_refusal("leaves no time to do anything");
        assert_eq!(tf.objects("groups").len(), 0);
        tf.apply(&base()).expect_ok();
    });
}
