//! Creation, with as little and with as much as there is.

use serde_json::json;

use super::CONFIGURATION;
use crate::support::{Scenario, create, hcl, update};

#[test]
fn an_image_is_enough() {
    let mut s = Scenario::start();
    s.apply(r#"resource "ksyun_scaling_configuration" "web" { image_id = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10" }"#)
        .plans([create(CONFIGURATION)])
        .calls(&json!({"CreateScalingConfiguration": 1}))
        .reads(&json!({"DescribeScalingConfiguration": 1}))
        .sent(
            "CreateScalingConfiguration",
            &[],
            &json!({
                "ScalingConfigurationName": "tf-scaling-config",
                "ImageId": "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10",
                "InstanceType.1": "I1.1A",
            }),
        )
        .state(
            CONFIGURATION,
            &json!({
                "scaling_configuration_name": "tf-scaling-config",
                "instance_type": "I1.1A",
                "charge_type": "HourlyInstantSettlement",
                "system_disk_type": "SSD3.0",
                "system_disk_size": 20,
                "cpu": 1,
                "mem": 1,
                "gpu": 0,
                "project_id": 0,
                "need_monitor_agent": 1,
                "instance_name": "",
                "tags": null,
                "sync_tag": null,
                "password": null,
                "key_id": [],
                "data_disks": [],
            }),
        )
        .then_plan_is_empty()
        .calls(&json!({}))
        .reads(&json!({"DescribeScalingConfiguration": 1}));
    s.destroy()
        .destroys(1)
        .calls(&json!({"DeleteScalingConfiguration": 1}))
        .leaves_nothing();
}

#[test]
fn matrix_a_configuration_with_everything_lives_from_create_to_destroy() {
    let mut s = Scenario::start();
    s.apply(hcl!("scaling_configuration/everything/1-create.tf"))
        .plans([create(CONFIGURATION)])
        .calls(&json!({"CreateScalingConfiguration": 1}))
        .state(
            CONFIGURATION,
            &json!({
                "instance_type": "S6.4A,N3.2B",
                "charge_type": "Daily",
                "data_disk_gb": 10,
                "data_disks": [
                    {"disk_type": "EHDD", "disk_size": 100, "delete_with_instance": true},
                    {"disk_type": "SSD3.0", "disk_size": 20, "delete_with_instance": false},
                ],
                "need_monitor_agent": 0,
                "need_security_agent": 0,
                "tags": {"env": "test", "team": "edge"},
                "sync_tag": true,
                "cpu": 4,
                "mem": 4,
            }),
        )
        .then_plan_is_empty();
    s.apply(hcl!("scaling_configuration/everything/2-change.tf"))
        .plans([update(CONFIGURATION)])
        .calls(&json!({"ModifyScalingConfiguration": 1}))
        .state(
            CONFIGURATION,
            &json!({
                "scaling_configuration_name": "web-frontend",
                "instance_type": "S6.8A",
                "project_id": 7,
                "system_disk_size": 0,
                "data_disk_gb": 0,
                "data_disks": [{"disk_type": "EHDD", "disk_size": 200, "delete_with_instance": false}],
                // An empty text is none: what is there stays.
                "instance_name": "web",
                "instance_name_suffix": "100",
                "tags": {"env": "live"},
                "sync_tag": false,
                "cpu": 8,
            }),
        )
        .then_plan_is_empty();
    s.destroy().destroys(1).leaves_nothing();
}

#[test]
fn zero_and_false_reach_the_api_at_creation() {
    Scenario::start()
        .apply(
            super::web(
                r"  system_disk_size          = 0
  data_disk_gb              = 0
  keep_image_login          = false
  instance_name_time_suffix = false
  need_monitor_agent        = 0
  need_security_agent       = 0",
            )
            .as_str(),
        )
        .sent(
            "CreateScalingConfiguration",
            &["ScalingConfigurationName", "ImageId", "InstanceType.1"],
            &json!({
                "SystemDisk.DiskSize": "0",
                "DataDiskGb": "0",
                "KeepImageLogin": "false",
                "InstanceNameTimeSuffix": "false",
                "NeedMonitorAgent": "0",
                "NeedSecurityAgent": "0",
            }),
        )
        .then_plan_is_empty();
}
