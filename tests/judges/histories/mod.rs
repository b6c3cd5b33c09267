//! Random histories: edits, changes from outside, faults and kills, one after the other. Whatever happened, two clean applies
//! later the cloud is what the configuration says, nothing foreign was touched, nothing is there twice or lost, and the state
//! says what the cloud has.

mod step;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::Value as Json;

use self::step::{FOREIGN, Step, Story};
use crate::expected::{Expected, failure_of};
use crate::random::Random;
use crate::terraform::{Options, Value};

/// How many histories are run, unless the environment variable `JUDGES_CASES` says so.
const HISTORIES: u64 = 500;
/// How many things happen in a history at most.
const LONGEST: usize = 8;

#[test]
fn after_any_history_two_clean_applies_make_everything_right() {
    let histories = match std::env::var("JUDGES_CASES") {
        Ok(number) => number.parse().expect("JUDGES_CASES is a number"),
        Err(_) => HISTORIES,
    };
    let mut found: BTreeMap<String, Vec<(u64, Vec<Step>)>> = BTreeMap::new();
    for seed in 0..histories {
        let mut random = Random::new(seed);
        let steps = step::history(&mut random, LONGEST);
        for kind in wrong(&steps).into_keys() {
            found.entry(kind).or_default().push((seed, steps.clone()));
        }
    }
    let count = |(kind, cases): (&String, &Vec<_>)| format!("{kind}: {}", cases.len());
    eprintln!(
        "{histories} histories; {}",
        found.iter().map(count).collect::<Vec<_>>().join(", ")
    );
    let expected = Expected::load();
    let outcomes = found.into_iter().map(|(kind, cases)| {
        let name = format!("histories/{kind}");
        let (seed, steps) = cases
            .iter()
            .min_by_key(|(_, steps)| steps.len())
            .expect("there is one");
        let told = if expected.has(&name) {
            String::new()
        } else {
            scenario(&kind, *seed, steps)
        };
        (name, Some(told))
    });
    let wrong = expected.judge("histories/", &outcomes.collect());
    if histories >= HISTORIES {
        assert!(wrong.is_empty(), "{wrong}");
    }
}

/// The shortest history in which the same goes wrong, in words.
fn scenario(kind: &str, seed: u64, steps: &[Step]) -> String {
    let mut steps = steps.to_vec();
    let mut at = 0;
    while at < steps.len() {
        let mut shorter = steps.clone();
        shorter.remove(at);
        if wrong(&shorter).contains_key(kind) {
            steps = shorter;
        } else {
            at += 1;
        }
    }
    let why = wrong(&steps).remove(kind).unwrap_or_default();
    let steps: Vec<String> = steps.iter().map(|step| format!("  {step:?}")).collect();
    let steps = steps.join("\n");
    format!("seed {seed}, shortened to\n{steps}\n{why}")
}

/// What is wrong after `steps`, by kind.
fn wrong(steps: &[Step]) -> BTreeMap<String, String> {
    let mut wrong = BTreeMap::new();
    let panic = failure_of(|| {
        let mut story = Story::new();
        for step in steps {
            story.go(step);
        }
        wrong = judge(&mut story, steps);
    });
    wrong.extend(panic.map(|why| ("panic".to_owned(), why)));
    wrong
}

