//! What an update has to send: only values that are set and differ. A value that was set and is null now is not sent: the API
//! has no word for "not set".

use crate::framework::{Field, Set};

/// The value to send, if it is set and differs from `prior`.
pub(super) fn changed<T: Clone + PartialEq>(prior: &Field<T>, plan: &Field<T>) -> Option<T> {
    plan.value().filter(|_| prior != plan).cloned()
}

/// The text to send; empty if it is not set.
pub(super) fn text(field: &Field<String>) -> String {
    field.as_str().unwrap_or_default().to_owned()
}

/// The elements to send, if they are not the same as in `prior`; none otherwise.
pub(super) fn changed_set(prior: &Field<Set<String>>, plan: &Field<Set<String>>) -> Vec<String> {
    let (prior, plan) = (sorted(prior), sorted(plan));
    if prior == plan { Vec::new() } else { plan }
}

/// The known elements of a set, in a fixed order.
pub(super) fn sorted(set: &Field<Set<String>>) -> Vec<String> {
    let elements: Vec<String> = set
        .value()
        .map(|set| set.known().cloned().collect())
        .unwrap_or_default();
    sorted_ids(&elements)
}

/// Ids in a fixed order.
pub(super) fn sorted_ids(ids: &[String]) -> Vec<String> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_value_that_is_set_and_differs_is_sent() {
        assert_eq!(changed(&Field::Value(1), &Field::Value(0)), Some(0));
        assert_eq!(changed(&Field::Null, &Field::Value(false)), Some(false));
        assert_eq!(changed(&Field::Value(1), &Field::Value(1)), None);
        assert_eq!(changed(&Field::Value(1), &Field::Null), None);
        assert_eq!(changed(&Field::Value(1), &Field::Unknown), None);
    }

    #[test]
    fn the_order_of_a_set_is_no_difference() {
        let set = |ids: &[&str]| Field::Value(ids.iter().map(|id| (*id).to_owned()).collect::<Set<String>>());
        assert_eq!(
            changed_set(&set(&["a", "b"]), &set(&["b", "a"])),
            Vec::<String>::new()
        );
        assert_eq!(changed_set(&set(&["a", "b"]), &set(&["b", "c"])), ["b", "c"]);
    }
}
