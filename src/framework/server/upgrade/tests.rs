//! What becomes of stored state.

use serde_json::{Value as Json, json};

use super::{MARK, RawState};
use crate::cty::Value;
use crate::framework::testing::{disk, list, server, summaries, toy, with};

fn upgrade(stored: &Json) -> (Option<Value>, Vec<String>) {
    let (state, diagnostics) = server()
        .0
        .upgrade_resource_state("toy_thing", RawState::Json(stored.to_string().as_bytes()));
    (state, summaries(&diagnostics))
}

fn upgraded(stored: &Json) -> Value {
    let (state, errors) = upgrade(stored);
    assert_eq!(errors, Vec::<String>::new());
    state.expect("a state")
}

/// State as this provider writes it.
fn own() -> Json {
    json!({
        "id": "toy-1", "name": "a", "zone": null, "note": null, "size": 1, "mode": "slow", "label": null, "ports": null,
        "secret": null, "secret_version": null, "revision": 7, "host": "a", "url": "https://a",
        "disk": [{ "slot": "s1", "size": 10, "label": "l", "comment": null, "serial": "S1" }], "rule": [],
        "timeouts": null,
    })
}

fn without(mut stored: Json, names: &[&str]) -> Json {
    let members = stored.as_object_mut().expect("an object");
    for name in names {
        members.remove(*name).expect("a member to leave out");
    }
    stored
}

fn state() -> Value {
    toy([
        ("id", "toy-1".into()),
        ("name", "a".into()),
        ("size", 1.into()),
        ("mode", "slow".into()),
        ("revision", 7.into()),
        ("host", "a".into()),
        ("url", "https://a".into()),
        (
            "disk",
            list([disk([
                ("slot", "s1".into()),
                ("size", 10.into()),
                ("label", "l".into()),
                ("serial", "S1".into()),
            ])]),
        ),
    ])
}

#[test]
fn own_state_comes_back_as_it_is() {
    assert_eq!(upgraded(&own()), state());
}

#[test]
fn attributes_that_are_not_known_any_more_are_left_out() {
    let mut stored = own();
    stored["color"] = json!({ "red": [1, 2, 3] });
    stored["disk"][0]["color"] = json!("red");
    assert_eq!(upgraded(&stored), state());
}

#[test]
fn state_of_an_earlier_version_is_ours_and_what_it_lacks_is_null() {
    // Each attribute may be one that was added since; only the mark was always there.
    for later in own()
        .as_object()
        .expect("an object")
        .keys()
        .filter(|name| *name != MARK)
    {
        let expected = match later.as_str() {
            blocks @ ("disk" | "rule") => with(state(), [(blocks, list([]))]),
            attribute => with(state(), [(attribute, Value::Null)]),
        };
        assert_eq!(upgraded(&without(own(), &[later])), expected, "without {later}");
    }
}

#[test]
fn the_mark_counts_whatever_its_value() {
    let mut stored = without(own(), &["mode"]);
    stored[MARK] = json!({ "create": "5m" });
    let state = upgraded(&stored);
    assert_eq!(state.get("note"), Some(&Value::Null), "adopted");
    assert_eq!(
        state.get(MARK).and_then(|block| block.get("create")),
        Some(&"5m".into())
    );
}

#[test]
fn state_without_the_mark_is_adopted_even_if_it_has_everything_else() {
    let stored = without(own(), &[MARK]);
    assert_eq!(
        upgraded(&stored),
        with(state(), [("note", "adopted with a mode".into())])
    );
}

#[test]
fn what_state_lacks_is_absent_to_the_resource_and_what_is_null_is_not() {
    let absent = without(own(), &[MARK, "mode"]);
    let expected = [("mode", Value::Null), ("note", "adopted without a mode".into())];
    assert_eq!(upgraded(&absent), with(state(), expected));

    let mut null = without(own(), &[MARK]);
    null["mode"] = Json::Null;
    let expected = [("mode", Value::Null), ("note", "adopted with a mode".into())];
    assert_eq!(upgraded(&null), with(state(), expected));
}

#[test]
fn members_that_a_block_lacks_are_null() {
    let mut stored = own();
    stored["disk"][0] = json!({ "slot": "s1" });
    let expected = list([disk([("slot", "s1".into())])]);
    assert_eq!(upgraded(&stored), with(state(), [("disk", expected)]));
}

#[test]
fn missing_and_null_blocks_become_empty() {
    let mut stored = own();
    stored["disk"] = Json::Null;
    assert_eq!(upgraded(&stored), with(state(), [("disk", list([]))]));
    for missing in [&["disk", "rule"][..], &[MARK, "disk", "rule"]] {
        let state = upgraded(&without(own(), missing));
        assert_eq!(state.get("disk"), Some(&list([])), "without {missing:?}");
        assert_eq!(state.get("rule"), Some(&list([])), "without {missing:?}");
    }
}

#[test]
fn a_write_only_value_that_was_stored_once_is_dropped() {
    let mut stored = own();
    stored["secret"] = json!("s3cret");
    assert_eq!(upgraded(&stored), state());
}

#[test]
fn numbers_and_truths_that_another_provider_wrote_as_text_are_read() {
    let mut stored = own();
    stored["size"] = json!("1");
    assert_eq!(upgraded(&stored), state());
}

#[test]
fn what_cannot_be_read_is_an_error_and_never_an_empty_answer() {
    let mut wrong_type = own();
    wrong_type["size"] = json!({});
    for stored in [json!(null), json!([]), json!("text"), wrong_type] {
        let (state, errors) = upgrade(&stored);
        assert_eq!(state, None, "{stored}");
        assert_eq!(errors, ["The stored state can't be read"], "{stored}");
    }
    for bytes in [&b""[..], b"{", b"\xff"] {
        let (state, diagnostics) = server()
            .0
            .upgrade_resource_state("toy_thing", RawState::Json(bytes));
        assert_eq!(state, None);
        assert_eq!(summaries(&diagnostics), ["The stored state can't be read"]);
    }
}

#[test]
fn a_panic_while_adopting_is_an_error() {
    let mut stored = without(own(), &[MARK]);
    stored["name"] = json!("panics at adopt");
    let (state, errors) = upgrade(&stored);
    assert_eq!(state, None);
    assert_eq!(errors, ["The provider has a bug"]);
}

#[test]
fn state_of_ancient_terraform_and_of_unknown_types_is_an_error() {
    let (server, _) = server();
    let (state, diagnostics) = server.upgrade_resource_state("toy_thing", RawState::Flatmap);
    assert_eq!(state, None);
    assert_eq!(
        summaries(&diagnostics),
        ["The state was written by a Terraform before 0.12"]
    );
    let (state, diagnostics) = server.upgrade_resource_state("toy_other", RawState::Json(b"{}"));
    assert_eq!(state, None);
    assert_eq!(summaries(&diagnostics), ["Unknown resource type"]);
}
