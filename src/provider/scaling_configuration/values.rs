//! What the texts of a configuration mean: lists of instance types, user data, tags.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::cty::Value;

/// Most instance types of one configuration.
const MOST_INSTANCE_TYPES: usize = 10;
/// Most bytes of user data, before base64.
pub(in crate::provider) const MOST_USER_DATA: usize = 16 * 1024;
/// Most tags of one configuration.
pub(super) const MOST_TAGS: usize = 10;

/// The instance types of a comma-separated list, in its order.
pub(super) fn instance_types(list: &str) -> Vec<String> {
    list.split(',').map(str::trim).map(str::to_owned).collect()
}

/// Whether two lists name the same instance types.
pub(super) fn same_instance_types(one: &Value, other: &Value) -> bool {
    let set = |value: &Value| {
        value
            .as_str()
            .map(|list| instance_types(list).into_iter().collect::<BTreeSet<_>>())
    };
    set(one) == set(other)
}

/// Checks a list of instance types.
pub(super) fn check_instance_types(value: &Value) -> Result<(), String> {
    let types = instance_types(value.as_str().unwrap_or_default());
    if types.iter().any(String::is_empty) {
        return Err(
            "an instance type is empty; write types such as \"N3.1A,S4.1A\", with one comma between two"
                .to_owned(),
        );
    }
    if let Some(twice) = types
        .iter()
        .enumerate()
        .find(|(index, name)| types[..*index].contains(name))
    {
        return Err(format!("instance type {:?} is listed twice", twice.1));
    }
    if types.len() > MOST_INSTANCE_TYPES {
        return Err(format!(
            "{} instance types are listed, the API takes at most {MOST_INSTANCE_TYPES}",
            types.len()
        ));
    }
    Ok(())
}

/// Whether two base64 texts hold the same bytes.
pub(super) fn same_user_data(one: &Value, other: &Value) -> bool {
    match (one.as_str(), other.as_str()) {
        (Some(one), Some(other)) => same_bytes(one, other),
        _ => false,
    }
}

/// Whether two base64 texts hold the same bytes. What is not base64 is the same as nothing.
pub(super) fn same_bytes(one: &str, other: &str) -> bool {
    let bytes = |text: &str| STANDARD.decode(text.trim()).ok();
    bytes(one).is_some_and(|one| bytes(other) == Some(one))
}

/// Checks user data.
pub(super) fn check_user_data(value: &Value) -> Result<(), String> {
    match STANDARD.decode(value.as_str().unwrap_or_default().trim()) {
        Err(_) => Err("this is not base64; wrap the text in base64encode(…) or use filebase64(…)".to_owned()),
        Ok(bytes) if bytes.len() > MOST_USER_DATA => Err(format!(
            "the user data has {} bytes, the API takes at most {MOST_USER_DATA}",
            bytes.len()
        )),
        Ok(_) => Ok(()),
    }
}

/// What [`is_tag_character`] accepts, in words.
const TAG_CHARACTERS: &str = "letters, digits and +-=._/@:±";

fn is_tag_character(one: char) -> bool {
    one.is_alphanumeric() || "+-=._/@:±".contains(one)
}

/// Checks tags.
pub(in crate::provider) fn check_tags(value: &Value) -> Result<(), String> {
    let Some(tags) = value.as_object() else {
        return Ok(());
    };
    if tags.len() > MOST_TAGS {
        return Err(format!(
            "{} tags are set, the API takes at most {MOST_TAGS}",
            tags.len()
        ));
    }
    for (key, value) in tags {
        if key.is_empty() || key.chars().count() > 128 {
            return Err(format!("the tag key {key:?} does not have 1 to 128 characters"));
        }
        if let Some(wrong) = key.chars().find(|one| !is_tag_character(*one)) {
            return Err(format!(
                "the tag key {key:?} contains {wrong:?}; {TAG_CHARACTERS} are allowed"
            ));
        }
        let brackets = "()[]（）【】";
        let is_accepted = |one: char| is_tag_character(one) || brackets.contains(one);
        let wrong = value
            .as_str()
            .and_then(|value| value.chars().find(|one| !is_accepted(*one)));
        if let Some(wrong) = wrong {
            return Err(format!(
                "the value of tag {key:?} contains {wrong:?}; {TAG_CHARACTERS} and {brackets} are allowed"
            ));
        }
        if value.as_str().is_some_and(|value| value.chars().count() > 256) {
            return Err(format!("the value of tag {key:?} has more than 256 characters"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_instance_types_means_nothing() {
        assert!(same_instance_types(&"N3.1A,S4.1A".into(), &"S4.1A, N3.1A".into()));
        assert!(!same_instance_types(&"N3.1A".into(), &"N3.1AB".into()));
    }

    #[test]
    fn instance_types_are_compared_whole() {
        assert_eq!(check_instance_types(&"N3.1A,N3.1AB".into()), Ok(()));
        assert_eq!(
            check_instance_types(&"N3.1A,N3.1A".into()),
            Err("instance type \"N3.1A\" is listed twice".to_owned())
        );
        assert!(check_instance_types(&"N3.1A,".into()).is_err());
        let eleven: Vec<String> = (0..11).map(|index| format!("T{index}")).collect();
        assert!(check_instance_types(&eleven.join(",").into()).is_err());
    }

    #[test]
    fn user_data_is_base64_of_at_most_16_kib() {
        assert_eq!(
            check_user_data(&STANDARD.encode(vec![7; MOST_USER_DATA]).into()),
            Ok(())
        );
        assert!(check_user_data(&STANDARD.encode(vec![7; MOST_USER_DATA + 1]).into()).is_err());
        assert!(check_user_data(&"#!/bin/sh".into()).is_err());
        assert!(same_user_data(&"aGk=".into(), &"aGk=\n".into()));
        assert!(!same_user_data(&"no base64".into(), &"no base64!".into()));
    }

    #[test]
    fn tags_are_counted_and_measured() {
        let tags = |count: usize| {
            Value::Map(
                (0..count)
                    .map(|index| (format!("k{index}"), "v".into()))
                    .collect(),
            )
        };
        assert_eq!(check_tags(&tags(10)), Ok(()));
        assert!(check_tags(&tags(11)).is_err());
        let one = |key: &str, value: &str| Value::Map([(key.to_owned(), value.into())].into());
        assert!(check_tags(&one("k", &"v".repeat(257))).is_err());
        assert_eq!(check_tags(&one("团队:web/a@b_c.d-e=1", "（甲）[a]")), Ok(()));
        assert_eq!(check_tags(&one("k", "")), Ok(()));
        for (key, value) in [
            ("a&b", "v"),
            ("a b", "v"),
            ("a(b)", "v"),
            ("k", "a b"),
            ("k", "a&b"),
        ] {
            assert!(check_tags(&one(key, value)).is_err(), "{key:?} {value:?}");
        }
    }
}
