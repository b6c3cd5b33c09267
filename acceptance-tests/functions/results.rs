//! What the functions give.

use serde_json::{Value, json};

use super::output;
use crate::support::Scenario;

#[track_caller]
fn gives(call: &str, result: &Value) {
    let mut s = Scenario::start();
    s.apply(output(call))
        .output("result", result)
        .says_nothing()
        .reads(&json!({}))
        .calls(&json!({}))
        .then_plan_is_empty();
}

#[test]
fn matrix_an_id_is_built_and_taken_apart() {
    gives(
        r#"build_id("436995593677910016", "10000433")"#,
        &json!("10000433:436995593677910016"),
    );
    gives(
        r#"parse_id("10000433:436995593677910016")"#,
        &json!({"item_id": "10000433", "scaling_group_id": "436995593677910016"}),
    );
}

#[test]
fn a_recurrence_is_written_in_one_form_and_previewed() {
    gives(
        r#"normalize_recurrence("30  8 * * 1,2,3,4,5")"#,
        &json!("30 8 * * 1-5"),
    );
    gives(
        r#"recurrence_firings("0 9 * * *", "2030-01-01T01:00:00Z", 2)"#,
        &json!(["2030-01-02 09:00:00", "2030-01-03 09:00:00"]),
    );
    gives(
        r#"recurrence_firings("0 9 30 2 *", "2030-01-01 00:00:00", 2)"#,
        &json!([]),
    );
    gives(
        r#"recurrence_firings("0 9 * * *", "2030-01-01 00:00:00", 0)"#,
        &json!([]),
    );
}

#[test]
fn times_are_translated_in_both_directions() {
    gives(
        r#"to_beijing_time("2030-01-01T01:00:00Z")"#,
        &json!("2030-01-01 09:00:00"),
    );
    gives(
        r#"from_beijing_time("2030-01-01 09:00:00")"#,
        &json!("2030-01-01T01:00:00Z"),
    );
}

#[test]
fn user_data_is_encoded() {
    gives(r#"user_data("hi")"#, &json!("aGk="));
    gives(r#"user_data("")"#, &json!(""));
}
