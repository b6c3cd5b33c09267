//! Data disks, keys and tags: the API takes each list whole, and can't be told that there is to be none.

use serde_json::json;

use super::{CONFIGURATION, web};
use crate::support::{Config, Scenario, create, hcl, replace, update};

const KEYS: [&str; 2] = [
    "8f1c7d0e-6f5b-4c7e-9d0a-2b4c6d8e0f12",
    "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
];

fn disk(size: u32) -> String {
    format!("data_disks {{\n disk_type = \"EHDD\"\n disk_size = {size}\n}}\n")
}

#[test]
fn data_disks_are_added_changed_and_removed() {
    let mut s = Scenario::start();
    s.apply(web(&disk(10)).as_str())
        .state(
            CONFIGURATION,
            &json!({"data_disks": [{"disk_type": "EHDD", "disk_size": 10, "delete_with_instance": false}]}),
        )
        .then_plan_is_empty();
    s.apply(web(&(disk(10) + &disk(20))).as_str())
        .plans([update(CONFIGURATION)])
        .calls(&json!({"ModifyScalingConfiguration": 1}))
        .then_plan_is_empty();
    s.apply(web(&(disk(30) + &disk(20))).as_str())
        .plans([update(CONFIGURATION)])
        .sent(
            "ModifyScalingConfiguration",
            &["ScalingConfigurationId"],
            &json!({
                "DataDisk.1.Type": "EHDD", "DataDisk.1.Size": "30", "DataDisk.1.DeleteWithInstance": "false",
                "DataDisk.2.Type": "EHDD", "DataDisk.2.Size": "20", "DataDisk.2.DeleteWithInstance": "false",
            }),
        )
        .then_plan_is_empty();
    s.apply(web(&disk(20)).as_str())
        .plans([update(CONFIGURATION)])
        .state(CONFIGURATION, &json!({"data_disks": [{"disk_size": 20}]}))
        .then_plan_is_empty();
}

#[test]
fn a_disk_made_of_a_snapshot_changes_only_with_a_new_configuration() {
    let disk_of = |snapshot: &str| {
        web(&format!(
            r#"data_disks {{
                 disk_type   = "EHDD"
                 disk_size   = 20
                 snapshot_id = "5c4b3a29-1807-4f6e-9d5c-4b3a2918070{snapshot}"
               }}"#
        ))
    };
    let mut s = Scenario::start();
    s.apply(disk_of("6").as_str())
        .sent(
            "CreateScalingConfiguration",
            &["ScalingConfigurationName", "ImageId", "InstanceType.1"],
            &json!({
                "DataDisk.1.Type": "EHDD", "DataDisk.1.Size": "20",
                "DataDisk.1.SnapshotId": "5c4b3a29-1807-4f6e-9d5c-4b3a29180706",
            }),
        )
        .state(
            CONFIGURATION,
            &json!({"data_disks": [{"disk_size": 20, "snapshot_id": "5c4b3a29-1807-4f6e-9d5c-4b3a29180706"}]}),
        )
        .then_plan_is_empty();
    s.apply(disk_of("7").as_str())
        .plans([replace(CONFIGURATION)])
        .warning("made of snapshots")
        .at(CONFIGURATION)
        .saying("create_before_destroy")
        .calls(&json!({"DeleteScalingConfiguration": 1, "CreateScalingConfiguration": 1}))
        .then_plan_is_empty();
    s.apply(web(&disk(20)).as_str())
        .plans([replace(CONFIGURATION)])
        .then_plan_is_empty();
}

#[test]
fn without_any_data_disk_the_configuration_is_replaced_and_the_user_is_told() {
    let mut s = Scenario::start();
    s.apply(web(&disk(10)).as_str());
    s.plan(web("").as_str())
        .plans([replace(CONFIGURATION)])
        .warning("Without data_disks")
        .at(CONFIGURATION)
        .saying("create_before_destroy");
    s.apply(web("").as_str())
        .calls(&json!({"DeleteScalingConfiguration": 1, "CreateScalingConfiguration": 1}))
        .state(CONFIGURATION, &json!({"data_disks": []}))
        .then_plan_is_empty();
}

/// Gives the configuration a data disk, as somebody else than Terraform.
fn set_outside(s: &Scenario, sizes: &[&str]) {
    let id = s.id(CONFIGURATION);
    let mut parameters = vec![("ScalingConfigurationId".to_owned(), id.as_str())];
    for (index, size) in sizes.iter().enumerate() {
        parameters.push((format!("DataDisk.{}.Type", index + 1), "EHDD"));
        parameters.push((format!("DataDisk.{}.Size", index + 1), size));
    }
    let parameters: Vec<(&str, &str)> = parameters
        .iter()
        .map(|(name, value)| (name.as_str(), *value))
        .collect();
    s.emulator().api("ModifyScalingConfiguration", &parameters);
}

