//! What becomes of a member that the API may answer with, leave out, or answer empty.

use crate::client::ids;
use crate::framework::{Field, Sensitive, Set};

/// A value as the API can give it.
pub(super) trait Answer {
    /// Whether the API means "not set".
    fn is_blank(&self) -> bool;

    /// Whether `other` is another spelling of it.
    fn is_same(&self, other: &Self) -> bool;
}

impl Answer for String {
    fn is_blank(&self) -> bool {
        self.is_empty()
    }

    fn is_same(&self, other: &Self) -> bool {
        ids::is_same(self, other)
    }
}

impl Answer for Sensitive {
    fn is_blank(&self) -> bool {
        self.0.is_empty()
    }

    fn is_same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Answer for i64 {
    fn is_blank(&self) -> bool {
        false
    }

    fn is_same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Answer for bool {
    fn is_blank(&self) -> bool {
        false
    }

    fn is_same(&self, other: &Self) -> bool {
        self == other
    }
}

/// The member as it is now: what the API answered; what was known before if it left the member out (it does not repeat
/// everything it was told); and null for an empty text, unless the empty text is what was asked for.
pub(super) fn echo<T: Answer>(answer: Option<T>, before: Field<T>) -> Field<T> {
    match answer {
        Some(answer) if answer.is_blank() => match before {
            Field::Value(before) if before.is_blank() => Field::Value(before),
            _ => Field::Null,
        },
        Some(answer) => as_spelled(answer, before),
        None => known(before),
    }
}

/// The same for a member that the configuration may leave to the provider: an empty text stays an empty text, so that it
/// can be asked for, imported and taken over without a difference.
pub(super) fn echo_as_is<T: Answer>(answer: Option<T>, before: Field<T>) -> Field<T> {
    match answer {
        Some(answer) => as_spelled(answer, before),
        None => known(before),
    }
}

/// The same for a set.
pub(super) fn echo_set<T: Answer + Clone>(answer: Option<Vec<T>>, before: Field<Set<T>>) -> Field<Set<T>> {
    let Some(answer) = answer else {
        return known(before);
    };
    let before: Vec<T> = before
        .into_value()
        .map(|set| set.known().cloned().collect())
        .unwrap_or_default();
    let as_spelled = |element: T| {
        let same = before.iter().find(|before| element.is_same(before));
        same.cloned().unwrap_or(element)
    };
    Field::Value(answer.into_iter().map(as_spelled).collect())
}

/// The answer, in the spelling that is known already if there is one.
fn as_spelled<T: Answer>(answer: T, before: Field<T>) -> Field<T> {
    match before {
        Field::Value(before) if answer.is_same(&before) => Field::Value(before),
        _ => Field::Value(answer),
    }
}

fn known<T>(before: Field<T>) -> Field<T> {
    match before {
        Field::Value(before) => Field::Value(before),
        Field::Absent | Field::Null | Field::Unknown => Field::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_replaces_what_was_known() {
        assert_eq!(echo(Some(0), Field::Value(7)), Field::Value(0));
        assert_eq!(echo(Some("new".to_owned()), "old".into()), "new".into());
    }

    #[test]
    fn a_member_that_is_left_out_stays_as_it_was() {
        assert_eq!(echo(None, Field::Value(7)), Field::Value(7));
        assert_eq!(echo::<i64>(None, Field::Unknown), Field::Null);
    }

    #[test]
    fn an_empty_text_can_be_kept_as_it_is() {
        assert_eq!(echo_as_is(Some(String::new()), Field::Unknown), "".into());
        assert_eq!(echo_as_is(None, Field::Value(7)), Field::Value(7));
        assert_eq!(echo_as_is::<i64>(None, Field::Unknown), Field::Null);
    }

    #[test]
    fn an_empty_text_is_null_unless_it_was_asked_for() {
        let empty = || Some(String::new());
        assert_eq!(echo(empty(), Field::Null), Field::Null);
        assert_eq!(echo(empty(), "old".into()), Field::Null);
        assert_eq!(echo(empty(), "".into()), "".into());
    }
}
