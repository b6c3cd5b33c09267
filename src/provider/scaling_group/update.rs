//! Brings a group from one state to another, with no call that is not needed.

use super::model::ScalingGroupModel;
use super::write::send;
use super::{changes, load_balancers, schema};
use crate::client::ApiCallError;
use crate::client::actions::{
    DisableScalingGroup, EnableScalingGroup, ModifyScalingGroup, ModifyScalingLoadBalancers, ScalingGroup,
};
use crate::framework::Saved;
use crate::provider::api::Operation;
use crate::provider::changed::changed;

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
            status: changed(&prior.status, &plan.status),
            modify: changes::modify_request(id, prior, plan),
        }
    }

    /// Whether only settings change that the API does not know.
    pub(super) fn needs_no_call(&self) -> bool {
        self.load_balancers.is_none() && self.status.is_none() && self.modify.is_none()
    }

    /// Whether instances may come or go.
    pub(super) fn moves_capacity(&self) -> bool {
        self.status.is_some() || self.modify.as_ref().is_some_and(changes::moves_capacity)
    }

    /// Makes the calls, and saves what has been reached after each: if a later one fails, the next apply goes on there.
    pub(super) async fn make(
        &self,
        cx: &Operation<'_>,
        id: &str,
        prior: ScalingGroupModel,
        plan: &ScalingGroupModel,
        state: &Saved<ScalingGroupModel>,
    ) -> Result<(), ApiCallError> {
        let mut reached = prior;
        if let Some(request) = &self.load_balancers {
            let is_done = |group: &_| load_balancers::are_set(&request.slbs, group);
            send(cx, id, request, is_done).await?;
            reached.slb_config_set = plan.slb_config_set.clone();
            state.save(reached.clone());
        }
        if let Some(status) = &self.status {
            set_status(cx, id, status).await?;
            reached.status = plan.status.clone();
            state.save(reached);
        }
        if let Some(request) = &self.modify {
            send(cx, id, request, |group| changes::are_done(request, group)).await?;
            state.save(plan.clone());
        }
        Ok(())
    }
}

/// Enables or disables the group.
pub(super) async fn set_status(cx: &Operation<'_>, id: &str, status: &str) -> Result<(), ApiCallError> {
    let scaling_group_id = id.to_owned();
    let is_done = |group: &ScalingGroup| group.status.as_deref() == Some(status);
    if status == schema::STATUS {
        send(cx, id, &EnableScalingGroup { scaling_group_id }, is_done).await
    } else {
        send(cx, id, &DisableScalingGroup { scaling_group_id }, is_done).await
    }
}
