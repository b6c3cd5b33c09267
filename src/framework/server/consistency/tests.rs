//! The guard must itself refuse what Terraform refuses, and nothing else.

use super::*;
use crate::cty::Type;
use crate::cty::testing::object;
use crate::framework::testing::{disk, guest, list, rule, schema, server, summaries, to_plan, toy, with};

fn problems(prior: &Value, config: &Value, planned: &Value) -> Vec<String> {
    check_plan(&schema(), &schema().ty(), prior, config, planned)
        .iter()
        .map(|violation| format!("{}: {}", violation.path, violation.describe(&schema())))
        .collect()
}

fn config() -> Value {
    toy([
        ("name", "a".into()),
        ("disk", list([disk([("slot", "s".into())])])),
    ])
}

#[test]
fn a_plan_that_terraform_refuses_is_refused_at_its_attribute() {
    let named = |members: [(&str, Value); 1]| with(config(), members);
    for (planned, problem) in [
        (Value::Null, ": gives nothing"),
        (
            named([("name", "b".into())]),
            r#"name: gives "b", and Terraform accepts "a""#,
        ),
        (
            named([("note", "n".into())]),
            "note: gives \"n\", and Terraform accepts nothing",
        ),
        (
            named([("note", Value::unknown())]),
            "note: gives a value that is not known yet",
        ),
        (
            named([("note", 1.into())]),
            "note: gives 1, and Terraform accepts a value of the schema's type",
        ),
        (named([("secret", "s".into())]), "secret: gives another value"),
        (named([("disk", list([]))]), "disk: gives 0 elements"),
        (named([("disk", Value::Null)]), "disk: gives nothing"),
        (
            named([("disk", Value::unknown())]),
            "disk: gives a value that is not known yet",
        ),
        (
            named([("disk", list([Value::unknown()]))]),
            "disk[0]: gives a value that is not known yet",
        ),
        (
            named([("disk", list([disk([("slot", "t".into())])]))]),
            r#"disk[0].slot: gives "t""#,
        ),
        (
            named([("guest", list([guest([("name", "g".into())])]))]),
            "guest: gives 1 element, and Terraform accepts no other blocks than there are",
        ),
    ] {
        let problems = problems(&Value::Null, &config(), &planned);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(
            problems[0].starts_with(problem),
            "{problem} is not in {problems:?}"
        );
    }
}

#[test]
fn blocks_that_are_not_known_in_the_configuration_stay_so() {
    let dynamic = with(config(), [("rule", Value::unknown())]);
    let known = with(config(), [("rule", list([rule([("action", "x".into())])]))]);
    assert_eq!(problems(&Value::Null, &dynamic, &dynamic), Vec::<String>::new());
    assert_eq!(problems(&Value::Null, &dynamic, &known).len(), 1);
}

#[test]
fn a_prior_value_that_means_the_same_may_stay() {
    let prior = with(config(), [("label", "A".into())]);
    let config = with(config(), [("label", "a".into())]);
    assert_eq!(problems(&prior, &config, &prior), Vec::<String>::new());
}

fn guests<const N: usize>(names: [&str; N]) -> Value {
    list(names.map(|name| guest([("name", name.into()), ("seat", 1.into())])))
}

#[test]
fn blocks_that_the_configuration_does_not_mention_stay_or_go_but_none_comes() {
    let prior = with(config(), [("guest", guests(["a", "b", "c"]))]);
    let planned = |guest| with(config(), [("guest", guest)]);
    for part in [
        guests([]),
        guests(["b"]),
        guests(["a", "c"]),
        guests(["a", "b", "c"]),
    ] {
        assert_eq!(problems(&prior, &config(), &planned(part)), Vec::<String>::new());
    }
    for other in [guests(["d"]), guests(["b", "a"]), guests(["a", "a"])] {
        assert_eq!(problems(&prior, &config(), &planned(other)).len(), 1);
    }
    let mentioned = planned(guests(["a"]));
    assert_eq!(problems(&prior, &mentioned, &planned(guests([]))).len(), 1);
}

#[test]
fn only_a_plan_that_keeps_what_is_not_mentioned_asks_for_leniency() {
    let (server, _) = server();
    let prior = with(config(), [("id", "toy-1".into()), ("guest", guests(["a"]))]);
    let kept = server.plan_resource_change(&to_plan(&prior, &config()));
    assert!(kept.legacy_type_system);
    assert_eq!(kept.planned.expect("a plan").get("guest"), Some(&guests(["a"])));

    let wanted = list([guest([("name", "b".into())])]);
    for (prior, guest) in [
        (Value::Null, list([])),
        (with(prior.clone(), [("guest", list([]))]), list([])),
        (prior.clone(), wanted),
        (prior, Value::unknown()),
    ] {
        let plan = server.plan_resource_change(&to_plan(&prior, &with(config(), [("guest", guest)])));
        assert!(!plan.legacy_type_system);
        assert!(plan.diagnostics.is_empty(), "{:?}", plan.diagnostics);
    }
}

