//! What was changed, destroyed or made outside of Terraform.

use serde_json::json;

use super::{CONFIGURATION, web};
use crate::support::{Scenario, create, hcl, update};

#[test]
fn every_change_outside_of_terraform_is_found_and_set_back() {
    let mut s = Scenario::start();
    s.apply(hcl!("scaling_configuration/everything/1-create.tf"));
    let id = s.id(CONFIGURATION);
    let uuid = "1f3b1d2c-1a2b-4c3d-8e4f-5a6b7c8d9e0f";
    for (parameter, value, seen) in [
        (
            "ScalingConfigurationName",
            "other",
            json!({"scaling_configuration_name": "other"}),
        ),
        ("ImageId", uuid, json!({"image_id": uuid})),
        (
            "InstanceType.1",
            "S6.1A",
            json!({"instance_type": "S6.1A", "cpu": 1}),
        ),
        (
            "ChargeType",
            "HourlyInstantSettlement",
            json!({"charge_type": "HourlyInstantSettlement"}),
        ),
        ("ProjectId", "9", json!({"project_id": 9})),
        ("SystemDisk.DiskType", "EHDD", json!({"system_disk_type": "EHDD"})),
        ("SystemDisk.DiskSize", "0", json!({"system_disk_size": 0})),
        ("DataDiskGb", "0", json!({"data_disk_gb": 0})),
        ("KeyId.1", uuid, json!({"key_id": [uuid]})),
        ("KeepImageLogin", "true", json!({"keep_image_login": true})),
        ("UserData", "", json!({"user_data": ""})),
        ("AddressBandWidth", "1", json!({"address_band_width": 1})),
        ("BandWidthShareId", uuid, json!({"band_width_share_id": uuid})),
        ("LineId", uuid, json!({"line_id": uuid})),
        ("AddressProjectId", "9", json!({"address_project_id": 9})),
        ("InstanceName", "", json!({"instance_name": ""})),
        ("InstanceNameSuffix", "", json!({"instance_name_suffix": ""})),
        (
            "InstanceNameTimeSuffix",
            "true",
            json!({"instance_name_time_suffix": true}),
        ),
        ("NeedMonitorAgent", "1", json!({"need_monitor_agent": 1})),
        ("NeedSecurityAgent", "1", json!({"need_security_agent": 1})),
        ("Tag.1.Key", "owner", json!({"tags": {"owner": ""}})),
        ("SyncTag", "false", json!({"sync_tag": false})),
    ] {
        s.emulator().api(
            "ModifyScalingConfiguration",
            &[("ScalingConfigurationId", &id), (parameter, value)],
        );
        s.refresh().state(CONFIGURATION, &seen);
    }
    s.emulator().api(
        "ModifyScalingConfiguration",
        &[
            ("ScalingConfigurationId", &id),
            ("DataDisk.1.Type", "SSD3.0"),
            ("DataDisk.1.Size", "500"),
        ],
    );
    s.apply(hcl!("scaling_configuration/everything/1-create.tf"))
        .drifts([update(CONFIGURATION)])
        .plans([update(CONFIGURATION)])
        .calls(&json!({"ModifyScalingConfiguration": 1}))
        .state(
            CONFIGURATION,
            &json!({
                "scaling_configuration_name": "web",
                "instance_type": "S6.4A,N3.2B",
                "project_id": 0,
                "system_disk_size": 40,
                "data_disks": [{"disk_size": 100}, {"disk_size": 20}],
                "instance_name": "web",
                "need_monitor_agent": 0,
                "tags": {"env": "test", "team": "edge"},
                "sync_tag": true,
            }),
        )
        .then_plan_is_empty();
}

#[test]
fn the_api_may_list_instance_types_in_another_order() {
    let mut s = Scenario::start();
    s.apply(web("instance_type = \"S6.4A,N3.2B\"").as_str());
    s.emulator().api(
        "ModifyScalingConfiguration",
        &[
            ("ScalingConfigurationId", &s.id(CONFIGURATION)),
            ("InstanceType.1", "N3.2B"),
            ("InstanceType.2", "S6.4A"),
        ],
    );
    s.plan(web("instance_type = \"S6.4A,N3.2B\"").as_str()).plans([]);
}

#[test]
fn a_configuration_that_disappeared_is_made_again() {
    let mut s = Scenario::start();
    s.apply(web("").as_str());
    s.emulator().api(
        "DeleteScalingConfiguration",
        &[("ScalingConfigurationId.1", &s.id(CONFIGURATION))],
    );
    s.apply(web("").as_str())
        .plans([create(CONFIGURATION)])
        .calls(&json!({"CreateScalingConfiguration": 1}))
        .then_plan_is_empty();
}

#[test]
fn a_configuration_that_disappears_during_a_change_is_reported() {
    let mut s = Scenario::start();
    s.apply(web("").as_str());
    s.emulator().fault(&json!({"api": [{
        "action": "ModifyScalingConfiguration",
        "fault": {"kind": "error", "status": 404, "code": "ScalingConfigurationNotFound", "message": "not found"},
    }]}));
    s.apply_fails(web("system_disk_size = 50").as_str())
        .error("Can't change")
        .at(CONFIGURATION)
        .saying("deleted outside of Terraform")
        .state_holds(&[CONFIGURATION]);
}

#[test]
fn matrix_an_import_gives_an_empty_plan_except_for_the_password() {
    let mut s = Scenario::start();
    let config = include_str!("everything/1-create.tf")
        .replace("  system_disk_resize_type = \"offline\"\n", "")
        .replace("  timeouts {\n    delete = \"10s\"\n  }\n", "");
    let without_password = config.replace("  password         = \"First-password-1\"\n", "");
    s.apply(config.as_str());
    let id = s.id(CONFIGURATION);
    s.forget(CONFIGURATION);
    s.import(without_password.as_str(), CONFIGURATION, &id)
        .state(
            CONFIGURATION,
            &json!({"password": null, "tags": {"env": "test", "team": "edge"}, "sync_tag": true}),
        )
        .then_plan_is_empty();
    s.apply(config.as_str())
        .plans([update(CONFIGURATION)])
        .sent(
            "ModifyScalingConfiguration",
            &["ScalingConfigurationId"],
            &json!({"Password": "***"}),
        )
        .then_plan_is_empty();
}

#[test]
fn an_import_of_the_least_configuration_gives_an_empty_plan() {
    let mut s = Scenario::start();
    let empty =
        web("instance_name = \"\"\n  instance_name_suffix = \"\"\n  system_disk_size = 0\n  key_id = []");
    for config in [web(""), empty] {
        s.apply(config.as_str());
        let id = s.id(CONFIGURATION);
        s.forget(CONFIGURATION);
        s.import(config.as_str(), CONFIGURATION, &id).then_plan_is_empty();
    }
}

#[test]
fn an_id_that_is_not_there_or_is_none_can_not_be_imported() {
    let mut s = Scenario::start();
    s.import_fails(web("").as_str(), CONFIGURATION, "424915383923019776")
        .says("Cannot import non-existent remote object");
    s.import_fails(web("").as_str(), CONFIGURATION, "424915383923019776:1")
        .says("This is not the id of a scaling configuration");
}
