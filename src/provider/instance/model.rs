//! The typed form of `ksyun_scaling_instance`, and how the API's answers fill it.

use crate::client::actions::ScalingInstance;
use crate::framework::timeouts::TimeoutsModel;
use crate::framework::{Field, model};
use crate::provider::composite_id::MemberId;
use crate::provider::flatten::flatten;

model! {
    /// A member of a group in configuration, plan or state.
    pub struct ScalingInstanceModel {
        /// `ScalingInstanceId:ScalingGroupId`
        id: String,
        /// `ScalingGroupId`
        scaling_group_id: String,
        /// `ScalingInstanceId.1`
        scaling_instance_id: String,
        /// `ProtectedFromDetach` in requests, `ProtectedFromScaleIn` in answers.
        protected_from_detach: i64,
        /// `InstanceName`
        scaling_instance_name: String,
        /// `HealthStatus`
        health_status: String,
        /// `AddTime`
        add_time: String,
        /// `CreationType`
        creation_type: String,
        /// `LifeCycleState`
        life_cycle_state: String,
        /// `AvailabilityZone`
        availability_zone: String,
        /// Of Terraform alone.
        timeouts: TimeoutsModel,
    }
}

impl ScalingInstanceModel {
    /// This model as the member `id`.
    pub(super) fn identified(self, id: &MemberId) -> Self {
        Self {
            id: Field::Value(id.to_state_id()),
            scaling_group_id: Field::Value(id.group.clone()),
            scaling_instance_id: Field::Value(id.item.clone()),
            ..self
        }
    }

    /// This model with what the API says of the member `id`.
    pub(super) fn with_answer(self, id: &MemberId, instance: ScalingInstance) -> Self {
        Self {
            protected_from_detach: flatten(instance.protected.map(i64::from), self.protected_from_detach),
            scaling_instance_name: flatten(instance.instance_name, self.scaling_instance_name),
            health_status: flatten(instance.health_status, self.health_status),
            add_time: flatten(instance.add_time, self.add_time),
            creation_type: flatten(instance.creation_type, self.creation_type),
            life_cycle_state: flatten(instance.life_cycle_state, self.life_cycle_state),
            availability_zone: flatten(instance.availability_zone, self.availability_zone),
            ..self
        }
        .identified(id)
    }

    /// The member by its arguments, which plan and state both have.
    pub(super) fn member_id(&self) -> MemberId {
        MemberId::by(&self.id, &self.scaling_instance_id, &self.scaling_group_id)
    }
}
