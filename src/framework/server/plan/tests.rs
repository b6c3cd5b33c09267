//! The plan algorithm, rule by rule. That every plan is valid for Terraform is in `properties`.

mod blocks;
mod properties;

use crate::cty::{Path, Refinements, Value};
use crate::framework::testing::{Act, ToyProvider, list, rule, server, summaries, to_plan, toy, with};
use crate::framework::{PlanRequest, PlanResponse, ProviderServer};

/// Plans as Terraform does. Every plan without errors must be valid to it.
fn plan_with(server: &ProviderServer<ToyProvider>, prior: &Value, config: &Value) -> PlanResponse {
    let response = server.plan_resource_change(&to_plan(prior, config));
    let refused = response
        .diagnostics
        .iter()
        .find(|diagnostic| diagnostic.summary.starts_with("The provider can't plan"));
    assert_eq!(refused, None, "for {config:#?} on {prior:#?}");
    response
}

/// The planned value, and the paths that ask for a new object.
fn plan(prior: &Value, config: &Value) -> (Value, Vec<String>) {
    let response = plan_with(&server().0, prior, config);
    assert!(response.diagnostics.is_empty(), "{:?}", response.diagnostics);
    let paths = response.requires_replace.iter().map(Path::to_string);
    (response.planned.expect("a plan"), paths.collect())
}

fn create(config: &Value) -> Value {
    plan(&Value::Null, config).0
}

fn update(prior: &Value, config: &Value) -> Value {
    plan(prior, config).0
}

/// The state of a toy called `a` that was created without anything else.
fn plain() -> Value {
    toy([
        ("id", "toy-1".into()),
        ("name", "a".into()),
        ("size", 1.into()),
        ("mode", "slow".into()),
        ("revision", 7.into()),
        ("host", "a".into()),
        ("url", "https://a".into()),
    ])
}

fn named_a() -> Value {
    toy([("name", "a".into())])
}

#[test]
fn a_creation_leaves_what_the_provider_computes_unknown_and_fills_defaults_in() {
    assert_eq!(
        create(&named_a()),
        toy([
            ("id", Value::unknown()),
            ("name", "a".into()),
            ("size", Value::unknown()),
            ("mode", "slow".into()),
            ("revision", Value::unknown()),
            ("host", Value::unknown()),
            ("url", Value::unknown()),
        ])
    );
}

#[test]
fn what_the_configuration_sets_is_planned_even_if_it_is_zero_or_empty() {
    let config = toy([
        ("name", "".into()),
        ("size", 0.into()),
        ("mode", "fast".into()),
        ("note", "".into()),
        ("ports", Value::Set(Vec::new())),
    ]);
    let planned = create(&config);
    for name in ["name", "size", "mode", "note", "ports"] {
        assert_eq!(planned.get(name), config.get(name), "{name}");
    }
}

#[test]
fn if_nothing_differs_the_plan_is_the_prior_state_to_the_letter() {
    assert_eq!(update(&plain(), &named_a()), plain());

    let spelled = with(
        plain(),
        [
            ("label", "One".into()),
            ("ports", Value::Set(vec![1.into(), 2.into()])),
        ],
    );
    let config = with(
        named_a(),
        [
            ("label", "ONE".into()),
            ("ports", Value::Set(vec![2.into(), 1.into()])),
        ],
    );
    let planned = update(&spelled, &config);
    // Sets are equal in any order, but here the order must be the old one, too.
    assert_eq!(format!("{planned:?}"), format!("{spelled:?}"));
}

#[test]
fn an_update_keeps_computed_values_but_those_that_it_may_change() {
    let planned = update(&plain(), &with(named_a(), [("note", "n".into())]));
    assert_eq!(
        planned,
        with(plain(), [("note", "n".into()), ("revision", Value::unknown())])
    );
}

#[test]
fn a_value_that_follows_another_is_unknown_when_that_one_changes_and_so_is_what_follows_it() {
    let planned = update(&plain(), &toy([("name", "b".into())]));
    assert_eq!(
        planned,
        with(
            plain(),
            [
                ("name", "b".into()),
                ("revision", Value::unknown()),
                ("host", Value::unknown()),
                ("url", Value::unknown()),
            ]
        )
    );
}

