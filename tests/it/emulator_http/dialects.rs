//! Dialects as a client meets them on the wire.

use std::process::Command;

use serde_json::json;

use crate::emulator_http::support::{Emulator, PROGRAM, Signed};
use crate::process::output;

const VERSION: (&str, &str) = ("Version", "2016-03-04");
const DESCRIBE: [(&str, &str); 2] = [("Action", "DescribeScalingGroup"), VERSION];

#[test]
fn numbers_truth_values_and_the_request_id_are_written_as_the_dialect_says() {
    let emulator = Emulator::start(&["--dialect", "numbers=float,booleans=title,request-id=capitals"]);
    let answer = emulator.call(&DESCRIBE);
    assert!(answer.body.contains(r#""ScalingGroupCount":0.0"#), "{answer:?}");
    assert!(answer.json()["RequestID"].is_string(), "{answer:?}");
    let create = [
        ("Action", "CreateScalingConfiguration"),
        VERSION,
        ("ScalingConfigurationName", "web"),
        ("ImageId", "5465174a-6d71-4770-b8e1-917a0dd92466"),
        ("InstanceType", "S6.2B"),
        ("KeepImageLogin", "True"),
    ];
    assert_eq!(emulator.call(&create).status, 200);
    let list = emulator
        .call(&[("Action", "DescribeScalingConfiguration"), VERSION])
        .json();
    assert_eq!(list["ScalingConfigurationSet"][0]["KeepImageLogin"], "True");
}

#[test]
fn an_id_in_capitals_is_taken_back() {
    let emulator = Emulator::start(&["--dialect", "ids=capitals"]);
    let create = [
        ("Action", "CreateScalingConfiguration"),
        VERSION,
        ("ScalingConfigurationName", "web"),
        ("ImageId", "5465174A-6D71-4770-B8E1-917A0DD92466"),
        ("InstanceType", "S6.2B"),
    ];
    assert_eq!(emulator.call(&create).status, 200);
    let list = emulator
        .call(&[("Action", "DescribeScalingConfiguration"), VERSION])
        .json();
    assert_eq!(list["ScalingConfigurationSet"][0]["ImageId"], create[3].1);
}

#[test]
fn the_admin_api_says_which_switches_are_on() {
    let emulator = Emulator::start(&["--dialect", "lag=1500, count=page"]);
    assert_eq!(
        emulator.admin("GET", "/dialect", "").json(),
        json!(["lag=1500", "count=page"])
    );
    assert_eq!(
        Emulator::start(&[]).admin("GET", "/dialect", "").json(),
        json!([])
    );
}

#[test]
fn an_unknown_switch_is_refused_with_those_that_there_are() {
    let mut command = Command::new(PROGRAM);
    let output = output(command.args(["start", "--dialect", "numbers=roman"])).expect("it starts");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(
        text.contains("numbers=roman") && text.contains("numbers=text"),
        "{text}"
    );
}

#[test]
fn the_list_of_projects_is_signed_for_any_region() {
    let emulator = Emulator::start(&[]);
    let pairs = [("Action", "GetAccountAllProjectList"), ("Version", "2015-11-01")];
    let mut signed = Signed::get(&emulator, &pairs);
    (signed.service, signed.region) = ("iam".to_owned(), "cn-north-1".to_owned());
    let answer = emulator.send(&signed.raw());
    assert_eq!(
        answer.json()["ListProjectResult"]["ProjectList"][0]["ProjectId"],
        0
    );
}
