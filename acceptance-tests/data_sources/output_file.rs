//! `output_file`.

use std::fs;

use serde_json::{Value, json};

use super::account::{SUBNETS, configuration, group};
use super::data;
use crate::support::Scenario;

#[test]
fn results_are_written_to_a_file_whenever_they_are_read() {
    let mut s = Scenario::start();
    let web = configuration(&s, "web");
    let id = group(&s, "web", &web, SUBNETS[0], "0");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("groups.json");
    fs::write(&file, "an old file").expect("the folder can be written to");

    let output_file = format!("output_file = {file:?}");
    s.apply(data("ksyun_scaling_groups", &[&output_file]))
        .then_plan_is_empty();
    let text = fs::read_to_string(&file).expect("the file is there");
    assert!(
        text.starts_with("[\n\t{\n\t\t\"allow_slb_scaling_policy\": true,\n\t\t\""),
        "{text}"
    );
    let groups: Value = serde_json::from_str(&text).expect("the file is JSON");
    assert_eq!(groups[0]["scaling_group_id"], id);
    assert_eq!(groups[0]["slb_config_set"][0]["server_port_set"], json!([8080]));

    let nothing = data(
        "ksyun_scaling_groups",
        &[&output_file, r#"name_regex = "nothing""#],
    );
    s.plan(nothing);
    assert_eq!(fs::read_to_string(&file).expect("the file is there"), "[]");
}

#[test]
fn a_file_that_cannot_be_written_is_an_error_at_the_argument() {
    let mut s = Scenario::start();
    s.plan_fails(data(
        "ksyun_scaling_groups",
        &[r#"output_file = "/dev/null/groups.json""#],
    ))
    .error("Can't write the results to \"/dev/null/groups.json\"")
    .at("output_file")
    .saying("The folder must exist");
}
