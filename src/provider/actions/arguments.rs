//! Arguments that several actions have.

use std::time::Duration;

use crate::cty::Path;
use crate::framework::schema::{Attribute, Validator};
use crate::framework::timeouts::{check_duration, check_timeout, parse_duration};
use crate::framework::{Field, Set};
use crate::provider::expand::sorted;
use crate::provider::ids;

/// `scaling_group_id`
pub(super) fn scaling_group_id() -> Attribute {
    ids::id("scaling_group_id", "Id of the scaling group.")
        .required()
        .validate(Validator::Length(1, 64))
}

/// `instance_ids`
pub(super) fn instance_ids(description: &'static str) -> Attribute {
    Attribute::string_set("instance_ids", description)
        .required()
        .validate(Validator::MinItems(1))
        .validate(Validator::each(Validator::Length(1, 64)))
}

/// An optional length of time.
pub(super) fn duration(name: &'static str, description: &'static str) -> Attribute {
    Attribute::string(name, description)
        .optional()
        .validate(Validator::Custom(
            "a duration such as \"90s\", \"30m\" or \"1h30m\"",
            check_duration,
        ))
}

/// How long an action may take.
pub(super) fn timeout(description: &'static str) -> Attribute {
    Attribute::string("timeout", description)
        .optional()
        .validate(Validator::Custom(
            "a duration above zero, such as \"90s\", \"30m\" or \"1h30m\"",
            check_timeout,
        ))
}

/// The length of time in `field`, or `default` without one.
pub(super) fn duration_or(field: &Field<String>, default: Duration) -> Duration {
    field.as_str().and_then(parse_duration).unwrap_or(default)
}

/// The elements of `ids` in a fixed order, once all of them are known.
pub(super) fn known_ids(ids: &Field<Set<String>>) -> Option<Vec<String>> {
    ids.value()
        .filter(|set| set.is_wholly_known())
        .map(|_| sorted(ids))
}

/// The path of the argument `name`.
pub(super) fn at(name: &str) -> Path {
    Path::root().attr(name)
}
