use serde_json::json;

use super::*;
use crate::emulator::testing::{ACTIVITY, Lab};

fn with_folder(folder: &std::path::Path) -> Lab {
    let config = EmulatorConfig {
        clock: ClockMode::Manual,
        activity_seconds: Duration::from_secs(ACTIVITY).as_secs_f64(),
        data_dir: Some(folder.to_owned()),
        ..EmulatorConfig::default()
    };
    Lab {
        emulator: Emulator::new(config).expect("an emulator"),
    }
}

#[test]
fn an_unknown_action_does_not_exist() {
    assert_eq!(
        Lab::new().refused("TerminateEverything", &[]),
        ApiError::unknown_action()
    );
}

#[test]
fn a_dry_run_of_any_action_answers_that_it_would_succeed_and_does_nothing() {
    let lab = Lab::new();
    let before = lab.emulator.snapshot();
    for action in crate::emulator::actions::ACTIONS {
        assert_eq!(
            lab.refused(action, &[("DryRun", "true")]),
            ApiError::dry_run(),
            "{action}"
        );
    }
    assert_eq!(lab.emulator.snapshot(), before);
    assert_eq!(
        lab.ok("DescribeScalingGroup", &[("DryRun", "false")])["ScalingGroupCount"],
        0
    );
}

#[test]
fn objects_live_in_the_region_of_their_caller() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    let elsewhere = |action: &str| lab.call_in("cn-shanghai-2", action, &[("ScalingGroupId", &group)]);
    assert_eq!(
        elsewhere("DescribeScalingGroup").expect("a list")["ScalingGroupCount"],
        0
    );
    assert_eq!(
        elsewhere("DeleteScalingGroup"),
        Err(ApiError::not_found("ScalingGroup", &group))
    );
}

#[test]
fn parameters_that_no_handler_reads_are_known_afterwards() {
    let emulator = Lab::new().emulator;
    let pairs = [("ScalingGroupName", "web"), ("ScalingGroupNames.1", "web")];
    let params = Params::new(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
    emulator
        .call(
            &Caller {
                region: "cn-beijing-6",
            },
            "DescribeScalingGroup",
            &params,
        )
        .expect("a list");
    assert_eq!(params.unread(), ["ScalingGroupNames.1"]);
}

#[test]
fn the_same_seed_clock_and_calls_give_the_same_state() {
    let run = || {
        let lab = Lab::new();
        lab.group_of(3);
        lab.emulator.snapshot()
    };
    assert_eq!(run(), run());
}

#[test]
fn an_emulator_goes_on_where_it_was_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let (group, before) = {
        let lab = with_folder(folder.path());
        let group = lab.group_with(&[("DesiredCapacity", "2")]);
        lab.pass(ACTIVITY - 1);
        (group, lab.emulator.snapshot())
    };
    let lab = with_folder(folder.path());
    assert_eq!(lab.emulator.snapshot(), before);
    lab.pass(1);
    assert_eq!(lab.capacity(&group), (json!(2), json!(2)));
}

#[test]
fn a_damaged_state_is_reported_with_its_file() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("emulator.json"), "{").expect("a file");
    let config = EmulatorConfig {
        data_dir: Some(folder.path().to_owned()),
        ..EmulatorConfig::default()
    };
    let error = Emulator::new(config).err().expect("an error").to_string();
    assert!(
        error.contains("emulator.json is not a saved emulator state"),
        "{error}"
    );
}

#[test]
fn a_state_that_cannot_be_saved_is_a_failure_of_the_service() {
    let folder = tempfile::tempdir().expect("a folder");
    let lab = with_folder(&folder.path().join("data"));
    std::fs::remove_dir_all(folder.path().join("data")).expect("an empty folder");
    let error = lab.emulator.reset().expect_err("a failure");
    assert_eq!((error.status, error.code.as_str()), (500, "ServiceUnavailable"));
}

#[test]
fn a_reset_forgets_the_objects_and_keeps_the_time() {
    let lab = Lab::new();
    lab.group_of(1);
    let now = lab.emulator.clock().now();
    lab.emulator.reset().expect("no file to be written");
    assert_eq!(lab.emulator.snapshot()["regions"], json!({}));
    assert_eq!(lab.emulator.clock().now(), now);
}

#[test]
fn measurements_and_health_checks_name_things_that_exist() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    let emulator = &lab.emulator;
    assert_eq!(
        emulator.push_metric("7", "cpu_usage", 1.0),
        Err(ApiError::not_found("ScalingGroup", "7"))
    );
    assert_eq!(
        emulator.push_metric(&group, "disk_usage", 1.0),
        Err(ApiError::invalid_parameter("Dimension"))
    );
    assert_eq!(
        emulator.push_metric(&group, "cpu_usage", f64::NAN),
        Err(ApiError::invalid_parameter("Value"))
    );
    let unknown = emulator.set_instance_health(&group, "i", false);
    assert_eq!(unknown, Err(ApiError::not_found("ScalingInstance", "i")));
}
