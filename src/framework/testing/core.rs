//! What Terraform itself does around a provider, written from its rules and not from ours.

use super::super::schema::{Attribute, Block, Schema};
use crate::cty::{Path, Value};

/// The state that Terraform proposes: the configuration, with prior values where it is null and the provider may choose.
pub(crate) fn propose(schema: &Schema, prior: &Value, config: &Value) -> Value {
    let mut proposed = propose_attributes(&schema.attributes, prior, config);
    let members = proposed.as_object_mut().expect("an object");
    for block in &schema.blocks {
        let [prior, config] = [prior, config].map(|object| of(object, block.name));
        members.insert(block.name.to_owned(), propose_block(block, prior, config));
    }
    proposed
}

fn propose_block(block: &Block, prior: &Value, config: &Value) -> Value {
    match config {
        Value::List(config) => Value::List(
            config
                .iter()
                .enumerate()
                .map(|(index, config)| propose_attributes(&block.attributes, nth(prior, index), config))
                .collect(),
        ),
        Value::Object(_) => propose_attributes(&block.attributes, prior, config),
        unknown_or_null => unknown_or_null.clone(),
    }
}

fn propose_attributes(attributes: &[Attribute], prior: &Value, config: &Value) -> Value {
    let member = |attribute: &Attribute| {
        let config = of(config, attribute.name);
        let proposed = if config.is_null() && attribute.computed {
            of(prior, attribute.name)
        } else {
            config
        };
        (attribute.name.to_owned(), proposed.clone())
    };
    Value::Object(attributes.iter().map(member).collect())
}

/// Why Terraform would call the plan that it has made again for the apply inconsistent with the first; empty if it would
/// not. What was known must stay, and what was planned must be done.
pub(crate) fn final_plan_problems(first: &Value, second: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    compare(&Path::root(), first, second, &mut problems);
    problems
}

fn compare(path: &Path, first: &Value, second: &Value, problems: &mut Vec<String>) {
    match (first, second) {
        (Value::Unknown(_), _) => {}
        (Value::Object(first), Value::Object(second)) => {
            for (name, first) in first {
                let second = second.get(name).unwrap_or(&Value::Null);
                compare(&path.attr(name), first, second, problems);
            }
        }
        (Value::List(first), Value::List(second)) if first.len() == second.len() => {
            for (index, (first, second)) in (0..).zip(first.iter().zip(second)) {
                compare(&path.index(index), first, second, problems);
            }
        }
        (Value::Set(elements), Value::Set(known))
            if !first.is_wholly_known() && known.len() <= elements.len() => {}
        (first, second) if first != second => {
            problems.push(format!("{path}: was {first:?}, but now {second:?}"));
        }
        _ => {}
    }
}

fn of<'a>(object: &'a Value, name: &str) -> &'a Value {
    object.get(name).unwrap_or(&Value::Null)
}

fn nth(list: &Value, index: usize) -> &Value {
    let elements = list.as_elements().unwrap_or_default();
    elements.get(index).unwrap_or(&Value::Null)
}
