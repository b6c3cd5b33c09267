//! The attributes of `ksyun_scaling_configuration` and of what its data sources give.

use super::model::DataDiskModel;
use super::values;
use crate::client::actions::{ScalingConfiguration, ScalingConfigurationSettings};
use crate::framework::schema::{Attribute, Block, Change, Schema, Validator};
use crate::framework::timeouts::{Timeouts, TimeoutsModel};
use crate::framework::{List, Map, Model as _, Sensitive, Set, model};
use crate::provider::attributes::attributes;
use crate::provider::flatten::flatten_as_is;
use crate::provider::ids::IdAttribute as _;

pub(super) fn schema() -> Schema {
    Schema::new(
        "A scaling configuration: the template from which scaling groups make their instances. A change concerns the \
         instances that are made from then on.",
    )
    .attributes(ScalingConfigurationModel::attributes())
    .block(data_disk())
    .block(Timeouts::block())
}

attributes! {
    /// A scaling configuration in configuration, plan or state.
    resource ScalingConfigurationModel;
    /// A scaling configuration as the data sources give it.
    data source ConfigurationItem;
    response configuration: ScalingConfiguration by flatten_as_is;
    settings ScalingConfigurationSettings;

    blocks {
        data_disks: List<DataDiskModel>;
        timeouts: TimeoutsModel;
    }
    resource {
        /// Tags of the instances that Terraform looks after: `tags`, and the provider's `default_tags`.
        tags_all: Map = computed().changes(Change::AnyUpdate);
        /// How the system disk is brought to its size.
        system_disk_resize_type: String = optional().validate(Validator::OneOf(&["offline", "online"]));
        /// Login password of the instances. It is stored in the state; `password_wo` is not. It can be changed, but not
        /// taken away.
        password: Sensitive = optional().sensitive();
        /// Login password of the instances, never stored in plan or state (needs Terraform 1.11). It is sent when the
        /// configuration is created and whenever `password_wo_version` changes.
        password_wo: Sensitive = optional().sensitive().write_only();
        /// Version of `password_wo`: any other number sends the password again.
        password_wo_version: i64 = optional();
        /// User data for the instances, base64 of at most 16 KiB, never stored in plan or state (needs Terraform 1.11);
        /// `user_data` is null then. It is sent when the configuration is created and whenever `user_data_wo_version`
        /// changes.
        user_data_wo: Sensitive = optional().write_only().validate(USER_DATA);
        /// Version of `user_data_wo`: any other number sends the user data again.
        user_data_wo_version: i64 = optional();
    }
    both {
        /// Id of the configuration (`ScalingConfigurationId`).
        id: String = computed();
        /// Tags of the instances by key.
        ///
        /// Up to 10. Without any, where there were some, the scaling configuration is replaced; tags that something else gave it
        /// are left alone unless this is set.
        tags: Map = optional().validate(Validator::Custom(
            "up to 10 tags with keys of 1 to 128 and values of up to 256 characters",
            values::check_tags,
        ));
        /// Whether the tags are copied to the instances' cloud disks.
        sync_tag: bool = optional();
        /// Ids of the SSH keys that may log in.
        ///
        /// If this is set to none, where there were some, the scaling configuration is replaced.
        key_id: Set<String> = id_set().optional().computed();
        /// User data for the instances: base64 of at most 16 KiB.
        user_data: Sensitive = optional().computed().equal_by(values::same_user_data).blank_is_unset().validate(USER_DATA);
    }
    settings {
        /// Name of the configuration.
        scaling_configuration_name: String = default("tf-scaling-config").validate(Validator::Length(1, 128));
        /// Id of the image that instances start from.
        image_id: String = id().required().validate(Validator::Length(1, 128));
        /// How instances are paid for, such as `HourlyInstantSettlement`.
        charge_type: String = optional().computed().blank_is_unset().validate(Validator::NotBlank);
        /// Id of the project of the instances.
        project_id: i64 = optional().computed().validate(Validator::AtLeast(0));
        /// Type of the system disk, such as `Local_SSD`, `SSD3.0` or `EHDD`.
        system_disk_type: String = id().optional().computed().blank_is_unset();
        /// Size of the system disk in GB.
        system_disk_size: i64 = optional().computed().validate(Validator::AtLeast(0)).usually(Validator::Between(0, 500));
        /// Size of the local data disk in GB.
        data_disk_gb: i64 = optional().computed().validate(Validator::AtLeast(0));
        /// Whether the login settings of the image are kept.
        keep_image_login: bool = optional().computed();
        /// Bandwidth in Mbps of the EIP that is bought for each instance.
        address_band_width: i64 = optional().computed().validate(Validator::AtLeast(1));
        /// Id of the shared bandwidth that the EIPs join.
        band_width_share_id: String = id().optional().computed().blank_is_unset();
        /// Id of the line of the EIPs.
        line_id: String = id().optional().computed().blank_is_unset();
        /// Id of the project of the EIPs.
        address_project_id: i64 = optional().computed().validate(Validator::AtLeast(0));
        /// Name of the instances.
        instance_name: String = optional().computed().blank_is_unset();
        /// Number that is appended to the name, counted up: digits.
        instance_name_suffix: String = optional().computed().blank_is_unset();
        /// Whether the time of creation is appended to the name.
        instance_name_time_suffix: bool = optional().computed();
        /// Whether the monitoring agent is installed: 1 for yes, 0 for no.
        need_monitor_agent: i64 = optional().computed().validate(Validator::Between(0, 1));
        /// Whether the security agent is installed: 1 for yes, 0 for no.
        need_security_agent: i64 = optional().computed().validate(Validator::Between(0, 1));
    }
    answered {
        /// Cores of the instance type.
        cpu: i64 = computed().changes(OF_TYPE);
        /// GPUs of the instance type.
        gpu: i64 = computed().changes(OF_TYPE);
        /// Memory of the instance type in GB.
        mem: i64 = computed().changes(OF_TYPE);
        /// Availability zones in which instances can start.
        support_availability_zones: Set<String> = computed().changes(OF_TYPE);
        /// When the configuration was created: Beijing time, `YYYY-MM-DD HH:MM:SS`.
        create_time: String = computed();
    }
    derived {
        /// Instance type, or a comma-separated list of them.
        ///
        /// Up to 10 are tried; their order has no meaning.
        instance_type: String = default("I1.1A").equal_by(values::same_instance_types).validate(Validator::Custom(
            "1 to 10 different instance types, separated by commas",
            values::check_instance_types,
        )) from { Some(configuration.instance_types().join(",")).filter(|types| !types.is_empty()) };
    }
    data_source {
        /// Id of the configuration, too.
        scaling_configuration_id: String;
        /// Ids of the scaling groups that use it.
        scaling_group_ids: Set<String>;
        /// Cloud data disks.
        data_disks: List<DataDiskItem> = with_members(shown_disk());
    }
}

