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
fn a_seed_file_is_for_an_emulator_that_has_nothing_yet() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("seed.json");
    let first = Lab::new();
    let group = first.group_of(2);
    std::fs::write(&file, first.emulator.snapshot().to_string()).expect("a file");
    let start = || {
        let config = EmulatorConfig {
            clock: ClockMode::Manual,
            data_dir: Some(folder.path().join("data")),
            seed_file: Some(file.clone()),
            ..EmulatorConfig::default()
        };
        Emulator::new(config).map(|emulator| Lab { emulator })
    };
    let lab = start().expect("a seed");
    assert_eq!(lab.emulator.snapshot(), first.emulator.snapshot());
    lab.ok("DisableScalingGroup", &[("ScalingGroupId", &group)]);
    drop(lab);
    std::fs::write(&file, "{}").expect("a file");
    let again = start().expect("its own objects");
    assert_eq!(again.describe(&group)["Status"], "UnActive");
    drop(again);
    std::fs::remove_dir_all(folder.path().join("data")).expect("a folder");
    let error = start().err().expect("refused").to_string();
    assert!(
        error.contains("seed.json: this is not a snapshot of an emulator"),
        "{error}"
    );
}

#[test]
fn a_call_that_only_asks_or_is_refused_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let lab = with_folder(folder.path());
    let group = lab.group_of(1);
    let size = || {
        std::fs::metadata(folder.path().join("emulator.redb"))
            .expect("a file")
            .modified()
            .expect("a time")
    };
    let before = size();
    lab.describe(&group);
    lab.refused(
        "ModifyScalingGroup",
        &[("ScalingGroupId", &group), ("MinSize", "x")],
    );
    assert_eq!(size(), before);
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
