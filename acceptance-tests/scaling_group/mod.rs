//! Scaling groups.

mod capacity;
mod destroy;
mod drift;
mod failures;
mod import;
mod instance_refresh;
mod load_balancers;
mod network;
mod status;
mod takeover;
mod unknown;
mod update;
mod wait;

use serde_json::{Value, json};

use crate::support::{CONFIGURATION, GROUP, Scenario, create, hcl, update as changed, wait_for, wait_until};

const SUBNET: &str = "1e3a9b8b-0833-4b29-9d3f-4a4188350591";
const OTHER_SUBNET: &str = "2f4bac9c-1944-4c3a-8e40-5b5299461602";
const SECURITY_GROUP: &str = "36e08d58-4b10-440c-9b0b-11da1f551c33";
const OTHER_SECURITY_GROUP: &str = "47f19e69-5c21-451d-8c1c-22eb20662d44";

/// A configuration with a group that has these arguments. What a group can't be without is added.
fn group(arguments: &str) -> String {
    let essential = [
        (
            "scaling_configuration_id",
            "ksyun_scaling_configuration.web.id".to_owned(),
        ),
        ("min_size", "1".to_owned()),
        ("max_size", "3".to_owned()),
        ("subnet_id_set", format!("[{SUBNET:?}]")),
        ("security_group_id", format!("{SECURITY_GROUP:?}")),
    ];
    let is_said = |name: &str| arguments.lines().any(|line| line.trim_start().starts_with(name));
    let mut added = String::new();
    for (name, value) in essential.iter().filter(|(name, _)| !is_said(name)) {
        added += &format!("  {name} = {value}\n");
    }
    format!(
        r#"resource "ksyun_scaling_configuration" "web" {{
  scaling_configuration_name = "web"
  image_id                   = "IMG-3e5ba5ea-5a43-4a4e-8e3a-0c1a4b2a3d10"
  instance_type              = "S6.4A"
}}

resource "ksyun_scaling_group" "web" {{
{added}  {arguments}
}}
"#
    )
}

/// Applies a group with these arguments.
#[track_caller]
fn applied(arguments: &str) -> Scenario {
    let mut s = Scenario::start();
    s.apply(group(arguments).as_str());
    s
}

/// Calls the API on the group, as somebody else than Terraform.
fn outside(s: &Scenario, action: &str, parameters: &[(&str, &str)]) -> Value {
    let id = s.id(GROUP);
    let mut all = vec![("ScalingGroupId", id.as_str())];
    all.extend_from_slice(parameters);
    s.emulator().api(action, &all)
}

/// Attaches an instance that was made elsewhere, and waits until it is there.
fn attach(s: &Scenario, instance: &str) {
    outside(s, "AttachInstance", &[("ScalingInstanceId.1", instance)]);
    wait_until("the attachment", || instances(s).iter().any(|id| id == instance));
}

/// Waits until the group has so many instances, and gives their ids.
fn instances_once_there_are(s: &Scenario, number: usize) -> Vec<String> {
    wait_for("the scaling", || {
        Some(instances(s)).filter(|ids| ids.len() == number)
    })
}

fn instances(s: &Scenario) -> Vec<String> {
    let answer = outside(s, "DescribeScalingInstance", &[]);
    let instances = answer["ScalingInstanceSet"].as_array().into_iter().flatten();
    instances
        .filter_map(|instance| instance["InstanceId"].as_str().map(str::to_owned))
        .collect()
}

/// A fault that refuses the first call of an action.
fn refuse_once(action: &str, code: &str, message: &str) -> Value {
    json!({"api": [{
        "action": action,
        "first": 1,
        "fault": {"kind": "error", "status": 400, "code": code, "message": message},
    }]})
}

#[test]
fn matrix_a_group_lives_from_create_to_destroy() {
    let mut s = Scenario::start();
    s.apply(hcl!("scaling_group/lifecycle/1-create.tf"))
        .plans([create(CONFIGURATION), create(GROUP)])
        .state(
            GROUP,
            &json!({"min_size": 1, "max_size": 3, "desired_capacity": 1, "status": "Active"}),
        )
        .calls(&json!({"CreateScalingConfiguration": 1, "CreateScalingGroup": 1}))
        .then_plan_is_empty()
        .calls(&json!({}));
    s.plan(hcl!("scaling_group/lifecycle/2-change.tf"))
        .plans([changed(GROUP)])
        .planned(
            GROUP,
            &json!({"scaling_group_name": "web-frontend", "max_size": 5}),
        );
    s.apply(hcl!("scaling_group/lifecycle/2-change.tf"))
        .plans([changed(GROUP)])
        .state(
            GROUP,
            &json!({"scaling_group_name": "web-frontend", "max_size": 5}),
        )
        .calls(&json!({"ModifyScalingGroup": 1}))
        .then_plan_is_empty();
    s.destroy().destroys(2).state_holds(&[]).leaves_nothing();
}

#[test]
fn what_is_not_set_has_its_default() {
    let mut s = Scenario::start();
    s.apply(group("").as_str())
        .state(
            GROUP,
            &json!({
                "scaling_group_name": "tf-scaling-group",
                "scaling_configuration_name": "web",
                "desired_capacity": 1,
                "remove_policy": "RemoveOldestInstance",
                "subnet_strategy": "balanced-distribution",
                "status": "Active",
                "security_group_id": SECURITY_GROUP,
                "security_group_id_set": [SECURITY_GROUP],
                "slb_config_set": [],
                "force_delete": null,
                "delete_instances": null,
                "deletion_protection": null,
                "wait_for_capacity_timeout": null,
                "wait_for_healthy": null,
                "timeouts": null,
            }),
        )
        .then_plan_is_empty();
}
