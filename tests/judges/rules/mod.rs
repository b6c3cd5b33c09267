//! Terraform's rules under random (prior, configuration) pairs: what is planned keeps to the configuration, what was planned
//! is what is planned again and what comes out of the apply.

mod arguments;

use std::collections::BTreeMap;

use serde_json::json;

use self::arguments::{ALL, random_config};
use crate::account::{CONFIGURATION, base, changed};
use crate::expected::Expected;
use crate::random::Random;
use crate::terraform::{Config, Options, Outcome, Value};
use crate::world::World;

/// How many histories of each type are run, unless the environment variable `JUDGES_CASES` says so.
const HISTORIES: u64 = 100;
/// How many configurations follow each other in one history.
const STEPS: usize = 5;

/// The kinds of broken rules, each with what shows it.
type Broken = BTreeMap<String, Option<String>>;

#[test]
fn scaling_configurations_keep_to_the_rules() {
    judge(ALL[0]);
}

#[test]
fn scaling_groups_keep_to_the_rules() {
    judge(ALL[1]);
}

#[test]
fn scaling_policies_keep_to_the_rules() {
    judge(ALL[2]);
}

#[test]
fn scheduled_tasks_keep_to_the_rules() {
    judge(ALL[3]);
}

#[test]
fn notifications_keep_to_the_rules() {
    judge(ALL[4]);
}

#[test]
fn instances_keep_to_the_rules() {
    judge(ALL[5]);
}

#[test]
fn capacities_keep_to_the_rules() {
    judge(ALL[6]);
}

/// Runs the histories of one type and compares the kinds of broken rules with those that are expected.
fn judge(address: &str) {
    let histories = match std::env::var("JUDGES_CASES") {
        Ok(number) => number.parse().expect("JUDGES_CASES is a number"),
        Err(_) => HISTORIES,
    };
    let mut broken = Broken::new();
    let (mut pairs, mut violations) = (0, 0);
    for seed in 0..histories {
        for is_synthetic in [false, true] {
            let (tried, found) = run(address, seed, is_synthetic, &mut broken);
            pairs += tried;
            violations += found;
        }
    }
    let type_name = address.split('.').next().unwrap_or_default();
    eprintln!(
        "{type_name}: {violations} violations in {pairs} pairs, of {} kinds",
        broken.len()
    );
    let wrong = Expected::load().judge(&format!("rules/{type_name}/"), &broken);
    // What more cases than usual find is news as well; that fewer do not find all is none.
    if histories >= HISTORIES {
        assert!(wrong.is_empty(), "{wrong}");
    }
}

/// One history. Gives how many pairs were tried, and how many violations there were.
fn run(address: &str, seed: u64, is_synthetic: bool, broken: &mut Broken) -> (usize, usize) {
    let mut random = Random::new(seed * 2 + u64::from(is_synthetic));
    let mut tf = World::new();
    let surroundings = base().resource("ksyun_scaling_configuration.d", changed(CONFIGURATION, json!({})));
    tf.apply(&surroundings).expect_ok();
    let (mut pairs, mut violations) = (0, 0);
    for step in 0..STEPS {
        let config = random_config(address, surroundings.clone(), &mut random);
        if is_synthetic {
            distort(&mut tf, address, &mut random);
        }
        let options = Options {
            refresh: !is_synthetic,
            ..Options::default()
        };
        let outcome = tf.apply_with(&config, &options);
        pairs += 1;
        violations += outcome.violations.len();
        let place = Place {
            seed,
            is_synthetic,
            step,
        };
        note(&outcome, address, &config, &place, broken);
        // A tainted object would only be replaced.
        if tf.state.object(address).is_some_and(|object| object.is_tainted) {
            break;
        }
    }
    (pairs, violations)
}

/// Changes some of what the state says of `address`, as an older version, another provider or the cloud may have left it.
fn distort(tf: &mut World, address: &str, random: &mut Random) {
    let Some(object) = tf
        .state
        .0
        .get_mut(address)
        .and_then(|instance| instance.current.as_mut())
    else {
        return;
    };
    let Value::Object(members) = &mut object.value else {
        return;
    };
    for (name, value) in members {
        if !random.chance(15) || name == "id" || name.ends_with("_id") || name == "timeouts" {
            continue;
        }
        *value = match value {
            Value::Null if random.chance(50) => Value::Null,
            Value::String(_) if random.chance(50) => Value::String(String::new()),
            Value::Number(_) if random.chance(50) => Value::Number("0".to_owned()),
            Value::Set(_) if random.chance(50) => Value::Set(Vec::new()),
            Value::Map(_) if random.chance(50) => Value::Map(BTreeMap::new()),
            Value::List(_) => Value::List(Vec::new()),
            Value::Bool(flag) => Value::Bool(!*flag),
            _ => Value::Null,
        };
    }
}

/// Sorts the violations by kind: the type, whether the state was `fresh` or `distorted`, and the rule.
fn note(outcome: &Outcome, address: &str, config: &Config, at: &Place, broken: &mut Broken) {
    let type_name = address.split('.').next().unwrap_or_default();
    let state = if at.is_synthetic { "distorted" } else { "fresh" };
    for violation in outcome
        .violations
        .iter()
        .filter(|violation| !violation.is_tolerated)
    {
        if violation.address == address {
            let kind = format!("rules/{type_name}/{state}/{:?}", violation.rule);
            let told = broken.entry(kind).or_default().get_or_insert_default();
            // A few show the kind as well as all.
            if told.lines().count() < 8 {
                let Place { seed, step, .. } = at;
                let arguments = config.arguments_of(address);
                told.push_str(&format!(
                    "seed {seed}, step {step}: {violation}\n  configuration: {arguments}\n"
                ));
            }
        }
    }
}

/// Where something was found.
struct Place {
    seed: u64,
    is_synthetic: bool,
    step: usize,
}
