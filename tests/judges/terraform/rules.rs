//! Terraform core's rules for what providers answer: the state that core proposes, what it takes as a plan, and what it
//! takes as the result of an apply. Written from `plugin-protocol`'s descriptions, not from the product.

use std::collections::BTreeMap;

use super::schema::{Attribute, Block, NestedBlock, Nesting};
use super::value::Value;

/// The state that core proposes: the configuration, with prior values where it is null and the provider may choose.
pub(crate) fn proposed(schema: &Block, prior: &Value, config: &Value) -> Value {
    if config.is_null() {
        return Value::Null;
    }
    propose(schema, prior, config)
}

fn propose(schema: &Block, prior: &Value, config: &Value) -> Value {
    if !matches!(config, Value::Object(_)) {
        return config.clone();
    }
    let attributes = schema.attributes.iter().map(|(name, attribute)| {
        let chosen = match config.get(name) {
            Value::Null if attribute.computed => match prior {
                Value::Object(_) => prior.get(name),
                _ => Value::Null,
            },
            set => set,
        };
        (name.clone(), chosen)
    });
    let blocks = schema.blocks.iter().map(|(name, nested)| {
        (
            name.clone(),
            propose_nested(nested, &prior.get(name), &config.get(name)),
        )
    });
    Value::Object(attributes.chain(blocks).collect())
}

fn propose_nested(nested: &NestedBlock, prior: &Value, config: &Value) -> Value {
    match (nested.nesting, config) {
        (Nesting::List, Value::List(blocks)) => {
            let nth = |index: usize| prior.elements().get(index).unwrap_or(&Value::Null);
            let blocks = blocks.iter().enumerate();
            Value::List(
                blocks
                    .map(|(index, block)| propose(&nested.block, nth(index), block))
                    .collect(),
            )
        }
        (Nesting::Single, Value::Object(_)) => propose(&nested.block, prior, config),
        (_, unknown_or_null) => unknown_or_null.clone(),
    }
}

/// One complaint of core's, with the path that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Collects complaints.
#[derive(Default)]
struct Complaints(Vec<Complaint>);

impl Complaints {
    fn push(&mut self, path: &str, text: impl Into<String>) {
        self.0.push(Complaint {
            path: path.to_owned(),
            text: text.into(),
        });
    }
}

/// `AssertPlanValid`: why core would refuse `planned`; empty if it would not.
pub(crate) fn invalid_plan(schema: &Block, prior: &Value, config: &Value, planned: &Value) -> Vec<Complaint> {
    let mut complaints = Complaints::default();
    check_plan(schema, prior, config, planned, "", &mut complaints);
    complaints.0
}

fn check_plan(
    schema: &Block,
    prior: &Value,
    config: &Value,
    planned: &Value,
    path: &str,
    complaints: &mut Complaints,
) {
    match (config.is_null(), planned.is_null()) {
        (false, true) => return complaints.push(path, "planned for absence but config wants existence"),
        (true, false) => return complaints.push(path, "planned for existence but config wants absence"),
        (true, true) => return,
        (false, false) => {}
    }
    for (name, attribute) in &schema.attributes {
        let path = format!("{path}.{name}");
        let [prior, config, planned] = [prior, config, planned].map(|object| object.get(name));
        if attribute.write_only {
            if !planned.is_null() {
                complaints.push(&path, "returned a value for a write-only attribute");
            }
            continue;
        }
        if attribute.computed && !attribute.optional
            || planned.without_refinements() == config.without_refinements()
        {
            continue;
        }
        if !config.is_null() {
            let is_prior = !prior.is_null() && planned == prior;
            if !is_prior {
                let text = format!(
                    "planned value {planned} does not match config value {config} nor prior value {prior}"
                );
                complaints.push(&path, text);
            }
        } else if !attribute.computed {
            complaints.push(
                &path,
                format!("planned value {planned} for a non-computed attribute"),
            );
        }
    }
    for (name, nested) in &schema.blocks {
        let path = format!("{path}.{name}");
        let [prior, config, planned] = [prior, config, planned].map(|object| object.get(name));
        check_planned_block(nested, &prior, &config, &planned, &path, complaints);
    }
}

fn check_planned_block(
    nested: &NestedBlock,
    prior: &Value,
    config: &Value,
    planned: &Value,
    path: &str,
    complaints: &mut Complaints,
) {
    if !config.is_known() {
        if planned.is_known() {
            complaints.push(path, format!("planned value {planned} for unknown dynamic block"));
        }
        return;
    }
    if !planned.is_known() {
        let text = "attribute representing nested block must not be unknown itself; set nested attribute values to unknown instead";
        return complaints.push(path, text);
    }
    if nested.nesting == Nesting::Single {
        return check_plan(&nested.block, prior, config, planned, path, complaints);
    }
    if planned.is_null() {
        let text =
            "attribute representing a list of nested blocks must be empty to indicate no blocks, not null";
        return complaints.push(path, text);
    }
    let (planned, config, prior) = (planned.elements(), config.elements(), prior.elements());
    if planned.len() != config.len() {
        let text = format!(
            "block count in plan ({}) disagrees with count in config ({})",
            planned.len(),
            config.len()
        );
        return complaints.push(path, text);
    }
    for (index, (planned, config)) in planned.iter().zip(config).enumerate() {
        let path = format!("{path}[{index}]");
        if !planned.is_known() {
            complaints.push(
                &path,
                "element representing nested block must not be unknown itself",
            );
            continue;
        }
        let prior = prior.get(index).unwrap_or(&Value::Null);
        check_plan(&nested.block, prior, config, planned, &path, complaints);
    }
}

