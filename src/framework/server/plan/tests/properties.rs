//! What holds for every configuration and every prior state.

use proptest::collection::{hash_set, vec};
use proptest::option;
use proptest::prelude::*;

use super::plan_with;
use crate::cty::Value;
use crate::framework::PlanResponse;
use crate::framework::schema::Attribute;
use crate::framework::testing::core::final_plan_problems;
use crate::framework::testing::{disk, rule, schema, server, toy};

/// Where a value stands.
#[derive(Clone, Copy, PartialEq)]
enum In {
    /// In a state everything is known.
    State,
    /// In a configuration values may be unknown, and results are null.
    Config,
    /// A configuration in which everything is known.
    KnownConfig,
}

/// Few texts, so that equal ones and ones that differ only in case are frequent.
fn text() -> impl Strategy<Value = Value> {
    prop_oneof![Just("a"), Just("A"), Just("b"), Just("")].prop_map(Value::from)
}

fn number() -> impl Strategy<Value = Value> {
    (0_i64..3).prop_map(Value::from)
}

fn ports() -> impl Strategy<Value = Value> {
    hash_set(1_i64..4, 0..3).prop_map(|ports| Value::Set(ports.into_iter().map(Value::from).collect()))
}

/// An argument that must be set, or blocks.
fn required(place: In, value: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<Value> {
    match place {
        In::Config => prop_oneof![1 => Just(Value::unknown()), 5 => value].boxed(),
        In::State | In::KnownConfig => value.boxed(),
    }
}

/// An argument that may be set.
fn optional(place: In, value: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<Value> {
    prop_oneof![1 => Just(Value::Null), 2 => required(place, value)].boxed()
}

/// What only the provider sets.
fn result(place: In, value: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<Value> {
    match place {
        In::State => optional(place, value),
        In::Config | In::KnownConfig => Just(Value::Null).boxed(),
    }
}

/// What only the configuration has.
fn write_only(place: In, value: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<Value> {
    match place {
        In::State => Just(Value::Null).boxed(),
        In::Config | In::KnownConfig => optional(place, value),
    }
}

/// Disks with different slots, in any order.
fn disks(place: In) -> impl Strategy<Value = Value> {
    let members = (
        optional(place, number()),
        optional(place, text()),
        optional(place, text()),
        result(place, text()),
    );
    let slots = hash_set("[pqr]", 0..4).prop_map(|slots| slots.into_iter().collect::<Vec<_>>());
    (slots.prop_shuffle(), vec(members, 4)).prop_map(|(slots, members)| {
        let disks = slots.into_iter().zip(members);
        let disks = disks.map(|(slot, (size, label, comment, serial))| {
            disk([
                ("slot", slot.into()),
                ("size", size),
                ("label", label),
                ("comment", comment),
                ("serial", serial),
            ])
        });
        Value::List(disks.collect())
    })
}

fn rules(place: In) -> impl Strategy<Value = Value> {
    let members = (
        required(place, text()),
        optional(place, text()),
        optional(place, number()),
    );
    let rule = members.prop_map(|(action, comment, priority)| {
        rule([("action", action), ("comment", comment), ("priority", priority)])
    });
    vec(rule, 0..4).prop_map(Value::List)
}

fn any_toy(place: In) -> impl Strategy<Value = Value> {
    let arguments = (
        required(place, text()),
        optional(place, text()),
        optional(place, text()),
        optional(place, number()),
        optional(place, text()),
        optional(place, text()),
        optional(place, ports()),
        optional(place, number()),
        write_only(place, text()),
    );
    let results = (
        result(place, text()),
        result(place, number()),
        result(place, text()),
        result(place, text()),
    );
    let blocks = (required(place, disks(place)), required(place, rules(place)));
    (arguments, results, blocks).prop_map(|(arguments, results, (disk, rule))| {
        let (name, zone, note, size, mode, label, ports, secret_version, secret) = arguments;
        let (id, revision, host, url) = results;
        toy([
            ("id", id),
            ("name", name),
            ("zone", zone),
            ("note", note),
            ("size", size),
            ("mode", mode),
            ("label", label),
            ("ports", ports),
            ("secret", secret),
            ("secret_version", secret_version),
            ("revision", revision),
            ("host", host),
            ("url", url),
            ("disk", disk),
            ("rule", rule),
        ])
    })
}

/// `config` with values that are not known yet in the places that `mask` says.
fn masked(config: &Value, mask: &[bool]) -> Value {
    let mut mask = mask.iter();
    let mut is_unknown = || mask.next() == Some(&true);
    let mut hide = |attributes: &[Attribute], object: &mut Value| {
        let members = object.as_object_mut().expect("an object");
        for attribute in attributes.iter().filter(|a| a.optional || a.required) {
            if is_unknown() {
                members.insert(attribute.name.to_owned(), Value::unknown());
            }
        }
    };
    let mut masked = config.clone();
    hide(&schema().attributes, &mut masked);
    for block in &schema().blocks {
        let blocks = masked
            .as_object_mut()
            .and_then(|members| members.get_mut(block.name));
        if let Some(Value::List(elements)) = blocks {
            for element in elements {
                hide(&block.attributes, element);
            }
        }
    }
    masked
}

fn any_prior() -> impl Strategy<Value = Value> {
    option::weighted(0.8, any_toy(In::State)).prop_map(|prior| prior.unwrap_or(Value::Null))
}

fn planned(prior: &Value, config: &Value) -> Value {
    // Fails if the plan is not valid to Terraform.
    let response = plan_with(&server().0, prior, config);
    assert!(response.diagnostics.is_empty(), "{:?}", response.diagnostics);
    response.planned.expect("a plan")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn every_plan_is_valid_to_terraform_and_made_again_from_the_same_values(
        prior in any_prior(),
        config in any_toy(In::Config),
    ) {
        prop_assert_eq!(planned(&prior, &config), planned(&prior, &config));
    }

    #[test]
    fn after_an_apply_nothing_is_left_to_plan(
        prior in any_prior(),
        config in any_toy(In::KnownConfig),
        result in text(),
    ) {
        let fill_in = |value: Value| if value.is_unknown() { result.clone() } else { value };
        let state = planned(&prior, &config).transform(&mut |path, value| {
            // Numbers that were unknown stay null, which an apply may make of them as well.
            let is_number = path.to_string().ends_with("size")
                || path.to_string().ends_with("revision")
                || path.to_string().ends_with("priority");
            if is_number && value.is_unknown() { Value::Null } else { fill_in(value) }
        });
        prop_assert_eq!(planned(&state, &config), state);
    }

    #[test]
    fn what_becomes_known_never_contradicts_the_plan(
        prior in any_prior(),
        config in any_toy(In::KnownConfig),
        mask in vec(any::<bool>(), 64),
    ) {
        let [first, second] = [masked(&config, &mask), config.clone()]
            .map(|config| plan_with(&server().0, &prior, &config));
        let replaced = |response: &PlanResponse| !response.requires_replace.is_empty();
        prop_assert!(replaced(&first) || !replaced(&second));
        let [first, second] = [first, second].map(|response| response.planned.expect("a plan"));
        prop_assert!(first != prior || second == prior);
        prop_assert_eq!(final_plan_problems(&first, &second), Vec::<String>::new());
    }

    #[test]
    fn a_plan_that_changes_nothing_is_wholly_known(prior in any_toy(In::State), config in any_toy(In::KnownConfig)) {
        let mut ours = planned(&prior, &config);
        if !ours.is_wholly_known() {
            // Then something else than what is unknown must differ.
            let members = ours.as_object_mut().expect("an object");
            for (name, value) in members {
                if value.is_unknown() {
                    *value = prior.get(name).cloned().unwrap_or(Value::Null);
                }
            }
            prop_assert_ne!(ours, prior);
        }
    }
}
