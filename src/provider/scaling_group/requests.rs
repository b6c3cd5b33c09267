//! What an update has to send: only what differs.

use super::attributes::ScalingGroupModel;
use crate::client::Params;
use crate::client::actions::{ModifyScalingGroup, ScalingGroupSettings};
use crate::framework::Field;
use crate::provider::expand::{expand, sorted};

/// The request that brings a group from `prior` to `plan`; `None` if it has nothing to change.
pub(super) fn modify_request(
    id: &str,
    prior: &ScalingGroupModel,
    plan: &ScalingGroupModel,
) -> Option<ModifyScalingGroup> {
    let mut settings = differences(prior, plan);
    if Params::of(&settings).is_empty() {
        return None;
    }
    // With several subnets the API wants the strategy along with them.
    if !settings.subnet_ids.is_empty() && settings.subnet_strategy.is_none() {
        settings.subnet_strategy = plan.subnet_strategy.value().cloned();
    }
    Some(ModifyScalingGroup {
        scaling_group_id: id.to_owned(),
        settings,
    })
}

/// The request that gives a new group its container subnets, which its creation does not take.
pub(super) fn container_subnets_request(id: &str, plan: &ScalingGroupModel) -> ModifyScalingGroup {
    ModifyScalingGroup {
        scaling_group_id: id.to_owned(),
        settings: ScalingGroupSettings {
            container_subnet_ids: sorted(&plan.container_subnet_ids),
            ..ScalingGroupSettings::default()
        },
    }
}

/// What a new group is to be, as a creation takes it.
pub(super) fn creation(plan: &ScalingGroupModel) -> ScalingGroupSettings {
    let min_size = plan.min_size.get().unwrap_or_default();
    ScalingGroupSettings {
        desired_capacity: plan.desired_capacity.get().or(Some(min_size)),
        container_subnet_ids: Vec::new(),
        ..differences(&ScalingGroupModel::default(), plan)
    }
}

fn differences(prior: &ScalingGroupModel, plan: &ScalingGroupModel) -> ScalingGroupSettings {
    let settings = plan.expand_plain(prior);
    ScalingGroupSettings {
        desired_capacity: expand(&prior.desired_capacity, &within_bounds(plan)),
        subnet_ids: expand(&prior.subnet_id_set, &plan.subnet_id_set),
        // Where both are planned, the set has the one.
        security_group_id: settings
            .security_group_id
            .clone()
            .filter(|_| plan.security_group_id_set.value().is_none()),
        security_group_ids: expand(&prior.security_group_id_set, &plan.security_group_id_set),
        container_subnet_ids: expand(&prior.container_subnet_ids, &plan.container_subnet_ids),
        ..settings
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
pub(super) fn moves_capacity(ModifyScalingGroup { settings, .. }: &ModifyScalingGroup) -> bool {
    settings.desired_capacity.is_some() || settings.min_size.is_some() || settings.max_size.is_some()
}

/// The settings in which `plan` differs from what the API shows, without load balancers and status.
pub(super) fn diff(shown: &ScalingGroupModel, plan: &ScalingGroupModel) -> Params {
    Params::of(&differences(shown, plan))
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
        let settings = modify_request(GROUP, &prior, &plan).unwrap().settings;
        assert_eq!((settings.min_size, settings.desired_capacity), (Some(3), Some(3)));
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
        assert_eq!(request.settings.subnet_ids, ["b"]);
        assert_eq!(request.settings.subnet_strategy.as_deref(), Some("choice-first"));
        assert!(!moves_capacity(&request));
    }
}
