//! Groups that the official provider made: its state is read as it is, and nothing is planned.

use serde_json::{Value, json};

use super::{CONFIGURATION, GROUP, OTHER_SECURITY_GROUP, SECURITY_GROUP, SUBNET, applied, group};
use crate::support::{Scenario, update};

const LISTENERS: &str = r#"slb_config_set {
    slb_id          = "dca13c0f-5512-4f63-8b0f-2d3f9f9a8f01"
    listener_id     = "0e28d2f9-6b0a-4b5b-9d3e-4c1f5a6b7c02"
    server_port_set = [80]
  }
  slb_config_set {
    slb_id            = "dca13c0f-5512-4f63-8b0f-2d3f9f9a8f01"
    listener_id       = "1f39e30a-7c1b-4c6c-8e4f-5d206b7c8d13"
    server_port_set   = [443, 8443]
    weight            = 10
    health_check_type = "kec"
  }"#;

/// A group with these arguments, in a state as the official provider would have left it: with empty values for what was never
/// set.
fn officially_made(arguments: &str, differences: &Value) -> (Scenario, String) {
    let mut s = applied(arguments);
    let (group_id, configuration) = (s.id(GROUP), s.id(CONFIGURATION));
    let mut attributes = json!({
        "id": group_id,
        "scaling_group_name": "tf-scaling-group",
        "scaling_configuration_id": configuration,
        "scaling_configuration_name": "web",
        "min_size": 1,
        "max_size": 3,
        "desired_capacity": 1,
        "instance_num": 1,
        "remove_policy": "RemoveOldestInstance",
        "status": "Active",
        "subnet_id_set": [SUBNET],
        "subnet_strategy": "balanced-distribution",
        "security_group_id": SECURITY_GROUP,
        "security_group_id_set": [SECURITY_GROUP],
        "slb_config_set": [],
        "vpc_id": "",
        "create_time": "",
    });
    for (name, value) in differences.as_object().into_iter().flatten() {
        attributes[name] = value.clone();
    }
    s.left_by_the_official_provider(&[(GROUP, &attributes)]);
    (s, configuration)
}

/// The group alone: its launch configuration stays where it is.
fn alone(arguments: &str, configuration: &str) -> String {
    let whole = group(&format!(
        "scaling_configuration_id = {configuration:?}\n  {arguments}"
    ));
    let start = whole.find("resource \"ksyun_scaling_group\"").expect("a group");
    whole[start..].to_owned()
}

/// Taking over plans nothing, and a change of one attribute afterwards plans just that.
#[track_caller]
fn is_taken_over(arguments: &str, differences: &Value) {
    let arguments = format!("desired_capacity = 1\n  {arguments}");
    let (mut s, configuration) = officially_made(&arguments, differences);
    s.apply(alone(&arguments, &configuration).as_str())
        .plans([])
        .calls(&json!({}))
        .state(
            GROUP,
            &json!({"max_size": 3, "force_delete": null, "timeouts": null}),
        )
        .then_plan_is_empty();
    s.apply(alone(&format!("{arguments}\n  max_size = 4"), &configuration).as_str())
        .plans([update(GROUP)])
        .calls(&json!({"ModifyScalingGroup": 1}))
        .then_plan_is_empty();
}

#[test]
fn matrix_with_defaults_and_one_security_group() {
    is_taken_over("", &json!({}));
}

#[test]
fn with_several_security_groups() {
    is_taken_over(
        &format!(
            "security_group_id = null\n  security_group_id_set = [{SECURITY_GROUP:?}, {OTHER_SECURITY_GROUP:?}]"
        ),
        &json!({"security_group_id_set": [SECURITY_GROUP, OTHER_SECURITY_GROUP]}),
    );
}

fn listeners() -> Value {
    json!({"slb_config_set": [
        {
            "slb_id": "dca13c0f-5512-4f63-8b0f-2d3f9f9a8f01",
            "listener_id": "0e28d2f9-6b0a-4b5b-9d3e-4c1f5a6b7c02",
            "server_port_set": [80],
            "weight": 20,
            "health_check_type": "slb",
        },
        {
            "slb_id": "dca13c0f-5512-4f63-8b0f-2d3f9f9a8f01",
            "listener_id": "1f39e30a-7c1b-4c6c-8e4f-5d206b7c8d13",
            "server_port_set": [443, 8443],
            "weight": 10,
            "health_check_type": "kec",
        },
    ]})
}

#[test]
fn with_load_balancers() {
    is_taken_over(LISTENERS, &listeners());
}

#[test]
fn matrix_with_load_balancers_that_the_configuration_does_not_mention() {
    let (mut s, configuration) = officially_made(LISTENERS, &listeners());
    s.apply(alone("", &configuration).as_str())
        .plans([])
        .state(GROUP, &listeners())
        .then_plan_is_empty();
    s.apply(alone("max_size = 4", &configuration).as_str())
        .plans([update(GROUP)])
        .calls(&json!({"ModifyScalingGroup": 1}))
        .state(GROUP, &listeners())
        .then_plan_is_empty();
}

#[test]
fn with_everything_set() {
    is_taken_over(
        "scaling_group_name = \"all\"\n  remove_policy = \"RemoveNewestInstance\"\n  subnet_strategy = \"choice-first\"\n  \
         status = \"UnActive\"",
        &json!({
            "scaling_group_name": "all",
            "remove_policy": "RemoveNewestInstance",
            "subnet_strategy": "choice-first",
            "status": "UnActive",
        }),
    );
}

#[test]
fn with_state_from_which_much_is_missing() {
    is_taken_over(
        "",
        &json!({"security_group_id_set": null, "instance_num": null, "scaling_configuration_name": ""}),
    );
}

#[test]
fn without_a_look_at_the_api() {
    let (mut s, configuration) =
        officially_made("desired_capacity = 1", &json!({"security_group_id_set": []}));
    s.plan_without_refresh(alone("desired_capacity = 1", &configuration).as_str())
        .plans([])
        .reads(&json!({}));
}
