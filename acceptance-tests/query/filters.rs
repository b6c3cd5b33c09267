//! What a query finds, and how few calls it takes.

use serde_json::json;

use super::{account, account_config, list};
use crate::support::{Config, Feature, Scenario, wait_until};

/// The objects that a list with these arguments finds, by name: ids differ from run to run.
#[track_caller]
fn found(s: &mut Scenario, kind: &str, config: &str) -> Vec<String> {
    s.query(Config::query(&list(kind, config))).found_names()
}

#[test]
fn matrix_a_query_shows_objects_by_name_and_id() {
    let Some(mut s) = Scenario::since(Feature::QUERY) else {
        return;
    };
    s.apply(account_config(1).as_str());
    let shown = |address: &str, name: &str| format!("{name} ({})", s.id(&format!("{address}.all[0]")));
    let group = shown("ksyun_scaling_group", "web-0");
    let configuration = shown("ksyun_scaling_configuration", "config-0");
    s.query(Config::query(&list("ksyun_scaling_group", "")))
        .finds(&[&group])
        .reads(&json!({"DescribeScalingGroup": 1}))
        .calls(&json!({}));
    s.query(Config::query(&list("ksyun_scaling_configuration", "")))
        .finds(&[&configuration])
        .reads(&json!({"DescribeScalingConfiguration": 1}));
}

#[test]
fn objects_of_groups_are_shown_with_their_group() {
    let Some(mut s) = Scenario::since(Feature::QUERY) else {
        return;
    };
    s.apply(account_config(1).as_str());
    let group = s.id("ksyun_scaling_group.all[0]");
    for (kind, name) in [
        ("ksyun_scaling_policy", "cpu-high (ID)"),
        ("ksyun_scaling_scheduled_task", "morning (ID)"),
        ("ksyun_scaling_notification", "ID"),
    ] {
        let id = s.id(&format!("{kind}.all[0]"));
        let (id, _) = id.split_once(':').expect("ITEM:GROUP");
        let name = name.replace("ID", id);
        s.query(Config::query(&list(kind, "")))
            .finds(&[&format!("{name} of web-0")]);
        // A group that is named is not looked for, so its name is not known.
        s.query(Config::query(&list(
            kind,
            &format!("scaling_group_id = \"{group}\""),
        )))
        .finds(&[&format!("{name} of {group}")]);
    }
}