#[test]
fn a_person_reads_which_attribute_can_not_be_planned_and_why() {
    let plan = |name: &str, prior: &Value| {
        let config = toy([("name", name.into())]);
        server()
            .0
            .plan_resource_change(&to_plan(prior, &config))
            .diagnostics
    };
    let wrong = plan("planned wrongly", &Value::Null);
    assert_eq!(summaries(&wrong), ["note: The provider can't plan note"]);
    let detail = &wrong.iter().next().expect("one").detail;
    assert!(
        detail.starts_with(r#"Its plan gives "nobody asked for this", and Terraform accepts nothing."#),
        "{detail}"
    );
    let secret = plan("secretly planned wrongly", &Value::Null);
    assert_eq!(summaries(&secret), ["secret: The provider can't plan secret"]);
    assert!(!format!("{secret:?}").contains("s3cret"));

    let existing = toy([("id", "toy-1".into()), ("name", "a".into())]);
    let nothing = plan("replaced for nothing", &existing);
    assert_eq!(summaries(&nothing), ["nothing: The provider can't plan nothing"]);
    let party = plan("party", &existing);
    assert_eq!(summaries(&party), ["guest: The provider can't plan guest"]);
}

/// What holding `found` to `planned` gives, and where it had to correct.
fn held(planned: &Value, found: Value) -> (Value, Vec<String>) {
    let (state, violations) = hold_to_plan(planned, found);
    let paths = violations.iter().map(|violation| violation.path.to_string());
    (state, paths.collect())
}

#[test]
fn what_agrees_with_the_plan_is_left_as_it_is() {
    let planned = toy([
        ("name", "a".into()),
        ("id", Value::unknown()),
        ("ports", Value::Set(vec![Value::unknown(), 80.into()])),
        ("rule", Value::unknown()),
        (
            "disk",
            list([disk([("slot", "s".into()), ("serial", Value::unknown())])]),
        ),
    ]);
    let found = toy([
        ("name", "a".into()),
        ("id", "toy-1".into()),
        ("ports", Value::Set(vec![80.into()])),
        ("rule", list([rule([("action", "x".into())])])),
        (
            "disk",
            list([disk([("slot", "s".into()), ("serial", "S1".into())])]),
        ),
    ]);
    assert_eq!(held(&planned, found.clone()), (found, vec![]));
}

#[test]
fn what_contradicts_the_plan_is_as_planned_and_told() {
    let planned = toy([
        ("name", "a".into()),
        ("id", Value::unknown()),
        ("note", Value::Null),
        ("ports", Value::Set(vec![Value::unknown()])),
        (
            "disk",
            list([disk([("slot", "s".into()), ("serial", Value::unknown())])]),
        ),
        ("rule", list([])),
    ]);
    let found = toy([
        ("name", "b".into()),
        ("id", Value::unknown()),
        ("note", "n".into()),
        ("ports", Value::Set(vec![1.into(), 2.into()])),
        (
            "disk",
            list([disk([("slot", "t".into()), ("serial", "S1".into())])]),
        ),
        ("rule", list([rule([])])),
    ]);
    let (state, paths) = held(&planned, found);
    assert_eq!(paths, ["disk[0].slot", "id", "name", "note", "ports", "rule"]);
    let expected = toy([
        ("name", "a".into()),
        ("ports", Value::Set(vec![Value::Null])),
        (
            "disk",
            list([disk([("slot", "s".into()), ("serial", "S1".into())])]),
        ),
    ]);
    assert_eq!(state, expected);
}

#[test]
fn a_list_of_another_length_is_as_planned_without_what_is_not_known() {
    let planned = toy([(
        "disk",
        list([disk([("slot", "s".into()), ("serial", Value::unknown())])]),
    )]);
    let (state, paths) = held(&planned, toy([("disk", list([]))]));
    assert_eq!(paths, ["disk"]);
    assert_eq!(state, toy([("disk", list([disk([("slot", "s".into())])]))]));
}

#[test]
fn a_correction_is_a_warning_for_a_person_and_an_error_in_tests() {
    let (_, violations) = hold_to_plan(
        &toy([("name", "a".into()), ("secret", "s3cret".into())]),
        toy([("name", "b".into()), ("secret", "other".into())]),
    );
    let warnings = corrected(&schema(), &violations, false);
    assert_eq!(
        summaries(&warnings),
        [
            "name: name is not what was expected after the operation",
            "secret: secret is not what was expected after the operation"
        ]
    );
    assert!(!warnings.has_errors());
    let text = format!("{warnings:?}");
    assert!(
        !text.contains("s3cret") && !text.contains("other value was"),
        "{text}"
    );
    let errors = corrected(&schema(), &violations, true);
    assert!(errors.has_errors() && errors.iter().all(|error| error.summary == RULE_BROKEN));
    assert!(!format!("{errors:?}").contains("s3cret"));
}

#[test]
fn a_member_that_does_not_fit_its_schema_is_left_out_and_the_rest_kept() {
    let ty = Type::object([
        ("id", Type::String),
        ("size", Type::Number),
        ("note", Type::String),
    ]);
    let stray = object([
        ("id", "toy-1".into()),
        ("size", "large".into()),
        ("other", 1.into()),
    ]);
    let fitting = object([
        ("id", "toy-1".into()),
        ("size", Value::Null),
        ("note", Value::Null),
    ]);
    let (kept, violations) = hold_to_type(&ty, stray);
    assert_eq!(kept, fitting);
    assert_eq!(violations.len(), 1);
    assert_eq!(hold_to_type(&ty, fitting.clone()), (fitting, vec![]));
}

mod properties {
    use proptest::prelude::*;

    use super::*;
    use crate::cty::testing::typed_value;

    proptest! {
        #[test]
        fn what_is_held_is_known_and_agrees_with_every_plan(
            (ty, planned) in typed_value(true),
            (_, found) in typed_value(true),
        ) {
            let _ = ty;
            let (state, _) = hold_to_plan(&planned, found);
            prop_assert!(state.is_wholly_known());
            let again = hold_to_plan(&planned, state.clone());
            // A set whose elements are not known can't be made to agree.
            let sets = format!("{planned:?}").contains("Set(");
            prop_assert!(sets || again.1.is_empty(), "{again:?}");
            prop_assert_eq!(again.0, state);
        }
    }
}
