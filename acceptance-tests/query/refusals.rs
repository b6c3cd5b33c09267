//! Queries that can't be answered.

use serde_json::json;

use super::list;
use crate::support::{Config, Feature, Scenario};

#[test]
fn a_filter_that_nothing_can_pass_is_refused_and_the_argument_is_named() {
    let Some(mut s) = Scenario::since(Feature::QUERY) else {
        return;
    };
    for (kind, config, place) in [
        ("ksyun_scaling_group", "name_contains = \"\"", "name_contains"),
        ("ksyun_scaling_configuration", "project_ids = [-1]", "project_ids"),
        ("ksyun_scaling_configuration", "project_ids = []", "project_ids"),
        (
            "ksyun_scaling_policy",
            "scaling_group_id = \"web:1\"",
            "scaling_group_id",
        ),
        (
            "ksyun_scaling_instance",
            "creation_type = \"auto\"",
            "creation_type",
        ),
    ] {
        s.query_fails(Config::query(&list(kind, config)))
            .error("Invalid")
            .at(place)
            .reads(&json!({}));
    }
}

#[test]
fn a_refusal_of_the_api_says_what_was_listed_why_and_the_request() {
    let Some(mut s) = Scenario::since(Feature::QUERY) else {
        return;
    };
    for (kind, action, what) in [
        (
            "ksyun_scaling_group",
            "DescribeScalingGroup",
            "Can't list scaling groups",
        ),
        (
            "ksyun_scaling_configuration",
            "DescribeScalingConfiguration",
            "Can't list scaling configurations",
        ),
        (
            "ksyun_scaling_policy",
            "DescribeScalingGroup",
            "Can't list scaling groups",
        ),
    ] {
        s.emulator().fault(&json!({"api": [{
            "action": action,
            "fault": {"kind": "error", "status": 403, "code": "AccessDenied", "message": "Not for you"},
        }]}));
        s.query_fails(Config::query(&list(kind, "")))
            .error(what)
            .saying("Not for you")
            .error(what)
            .saying("RequestId")
            .error(what)
            .saying(&format!("kec:{action}"))
            .reads(&json!({action: 1}));
    }
}