#[test]
fn groups_are_picked_by_name_configuration_and_vpc() {
    let Some(mut s) = account(12) else { return };
    let kind = "ksyun_scaling_group";
    assert_eq!(found(&mut s, kind, r#"scaling_group_name = "web-1""#), ["web-1"]);
    assert_eq!(
        found(&mut s, kind, r#"name_contains = "b-1""#),
        ["web-1", "web-10", "web-11"]
    );
    let answer = s
        .emulator()
        .api("DescribeScalingGroup", &[("ScalingGroupName", "web-7")]);
    let group = &answer["ScalingGroupSet"][0];
    let of = |attribute: &str, member: &str| {
        format!("{attribute} = \"{}\"", group[member].as_str().expect("a text"))
    };
    let by_configuration = of("scaling_configuration_id", "ScalingConfigurationId");
    assert_eq!(found(&mut s, kind, &by_configuration), ["web-7"]);
    assert_eq!(found(&mut s, kind, &of("vpc_id", "VpcId")).len(), 12);
    assert_eq!(found(&mut s, kind, r#"vpc_id = "0""#), Vec::<String>::new());
}

#[test]
fn configurations_are_picked_by_name_and_project() {
    let Some(mut s) = account(3) else { return };
    let kind = "ksyun_scaling_configuration";
    assert_eq!(
        found(&mut s, kind, r#"scaling_configuration_name = "config-1""#),
        ["config-1"]
    );
    assert_eq!(
        found(&mut s, kind, r#"name_contains = "config-""#),
        ["config-0", "config-1", "config-2"]
    );
    assert_eq!(found(&mut s, kind, "project_ids = [0, 1024]").len(), 3);
    assert_eq!(found(&mut s, kind, "project_ids = [1024]").len(), 0);
}

#[test]
fn objects_of_groups_are_picked_by_group_and_name() {
    let Some(mut s) = account(3) else { return };
    let answer = s
        .emulator()
        .api("DescribeScalingGroup", &[("ScalingGroupName", "web-1")]);
    let group = answer["ScalingGroupSet"][0]["ScalingGroupId"]
        .as_str()
        .expect("an id");
    let in_group = format!("scaling_group_id = \"{group}\"");
    for (kind, action, name) in [
        (
            "ksyun_scaling_policy",
            "DescribeScalingPolicy",
            "scaling_policy_name = \"cpu-high\"",
        ),
        (
            "ksyun_scaling_scheduled_task",
            "DescribeScheduledTask",
            "scaling_scheduled_task_name = \"morning\"",
        ),
        ("ksyun_scaling_notification", "DescribeScalingNotification", ""),
    ] {
        let query = |config: &str| Config::query(&list(kind, config));
        assert_eq!(
            s.query(query(&in_group))
                .reads(&json!({action: 1}))
                .found_names()
                .len(),
            1
        );
        let all = s
            .query(query(name))
            .reads(&json!({"DescribeScalingGroup": 1, action: 3}));
        assert_eq!(all.found_names().len(), 3);
        if !name.is_empty() {
            assert_eq!(
                s.query(query("name_contains = \"evening\"")).found_names().len(),
                0
            );
        }
    }
    s.query(Config::query(&list(
        "ksyun_scaling_policy",
        "scaling_group_id = \"436995593677910016\"",
    )))
    .finds(&[]);
}

#[test]
fn only_attached_instances_are_listed_unless_others_are_asked_for() {
    let Some(mut s) = account(2) else { return };
    let answer = s
        .emulator()
        .api("DescribeScalingGroup", &[("ScalingGroupName", "web-0")]);
    let group = answer["ScalingGroupSet"][0]["ScalingGroupId"]
        .as_str()
        .expect("an id");
    s.emulator().api(
        "ModifyScalingGroup",
        &[("ScalingGroupId", group), ("DesiredCapacity", "2")],
    );
    wait_for_instances(&s, group, 2);
    let kind = "ksyun_scaling_instance";
    let attached = s.query(Config::query(&list(kind, "")));
    // A group without instances is not asked for them.
    let attached = attached
        .reads(&json!({"DescribeScalingGroup": 1, "DescribeScalingInstance": 1}))
        .found_names();
    let launched = found(&mut s, kind, "creation_type = \"Auto\"");
    assert_eq!((attached.len(), launched.len()), (1, 1));
    assert_ne!(attached, launched);
}

/// Waits until the group has launched what it wants.
#[track_caller]
fn wait_for_instances(s: &Scenario, group: &str, number: usize) {
    wait_until("the scaling", || {
        let answer = s
            .emulator()
            .api("DescribeScalingInstance", &[("ScalingGroupId", group)]);
        answer["ScalingInstanceSet"].as_array().map(Vec::len) == Some(number)
    });
}

#[test]
fn a_notification_that_was_destroyed_is_not_listed() {
    let Some(mut s) = Scenario::since(Feature::QUERY) else {
        return;
    };
    s.apply(account_config(1).as_str());
    let without = account_config(1).replace(
        "resource \"ksyun_scaling_notification\" \"all\" {\n  count                      = var.groups",
        "resource \"ksyun_scaling_notification\" \"all\" {\n  count = 0",
    );
    s.apply(without.as_str());
    s.query(Config::query(&list("ksyun_scaling_notification", "")))
        .finds(&[])
        .reads(&json!({"DescribeScalingGroup": 1, "DescribeScalingNotification": 1}));
}

#[test]
fn a_query_ends_with_its_limit() {
    let Some(mut s) = account(5) else { return };
    let query = list("ksyun_scaling_policy", "").replace("  config", "  limit = 2\n  config");
    let step = s.query(Config::query(&query));
    assert_eq!(step.found_names().len(), 2);
}