/// `AssertObjectCompatible`: why core would say that `actual` is not what was `planned`; empty if it would not.
pub(crate) fn incompatible(schema: &Block, planned: &Value, actual: &Value) -> Vec<Complaint> {
    let mut complaints = Complaints::default();
    check_object(schema, planned, actual, "", &mut complaints);
    complaints.0
}

fn check_object(schema: &Block, planned: &Value, actual: &Value, path: &str, complaints: &mut Complaints) {
    match (planned.is_null(), actual.is_null()) {
        (true, false) => return complaints.push(path, "object was absent, but now present"),
        (false, true) => return complaints.push(path, "object was present, but now absent"),
        (true, true) => return,
        (false, false) => {}
    }
    if !planned.is_known() {
        return;
    }
    for (name, attribute) in &schema.attributes {
        let path = format!("{path}.{name}");
        if !attribute.write_only {
            check_value(&planned.get(name), &actual.get(name), &path, complaints);
        }
    }
    for (name, nested) in &schema.blocks {
        let path = format!("{path}.{name}");
        let (planned, actual) = (planned.get(name), actual.get(name));
        if nested.nesting == Nesting::Single {
            check_object(&nested.block, &planned, &actual, &path, complaints);
            continue;
        }
        // A block that is unknown may become any number of blocks.
        if !planned.is_known() || !actual.is_known() {
            continue;
        }
        let (planned, actual) = (planned.elements(), actual.elements());
        if planned.len() != actual.len() {
            let text = format!("block count changed from {} to {}", planned.len(), actual.len());
            complaints.push(&path, text);
            continue;
        }
        for (index, (planned, actual)) in planned.iter().zip(actual).enumerate() {
            check_object(
                &nested.block,
                planned,
                actual,
                &format!("{path}[{index}]"),
                complaints,
            );
        }
    }
}

fn check_value(planned: &Value, actual: &Value, path: &str, complaints: &mut Complaints) {
    match (planned, actual) {
        (Value::Unknown(refinement), actual) => {
            if !refinement.allows(actual) {
                complaints.push(
                    path,
                    format!("final value {actual} does not conform to planning placeholder"),
                );
            }
        }
        (Value::List(planned), Value::List(actual)) => {
            for index in 0..planned.len().max(actual.len()) {
                let path = format!("{path}[{index}]");
                match (planned.get(index), actual.get(index)) {
                    (Some(planned), Some(actual)) => check_value(planned, actual, &path, complaints),
                    (Some(_), None) => complaints.push(&path, "element has vanished"),
                    _ => complaints.push(&path, "new element has appeared"),
                }
            }
        }
        (Value::Set(planned), Value::Set(actual)) => check_set(planned, actual, path, complaints),
        (Value::Map(planned), Value::Map(actual)) => check_map(planned, actual, path, complaints),
        (planned, actual) => {
            if planned != actual {
                complaints.push(path, format!("was {planned}, but now {actual}"));
            }
        }
    }
}

fn check_set(planned: &[Value], actual: &[Value], path: &str, complaints: &mut Complaints) {
    let fits = |planned: &Value, actual: &Value| {
        let mut inner = Complaints::default();
        check_value(planned, actual, path, &mut inner);
        inner.0.is_empty()
    };
    for element in planned
        .iter()
        .filter(|planned| !actual.iter().any(|actual| fits(planned, actual)))
    {
        let text = format!("planned set element {element} does not correlate with any element in actual");
        complaints.push(path, text);
    }
    for element in actual
        .iter()
        .filter(|actual| !planned.iter().any(|planned| fits(planned, actual)))
    {
        let text = format!("actual set element {element} does not correlate with any element in plan");
        complaints.push(path, text);
    }
    if actual.len() > planned.len() {
        complaints.push(
            path,
            format!("length changed from {} to {}", planned.len(), actual.len()),
        );
    }
}

fn check_map(
    planned: &BTreeMap<String, Value>,
    actual: &BTreeMap<String, Value>,
    path: &str,
    complaints: &mut Complaints,
) {
    for (key, planned) in planned {
        let path = format!("{path}[{key:?}]");
        match actual.get(key) {
            Some(actual) => check_value(planned, actual, &path, complaints),
            None => complaints.push(&path, "element has vanished"),
        }
    }
    for key in actual.keys().filter(|key| !planned.contains_key(*key)) {
        complaints.push(&format!("{path}[{key:?}]"), "new element has appeared");
    }
}

/// The configuration as `ignore_changes` leaves it: ignored members come from the prior state. All if `names` holds `all`.
pub(crate) fn with_ignored(schema: &Block, prior: &Value, config: &Value, names: &[String]) -> Value {
    let (Value::Object(prior_members), Value::Object(config_members)) = (prior, config) else {
        return config.clone();
    };
    if names.iter().any(|name| name == "all") {
        return without_results(schema, prior);
    }
    let members = config_members.iter().map(|(name, value)| {
        let kept = prior_members.get(name).filter(|_| names.contains(name));
        (name.clone(), kept.unwrap_or(value).clone())
    });
    Value::Object(members.collect())
}

/// `object` without what only the provider can set: no configuration can hold it.
fn without_results(schema: &Block, object: &Value) -> Value {
    let Value::Object(members) = object else {
        return object.clone();
    };
    let members = members.iter().map(|(name, value)| {
        let is_result = |attribute: &Attribute| attribute.computed && !attribute.optional;
        let kept = match (schema.attributes.get(name), schema.blocks.get(name), value) {
            (Some(attribute), _, _) if is_result(attribute) => Value::Null,
            (_, Some(nested), Value::List(blocks)) => Value::List(
                blocks
                    .iter()
                    .map(|block| without_results(&nested.block, block))
                    .collect(),
            ),
            (_, Some(nested), block) => without_results(&nested.block, block),
            _ => value.clone(),
        };
        (name.clone(), kept)
    });
    Value::Object(members.collect())
}
