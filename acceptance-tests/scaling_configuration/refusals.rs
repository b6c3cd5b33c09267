//! Input that is refused before anything is asked of the API, at the argument in question.

use serde_json::json;

use super::web;
use crate::support::{Feature, Scenario};

#[test]
fn input_that_can_not_be_right_is_refused_at_its_argument() {
    let too_long = format!(
        "user_data = base64encode(join(\"\", [for i in range({}) : \"x\"]))",
        1024
    );
    let too_long = too_long.replace("\"x\"", "\"0123456789abcdef!\"");
    let many_tags = "tags = { for i in range(11) : \"k${i}\" => \"v\" }";
    let mut s = Scenario::start();
    for (argument, summary, place, detail) in [
        (
            "instance_type = \"S6.4A,S6.4A\"",
            "Invalid instance_type",
            "instance_type",
            "listed twice",
        ),
        (
            "instance_type = \"S6.4A,\"",
            "Invalid instance_type",
            "instance_type",
            "one comma between two",
        ),
        (
            "user_data = \"#!/bin/sh\"",
            "Invalid user_data",
            "user_data",
            "base64encode",
        ),
        (
            too_long.as_str(),
            "Invalid user_data",
            "user_data",
            "at most 16384",
        ),
        (
            "system_disk_resize_type = \"later\"",
            "Invalid system_disk_resize_type",
            "resize_type",
            "offline",
        ),
        (
            "data_disk_gb = -1",
            "Invalid data_disk_gb",
            "data_disk_gb",
            "at least 0",
        ),
        (
            "address_band_width = 0",
            "Invalid address_band_width",
            "address_band_width",
            "at least 1",
        ),
        (
            "need_monitor_agent = 2",
            "Invalid need_monitor_agent",
            "need_monitor_agent",
            "from 0 to 1",
        ),
        (
            "project_id = -1",
            "Invalid project_id",
            "project_id",
            "at least 0",
        ),
        (many_tags, "Invalid tags", "tags", "11 tags"),
        (
            "sync_tag = true",
            "sync_tag has no effect alone",
            "sync_tag",
            "Set tags as well",
        ),
        (
            "timeouts {\n delete = \"soon\"\n }",
            "Invalid delete",
            "delete = \"soon\"",
            "not a duration",
        ),
    ] {
        s.plan_fails(web(argument).as_str())
            .error(summary)
            .at(place)
            .saying(detail)
            .calls(&json!({}))
            .reads(&json!({}));
    }
}

#[test]
fn sizes_beyond_what_the_documentation_knows_are_told_and_left_to_the_api() {
    let mut s = Scenario::start();
    for (argument, summary, detail) in [
        (
            "system_disk_size = 501",
            "Unusual system_disk_size",
            "from 0 to 500",
        ),
        (
            "data_disks {\n disk_type = \"EHDD\"\n disk_size = 9\n }",
            "Unusual disk_size",
            "from 10 to 16000",
        ),
    ] {
        s.plan(web(argument).as_str()).warning(summary).saying(detail);
    }
}

#[test]
fn a_block_for_a_data_disk_needs_a_type_and_a_size() {
    let mut s = Scenario::start();
    for half in ["disk_size = 20", "disk_type = \"EHDD\""] {
        s.plan_fails(web(&format!("data_disks {{\n {half}\n }}")).as_str())
            .error("Missing required argument")
            .at("data_disks")
            .saying("is required");
    }
}

#[test]
fn a_password_is_set_in_one_way_only_and_with_a_version() {
    let Some(mut s) = Scenario::since(Feature::WRITE_ONLY) else {
        return;
    };
    s.plan_fails(web("password = \"a\"\n  password_wo = \"b\"\n  password_wo_version = 1").as_str())
        .error("The password is set twice")
        .at("password_wo")
        .saying("Remove one of them");
    s.plan_fails(web("password_wo = \"b\"").as_str())
        .error("password_wo needs a version")
        .saying("raise it whenever");
}
