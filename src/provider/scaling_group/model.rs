//! The typed form of `ksyun_scaling_group`, and how the API's answers fill it.

use super::refresh::InstanceRefreshModel;
use super::schema;
use crate::client::actions::{ScalingGroup, SlbConfig};
use crate::client::ids;
use crate::framework::timeouts::TimeoutsModel;
use crate::framework::{Field, List, Set, model};
use crate::provider::echo::echo;
use crate::provider::unmentioned::Named;

model! {
    /// A scaling group in configuration, plan or state.
    pub struct ScalingGroupModel {
        /// `ScalingGroupId`
        id: String,
        /// `ScalingGroupName`
        scaling_group_name: String,
        /// `ScalingConfigurationId`
        scaling_configuration_id: String,
        /// `MinSize`
        min_size: i64,
        /// `MaxSize`
        max_size: i64,
        /// `DesiredCapacity`
        desired_capacity: i64,
        /// `RemovePolicy`
        remove_policy: String,
        /// `SubnetId.N`
        subnet_id_set: Set<String>,
        /// `SubnetStrategy`
        subnet_strategy: String,
        /// `SecurityGroupId`
        security_group_id: String,
        /// `SecurityGroupId.N`
        security_group_id_set: Set<String>,
        /// `ContainerSubnetId.N`
        container_subnet_ids: Set<String>,
        /// `Status`
        status: String,
        /// Of Terraform alone.
        wait_for_capacity_timeout: String,
        /// Of Terraform alone.
        wait_for_healthy: bool,
        /// Of Terraform alone.
        ignore_failed_scaling_activities: bool,
        /// Of Terraform alone.
        force_delete: bool,
        /// Of Terraform alone.
        delete_instances: bool,
        /// Of Terraform alone.
        deletion_protection: bool,
        /// `ScalingConfigurationName`
        scaling_configuration_name: String,
        /// `CreateTime`
        create_time: String,
        /// `VpcId`
        vpc_id: String,
        /// `InstanceNum`
        instance_num: i64,
        /// Of Terraform alone.
        instances_refreshed_for: String,
        /// Of Terraform alone.
        instance_refresh: InstanceRefreshModel,
        /// `Slb.N`
        slb_config_set: List<SlbModel>,
        /// Of Terraform alone.
        timeouts: TimeoutsModel,
    }
}

model! {
    /// A load balancer of a group.
    pub struct SlbModel {
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
    }
}

impl ScalingGroupModel {
    /// This model with what the API says of the group. What the API leaves out stays as it is, and so does what only
    /// Terraform knows.
    pub(super) fn with_answer(self, group: ScalingGroup) -> Self {
        let known_slbs = self.slb_config_set.into_value().unwrap_or_default();
        let slbs = match group.slb_configs {
            Some(slbs) => slbs
                .into_iter()
                .map(|slb| SlbModel::from_answer(slb, &known_slbs))
                .collect(),
            None => known_slbs,
        };
        // An API that names a single security group only does not say that there are no others.
        let security_groups = group.security_group_ids.or_else(|| {
            let one = group.security_group_id.clone()?;
            let known = self.security_group_id_set.value();
            let known = known.filter(|known| known.known().any(|id| ids::is_same(id, &one)));
            Some(known.map_or_else(|| vec![one], |known| known.known().cloned().collect()))
        });
        // Which of several is named alone is of no account.
        let still_there = self.security_group_id.value().filter(|id| {
            let groups = security_groups.as_deref().unwrap_or_default();
            groups.iter().any(|group| ids::is_same(group, id))
        });
        let security_group = still_there.cloned().or(group.security_group_id);
        let subnets = group.subnet_ids.filter(|ids| !ids.is_empty());
        Self {
            id: group.scaling_group_id.as_str().into(),
            scaling_group_name: echo(group.scaling_group_name, self.scaling_group_name),
            scaling_configuration_id: echo(group.scaling_configuration_id, self.scaling_configuration_id),
            min_size: echo(group.min_size, self.min_size),
            max_size: echo(group.max_size, self.max_size),
            desired_capacity: echo(group.desired_capacity, self.desired_capacity),
            remove_policy: choice(group.remove_policy, self.remove_policy, schema::REMOVE_POLICY),
            subnet_id_set: echo(subnets, self.subnet_id_set),
            subnet_strategy: choice(
                group.subnet_strategy,
                self.subnet_strategy,
                schema::SUBNET_STRATEGY,
            ),
            security_group_id: echo(security_group, self.security_group_id),
            security_group_id_set: echo(security_groups, self.security_group_id_set),
            status: choice(group.status, self.status, schema::STATUS),
            scaling_configuration_name: echo(
                group.scaling_configuration_name,
                self.scaling_configuration_name,
            ),
            create_time: echo(group.create_time, self.create_time),
            vpc_id: echo(group.vpc_id, self.vpc_id),
            instance_num: echo(group.instance_num, self.instance_num),
            slb_config_set: Field::Value(slbs),
            ..self
        }
    }

