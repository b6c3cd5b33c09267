use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::*;
use crate::client::CallContext;
use crate::client::testing::{FakeApi, ok};
use crate::provider::time;

fn request() -> CreateScalingGroup {
    CreateScalingGroup {
        scaling_group_name: "web".to_owned(),
        scaling_configuration_id: "c".to_owned(),
        min_size: 1,
        max_size: 3,
        subnet_ids: vec!["s1".to_owned(), "s2".to_owned()],
        ..Default::default()
    }
}

/// Whether the group that the API shows is the one, if it is as requested but for these differences.
async fn is_found(differences: &Value) -> bool {
    let mut group = json!({
        "ScalingGroupId": "1",
        "ScalingGroupName": "web",
        "ScalingConfigurationId": "c",
        "MinSize": 1,
        "MaxSize": 3,
        "SubnetIdSet": ["s2", "s1"],
        "CreateTime": time::to_api(Timestamp::now()),
    });
    for (name, value) in differences.as_object().into_iter().flatten() {
        group[name] = value.clone();
    }
    let api = FakeApi::new(move |_| ok(json!({"ScalingGroupSet": [group]})));
    let limits = CallContext::background();
    let groups = api
        .client()
        .list_all(&limits, &DescribeScalingGroup::default())
        .await;
    is_the_one(&groups.unwrap()[0], &request())
}

#[tokio::test]
async fn the_group_with_just_these_settings_is_the_one() {
    assert!(is_found(&json!({})).await);
}

#[tokio::test]
async fn a_group_with_other_settings_or_of_earlier_is_another() {
    let hour_ago = time::to_api(Timestamp::now() - SignedDuration::from_hours(1));
    for different in [
        json!({"ScalingGroupName": "web-2"}),
        json!({"ScalingConfigurationId": "d"}),
        json!({"MinSize": 0}),
        json!({"MaxSize": 4}),
        json!({"SubnetIdSet": ["s1"]}),
        json!({"CreateTime": hour_ago}),
        json!({"CreateTime": ""}),
    ] {
        assert!(!is_found(&different).await, "{different}");
    }
}
