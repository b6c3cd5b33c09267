//! Nested blocks in plans.

use super::{create, named_a, plain, update};
use crate::cty::Value;
use crate::framework::testing::{disk, list, rule, with};

fn disks<const N: usize>(base: Value, disks: [Value; N]) -> Value {
    with(base, [("disk", list(disks))])
}

fn rules<const N: usize>(base: Value, rules: [Value; N]) -> Value {
    with(base, [("rule", list(rules))])
}

/// What the configuration says of a disk.
fn wanted(slot: &str) -> Value {
    disk([("slot", slot.into())])
}

/// A disk as it is in the state.
fn existing(slot: &str) -> Value {
    let serial = format!("S-{slot}");
    disk([
        ("slot", slot.into()),
        ("size", 10.into()),
        ("label", slot.into()),
        ("serial", serial.into()),
    ])
}

#[test]
fn a_new_block_has_its_defaults_and_unknown_computed_members() {
    let planned = create(&disks(named_a(), [wanted("s1")]));
    let expected = disk([
        ("slot", "s1".into()),
        ("size", 10.into()),
        ("label", Value::unknown()),
        ("serial", Value::unknown()),
    ]);
    assert_eq!(planned.get("disk"), Some(&list([expected])));
}

#[test]
fn without_blocks_the_list_is_empty_and_not_null() {
    assert_eq!(create(&named_a()).get("disk"), Some(&list([])));
    let removed = update(&disks(plain(), [existing("s1")]), &named_a());
    assert_eq!(removed.get("disk"), Some(&list([])));
}

#[test]
fn blocks_that_are_not_known_yet_stay_unknown() {
    let config = with(
        named_a(),
        [("disk", Value::unknown()), ("rule", Value::unknown())],
    );
    let prior = rules(disks(plain(), [existing("s1")]), [rule([("action", "x".into())])]);
    for planned in [create(&config), update(&prior, &config)] {
        for name in ["disk", "rule"] {
            assert!(planned.get(name).is_some_and(Value::is_unknown), "{name}");
        }
    }
}

#[test]
fn the_same_keyed_blocks_in_another_order_are_no_difference() {
    let prior = disks(plain(), [existing("s1"), existing("s2"), existing("s3")]);
    let config = disks(named_a(), [wanted("s3"), wanted("s1"), wanted("s2")]);
    assert_eq!(update(&prior, &config), prior);
}

#[test]
fn another_order_is_planned_where_terraform_would_not_accept_the_old_one() {
    // The comment cannot be planned for the place where the configuration has none.
    let commented = |block| with(block, [("comment", "c".into())]);
    let prior = disks(plain(), [commented(existing("s1")), existing("s2")]);
    let config = disks(named_a(), [wanted("s2"), commented(wanted("s1"))]);
    let planned = update(&prior, &config);
    assert_eq!(
        planned.get("disk"),
        Some(&list([existing("s2"), commented(existing("s1"))]))
    );
}

#[test]
fn a_keyed_block_that_changes_keeps_its_own_computed_members() {
    let prior = disks(plain(), [existing("s1"), existing("s2")]);
    let larger = with(wanted("s2"), [("size", 20.into())]);
    let planned = update(&prior, &disks(named_a(), [larger, wanted("s1")]));
    let larger = with(existing("s2"), [("size", 20.into())]);
    assert_eq!(planned.get("disk"), Some(&list([larger, existing("s1")])));
}

#[test]
fn the_remaining_keyed_blocks_keep_their_members_when_one_goes_and_one_comes() {
    let prior = disks(plain(), [existing("s1"), existing("s2")]);
    let planned = update(&prior, &disks(named_a(), [wanted("s2"), wanted("s3")]));
    let [kept, new] = planned.get("disk").and_then(Value::as_elements).expect("disks") else {
        panic!("not two disks: {planned:?}")
    };
    assert_eq!(*kept, existing("s2"));
    assert_eq!(new.get("serial"), Some(&Value::unknown()));
}

#[test]
fn a_keyed_block_keeps_its_spelling_unless_it_has_moved() {
    let labelled = |block, label: &str| with(block, [("label", label.into())]);
    let prior = disks(
        plain(),
        [labelled(existing("s1"), "one"), labelled(existing("s2"), "two")],
    );

    let respelled = disks(
        named_a(),
        [labelled(wanted("s1"), "ONE"), labelled(wanted("s2"), "TWO")],
    );
    assert_eq!(update(&prior, &respelled), prior);

    // Terraform compares s2 with what was in its place, so there the old spelling would be refused.
    let shortened = disks(named_a(), [labelled(wanted("s2"), "TWO")]);
    let planned = update(&prior, &shortened);
    assert_eq!(
        planned.get("disk"),
        Some(&list([labelled(existing("s2"), "TWO")]))
    );
}

#[test]
fn a_block_whose_key_is_not_known_yet_is_new() {
    let prior = disks(plain(), [existing("s1")]);
    let config = disks(named_a(), [disk([("slot", Value::unknown())])]);
    let planned = update(&prior, &config);
    let disks = planned.get("disk").and_then(Value::as_elements).expect("disks");
    assert_eq!(disks[0].get("serial"), Some(&Value::unknown()));
}

#[test]
fn blocks_without_a_key_are_paired_by_position() {
    let existing =
        |action: &str, priority: i64| rule([("action", action.into()), ("priority", priority.into())]);
    let wanted = |action: &str| rule([("action", action.into())]);
    let prior = rules(plain(), [existing("a", 1), existing("b", 2)]);

    assert_eq!(
        update(&prior, &rules(named_a(), [wanted("a"), wanted("b")])),
        prior
    );

    let swapped = update(&prior, &rules(named_a(), [wanted("b"), wanted("a")]));
    assert_eq!(
        swapped.get("rule"),
        Some(&list([existing("b", 1), existing("a", 2)]))
    );

    let longer = update(&prior, &rules(named_a(), [wanted("a"), wanted("b"), wanted("c")]));
    let rules = longer.get("rule").and_then(Value::as_elements).expect("rules");
    assert_eq!(
        rules[2],
        rule([("action", "c".into()), ("priority", Value::unknown())])
    );
}

#[test]
fn a_change_in_a_block_is_a_change_of_the_object() {
    let planned = update(&plain(), &rules(named_a(), [rule([("action", "a".into())])]));
    assert_eq!(planned.get("revision"), Some(&Value::unknown()));
    assert_eq!(planned.get("host"), Some(&"a".into()));
}
