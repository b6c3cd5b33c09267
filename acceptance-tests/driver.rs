//! The ground the scenarios stand on, tried with resources that are built into Terraform.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Value, json};

use crate::support::{Scenario, create, delete, replace, update};

const ONE: &str = r#"
resource "terraform_data" "one" {
  input = "first"
}

output "said" {
  value = { text = terraform_data.one.output }
}
"#;

const REFUSED: &str = r#"
variable "size" {
  default = 7
  validation {
    condition     = var.size < 5
    error_message = "The size must be below 5."
  }
}
"#;

#[test]
fn a_step_knows_what_was_planned_applied_and_left_in_the_state() {
    let mut s = Scenario::without_provider();
    s.apply(ONE)
        .plans([create("terraform_data.one")])
        .state(
            "terraform_data.one",
            &json!({"input": {"value": "first", "type": "string"}}),
        )
        .state_holds(&["terraform_data.one"])
        .output("said", &json!({"text": "first"}))
        .calls(&json!({}))
        .then_plan_is_empty();
    s.plan(ONE.replace("first", "second").as_str())
        .plans([update("terraform_data.one")])
        .planned("terraform_data.one", &json!({"input": "second"}));
    s.apply(format!("{ONE} resource \"terraform_data\" \"two\" {{ triggers_replace = 1 }}").as_str())
        .plans([create("terraform_data.two")]);
    s.apply(format!("{ONE} resource \"terraform_data\" \"two\" {{ triggers_replace = 2 }}").as_str())
        .plans([replace("terraform_data.two")]);
    s.apply(ONE).plans([delete("terraform_data.two")]);
    s.destroy().destroys(1).state_holds(&[]);
}

#[test]
fn a_refused_plan_points_to_the_configuration() {
    let mut s = Scenario::without_provider();
    s.plan_fails(REFUSED)
        .error("Invalid value for variable")
        .at("variable \"size\"")
        .saying("must be below 5")
        .plans([]);
    s.apply_fails(REFUSED).state_holds(&[]);
}

#[test]
fn a_warning_does_not_stop_a_plan() {
    let config = r#"
locals {
  size = 7
}

check "size" {
  assert {
    condition     = local.size < 5
    error_message = "The size is not below 5."
  }
}
"#;
    let mut s = Scenario::without_provider();
    s.plan(config)
        .warning("Check block assertion failed")
        .at("local.size < 5")
        .saying("not below 5")
        .plans([]);
}

#[test]
fn an_imported_object_needs_no_change() {
    let mut s = Scenario::without_provider();
    let config = r#"resource "terraform_data" "one" {}"#;
    s.import(config, "terraform_data.one", "an-id")
        .then_plan_is_empty();
    assert_eq!(s.id("terraform_data.one"), "an-id");
}

