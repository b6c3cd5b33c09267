//! Arguments that are refused at plan, and refusals of the API.

use serde_json::json;

use super::data;
use crate::support::Scenario;

#[test]
fn bad_arguments_are_refused_at_plan_without_a_call() {
    for (data_source, arguments, place, why) in [
        (
            "ksyun_scaling_groups",
            r#"name_regex = "web(""#,
            "name_regex",
            "unclosed group",
        ),
        (
            "ksyun_scaling_groups",
            r#"ids = ["1", ""]"#,
            "ids",
            "null or empty",
        ),
        (
            "ksyun_scaling_configurations",
            "project_ids = [null]",
            "project_ids",
            "null or empty",
        ),
        (
            "ksyun_scaling_policies",
            r#"scaling_group_id = """#,
            "scaling_group_id",
            "1 to 64 characters",
        ),
        (
            "ksyun_scaling_instances",
            r#"health_status = "Unhealthy""#,
            "health_status",
            "UnHealthy",
        ),
        (
            "ksyun_scaling_instances",
            r#"creation_type = "auto""#,
            "creation_type",
            "Auto",
        ),
        (
            "ksyun_scaling_activities",
            r#"start_time = "yesterday""#,
            "start_time",
            "is not a time",
        ),
        (
            "ksyun_scaling_activities",
            r#"end_time = "2024-02-30 00:00:00""#,
            "end_time",
            "2024-02-30",
        ),
        (
            "ksyun_scaling_activities",
            "start_time = \"2024-06-01 09:00:00\"\n  end_time = \"2024-06-01T00:59:59Z\"",
            "end_time",
            "between start_time and end_time",
        ),
    ] {
        let lists_members = !data_source.ends_with("groups") && !data_source.ends_with("configurations");
        let group = Some(r#"scaling_group_id = "1""#)
            .filter(|_| lists_members && !arguments.starts_with("scaling_group_id"));
        let arguments: Vec<&str> = group.into_iter().chain(Some(arguments)).collect();
        Scenario::start()
            .plan_fails(data(data_source, &arguments))
            .error_saying(why)
            .at(place)
            .reads(&json!({}));
    }
}

#[test]
fn a_member_without_its_group_is_refused() {
    for kind in [
        "policies",
        "scheduled_tasks",
        "notifications",
        "instances",
        "activities",
    ] {
        Scenario::start()
            .plan_fails(data(&format!("ksyun_scaling_{kind}"), &[]))
            .error("Missing required argument")
            .at(kind)
            .saying("scaling_group_id");
    }
}

#[test]
fn a_refusal_of_the_api_is_reported_with_its_code_and_request_id() {
    let mut s = Scenario::start();
    s.emulator().fault(&json!({"api": [{
        "action": "DescribeScalingActivity",
        "fault": {"kind": "error", "status": 403, "code": "AccessDenied",
                  "message": "User: somebody is not authorized to perform: kec:DescribeScalingActivity."},
    }]}));
    let mut step = s.plan_fails(data("ksyun_scaling_activities", &[r#"scaling_group_id = "1""#]));
    for part in [
        "AccessDenied",
        "RequestId",
        "not authorized",
        "allow the action kec:DescribeScalingActivity",
    ] {
        step = step
            .error("Can't list the activities of scaling group 1")
            .at("data.ksyun_scaling_activities.web")
            .saying(part);
    }
    step.reads(&json!({"DescribeScalingActivity": 1}));
}

#[test]
fn a_value_that_the_api_refuses_points_to_its_argument() {
    let mut s = Scenario::start();
    s.emulator().fault(&json!({"api": [{
        "action": "DescribeScalingGroup",
        "fault": {"kind": "error", "status": 400, "code": "InvalidParameterValue",
                  "message": "An invalid or out-of-range value was supplied for the input parameter ScalingGroupId.1."},
    }]}));
    s.plan_fails(data("ksyun_scaling_groups", &[r#"ids = ["x"]"#]))
        .error("Can't list scaling groups")
        .at("ids")
        .saying("InvalidParameterValue");
}

#[test]
fn a_list_is_read_again_after_a_passing_failure() {
    let mut s = Scenario::start();
    s.emulator().fault(&json!({"api": [{
        "action": "DescribeScalingGroup",
        "first": 1,
        "fault": {"kind": "throttle"},
    }]}));
    s.apply(data("ksyun_scaling_groups", &[]))
        .reads(&json!({"DescribeScalingGroup": 2}));
}
