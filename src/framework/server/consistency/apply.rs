//! The rules for states after an apply.

use std::collections::{BTreeMap, BTreeSet};

use super::Violation;
use crate::cty::{Path, Type, Value, conforms};

/// The state nearest to `found` that Terraform accepts after the plan `planned`, and where it differs from `found`: what
/// was planned as known stays as planned, and nothing is unknown.
pub(in crate::framework) fn hold_to_plan(planned: &Value, found: Value) -> (Value, Vec<Violation>) {
    let mut violations = Vec::new();
    let state = hold(&Path::root(), planned, found, &mut violations);
    (state, violations)
}

fn hold(path: &Path, planned: &Value, found: Value, violations: &mut Vec<Violation>) -> Value {
    match (planned, found) {
        (Value::Unknown(_), found) => settle(path, found, violations),
        (Value::Object(planned), Value::Object(found)) => {
            Value::Object(hold_members(path, planned, found, violations))
        }
        (Value::List(planned), Value::List(found)) if planned.len() == found.len() => {
            let elements = (0..).zip(planned.iter().zip(found));
            let hold = |(index, (planned, found))| hold(&path.index(index), planned, found, violations);
            Value::List(elements.map(hold).collect())
        }
        (planned, found) if is_compatible(planned, &found) => settle(path, found, violations),
        (planned, found) => {
            violations.push(Violation::only(path.clone(), &found, planned));
            planned.clone().null_for_unknown()
        }
    }
}

fn hold_members(
    path: &Path,
    planned: &BTreeMap<String, Value>,
    mut found: BTreeMap<String, Value>,
    violations: &mut Vec<Violation>,
) -> BTreeMap<String, Value> {
    let names: BTreeSet<String> = planned.keys().chain(found.keys()).cloned().collect();
    let hold = |name: String| {
        let planned = planned.get(&name).unwrap_or(&Value::Null);
        let found = found.remove(&name).unwrap_or(Value::Null);
        let member = hold(&path.attr(&name), planned, found, violations);
        (name, member)
    };
    names.into_iter().map(hold).collect()
}

/// `found` without what is still unknown.
fn settle(path: &Path, found: Value, violations: &mut Vec<Violation>) -> Value {
    if found.is_wholly_known() {
        return found;
    }
    violations.push(Violation::words(
        path.clone(),
        &found,
        "only what is known after an apply",
    ));
    found.null_for_unknown()
}

/// `object` without members that are not of their type in `ty`, and which those are: an object that exists is better
/// known in part than not at all.
pub(in crate::framework) fn hold_to_type(ty: &Type, object: Value) -> (Value, Vec<Violation>) {
    let (Value::Object(members), Type::Object(object)) = (&object, ty) else {
        return (object, Vec::new());
    };
    let mut violations = Vec::new();
    let hold = |(name, ty): (&String, &Type)| {
        let member = members.get(name).unwrap_or(&Value::Null);
        if conforms(member, ty).is_ok() {
            return (name.clone(), member.clone());
        }
        let path = Path::root().attr(name);
        violations.push(Violation::words(path, member, "a value of the schema's type"));
        (name.clone(), Value::Null)
    };
    let members = object.attributes.iter().map(hold).collect();
    (Value::Object(members), violations)
}

/// What a look found, with the prior value for what it has left unknown, and where it has.
pub(in crate::framework) fn settle_read(prior: &Value, found: Value) -> (Value, Vec<Violation>) {
    let mut violations = Vec::new();
    let settled = found.transform(&mut |path, value| {
        if value.is_known() {
            return value;
        }
        violations.push(Violation::words(
            path.clone(),
            &value,
            "only what is known after a look",
        ));
        prior
            .at(path)
            .filter(|prior| prior.is_wholly_known())
            .cloned()
            .unwrap_or(Value::Null)
    });
    (settled, violations)
}

/// Whether Terraform takes `found` for what was planned as `planned`.
fn is_compatible(planned: &Value, found: &Value) -> bool {
    match (planned, found) {
        (Value::Unknown(_), _) => true,
        (Value::Object(planned), Value::Object(found)) | (Value::Map(planned), Value::Map(found)) => {
            planned.len() == found.len()
                && planned
                    .iter()
                    .all(|(name, planned)| found.get(name).is_some_and(|found| is_compatible(planned, found)))
        }
        (Value::Dynamic(planned_type, planned), Value::Dynamic(found_type, found)) => {
            planned_type == found_type && is_compatible(planned, found)
        }
        (Value::List(planned), Value::List(found)) | (Value::Tuple(planned), Value::Tuple(found)) => {
            planned.len() == found.len() && planned.iter().zip(found).all(|(p, f)| is_compatible(p, f))
        }
        // Elements that turn out to be equal become one.
        (Value::Set(planned), Value::Set(found)) => {
            found.len() <= planned.len()
                && planned.iter().all(|p| found.iter().any(|f| is_compatible(p, f)))
                && found.iter().all(|f| planned.iter().any(|p| is_compatible(p, f)))
        }
        (planned, found) => planned == found,
    }
}
