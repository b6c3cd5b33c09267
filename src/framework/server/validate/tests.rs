//! What is refused before anything is planned.

use crate::cty::Value;
use crate::cty::testing::{number, object};
use crate::framework::ProviderServer;
use crate::framework::testing::{disk, list, provider_config, rule, schema, server, summaries, toy, with};

fn validate(config: &Value) -> Vec<String> {
    summaries(&server().0.validate_resource_config("toy_thing", config, true))
}

fn named_a() -> Value {
    toy([("name", "a".into())])
}

#[test]
fn a_sound_configuration_is_accepted_without_a_configured_provider() {
    let server = ProviderServer::new(crate::framework::testing::ToyProvider(std::sync::Arc::default()));
    let diagnostics = server.validate_resource_config("toy_thing", &named_a(), true);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
}

#[test]
fn a_required_argument_is_not_null() {
    assert_eq!(validate(&toy([])), ["name: Missing name"]);
}

#[test]
fn nothing_that_may_be_unknown_is_refused_for_being_unknown() {
    let everything = schema()
        .attributes
        .iter()
        .filter(|attribute| attribute.optional || attribute.required)
        .fold(named_a(), |config, attribute| {
            with(config, [(attribute.name, Value::unknown())])
        });
    let unknown_blocks = with(
        everything.clone(),
        [
            ("disk", Value::unknown()),
            ("rule", Value::unknown()),
            ("timeouts", Value::unknown()),
        ],
    );
    let unknown_members = with(
        everything,
        [
            ("ports", Value::Set(vec![Value::unknown()])),
            (
                "disk",
                list([
                    disk([("slot", Value::unknown())]),
                    disk([("slot", Value::unknown())]),
                ]),
            ),
            ("rule", list([rule([("action", Value::unknown())])])),
        ],
    );
    assert_eq!(validate(&unknown_blocks), Vec::<String>::new());
    assert_eq!(validate(&unknown_members), Vec::<String>::new());
}

#[test]
fn a_required_argument_may_be_unknown_but_not_null() {
    for (name, expected) in [
        (Value::unknown(), vec![]),
        (Value::Null, vec!["name: Missing name"]),
    ] {
        assert_eq!(validate(&with(named_a(), [("name", name)])), expected);
    }
}

#[test]
fn each_bad_value_is_named_by_its_path() {
    let config = with(
        named_a(),
        [
            ("size", (-1).into()),
            ("mode", "medium".into()),
            ("ports", Value::Set(vec![80.into(), 0.into()])),
        ],
    );
    assert_eq!(
        validate(&config),
        ["size: Invalid size", "mode: Invalid mode", "ports: Invalid ports"]
    );
}

#[test]
fn a_message_says_what_is_accepted_and_shows_no_secret() {
    let config = with(named_a(), [("mode", "medium".into()), ("secret", "abc".into())]);
    let diagnostics = server().0.validate_resource_config("toy_thing", &config, true);
    let details: Vec<&str> = diagnostics
        .iter()
        .map(|diagnostic| diagnostic.detail.as_str())
        .collect();
    assert_eq!(
        details,
        [
            r#"Expected one of "slow", "fast", got "medium"."#,
            "Expected a string of 4 to 8 characters.",
        ]
    );
}

#[test]
fn a_block_with_the_key_of_another_is_refused() {
    let disks = list([
        disk([("slot", "s1".into())]),
        disk([("slot", "s2".into())]),
        disk([("slot", "s1".into()), ("size", 20.into())]),
    ]);
    assert_eq!(
        validate(&with(named_a(), [("disk", disks)])),
        ["disk[2].slot: Duplicate disk block"]
    );
    let rules = list([rule([("action", "a".into())]), rule([("action", "a".into())])]);
    assert_eq!(
        validate(&with(named_a(), [("rule", rules)])),
        Vec::<String>::new()
    );
}

#[test]
fn a_timeout_that_is_no_duration_is_refused() {
    let null = || Value::Null;
    let timeouts = object([
        ("create", "soon".into()),
        ("read", null()),
        ("update", "5m".into()),
        ("delete", null()),
    ]);
    assert_eq!(
        validate(&with(named_a(), [("timeouts", timeouts)])),
        ["timeouts.create: Invalid create"]
    );
}

#[test]
fn attributes_are_checked_against_each_other() {
    let config = toy([("name", "big".into()), ("size", 5.into())]);
    assert_eq!(validate(&config), ["size: Too small"]);
}

