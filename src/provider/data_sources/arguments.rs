//! Attributes that data sources share.

use crate::framework::Field;
use crate::framework::schema::{Attribute, Validator};
use crate::provider::composite_id::MemberId;

/// The id of a list.
pub(in crate::provider) fn id() -> Attribute {
    Attribute::string(
        "id",
        "Checksum of the ids in the list: it changes with what is found.",
    )
    .computed()
}

/// The length of a list.
pub(in crate::provider) fn total_count() -> Attribute {
    Attribute::number("total_count", "Number of objects in the list.").computed()
}

/// The group whose members are listed.
pub(in crate::provider) fn of_group() -> Attribute {
    Attribute::string(
        "scaling_group_id",
        "Id of the scaling group. Without such a group the list is empty.",
    )
    .required()
    .validate(Validator::Length(1, 64))
}

/// The id that the resource for a member of a group has.
pub(in crate::provider) fn member_id(item: &str, group: &str) -> Field<String> {
    let id = MemberId {
        item: item.to_owned(),
        group: group.to_owned(),
    };
    Field::Value(id.to_state_id())
}