/// Two clean applies, and a look at everything.
fn judge(story: &mut Story, steps: &[Step]) -> BTreeMap<String, String> {
    let mut wrong = BTreeMap::new();
    let foreign = foreign_policies(story).len();
    story.tf.clear_faults();
    let mut last = Vec::new();
    for _ in 0..2 {
        story.tf.wait(Duration::from_mins(2));
        let applied = story.tf.apply(&story.config);
        story
            .violations
            .extend(applied.violations.iter().map(ToString::to_string));
        last = applied.errors();
    }
    let hides = |step: &Step| matches!(step, Step::Fault(_, _, fault) if fault.hides_a_create());
    let may_have_hidden = steps.iter().any(hides);
    // What a killed process has made is nobody's, and not taken: that is a refusal, and the right one.
    let is_refused_rightly = may_have_hidden && last.iter().all(|error| error.contains("already"));
    if !last.is_empty() && !is_refused_rightly {
        wrong.insert("does-not-end-well".to_owned(), last.join("\n"));
    }
    if !story.violations.is_empty() {
        wrong.insert("breaks-a-rule".to_owned(), story.violations.join("\n"));
    }
    story.tf.wait(Duration::from_mins(2));
    let plan = story.tf.plan(&story.config).outcome;
    if last.is_empty() && !(plan.is_ok() && plan.is_empty()) {
        wrong.insert(
            "plans-for-ever".to_owned(),
            format!("{:?} {:?}", plan.actions, plan.errors()),
        );
    }
    if foreign_policies(story).len() < foreign {
        wrong.insert(
            "takes-what-is-foreign".to_owned(),
            "a policy made by hand is gone".to_owned(),
        );
    }
    let owned: Vec<String> = story
        .tf
        .state
        .objects()
        .filter_map(|(_, _, object)| id_of(&object.value))
        .collect();
    let distinct: BTreeSet<&String> = owned.iter().collect();
    if distinct.len() < owned.len() {
        wrong.insert("two-own-one".to_owned(), format!("{owned:?}"));
    }
    if last.is_empty() {
        let strays = strays(story, &distinct);
        if !may_have_hidden && !strays.is_empty() {
            wrong.insert("leaves-strays".to_owned(), strays.join("\n"));
        }
        let deviations = deviations(story);
        if !deviations.is_empty() {
            wrong.insert("state-deviates".to_owned(), deviations.join("\n"));
        }
    }
    wrong
}

fn id_of(object: &Value) -> Option<String> {
    object.get("id").as_str().map(str::to_owned)
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
fn strays(story: &Story, owned: &BTreeSet<&String>) -> Vec<String> {
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

/// What the state says and the cloud does not, after a refresh.
fn deviations(story: &mut Story) -> Vec<String> {
    story.apply(&Options::default());
    let mut deviations = Vec::new();
    let mut compare = |address: &str, object: &Value, there: &Json, names: &[(&str, &str)]| {
        for (attribute, member) in names {
            let (said, real) = (object.get(attribute), &there[*member]);
            let real = real.as_str().map_or_else(|| real.to_string(), str::to_owned);
            if said.as_str() != Some(&real) {
                deviations.push(format!(
                    "{address}.{attribute} is {said} in the state and {real} in the cloud"
                ));
            }
        }
    };
    let groups = story.tf.objects("groups");
    let (policies, tasks) = (members(story, "policies"), members(story, "tasks"));
    for (address, _, object) in story.tf.state.objects() {
        let Some(id) = id_of(&object.value) else {
            continue;
        };
        let of = |members: &[(String, Json)]| {
            members
                .iter()
                .find(|(other, _)| *other == id)
                .map(|(_, member)| member.clone())
                .unwrap_or_default()
        };
        match address.split('.').next() {
            Some("ksyun_scaling_group") => {
                let there = groups
                    .iter()
                    .find(|group| group["id"] == id)
                    .cloned()
                    .unwrap_or_default();
                let names = [
                    ("scaling_group_name", "name"),
                    ("min_size", "min_size"),
                    ("max_size", "max_size"),
                ];
                compare(address, &object.value, &there, &names);
            }
            Some("ksyun_scaling_policy") => {
                let names = [
                    ("scaling_policy_name", "name"),
                    ("adjustment_value", "adjustment_value"),
                ];
                compare(address, &object.value, &of(&policies), &names);
            }
            Some("ksyun_scaling_scheduled_task") => {
                let names = [
                    ("readjust_max_size", "max_size"),
                    ("readjust_min_size", "min_size"),
                ];
                compare(address, &object.value, &of(&tasks), &names);
            }
            _ => {}
        }
    }
    deviations
}
