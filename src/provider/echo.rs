//! What becomes of a member that the API may answer with, leave out, or answer empty.

use crate::framework::{Field, Sensitive, Set};

/// A value that the API can give as "nothing set".
pub(super) trait Blank {
    /// Whether the API means "not set".
    fn is_blank(&self) -> bool;
}

impl Blank for String {
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl Blank for Sensitive {
    fn is_blank(&self) -> bool {
        self.0.is_empty()
    }
}

impl Blank for i64 {
    fn is_blank(&self) -> bool {
        false
    }
}

impl Blank for bool {
    fn is_blank(&self) -> bool {
        false
    }
}

/// The member as it is now: what the API answered; what was known before if it left the member out (it does not repeat
/// everything it was told); and null for an empty text, unless the empty text is what was asked for.
pub(super) fn echo<T: Blank>(answer: Option<T>, before: Field<T>) -> Field<T> {
    match answer {
        Some(answer) if answer.is_blank() => match before {
            Field::Value(before) if before.is_blank() => Field::Value(before),
            _ => Field::Null,
        },
        Some(answer) => Field::Value(answer),
        None => known(before),
    }
}

/// The same for a member that the configuration may leave to the provider: an empty text stays an empty text, so that it
/// can be asked for, imported and taken over without a difference.
pub(super) fn echo_as_is<T>(answer: Option<T>, before: Field<T>) -> Field<T> {
    match answer {
        Some(answer) => Field::Value(answer),
        None => known(before),
    }
}

/// The same for a set.
pub(super) fn echo_set<T>(answer: Option<Vec<T>>, before: Field<Set<T>>) -> Field<Set<T>> {
    match answer {
        Some(answer) => Field::Value(answer.into_iter().collect()),
        None => known(before),
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
