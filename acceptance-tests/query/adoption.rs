//! An account that was made by hand becomes one that Terraform manages: query, generated configuration, import.

use serde_json::json;

use super::{account, account_config, list};
use crate::support::{Config, Feature, Scenario, hcl};

#[test]
fn matrix_a_whole_account_is_adopted_without_a_change() {
    let Some(mut s) = account(30) else { return };
    let generated = s
        .generate_from_query(hcl!("query/whole-account.tfquery.hcl"))
        .generated();
    let log = s.emulator().call_log();
    let asked = |action: &str| log.iter().filter(|call| call["action"] == action).count();
    for action in [
        "DescribeScalingPolicy",
        "DescribeScheduledTask",
        "DescribeScalingNotification",
    ] {
        assert_eq!(asked(action), 30, "{action}");
    }
    // Only one group has instances.
    assert_eq!(asked("DescribeScalingInstance"), 1);
    // One for itself, and one for each list of objects of groups; each may ask once more, to learn what a count counts.
    assert!((5..=10).contains(&asked("DescribeScalingGroup")));
    assert!((1..=2).contains(&asked("DescribeScalingConfiguration")));
    let objects = 5 * 30 + 1;
    s.plan(generated.as_str()).only_imports(objects);
    s.apply(generated.as_str()).calls(&json!({})).then_plan_is_empty();
}

#[test]
fn the_generated_configuration_is_what_a_person_would_write() {
    let Some(mut s) = Scenario::since(Feature::QUERY) else {
        return;
    };
    s.apply(account_config(2).as_str());
    let names = [
        ("ksyun_scaling_configuration.all[0]", "CONFIGURATION-0"),
        ("ksyun_scaling_configuration.all[1]", "CONFIGURATION-1"),
        ("ksyun_scaling_group.all[0]", "GROUP-0"),
        ("ksyun_scaling_group.all[1]", "GROUP-1"),
        ("ksyun_scaling_policy.all[0]", "POLICY-0"),
        ("ksyun_scaling_scheduled_task.all[0]", "TASK-0"),
        ("ksyun_scaling_notification.all[0]", "NOTIFICATION-0"),
    ];
    let names = names.map(|(address, name)| {
        let id = s.id(address);
        (id.split(':').next().unwrap_or_default().to_owned(), name)
    });
    let in_group = format!("scaling_group_id = {:?}", s.id("ksyun_scaling_group.all[0]"));
    for (snapshot, kind, config) in [
        (
            "configuration",
            "configuration",
            r#"scaling_configuration_name = "config-0""#,
        ),
        ("group", "group", r#"scaling_group_name = "web-0""#),
        (
            "group_with_two_security_groups",
            "group",
            r#"scaling_group_name = "web-1""#,
        ),
        ("policy", "policy", &in_group),
        ("scheduled_task", "scheduled_task", &in_group),
        ("notification", "notification", &in_group),
        ("instance", "instance", &in_group),
    ] {
        let kind = format!("ksyun_scaling_{kind}");
        let query = list(&kind, config).replace("provider = ksyun", "provider = ksyun-autoscaling");
        let mut text = s.generate_from_query(Config::query(&query)).generated();
        for (id, name) in &names {
            text = text.replace(id, name);
        }
        insta::assert_snapshot!(snapshot, text);
    }
}

#[test]
fn an_import_block_without_a_configuration_gets_one() {
    let Some(mut s) = Scenario::since(Feature::QUERY) else {
        return;
    };
    s.apply(account_config(2).as_str());
    let import = |kind: &str| {
        let address = format!("ksyun_scaling_{kind}");
        let id = s.id(&format!("{address}.all[1]"));
        format!("import {{\n  to = {address}.adopted\n  id = \"{id}\"\n  provider = ksyun-autoscaling\n}}\n")
    };
    let imports = ["configuration", "group", "policy", "scheduled_task"].map(import);
    let imports = imports.concat();
    s.forget_all();
    let generated = s.generate_from_imports(imports.as_str()).generated();
    let config = format!("{imports}\n{generated}");
    s.plan(config.as_str()).only_imports(4);
    s.apply(config.as_str()).calls(&json!({})).then_plan_is_empty();
}

#[test]
fn a_group_is_imported_with_the_configuration_that_an_older_terraform_writes() {
    let Some(mut s) = Scenario::before(Feature::QUERY) else {
        return;
    };
    s.apply(account_config(1).as_str());
    let id = s.id("ksyun_scaling_group.all[0]");
    s.forget_all();
    let import = format!(
        "import {{\n  to = ksyun_scaling_group.adopted\n  id = {id:?}\n  provider = ksyun-autoscaling\n}}\n"
    );
    let generated = s.generate_from_imports(import.as_str()).generated();
    let config = format!("{import}\n{generated}");
    s.apply(config.as_str())
        .only_imports(1)
        .calls(&json!({}))
        .then_plan_is_empty();
}
