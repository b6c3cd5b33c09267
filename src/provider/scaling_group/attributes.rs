//! The attributes of `ksyun_scaling_group` and of what its data sources give.

use super::refresh::{self, InstanceRefreshModel};
use super::slb::{self, SlbModel};
use crate::client::actions::{ScalingGroup, ScalingGroupSettings};
use crate::framework::schema::{Change, Schema, Validator};
use crate::framework::timeouts::{Timeouts, TimeoutsModel, check_timeout};
use crate::framework::{List, Set};
use crate::provider::attributes::attributes;
use crate::provider::flatten::flatten;
use crate::provider::ids::IdAttribute as _;

/// The API's default of `RemovePolicy`.
pub(super) const REMOVE_POLICY: &str = "RemoveOldestInstance";
/// The API's default of `SubnetStrategy`.
pub(super) const SUBNET_STRATEGY: &str = "balanced-distribution";
/// The `Status` of a new group.
pub(super) const STATUS: &str = "Active";
/// Most instances of a group, as far as the documentation of the API knows.
const USUAL_SIZE: Validator = Validator::Between(0, 1000);

pub(super) fn schema() -> Schema {
    Schema::new(
        "A scaling group: instances made from a scaling configuration, kept at the wanted number between `min_size` and \
         `max_size` by hand, by policies and by scheduled tasks.",
    )
    .attributes(ScalingGroupModel::attributes())
    .block(slb::block())
    .block(refresh::block())
    .block(Timeouts::block())
}

attributes! {
    /// A scaling group in configuration, plan or state.
    resource ScalingGroupModel;
    /// A scaling group as the data sources give it.
    data source GroupItem;
    response group: ScalingGroup by flatten;
    settings ScalingGroupSettings;

    blocks {
        instance_refresh: InstanceRefreshModel;
        slb_config_set: List<SlbModel>;
        timeouts: TimeoutsModel;
    }
    resource {
        /// Ids of the subnets that the container product may choose from when the group grows. The API takes them only with
        /// a change, so a new group gets them with a second call, and never shows them. They can be exchanged, but not
        /// taken away.
        container_subnet_ids: Set<String> = id_set().optional().validate(Validator::MinItems(1));
        /// How long a create or update waits until the group has as many instances as it wants, such as `10m`, within
        /// the time for the whole operation (`timeouts`, 30 minutes by default). The wait ends with an error as soon as one
        /// of the group's activities has failed. Without it Terraform does not wait.
        wait_for_capacity_timeout: String = optional().validate(Validator::Custom(
            "a duration above zero, such as \"10m\"",
            check_timeout,
        ));
        /// Whether the wait for capacity also waits until every instance is healthy. Needs `wait_for_capacity_timeout`.
        wait_for_healthy: bool = optional();
        /// Whether the wait for capacity goes on although an activity of the group has failed, since the group may try
        /// again. Needs `wait_for_capacity_timeout`.
        ignore_failed_scaling_activities: bool = optional();
        /// Whether destroying the group lifts the protection of its instances and detaches attached ones. Without it
        /// such instances stop the destruction. Takes effect once it is applied.
        force_delete: bool = optional();
        /// Whether the instances that the group has launched are terminated when it is destroyed. If this is `false`, all
        /// instances leave the group and go on running, as attached ones do; Terraform does not know them any more.
        /// Default: `true`. Takes effect once it is applied.
        delete_instances: bool = optional();
        /// Whether destroying or replacing the group is refused while it has instances. Takes effect once it is applied.
        deletion_protection: bool = optional();
        /// With a block `instance_refresh`: the scaling configuration, and the triggers if there are some, for which the
        /// instances were made or replaced last. While it is not what the group has, a refresh is due.
        instances_refreshed_for: String = computed();
    }
    both {
        /// Id of the group (`ScalingGroupId`).
        id: String = computed();
        /// Ids of the subnets in which instances are made; all in one VPC.
        subnet_id_set: Set<String> = id_set().optional().computed().validate(Validator::MinItems(1));
        /// Ids of the security groups of the instances.
        ///
        /// One of `security_group_id` and `security_group_id_set` is set; if both are, the set has that one.
        security_group_id_set: Set<String> = id_set()
            .optional()
            .computed()
            .changes(Change::With(&["security_group_id"]))
            .validate(Validator::MinItems(1));
        /// Whether the group scales (`Active`) or rests (`UnActive`).
        ///
        /// A group that was disabled by something else, the action included, is enabled again by the next apply;
        /// `lifecycle { ignore_changes = [status] }` leaves it alone.
        status: String = default(STATUS).validate(Validator::OneOf(&["Active", "UnActive"]));
    }
    settings {
        /// Name of the group.
        scaling_group_name: String = default("tf-scaling-group").validate(Validator::Length(1, 128));
        /// Id of the scaling configuration from which instances are made.
        scaling_configuration_id: String = id().required().validate(Validator::Length(1, 64));
        /// Fewest instances; not more than `max_size`.
        min_size: i64 = validate(Validator::AtLeast(0)).usually(USUAL_SIZE).required();
        /// Most instances; not fewer than `min_size`.
        max_size: i64 = validate(Validator::AtLeast(0)).usually(USUAL_SIZE).required();
        /// Instances wanted, from `min_size` to `max_size`.
        ///
        /// If it is set, Terraform puts it back whenever something else has changed it, but for what attached instances add
        /// to it. If it is not set, policies, tasks and people own it: the group is created with `min_size` instances, and a
        /// change of the number is no difference.
        desired_capacity: i64 = validate(Validator::AtLeast(0)).usually(USUAL_SIZE).optional().computed();
        /// Which instance goes first when the group shrinks.
        remove_policy: String = default(REMOVE_POLICY).validate(Validator::OneOf(&[
            "RemoveOldestInstance",
            "RemoveNewestInstance",
        ]));
        /// How instances are spread over several subnets.
        subnet_strategy: String = default(SUBNET_STRATEGY).validate(Validator::OneOf(&[
            "balanced-distribution",
            "choice-first",
        ]));
        /// Id of the security group of the instances.
        ///
        /// One of `security_group_id` and `security_group_id_set` is set; if both are, the set has this one.
        security_group_id: String = id()
            .optional()
            .computed()
            .blank_is_unset()
            .changes(Change::With(&["security_group_id_set"]));
    }
    answered {
        /// Name of the scaling configuration.
        scaling_configuration_name: String = computed().changes(Change::With(&["scaling_configuration_id"]));
        /// When the group was created: Beijing time, `YYYY-MM-DD HH:MM:SS`.
        create_time: String = computed();
        /// Id of the VPC of the subnets.
        vpc_id: String = computed().changes(Change::With(&["subnet_id_set"]));
        /// Instances that the group has now; follows `desired_capacity` with a delay.
        instance_num: i64 = computed().changes(Change::With(&["desired_capacity"]));
    }
    derived {}
    data_source {
        /// Id of the group, too.
        scaling_group_id: String;
        /// Whether an activity is running.
        in_scaling_activity: bool;
        /// Its load balancers.
        slb_config_set: List<SlbModel> = with_members(slb::block().attributes);
        /// Its availability zone.
        availability_zone: String;
        /// Whether policies can measure the listeners of its load balancers.
        allow_slb_scaling_policy: bool;
        /// Description of the group.
        description: String;
    }
}
