//! Taking a group under control that is there already, and renaming one in the configuration.

use super::{CONFIGURATION, GROUP, applied, group};

#[test]
fn matrix_an_imported_group_has_an_empty_plan() {
    let arguments = r#"scaling_group_name = "imported"
  desired_capacity   = 2
  status             = "UnActive"
  slb_config_set {
    slb_id          = "dca13c0f-5512-4f63-8b0f-2d3f9f9a8f01"
    listener_id     = "0e28d2f9-6b0a-4b5b-9d3e-4c1f5a6b7c02"
    server_port_set = [80, 443]
    weight          = 0
  }"#;
    let mut s = applied(arguments);
    let id = s.id(GROUP);
    s.forget(GROUP);
    s.import(group(arguments).as_str(), GROUP, &id)
        .state_holds(&[CONFIGURATION, GROUP])
        .then_plan_is_empty();
}

#[test]
fn a_group_that_does_not_exist_is_not_imported() {
    let mut s = applied("min_size = 0");
    s.forget(GROUP);
    s.import_fails(group("min_size = 0").as_str(), GROUP, "999999999999999999")
        .says("Cannot import non-existent remote object")
        .state_holds(&[CONFIGURATION]);
}

#[test]
fn an_import_id_of_another_form_is_refused_with_the_right_one() {
    let mut s = applied("min_size = 0");
    s.forget(GROUP);
    s.import_fails(group("min_size = 0").as_str(), GROUP, "one:two")
        .says("A scaling group is imported by its id alone")
        .reads(&serde_json::json!({}));
}

#[test]
fn a_moved_group_is_the_same_group() {
    let mut s = applied("");
    let id = s.id(GROUP);
    let config = group("").replace(
        r#""ksyun_scaling_group" "web""#,
        r#""ksyun_scaling_group" "renamed""#,
    ) + "moved {\n  from = ksyun_scaling_group.web\n  to   = ksyun_scaling_group.renamed\n}\n";
    s.apply(config.as_str())
        .calls(&serde_json::json!({}))
        .state("ksyun_scaling_group.renamed", &serde_json::json!({"id": id}))
        .then_plan_is_empty();
}
