//! What data sources ask the API for, and what they make of its answers.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value as Json, json};

use crate::client::Client;
use crate::client::testing::{FakeApi, error, ok};
use crate::cty::json::{decode_json, encode_json};
use crate::framework::{AnyDataSource, Context, Diagnostics, Provider as _};
use crate::provider::KsyunProvider;
use tokio_util::sync::CancellationToken;

const GROUP: &str = "436995593677910016";

/// What the lists of the API are called.
const SETS: [&str; 7] = [
    "ScalingActivitySet",
    "ScalingConfigurationSet",
    "ScalingGroupSet",
    "ScalingInstanceSet",
    "ScalingNotificationSet",
    "ScalingPolicySet",
    "ScalingScheduleTaskSet",
];

pub(super) fn data_source(name: &str) -> Box<dyn AnyDataSource<Client>> {
    let mut all = KsyunProvider::default().data_sources().into_iter();
    all.find(|source| source.type_name() == name)
        .expect("a data source")
}

/// Reads data source `name` with these arguments and no others.
async fn read(api: &Arc<FakeApi>, name: &str, arguments: &Json) -> Result<Json, Diagnostics> {
    let source = data_source(name);
    let (schema, ty) = (source.schema(), source.schema().ty());
    let config: Map<String, Json> = schema
        .attributes
        .iter()
        .map(|attribute| (attribute.name.to_owned(), arguments[attribute.name].clone()))
        .collect();
    let config = decode_json(Json::Object(config).to_string().as_bytes(), &ty).unwrap();
    let client = api.client();
    let cx = Context::new(&client, Duration::from_mins(1), CancellationToken::new());
    match source.read(cx, &config).await {
        (Some(found), _) => Ok(serde_json::from_slice(&encode_json(&found, &ty).unwrap()).unwrap()),
        (None, diagnostics) => Err(diagnostics),
    }
}

