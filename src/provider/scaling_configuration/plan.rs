//! Checks on a configuration before anything is asked of the API, and what an API that has no words for "none" and "not
//! set" means for a plan.

use super::model::ScalingConfigurationModel;
use crate::cty::Path;
use crate::framework::{Diagnostics, Field, Plan, Unknowns};
use crate::provider::record::ObjectRecord;

/// Checks attributes against each other; what is unknown is not judged.
pub(super) fn validate(config: &ScalingConfigurationModel, diagnostics: &mut Diagnostics) {
    if config.password.value().is_some() && config.password_wo.value().is_some() {
        diagnostics.attribute_error(
            Path::root().attr("password_wo"),
            "The password is set twice",
            "password and password_wo are two ways to set the same. Remove one of them.",
        );
    }
    if config.password_wo.value().is_some() && config.password_wo_version.is_unset() {
        diagnostics.attribute_error(
            Path::root().attr("password_wo_version"),
            "password_wo needs a version",
            "Terraform does not store password_wo, so it can't see when it changes. Set password_wo_version, such as 1, and \
             raise it whenever the password changes.",
        );
    }
    if config.sync_tag == Field::Value(true) && config.tags.is_unset() {
        diagnostics.attribute_error(
            Path::root().attr("sync_tag"),
            "sync_tag has no effect alone",
            "There are no tags to copy. Set tags as well, or remove sync_tag.",
        );
    }
}

/// Plans what the API can do instead of what it can't, and says so.
pub(super) fn adjust(
    plan: &mut Plan<ScalingConfigurationModel, ObjectRecord>,
    diagnostics: &mut Diagnostics,
) {
    let Some(prior) = &plan.prior else { return };
    for name in emptied(prior, &plan.planned) {
        let path = Path::root().attr(name);
        diagnostics.attribute_warning(
            path.clone(),
            format!("Without {name}, the configuration is replaced"),
            format!(
                "The API takes other {name} in place of the present ones, but has no way to take all of them away, so a new \
                 configuration is planned. If scaling groups use this one, set lifecycle {{ create_before_destroy = true }} on \
                 it, so that they change over first; otherwise it can't be destroyed."
            ),
        );
        plan.requires_replace.push(path);
    }
    for name in may_be_emptied(prior, &plan.planned, &plan.unknowns) {
        let path = Path::root().attr(name);
        diagnostics.attribute_warning(
            path.clone(),
            format!("While {name} is not known, the configuration is replaced"),
            format!(
                "It may turn out to be empty, and the API has no way to take all {name} away, so a new configuration is \
                 planned. Apply first what its value comes from (terraform apply -target=…), to plan only the change that is \
                 needed."
            ),
        );
        plan.requires_replace.push(path);
    }
    for name in unset(prior, &plan.planned, &plan.config) {
        diagnostics.attribute_warning(
            Path::root().attr(name),
            format!("Without {name}, the configuration keeps the present one"),
            format!(
                "The API has no way to take the {name} of a configuration away. Terraform only stops to manage it; set another \
                 one to change it."
            ),
        );
    }
}

/// The lists that had elements and are to have none. The API takes a list whole, and takes no list for "keep the present
/// one".
fn emptied(prior: &ScalingConfigurationModel, planned: &ScalingConfigurationModel) -> Vec<&'static str> {
    counts(prior)
        .into_iter()
        .zip(counts(planned))
        .filter(|((_, before), (_, after))| before.is_some_and(|before| before > 0) && *after == Some(0))
        .map(|((name, _), _)| name)
        .collect()
}

/// The lists that had elements and of which it is not known yet whether they are to have some.
fn may_be_emptied(
    prior: &ScalingConfigurationModel,
    planned: &ScalingConfigurationModel,
    unknowns: &Unknowns,
) -> Vec<&'static str> {
    let [before, after] = [prior, planned].map(counts);
    before
        .into_iter()
        .zip(after)
        .filter(|((name, before), (_, after))| {
            before.is_some_and(|before| before > 0) && after.is_none() && unknowns.may_be_empty(name)
        })
        .map(|((name, _), _)| name)
        .collect()
}

/// How many elements each list has; `None` if that is not known yet.
fn counts(model: &ScalingConfigurationModel) -> [(&'static str, Option<usize>); 3] {
    [
        ("data_disks", length(&model.data_disks, |disks| disks.0.len())),
        ("key_id", length(&model.key_id, |keys| keys.0.len())),
        ("tags", length(&model.tags, |tags| tags.0.len())),
    ]
}

/// How many elements there are; `None` if that is not known yet.
fn length<T>(field: &Field<T>, length: impl FnOnce(&T) -> usize) -> Option<usize> {
    match field {
        Field::Unknown => None,
        Field::Value(value) => Some(length(value)),
        Field::Null | Field::Absent => Some(0),
    }
}

/// The attributes that were set, are not any more, and that the API keeps without ever showing them.
fn unset(
    prior: &ScalingConfigurationModel,
    planned: &ScalingConfigurationModel,
    config: &ScalingConfigurationModel,
) -> Vec<&'static str> {
    let password =
        prior.password.value().is_some() && planned.password.is_unset() && config.password_wo.is_unset();
    let resize_type =
        prior.system_disk_resize_type.value().is_some() && planned.system_disk_resize_type.is_unset();
    [("password", password), ("system_disk_resize_type", resize_type)]
        .into_iter()
        .filter_map(|(name, is_gone)| is_gone.then_some(name))
        .collect()
}

#[cfg(test)]
mod tests;
