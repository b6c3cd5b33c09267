//! Checks of values that several actions take.

use unicode_normalization::UnicodeNormalization;

use crate::emulator::error::ApiError;
use crate::emulator::ids::is_uuid;
use crate::emulator::params::{Item, Params};

/// A UUID of something that another service owns. Whether it exists there is taken on trust.
pub(super) fn uuid(item: Item<'_>) -> Result<String, ApiError> {
    if is_uuid(item.value) {
        Ok(item.value.to_owned())
    } else {
        Err(ApiError::invalid_parameter(item.name))
    }
}

/// The UUIDs of an array parameter.
pub(super) fn uuids(items: Vec<Item<'_>>) -> Result<Vec<String>, ApiError> {
    items.into_iter().map(uuid).collect()
}

/// As [`uuids`], if any were sent.
pub(super) fn sent_uuids(items: Vec<Item<'_>>) -> Result<Option<Vec<String>>, ApiError> {
    Ok(Some(uuids(items)?).filter(|uuids| !uuids.is_empty()))
}

/// Replaces `old` if there is something new.
pub(super) fn set<T>(old: &mut T, new: Option<T>) {
    if let Some(new) = new {
        *old = new;
    }
}

/// A parameter with two spellings.
pub(super) fn either<'p>(p: &'p Params, names: [&str; 2]) -> Option<&'p str> {
    let [first, second] = names.map(|name| p.optional(name));
    first.or(second)
}

/// A filter by ids: everything passes if none is given.
pub(super) fn passes(filter: &[Item<'_>], id: &str) -> bool {
    filter.is_empty() || filter.iter().any(|item| item.value == id)
}

/// A filter by name: a part of the name is enough, however its accents are encoded.
pub(super) fn resembles(filter: Option<&str>, name: &str) -> bool {
    let composed = |text: &str| text.nfc().collect::<String>();
    filter.is_none_or(|part| composed(name).contains(&composed(part)))
}

/// The first zone of a region. Codes end in a digit, except those of the finance and government regions.
pub(super) fn first_zone(region: &str) -> String {
    let dash = if region.ends_with(|c: char| c.is_ascii_digit()) {
        ""
    } else {
        "-"
    };
    format!("{region}{dash}a")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_however_its_accents_are_encoded() {
        let (composed, decomposed) = ("caf\u{e9}-1", "cafe\u{301}-1");
        assert!(resembles(Some(decomposed), composed) && resembles(Some(composed), decomposed));
        assert!(resembles(None, composed) && !resembles(Some("cafe-"), composed));
    }

    #[test]
    fn a_zone_is_its_region_and_a_letter() {
        assert_eq!(first_zone("cn-beijing-6"), "cn-beijing-6a");
        assert_eq!(first_zone("cn-north-1-gov"), "cn-north-1-gov-a");
    }
}
