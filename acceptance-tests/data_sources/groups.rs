//! `ksyun_scaling_groups` and `ksyun_scaling_configurations`.

use serde_json::json;

use super::account::{SUBNETS, configuration, group};
use crate::support::{Scenario, hcl};

#[test]
fn matrix_groups_are_listed_and_filtered() {
    let mut s = Scenario::start();
    let (web, other) = (configuration(&s, "web"), configuration(&s, "other"));
    let first = group(&s, "web-1", &web, SUBNETS[0], "0");
    group(&s, "web-2", &web, SUBNETS[0], "0");
    group(&s, "api", &other, SUBNETS[1], "0");
    s.apply(hcl!("data_sources/groups.tf"))
        .plans([])
        .calls(&json!({}))
        .output(
            "names",
            &json!({
                "all": ["web-1", "web-2", "api"],
                "by_name": ["web-1", "web-2"],
                "by_regex": ["web-1", "web-2"],
                "by_ids": ["web-2", "api"],
                "by_vpc": ["api"],
                "classic": [],
                "by_configuration": ["api"],
                "combined": ["web-2"],
                "empty_filters": ["web-1", "web-2", "api"],
            }),
        )
        .output(
            "first",
            &json!({
                "id": first,
                "scaling_group_id": first,
                "scaling_group_name": "web-1",
                "scaling_configuration_id": web,
                "scaling_configuration_name": "web",
                "min_size": 0,
                "max_size": 3,
                "desired_capacity": 0,
                "instance_num": 0,
                "in_scaling_activity": false,
                "remove_policy": "RemoveOldestInstance",
                "status": "Active",
                "subnet_id_set": [SUBNETS[0]],
                "security_group_id_set": ["36e08d58-4b10-440c-9b0b-11da1f551c33"],
                "slb_config_set": [{"server_port_set": [8080], "weight": 20, "health_check_type": "slb"}],
            }),
        )
        .state(
            "data.ksyun_scaling_groups.classic",
            &json!({"id": "0", "total_count": 0, "scaling_groups": []}),
        )
        .then_plan_is_empty();
}

#[test]
fn a_list_longer_than_a_page_is_whole_and_in_order() {
    let mut s = Scenario::start();
    let web = configuration(&s, "web");
    let names: Vec<String> = (0..120).map(|number| format!("web-{number:03}")).collect();
    for name in &names {
        group(&s, name, &web, SUBNETS[0], "0");
    }
    let config = r#"
data "ksyun_scaling_groups" "all" {}

output "names" {
  value = data.ksyun_scaling_groups.all.scaling_groups[*].scaling_group_name
}
"#;
    s.apply(config)
        .reads(&json!({"DescribeScalingGroup": 2}))
        .output("names", &json!(names))
        .state("data.ksyun_scaling_groups.all", &json!({"total_count": 120}));
}

#[test]
fn configurations_are_found_by_more_ids_than_one_call_takes() {
    let mut s = Scenario::start();
    let ids: Vec<String> = (0..25)
        .map(|number| configuration(&s, &format!("web-{number}")))
        .collect();
    let user = group(&s, "web", &ids[12], SUBNETS[0], "0");
    s.apply(hcl!("data_sources/configurations.tf"))
        .output("counts", &json!({"all": 25, "by_ids": 25, "other_project": 0}))
        .output("in_order", &json!(true))
        .output(
            "combined",
            &json!([{
                "id": ids[12],
                "scaling_configuration_id": ids[12],
                "scaling_configuration_name": "web-12",
                "scaling_group_ids": [user],
                "image_id": "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10",
                "instance_type": "S6.4A,N3.4B",
                "project_id": 0,
                "data_disks": [{"disk_type": "EHDD", "disk_size": 100}],
                "key_id": [],
                "system_disk_type": "SSD3.0",
                "keep_image_login": false,
            }]),
        )
        // All, and once what the count of a page counts; 20 and 5 by id, and the same for the combination; one for the other
        // project.
        .reads(&json!({"DescribeScalingConfiguration": 7}));
}

#[test]
fn a_list_that_depends_on_an_object_to_come_is_read_when_that_is_there() {
    let mut s = Scenario::start();
    s.apply(hcl!("data_sources/to-come.tf"))
        .output("names", &json!(["web"]))
        .output("policies", &json!(0))
        .state(
            "terraform_data.user",
            &json!({"input": {"value": {"count": 1, "name": "web"}, "type": ["object", {"count": "number", "name": "string"}]}}),
        )
        .then_plan_is_empty();
}