    /// State that another provider of this type wrote, as this one would have written it: there, what was not set is an
    /// empty text or an empty set.
    pub(super) fn adopted(self) -> Self {
        let set = |set: Field<Set<String>>| match set {
            Field::Value(set) if set.0.is_empty() => Field::Null,
            other => other,
        };
        Self {
            subnet_id_set: set(self.subnet_id_set),
            security_group_id: echo(self.security_group_id.into_value(), Field::Null),
            security_group_id_set: set(self.security_group_id_set),
            scaling_configuration_name: echo(self.scaling_configuration_name.into_value(), Field::Null),
            create_time: echo(self.create_time.into_value(), Field::Null),
            vpc_id: echo(self.vpc_id.into_value(), Field::Null),
            ..self
        }
    }

    /// The load balancers.
    pub(super) fn slbs(&self) -> impl Iterator<Item = &SlbModel> {
        self.slb_config_set.value().into_iter().flat_map(List::known)
    }
}

impl Named for SlbModel {
    fn name(&self) -> Option<String> {
        let (listener, slb) = (self.listener_id.as_str()?, self.slb_id.as_str()?);
        Some(format!("listener {listener} of load balancer {slb}"))
    }
}

impl SlbModel {
    /// A load balancer of an answer. What that leaves out is as in the one of `known` that has the same listener.
    pub(in crate::provider) fn from_answer(slb: SlbConfig, known: &List<SlbModel>) -> Self {
        let is_id = |known: &Field<String>, id: Option<&str>| match (known.as_str(), id) {
            (Some(known), Some(id)) => ids::is_same(known, id),
            (known, id) => known == id,
        };
        let same = |other: &&SlbModel| {
            is_id(&other.slb_id, Some(&slb.slb_id)) && is_id(&other.listener_id, slb.listener_id.as_deref())
        };
        let before = known.known().find(same).cloned().unwrap_or_default();
        let weight = slb.weight.or(before.weight.get()).unwrap_or(schema::WEIGHT);
        Self {
            slb_id: echo(Some(slb.slb_id), before.slb_id),
            listener_id: echo(slb.listener_id, before.listener_id),
            server_port_set: echo(slb.server_ports, before.server_port_set),
            weight: Field::Value(weight),
            health_check_type: choice(
                slb.health_check_type,
                before.health_check_type,
                schema::HEALTH_CHECK_TYPE,
            ),
        }
    }
}

/// A member that always has one of a few values: the one that the API answers, or the one that was known before, or the
/// API's default, which it may leave out or answer as an empty text.
fn choice(answer: Option<String>, before: Field<String>, default: &str) -> Field<String> {
    let mut options = [answer, before.into_value()].into_iter().flatten();
    options
        .find(|value| !value.is_empty())
        .map_or_else(|| default.into(), Field::Value)
}

#[cfg(test)]
mod tests;
