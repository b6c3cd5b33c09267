//! What an update has to send: only what differs.

use super::model::ScalingGroupModel;
use crate::client::Params;
use crate::client::actions::ModifyScalingGroup;
use crate::framework::Field;
use crate::provider::changed::{changed, sorted};

/// The parameter that says which group it is.
const IDENTITY: [&str; 1] = ["ScalingGroupId"];

/// The request that brings a group from `prior` to `plan`; `None` if it has nothing to change.
pub(super) fn modify_request(
    id: &str,
    prior: &ScalingGroupModel,
    plan: &ScalingGroupModel,
) -> Option<ModifyScalingGroup> {
    let mut request = differences(id, prior, plan);
    if Params::of(&request).without(&IDENTITY).is_empty() {
        return None;
    }
    // With several subnets the API wants the strategy along with them.
    if !request.subnet_ids.is_empty() && request.subnet_strategy.is_none() {
        request.subnet_strategy = plan.subnet_strategy.value().cloned();
    }
    Some(request)
}

/// The request that gives a new group its container subnets, which its creation does not take.
pub(super) fn container_subnets_request(id: &str, plan: &ScalingGroupModel) -> ModifyScalingGroup {
    ModifyScalingGroup {
        scaling_group_id: id.to_owned(),
        container_subnet_ids: sorted(&plan.container_subnet_ids),
        ..ModifyScalingGroup::default()
    }
}

fn differences(id: &str, prior: &ScalingGroupModel, plan: &ScalingGroupModel) -> ModifyScalingGroup {
    ModifyScalingGroup {
        scaling_group_id: id.to_owned(),
        scaling_group_name: changed(&prior.scaling_group_name, &plan.scaling_group_name),
        scaling_configuration_id: changed(&prior.scaling_configuration_id, &plan.scaling_configuration_id),
        min_size: changed(&prior.min_size, &plan.min_size),
        max_size: changed(&prior.max_size, &plan.max_size),
        desired_capacity: changed(&prior.desired_capacity, &within_bounds(plan)),
        remove_policy: changed(&prior.remove_policy, &plan.remove_policy),
        subnet_ids: changed(&prior.subnet_id_set, &plan.subnet_id_set),
        subnet_strategy: changed(&prior.subnet_strategy, &plan.subnet_strategy),
        // Where both are planned, the set has the one.
        security_group_id: changed(&prior.security_group_id, &plan.security_group_id)
            .filter(|_| plan.security_group_id_set.value().is_none()),
        security_group_ids: changed(&prior.security_group_id_set, &plan.security_group_id_set),
        container_subnet_ids: changed(&prior.container_subnet_ids, &plan.container_subnet_ids),
    }
}

/// The planned capacity as the planned bounds allow it: one whose changes are ignored may be beyond them.
fn within_bounds(plan: &ScalingGroupModel) -> Field<i64> {
    match (&plan.desired_capacity, plan.min_size.get(), plan.max_size.get()) {
        (Field::Value(desired), Some(min), Some(max)) => Field::Value((*desired).clamp(min, max.max(min))),
        (open, ..) => open.clone(),
    }
}

/// Whether the request may make instances come or go.
pub(super) fn moves_capacity(request: &ModifyScalingGroup) -> bool {
    request.desired_capacity.is_some() || request.min_size.is_some() || request.max_size.is_some()
}

/// The settings in which `plan` differs from what the API shows, without load balancers and status.
pub(super) fn diff(shown: &ScalingGroupModel, plan: &ScalingGroupModel) -> Params {
    Params::of(&differences("", shown, plan)).without(&IDENTITY)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{GROUP, state};
    use super::*;
    use crate::framework::Set;

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
    fn a_capacity_that_new_bounds_exclude_goes_along_with_them() {
        let prior = ScalingGroupModel {
            min_size: Field::Value(1),
            max_size: Field::Value(5),
            desired_capacity: Field::Value(2),
            ..state()
        };
        let plan = ScalingGroupModel {
            min_size: Field::Value(3),
            ..prior.clone()
        };
        let request = modify_request(GROUP, &prior, &plan).unwrap();
        assert_eq!((request.min_size, request.desired_capacity), (Some(3), Some(3)));
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
}