#[tokio::test(start_paused = true)]
async fn every_filter_is_sent_under_the_name_that_the_api_knows() {
    for (name, arguments, action, sent) in [
        (
            "ksyun_scaling_groups",
            json!({"ids": ["2", "1"], "scaling_group_name": "web", "scaling_configuration_id": "3", "vpc_id": "0"}),
            "DescribeScalingGroup",
            json!({"ScalingGroupId.1": "1", "ScalingGroupId.2": "2", "ScalingGroupName": "web",
                   "ScalingConfigurationId": "3", "VpcId": "0"}),
        ),
        (
            "ksyun_scaling_configurations",
            json!({"ids": ["1"], "project_ids": ["0", "7"], "scaling_configuration_name": "web"}),
            "DescribeScalingConfiguration",
            json!({"ScalingConfigurationId.1": "1", "ProjectId.1": "0", "ProjectId.2": "7",
                   "ScalingConfigurationName": "web"}),
        ),
        (
            "ksyun_scaling_policies",
            json!({"scaling_group_id": GROUP, "ids": ["1"], "scaling_policies_name": "cpu"}),
            "DescribeScalingPolicy",
            json!({"ScalingGroupId": GROUP, "ScalingPolicyId.1": "1", "ScalingPolicyName": "cpu"}),
        ),
        (
            "ksyun_scaling_scheduled_tasks",
            json!({"scaling_group_id": GROUP, "ids": ["1"], "scaling_scheduled_task_name": "night"}),
            "DescribeScheduledTask",
            json!({"ScalingGroupId": GROUP, "ScalingScheduledTaskId.1": "1", "ScalingScheduledTaskName": "night"}),
        ),
        (
            "ksyun_scaling_notifications",
            json!({"scaling_group_id": GROUP}),
            "DescribeScalingNotification",
            json!({"ScalingGroupId": GROUP}),
        ),
        (
            "ksyun_scaling_instances",
            json!({"scaling_group_id": GROUP, "scaling_instance_ids": ["1"], "health_status": "UnHealthy",
                   "creation_type": "Auto"}),
            "DescribeScalingInstance",
            json!({"ScalingGroupId": GROUP, "ScalingInstanceId.1": "1", "HealthStatus": "UnHealthy",
                   "CreationType": "Auto"}),
        ),
        (
            "ksyun_scaling_activities",
            json!({"scaling_group_id": GROUP, "ids": ["1"], "start_time": "2024-06-01 09:00:00",
                   "end_time": "2024-06-01T02:00:00Z"}),
            "DescribeScalingActivity",
            json!({"ScalingGroupId": GROUP, "ScalingActivityId.1": "1", "StartTime": "2024-06-01 09:00:00",
                   "EndTime": "2024-06-01 10:00:00"}),
        ),
    ] {
        let empty: Json = SETS.iter().map(|set| ((*set).to_owned(), json!([]))).collect();
        let api = FakeApi::script([ok(empty)]);
        let found = read(&api, name, &arguments).await.unwrap();
        assert_eq!(
            (&found["id"], &found["total_count"]),
            (&json!("0"), &json!(0)),
            "{name}"
        );

        let request = &api.sent()[0];
        assert_eq!(request.param("Action"), Some(action));
        let common = ["Action", "Version", "Marker", "MaxResults"];
        let own = request
            .params
            .iter()
            .filter(|(name, _)| !common.contains(&name.as_str()));
        let own: Json = own.map(|(name, value)| (name.clone(), json!(value))).collect();
        assert_eq!(own, sent, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_empty_filter_is_none() {
    let api = FakeApi::script([ok(json!({"ScalingGroupSet": []}))]);
    let arguments =
        json!({"ids": [], "scaling_group_name": "", "vpc_id": "", "name_regex": "", "output_file": ""});
    read(&api, "ksyun_scaling_groups", &arguments).await.unwrap();
    for parameter in ["ScalingGroupId.1", "ScalingGroupName", "VpcId"] {
        assert_eq!(api.sent()[0].param(parameter), None, "{parameter}");
    }
}

#[tokio::test(start_paused = true)]
async fn configurations_are_asked_for_by_20_ids_at_once() {
    let api = FakeApi::new(|sent| {
        let configuration = |id: &&str| json!({"ScalingConfigurationId": id});
        let ids = sent.list("ScalingConfigurationId");
        ok(json!({"ScalingConfigurationSet": ids.iter().map(configuration).collect::<Vec<_>>()}))
    });
    let ids: Vec<String> = (100..141).map(|id| id.to_string()).collect();
    let found = read(&api, "ksyun_scaling_configurations", &json!({ "ids": ids }))
        .await
        .unwrap();
    assert_eq!(found["total_count"], 41);
    let sizes: Vec<usize> = api
        .sent()
        .iter()
        .map(|sent| sent.list("ScalingConfigurationId").len())
        .collect();
    assert_eq!(sizes, [20, 20, 1]);
}

#[tokio::test(start_paused = true)]
async fn what_the_api_leaves_out_is_null_and_what_it_gives_empty_is_empty() {
    let api = FakeApi::script([ok(json!({"ScalingActivitySet": [
        {"ScalingActivityId": "1", "EndTime": "", "ErrorCode": 0, "Status": 7},
    ]}))]);
    let found = read(
        &api,
        "ksyun_scaling_activities",
        &json!({"scaling_group_id": GROUP}),
    )
    .await
    .unwrap();
    assert_eq!(
        found["scaling_activities"],
        json!([{
            "id": format!("1:{GROUP}"),
            "scaling_activity_id": "1",
            "scaling_group_id": GROUP,
            "type": null,
            "type_name": null,
            "status": 7,
            "status_name": null,
            "error_code": 0,
            "cause": null,
            "description": null,
            "start_time": null,
            "end_time": "",
            "success_instance_list": [],
            "fail_instance_list": [],
        }])
    );
}

#[tokio::test(start_paused = true)]
async fn a_single_security_group_is_a_set_of_one() {
    let api = FakeApi::script([ok(
        json!({"ScalingGroupSet": [{"ScalingGroupId": GROUP, "SecurityGroupId": "sg"}]}),
    )]);
    let found = read(&api, "ksyun_scaling_groups", &json!({})).await.unwrap();
    assert_eq!(found["scaling_groups"][0]["security_group_id_set"], json!(["sg"]));
    assert_eq!(found["id"], "1888892849");
}

#[tokio::test(start_paused = true)]
async fn a_policy_without_a_metric_has_nulls_in_its_place() {
    let api = FakeApi::script([ok(json!({"ScalingPolicySet": [{"ScalingPolicyId": "10000433"}]}))]);
    let found = read(
        &api,
        "ksyun_scaling_policies",
        &json!({"scaling_group_id": GROUP}),
    )
    .await
    .unwrap();
    let policy = &found["scaling_policies"][0];
    assert_eq!(policy["id"], format!("10000433:{GROUP}"));
    assert_eq!(
        (&policy["threshold"], &policy["dimension_name"]),
        (&Json::Null, &Json::Null)
    );
}

#[tokio::test(start_paused = true)]
async fn a_refusal_says_what_was_asked_for_and_points_to_the_argument() {
    let api = FakeApi::script([error(
        400,
        "InvalidParameterValue",
        "An invalid or out-of-range value was supplied for the input parameter ScalingPolicyId.1.",
    )]);
    let arguments = json!({"scaling_group_id": GROUP, "ids": ["x"]});
    let errors = read(&api, "ksyun_scaling_policies", &arguments)
        .await
        .unwrap_err();
    let refusal = errors.iter().next().unwrap();
    assert_eq!(
        refusal.summary,
        format!("Can't list the policies of scaling group {GROUP}")
    );
    assert_eq!(refusal.path.as_ref().unwrap().to_string(), "ids");
    assert!(refusal.detail.contains("req-1"), "{}", refusal.detail);
}

#[tokio::test(start_paused = true)]
async fn one_object_is_looked_up_by_id_or_by_its_whole_name() {
    let groups = [
        json!({"ScalingGroupId": "1", "ScalingGroupName": "web-1"}),
        json!({"ScalingGroupId": "2", "ScalingGroupName": "web"}),
    ];
    let api = FakeApi::new(move |sent| {
        let wanted = sent.list("ScalingGroupId");
        let of_ids = groups
            .iter()
            .filter(|group| wanted.is_empty() || wanted.contains(&group["ScalingGroupId"].as_str().unwrap()));
        ok(json!({"ScalingGroupSet": of_ids.collect::<Vec<_>>()}))
    });
    for arguments in [json!({"id": "2"}), json!({"scaling_group_name": "web"})] {
        let found = read(&api, "ksyun_scaling_group", &arguments).await.unwrap();
        assert_eq!(
            (&found["id"], &found["scaling_group_name"]),
            (&json!("2"), &json!("web"))
        );
    }
    let errors = read(&api, "ksyun_scaling_group", &json!({"id": "3"}))
        .await
        .unwrap_err();
    assert_eq!(
        errors.iter().next().unwrap().summary,
        "There is no scaling group 3"
    );
}

#[tokio::test(start_paused = true)]
async fn a_configuration_is_looked_up_in_its_project() {
    let found = json!({"ScalingConfigurationSet": [{"ScalingConfigurationId": "1", "ScalingConfigurationName": "web"}]});
    let api = FakeApi::new(move |_| ok(found.clone()));
    for arguments in [
        json!({"id": "1", "project_id": 7}),
        json!({"scaling_configuration_name": "web", "project_id": 7}),
    ] {
        read(&api, "ksyun_scaling_configuration", &arguments)
            .await
            .unwrap();
    }
    for sent in api.sent() {
        assert_eq!(sent.list("ProjectId"), ["7"]);
    }
}

#[test]
fn every_data_source_has_an_example() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data-sources");
    for source in KsyunProvider::default().data_sources() {
        let example = examples.join(source.type_name()).join("data-source.tf");
        assert!(example.is_file(), "{} is missing", example.display());
    }
}
