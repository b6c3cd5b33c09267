//! The rules for plans.

use super::Violation;
use crate::cty::{Path, Type, Value, conforms};
use crate::framework::schema::{Attribute, Block, Nesting, Schema};

/// Where Terraform would refuse `planned` as the plan of `config` on `prior`.
pub(in crate::framework) fn check_plan(
    schema: &Schema,
    ty: &Type,
    prior: &Value,
    config: &Value,
    planned: &Value,
) -> Vec<Violation> {
    if let Err(error) = conforms(planned, ty) {
        let found = planned.at(&error.path).unwrap_or(planned);
        return vec![Violation::words(
            error.path,
            found,
            "a value of the schema's type",
        )];
    }
    if planned.is_null() != config.is_null() {
        return vec![Violation::words(
            Path::root(),
            planned,
            "an object exactly where the configuration has one",
        )];
    }
    let mut plan = Check::default();
    plan.attributes(&schema.attributes, &Path::root(), [prior, config, planned], false);
    for block in &schema.blocks {
        let path = Path::root().attr(block.name);
        plan.blocks(
            block,
            &path,
            [prior, config, planned].map(|object| of(object, block.name)),
        );
    }
    plan.violations
}

/// Where Terraform would refuse to replace an object, because neither it nor the plan has such a member.
pub(in crate::framework) fn check_replacing_paths(
    paths: &[Path],
    prior: &Value,
    planned: &Value,
) -> Vec<Violation> {
    let missing = |path: &&Path| prior.at(path).or_else(|| planned.at(path)).is_none();
    let refuse =
        |path: &Path| Violation::words(path.clone(), &Value::Null, "a replacement for what is there only");
    paths.iter().filter(missing).map(refuse).collect()
}

#[derive(Default)]
struct Check {
    violations: Vec<Violation>,
}

impl Check {
    fn blocks(&mut self, block: &Block, path: &Path, [prior, config, planned]: [&Value; 3]) {
        match (block.nesting, config, planned) {
            (_, Value::Unknown(_), planned) => {
                if planned.is_known() {
                    self.refuse(
                        path,
                        planned,
                        "blocks that are not known while they are not known in the configuration",
                    );
                }
            }
            (_, _, Value::Unknown(_)) => {
                self.refuse(path, planned, "the blocks of the configuration");
            }
            (Nesting::Single, config, planned) => {
                if config.is_null() != planned.is_null() {
                    self.refuse(path, planned, "a block exactly where the configuration has one");
                } else if !planned.is_null() {
                    self.attributes(&block.attributes, path, [prior, config, planned], false);
                }
            }
            (Nesting::List, config, planned) => {
                let [prior, configs, planneds] = [prior, config, planned].map(elements);
                if block.is_kept(config) {
                    if !is_part_of(planneds, prior) {
                        self.refuse(
                            path,
                            planned,
                            "no other blocks than there are, since the configuration has none",
                        );
                    }
                } else if configs.len() != planneds.len() || planned.is_null() {
                    self.refuse(path, planned, "as many blocks as the configuration has");
                } else {
                    let open = block.is_open(config);
                    for (index, (config, planned)) in configs.iter().zip(planneds).enumerate() {
                        let path = path.index(i64::try_from(index).unwrap_or(i64::MAX));
                        let prior = prior.get(index).unwrap_or(&Value::Null);
                        self.attributes(&block.attributes, &path, [prior, config, planned], open);
                    }
                }
            }
        }
    }

    /// `open`: whether any of them may be unknown.
    fn attributes(
        &mut self,
        attributes: &[Attribute],
        object: &Path,
        [prior, config, planned]: [&Value; 3],
        open: bool,
    ) {
        if !matches!(planned, Value::Object(_)) {
            self.refuse(
                object,
                planned,
                "a block whose attributes may be unknown, but not the block",
            );
            return;
        }
        for attribute in attributes {
            let path = object.attr(attribute.name);
            let [prior, config, planned] = [prior, config, planned].map(|object| of(object, attribute.name));
            if attribute.write_only {
                if !planned.is_null() {
                    self.refuse(&path, planned, "nothing, since it is write-only");
                }
                continue;
            }
            let valid = planned == config
                || (attribute.computed && !attribute.optional)
                || (attribute.computed && config.is_null())
                || (!config.is_null() && !prior.is_null() && planned == prior)
                || (open && planned.is_unknown());
            if !valid {
                self.violations.push(Violation::only(path, planned, config));
            }
        }
    }

    fn refuse(&mut self, path: &Path, found: &Value, accepted: &'static str) {
        self.violations
            .push(Violation::words(path.clone(), found, accepted));
    }
}

/// Whether `part` is `whole` without some of its elements.
fn is_part_of(part: &[Value], whole: &[Value]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|element| rest.any(|other| other == element))
}

fn of<'a>(object: &'a Value, name: &str) -> &'a Value {
    object.get(name).unwrap_or(&Value::Null)
}

fn elements(blocks: &Value) -> &[Value] {
    blocks.as_elements().unwrap_or_default()
}
