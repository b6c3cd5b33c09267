//! A configuration as parameters of requests: everything for a creation, only what differs for a change.

use std::collections::BTreeSet;

use super::attributes::ScalingConfigurationModel;
use super::model::DataDiskModel;
use super::{tags, values};
use crate::client::Params;
use crate::client::actions::{
    CreateScalingConfiguration, DataDiskParam, ModifyScalingConfiguration, ScalingConfigurationSettings,
    UserData,
};
use crate::framework::{Field, Sensitive};
use crate::provider::expand::expand;

/// The request for a new configuration.
pub(super) fn creation(plan: &ScalingConfigurationModel) -> CreateScalingConfiguration {
    CreateScalingConfiguration {
        settings: differences(&ScalingConfigurationModel::default(), plan),
    }
}

/// The request that brings configuration `id` from `prior` to `plan`; `None` if the API has nothing to change.
pub(super) fn modification(
    id: &str,
    prior: &ScalingConfigurationModel,
    plan: &ScalingConfigurationModel,
) -> Option<ModifyScalingConfiguration> {
    let settings = differences(prior, plan);
    (!Params::of(&settings).is_empty()).then(|| ModifyScalingConfiguration {
        scaling_configuration_id: id.to_owned(),
        settings,
    })
}

/// The settings in which `plan` differs from what the API shows.
pub(super) fn diff(shown: &ScalingConfigurationModel, plan: &ScalingConfigurationModel) -> Params {
    Params::of(&differences(shown, plan))
}

fn differences(
    prior: &ScalingConfigurationModel,
    plan: &ScalingConfigurationModel,
) -> ScalingConfigurationSettings {
    ScalingConfigurationSettings {
        instance_types: instance_types(prior, plan),
        password: password(prior, plan),
        key_ids: expand(&prior.key_id, &plan.key_id),
        system_disk_resize_type: expand(&prior.system_disk_resize_type, &plan.system_disk_resize_type),
        data_disks: data_disks(prior, plan),
        user_data: user_data(prior, plan),
        tags: tags::expand(prior, plan),
        sync_tag: sync_tag(prior, plan),
        ..plan.expand_plain(prior)
    }
}

/// The instance types, if they are not the same; their order means nothing.
fn instance_types(prior: &ScalingConfigurationModel, plan: &ScalingConfigurationModel) -> Vec<String> {
    let types = |field: &Field<String>| field.as_str().map(values::instance_types).unwrap_or_default();
    let (before, after) = (types(&prior.instance_type), types(&plan.instance_type));
    let set = |types: &[String]| types.iter().cloned().collect::<BTreeSet<_>>();
    if set(&before) == set(&after) {
        Vec::new()
    } else {
        after
    }
}

/// The user data, if it changed, or if the version of the write-only one did.
fn user_data(prior: &ScalingConfigurationModel, plan: &ScalingConfigurationModel) -> Option<UserData> {
    let versions = [&prior.user_data_wo_version, &plan.user_data_wo_version];
    if let Some(write_only) = due(prior, &plan.user_data_wo, versions) {
        return Some(write_only.0.as_str().into());
    }
    let (before, after) = (prior.user_data.value(), plan.user_data.value()?);
    let same = before.is_some_and(|before| before == after || values::same_bytes(&before.0, &after.0));
    (!same).then(|| after.0.as_str().into())
}

/// The password, by the same rule. An empty password is none.
fn password(
    prior: &ScalingConfigurationModel,
    plan: &ScalingConfigurationModel,
) -> Option<secrecy::SecretString> {
    let secret = |password: Sensitive| secrecy::SecretString::from(password.0);
    let versions = [&prior.password_wo_version, &plan.password_wo_version];
    due(prior, &plan.password_wo, versions)
        .or_else(|| expand(&prior.password, &plan.password))
        .filter(|password| !password.0.is_empty())
        .map(secret)
}

/// A write-only value, if it is to be sent: to a new object, or for a new version.
fn due(
    prior: &ScalingConfigurationModel,
    write_only: &Field<Sensitive>,
    [before, after]: [&Field<i64>; 2],
) -> Option<Sensitive> {
    let is_new = prior.id.is_unset();
    write_only.value().filter(|_| is_new || before != after).cloned()
}

/// Not to copy the tags is what the API does unless it is told to, so a switch that is taken away is switched off.
fn sync_tag(prior: &ScalingConfigurationModel, plan: &ScalingConfigurationModel) -> Option<bool> {
    let taken_away = prior.sync_tag == Field::Value(true) && plan.sync_tag.is_unset();
    if taken_away {
        Some(false)
    } else {
        expand(&prior.sync_tag, &plan.sync_tag)
    }
}

/// The cloud data disks, all of them, if any differs. What a plan leaves open does not differ.
fn data_disks(prior: &ScalingConfigurationModel, plan: &ScalingConfigurationModel) -> Vec<DataDiskParam> {
    fn fits<T: PartialEq>(prior: &Field<T>, plan: &Field<T>) -> bool {
        plan.is_unknown() || prior == plan
    }
    let same = |(prior, plan): (&DataDiskModel, &DataDiskModel)| {
        fits(&prior.disk_type, &plan.disk_type)
            && fits(&prior.disk_size, &plan.disk_size)
            && fits(&prior.delete_with_instance, &plan.delete_with_instance)
            && (prior.snapshot_id == plan.snapshot_id || plan.snapshot_id.value().is_none())
    };
    if prior.disks().count() == plan.disks().count() && prior.disks().zip(plan.disks()).all(same) {
        return Vec::new();
    }
    let param = |disk: &DataDiskModel| DataDiskParam {
        disk_type: disk.disk_type.value().cloned(),
        disk_size: disk.disk_size.get(),
        delete_with_instance: disk.delete_with_instance.get(),
        snapshot_id: disk.snapshot_id.value().cloned(),
    };
    plan.disks().map(param).collect()
}

#[cfg(test)]
mod tests;
