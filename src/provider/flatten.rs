//! What becomes of a member that the API may answer with, leave out, or answer empty.

use crate::client::ids;
use crate::framework::{Field, Sensitive, Set};

/// A value that the API answers with.
pub(super) trait ResponseValue: Sized + PartialEq {
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

impl ResponseValue for String {
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

impl ResponseValue for Sensitive {
    type Wire = Self;

    fn of(wire: Self) -> Self {
        wire
    }

    fn is_blank(&self) -> bool {
        self.0.is_empty()
    }
}

impl ResponseValue for i64 {
    type Wire = Self;

    fn of(wire: Self) -> Self {
        wire
    }
}

impl ResponseValue for bool {
    type Wire = Self;

    fn of(wire: Self) -> Self {
        wire
    }
}

impl ResponseValue for Set<i64> {
    type Wire = Vec<i64>;

    fn of(wire: Vec<i64>) -> Self {
        wire.into_iter().collect()
    }
}

impl ResponseValue for Set<String> {
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
pub(super) fn flatten<T: ResponseValue>(answer: Option<T::Wire>, before: Field<T>) -> Field<T> {
    let was_blank = before.value().is_some_and(T::is_blank);
    match flatten_as_is(answer, before) {
        Field::Value(now) if now.is_blank() && !was_blank => Field::Null,
        now => now,
    }
}

/// The member as it is now, if the configuration may leave it to the provider: an empty text stays an empty text, so that it
/// can be asked for, imported and taken over without a difference.
pub(super) fn flatten_as_is<T: ResponseValue>(answer: Option<T::Wire>, before: Field<T>) -> Field<T> {
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
        assert_eq!(flatten(Some(0), Field::Value(7)), Field::Value(0));
        assert_eq!(flatten(Some("new".to_owned()), "old".into()), "new".into());
    }

    #[test]
    fn a_member_that_is_left_out_stays_as_it_was() {
        assert_eq!(flatten(None, Field::Value(7)), Field::Value(7));
        assert_eq!(flatten::<i64>(None, Field::Unknown), Field::Null);
    }

    #[test]
    fn an_empty_text_can_be_kept_as_it_is() {
        assert_eq!(flatten_as_is(Some(String::new()), Field::Unknown), "".into());
        assert_eq!(flatten_as_is(None, Field::Value(7)), Field::Value(7));
        assert_eq!(flatten_as_is::<i64>(None, Field::Unknown), Field::Null);
    }

    #[test]
    fn an_empty_text_is_null_unless_it_was_asked_for() {
        let empty = || Some(String::new());
        assert_eq!(flatten::<String>(empty(), Field::Null), Field::Null);
        assert_eq!(flatten(empty(), "old".into()), Field::Null);
        assert_eq!(flatten(empty(), "".into()), "".into());
    }
}
