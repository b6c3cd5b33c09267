//! States that the official provider wrote: taken over without a change, whatever style the configuration has.

use serde_json::{Value, json};

use super::CONFIGURATION;
use crate::support::{Config, Scenario, update};

/// A configuration that lives at the API and that `attributes` describe in the state.
fn existing(s: &Scenario, parameters: &[(&str, &str)]) -> String {
    let created = s.emulator().api("CreateScalingConfiguration", parameters);
    created["ScalingConfigurationId"]
        .as_str()
        .expect("the API gives the id of a new configuration")
        .to_owned()
}

/// What the official provider keeps of a configuration for which hardly anything was set.
fn least(id: &str) -> Value {
    json!({
        "id": id,
        "scaling_configuration_name": "tf-scaling-config",
        "image_id": "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10",
        "instance_type": "I1.1A",
        "password": "",
        "system_disk_type": "SSD3.0",
        "system_disk_size": 20,
        "data_disk_gb": 0,
        "data_disks": [],
        "key_id": [],
        "project_id": 0,
        "keep_image_login": false,
        "instance_name": "",
        "instance_name_suffix": "",
        "instance_name_time_suffix": false,
        "user_data": "",
        "need_monitor_agent": 1,
        "need_security_agent": 1,
        "address_band_width": 0,
        "band_width_share_id": "",
        "line_id": "",
        "address_project_id": 0,
        "charge_type": "HourlyInstantSettlement",
        "cpu": 1,
        "gpu": 0,
        "mem": 1,
        "create_time": "2024-01-15 16:30:00",
    })
}

const LEAST: [(&str, &str); 3] = [
    ("ScalingConfigurationName", "tf-scaling-config"),
    ("ImageId", "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"),
    ("InstanceType.1", "I1.1A"),
];

/// A configuration that is still written for the official provider's source.
fn written(arguments: &str) -> Config {
    super::web(arguments).as_str().into()
}

#[test]
fn matrix_a_state_of_the_official_provider_is_taken_over_without_a_change() {
    let mut s = Scenario::start();
    let id = existing(&s, &LEAST);
    s.left_by_the_official_provider(&[(CONFIGURATION, &least(&id))]);
    let image_alone = r#"resource "ksyun_scaling_configuration" "web" {
  image_id = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
}"#;
    s.apply(image_alone)
        .plans([])
        .calls(&json!({}))
        .state(CONFIGURATION, &json!({"id": id, "password": null}))
        .then_plan_is_empty();
    s.apply(image_alone.replace('}', "  system_disk_size = 50\n}").as_str())
        .plans([update(CONFIGURATION)])
        .sent(
            "ModifyScalingConfiguration",
            &["ScalingConfigurationId"],
            &json!({"SystemDisk.DiskSize": "50"}),
        )
        .then_plan_is_empty();
}

#[test]
fn a_null_stands_for_what_was_never_set_too() {
    let mut s = Scenario::start();
    let id = existing(&s, &LEAST);
    let mut state = least(&id);
    for name in [
        "password",
        "data_disks",
        "key_id",
        "user_data",
        "line_id",
        "address_band_width",
        "instance_name",
    ] {
        state[name] = Value::Null;
    }
    s.left_by_the_official_provider(&[(CONFIGURATION, &state)]);
    s.apply(r#"resource "ksyun_scaling_configuration" "web" { image_id = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10" }"#)
        .plans([])
        .then_plan_is_empty();
}

#[test]
fn matrix_a_configuration_with_blocks_lists_and_zeros_is_taken_over() {
    let mut s = Scenario::start();
    let id = existing(
        &s,
        &[
            ("ScalingConfigurationName", "web"),
            ("ImageId", "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"),
            ("InstanceType.1", "N3.2B"),
            ("InstanceType.2", "S6.4A"),
            ("SystemDisk.DiskType", "SSD3.0"),
            ("SystemDisk.DiskSize", "50"),
            ("DataDisk.1.Type", "EHDD"),
            ("DataDisk.1.Size", "20"),
            ("DataDisk.1.DeleteWithInstance", "true"),
            ("KeyId.1", "8f1c7d0e-6f5b-4c7e-9d0a-2b4c6d8e0f12"),
            ("InstanceName", "node"),
            ("NeedMonitorAgent", "0"),
            ("UserData", "aGVsbG8="),
        ],
    );
    let mut state = least(&id);
    for (name, value) in [
        ("scaling_configuration_name", json!("web")),
        ("instance_type", json!("N3.2B,S6.4A")),
        ("password", json!("Known-to-state-1")),
        ("system_disk_size", json!(50)),
        (
            "data_disks",
            json!([{"disk_type": "EHDD", "disk_size": 20, "delete_with_instance": true}]),
        ),
        ("key_id", json!(["8f1c7d0e-6f5b-4c7e-9d0a-2b4c6d8e0f12"])),
        ("instance_name", json!("node")),
        ("need_monitor_agent", json!(0)),
        ("user_data", json!("aGVsbG8=")),
        ("cpu", json!(2)),
        ("mem", json!(4)),
    ] {
        state[name] = value;
    }
    s.left_by_the_official_provider(&[(CONFIGURATION, &state)]);
    let full = r#"
  instance_type             = "S6.4A,N3.2B"
  password                  = "Known-to-state-1"
  system_disk_type          = "SSD3.0"
  system_disk_size          = "50"
  data_disk_gb              = 0
  project_id                = 0
  keep_image_login          = false
  key_id                    = ["8f1c7d0e-6f5b-4c7e-9d0a-2b4c6d8e0f12"]
  instance_name             = "node"
  instance_name_suffix      = ""
  instance_name_time_suffix = false
  need_monitor_agent        = 0
  user_data                 = base64encode("hello")
  data_disks {
    disk_type            = "EHDD"
    disk_size            = 20
    delete_with_instance = true
  }"#;
    let sparse = r#"
  instance_type = "N3.2B,S6.4A"
  password      = "Known-to-state-1"
  data_disks {
    disk_type = "EHDD"
    disk_size = 20
  }"#;
    let silent = "
  instance_type = \"N3.2B,S6.4A\"
  password      = \"Known-to-state-1\"";
    for style in [full, sparse, silent] {
        s.plan(written(style)).plans([]).calls(&json!({}));
    }
    s.apply(written(&full.replace("\"node\"", "\"worker\"")))
        .plans([update(CONFIGURATION)])
        .sent(
            "ModifyScalingConfiguration",
            &["ScalingConfigurationId"],
            &json!({"InstanceName": "worker"}),
        )
        .then_plan_is_empty();
}

#[test]
fn tags_that_the_official_provider_does_not_know_do_no_harm() {
    let mut s = Scenario::start();
    let tagged = [
        &LEAST[..],
        &[
            ("Tag.1.Key", "owner"),
            ("Tag.1.Value", "ops"),
            ("SyncTag", "true"),
        ],
    ]
    .concat();
    let id = existing(&s, &tagged);
    s.left_by_the_official_provider(&[(CONFIGURATION, &least(&id))]);
    s.apply(r#"resource "ksyun_scaling_configuration" "web" { image_id = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10" }"#)
        .plans([])
        .state(CONFIGURATION, &json!({"tags": null, "sync_tag": null}))
        .then_plan_is_empty();
}