#[test]
fn matrix_data_disks_that_are_not_mentioned_stay_and_those_that_the_configuration_had_go() {
    let mut s = Scenario::start();
    s.apply(web("").as_str());
    set_outside(&s, &["30"]);
    s.apply(web("").as_str())
        .plans([])
        .state(CONFIGURATION, &json!({"data_disks": [{"disk_size": 30}]}))
        .then_plan_is_empty();
    s.apply(web("instance_name = \"node\"").as_str())
        .plans([update(CONFIGURATION)])
        .without_warnings()
        .then_plan_is_empty();
    s.apply(web(&disk(10)).as_str())
        .plans([update(CONFIGURATION)])
        .state(CONFIGURATION, &json!({"data_disks": [{"disk_size": 10}]}));
    set_outside(&s, &["10", "30"]);
    s.apply(web("").as_str())
        .plans([update(CONFIGURATION)])
        .warning("fewer data disks")
        .at(CONFIGURATION)
        .saying("10 GB EHDD")
        .state(CONFIGURATION, &json!({"data_disks": [{"disk_size": 30}]}))
        .then_plan_is_empty();
    s.plan(web("tags = { a = \"b\" }").as_str())
        .plans([update(CONFIGURATION)]);
    s.apply(web("tags = { a = \"b\" }").as_str());
    s.apply(web("").as_str())
        .plans([replace(CONFIGURATION)])
        .warning("none of the old one's data disks")
        .at(CONFIGURATION)
        .saying("30 GB EHDD")
        .state(CONFIGURATION, &json!({"data_disks": []}))
        .then_plan_is_empty();
}

#[test]
fn matrix_data_disks_of_an_import_stay_in_every_syntax() {
    let mut s = Scenario::start();
    s.apply(web(&disk(10)).as_str());
    let id = s.id(CONFIGURATION);
    s.forget(CONFIGURATION);
    s.import(web("").as_str(), CONFIGURATION, &id)
        .state(CONFIGURATION, &json!({"data_disks": [{"disk_size": 10}]}))
        .then_plan_is_empty();
    let dynamic = |sizes: &str| {
        web(&format!(
            "dynamic \"data_disks\" {{\n for_each = {sizes}\n content {{\n disk_type = \"EHDD\"\n disk_size = data_disks.value\n}}\n}}\n"
        ))
    };
    s.apply(dynamic("[]").as_str()).plans([]);
    s.apply(dynamic("[10]").as_str()).plans([]);
    let json = |disks: serde_json::Value| {
        let arguments = json!({
            "scaling_configuration_name": "web",
            "image_id": "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10",
            "data_disks": disks,
        });
        Config::json(CONFIGURATION, &arguments)
    };
    s.apply(json(json!([]))).plans([]);
    s.apply(json(json!([{"disk_type": "EHDD", "disk_size": 10}])))
        .plans([]);
    s.apply(json(json!([{"disk_type": "EHDD", "disk_size": 20}])))
        .plans([update(CONFIGURATION)])
        .then_plan_is_empty();
    s.apply(json(json!([])))
        .plans([replace(CONFIGURATION)])
        .warning("Without data_disks")
        .at(CONFIGURATION)
        .saying("20 GB EHDD");
}

#[test]
fn matrix_data_disks_of_unknown_length_are_a_replacement_only_where_the_configuration_had_them() {
    let late = |disks: &str, version: u32| {
        format!(
            "resource \"terraform_data\" \"late\" {{\n  input = {{ version = {version}, disks = {disks} }}\n}}\n{}",
            web(r#"dynamic "data_disks" {
    for_each = terraform_data.late.output.disks
    content {
      disk_type = "EHDD"
      disk_size = data_disks.value
    }
  }"#)
        )
    };
    let late_data = "terraform_data.late";
    let mut s = Scenario::start();
    s.apply(late("[]", 1).as_str()).then_plan_is_empty();
    set_outside(&s, &["30"]);
    s.apply(late("[]", 2).as_str())
        .plans([update(late_data), update(CONFIGURATION)])
        .calls(&json!({}))
        .state(CONFIGURATION, &json!({"data_disks": [{"disk_size": 30}]}))
        .then_plan_is_empty();
    s.apply(late("[20]", 3).as_str())
        .plans([update(late_data), update(CONFIGURATION)])
        .then_plan_is_empty();
    s.apply(late("[]", 4).as_str())
        .plans([update(late_data), replace(CONFIGURATION)])
        .state(CONFIGURATION, &json!({"data_disks": []}))
        .then_plan_is_empty();
}

