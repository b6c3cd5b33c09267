//! Two clean applies, and a look at everything.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::Value as Json;

use super::deviations::deviations;
use super::step::{FOREIGN, Step};
use super::story::{Story, id_of};
use crate::terraform::{Options, type_of};

/// Long enough for everything that has been asked for.
const PATIENCE: Duration = Duration::from_mins(2);

/// What is wrong, by what it is and where.
#[derive(Default)]
struct Verdict(BTreeMap<String, String>);

impl Verdict {
    fn add(&mut self, kind: &str, place: &str, why: &str) {
        let name = if place.is_empty() {
            kind.to_owned()
        } else {
            format!("{kind}/{place}")
        };
        let all = self.0.entry(name).or_default();
        *all += why;
        *all += "\n";
    }
}

/// What is wrong after `steps`, by kind.
pub(super) fn verdict(story: &mut Story, steps: &[Step]) -> BTreeMap<String, String> {
    let mut wrong = Verdict::default();
    let foreign = foreign_policies(story).len();
    story.tf.clear_faults();
    let mut last = Vec::new();
    for _ in 0..2 {
        story.tf.wait(PATIENCE);
        last = story.apply(&Options::default()).errors();
    }
    let hides = |step: &Step| matches!(step, Step::Fault(_, _, fault) if fault.hides_a_create());
    let may_have_hidden = steps.iter().any(hides);
    // What a killed process has made is nobody's, and not taken: that is a refusal, and the right one.
    let is_refused_rightly = may_have_hidden && last.iter().all(|error| error.contains("already"));
    if !is_refused_rightly {
        for error in &last {
            wrong.add("does-not-end-well", type_of(error), error);
        }
    }
    for violation in &story.violations {
        let place = format!("{:?}/{}", violation.rule, type_of(&violation.address));
        wrong.add("breaks-a-rule", &place, &violation.to_string());
    }
    if last.is_empty() {
        story.tf.wait(PATIENCE);
        let plan = story.tf.plan(&story.config).outcome;
        for (address, action) in &plan.actions {
            wrong.add(
                "plans-for-ever",
                type_of(address),
                &format!("{action:?} of {address}"),
            );
        }
        for error in plan.errors() {
            wrong.add("plans-for-ever", type_of(&error), &error);
        }
    }
    if foreign_policies(story).len() < foreign {
        wrong.add("takes-what-is-foreign", "", "a policy made by hand is gone");
    }
    let mut owned = BTreeSet::new();
    for (address, _, object) in story.tf.state.objects() {
        if let Some(id) = id_of(&object.value)
            && !owned.insert(id.clone())
        {
            wrong.add("two-own-one", type_of(address), &id);
        }
    }
    if last.is_empty() {
        for stray in strays(story, &owned) {
            if !may_have_hidden {
                wrong.add("leaves-strays", "", &stray);
            }
        }
        if story.apply(&Options::default()).is_ok() {
            for (place, why) in deviations(&story.tf) {
                wrong.add("state-deviates", &place, &why);
            }
        }
    }
    wrong.0
}

/// Members of all groups, with the id that the state would give them.
fn members(story: &Story, kind: &str) -> Vec<(String, Json)> {
    let groups = story.tf.objects("groups");
    let of_group = |group: &Json| {
        let id = group["id"].as_str().unwrap_or_default().to_owned();
        let members = group[kind].as_object().cloned().unwrap_or_default();
        members
            .into_iter()
            .map(move |(item, member)| (format!("{item}:{id}"), member))
    };
    groups.iter().flat_map(of_group).collect()
}

fn foreign_policies(story: &Story) -> Vec<String> {
    let policies = members(story, "policies").into_iter();
    policies
        .filter(|(_, policy)| policy["name"] == FOREIGN)
        .map(|(id, _)| id)
        .collect()
}

/// What the cloud has and nobody owns.
fn strays(story: &Story, owned: &BTreeSet<String>) -> Vec<String> {
    let foreign = foreign_policies(story);
    let mut all: Vec<String> = ["groups", "configurations"]
        .into_iter()
        .flat_map(|kind| story.tf.objects(kind))
        .filter_map(|object| object["id"].as_str().map(str::to_owned))
        .collect();
    all.extend(
        ["policies", "tasks"]
            .into_iter()
            .flat_map(|kind| members(story, kind))
            .map(|(id, _)| id),
    );
    all.retain(|id| !owned.contains(id) && !foreign.contains(id));
    all
}
