//! Brings a group from one state to another, with no call that is not needed.

use super::attributes::ScalingGroupModel;
use super::object::{Group, status_setting};
use super::{attributes, load_balancers, requests};
use crate::client::actions::{
    DisableScalingGroup, EnableScalingGroup, ModifyScalingGroup, ModifyScalingLoadBalancers,
};
use crate::client::{ApiCallError, Params};
use crate::framework::StateWriter;
use crate::provider::api::ApiContext;
use crate::provider::expand::expand;
use crate::provider::lifecycle::{modify, modify_to};
use crate::provider::record::ObjectRecord;

/// The calls that an update consists of.
pub(super) struct Update {
    load_balancers: Option<ModifyScalingLoadBalancers>,
    status: Option<String>,
    modify: Option<ModifyScalingGroup>,
}

impl Update {
    /// The calls that make `plan` of `prior`.
    pub(super) fn between(id: &str, prior: &ScalingGroupModel, plan: &ScalingGroupModel) -> Self {
        let load_balancers = ModifyScalingLoadBalancers {
            scaling_group_id: id.to_owned(),
            slbs: load_balancers::params(plan),
        };
        Self {
            load_balancers: load_balancers::differ(prior, plan).then_some(load_balancers),
            status: expand(&prior.status, &plan.status),
            modify: requests::modify_request(id, prior, plan),
        }
    }

    /// Whether only settings change that the API does not know.
    pub(super) fn needs_no_call(&self) -> bool {
        self.load_balancers.is_none() && self.status.is_none() && self.modify.is_none()
    }

    /// Whether instances may come or go.
    pub(super) fn moves_capacity(&self) -> bool {
        self.status.is_some() || self.modify.as_ref().is_some_and(requests::moves_capacity)
    }

    /// Makes the calls, and saves what has been reached after each: if a later one fails, the next apply goes on there. Gives
    /// what was sent.
    pub(super) async fn make(
        &self,
        cx: &ApiContext<'_>,
        id: &String,
        prior: ScalingGroupModel,
        plan: &ScalingGroupModel,
        state: &StateWriter<ScalingGroupModel, ObjectRecord>,
    ) -> Result<Params, ApiCallError> {
        let mut reached = prior;
        let mut sent = Params::default();
        if let Some(request) = &self.load_balancers {
            // To send none takes all of them off, without a parameter that says so.
            sent.set("Slb", String::new());
            modify_to::<Group>(cx, id, request, &sent, plan).await?;
            reached.slb_config_set = plan.slb_config_set.clone();
            state.save(reached.clone());
        }
        if let Some(status) = &self.status {
            set_status(cx, id, status, plan).await?;
            sent.merge(status_setting(status));
            reached.status = plan.status.clone();
            state.save(reached);
        }
        if let Some(request) = &self.modify {
            sent.merge(modify::<Group>(cx, id, request, plan).await?);
        }
        Ok(sent)
    }
}

/// Enables or disables the group.
pub(super) async fn set_status(
    cx: &ApiContext<'_>,
    id: &String,
    status: &str,
    plan: &ScalingGroupModel,
) -> Result<(), ApiCallError> {
    let scaling_group_id = id.clone();
    let sets = status_setting(status);
    if status == attributes::STATUS {
        modify_to::<Group>(cx, id, &EnableScalingGroup { scaling_group_id }, &sets, plan).await
    } else {
        modify_to::<Group>(cx, id, &DisableScalingGroup { scaling_group_id }, &sets, plan).await
    }
}
