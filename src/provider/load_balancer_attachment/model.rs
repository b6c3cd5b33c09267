//! The typed form of `ksyun_scaling_load_balancer_attachment`.

use std::collections::BTreeSet;

use super::object::is_listener;
use crate::client::actions::ScalingGroup;
use crate::framework::timeouts::TimeoutsModel;
use crate::framework::{Field, List, Set, model};
use crate::provider::composite_id::MemberId;
use crate::provider::scaling_group::SlbModel;

model! {
    /// A listener of a group in configuration, plan or state.
    pub struct LoadBalancerAttachmentModel {
        /// The listener and the group.
        id: String,
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `Slb.N.Id`
        slb_id: String,
        /// `Slb.N.ListenerId`
        listener_id: String,
        /// `Slb.N.ServerPort.M`
        server_port_set: Set<i64>,
        /// `Slb.N.Weight`
        weight: i64,
        /// `Slb.N.HealthCheckType`
        health_check_type: String,
        /// Of Terraform alone.
        timeouts: TimeoutsModel,
    }
}

impl LoadBalancerAttachmentModel {
    /// This model as the attachment `id`.
    pub(super) fn identified(self, id: &MemberId) -> Self {
        Self {
            id: Field::Value(id.to_state_id()),
            scaling_group_id: Field::Value(id.group.clone()),
            listener_id: Field::Value(id.item.clone()),
            ..self
        }
    }

    /// This model with what the API says of the attachment `id` of `group`. An answer that does not show the group's load
    /// balancers leaves everything as it is.
    pub(super) fn with_answer(self, id: &MemberId, group: ScalingGroup) -> Self {
        let known = List(vec![Field::Value(self.slb())]);
        let mut shown = group.slb_configs.into_iter().flatten();
        let found = shown.find(|slb| is_listener(slb, &id.item));
        match found.map(|slb| SlbModel::from_answer(slb, &known)) {
            Some(slb) => Self {
                slb_id: slb.slb_id,
                server_port_set: slb.server_port_set,
                weight: slb.weight,
                health_check_type: slb.health_check_type,
                ..self
            },
            None => self,
        }
        .identified(id)
    }

    /// Whether both ask for the same entry in the list of the group.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let ports = |model: &Self| {
            let ports = model.server_port_set.value().into_iter().flat_map(Set::known);
            ports.copied().collect::<BTreeSet<i64>>()
        };
        self.slb_id == other.slb_id
            && self.weight == other.weight
            && self.health_check_type == other.health_check_type
            && ports(self) == ports(other)
    }

    /// The entry in the list of the group.
    pub(super) fn slb(&self) -> SlbModel {
        SlbModel {
            slb_id: self.slb_id.clone(),
            listener_id: self.listener_id.clone(),
            server_port_set: self.server_port_set.clone(),
            weight: self.weight.clone(),
            health_check_type: self.health_check_type.clone(),
        }
    }

    /// The listener and the group, by the id in state or by the arguments.
    pub(super) fn member_id(&self) -> MemberId {
        MemberId::by(&self.id, &self.listener_id, &self.scaling_group_id)
    }
}
