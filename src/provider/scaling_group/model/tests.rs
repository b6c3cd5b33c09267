use serde_json::{Value, json};

use super::super::testing::{FakeGroup, GROUP, Lab};
use super::*;
use crate::client::CallContext;
use crate::provider::lifecycle::filled;

/// A group as the API describes it.
async fn answer(settings: &Value) -> ScalingGroup {
    let lab = Lab::new(FakeGroup {
        settings: settings.clone(),
        ..FakeGroup::default()
    });
    let group = lab.client().read_group(&CallContext::background(), GROUP).await;
    group.unwrap().unwrap()
}

fn set(ids: &[&str]) -> Field<Set<String>> {
    Field::Value(ids.iter().map(|id| (*id).to_owned()).collect())
}

#[tokio::test]
async fn what_the_api_leaves_out_has_its_default_after_an_import() {
    let group = answer(&json!({"SlbConfigSet": [{"SlbId": "s", "ListenerId": "l"}]})).await;
    let model = ScalingGroupModel::default().with_answer(group);
    assert_eq!(model.remove_policy, "RemoveOldestInstance".into());
    assert_eq!(model.subnet_strategy, "balanced-distribution".into());
    assert_eq!(model.status, "Active".into());
    let slb = model.slbs().next().unwrap();
    assert_eq!(
        (&slb.weight, &slb.health_check_type),
        (&Field::Value(20), &"slb".into())
    );
    assert_eq!(model.vpc_id, Field::Null);
}

#[tokio::test]
async fn what_the_api_leaves_out_stays_as_it_was_told() {
    let before = ScalingGroupModel {
        subnet_strategy: "choice-first".into(),
        subnet_id_set: set(&["s"]),
        slb_config_set: Field::Value(
            [SlbModel {
                slb_id: "s".into(),
                listener_id: "l".into(),
                health_check_type: "kec".into(),
                weight: Field::Value(0),
                ..SlbModel::default()
            }]
            .into_iter()
            .collect(),
        ),
        ..ScalingGroupModel::default()
    };
    let group =
        answer(&json!({"SubnetStrategy": "", "SlbConfigSet": [{"SlbId": "s", "ListenerId": "l"}]})).await;
    let model = before.with_answer(group);
    assert_eq!(model.subnet_strategy, "choice-first".into());
    assert_eq!(model.subnet_id_set, set(&["s"]));
    let slb = model.slbs().next().unwrap();
    assert_eq!(
        (&slb.weight, &slb.health_check_type),
        (&Field::Value(0), &"kec".into())
    );
}

#[tokio::test]
async fn a_single_security_group_is_the_whole_set_unless_more_are_known() {
    let model = ScalingGroupModel::default().with_answer(answer(&json!({"SecurityGroupId": "a"})).await);
    assert_eq!(model.security_group_id_set, set(&["a"]));
    // One that is named alone says nothing of others that were known.
    for (known, named, expected) in [
        (&["a", "b"], "b", &["a", "b"][..]),
        (&["a", "b"], "c", &["c"][..]),
    ] {
        let known = ScalingGroupModel {
            security_group_id_set: set(known),
            ..ScalingGroupModel::default()
        };
        let model = known.with_answer(answer(&json!({"SecurityGroupId": named})).await);
        assert_eq!(model.security_group_id_set, set(expected));
    }
}

#[tokio::test]
async fn a_capacity_that_was_asked_for_stays_in_the_state_of_the_change() {
    let moved = answer(&json!({"DesiredCapacity": 4})).await;
    let after = |planned: Field<i64>| {
        let planned = ScalingGroupModel {
            desired_capacity: planned,
            ..ScalingGroupModel::default()
        };
        filled(planned.clone(), planned.with_answer(moved.clone())).desired_capacity
    };
    assert_eq!(after(Field::Value(2)), Field::Value(2));
    assert_eq!(after(Field::Unknown), Field::Value(4));
}

#[test]
fn empty_values_of_another_provider_mean_not_set() {
    let adopted = ScalingGroupModel {
        vpc_id: "".into(),
        security_group_id: "".into(),
        security_group_id_set: set(&[]),
        subnet_id_set: set(&["s"]),
        min_size: Field::Value(0),
        ..ScalingGroupModel::default()
    }
    .upgraded();
    assert_eq!(adopted.vpc_id, Field::Null);
    assert_eq!(adopted.security_group_id, Field::Null);
    assert_eq!(adopted.security_group_id_set, Field::Null);
    assert_eq!(adopted.subnet_id_set, set(&["s"]));
    assert_eq!(adopted.min_size, Field::Value(0));
}
