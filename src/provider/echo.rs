//! What becomes of a member that the API may answer with, leave out, or answer empty.

use crate::client::ids;
use crate::framework::{Field, Sensitive, Set};

/// A value that the API answers with.
pub(super) trait Answer: Sized + PartialEq {
    /// How the client reads it.
    type Wire;

    /// The value that was read.
    fn of(wire: Self::Wire) -> Self;

    /// This value, in the spelling of `known` if that means the same.
    fn spelled_as(self, _known: Self) -> Self {
        self
    }

    /// Whether the API means "not set" by it.
    fn is_blank(&self) -> bool {
        false
    }

    /// What is shown of an answer where nothing else is known.
    fn shown(answer: Option<Self::Wire>) -> Field<Self> {
        answer.map(Self::of).into()
    }
}

impl Answer for String {
    type Wire = Self;

    fn of(wire: Self) -> Self {
        wire
    }

    fn spelled_as(self, known: Self) -> Self {
        if ids::is_same(&self, &known) { known } else { self }
    }

    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl Answer for Sensitive {
    type Wire = Self;

    fn of(wire: Self) -> Self {
        wire
    }

    fn is_blank(&self) -> bool {
        self.0.is_empty()
    }
}

impl Answer for i64 {
    type Wire = Self;

    fn of(wire: Self) -> Self {
        wire
    }
}

impl Answer for bool {
    type Wire = Self;

    fn of(wire: Self) -> Self {
        wire
    }
}

impl Answer for Set<i64> {
    type Wire = Vec<i64>;

    fn of(wire: Vec<i64>) -> Self {
        wire.into_iter().collect()
    }
}

impl Answer for Set<String> {
    type Wire = Vec<String>;

    fn of(wire: Vec<String>) -> Self {
        wire.into_iter().collect()
    }

    fn spelled_as(self, known: Self) -> Self {
        let as_known = |element: &String| {
            let same = known.known().find(|known| ids::is_same(element, known));
            same.unwrap_or(element).clone()
        };
        self.known().map(as_known).collect()
    }

    fn shown(answer: Option<Vec<String>>) -> Field<Self> {
        Field::Value(Self::of(answer.unwrap_or_default()))
    }
}

/// The member as it is now: what the API answered; what was known before if it left the member out (it does not repeat
/// everything it was told); and null for an empty text, unless the empty text is what was asked for.
pub(super) fn echo<T: Answer>(answer: Option<T::Wire>, before: Field<T>) -> Field<T> {
    let was_blank = before.value().is_some_and(T::is_blank);
    match echo_as_is(answer, before) {
        Field::Value(now) if now.is_blank() && !was_blank => Field::Null,
        now => now,
    }
}

/// The same for a member that the configuration may leave to the provider: an empty text stays an empty text, so that it
/// can be asked for, imported and taken over without a difference.
pub(super) fn echo_as_is<T: Answer>(answer: Option<T::Wire>, before: Field<T>) -> Field<T> {
    let now = match (answer.map(T::of), before.into_value()) {
        (Some(answer), Some(known)) => Some(answer.spelled_as(known)),
        (answer, known) => answer.or(known),
    };
    now.into()
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
        assert_eq!(echo::<String>(empty(), Field::Null), Field::Null);
        assert_eq!(echo(empty(), "old".into()), Field::Null);
        assert_eq!(echo(empty(), "".into()), "".into());
    }
}
