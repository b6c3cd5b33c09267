//! Checks on a configuration before anything is asked of the API, and what an API that has no words for "none" and "not
//! set" means for a plan.

use super::attributes::ScalingConfigurationModel;
use super::model::DataDiskModel;
use super::tags;
use crate::cty::Path;
use crate::framework::{Diagnostics, Field, Plan, Sensitive, Unknowns};
use crate::provider::defaults::Defaults;
use crate::provider::record::ObjectRecord;
use crate::provider::unmentioned;

const DATA_DISKS: &str = "data_disks";
const TAGS: &str = "tags";

/// Checks attributes against each other; what is unknown is not judged.
pub(super) fn validate(config: &ScalingConfigurationModel, diagnostics: &mut Diagnostics) {
    let passwords = [&config.password, &config.password_wo];
    check_write_only("password", passwords, &config.password_wo_version, diagnostics);
    let user_data = [&config.user_data, &config.user_data_wo];
    check_write_only("user_data", user_data, &config.user_data_wo_version, diagnostics);
}

fn check_sync_tag(planned: &ScalingConfigurationModel, diagnostics: &mut Diagnostics) {
    if planned.sync_tag == Field::Value(true) && planned.tags_all.is_unset() && planned.tags.is_unset() {
        diagnostics.attribute_error(
            Path::root().attr("sync_tag"),
            "sync_tag has no effect alone",
            "There are no tags to copy. Set tags as well, or remove sync_tag.",
        );
    }
}

/// Checks a value that can be stored or write-only.
fn check_write_only(
    name: &str,
    [stored, write_only]: [&Field<Sensitive>; 2],
    version: &Field<i64>,
    diagnostics: &mut Diagnostics,
) {
    let is_versioned = name == "user_data" && version.value().is_some();
    if stored.value().is_some() && (write_only.value().is_some() || is_versioned) {
        diagnostics.attribute_error(
            Path::root().attr(format!("{name}_wo")),
            format!("The {} is set twice", name.replace('_', " ")),
            format!("{name} and {name}_wo are two ways to set the same. Remove one of them."),
        );
    }
    if write_only.value().is_some() && version.is_unset() {
        diagnostics.attribute_error(
            Path::root().attr(format!("{name}_wo_version")),
            format!("{name}_wo needs a version"),
            format!(
                "Terraform does not store {name}_wo, so it can't see when it changes. Set {name}_wo_version, such as 1, and \
                 raise it whenever the {} changes.",
                name.replace('_', " ")
            ),
        );
    }
}

/// Keeps write-only user data out of the state, where a look would put it.
fn plan_user_data(plan: &mut Plan<ScalingConfigurationModel, ObjectRecord>, diagnostics: &mut Diagnostics) {
    if !plan.config.user_data.is_unset() {
        return;
    }
    let had_version = |prior: &ScalingConfigurationModel| prior.user_data_wo_version.value().is_some();
    let was_write_only = plan.prior.as_ref().is_some_and(had_version);
    match plan.planned.user_data_wo_version {
        Field::Value(_) => plan.planned.user_data = Field::Null,
        Field::Unknown => plan.planned.user_data = Field::Unknown,
        Field::Null | Field::Absent if was_write_only => {
            plan.planned.user_data = Field::Unknown;
            diagnostics.attribute_warning(
                Path::root().attr("user_data_wo_version"),
                "The user data goes into the state",
                "Without user_data_wo_version, user_data in the state is what the API shows: the user data that was write-only. \
                 To keep it out, leave the version set.",
            );
        }
        Field::Null | Field::Absent => {}
    }
}

/// Plans what the API can do instead of what it can't, and says so.
pub(super) fn adjust(
    plan: &mut Plan<ScalingConfigurationModel, ObjectRecord>,
    defaults: &Defaults,
    diagnostics: &mut Diagnostics,
) {
    plan_data_disks(plan, diagnostics);
    plan_user_data(plan, diagnostics);
    tags::plan(plan, defaults, diagnostics);
    check_sync_tag(&plan.planned, diagnostics);
    let Some(prior) = plan.prior.clone() else {
        if plan.config.project_id.is_unset() && !defaults.project_id.is_unset() {
            plan.planned.project_id = defaults.project_id.clone();
        }
        return;
    };
    let prior = &prior;
    tags::warn_of_rest(prior, &plan.planned, diagnostics);
    for name in emptied(prior, &plan.planned) {
        let path = Path::root().attr(name);
        diagnostics.attribute_warning(
            path.clone(),
            format!("Without {name}, the scaling configuration is replaced"),
            format!(
                "The API can exchange the {name} for others, but has no way to take all of them away, so a new scaling \
                 configuration is planned. If scaling groups use this one, set lifecycle {{ create_before_destroy = true }} on \
                 it, so that they change over first; otherwise it can't be destroyed."
            ),
        );
        plan.requires_replace.push(path);
    }
    let disks_stay = unmentioned::some_stay(&plan.private, &prior.data_disks);
    let may_be_emptied = may_be_emptied(prior, &plan.planned, &plan.unknowns).into_iter();
    let tags_stay = !has_own_tags(prior) || !defaults.known_tags().is_empty();
    let stays = |name: &str| (name == DATA_DISKS && disks_stay) || (name == TAGS && tags_stay);
    for name in may_be_emptied.filter(|name| !stays(name)) {
        let path = Path::root().attr(name);
        diagnostics.attribute_warning(
            path.clone(),
            format!("While {name} is not known, the scaling configuration is replaced"),
            format!(
                "It may turn out to be empty, and the API has no way to take all {name} away, so a new scaling configuration is \
                 planned. Apply first what its value comes from (terraform apply -target=…), to plan only the change that is \
                 needed."
            ),
        );
        plan.requires_replace.push(path);
    }
    plan_snapshots(plan, diagnostics);
    warn_of_lost_disks(plan, diagnostics);
    // The half of a replacement that is destroyed first is given what is remembered of the new one; an update forgets it.
    plan.private.replaces = prior.id.value().cloned();
    for name in unset(prior, &plan.planned, &plan.config) {
        diagnostics.attribute_warning(
            Path::root().attr(name),
            format!("Without {name}, the scaling configuration keeps the present one"),
            format!(
                "The API has no way to take the {name} of a scaling configuration away. Terraform only stops managing it; set \
                 another one to change it."
            ),
        );
    }
}

