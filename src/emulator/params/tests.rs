use proptest::prelude::*;
use serde::Deserialize;

use super::*;

fn params(pairs: &[(&str, &str)]) -> Params {
    Params::new(
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    )
}

fn values<'p>(items: &[Item<'p>]) -> Vec<&'p str> {
    items.iter().map(|item| item.value).collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Health {
    Healthy,
    UnHealthy,
}

#[test]
fn an_absent_or_empty_required_parameter_is_missing() {
    let p = params(&[("Empty", "")]);
    for name in ["Empty", "Absent"] {
        assert_eq!(p.required(name), Err(ApiError::missing_parameter(name)));
        assert_eq!(
            p.required_integer(name, 0..=9),
            Err(ApiError::missing_parameter(name))
        );
    }
    assert_eq!(p.filled("Empty"), Err(ApiError::invalid_parameter("Empty")));
    assert_eq!(p.filled("Absent"), Ok(None));
}

#[test]
fn numbers_are_whole_and_within_their_range() {
    let p = params(&[
        ("A", "5"),
        ("B", "11"),
        ("C", "5.0"),
        ("D", "-1"),
        ("E", "five"),
        ("F", ""),
    ]);
    assert_eq!(p.integer("A", 0..=10), Ok(Some(5)));
    for name in ["B", "C", "D", "E", "F"] {
        assert_eq!(p.integer(name, 0..=10), Err(ApiError::invalid_parameter(name)));
    }
    assert_eq!(p.integer("Absent", 0..=10), Ok(None));
}

#[test]
fn truth_values_are_taken_in_any_case() {
    let p = params(&[("A", "true"), ("B", "False"), ("C", "1")]);
    assert_eq!(
        (p.boolean("A"), p.boolean("B")),
        (Ok(Some(true)), Ok(Some(false)))
    );
    assert_eq!(p.boolean("C"), Err(ApiError::invalid_parameter("C")));
}

#[test]
fn an_enumeration_is_spelt_exactly_except_in_a_filter() {
    let p = params(&[("A", "UnHealthy"), ("B", "unhealthy"), ("C", "sick")]);
    assert_eq!(p.choice("A"), Ok(Some(Health::UnHealthy)));
    assert_eq!(p.choice::<Health>("B"), Err(ApiError::invalid_parameter("B")));
    let all = [Health::Healthy, Health::UnHealthy];
    assert_eq!(p.choice_of("B", &all), Ok(Some(Health::UnHealthy)));
    assert_eq!(p.choice_of("C", &all), Err(ApiError::invalid_parameter("C")));
}

#[test]
fn an_array_has_any_base_gaps_and_brackets() {
    let p = params(&[
        ("X.10", "c"),
        ("X.2", "b"),
        ("X[0]", "a"),
        ("X.z", "?"),
        ("X.3.Y", "?"),
        ("XX.1", "?"),
    ]);
    assert_eq!(values(&p.list("X")), ["a", "b", "c"]);
    assert_eq!(p.unread(), ["X.3.Y", "X.z", "XX.1"]);
}

#[test]
fn an_array_takes_precedence_over_the_plain_parameter() {
    let p = params(&[("X", "one"), ("X.1", "many"), ("Y", "one")]);
    assert_eq!(values(&p.list_or_one("X")), ["many"]);
    assert_eq!(values(&p.list_or_one("Y")), ["one"]);
    assert_eq!(p.required_list("Z"), Err(ApiError::missing_parameter("Z")));
    assert!(p.unread().is_empty());
}

#[test]
fn structures_hold_members_and_arrays() {
    let p = params(&[
        ("Slb.1.Id", "a"),
        ("Slb.1.ServerPort.1", "80"),
        ("Slb[0].Id", "b"),
    ]);
    assert_eq!(p.structures("Slb"), ["Slb[0]", "Slb.1"]);
    assert_eq!(values(&p.list("Slb.1.ServerPort")), ["80"]);
    assert_eq!(p.optional("Slb[0].Id"), Some("b"));
    assert_eq!(p.unread(), ["Slb.1.Id"]);
}

proptest! {
    #[test]
    fn array_elements_come_in_the_order_of_their_numbers(numbers in proptest::collection::btree_set(0_u64..100_000, 0..20)) {
        let p = Params::new(numbers.iter().rev().map(|n| (format!("X.{n}"), n.to_string())));
        let read: Vec<u64> = p.list("X").iter().map(|item| item.value.parse().expect("a number")).collect();
        prop_assert_eq!(read, numbers.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn any_name_can_be_looked_at(name in ".*", key in ".*") {
        let p = Params::new([(key, String::new())]);
        prop_assert!(p.list(&name).is_empty());
        p.structures(&name);
    }
}
