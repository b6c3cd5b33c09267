//! What an update has to send: only what differs.

use super::model::ScalingGroupModel;
use crate::client::actions::{ModifyScalingGroup, ScalingGroup};
use crate::provider::api::changes_anything;
use crate::provider::changed::{changed, changed_set, sorted_ids};

/// The request that brings a group from `prior` to `plan`; `None` if it has nothing to change.
pub(super) fn modify_request(
    id: &str,
    prior: &ScalingGroupModel,
    plan: &ScalingGroupModel,
) -> Option<ModifyScalingGroup> {
    let request = ModifyScalingGroup {
        scaling_group_id: id.to_owned(),
        scaling_group_name: changed(&prior.scaling_group_name, &plan.scaling_group_name),
        scaling_configuration_id: changed(&prior.scaling_configuration_id, &plan.scaling_configuration_id),
        min_size: changed(&prior.min_size, &plan.min_size),
        max_size: changed(&prior.max_size, &plan.max_size),
        desired_capacity: changed(&prior.desired_capacity, &plan.desired_capacity),
        remove_policy: changed(&prior.remove_policy, &plan.remove_policy),
        subnet_ids: changed_set(&prior.subnet_id_set, &plan.subnet_id_set),
        // With several subnets the API wants the strategy along with them.
        subnet_strategy: changed(&prior.subnet_strategy, &plan.subnet_strategy).or_else(|| {
            let subnets_change = !changed_set(&prior.subnet_id_set, &plan.subnet_id_set).is_empty();
            plan.subnet_strategy.value().filter(|_| subnets_change).cloned()
        }),
        security_group_id: changed(&prior.security_group_id, &plan.security_group_id),
        security_group_ids: changed_set(&prior.security_group_id_set, &plan.security_group_id_set),
        container_subnet_ids: Vec::new(),
    };
    changes_anything(&request, &["ScalingGroupId"]).then_some(request)
}

/// Whether the request may make instances come or go.
pub(super) fn moves_capacity(request: &ModifyScalingGroup) -> bool {
    request.desired_capacity.is_some() || request.min_size.is_some() || request.max_size.is_some()
}

/// Whether `group` is as `request` wants it.
pub(super) fn are_done(request: &ModifyScalingGroup, group: &ScalingGroup) -> bool {
    fn holds<T: PartialEq>(wanted: Option<&T>, now: Option<&T>) -> bool {
        wanted.is_none_or(|wanted| now == Some(wanted))
    }
    let hold = |wanted: &[String], now: &[String]| wanted.is_empty() || sorted_ids(wanted) == sorted_ids(now);
    holds(
        request.scaling_group_name.as_ref(),
        group.scaling_group_name.as_ref(),
    ) && holds(
        request.scaling_configuration_id.as_ref(),
        group.scaling_configuration_id.as_ref(),
    ) && holds(request.min_size.as_ref(), group.min_size.as_ref())
        && holds(request.max_size.as_ref(), group.max_size.as_ref())
        && holds(request.desired_capacity.as_ref(), group.desired_capacity.as_ref())
        && holds(request.remove_policy.as_ref(), group.remove_policy.as_ref())
        && holds(request.subnet_strategy.as_ref(), group.subnet_strategy.as_ref())
        && holds(
            request.security_group_id.as_ref(),
            group.security_group_id.as_ref(),
        )
        && hold(
            &request.subnet_ids,
            group.subnet_ids.as_deref().unwrap_or_default(),
        )
        && hold(
            &request.security_group_ids,
            group.security_group_ids.as_deref().unwrap_or_default(),
        )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{FakeGroup, GROUP, Lab, state};
    use super::*;
    use crate::client::CallContext;
    use crate::framework::{Field, Set};

    fn ids(ids: &[&str]) -> Field<Set<String>> {
        Field::Value(ids.iter().map(|id| (*id).to_owned()).collect())
    }

    #[test]
    fn nothing_is_sent_for_what_stays_and_for_what_the_api_does_not_know() {
        let prior = ScalingGroupModel {
            min_size: Field::Value(1),
            subnet_id_set: ids(&["a", "b"]),
            ..state()
        };
        let plan = ScalingGroupModel {
            subnet_id_set: ids(&["b", "a"]),
            force_delete: Field::Value(true),
            ..prior.clone()
        };
        assert!(modify_request(GROUP, &prior, &plan).is_none());
    }

    #[test]
    fn the_strategy_goes_along_with_new_subnets() {
        let prior = ScalingGroupModel {
            subnet_id_set: ids(&["a"]),
            subnet_strategy: "choice-first".into(),
            ..state()
        };
        let plan = ScalingGroupModel {
            subnet_id_set: ids(&["b"]),
            ..prior.clone()
        };
        let request = modify_request(GROUP, &prior, &plan).unwrap();
        assert_eq!(request.subnet_ids, ["b"]);
        assert_eq!(request.subnet_strategy.as_deref(), Some("choice-first"));
        assert!(!moves_capacity(&request));
    }

    #[tokio::test]
    async fn a_change_is_done_when_the_group_has_each_of_its_values() {
        let request = ModifyScalingGroup {
            scaling_group_name: Some("web".to_owned()),
            scaling_configuration_id: Some("c".to_owned()),
            min_size: Some(0),
            max_size: Some(3),
            desired_capacity: Some(0),
            remove_policy: Some("RemoveNewestInstance".to_owned()),
            subnet_ids: vec!["a".to_owned(), "b".to_owned()],
            subnet_strategy: Some("choice-first".to_owned()),
            security_group_id: Some("x".to_owned()),
            security_group_ids: vec!["x".to_owned()],
            ..ModifyScalingGroup::default()
        };
        let whole = json!({
            "ScalingGroupName": "web",
            "ScalingConfigurationId": "c",
            "MaxSize": 3,
            "RemovePolicy": "RemoveNewestInstance",
            "SubnetIdSet": ["b", "a"],
            "SubnetStrategy": "choice-first",
            "SecurityGroupId": "x",
            "SecurityGroupIdSet": ["x"],
        });
        assert!(are_done(&request, &answer(whole.clone()).await));
        for (name, other) in [
            ("ScalingGroupName", json!("old")),
            ("ScalingConfigurationId", json!("old")),
            ("MinSize", json!(1)),
            ("MaxSize", json!(9)),
            ("DesiredCapacity", json!(1)),
            ("RemovePolicy", json!("RemoveOldestInstance")),
            ("SubnetIdSet", json!(["a"])),
            ("SubnetStrategy", json!("balanced-distribution")),
            ("SecurityGroupId", json!("y")),
            ("SecurityGroupIdSet", json!(["x", "y"])),
        ] {
            let mut group = whole.clone();
            group[name] = other;
            assert!(!are_done(&request, &answer(group).await), "{name}");
        }
    }

    async fn answer(settings: Value) -> ScalingGroup {
        let lab = Lab::new(FakeGroup {
            settings,
            ..FakeGroup::default()
        });
        let group = lab.client().read_group(&CallContext::background(), GROUP).await;
        group.unwrap().unwrap()
    }
}