#[test]
fn a_number_that_the_provider_cannot_hold_is_refused_once_by_its_path() {
    let with_version = |version| validate(&with(named_a(), [("secret_version", version)]));
    for number in [number("1.5"), number("9223372036854775808")] {
        assert_eq!(with_version(number), ["secret_version: Invalid value"]);
    }
    // The schema's own check says it better.
    assert_eq!(
        validate(&with(named_a(), [("size", number("1.5"))])),
        ["size: Invalid size"]
    );
    let rules = list([
        rule([("action", "a".into())]),
        rule([("action", "a".into()), ("priority", number("0.5"))]),
    ]);
    assert_eq!(
        validate(&with(named_a(), [("rule", rules)])),
        ["rule[1].priority: Invalid value"]
    );
    // Sets have no addresses inside.
    let ports = Value::Set(vec![number("1e30")]);
    assert_eq!(
        validate(&with(named_a(), [("ports", ports)])),
        ["ports: Invalid ports"]
    );
}

#[test]
fn a_write_only_value_is_refused_by_a_terraform_that_would_store_it() {
    let old = |config: &Value| summaries(&server().0.validate_resource_config("toy_thing", config, false));
    let secret = with(named_a(), [("secret", "s3cret".into())]);
    assert_eq!(old(&secret), ["secret: Write-only arguments need Terraform 1.11"]);
    assert_eq!(
        old(&with(named_a(), [("secret", Value::unknown())])),
        ["secret: Write-only arguments need Terraform 1.11"]
    );
    assert_eq!(old(&named_a()), Vec::<String>::new());
    assert_eq!(validate(&secret), Vec::<String>::new());
}

#[test]
fn a_panic_is_an_error() {
    assert_eq!(
        validate(&toy([("name", "panics at validate".into())])),
        ["The provider has a bug"]
    );
}

#[test]
fn types_that_do_not_exist_are_errors() {
    let (server, _) = server();
    assert_eq!(
        summaries(&server.validate_resource_config("toy_other", &Value::Null, true)),
        ["Unknown resource type"]
    );
    assert_eq!(
        summaries(&server.validate_data_resource_config("toy_other", &Value::Null)),
        ["Unknown data source"]
    );
}

#[test]
fn a_data_block_is_checked_too() {
    let config = |name: &str| object([("name", name.into()), ("id", Value::Null), ("tag", list([]))]);
    let validate = |name| {
        summaries(
            &server()
                .0
                .validate_data_resource_config("toy_lookup", &config(name)),
        )
    };
    assert_eq!(validate("a"), Vec::<String>::new());
    assert_eq!(validate(""), ["name: Invalid name"]);
    assert_eq!(validate("panics at validate"), ["The provider has a bug"]);
}

#[test]
fn the_provider_block_is_checked_too() {
    let validate = |endpoint| summaries(&server().0.validate_provider_config(&provider_config(endpoint)));
    assert_eq!(validate(Value::Null), Vec::<String>::new());
    assert_eq!(validate(Value::unknown()), Vec::<String>::new());
    assert_eq!(validate("".into()), ["endpoint: Invalid endpoint"]);
    assert_eq!(validate("wrong".into()), ["endpoint: Wrong"]);
    assert_eq!(validate("panics".into()), ["The provider has a bug"]);
}

#[test]
fn the_toy_itself_is_sound() {
    assert_eq!(server().0.problems(), Vec::<String>::new());
}

#[test]
fn no_element_is_null_and_no_text_among_them_is_blank() {
    let friends = |friends: Vec<Value>| toy([("name", "a".into()), ("friends", Value::Set(friends))]);
    assert_eq!(
        validate(&friends(vec!["b".into(), Value::unknown()])),
        Vec::<String>::new()
    );
    for wrong in [Value::Null, "".into(), " ".into()] {
        assert_eq!(
            validate(&friends(vec!["b".into(), wrong])),
            ["friends: Invalid friends"]
        );
    }
    let ports = toy([("name", "a".into()), ("ports", Value::Set(vec![Value::Null]))]);
    assert_eq!(validate(&ports), ["ports: Invalid ports"]);
}

#[test]
fn no_time_at_all_is_refused_wherever_it_stands() {
    let timeouts = object([
        ("create", "1s".into()),
        ("read", Value::unknown()),
        ("update", Value::Null),
        ("delete", "0s".into()),
    ]);
    let config = with(named_a(), [("timeouts", timeouts)]);
    assert_eq!(validate(&config), ["timeouts.delete: Invalid delete"]);
}
