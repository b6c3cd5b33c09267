//! One provider block for objects of several regions: the argument `region` of every type.

use serde_json::json;

use super::launched;
use crate::support::{Feature, Scenario, create, delete, hcl, replace};

const BEIJING: &str = "ksyun_scaling_configuration.beijing";
const SHANGHAI: &str = "ksyun_scaling_configuration.shanghai";
const GROUP: &str = "ksyun_scaling_group.shanghai";

/// The configuration of all scenarios, with the provider and the group's parts in these regions.
fn in_regions(provider: &str, group: &str) -> String {
    include_str!("regions.tf")
        .replace("provider-region", provider)
        .replace("group-region", group)
}

#[test]
fn matrix_one_block_serves_two_regions() {
    let mut s = launched();
    let config = in_regions("cn-beijing-6", "cn-shanghai-2");
    s.apply(config.as_str())
        .plans([BEIJING, SHANGHAI, GROUP].map(create))
        .state(BEIJING, &json!({"region": "cn-beijing-6"}))
        .state(GROUP, &json!({"region": "cn-shanghai-2"}))
        .then_plan_is_empty();
    let found = r#"
data "ksyun_scaling_groups" "shanghai" {
  region = "cn-shanghai-2"
}

output "found" {
  value = data.ksyun_scaling_groups.shanghai.scaling_groups[*].scaling_group_name
}
"#;
    s.apply(format!("{config}{found}").as_str())
        .plans([])
        .output("found", &json!(["shanghai"]))
        .state(
            "data.ksyun_scaling_groups.shanghai",
            &json!({"region": "cn-shanghai-2"}),
        );
    for call in s.emulator().call_log() {
        let is_of_beijing = call["parameters"].to_string().contains("\"beijing\"");
        if call["action"] == "CreateScalingConfiguration" {
            let region = if is_of_beijing {
                "cn-beijing-6"
            } else {
                "cn-shanghai-2"
            };
            assert_eq!(call["region"], region, "{call}");
        }
    }
    s.destroy().destroys(3).leaves_nothing();
}

#[test]
fn another_region_makes_a_new_object() {
    let mut s = launched();
    s.apply(in_regions("cn-beijing-6", "cn-shanghai-2").as_str());
    s.apply(in_regions("cn-beijing-6", "cn-hongkong-2").as_str())
        .plans([SHANGHAI, GROUP].map(replace))
        .state(GROUP, &json!({"region": "cn-hongkong-2"}))
        .then_plan_is_empty();
    s.destroy().destroys(3).leaves_nothing();
}

#[test]
fn matrix_another_region_of_the_provider_leaves_objects_where_they_are() {
    let mut s = launched();
    s.apply(in_regions("cn-beijing-6", "cn-shanghai-2").as_str());
    s.plan_fails(in_regions("cn-hongkong-2", "cn-shanghai-2").as_str())
        .error("The object is in another region")
        .at(BEIJING)
        .saying("It is in region cn-beijing-6, and the provider works in cn-hongkong-2.")
        .calls(&json!({}));
    let said = in_regions("cn-hongkong-2", "cn-shanghai-2").replace("# region", "region");
    s.plan(said.as_str()).plans([]);
    s.apply("provider \"ksyun\" {\n  region = \"cn-hongkong-2\"\n}\n")
        .plans([BEIJING, SHANGHAI, GROUP].map(delete))
        .leaves_nothing();
}

#[test]
fn matrix_an_object_of_another_region_is_imported_by_its_id_and_region() {
    let mut s = launched();
    let config = in_regions("cn-beijing-6", "cn-shanghai-2");
    s.apply(config.as_str());
    let id = s.id(GROUP);
    s.forget(GROUP);
    s.import(config.as_str(), GROUP, &format!("{id}@cn-shanghai-2"))
        .state(GROUP, &json!({"id": id, "region": "cn-shanghai-2"}))
        .then_plan_is_empty();
    s.destroy().leaves_nothing();
}

#[test]
fn a_region_that_can_not_be_one_is_refused_when_it_is_planned() {
    launched()
        .plan_fails(in_regions("cn-beijing-6", "Shanghai 2").as_str())
        .error("Invalid region")
        .at("region")
        .saying("Shanghai 2");
}

#[test]
fn objects_of_another_region_are_found_and_imported_by_their_identity() {
    let Some(mut s) = Scenario::since(Feature::QUERY) else {
        return;
    };
    let config = in_regions("cn-beijing-6", "cn-shanghai-2");
    s.apply(config.as_str());
    let id = s.id(GROUP);
    s.query(hcl!("provider_block/regions.tfquery.hcl"))
        .finds(&[&format!("shanghai ({id})")]);
    s.forget(GROUP);
    let import = format!(
        "{config}\nimport {{\n  to = {GROUP}\n  identity = {{ region = \"cn-shanghai-2\", scaling_group_id = \"{id}\" }}\n}}\n"
    );
    s.apply(import.as_str())
        .only_imports(1)
        .identity(GROUP, &json!({"region": "cn-shanghai-2", "scaling_group_id": id}));
}
