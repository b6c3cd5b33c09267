//! "Did this happen?", judged by one question: would this very request still be sent?

use std::collections::BTreeSet;

use super::object::RemoteObject;
use crate::client::Params;

/// Whether a request that sets `sent` would still be sent to make the object that the API shows as `shown` what `plan` says.
/// What the API does not show, such as a password, says neither yes nor no.
pub(in crate::provider) fn is_due<O: RemoteObject>(sent: &Params, shown: &O::Model, plan: &O::Model) -> bool {
    let due = O::diff(shown, plan);
    !settings_of(sent).is_disjoint(&settings_of(&due))
}

/// Whether the API shows of the object `item` that a request which sets `sent` was executed to make it what `plan` says. Of a
/// request that sets nothing but what the API never shows, nothing can be said.
pub(super) fn is_shown_done<O: RemoteObject>(
    sent: &Params,
    id: &O::Id,
    item: &O::Item,
    plan: &O::Model,
) -> bool {
    let blank = O::flatten(O::Model::default(), id, item.clone());
    let [sent_settings, planned, open] = [
        sent.clone(),
        O::diff(&O::Model::default(), plan),
        O::diff(&blank, plan),
    ]
    .map(|params| settings_of(&params));
    // What is planned, and would have to be sent to an object of which only the answer is known, the answer does not show.
    let is_shown = |setting: &String| planned.contains(setting) && !open.contains(setting);
    sent_settings.iter().any(is_shown)
        && !is_due::<O>(sent, &O::flatten(plan.clone(), id, item.clone()), plan)
}

/// What the parameters set: `Slb.1.Weight` and `Slb.2.Id` are both of `Slb`, which is replaced as a whole.
fn settings_of(params: &Params) -> BTreeSet<String> {
    params
        .names()
        .map(|name| {
            name.split_once('.')
                .map_or(name, |(setting, _)| setting)
                .to_owned()
        })
        .collect()
}
