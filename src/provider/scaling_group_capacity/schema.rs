//! Arguments and results of `ksyun_scaling_group_capacity`.

use crate::cty::Type;
use crate::framework::schema::{Attribute, Change, Schema, Validator};
use crate::framework::timeouts::Timeouts;
use crate::provider::composite_id::check_id;
use crate::provider::ids;

/// What is waited for: a change of it waits anew.
const AWAITED: &[&str] = &["minimum", "healthy", "triggers"];

pub(super) fn schema() -> Schema {
    let schema = Schema::new(
        "Waits until a scaling group has its instances, so that other resources can depend on them, and fails if it does not get \
         them: the group itself stays as it is. A change of `minimum`, `healthy` or `triggers` waits anew. A group that lacks \
         instances later is no difference, and destroying this resource does nothing.",
    );
    results(arguments(schema)).block(Timeouts::block())
}

fn arguments(schema: Schema) -> Schema {
    schema
        .attribute(
            ids::id("scaling_group_id", "Id of the scaling group.")
                .required()
                .requires_replace()
                .validate(Validator::Custom("an id", check_id)),
        )
        .attribute(
            Attribute::number(
                "minimum",
                "So many instances are waited for, or more. Default: as many as the group wants (`desired_capacity`) at each look.",
            )
            .optional()
            .validate(Validator::Between(0, 1000)),
        )
        .attribute(Attribute::bool("healthy", "Whether only healthy instances count. Default: `false`.").optional())
        .attribute(
            Attribute::bool(
                "ignore_failed_scaling_activities",
                "Whether the wait goes on although an activity of the group has failed, since the group may try again. Default: \
                 `false`.",
            )
            .optional(),
        )
        .attribute(
            Attribute::new(
                "triggers",
                Type::map(Type::String),
                "Any values, such as `desired_capacity` of the group: when one of them changes, the apply waits anew.",
            )
            .optional(),
        )
}

fn results(schema: Schema) -> Schema {
    schema
        .attribute(
            Attribute::string("id", "Id of the scaling group.")
                .computed()
                .changes(Change::Never),
        )
        .attribute(
            Attribute::string_set(
                "instance_ids",
                "Ids of the group's instances when the last wait ended.",
            )
            .computed()
            .changes(Change::With(AWAITED)),
        )
        .attribute(
            Attribute::number("instance_num", "How many those were.")
                .computed()
                .changes(Change::With(AWAITED)),
        )
}