#[test]
fn a_value_that_becomes_unknown_is_a_change() {
    let refined = Value::Unknown(Refinements {
        prefix: Some("pre-".to_owned()),
        ..Refinements::default()
    });
    let planned = update(&plain(), &toy([("name", refined)]));
    assert!(planned.get("name").is_some_and(Value::is_unknown));
    assert!(planned.get("revision").is_some_and(Value::is_unknown));
}

#[test]
fn an_argument_that_is_removed_becomes_null_or_its_default_or_stays_if_the_provider_may_choose() {
    let prior = with(
        plain(),
        [("note", "n".into()), ("mode", "fast".into()), ("size", 5.into())],
    );
    let planned = update(&prior, &named_a());
    assert_eq!(planned.get("note"), Some(&Value::Null));
    assert_eq!(planned.get("mode"), Some(&"slow".into()));
    assert_eq!(planned.get("size"), Some(&5.into()));
}

#[test]
fn a_write_only_value_is_never_planned_and_never_a_difference() {
    let config = with(named_a(), [("secret", "s3cret".into())]);
    assert_eq!(create(&config).get("secret"), Some(&Value::Null));
    assert_eq!(update(&plain(), &config), plain());
    let unknown = with(named_a(), [("secret", Value::unknown())]);
    assert_eq!(create(&unknown).get("secret"), Some(&Value::Null));
}

#[test]
fn another_spelling_of_the_same_value_is_no_difference_but_a_null_is() {
    let prior = with(plain(), [("label", "One".into())]);
    let respelled = with(named_a(), [("label", "oNE".into())]);
    assert_eq!(update(&prior, &respelled), prior);
    assert_eq!(update(&prior, &named_a()).get("label"), Some(&Value::Null));
    assert_eq!(update(&plain(), &respelled).get("label"), Some(&"oNE".into()));
}

#[test]
fn other_changes_do_not_respell_a_value() {
    let prior = with(plain(), [("label", "One".into())]);
    let config = with(named_a(), [("label", "ONE".into()), ("note", "n".into())]);
    assert_eq!(update(&prior, &config).get("label"), Some(&"One".into()));
}

#[test]
fn replacement_is_asked_for_only_if_the_value_differs() {
    let zoned = with(plain(), [("zone", "z1".into())]);
    let config = |zone: Value| with(named_a(), [("zone", zone)]);
    for (prior, zone, paths) in [
        (&zoned, "z1".into(), vec![]),
        (&zoned, "z2".into(), vec!["zone".to_owned()]),
        (&zoned, Value::unknown(), vec!["zone".to_owned()]),
        (&zoned, Value::Null, vec!["zone".to_owned()]),
        (&plain(), "z1".into(), vec!["zone".to_owned()]),
        (&plain(), Value::Null, vec![]),
        (&Value::Null, "z1".into(), vec![]),
    ] {
        assert_eq!(
            plan(prior, &config(zone.clone())).1,
            paths,
            "{prior:?} to {zone:?}"
        );
    }
}

#[test]
fn a_resource_can_ask_for_replacement_itself_unless_it_creates() {
    let config = toy([("name", "replaced".into())]);
    assert_eq!(plan(&plain(), &config).1, ["name"]);
    assert_eq!(plan(&Value::Null, &config).1, Vec::<String>::new());
}

#[test]
fn a_destruction_is_planned_as_null() {
    let response = server().0.plan_resource_change(&to_plan(&plain(), &Value::Null));
    assert_eq!(response.planned, Some(Value::Null));
    assert!(response.diagnostics.is_empty());
}

async fn look(server: &ProviderServer<ToyProvider>) -> Vec<String> {
    let response = server.plan_and_look(&to_plan(&plain(), &Value::Null)).await;
    assert_eq!(response.planned, Some(Value::Null));
    summaries(&response.diagnostics)
}

#[tokio::test]
async fn a_look_before_a_destruction_warns_of_what_it_takes_down() {
    assert_eq!(look(&server().0).await, ["a will be gone"]);
}

#[tokio::test]
async fn without_a_configured_provider_nobody_looks_before_a_destruction() {
    let unconfigured = ProviderServer::new(ToyProvider(std::sync::Arc::default()));
    assert_eq!(look(&unconfigured).await, Vec::<String>::new());
}

#[tokio::test]
async fn what_stands_in_the_way_of_a_destruction_is_told() {
    for (act, summary) in [
        (Act::Fail, "The toy can't be seen"),
        (Act::Panic, "The provider has a bug"),
    ] {
        let (server, cloud) = server();
        cloud.set(act);
        assert_eq!(look(&server).await, [summary]);
    }
}

