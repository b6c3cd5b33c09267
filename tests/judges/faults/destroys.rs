//! Objects that go, or are to go.

use serde_json::json;

use crate::account::{GROUP, INSTANCE, MACHINE, POLICY, arguments, base, with};
use crate::cloud::{Act, on};
use crate::expected::{case, cases};
use crate::terraform::{Action, Config, Options};
use crate::world::World;

/// A group with three instances that were attached by Terraform.
fn three_members(group: serde_json::Value) -> Config {
    let machines = [
        MACHINE,
        "5d6c9164-7356-4935-ab45-a0977c6a16a4",
        "6e7da275-8467-4a46-bc56-b1a88d7b27b5",
    ];
    let member = json!({"for_each": machines, "scaling_instance_id": "${each.value}", "protected_from_detach": 0,
        "scaling_group_id": "${ksyun_scaling_group.g.id}"});
    with(GROUP, group).resource("ksyun_scaling_instance.i", member)
}

#[test]
fn a_smaller_group_ends_no_attached_instance_without_naming_it() {
    case(|| {
        let mut tf = World::new();
        tf.apply(&three_members(json!({"max_size": 3}))).expect_ok();
        let smaller = tf.plan(&three_members(json!({"max_size": 2}))).outcome;
        let said = smaller
            .warnings()
            .iter()
            .chain(&smaller.errors())
            .any(|text| text.contains(MACHINE));
        assert!(
            said,
            "nobody says which attached instance ends: {:?}",
            smaller.warnings()
        );
    });
}

#[test]
fn everything_is_destroyed_though_the_only_member_is_attached() {
    case(|| {
        let mut tf = World::new();
        let empty = with(GROUP, json!({"status": "Active"}));
        tf.apply(&empty).expect_ok();
        let config = with(GROUP, json!({"min_size": 0})).resource(INSTANCE, arguments(INSTANCE));
        tf.apply(&config).expect_ok();
        let config = with(GROUP, json!({"min_size": 1})).resource(INSTANCE, arguments(INSTANCE));
        tf.apply(&config).expect_ok();
        tf.destroy(&config).expect_ok();
        assert_eq!(tf.objects("groups").len(), 0);
    });
}

#[test]
fn the_only_member_of_a_full_group_is_replaced() {
    case(|| {
        let mut tf = World::new();
        let group = |bounds: serde_json::Value| with(GROUP, bounds);
        let small = json!({"min_size": 0, "max_size": 1});
        tf.apply(&group(small.clone()).resource(INSTANCE, arguments(INSTANCE)))
            .expect_ok();
        let full = json!({"min_size": 1, "max_size": 1});
        let config = group(full).resource(INSTANCE, arguments(INSTANCE));
        tf.apply(&config).expect_ok();
        let replace = Options {
            replace: vec![INSTANCE.to_owned()],
            ..Options::default()
        };
        tf.apply_with(&config, &replace).expect_ok();
        assert_eq!(tf.objects("groups")[0]["min_size"], 1);
        let other = json!({"scaling_instance_id": "5d6c9164-7356-4935-ab45-a0977c6a16a4"});
        let config = config.resource(INSTANCE, crate::account::changed(INSTANCE, other));
        tf.apply(&config).expect_ok();
        tf.wait(std::time::Duration::from_mins(10));
        let group = &tf.objects("groups")[0];
        assert_eq!(
            (&group["min_size"], group["instances"].as_array().map(Vec::len)),
            (&json!(1), Some(1))
        );
        tf.plan(&config).outcome.expect_no_changes();
    });
}

#[test]
fn a_replaced_group_with_deletion_protection_does_not_stay_for_ever() {
    case(|| {
        let mut tf = World::new();
        let group = json!({
            "min_size": 1,
            "deletion_protection": true,
            "lifecycle": {"create_before_destroy": true},
        });
        let config = with(GROUP, group);
        tf.apply(&config).expect_ok();
        tf.wait(std::time::Duration::from_mins(1));
        let options = Options {
            replace: vec![GROUP.to_owned()],
            ..Options::default()
        };
        tf.apply_with(&config, &options);
        tf.apply(&config);
        let unprotected = json!({
            "min_size": 1,
            "deletion_protection": false,
            "lifecycle": {"create_before_destroy": true},
        });
        tf.apply(&with(GROUP, unprotected)).expect_ok();
        assert_eq!(tf.objects("groups").len(), 1, "the replaced group is still there");
    });
}

#[test]
fn a_member_whose_group_is_gone_is_gone_whatever_the_refusal_is_called() {
    let codes = [
        "ScalingGroupNotExist",
        "ScalingGroupNotExists",
        "NoSuchScalingGroup",
        "InvalidScalingGroup",
    ];
    let all = codes.into_iter().map(|code| {
        let run = move || {
            let config = with(POLICY, json!({}));
            let mut tf = World::new();
            tf.apply(&config).expect_ok();
            let group = tf.id(GROUP);
            tf.console("DeleteScalingGroup", &[("ScalingGroupId.1", &group)]);
            tf.fault(on("DescribeScalingPolicy"), Act::error(404, code));
            let plan = tf.plan(&config).outcome;
            plan.expect_ok();
            assert_eq!(plan.action(POLICY), Action::Create);
        };
        (code.to_owned(), run)
    });
    cases("gone-by-another-name", all);
}

#[test]
fn another_region_does_not_make_everything_anew() {
    let all = [true, false].into_iter().map(|knows_identities| {
        let run = move || {
            let mut tf = World::new();
            tf.knows_identities = knows_identities;
            tf.apply(&base()).expect_ok();
            tf.region = "cn-shanghai-2".to_owned();
            let plan = tf.plan(&base()).outcome;
            assert!(
                !plan.is_ok(),
                "it is planned in another region: {:?}",
                plan.actions
            );
        };
        (
            if knows_identities {
                "since-1.12"
            } else {
                "before-1.12"
            }
            .to_owned(),
            run,
        )
    });
    cases("another-region", all);
}

#[test]
fn a_plan_for_one_region_is_not_applied_in_another() {
    case(|| {
        let mut tf = World::new();
        let plan = tf.plan(&base());
        tf.region = "cn-shanghai-2".to_owned();
        let applied = tf.carry_out(&plan, &base(), &Options::default());
        assert!(
            !applied.is_ok(),
            "objects are made in a region for which nothing was planned"
        );
        assert_eq!(tf.objects("configurations").len(), 0);
    });
}
