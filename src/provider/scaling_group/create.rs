//! Creates a group, once: if the answer gets lost, looks for the group before anything is created a second time.

use super::model::ScalingGroupModel;
use super::{ATTRIBUTES, load_balancers, messages};
use crate::client::actions::{CreateScalingGroup, DescribeScalingGroup, ScalingGroup};
use crate::framework::{Diagnostics, Field, Set};
use crate::provider::api::Operation;
use crate::provider::changed::{sorted_ids, text};
use crate::provider::claims::{Claims, NotCreated, is_new};
use crate::provider::errors::failed;

/// Creates the group and gives its id.
pub(super) async fn create_group(
    cx: &Operation<'_>,
    plan: &ScalingGroupModel,
    claims: &Claims,
) -> Result<String, Diagnostics> {
    let request = create_request(plan);
    let name = &request.scaling_group_name;
    let list = DescribeScalingGroup {
        scaling_group_name: Some(name.clone()),
        scaling_configuration_id: Some(request.scaling_configuration_id.clone()),
        ..Default::default()
    };
    let created = claims.create(
        cx,
        "scaling group",
        &request,
        |answer| answer.scaling_group_id,
        list,
        |group| is_the_one(group, &request),
    );
    created.await.map_err(|NotCreated { error, candidates }| {
        if error.outcome_unknown() {
            messages::creation_unclear(name, &candidates, &error).into()
        } else {
            failed(&format!("create scaling group {name:?}"), &error, ATTRIBUTES).into()
        }
    })
}

fn create_request(plan: &ScalingGroupModel) -> CreateScalingGroup {
    let ids = |field: &Field<Set<String>>| {
        field
            .value()
            .map(|ids| ids.known().cloned().collect())
            .unwrap_or_default()
    };
    let min_size = plan.min_size.get().unwrap_or_default();
    CreateScalingGroup {
        scaling_group_name: text(&plan.scaling_group_name),
        scaling_configuration_id: text(&plan.scaling_configuration_id),
        min_size,
        max_size: plan.max_size.get().unwrap_or_default(),
        desired_capacity: plan.desired_capacity.get().unwrap_or(min_size),
        remove_policy: text(&plan.remove_policy),
        subnet_ids: ids(&plan.subnet_id_set),
        subnet_strategy: plan.subnet_strategy.value().cloned(),
        security_group_id: plan.security_group_id.value().cloned(),
        security_group_ids: ids(&plan.security_group_id_set),
        slbs: load_balancers::params(plan),
    }
}

fn is_the_one(group: &ScalingGroup, request: &CreateScalingGroup) -> bool {
    group.scaling_group_name.as_ref() == Some(&request.scaling_group_name)
        && group.scaling_configuration_id.as_ref() == Some(&request.scaling_configuration_id)
        && group.min_size == Some(request.min_size)
        && group.max_size == Some(request.max_size)
        && sorted_ids(group.subnet_ids.as_deref().unwrap_or_default()) == sorted_ids(&request.subnet_ids)
        && is_new(group.create_time.as_deref())
}

#[cfg(test)]
mod tests;