/// Data disks that are not mentioned stay, unless the configuration has brought them.
fn plan_data_disks(plan: &mut Plan<ScalingConfigurationModel, ObjectRecord>, diagnostics: &mut Diagnostics) {
    let taken = unmentioned::plan(
        &mut plan.private,
        &plan.config.data_disks,
        plan.prior.as_ref().map(|prior| &prior.data_disks),
        &mut plan.planned.data_disks,
    );
    if !taken.is_empty() {
        diagnostics.attribute_warning(
            Path::root().attr(DATA_DISKS),
            "Without data_disks, instances get fewer data disks",
            format!(
                "The data_disks blocks for these are not there any more, so new instances are made without them: {}. Disks of \
                 instances that run stay. To leave the setting as it is instead, put lifecycle {{ ignore_changes = [data_disks] \
                 }} into the scaling configuration.",
                taken.join(", ")
            ),
        );
    }
}

/// Plans a new configuration where disks change of which one is made of a snapshot: a change of the present one has no word for
/// snapshots. Blocks that are unknown as a whole are taken for disks without: most are, and nobody wants a new configuration for
/// those. If they turn out to have one, Terraform itself stops the apply, and the next plan knows better.
fn plan_snapshots(plan: &mut Plan<ScalingConfigurationModel, ObjectRecord>, diagnostics: &mut Diagnostics) {
    let Some(prior) = &plan.prior else { return };
    let of_snapshot = |disk: &DataDiskModel| !disk.snapshot_id.is_unset();
    let may_have_some = prior.disks().chain(plan.planned.disks()).any(of_snapshot);
    let path = Path::root().attr(DATA_DISKS);
    if !may_have_some || prior.data_disks == plan.planned.data_disks || plan.requires_replace.contains(&path)
    {
        return;
    }
    diagnostics.attribute_warning(
        path.clone(),
        "Disks made of snapshots need a new scaling configuration",
        "The API takes the snapshots of data disks only with a new scaling configuration, so one is planned. If scaling groups \
         use this one, set lifecycle { create_before_destroy = true } on it, so that they change over first; otherwise it can't \
         be destroyed.",
    );
    plan.requires_replace.push(path);
}

/// Says which data disks are not taken along by a replacement because the configuration does not mention them.
fn warn_of_lost_disks(plan: &Plan<ScalingConfigurationModel, ObjectRecord>, diagnostics: &mut Diagnostics) {
    let is_silent = plan
        .config
        .data_disks
        .value()
        .is_some_and(|disks| disks.0.is_empty());
    let lost = unmentioned::names(plan.planned.disks());
    if is_silent && !lost.is_empty() && !plan.requires_replace.is_empty() {
        diagnostics.attribute_warning(
            Path::root().attr(DATA_DISKS),
            "The new scaling configuration has none of the old one's data disks",
            format!(
                "Without data_disks blocks, instances of the scaling configuration that replaces this one are made without \
                 these: {}. To have them there as well, write them as data_disks blocks.",
                lost.join(", ")
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
        .filter(|((name, _), _)| *name != TAGS || has_own_tags(prior))
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

/// Whether the configuration has tags of its own: the provider's may stay where the API can't take them away.
fn has_own_tags(model: &ScalingConfigurationModel) -> bool {
    !model.tags.is_unset()
}

/// How many elements each list has; `None` if that is not known yet.
fn counts(model: &ScalingConfigurationModel) -> [(&'static str, Option<usize>); 3] {
    [
        (DATA_DISKS, length(&model.data_disks, |disks| disks.0.len())),
        ("key_id", length(&model.key_id, |keys| keys.0.len())),
        (TAGS, length(tags::counted(model), |tags| tags.0.len())),
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
