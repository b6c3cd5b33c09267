//! What the API's answers make of a group's model, and what becomes of the state of another provider.

use super::attributes::{self, ScalingGroupModel};
use super::slb::SlbModel;
use crate::client::actions::ScalingGroup;
use crate::client::ids;
use crate::framework::{Field, List, Set};
use crate::provider::flatten::flatten;

impl ScalingGroupModel {
    /// This model with what the API says of the group. What the API leaves out stays as it is, and so does what only
    /// Terraform knows.
    pub(super) fn with_answer(self, group: ScalingGroup) -> Self {
        let plain = self.clone().flatten_plain(&group);
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
            remove_policy: choice(group.remove_policy, self.remove_policy, attributes::REMOVE_POLICY),
            subnet_id_set: flatten(subnets, self.subnet_id_set),
            subnet_strategy: choice(
                group.subnet_strategy,
                self.subnet_strategy,
                attributes::SUBNET_STRATEGY,
            ),
            security_group_id: flatten(security_group, self.security_group_id),
            security_group_id_set: flatten(security_groups, self.security_group_id_set),
            status: choice(group.status, self.status, attributes::STATUS),
            slb_config_set: Field::Value(slbs),
            ..plain
        }
    }

    /// State that another provider of this type wrote, as this one would have written it: there, what was not set is an
    /// empty text or an empty set.
    pub(super) fn upgraded(self) -> Self {
        let set = |set: Field<Set<String>>| match set {
            Field::Value(set) if set.0.is_empty() => Field::Null,
            other => other,
        };
        Self {
            subnet_id_set: set(self.subnet_id_set),
            security_group_id: flatten(self.security_group_id.into_value(), Field::Null),
            security_group_id_set: set(self.security_group_id_set),
            scaling_configuration_name: flatten(self.scaling_configuration_name.into_value(), Field::Null),
            create_time: flatten(self.create_time.into_value(), Field::Null),
            vpc_id: flatten(self.vpc_id.into_value(), Field::Null),
            ..self
        }
    }

    /// The load balancers.
    pub(super) fn slbs(&self) -> impl Iterator<Item = &SlbModel> {
        self.slb_config_set.value().into_iter().flat_map(List::known)
    }
}

/// A member that always has one of a few values: the one that the API answers, or the one that was known before, or the
/// API's default, which it may leave out or answer as an empty text.
pub(super) fn choice(answer: Option<String>, before: Field<String>, default: &str) -> Field<String> {
    let mut options = [answer, before.into_value()].into_iter().flatten();
    options
        .find(|value| !value.is_empty())
        .map_or_else(|| default.into(), Field::Value)
}

#[cfg(test)]
mod tests;
