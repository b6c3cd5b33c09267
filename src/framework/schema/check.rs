//! The rules that Terraform enforces when it loads a schema, and some of our own, so that a mistake in a schema is
//! found by a test and not by a user.

use std::collections::BTreeSet;

use super::{Attribute, Block, Change, Nesting, Schema};

/// Names that Terraform keeps for itself in resource, data and provider blocks.
const RESERVED: [&str; 11] = [
    "alias",
    "connection",
    "count",
    "depends_on",
    "for_each",
    "lifecycle",
    "locals",
    "provider",
    "provisioner",
    "source",
    "version",
];

pub(super) fn problems(schema: &Schema) -> Vec<String> {
    let mut found = Vec::new();
    let members = schema
        .attributes
        .iter()
        .map(|a| a.name)
        .chain(schema.blocks.iter().map(|b| b.name));
    check_names("", members, &mut found);
    if schema.version < 0 {
        found.push(format!("has the negative version {}", schema.version));
    }
    check_attributes("", &schema.attributes, &mut found);
    for block in &schema.blocks {
        check_block(block, &mut found);
    }
    found
}

fn check_names<'a>(prefix: &str, names: impl Iterator<Item = &'a str>, found: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for name in names {
        let mut complain = |what: &str| found.push(format!("{prefix}{name}: {what}"));
        if !seen.insert(name) {
            complain("is defined twice");
        }
        if prefix.is_empty() && RESERVED.contains(&name) {
            complain("is a name that Terraform keeps for itself");
        }
        if !name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        {
            complain("has a name with other characters than lowercase letters, digits and underscores");
        }
    }
}

fn check_block(block: &Block, found: &mut Vec<String>) {
    let prefix = format!("{}.", block.name);
    check_names(&prefix, block.attributes.iter().map(|a| a.name), found);
    check_attributes(&prefix, &block.attributes, found);
    if block.kept_unmentioned && block.nesting != Nesting::List {
        found.push(format!(
            "{}: only a list of blocks can be kept unmentioned",
            block.name
        ));
    }
    for key in block.key {
        match block.attributes.iter().find(|attribute| attribute.name == *key) {
            None => found.push(format!("{}: has no attribute {key} to be keyed by", block.name)),
            Some(attribute) if !attribute.required => {
                found.push(format!("{}.{key}: is a key but not required", block.name));
            }
            Some(_) => {}
        }
    }
    // What the plan algorithm knows of objects as a whole only.
    for attribute in &block.attributes {
        if attribute.write_only || attribute.requires_replace {
            found.push(format!(
                "{}.{}: cannot be write-only or require replacement inside a block",
                block.name, attribute.name
            ));
        }
    }
}

fn check_attributes(prefix: &str, attributes: &[Attribute], found: &mut Vec<String>) {
    for attribute in attributes {
        let mut complain = |what: &str| found.push(format!("{prefix}{}: {what}", attribute.name));
        if !(attribute.required || attribute.optional || attribute.computed) {
            complain("is neither required, optional nor computed");
        }
        if attribute.required && (attribute.optional || attribute.computed) {
            complain("is required, and optional or computed as well");
        }
        if attribute.write_only && (attribute.computed || attribute.requires_replace) {
            complain("is write-only, and computed or a reason for replacement as well");
        }
        if attribute.change != Change::Never && !attribute.computed {
            complain("changes by itself but is not computed");
        }
        if attribute.description.is_empty() {
            complain("has no description");
        }
        if let Some(default) = &attribute.default {
            if !(attribute.optional && attribute.computed) {
                complain("has a default but is not optional and computed");
            }
            for validator in &attribute.validators {
                if let Err(why) = validator.check(default) {
                    complain(&format!("has a default that its own check refuses: {why}"));
                }
            }
        }
        if let Change::With(others) = &attribute.change {
            for other in *others {
                if !attributes.iter().any(|a| a.name == *other) {
                    complain(&format!("changes with {other}, which is not there"));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Attribute, Block, Change, Schema, Validator};

    #[test]
    fn a_sound_schema_has_no_problems() {
        let schema = Schema::new("A thing.")
            .attribute(Attribute::string("name", "Its name.").required())
            .attribute(
                Attribute::number("size", "Its size.")
                    .default(1)
                    .validate(Validator::AtLeast(1)),
            )
            .block(
                Block::list("part", "A part.")
                    .attribute(Attribute::string("id", "Id.").required())
                    .keyed_by(&["id"]),
            );
        assert_eq!(schema.problems(), Vec::<String>::new());
    }

    #[test]
    fn each_broken_rule_is_named() {
        let schema = Schema::new("")
            .attribute(Attribute::string("count", "Reserved.").required())
            .attribute(Attribute::string("Name", "Upper case.").required())
            .attribute(Attribute::string("nobody", "Set by nobody."))
            .attribute(Attribute::string("twice", "").required().computed())
            .attribute(
                Attribute::number("size", "Bad default.")
                    .default(0)
                    .validate(Validator::AtLeast(1)),
            )
            .attribute(
                Attribute::number("seen", "Bad dependency.")
                    .computed()
                    .changes(Change::With(&["gone"])),
            )
            .attribute(Attribute::string("secret", "Kept twice.").computed().write_only())
            .attribute(
                Attribute::string("still", "Moves by itself.")
                    .required()
                    .changes(Change::AnyUpdate),
            )
            .block(Block::list("part", "Bad key.").keyed_by(&["id"]))
            .block(
                Block::list("part", "Again.")
                    .attribute(Attribute::string("id", "Optional key.").optional())
                    .attribute(Attribute::string("token", "Secret.").optional().write_only())
                    .attribute(Attribute::string("zone", "Fixed.").optional().requires_replace())
                    .attribute(Attribute::string("zone", "Again.").optional())
                    .keyed_by(&["id"]),
            );
        let schema = Schema {
            version: -1,
            ..schema
        };
        let problems = schema.problems().join("\n");
        for expected in [
            "count: is a name that Terraform keeps",
            "Name: has a name with other",
            "nobody: is neither required",
            "twice: is required, and",
            "twice: has no description",
            "size: has a default that its own check refuses",
            "seen: changes with gone",
            "part: has no attribute id",
            "part: is defined twice",
            "secret: is write-only, and computed",
            "still: changes by itself",
            "part.id: is a key but not required",
            "part.token: cannot be write-only",
            "part.zone: cannot be write-only or require replacement",
            "part.zone: is defined twice",
            "has the negative version -1",
        ] {
            assert!(problems.contains(expected), "{expected} is not in\n{problems}");
        }
    }
}
