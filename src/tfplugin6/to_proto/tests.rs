//! What Terraform gets to see.

use super::*;
use crate::cty::testing;
use crate::framework::schema::Validator;
use crate::framework::timeouts::Timeouts;

#[test]
fn a_value_is_message_pack_and_comes_back() {
    let ty = Type::object([("name", Type::String), ("id", Type::String)]);
    let toy = testing::object([("name", "a".into()), ("id", Value::unknown())]);
    let encoded = value(&toy, &ty).expect("a toy");
    assert!(encoded.json.is_empty());
    assert_eq!(msgpack::decode(&encoded.msgpack, &ty).expect("a toy"), toy);
}

#[test]
fn a_null_value_is_a_message_and_no_value_is_none() {
    let mut problems = Diagnostics::new();
    let null = object(Some(&Value::Null), Some(&Type::String), &mut problems);
    assert_eq!(null.map(|null| null.msgpack), Some(vec![0xc0]));
    assert_eq!(object(None, Some(&Type::String), &mut problems), None);
    assert!(problems.is_empty());
}

#[test]
fn a_value_that_does_not_fit_its_schema_is_a_bug_that_is_told() {
    let mut problems = Diagnostics::new();
    let encoded = object(Some(&Value::Bool(true)), Some(&Type::String), &mut problems);
    assert_eq!(encoded, None);
    assert!(problems.has_errors());
}

#[test]
fn a_diagnostic_has_its_severity_and_its_path() {
    let path = Path::root().attr("disk").index(1).attr("tags").key("a");
    let all = [
        Diagnostic::error("E", "error").at(path),
        Diagnostic::warning("W", "warning"),
        // Terraform shows no source line for an empty path.
        Diagnostic::error("R", "root").at(Path::root()),
    ];
    let mut list = Diagnostics::new();
    list.extend(all);
    let [error, warning, root] = diagnostics(list).try_into().expect("three");

    assert_eq!(error.severity(), proto::diagnostic::Severity::Error);
    assert_eq!((error.summary.as_str(), error.detail.as_str()), ("E", "error"));
    let steps = error.attribute.expect("a path").steps;
    let selectors: Vec<Selector> = steps.into_iter().filter_map(|step| step.selector).collect();
    assert_eq!(
        selectors,
        [
            Selector::AttributeName("disk".to_owned()),
            Selector::ElementKeyInt(1),
            Selector::AttributeName("tags".to_owned()),
            Selector::ElementKeyString("a".to_owned()),
        ]
    );
    assert_eq!(warning.severity(), proto::diagnostic::Severity::Warning);
    assert_eq!(warning.attribute, None);
    assert_eq!(root.attribute, None);
}

#[test]
fn a_schema_without_anything_still_has_a_block() {
    let encoded = schema(&Schema::default());
    assert_eq!(encoded.block.map(|block| block.attributes.len()), Some(0));
}

#[test]
fn a_schema_says_who_sets_an_attribute_and_how() {
    let schema = schema(
        &Schema {
            version: 3,
            ..Schema::new("A toy.")
        }
        .attribute(
            Attribute::string_set("names", "Names.")
                .required()
                .requires_replace(),
        )
        .attribute(
            Attribute::string("mode", "Mode.")
                .default("slow")
                .validate(Validator::OneOf(&["slow", "fast"])),
        )
        .attribute(
            Attribute::bool("secret", "Secret.")
                .optional()
                .sensitive()
                .write_only(),
        )
        .attribute(Attribute {
            deprecation: Some("Use names."),
            ..Attribute::number("old", "Old.").computed()
        })
        .block(Block::list("disk", "Disks.").attribute(Attribute::string("slot", "Slot.").required()))
        .block(Timeouts::block()),
    );
    assert_eq!(schema.version, 3);
    let block = schema.block.expect("a block");
    assert_eq!(block.description, "A toy.");
    let [names, mode, secret, old] = block.attributes.try_into().expect("four attributes");

    assert_eq!(names.r#type, br#"["set","string"]"#);
    assert!(names.required && !names.optional && !names.computed);
    assert_eq!(names.description, "Names. Changing it creates a new object.");
    assert_eq!(names.description_kind(), proto::StringKind::Markdown);

    assert_eq!(mode.r#type, br#""string""#);
    assert!(mode.optional && mode.computed && !mode.required);
    assert_eq!(
        mode.description,
        r#"Mode. Accepts one of "slow", "fast". Default: `slow`."#
    );

    assert_eq!(secret.r#type, br#""bool""#);
    assert!(secret.sensitive && secret.write_only && !secret.deprecated);

    assert_eq!(old.r#type, br#""number""#);
    assert!(old.deprecated);
    assert_eq!(old.deprecation_message, "Use names.");

    let [disk, timeouts] = block.block_types.try_into().expect("two blocks");
    assert_eq!(
        (disk.type_name.as_str(), disk.nesting()),
        ("disk", NestingMode::List)
    );
    assert_eq!(disk.block.expect("a block").attributes.len(), 1);
    assert_eq!(
        (timeouts.type_name.as_str(), timeouts.nesting()),
        ("timeouts", NestingMode::Single)
    );
    assert_eq!((timeouts.min_items, timeouts.max_items), (0, 0));
    assert_eq!(timeouts.block.expect("a block").attributes.len(), 4);
}
