//! The block `instance_refresh`: a change of the scaling configuration replaces the instances, under every Terraform.

use serde_json::{Value, json};

use crate::actions::{BASE, GROUP, ids};
use crate::support::{Scenario, update};

const SECOND: &str = r#"
resource "ksyun_scaling_configuration" "next" {
  scaling_configuration_name = "next"
  image_id                   = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
  instance_type              = "S6.4A"
}
"#;

/// The group of two instances, made from the configuration `of`, with `arguments` in its block.
fn web(of: &str, arguments: &str) -> String {
    let group = BASE.trim_end().trim_end_matches('}').replace(
        "ksyun_scaling_configuration.web.id",
        &format!("ksyun_scaling_configuration.{of}.id"),
    );
    format!("{group}  instance_refresh {{\n{arguments}\n  }}\n}}\n{SECOND}")
}

/// What the API shows of the group, but for its configuration.
fn group(s: &Scenario) -> Value {
    let mut group = s.emulator().api("DescribeScalingGroup", &[])["ScalingGroupSet"][0].clone();
    let members = group.as_object_mut().expect("a group is an object");
    members.retain(|name, _| !name.starts_with("ScalingConfiguration"));
    group
}

fn all_are_new(before: &[String], after: &[String]) -> bool {
    before.len() == after.len() && after.iter().all(|id| !before.contains(id))
}

#[test]
fn matrix_another_configuration_replaces_all_instances_and_leaves_the_group_as_it_was() {
    let mut s = Scenario::start();
    s.apply(web("web", "").as_str()).then_plan_is_empty();
    let before = (group(&s), ids(s.emulator()));
    s.apply(web("next", "").as_str())
        .plans([update(GROUP)])
        .warning("The instances of the group are replaced")
        .at(GROUP)
        .saying("in batches")
        .then_plan_is_empty();
    assert_eq!(group(&s), before.0);
    let after = ids(s.emulator());
    assert!(all_are_new(&before.1, &after), "{after:?}");
    // Nothing but what is told by the block and the configuration replaces anything.
    s.apply(web("next", "batch_percentage = 100").as_str())
        .then_plan_is_empty();
    assert_eq!(ids(s.emulator()), after);
}

#[test]
fn a_trigger_replaces_them_too_and_a_new_block_does_not() {
    let mut s = Scenario::start();
    s.apply(format!("{BASE}{SECOND}").as_str());
    let before = ids(s.emulator());
    let version = |version: u8| {
        web(
            "web",
            &format!("batch_size = 2\ntriggers = {{ version = {version} }}"),
        )
    };
    s.apply(version(1).as_str())
        .plans([update(GROUP)])
        .calls(&json!({}))
        .then_plan_is_empty();
    assert_eq!(ids(s.emulator()), before);
    s.apply(version(2).as_str())
        .plans([update(GROUP)])
        .then_plan_is_empty();
    assert!(all_are_new(&before, &ids(s.emulator())));
    // Without the block, nothing is remembered of it.
    let between = ids(s.emulator());
    s.apply(format!("{BASE}{SECOND}").as_str())
        .plans([update(GROUP)])
        .calls(&json!({}))
        .state(GROUP, &json!({"instances_refreshed_for": null}))
        .then_plan_is_empty();
    assert_eq!(ids(s.emulator()), between);
}

#[test]
fn a_refresh_that_failed_goes_on_with_the_next_apply() {
    let mut s = Scenario::start();
    s.apply(web("web", "").as_str());
    let before = (group(&s), ids(s.emulator()));
    let failing = json!({"activities": [{"group": "*", "next": 1, "error_code": 501}]});
    s.emulator().fault(&failing);
    s.apply_fails(web("next", "").as_str())
        .error_saying("Run terraform apply again to go on")
        .at(GROUP)
        .saying("The next apply goes on with the others");
    assert_eq!((group(&s), ids(s.emulator())), before);
    s.apply(web("next", "").as_str())
        .plans([update(GROUP)])
        .then_plan_is_empty();
    assert_eq!(group(&s), before.0);
    assert!(all_are_new(&before.1, &ids(s.emulator())));

    // Where that is wanted, a failure does not hold up what depends on the group.
    s.emulator().fault(&failing);
    let before = ids(s.emulator());
    let tolerant = |of: &str| web(of, "stop_on_failure = false");
    s.apply(tolerant("web").as_str())
        .warning_saying("The next apply goes on with the others")
        .at(GROUP);
    assert_eq!(ids(s.emulator()), before);
    s.apply(tolerant("web").as_str())
        .plans([update(GROUP)])
        .then_plan_is_empty();
    assert!(all_are_new(&before, &ids(s.emulator())));
}

#[test]
fn a_disabled_group_is_refreshed_once_it_is_enabled() {
    let mut s = Scenario::start();
    s.apply(web("web", "").as_str());
    let before = ids(s.emulator());
    let disabled = web("next", "").replace("  remove_policy", "  status = \"UnActive\"\n  remove_policy");
    s.apply(disabled.as_str())
        .warning("replaced once the group is enabled")
        .at(GROUP)
        .saying("UnActive");
    s.plan(disabled.as_str()).plans([]);
    assert_eq!(ids(s.emulator()), before);
    s.apply(web("next", "").as_str())
        .plans([update(GROUP)])
        .then_plan_is_empty();
    assert!(all_are_new(&before, &ids(s.emulator())));
}

#[test]
fn arguments_that_make_no_sense_are_refused() {
    let mut s = Scenario::start();
    for (arguments, summary, place) in [
        ("batch_size = 0", "Invalid batch_size", "batch_size"),
        (
            "batch_size = 1\n batch_percentage = 10",
            "The size of a batch is set twice",
            "batch_percentage",
        ),
        (
            "minimum_healthy = \"most\"",
            "Invalid minimum_healthy",
            "minimum_healthy",
        ),
        ("pause = \"a while\"", "Invalid pause", "pause"),
    ] {
        s.plan_fails(web("web", arguments).as_str())
            .error(summary)
            .at(place);
    }
}
