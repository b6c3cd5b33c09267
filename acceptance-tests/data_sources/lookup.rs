//! `ksyun_scaling_group` and `ksyun_scaling_configuration`: one object by id or name.

use serde_json::json;

use super::account::{SUBNETS, configuration, group};
use super::data;
use crate::support::{Scenario, create, hcl};

const COPY: &str = "ksyun_scaling_group.copy";

#[test]
fn matrix_what_was_looked_up_makes_another_object() {
    let mut s = Scenario::start();
    let web = configuration(&s, "web");
    configuration(&s, "web-old");
    group(&s, "web-old", &web, SUBNETS[0], "0");
    let id = group(&s, "web", &web, SUBNETS[0], "0");
    s.apply(hcl!("data_sources/lookup.tf"))
        .plans([create(COPY)])
        .state(
            "data.ksyun_scaling_group.by_name",
            &json!({"id": id, "scaling_group_id": id}),
        )
        .state(
            "data.ksyun_scaling_configuration.by_id",
            &json!({"id": web, "project_id": 0}),
        )
        .state(
            COPY,
            &json!({
                "scaling_group_name": "web-copy",
                "scaling_configuration_id": web,
                "max_size": 3,
                "slb_config_set": [{"server_port_set": [8080], "weight": 20}],
            }),
        )
        .then_plan_is_empty();
}

#[test]
fn a_name_that_no_group_has_is_an_error_that_names_those_like_it() {
    let mut s = Scenario::start();
    let web = configuration(&s, "web");
    let id = group(&s, "web-1", &web, SUBNETS[0], "0");
    s.plan_fails(data("ksyun_scaling_group", &[r#"scaling_group_name = "web""#]))
        .error("No scaling group is called \"web\"")
        .at("scaling_group_name")
        .saying(&format!("\"web-1\" ({id})"));
    s.plan_fails(data(
        "ksyun_scaling_configuration",
        &[r#"scaling_configuration_name = "api""#],
    ))
    .error("No scaling configuration is called \"api\"")
    .at("scaling_configuration_name")
    .saying("in region cn-beijing-6");
}

#[test]
fn a_name_that_several_groups_have_is_an_error_that_names_them() {
    let mut s = Scenario::start();
    let web = configuration(&s, "web");
    group(&s, "web", &web, SUBNETS[0], "0");
    let second = group(&s, "web", &web, SUBNETS[1], "0");
    s.plan_fails(data("ksyun_scaling_group", &[r#"scaling_group_name = "web""#]))
        .error("2 scaling groups are called \"web\"")
        .at("scaling_group_name")
        .saying(&format!("\"web\" ({second})"));
}

#[test]
fn an_id_that_is_not_there_is_an_error() {
    let mut s = Scenario::start();
    s.plan_fails(data("ksyun_scaling_group", &[r#"id = "436995593677910016""#]))
        .error("There is no scaling group 436995593677910016")
        .at("id = ")
        .saying("region cn-beijing-6");
    s.plan_fails(data("ksyun_scaling_configuration", &[r#"id = "1""#]))
        .error("There is no scaling configuration 1")
        .at("id = ")
        .saying("whose access key");
}

#[test]
fn an_object_is_looked_up_by_its_id_or_by_its_name() {
    let mut s = Scenario::start();
    s.plan_fails(data("ksyun_scaling_group", &[]))
        .error("No scaling group is given")
        .at("ksyun_scaling_group.web")
        .saying("Set either id or scaling_group_name")
        .reads(&json!({}));
    s.plan_fails(data(
        "ksyun_scaling_group",
        &[r#"id = "1""#, r#"scaling_group_name = "web""#],
    ))
    .error("Both id and scaling_group_name are set")
    .at("scaling_group_name")
    .saying("Set only one of them")
    .reads(&json!({}));
    s.plan_fails(data("ksyun_scaling_configuration", &[r#"id = """#]))
        .error("Invalid id")
        .at("id = ")
        .saying("1 to 128 characters")
        .reads(&json!({}));
}