const USER_DATA: Validator = Validator::Custom("base64 of at most 16 KiB", values::check_user_data);

/// What the API says of the instance type.
const OF_TYPE: Change = Change::With(&["instance_type"]);

model! {
    /// A cloud data disk as the data sources give it. Of which snapshot it is made, no answer says.
    pub struct DataDiskItem {
        /// `DataDisk.N.Type`
        disk_type: String,
        /// `DataDisk.N.Size`
        disk_size: i64,
        /// `DataDisk.N.DeleteWithInstance`
        delete_with_instance: bool,
    }
}

fn shown_disk() -> Vec<Attribute> {
    let mut members = data_disk().attributes;
    members.retain(|member| DataDiskItem::MEMBERS.contains(&member.name));
    members
}

fn data_disk() -> Block {
    Block::list(
        "data_disks",
        "A cloud data disk of each instance. While there is no such block, Terraform does not manage the data disks: those that \
         were set elsewhere, or that the configuration had when it was imported or taken over, stay and are shown. Only those \
         that the block had before go with it, with a warning that names them; if none is left, the scaling configuration is \
         replaced, since the API can't take all of them away.",
    )
        .attribute(
            Attribute::string("disk_type", "Type of the disk, such as `SSD3.0` or `EHDD`.").required().validate(Validator::NotBlank),
        )
        .attribute(
            Attribute::number("disk_size", "Size of the disk in GB.")
                .required()
                .validate(Validator::AtLeast(1))
                .usually(Validator::Between(10, 16_000)),
        )
        .attribute(
            Attribute::string(
                "snapshot_id",
                "Id of the snapshot that the disk is made of. The API takes it only with a new scaling configuration, and never \
                 shows it: a change of the data disks makes a new configuration if any of them has one.",
            )
            .id()
            .optional(),
        )
        .attribute(
            Attribute::bool("delete_with_instance", "Whether the disk goes with its instance.")
                .optional()
                .computed(),
        )
        .kept_unmentioned()
}
