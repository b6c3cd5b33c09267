//! The tags of a configuration: its own, the provider's for all configurations, and those that something else looks after.
//!
//! `tags` are the configuration's own. `tags_all` are those that the API has, as far as they are this provider's business; that is
//! what is compared and sent, since the API takes all tags or none.

use std::collections::BTreeMap;

use super::attributes::ScalingConfigurationModel;
use super::values::MOST_TAGS;
use crate::client::actions::{Tag, TagParam};
use crate::cty::Path;
use crate::framework::{Diagnostics, Field, Map, Plan};
use crate::provider::defaults::{Defaults, is_known};
use crate::provider::record::ObjectRecord;

type Tags = BTreeMap<String, Field<String>>;

/// The tags that `model` has at the API, as far as it is known: states that are older than `tags_all` have `tags` alone.
pub(super) fn all(model: &ScalingConfigurationModel) -> &Field<Map> {
    match &model.tags_all {
        Field::Null | Field::Absent => &model.tags,
        known => known,
    }
}

/// The tags to count: of those whose values are not known yet, the keys are.
pub(super) fn counted(model: &ScalingConfigurationModel) -> &Field<Map> {
    match (&model.tags_all, &model.tags) {
        (Field::Unknown, own @ Field::Value(tags)) if !tags.0.is_empty() => own,
        _ => all(model),
    }
}

/// The tags to send for `plan`; none if they are as in `prior`.
pub(super) fn expand(prior: &ScalingConfigurationModel, plan: &ScalingConfigurationModel) -> Vec<TagParam> {
    let tag = |(key, value): (&String, &Field<String>)| TagParam {
        key: key.clone(),
        value: value.value().cloned(),
    };
    match all(plan).value() {
        Some(tags) if all(prior) != all(plan) => tags.0.iter().map(tag).collect(),
        _ => Vec::new(),
    }
}

/// `tags` and `tags_all` as an answer shows them. Tags that this configuration does not set, and that something else gave it, are
/// none of its business, except that an import wants to know of them.
pub(super) fn shown(
    answer: Option<&[Tag]>,
    own: Field<Map>,
    all: Field<Map>,
    imported: bool,
) -> (Field<Map>, Field<Map>) {
    let is_managed = imported || !own.is_unset() || !all.is_unset();
    let Some(answer) = answer.filter(|_| is_managed) else {
        return (own, all);
    };
    let before = |tags: &Field<Map>, key: &str| tags.value().and_then(|tags| tags.0.get(key)).cloned();
    // A tag without a value has an empty one.
    let value = |tag: &Tag| match tag.value.as_deref().unwrap_or_default() {
        "" if before(&own, &tag.key).or_else(|| before(&all, &tag.key)) == Some(Field::Null) => Field::Null,
        value => value.into(),
    };
    let there: Tags = answer.iter().map(|tag| (tag.key.clone(), value(tag))).collect();
    let is_own = |key: &str| before(&own, key).is_some() || before(&all, key).is_none();
    let mine = there.iter().filter(|(key, _)| is_own(key));
    let mine: Tags = mine.map(|(key, value)| (key.clone(), value.clone())).collect();
    (unless_unset(mine, &own), unless_unset(there, &all))
}

/// Prepares a state for a look that is to show all tags.
pub(super) fn before_look(state: ScalingConfigurationModel) -> ScalingConfigurationModel {
    let all = match state.tags_all {
        Field::Null | Field::Absent if state.tags.is_unset() => Field::Value(Map::default()),
        all => all,
    };
    ScalingConfigurationModel {
        tags_all: all,
        ..state
    }
}

