//! Changes in place: one attribute is one call and one look, and carries nothing else.

use serde_json::{Value, json};

use super::{CONFIGURATION, web};
use crate::support::{Scenario, update};

/// Changes one attribute after the other, from what the API made of its absence: the argument, and what is sent.
fn change_each(changes: &[(&str, Value)]) {
    let mut s = Scenario::start();
    s.apply(web("").as_str());
    for (argument, sent) in changes {
        s.apply(web(argument).as_str())
            .plans([update(CONFIGURATION)])
            .calls(&json!({"ModifyScalingConfiguration": 1}))
            .reads(&json!({"DescribeScalingConfiguration": 2}))
            .sent("ModifyScalingConfiguration", &["ScalingConfigurationId"], sent)
            .then_plan_is_empty();
        // What is taken away stays as it is.
        s.apply(web("").as_str()).plans([]).calls(&json!({}));
        // An empty name is none, as with the official provider.
        s.apply(web("instance_name = \"\"").as_str())
            .plans([])
            .calls(&json!({}));
    }
}

#[test]
fn numbers_switches_and_sizes_are_changed_alone() {
    change_each(&[
        ("charge_type = \"Daily\"", json!({"ChargeType": "Daily"})),
        ("project_id = 7", json!({"ProjectId": "7"})),
        (
            "system_disk_type = \"EHDD\"",
            json!({"SystemDisk.DiskType": "EHDD"}),
        ),
        ("system_disk_size = 0", json!({"SystemDisk.DiskSize": "0"})),
        ("data_disk_gb = 30", json!({"DataDiskGb": "30"})),
        ("data_disk_gb = 0", json!({"DataDiskGb": "0"})),
        ("keep_image_login = true", json!({"KeepImageLogin": "true"})),
        ("keep_image_login = false", json!({"KeepImageLogin": "false"})),
        ("need_monitor_agent = 0", json!({"NeedMonitorAgent": "0"})),
        ("need_security_agent = 0", json!({"NeedSecurityAgent": "0"})),
    ]);
}

#[test]
fn names_addresses_and_user_data_are_changed_alone() {
    let uuid = "5f3b1d2c-1a2b-4c3d-8e4f-5a6b7c8d9e0f";
    change_each(&[
        ("instance_name = \"node\"", json!({"InstanceName": "node"})),
        ("instance_name_suffix = \"7\"", json!({"InstanceNameSuffix": "7"})),
        (
            "instance_name_time_suffix = true",
            json!({"InstanceNameTimeSuffix": "true"}),
        ),
        ("address_band_width = 5", json!({"AddressBandWidth": "5"})),
        (
            &format!("band_width_share_id = {uuid:?}"),
            json!({"BandWidthShareId": uuid}),
        ),
        (&format!("line_id = {uuid:?}"), json!({"LineId": uuid})),
        ("address_project_id = 7", json!({"AddressProjectId": "7"})),
        // The emulator shows that there was some, not which.
        ("user_data = base64encode(\"one\")", json!({"UserData": "***"})),
    ]);
}

#[test]
fn name_and_image_are_changed_alone() {
    let mut s = Scenario::start();
    let config = web("");
    s.apply(config.as_str());
    let other_image = "IMG-7d1c0a52-93cb-4a53-8f0e-2f1b6a5c4d3e";
    for (text, other, sent) in [
        (
            "\"web\"\n",
            "\"frontend\"\n",
            json!({"ScalingConfigurationName": "frontend"}),
        ),
        (
            "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10",
            other_image,
            json!({"ImageId": other_image}),
        ),
    ] {
        s.apply(config.as_str());
        s.apply(config.replace(text, other).as_str())
            .plans([update(CONFIGURATION)])
            .calls(&json!({"ModifyScalingConfiguration": 1}))
            .sent("ModifyScalingConfiguration", &["ScalingConfigurationId"], &sent)
            .then_plan_is_empty();
    }
}

#[test]
fn the_order_of_instance_types_is_no_difference() {
    let mut s = Scenario::start();
    s.apply(web("instance_type = \"S6.4A,N3.2B\"").as_str())
        .then_plan_is_empty();
    for same in ["N3.2B,S6.4A", "S6.4A, N3.2B"] {
        s.apply(web(&format!("instance_type = {same:?}")).as_str())
            .plans([])
            .calls(&json!({}));
    }
    s.apply(web("instance_type = \"N3.2B,S6.4A,C5.2B\"").as_str())
        .plans([update(CONFIGURATION)])
        .sent(
            "ModifyScalingConfiguration",
            &["ScalingConfigurationId"],
            &json!({"InstanceType.1": "N3.2B", "InstanceType.2": "S6.4A", "InstanceType.3": "C5.2B"}),
        )
        .then_plan_is_empty();
    s.apply(web("instance_type = \"C5.2B\"").as_str())
        .plans([update(CONFIGURATION)])
        .state(
            CONFIGURATION,
            &json!({"instance_type": "C5.2B", "cpu": 2, "mem": 4}),
        )
        .then_plan_is_empty();
    // Without the argument, its default comes back.
    s.apply(web("").as_str())
        .plans([update(CONFIGURATION)])
        .state(CONFIGURATION, &json!({"instance_type": "I1.1A"}))
        .then_plan_is_empty();
}

#[test]
fn user_data_is_compared_by_its_bytes() {
    let mut s = Scenario::start();
    s.apply(web("user_data = \"aGVsbG8=\"").as_str());
    s.apply(web("user_data = <<-EOT\n    aGVsbG8=\n  EOT").as_str())
        .plans([])
        .calls(&json!({}));
    s.apply(web("user_data = base64encode(\"hello\")").as_str())
        .plans([])
        .calls(&json!({}));
}

#[test]
fn what_no_answer_shows_is_remembered() {
    let mut s = Scenario::start();
    let resize = |how: &str| web(&format!("system_disk_resize_type = {how:?}"));
    s.apply(resize("offline").as_str()).then_plan_is_empty();
    s.apply(resize("online").as_str())
        .plans([update(CONFIGURATION)])
        .calls(&json!({"ModifyScalingConfiguration": 1}))
        .then_plan_is_empty();
    s.apply(web("").as_str())
        .plans([update(CONFIGURATION)])
        .warning("Without system_disk_resize_type")
        .saying("has no way")
        .calls(&json!({}))
        .then_plan_is_empty();
}