#[test]
fn keys_have_no_order_and_stay_when_they_are_not_mentioned() {
    let [one, two] = KEYS;
    let keys = |keys: &[&str]| web(&format!("key_id = {keys:?}"));
    let mut s = Scenario::start();
    s.apply(keys(&[one, two]).as_str()).then_plan_is_empty();
    s.apply(keys(&[two, one]).as_str()).plans([]).calls(&json!({}));
    s.apply(keys(&[two]).as_str())
        .plans([update(CONFIGURATION)])
        .sent(
            "ModifyScalingConfiguration",
            &["ScalingConfigurationId"],
            &json!({"KeyId.1": two}),
        )
        .then_plan_is_empty();
    s.apply(web("").as_str())
        .plans([])
        .state(CONFIGURATION, &json!({"key_id": [two]}));
    s.apply(keys(&[]).as_str())
        .plans([replace(CONFIGURATION)])
        .warning("Without key_id")
        .at("key_id")
        .saying("create_before_destroy")
        .state(CONFIGURATION, &json!({"key_id": []}))
        .then_plan_is_empty();
}

#[test]
fn tags_are_added_changed_and_taken_away() {
    let mut s = Scenario::start();
    let tags = |tags: &str| web(&format!("tags = {tags}"));
    s.apply(tags("{ env = \"test\", empty = \"\", none = null }").as_str())
        .state(
            CONFIGURATION,
            &json!({"tags": {"env": "test", "empty": "", "none": null}}),
        )
        .then_plan_is_empty();
    s.apply(tags("{ env = \"live\" }").as_str())
        .plans([update(CONFIGURATION)])
        .sent(
            "ModifyScalingConfiguration",
            &["ScalingConfigurationId"],
            &json!({"Tag.1.Key": "env", "Tag.1.Value": "live"}),
        )
        .then_plan_is_empty();
    s.apply(tags("{}").as_str())
        .plans([replace(CONFIGURATION)])
        .warning("Without tags")
        .at("tags")
        .saying("create_before_destroy")
        .state(CONFIGURATION, &json!({"tags": {}}))
        .then_plan_is_empty();
    s.apply(tags("{ env = \"test\" }").as_str());
    s.apply(web("").as_str())
        .plans([replace(CONFIGURATION)])
        .state(CONFIGURATION, &json!({"tags": null}))
        .then_plan_is_empty();
}

#[test]
fn the_copying_of_tags_is_switched_on_and_off() {
    let mut s = Scenario::start();
    let tags = "tags = { env = \"test\" }\n";
    let copied = |on: bool| web(&format!("{tags}sync_tag = {on}"));
    s.apply(copied(true).as_str()).then_plan_is_empty();
    s.apply(copied(false).as_str())
        .sent(
            "ModifyScalingConfiguration",
            &["ScalingConfigurationId"],
            &json!({"SyncTag": "false"}),
        )
        .then_plan_is_empty();
    s.apply(copied(true).as_str());
    s.apply(web(tags).as_str())
        .plans([update(CONFIGURATION)])
        .sent(
            "ModifyScalingConfiguration",
            &["ScalingConfigurationId"],
            &json!({"SyncTag": "false"}),
        )
        .state(CONFIGURATION, &json!({"sync_tag": null}))
        .then_plan_is_empty();
}

#[test]
fn tags_that_something_else_gave_are_left_alone() {
    let mut s = Scenario::start();
    s.apply(web("").as_str());
    let id = s.id(CONFIGURATION);
    s.emulator().api(
        "ModifyScalingConfiguration",
        &[
            ("ScalingConfigurationId", &id),
            ("Tag.1.Key", "owner"),
            ("SyncTag", "true"),
        ],
    );
    s.apply(web("").as_str())
        .plans([])
        .state(CONFIGURATION, &json!({"tags": null, "sync_tag": null}));
}

#[test]
fn matrix_a_configuration_in_use_that_makes_room_for_its_replacement_is_refused_at_once() {
    let in_the_way = |text: &str| {
        let lifecycle = "  lifecycle {\n    create_before_destroy = true\n  }\n";
        assert!(text.contains(lifecycle));
        text.replace(lifecycle, "")
    };
    let mut s = Scenario::start();
    s.apply(in_the_way(include_str!("replaced/1-disk.tf")).as_str());
    s.replace_fails(CONFIGURATION)
        .error("is still in use")
        .saying("create_before_destroy = true")
        .calls(&json!({"DeleteScalingConfiguration": 6}));
    s.apply_fails(in_the_way(include_str!("replaced/2-no-disk.tf")).as_str())
        .error("is still in use")
        .saying("create_before_destroy = true")
        .calls(&json!({"DeleteScalingConfiguration": 6}));
}

#[test]
fn a_group_changes_over_before_its_configuration_is_replaced() {
    let mut s = Scenario::start();
    s.apply(hcl!("scaling_configuration/replaced/1-disk.tf"))
        .plans([create(CONFIGURATION), create("ksyun_scaling_group.web")]);
    s.apply(hcl!("scaling_configuration/replaced/2-no-disk.tf"))
        .plans([replace(CONFIGURATION), update("ksyun_scaling_group.web")])
        .calls(&json!({
            "CreateScalingConfiguration": 1,
            "ModifyScalingGroup": 1,
            "DeleteScalingConfiguration": 1,
        }))
        .then_plan_is_empty();
}