/// What a look has `found`, without the tags that are none of the business of a configuration that was as `own` and `all` say.
pub(super) fn after_look(
    found: ScalingConfigurationModel,
    (own, all): (&Field<Map>, &Field<Map>),
    imported: bool,
    defaults: &Defaults,
) -> ScalingConfigurationModel {
    let is_own = |key: &str| own.value().is_some_and(|own| own.0.contains_key(key));
    let ignores = |key: &str| defaults.ignores(key) && !is_own(key);
    let had_some = all
        .value()
        .is_some_and(|all| all.0.keys().any(|key| !ignores(key)));
    let is_managed = imported || !own.is_unset() || had_some;
    let is_default = |key: &str, value: &Field<String>| imported && defaults.tag(key) == Some(value);
    let tags = retained(found.tags, own, |key, value| {
        is_managed && !ignores(key) && !is_default(key, value)
    });
    let tags_all = retained(found.tags_all, all, |key, _| is_managed || ignores(key));
    ScalingConfigurationModel {
        tags_all,
        tags,
        ..found
    }
}

/// Plans `tags_all`: the provider's tags, the configuration's own, and those of something else that are there.
pub(super) fn plan(
    plan: &mut Plan<ScalingConfigurationModel, ObjectRecord>,
    defaults: &Defaults,
    diagnostics: &mut Diagnostics,
) {
    let own = &plan.planned.tags;
    if !is_known(own) || !is_known(&defaults.tags) {
        plan.planned.tags_all = Field::Unknown;
        return;
    }
    let before = plan.prior.as_ref().map_or(&Field::Null, all);
    let mut wanted = defaults.known_tags();
    wanted.extend(own.value().into_iter().flat_map(|own| own.0.clone()));
    for (key, value) in before.value().into_iter().flat_map(|before| &before.0) {
        if defaults.ignores(key) && !wanted.contains_key(key) {
            wanted.insert(key.clone(), value.clone());
        }
    }
    if wanted.len() > MOST_TAGS {
        diagnostics.attribute_error(
            Path::root().attr("tags"),
            "Too many tags",
            format!(
                "With the provider's default_tags, and with those present that ignore_tags keeps, there are {} tags: {}. The \
                 API takes at most {MOST_TAGS}. Remove some from tags or default_tags.",
                wanted.len(),
                wanted.keys().cloned().collect::<Vec<_>>().join(", ")
            ),
        );
    }
    let wanted = if wanted.is_empty() && own.is_unset() {
        Field::Null
    } else {
        Field::Value(Map(wanted))
    };
    plan.planned.tags_all = match &plan.prior {
        Some(prior) if all(prior) == &wanted => prior.tags_all.clone(),
        _ => wanted,
    };
}

/// Says that the last tags, which were the provider's, stay.
pub(super) fn warn_of_rest(
    prior: &ScalingConfigurationModel,
    planned: &ScalingConfigurationModel,
    diagnostics: &mut Diagnostics,
) {
    let had = prior.tags_all.value().filter(|tags| !tags.0.is_empty());
    let Some(had) =
        had.filter(|_| prior.tags.is_unset() && planned.tags.is_unset() && planned.tags_all.is_unset())
    else {
        return;
    };
    diagnostics.attribute_warning(
        Path::root().attr("tags_all"),
        "The configuration keeps the tags that the provider gave it",
        format!(
            "default_tags are not set any more, and the API has no way to take all tags of a scaling configuration away, so \
             these stay and are not managed any more: {}. Replace the configuration (terraform apply -replace=…) to be rid of \
             them.",
            had.0.keys().cloned().collect::<Vec<_>>().join(", ")
        ),
    );
}

/// Those of `tags` that `stays` says; unset if they are none and there were none `before`.
fn retained(
    tags: Field<Map>,
    before: &Field<Map>,
    stays: impl Fn(&str, &Field<String>) -> bool,
) -> Field<Map> {
    match tags {
        Field::Value(mut tags) => {
            tags.0.retain(|key, value| stays(key, value));
            unless_unset(tags.0, before)
        }
        other => other,
    }
}

fn unless_unset(tags: Tags, before: &Field<Map>) -> Field<Map> {
    if tags.is_empty() && before.is_unset() {
        Field::Null
    } else {
        Field::Value(Map(tags))
    }
}