#[test]
fn a_state_that_something_else_wrote_is_taken_up() {
    let mut s = Scenario::without_provider();
    s.write_state(&json!({
        "version": 4,
        "serial": 1,
        "resources": [{
            "mode": "managed",
            "type": "terraform_data",
            "name": "one",
            "provider": "provider[\"terraform.io/builtin/terraform\"]",
            "instances": [{
                "schema_version": 0,
                "attributes": {"id": "known", "input": null, "output": null, "triggers_replace": null},
            }],
        }],
    }));
    s.apply(r#"resource "terraform_data" "one" {}"#)
        .plans([])
        .state("terraform_data.one", &json!({"id": "known"}));
}

#[test]
fn a_failure_reports_the_command_the_configuration_and_what_terraform_said() {
    let report = report_of(|s| {
        s.apply(REFUSED);
    });
    for part in [
        "must succeed",
        " apply -json -auto-approve   (exit code 1, ",
        "   2 │ variable \"size\" {",
        "Error: Invalid value for variable",
        "  main.tf line 2: variable \"size\" {",
        "    The size must be below 5.",
    ] {
        assert!(report.contains(part), "{part:?} is missing in:\n{report}");
    }
}

#[test]
fn an_expectation_that_is_not_met_is_a_failure() {
    for (report, part) in [
        (
            report_of(|s| {
                s.apply(ONE).plans([update("terraform_data.one")]);
            }),
            "planned changes: expected [update terraform_data.one], found [create terraform_data.one]",
        ),
        (
            report_of(|s| {
                s.apply(ONE)
                    .state("terraform_data.one", &json!({"output": "third"}));
            }),
            "state: terraform_data.one.output: expected \"third\", found {",
        ),
        (
            report_of(|s| {
                s.apply(ONE).state("terraform_data.two", &json!({}));
            }),
            "state: terraform_data.two is not there",
        ),
        (
            report_of(|s| {
                s.apply(ONE).output("said", &json!({"text": "third"}));
            }),
            "output said.text: expected \"third\", found \"first\"",
        ),
        (
            report_of(|s| {
                s.apply(ONE).keeps("first");
            }),
            "the state must not have \"first\" in it",
        ),
        (
            report_of(|s| {
                s.apply(ONE).calls(&json!({"CreateScalingGroup": 1}));
            }),
            "writing calls: expected {\"CreateScalingGroup\":1}, found {}",
        ),
        (
            report_of(|s| {
                s.apply(ONE).reports(&["half done"]);
            }),
            "the actions must report [\"half done\"], but they reported []",
        ),
        (
            report_of(|s| {
                s.apply(r"resource terraform_data again { input = timestamp() }")
                    .then_plan_is_empty();
            }),
            "terraform_data.again will be updated in-place",
        ),
        (
            report_of(|s| {
                s.plan_fails(ONE);
            }),
            "must fail",
        ),
        (
            report_of(|s| {
                s.plan_fails(REFUSED)
                    .error("Invalid value for variable")
                    .saying("must be above 5");
            }),
            "must have an error \"Invalid value for variable\" saying \"must be above 5\"",
        ),
        (
            report_of(|s| {
                s.plan_fails(REFUSED).error("Invalid value").at("main.tf line 99");
            }),
            "must have an error \"Invalid value\" at \"main.tf line 99\"",
        ),
        (
            report_of(|s| {
                s.plan_fails(REFUSED).warning("Invalid value");
            }),
            "must have a warning \"Invalid value\"",
        ),
        (
            report_of(|s| {
                s.apply(ONE);
                s.destroy().destroys(2);
            }),
            "must destroy 2 objects, not Some(1)",
        ),
    ] {
        assert!(report.contains(part), "{part:?} is missing in:\n{report}");
    }
}

#[test]
fn the_emulator_counts_calls_obeys_faults_and_follows_its_clock() {
    let s = Scenario::without_terraform(&["--clock", "manual", "--activity-seconds", "60"]);
    let emulator = s.emulator();
    let configuration = emulator.api(
        "CreateScalingConfiguration",
        &[
            ("ScalingConfigurationName", "web"),
            ("ImageId", "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"),
            ("InstanceType.1", "S6.4A"),
        ],
    );
    let group = emulator.api(
        "CreateScalingGroup",
        &[
            ("ScalingGroupName", "web"),
            (
                "ScalingConfigurationId",
                text(&configuration["ScalingConfigurationId"]),
            ),
            ("MinSize", "1"),
            ("MaxSize", "1"),
            ("DesiredCapacity", "1"),
            ("RemovePolicy", "RemoveOldestInstance"),
            ("SubnetId.1", "1e3a9b8b-0833-4b29-9d3f-4a4188350591"),
            ("SecurityGroupId", "36e08d58-4b10-440c-9b0b-11da1f551c33"),
        ],
    );
    let group = text(&group["ReturnSet"]["ScalingGroupId"]);
    let instances = || {
        let answer = emulator.api("DescribeScalingInstance", &[("ScalingGroupId", group)]);
        answer["ScalingInstanceSet"].as_array().map(Vec::len)
    };
    assert_eq!(instances(), Some(0));
    emulator.advance(61);
    assert_eq!(instances(), Some(1));

    emulator.forget_calls();
    emulator.fault(&json!({"api": [{
        "action": "DescribeScalingGroup",
        "first": 1,
        "fault": {"kind": "error", "status": 503, "code": "ServiceUnavailable", "message": "Come back later"},
    }]}));
    let refused = catch_unwind(AssertUnwindSafe(|| emulator.api("DescribeScalingGroup", &[])));
    assert!(refused.is_err(), "the first call meets the fault");
    emulator.api("DescribeScalingGroup", &[]);
    assert_eq!(json!(emulator.calls()), json!({"DescribeScalingGroup": 2}));
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

/// The message with which a scenario fails.
fn report_of(steps: impl FnOnce(&mut Scenario)) -> String {
    let failed = catch_unwind(AssertUnwindSafe(|| steps(&mut Scenario::without_provider())));
    *failed
        .expect_err("the scenario fails")
        .downcast::<String>()
        .expect("a panic message")
}
