//! One entry in the list of a group's load balancers. The API replaces the whole list and can't compare it before, so whoever
//! changes an entry reads the list, and sends it with the others as they are.

use async_trait::async_trait;

use super::messages;
use super::model::LoadBalancerAttachmentModel;
use crate::client::actions::{
    DescribeScalingGroup, ModifyScalingLoadBalancers, ScalingGroup, SlbConfig, SlbParam,
};
use crate::client::{ApiCallError, Params, ids};
use crate::framework::{Diagnostic, Diagnostics};
use crate::provider::api::{ApiContext, limits};
use crate::provider::composite_id::MemberId;
use crate::provider::errors::Attributes;
use crate::provider::lifecycle::RemoteObject;

/// The kind of object behind `ksyun_scaling_load_balancer_attachment`.
#[derive(Debug)]
pub(super) struct Attachment;

#[async_trait]
impl RemoteObject for Attachment {
    type Id = MemberId;
    type Model = LoadBalancerAttachmentModel;
    type Item = ScalingGroup;
    type List = DescribeScalingGroup;

    const NAME: &'static str = "load balancer attachment";
    const ATTRIBUTES: Attributes = &[
        ("Slb", "listener_id"),
        ("Id", "slb_id"),
        ("ServerPort", "server_port_set"),
    ];

    fn own_id(id: &MemberId) -> &str {
        &id.item
    }

    fn describe(id: &MemberId) -> String {
        format!("listener {} of scaling group {}", id.item, id.group)
    }

    fn one(id: &MemberId) -> DescribeScalingGroup {
        DescribeScalingGroup::one(&*id.group)
    }

    async fn read(cx: &ApiContext<'_>, id: &MemberId) -> Result<Option<ScalingGroup>, ApiCallError> {
        let group = cx.data.read_group(&limits(cx), &id.group).await?;
        Ok(group.filter(|group| may_have(group, &id.item)))
    }

    async fn read_now(cx: &ApiContext<'_>, id: &MemberId) -> Result<Option<ScalingGroup>, ApiCallError> {
        let snapshot = cx.data.fresh_read(&limits(cx), &Self::one(id)).await?;
        Ok(snapshot.seen.filter(|group| may_have(group, &id.item)))
    }

    fn flatten(
        model: LoadBalancerAttachmentModel,
        id: &MemberId,
        item: ScalingGroup,
    ) -> LoadBalancerAttachmentModel {
        model.with_answer(id, item)
    }

    fn diff(shown: &LoadBalancerAttachmentModel, plan: &LoadBalancerAttachmentModel) -> Params {
        if shown.is_like(plan) {
            Params::default()
        } else {
            sets()
        }
    }
}

/// What a request of an attachment sets.
pub(super) fn sets() -> Params {
    let mut sets = Params::default();
    sets.set("Slb", String::new());
    sets
}

/// Whether `group` has the listener. An answer that leaves the list out says nothing against it.
fn may_have(group: &ScalingGroup, listener: &str) -> bool {
    let slbs = group.slb_configs.as_ref();
    slbs.is_none_or(|slbs| slbs.iter().any(|slb| is_listener(slb, listener)))
}

/// Whether the entry is of this listener.
pub(super) fn is_listener(slb: &SlbConfig, listener: &str) -> bool {
    slb.listener_id
        .as_deref()
        .is_some_and(|id| ids::is_same(id, listener))
}

/// The group's list of load balancers as it is now.
#[derive(Debug)]
pub(super) struct GroupListeners {
    group: String,
    slbs: Vec<SlbConfig>,
}

impl GroupListeners {
    /// Reads the list of the group of `id`; `None` if there is no such group.
    ///
    /// # Errors
    /// The API can't be asked, or does not show the list.
    pub(super) async fn of(cx: &ApiContext<'_>, id: &MemberId) -> Result<Option<Self>, Diagnostics> {
        let snapshot = cx.data.fresh_read(&limits(cx), &Attachment::one(id)).await;
        let group = snapshot.map_err(|error| messages::unreadable(id, &error))?.seen;
        let Some(group) = group else {
            return Ok(None);
        };
        let slbs = group.slb_configs.ok_or_else(|| messages::list_not_shown(id))?;
        Ok(Some(Self {
            group: id.group.clone(),
            slbs,
        }))
    }

    /// Whether the listener is in the list.
    pub(super) fn has(&self, listener: &str) -> bool {
        self.slbs.iter().any(|slb| is_listener(slb, listener))
    }

    /// The request that makes `entry`, or nothing, of what the list has for `listener`, and leaves the others as they are.
    ///
    /// # Errors
    /// The API does not show what another entry is like, so that it could not be sent along unchanged.
    pub(super) fn with(
        self,
        listener: &str,
        entry: Option<SlbParam>,
    ) -> Result<ModifyScalingLoadBalancers, Diagnostic> {
        let others = self.slbs.iter().filter(|slb| !is_listener(slb, listener));
        let mut slbs = others.map(unchanged).collect::<Result<Vec<_>, _>>()?;
        slbs.extend(entry);
        Ok(ModifyScalingLoadBalancers {
            scaling_group_id: self.group,
            slbs,
        })
    }
}

/// An entry as it has to be sent to stay what it is.
fn unchanged(slb: &SlbConfig) -> Result<SlbParam, Diagnostic> {
    let missing = |member| messages::member_not_shown(&slb.slb_id, member);
    Ok(SlbParam {
        slb_id: slb.slb_id.clone(),
        listener_id: slb.listener_id.clone().ok_or_else(|| missing("ListenerId"))?,
        server_ports: slb.server_ports.clone().ok_or_else(|| missing("ServerPortSet"))?,
        weight: Some(slb.weight.ok_or_else(|| missing("Weight"))?),
        health_check_type: Some(
            slb.health_check_type
                .clone()
                .ok_or_else(|| missing("HealthCheckType"))?,
        ),
    })
}
