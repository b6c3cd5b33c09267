//! The ways from the official provider to this one, and back, with all six types at once.
//!
//! `six.json` is what the official provider has written for `six.tf`, object by object. In place of that provider itself this
//! one answers to its address as well: what is shown is what Terraform hands over, and that nothing is planned from it.

use serde_json::{Value, json};

use crate::support::{Config, Feature, OFFICIAL_STATE, Scenario, official, own_address, update};

const SIX: &str = include_str!("six.tf");

/// Both providers, and a configuration in which those types that are listed name this one.
fn beside_the_official_provider(ours: &[&str]) -> Config {
    let header = r#"terraform {
  required_providers {
    ksyun             = { source = "kingsoftcloud/ksyun" }
    ksyun-autoscaling = { source = "ksyun/ksyun-autoscaling" }
  }
}
"#;
    let six = ours.iter().fold(SIX.to_owned(), |text, kind| {
        let start = format!("resource \"ksyun_scaling_{kind}\" ");
        assert!(text.contains(&start), "there is no {kind}");
        let (before, after) = text.split_once(&start).expect("such a resource");
        let (name, rest) = after.split_once("{\n").expect("a block");
        format!("{before}{start}{name}{{\n  provider = ksyun-autoscaling\n{rest}")
    });
    format!("{header}{six}").as_str().into()
}

/// The six objects at the API, in a state that the official provider has written.
fn officially_managed() -> Scenario {
    let mut s = Scenario::start();
    s.apply(SIX);
    let written = s.with_ids(OFFICIAL_STATE);
    let objects = written.as_object().expect("objects by address");
    let objects: Vec<(&str, &Value)> = objects
        .iter()
        .map(|(address, attributes)| (address.as_str(), attributes))
        .collect();
    s.left_by_the_official_provider(&objects);
    s
}

#[test]
fn matrix_after_replace_provider_all_six_are_ours_without_a_change() {
    let mut s = officially_managed();
    s.replace_provider(&official(), &own_address());
    s.apply(SIX).plans([]).calls(&json!({})).then_plan_is_empty();
    s.destroy().destroys(6).leaves_nothing();
}

#[test]
fn matrix_a_resource_that_names_this_provider_is_ours_without_a_change_and_the_others_stay() {
    let mut s = officially_managed();
    let some = ["group", "instance", "policy"];
    let config = beside_the_official_provider(&some);
    s.apply(config.clone()).plans([]).calls(&json!({}));
    for (kind, provider) in s.providers() {
        let kind = kind.strip_prefix("ksyun_scaling_").expect("a type of both");
        let ours = some.contains(&kind);
        assert_eq!(provider == own_address(), ours, "{kind} is managed by {provider}");
        assert_eq!(provider == official(), !ours, "{kind} is managed by {provider}");
    }
    s.plan(config).plans([]);
    s.destroy().destroys(6).leaves_nothing();
}

#[test]
fn a_source_that_is_changed_for_all_at_once_plans_nothing() {
    let mut s = officially_managed();
    s.apply(SIX).plans([]).calls(&json!({})).then_plan_is_empty();
}

#[test]
fn all_six_move_here_under_other_names() {
    let Some(_) = Scenario::since(Feature::MOVED_HERE) else {
        return;
    };
    let mut s = officially_managed();
    let mut moved = String::new();
    let mut new_names = SIX.to_owned();
    for address in s.addresses() {
        let (kind, name) = address.split_once('.').expect("TYPE.NAME");
        new_names = new_names.replace(&format!("{kind:?} {name:?}"), &format!("{kind:?} \"new\""));
        new_names = new_names.replace(&format!("{address}.id"), &format!("{kind}.new.id"));
        moved.push_str(&format!(
            "moved {{\n  from = {address}\n  to   = {kind}.new\n}}\n"
        ));
    }
    s.apply(format!("{new_names}{moved}").as_str())
        .only_imports(0)
        .calls(&json!({}))
        .then_plan_is_empty();
    let has_moved = |address: &String| address.split_once('.').is_some_and(|(_, name)| name == "new");
    assert!(s.addresses().iter().all(has_moved));
}

#[test]
fn matrix_what_we_have_changed_goes_back_in_the_form_that_the_official_provider_writes() {
    let mut s = officially_managed();
    let official = s.with_ids(OFFICIAL_STATE);
    let changed = SIX
        .replace("threshold           = 20", "threshold           = 30")
        .replace("max_size                 = 5", "max_size                 = 6")
        .replace(
            "system_disk_size           = 60",
            "system_disk_size           = 70",
        )
        .replace(
            "readjust_max_size           = 5",
            "readjust_max_size           = 6",
        )
        .replace(r#"["1", "3"]"#, r#"["1", "2"]"#)
        .replace("protected_from_detach = 1", "protected_from_detach = 0");
    let addresses = s.addresses();
    s.apply(changed.as_str())
        .plans(addresses.iter().map(|address| update(address)))
        .then_plan_is_empty();

    // On the way back, Terraform leaves out what the official provider does not know; the rest must be there, and be of its kind.
    for (address, theirs) in official.as_object().expect("objects by address") {
        let ours = s.attributes(address);
        fits(address, &ours, theirs);
    }
    let back: Vec<(String, Value)> = addresses
        .iter()
        .map(|address| {
            (
                address.clone(),
                stripped(s.attributes(address), &official[address]),
            )
        })
        .collect();
    let back: Vec<(&str, &Value)> = back
        .iter()
        .map(|(address, left)| (address.as_str(), left))
        .collect();
    s.left_by_the_official_provider(&back);
    s.apply(changed.as_str())
        .plans([])
        .calls(&json!({}))
        .then_plan_is_empty();
}

/// Each value that the official provider has is here too: of the same JSON type, or not set.
fn fits(place: &str, ours: &Value, theirs: &Value) {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            for (name, theirs) in theirs {
                let ours = ours.get(name).unwrap_or_else(|| panic!("{place} has no {name}"));
                fits(&format!("{place}.{name}"), ours, theirs);
            }
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            for (ours, theirs) in ours.iter().zip(theirs) {
                fits(&format!("{place}[]"), ours, theirs);
            }
        }
        _ => assert!(
            ours.is_null()
                || theirs.is_null()
                || std::mem::discriminant(ours) == std::mem::discriminant(theirs),
            "{place}: {ours} in place of {theirs}"
        ),
    }
}

/// What Terraform hands to the official provider of `ours`.
fn stripped(ours: Value, theirs: &Value) -> Value {
    let Value::Object(ours) = ours else {
        panic!("an object has attributes, not {ours}");
    };
    let known = ours.into_iter().filter(|(name, _)| theirs.get(name).is_some());
    Value::Object(known.collect())
}
