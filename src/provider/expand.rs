//! What an update has to send: only values that are set and differ. A value that was set and is null now is not sent: the API
//! has no word for "not set".

use crate::framework::{Field, Sensitive, Set};

/// A value that requests send.
pub(super) trait Setting: Sized {
    /// How the client sends it.
    type Sent;

    /// What to send; nothing if it is not set or not other than `prior`.
    fn expand(prior: &Field<Self>, plan: &Field<Self>) -> Self::Sent;
}

macro_rules! scalar {
    ($($scalar:ty)*) => {$(
        impl Setting for $scalar {
            type Sent = Option<Self>;

            fn expand(prior: &Field<Self>, plan: &Field<Self>) -> Option<Self> {
                plan.value().filter(|_| prior != plan).cloned()
            }
        }
    )*};
}

scalar!(String i64 bool Sensitive);

impl Setting for Set<String> {
    type Sent = Vec<String>;

    fn expand(prior: &Field<Self>, plan: &Field<Self>) -> Vec<String> {
        let (prior, plan) = (sorted(prior), sorted(plan));
        if prior == plan { Vec::new() } else { plan }
    }
}

/// What to send of `plan`; nothing if it is not set or not other than `prior`.
pub(super) fn expand<T: Setting>(prior: &Field<T>, plan: &Field<T>) -> T::Sent {
    T::expand(prior, plan)
}

/// The text to send; empty if it is not set.
pub(super) fn text(field: &Field<String>) -> String {
    field.as_str().unwrap_or_default().to_owned()
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
        assert_eq!(expand(&Field::Value(1), &Field::Value(0)), Some(0));
        assert_eq!(expand(&Field::Null, &Field::Value(false)), Some(false));
        assert_eq!(expand(&Field::Value(1), &Field::Value(1)), None);
        assert_eq!(expand(&Field::Value(1), &Field::Null), None);
        assert_eq!(expand(&Field::Value(1), &Field::Unknown), None);
    }

    #[test]
    fn the_order_of_a_set_is_no_difference() {
        let set = |ids: &[&str]| Field::Value(ids.iter().map(|id| (*id).to_owned()).collect::<Set<String>>());
        assert_eq!(expand(&set(&["a", "b"]), &set(&["b", "a"])), Vec::<String>::new());
        assert_eq!(expand(&set(&["a", "b"]), &set(&["b", "c"])), ["b", "c"]);
    }
}
