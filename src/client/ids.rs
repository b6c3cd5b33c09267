//! The ids of the API as text. Some are UUIDs, alone or behind a prefix (`IMG-…`), whose case means nothing: the documents
//! show them in small letters and do not promise it.

use std::borrow::Cow;

/// Length of a UUID in its usual form.
const UUID: usize = 36;

/// `id` in the form in which equal ids are equal texts: a UUID in it has small letters.
pub fn canonical(id: &str) -> Cow<'_, str> {
    match id.len().checked_sub(UUID).and_then(|at| id.split_at_checked(at)) {
        Some((prefix, uuid)) if is_uuid(uuid) && uuid.bytes().any(|byte| byte.is_ascii_uppercase()) => {
            Cow::Owned(prefix.to_owned() + &uuid.to_ascii_lowercase())
        }
        _ => Cow::Borrowed(id),
    }
}

/// Whether both are the id of the same object.
pub fn is_same(one: &str, other: &str) -> bool {
    one == other || canonical(one) == canonical(other)
}

fn is_uuid(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "4c5b8053-6245-4824-9a34-9f866b5f0593";

    #[test]
    fn the_case_of_a_uuid_means_nothing() {
        let capitals = SMALL.to_ascii_uppercase();
        assert_eq!(canonical(&capitals), SMALL);
        assert!(is_same(SMALL, &capitals));
        assert!(is_same(&format!("IMG-{SMALL}"), &format!("IMG-{capitals}")));
        assert!(!is_same(SMALL, "4c5b8053-6245-4824-9a34-9f866b5f0594"));
    }

    #[test]
    fn whatever_else_is_an_id_is_taken_to_the_letter() {
        for id in [
            "",
            "436995593677910016",
            "Web",
            "IMG-É",
            "4C5B8053-6245-4824-9A34-9F866B5F059",
        ] {
            assert_eq!(canonical(id), id);
        }
        assert!(!is_same("Web", "web"));
    }
}
