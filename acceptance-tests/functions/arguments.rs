//! What the functions make of arguments that are null, not known yet, or wrong.

use std::fs;

use serde_json::json;

use super::{output, with};
use crate::support::{Scenario, create};

/// Each function with arguments that it takes.
const CALLS: [(&str, &[&str]); 7] = [
    ("build_id", &["\"436995593677910016\"", "\"10000433\""]),
    ("parse_id", &["\"10000433:436995593677910016\""]),
    ("normalize_recurrence", &["\"0 9 * * *\""]),
    (
        "recurrence_firings",
        &["\"0 9 * * *\"", "\"2030-01-01 00:00:00\"", "2"],
    ),
    ("to_beijing_time", &["\"2030-01-01T01:00:00Z\""]),
    ("from_beijing_time", &["\"2030-01-01 09:00:00\""]),
    ("user_data", &["\"hi\""]),
];

/// The call of a function with `argument` at `position`.
fn call(name: &str, arguments: &[&str], position: usize, argument: &str) -> String {
    let mut arguments = arguments.to_vec();
    arguments[position] = argument;
    format!("{name}({})", arguments.join(", "))
}

#[test]
fn all_functions_are_called_here() {
    let examples = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/functions"));
    let examples = examples.expect("each function has an example");
    let mut names: Vec<String> = examples
        .map(|entry| entry.expect("the folder can be listed").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    let mut called = CALLS.map(|(name, _)| name);
    called.sort_unstable();
    assert_eq!(called.as_slice(), names);
}

#[test]
fn null_is_refused_at_the_argument() {
    let mut s = Scenario::start();
    for (name, arguments) in CALLS {
        for position in 0..arguments.len() {
            s.plan_fails(output(&call(name, arguments, position, "null")))
                .error("Invalid function argument")
                .at("provider::ksyun")
                .saying("argument must not be null");
        }
    }
}

#[test]
fn what_is_not_known_yet_gives_a_result_that_is_not_known_yet() {
    let mut calls = String::new();
    for (name, arguments) in CALLS {
        for position in 0..arguments.len() {
            // Of the type that the parameter has.
            let late = if arguments[position].starts_with('"') {
                format!(
                    "terraform_data.late.output == \"late\" ? {} : \"\"",
                    arguments[position]
                )
            } else {
                format!(
                    "terraform_data.late.output == \"late\" ? {} : 0",
                    arguments[position]
                )
            };
            calls += &format!(
                "output \"{name}_{position}\" {{\n  value = provider::ksyun::{}\n}}\n",
                call(name, arguments, position, &late)
            );
        }
    }
    let config = format!("resource \"terraform_data\" \"late\" {{\n  input = \"late\"\n}}\n{calls}");
    let mut s = Scenario::start();
    s.plan(with(&config))
        .plans([create("terraform_data.late")])
        .says_nothing();
    s.apply(with(&config))
        .output("parse_id_0", &json!({"item_id": "10000433"}))
        .output(
            "recurrence_firings_2",
            &json!(["2030-01-01 09:00:00", "2030-01-02 09:00:00"]),
        )
        .output("user_data_0", &json!("aGk="))
        .then_plan_is_empty();
}

#[test]
fn matrix_a_bad_argument_is_refused_with_its_name_and_the_reason() {
    let mut s = Scenario::start();
    for (name, arguments, position, bad, parameter, reason) in [
        (
            "build_id",
            CALLS[0].1,
            0,
            "\"4:5\"",
            "scaling_group_id",
            "is not an id",
        ),
        ("build_id", CALLS[0].1, 1, "\"\"", "item_id", "is not an id"),
        ("parse_id", CALLS[1].1, 0, "\"10000433\"", "id", "ITEM:GROUP"),
        (
            "normalize_recurrence",
            CALLS[2].1,
            0,
            "\"0 25 * * *\"",
            "recurrence",
            "hour: 25",
        ),
        (
            "recurrence_firings",
            CALLS[3].1,
            0,
            "\"* 9 * * *\"",
            "recurrence",
            "minute",
        ),
        (
            "recurrence_firings",
            CALLS[3].1,
            1,
            "\"soon\"",
            "after",
            "is not a time",
        ),
        (
            "recurrence_firings",
            CALLS[3].1,
            2,
            "1001",
            "count",
            "from 0 to 1000",
        ),
        (
            "recurrence_firings",
            CALLS[3].1,
            2,
            "0.5",
            "count",
            "whole number",
        ),
        (
            "to_beijing_time",
            CALLS[4].1,
            0,
            "\"soon\"",
            "timestamp",
            "is not a time",
        ),
        (
            "from_beijing_time",
            CALLS[5].1,
            0,
            "\"2030-01-01T09:00:00Z\"",
            "time",
            "is not a time of the API",
        ),
        (
            "user_data",
            CALLS[6].1,
            0,
            "join(\"\", [for i in range(1000) : \"0123456789abcdefg\"])",
            "text",
            "17000 bytes",
        ),
    ] {
        let place = format!("provider::ksyun::{name}");
        s.plan_fails(output(&call(name, arguments, position, bad)))
            .error("function")
            .at(&place)
            .saying(&format!("Invalid value for \"{parameter}\" parameter"))
            .error_saying(reason)
            .at(&place);
    }
}
