//! Arguments and results of `ksyun_scaling_group`.

use super::refresh;
use crate::cty::Type;
use crate::framework::schema::{Attribute, Block, Change, Schema, Validator};
use crate::framework::timeouts::{Timeouts, check_timeout};
use crate::provider::ids;

/// `RemovePolicy` of the API.
pub(super) const REMOVE_POLICIES: &[&str] = &["RemoveOldestInstance", "RemoveNewestInstance"];
/// `SubnetStrategy` of the API.
pub(super) const SUBNET_STRATEGIES: &[&str] = &["balanced-distribution", "choice-first"];
/// `Status` of the API, in its own spelling.
pub(super) const STATUSES: &[&str] = &["Active", "UnActive"];
/// The API's default of `RemovePolicy`.
pub(super) const REMOVE_POLICY: &str = "RemoveOldestInstance";
/// The API's default of `SubnetStrategy`.
pub(super) const SUBNET_STRATEGY: &str = "balanced-distribution";
/// The `Status` of a new group.
pub(super) const STATUS: &str = "Active";
/// The API's default of `Slb.N.Weight`.
pub(super) const WEIGHT: i64 = 20;
/// The API's default of `Slb.N.HealthCheckType`.
pub(super) const HEALTH_CHECK_TYPE: &str = "slb";
/// Most instances of a group, as far as the documentation of the API knows.
const LARGEST_SIZE: i64 = 1000;

pub(super) fn schema() -> Schema {
    let schema = Schema::new(
        "A scaling group: instances made from a scaling configuration, kept at the wanted number between `min_size` and \
         `max_size` by hand, by policies and by scheduled tasks.",
    );
    let schema = sizes(names(schema));
    let schema = results(behaviour(network(schema)));
    schema
        .block(load_balancer())
        .block(refresh::block())
        .block(Timeouts::block())
}

fn names(schema: Schema) -> Schema {
    schema
        .attribute(Attribute::string("id", "Id of the group (`ScalingGroupId`).").computed())
        .attribute(
            Attribute::string("scaling_group_name", "Name of the group.")
                .default("tf-scaling-group")
                .validate(Validator::Length(1, 128)),
        )
        .attribute(
            ids::id(
                "scaling_configuration_id",
                "Id of the scaling configuration from which instances are made.",
            )
            .required()
            .validate(Validator::Length(1, 64)),
        )
}

fn sizes(schema: Schema) -> Schema {
    let size = |attribute: Attribute| {
        attribute
            .validate(Validator::AtLeast(0))
            .usually(Validator::Between(0, LARGEST_SIZE))
    };
    schema
        .attribute(
            size(Attribute::number("min_size", "Fewest instances; not more than `max_size`.")).required(),
        )
        .attribute(
            size(Attribute::number("max_size", "Most instances; not fewer than `min_size`.")).required(),
        )
        .attribute(
            size(Attribute::number(
                "desired_capacity",
                "Instances wanted, from `min_size` to `max_size`. If it is set, Terraform puts it back whenever something \
                 else has changed it, but for what attached instances add to it. If it is not set, policies, tasks and people \
                 own it: the group is created with `min_size` instances, and a change of the number is no difference.",
            ))
            .optional()
            .computed(),
        )
        .attribute(
            Attribute::string("remove_policy", "Which instance goes first when the group shrinks.")
                .default(REMOVE_POLICY)
                .validate(Validator::OneOf(REMOVE_POLICIES)),
        )
}

fn network(schema: Schema) -> Schema {
    schema
        .attribute(
            ids::id_set("subnet_id_set", "Ids of the subnets in which instances are made; all in one VPC.")
                .optional()
                .computed()
                .validate(Validator::MinItems(1)),
        )
        .attribute(
            Attribute::string("subnet_strategy", "How instances are spread over several subnets.")
                .default(SUBNET_STRATEGY)
                .validate(Validator::OneOf(SUBNET_STRATEGIES)),
        )
        .attribute(
            ids::id(
                "security_group_id",
                "Id of the security group of the instances. One of `security_group_id` and `security_group_id_set` is set; if \
                 both are, the set has this one.",
            )
            .optional()
            .computed()
            .blank_is_unset()
            .changes(Change::With(&["security_group_id_set"])),
        )
        .attribute(
            ids::id_set(
                "security_group_id_set",
                "Ids of the security groups of the instances. One of `security_group_id` and `security_group_id_set` is set; \
                 if both are, the set has that one.",
            )
            .optional()
            .computed()
            .changes(Change::With(&["security_group_id"]))
            .validate(Validator::MinItems(1)),
        )
        .attribute(
            ids::id_set(
                "container_subnet_ids",
                "Ids of the subnets that the container product may choose from when the group grows. The API takes them only with \
                 a change, so a new group gets them with a second call, and never shows them. They can be exchanged, but not \
                 taken away.",
            )
            .optional()
            .validate(Validator::MinItems(1)),
        )
}

