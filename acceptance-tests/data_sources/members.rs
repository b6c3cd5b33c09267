//! The data sources that list what belongs to a group.

use serde_json::json;

use super::account::{SUBNETS, attached_instance, configuration, group, notification, policy, task};
use crate::support::{Scenario, Serving, hcl};

/// A group with one of everything that can belong to it, and some of it twice.
struct Members {
    configuration: String,
    group: String,
    attached: String,
    shrink: String,
    night: String,
    notification: String,
}

impl Members {
    fn of(s: &Scenario) -> Self {
        let configuration = configuration(s, "web");
        let group = group(s, "web", &configuration, SUBNETS[0], "1");
        s.emulator().advance(1);
        let attached = attached_instance(s, &group);
        policy(s, &group, "cpu-grow");
        let shrink = policy(s, &group, "cpu-shrink");
        let night = task(s, &group, "night");
        task(s, &group, "morning");
        Self {
            notification: notification(s, &group),
            configuration,
            group,
            attached,
            shrink,
            night,
        }
    }
}

fn scenario() -> (Scenario, Members) {
    let s = Scenario::with(Serving::Reattached, &["--clock", "manual"]);
    let members = Members::of(&s);
    (s, members)
}

#[test]
fn matrix_what_belongs_to_a_group_is_listed_and_filtered() {
    let (mut s, Members { attached, .. }) = scenario();
    s.apply(hcl!("data_sources/members.tf"))
        .plans([])
        .calls(&json!({}))
        .output(
            "names",
            &json!({
                "all_policies": ["cpu-grow", "cpu-shrink"],
                "policies_by_name": ["cpu-grow"],
                "all_tasks": ["night", "morning"],
                "tasks_by_name": ["morning"],
                "all_instances": ["Auto", "Manual"],
                "attached_instances": ["Manual"],
                "activities": ["Attach", "ScaleOut"],
            }),
        )
        .output(
            "nothing",
            &json!({
                "unhealthy": 0,
                "long_ago": 0,
                "policies": 0,
                "tasks": 0,
                "notifications": 0,
                "instances": 0,
                "activities": 0,
            }),
        )
        .state(
            "data.ksyun_scaling_instances.attached",
            &json!({"total_count": 1, "scaling_instances": [{"scaling_instance_id": attached}]}),
        )
        .then_plan_is_empty();
}

#[test]
fn what_is_listed_is_described_in_full() {
    let (mut s, members) = scenario();
    let Members {
        configuration,
        group,
        shrink,
        night,
        notification,
        ..
    } = members;
    s.apply(hcl!("data_sources/members.tf"))
        .output(
            "policies",
            &json!([{
                "id": format!("{shrink}:{group}"),
                "scaling_policy_id": shrink,
                "scaling_group_id": group,
                "scaling_policy_name": "cpu-shrink",
                "adjustment_type": "QuantityChangeInCapacity",
                "adjustment_value": -1,
                "cool_down": 60,
                "dimension_name": "cpu_usage",
                "comparison_operator": "Greater",
                "threshold": 80,
                "function": "avg",
                "period": 60,
                "repeat_times": 3,
            }]),
        )
        .output(
            "tasks",
            &json!([{
                "id": format!("{night}:{group}"),
                "scaling_scheduled_task_id": night,
                "scaling_group_id": group,
                "scaling_scheduled_task_name": "night",
                "readjust_min_size": 0,
                "readjust_expect_size": 0,
                "readjust_max_size": 2,
                "start_time": "2099-01-01 02:00:00",
            }]),
        )
        .output(
            "notifications",
            &json!([{
                "id": format!("{notification}:{group}"),
                "scaling_notification_id": notification,
                "scaling_group_id": group,
                "scaling_notification_types": ["2", "4"],
            }]),
        )
        .output(
            "instances",
            &json!([{
                "scaling_group_id": group,
                "creation_type": "Auto",
                "health_status": "Healthy",
                "protected_from_detach": 0,
            }]),
        )
        .output(
            "activities",
            &json!([{
                "scaling_group_id": group,
                "type": 0,
                "type_name": "ScaleOut",
                "status": 2,
                "status_name": "Succeeded",
                "error_code": 0,
                "description": configuration,
                "fail_instance_list": [],
            }]),
        );
}