#[test]
fn timeouts_are_kept_as_configured() {
    let timeouts = |create: Value| {
        let null = || Value::Null;
        let members = [
            ("create", create),
            ("read", null()),
            ("update", null()),
            ("delete", null()),
        ];
        crate::cty::testing::object(members)
    };
    let config = with(named_a(), [("timeouts", timeouts("5m".into()))]);
    assert_eq!(create(&config).get("timeouts"), config.get("timeouts"));
    let prior = with(plain(), [("timeouts", timeouts("9m".into()))]);
    assert_eq!(update(&prior, &config).get("timeouts"), config.get("timeouts"));
    assert_eq!(update(&prior, &named_a()).get("timeouts"), Some(&Value::Null));
}

#[test]
fn a_plan_needs_no_configured_provider() {
    let server = ProviderServer::new(ToyProvider(std::sync::Arc::default()));
    let response = plan_with(&server, &Value::Null, &named_a());
    assert!(response.planned.is_some() && response.diagnostics.is_empty());
}

#[test]
fn what_the_resource_refuses_is_an_error() {
    let response = plan_with(
        &server().0,
        &Value::Null,
        &toy([("name", "refused at plan".into())]),
    );
    assert_eq!(summaries(&response.diagnostics), ["Refused"]);
}

#[test]
fn a_panic_while_planning_is_an_error() {
    let in_resource = toy([("name", "panics at plan".into())]);
    let in_schema = with(named_a(), [("label", "boom".into())]);
    let prior = with(plain(), [("label", "One".into())]);
    for config in [in_resource, in_schema] {
        let response = plan_with(&server().0, &prior, &config);
        assert_eq!(summaries(&response.diagnostics), ["The provider has a bug"]);
    }
}

#[test]
fn a_resource_type_that_does_not_exist_is_an_error() {
    let response = server().0.plan_resource_change(&PlanRequest {
        type_name: "toy_other".to_owned(),
        ..to_plan(&Value::Null, &Value::Null)
    });
    assert_eq!(summaries(&response.diagnostics), ["Unknown resource type"]);
    assert_eq!(response.planned, None);
}

#[test]
fn a_second_plan_during_the_apply_agrees_with_the_first() {
    // Values that were unknown at the first plan are known at the second.
    let first_config = with(
        named_a(),
        [("note", Value::unknown()), ("rule", Value::unknown())],
    );
    let rules = list([rule([("action", "allow".into())])]);
    let second_config = with(named_a(), [("note", "n".into()), ("rule", rules)]);
    for prior in [Value::Null, plain()] {
        let (first, _) = plan(&prior, &first_config);
        let (second, _) = plan(&prior, &second_config);
        for (name, planned) in first.as_object().expect("an object") {
            assert!(
                planned.is_unknown() || Some(planned) == second.get(name),
                "{name}"
            );
        }
    }
}

#[test]
fn an_empty_text_that_means_nothing_stays_as_written_and_replaces_nothing() {
    let blank = || with(named_a(), [("tint", "".into())]);
    let (planned, replaced) = plan(&plain(), &blank());
    assert_eq!(planned.get("tint"), Some(&"".into()));
    assert_eq!(replaced, Vec::<String>::new());
    assert_eq!(
        planned.get("revision"),
        plain().get("revision"),
        "nothing changes"
    );
    let stored = with(plain(), [("tint", "".into())]);
    assert_eq!(plan(&stored, &blank()).0, stored);
    let red = with(plain(), [("tint", "red".into())]);
    assert_eq!(plan(&red, &blank()).1, ["tint"]);
}

#[test]
fn what_the_documentation_does_not_know_is_told_when_it_is_new() {
    let friends = |count: i64| {
        let friends = (0..count).map(|index| Value::from(index.to_string().as_str()));
        [("friends", Value::Set(friends.collect()))]
    };
    let told = |prior: &Value, count: i64| {
        summaries(&plan_with(&server().0, prior, &with(named_a(), friends(count))).diagnostics)
    };
    assert_eq!(told(&Value::Null, 2), Vec::<String>::new());
    assert_eq!(told(&Value::Null, 3), ["friends: Unusual friends"]);
    assert_eq!(told(&with(plain(), friends(4)), 3), ["friends: Unusual friends"]);
    assert_eq!(told(&with(plain(), friends(3)), 3), Vec::<String>::new());
}