fn behaviour(schema: Schema) -> Schema {
    schema
        .attribute(
            Attribute::string(
                "status",
                "Whether the group scales (`Active`) or rests (`UnActive`). A group that was disabled by something else, the \
                 action included, is enabled again by the next apply; `lifecycle { ignore_changes = [status] }` leaves it alone.",
            )
                .default(STATUS)
                .validate(Validator::OneOf(STATUSES)),
        )
        .attribute(
            Attribute::string(
                "wait_for_capacity_timeout",
                "How long a create or update waits until the group has as many instances as it wants, such as `10m`, within \
                 the time for the whole operation (`timeouts`, 30 minutes by default). The wait ends with an error as soon as one of the group's activities has failed. Without it Terraform does \
                 not wait.",
            )
            .optional()
            .validate(Validator::Custom("a duration above zero, such as \"10m\"", check_timeout)),
        )
        .attribute(
            Attribute::bool(
                "wait_for_healthy",
                "Whether the wait for capacity also waits until every instance is healthy. Needs \
                 `wait_for_capacity_timeout`.",
            )
            .optional(),
        )
        .attribute(
            Attribute::bool(
                "ignore_failed_scaling_activities",
                "Whether the wait for capacity goes on although an activity of the group has failed, since the group may try again. \
                 Needs `wait_for_capacity_timeout`.",
            )
            .optional(),
        )
        .attribute(
            Attribute::bool(
                "force_delete",
                "Whether destroying the group lifts the protection of its instances and detaches attached ones. Without it \
                 such instances stop the destruction. Takes effect once it is applied.",
            )
            .optional(),
        )
        .attribute(
            Attribute::bool(
                "delete_instances",
                "Whether the instances that the group has launched are terminated when it is destroyed. If this is `false`, all \
                 instances leave the group and go on running, as attached ones do; Terraform does not know them any more. \
                 Default: `true`. Takes effect once it is applied.",
            )
            .optional(),
        )
        .attribute(
            Attribute::bool(
                "deletion_protection",
                "Whether destroying or replacing the group is refused while it has instances. Takes effect once it is applied.",
            )
            .optional(),
        )
}

fn results(schema: Schema) -> Schema {
    schema
        .attribute(
            Attribute::string("scaling_configuration_name", "Name of the scaling configuration.")
                .computed()
                .changes(Change::With(&["scaling_configuration_id"])),
        )
        .attribute(
            Attribute::string(
                "create_time",
                "When the group was created: Beijing time, `YYYY-MM-DD HH:MM:SS`.",
            )
            .computed(),
        )
        .attribute(
            Attribute::string("vpc_id", "Id of the VPC of the subnets.")
                .computed()
                .changes(Change::With(&["subnet_id_set"])),
        )
        .attribute(
            Attribute::number(
                "instance_num",
                "Instances that the group has now; follows `desired_capacity` with a delay.",
            )
            .computed()
            .changes(Change::With(&["desired_capacity"])),
        )
        .attribute(
            Attribute::string(
                "instances_refreshed_for",
                "With a block `instance_refresh`: the scaling configuration, and the triggers if there are some, for which the \
                 instances were made or replaced last. While it is not what the group has, a refresh is due.",
            )
            .computed(),
        )
}

/// A load balancer as the configuration of a group has it.
pub(in crate::provider) fn load_balancer() -> Block {
    Block::list(
        "slb_config_set",
        "A load balancer whose listener the instances join. The order of these blocks has no meaning. While there is none, \
         Terraform does not manage the group's listeners: those that were attached elsewhere, or that the group had when it was \
         imported or taken over, stay and are shown; only those that the configuration itself had before are taken off, with a \
         warning that names them. A group that replaces this one (`-replace`) gets none of them.",
    )
    .attribute(ids::id("slb_id", "Id of the load balancer, in the group's VPC.").required())
    .attribute(ids::id("listener_id", "Id of the listener.").required())
    .attribute(
        Attribute::new(
            "server_port_set",
            Type::set(Type::Number),
            "Ports of the instances behind the listener.",
        )
        .optional()
        .computed()
        .validate(Validator::each(Validator::Between(0, 65_535))),
    )
    .attribute(
        Attribute::number("weight", "Weight of the instances behind the listener.")
            .default(WEIGHT)
            .validate(Validator::Between(0, 100)),
    )
    .attribute(
        Attribute::string("health_check_type", "Who decides whether an instance is healthy.")
            .default(HEALTH_CHECK_TYPE)
            .validate(Validator::OneOf(&["slb", "kec"])),
    )
    .keyed_by(&["slb_id", "listener_id"])
    .kept_unmentioned()
}
