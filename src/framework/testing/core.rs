//! What Terraform itself does around a provider, written from its rules and not from ours.

use super::super::schema::{Attribute, Block, Nesting, Schema};
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

/// Why Terraform would refuse a plan as invalid; empty if it would not.
pub(crate) fn plan_problems(schema: &Schema, prior: &Value, config: &Value, planned: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    if planned.is_null() != config.is_null() {
        problems.push("planned for existence or absence against the config".to_owned());
        return problems;
    }
    check_attributes(
        &schema.attributes,
        &Path::root(),
        [prior, config, planned],
        &mut problems,
    );
    for block in &schema.blocks {
        let path = Path::root().attr(block.name);
        let [prior, config, planned] = [prior, config, planned].map(|object| of(object, block.name));
        match (block.nesting, config, planned) {
            (_, Value::Unknown(_), planned) => {
                if planned.is_known() {
                    problems.push(format!("{path}: planned value for unknown dynamic block"));
                }
            }
            (Nesting::Single, Value::Null, planned) => {
                if !planned.is_null() {
                    problems.push(format!("{path}: planned for existence but config wants absence"));
                }
            }
            (Nesting::Single, config, planned @ Value::Object(_)) => {
                check_attributes(&block.attributes, &path, [prior, config, planned], &mut problems);
            }
            (Nesting::List, Value::List(configs), Value::List(planneds)) => {
                if configs.len() != planneds.len() {
                    problems.push(format!(
                        "{path}: block count in plan ({}) disagrees with count in config ({})",
                        planneds.len(),
                        configs.len()
                    ));
                    continue;
                }
                for (index, (config, planned)) in configs.iter().zip(planneds).enumerate() {
                    let path = path.index(i64::try_from(index).expect("a small number"));
                    let prior = nth(prior, index);
                    check_attributes(&block.attributes, &path, [prior, config, planned], &mut problems);
                }
            }
            (_, config, planned) => {
                problems.push(format!("{path}: planned {planned:?} for the blocks {config:?}"));
            }
        }
    }
    problems
}

fn check_attributes(
    attributes: &[Attribute],
    object: &Path,
    [prior, config, planned]: [&Value; 3],
    problems: &mut Vec<String>,
) {
    let Value::Object(members) = planned else {
        problems.push(format!("{object}: element must be an object, not {planned:?}"));
        return;
    };
    for attribute in attributes {
        let path = object.attr(attribute.name);
        let [prior, config] = [prior, config].map(|object| of(object, attribute.name));
        let Some(planned) = members.get(attribute.name) else {
            problems.push(format!("{path}: an attribute is missing"));
            continue;
        };
        if attribute.write_only {
            if !planned.is_null() {
                problems.push(format!("{path}: returned a value for the write-only attribute"));
            }
            continue;
        }
        let valid = planned == config
            || (attribute.computed && !attribute.optional)
            || (attribute.computed && config.is_null())
            || (!config.is_null() && !prior.is_null() && planned == prior);
        if !valid {
            problems.push(format!(
                "{path}: planned {planned:?} for the config {config:?}, prior {prior:?}"
            ));
        }
    }
}

/// Why Terraform would call the state after an apply inconsistent with its plan; empty if it would not.
pub(crate) fn apply_problems(planned: &Value, actual: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    if !actual.is_wholly_known() {
        problems.push("still indicated an unknown value".to_owned());
    }
    compare(&Path::root(), planned, actual, &mut problems);
    problems
}

fn compare(path: &Path, planned: &Value, actual: &Value, problems: &mut Vec<String>) {
    match (planned, actual) {
        (Value::Unknown(_), _) => {}
        (Value::Object(planned), Value::Object(actual)) => {
            for (name, planned) in planned {
                compare(
                    &path.attr(name),
                    planned,
                    actual.get(name).unwrap_or(&Value::Null),
                    problems,
                );
            }
        }
        (Value::List(planned), Value::List(actual)) => {
            if planned.len() != actual.len() {
                problems.push(format!(
                    "{path}: block count changed from {} to {}",
                    planned.len(),
                    actual.len()
                ));
            }
            for (index, (planned, actual)) in (0..).zip(planned.iter().zip(actual)) {
                compare(&path.index(index), planned, actual, problems);
            }
        }
        (planned, actual) if planned.is_wholly_known() && planned != actual => {
            problems.push(format!("{path}: was {planned:?}, but now {actual:?}"));
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

/// The checks above must themselves refuse what Terraform refuses.
mod tests {
    use super::super::{disk, list, rule, schema, toy};
    use super::*;

    #[test]
    fn the_checks_refuse_what_terraform_refuses() {
        let config = toy([
            ("name", "a".into()),
            ("disk", list([disk([("slot", "s".into())])])),
        ]);
        for (planned, problem) in [
            (Value::Null, "against the config"),
            (toy([("name", "b".into())]), "name: planned"),
            (toy([("name", "a".into()), ("note", "n".into())]), "note: planned"),
            (
                toy([("name", "a".into()), ("note", Value::unknown())]),
                "note: planned",
            ),
            (
                toy([("name", "a".into()), ("secret", "s".into())]),
                "secret: returned a value",
            ),
            (toy([("name", "a".into())]), "disk: block count in plan (0)"),
            (
                toy([("name", "a".into()), ("disk", Value::Null)]),
                "disk: planned Null",
            ),
            (
                toy([("name", "a".into()), ("disk", Value::unknown())]),
                "disk: planned Unknown",
            ),
            (
                toy([("name", "a".into()), ("disk", list([Value::unknown()]))]),
                "disk[0]: element must be",
            ),
            (
                toy([
                    ("name", "a".into()),
                    ("disk", list([disk([("slot", "t".into())])])),
                ]),
                "disk[0].slot: planned",
            ),
        ] {
            let problems = plan_problems(&schema(), &Value::Null, &config, &planned).join("\n");
            assert!(problems.contains(problem), "{problem} is not in {problems}");
        }
        let dynamic = toy([("name", "a".into()), ("rule", Value::unknown())]);
        let known = toy([
            ("name", "a".into()),
            ("rule", list([rule([("action", "x".into())])])),
        ]);
        assert_ne!(
            plan_problems(&schema(), &Value::Null, &dynamic, &known),
            Vec::<String>::new()
        );
        assert_eq!(
            plan_problems(&schema(), &Value::Null, &dynamic, &dynamic),
            Vec::<String>::new()
        );
    }

    #[test]
    fn the_checks_refuse_a_state_that_differs_from_its_plan() {
        let planned = toy([("name", "a".into()), ("id", Value::unknown())]);
        let good = toy([("name", "a".into()), ("id", "1".into())]);
        assert_eq!(apply_problems(&planned, &good), Vec::<String>::new());
        for wrong in [
            planned.clone(),
            toy([("name", "b".into())]),
            toy([("name", "a".into()), ("rule", list([rule([])]))]),
        ] {
            assert_ne!(apply_problems(&planned, &wrong), Vec::<String>::new());
        }
    }
}
