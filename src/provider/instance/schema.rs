//! Arguments and results of `ksyun_scaling_instance`.

use crate::framework::schema::{Attribute, Schema, Validator};
use crate::framework::timeouts::Timeouts;
use crate::provider::composite_id::check_id;
use crate::provider::ids;

pub(super) fn schema() -> Schema {
    let schema = Schema::new(
        "An existing instance as a member of a scaling group. Creating this resource attaches the instance and waits until it \
         is in the group; destroying it lifts its protection, detaches it, and leaves it running outside of the group. \
         Attaching raises the group's desired capacity by one, up to `max_size`; detaching lowers it by one. If the \
         group is at its `min_size`, that is lowered for the detachment and put back, and the group launches an instance of its \
         own. So leave `desired_capacity` of the group unset: a fixed number would let the group terminate an instance \
         at the next apply.",
    );
    results(arguments(schema)).block(Timeouts::block())
}

fn arguments(schema: Schema) -> Schema {
    let id = || Validator::Custom("an id", check_id);
    schema
        .attribute(
            Attribute::string(
                "id",
                "Id of the membership in the state: `scaling_instance_id:scaling_group_id`.",
            )
            .computed(),
        )
        .attribute(
            ids::id("scaling_group_id", "Id of the scaling group.")
                .required()
                .requires_replace()
                .validate(id()),
        )
        .attribute(
            ids::id(
                "scaling_instance_id",
                "Id of the instance. It is in the group's VPC and one of its subnets, and in no other group.",
            )
            .required()
            .requires_replace()
            .validate(id()),
        )
        .attribute(
            Attribute::number(
                "protected_from_detach",
                "Whether the group may not remove the instance, neither to shrink nor because it is unhealthy: `1` protects it, \
                 `0` does not. Destroying this resource lifts the protection.",
            )
            .required()
            .validate(Validator::Between(0, 1)),
        )
}

fn results(schema: Schema) -> Schema {
    schema
        .attribute(Attribute::string("scaling_instance_name", "Name of the instance.").computed())
        .attribute(Attribute::string("health_status", "`Healthy` or `UnHealthy`.").computed())
        .attribute(
            Attribute::string(
                "add_time",
                "When the instance joined the group: Beijing time, `YYYY-MM-DD HH:MM:SS`.",
            )
            .computed(),
        )
        .attribute(
            Attribute::string(
                "creation_type",
                "How the instance came into the group: `Manual` (attached) or `Auto` (launched by the group).",
            )
            .computed(),
        )
        .attribute(
            Attribute::string(
                "life_cycle_state",
                "Where in its life in the group the instance is, in the API's words.",
            )
            .computed(),
        )
        .attribute(Attribute::string("availability_zone", "Availability zone of the instance.").computed())
}
