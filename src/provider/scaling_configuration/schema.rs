//! Arguments and results of `ksyun_scaling_configuration`.

use super::values;
use crate::cty::Type;
use crate::framework::schema::{Attribute, Block, Schema, Validator};
use crate::framework::timeouts::Timeouts;
use crate::provider::ids;

pub(super) fn schema() -> Schema {
    let schema = Schema::new(
        "A scaling configuration: the template from which scaling groups make their instances. A change concerns the \
         instances that are made from then on.",
    );
    let schema = network(login(disks(basics(schema))));
    results(agents(naming(schema)))
        .block(data_disk())
        .block(Timeouts::block())
}

fn basics(schema: Schema) -> Schema {
    schema
        .attribute(Attribute::string("id", "Id of the configuration (`ScalingConfigurationId`).").computed())
        .attribute(
            Attribute::string("scaling_configuration_name", "Name of the configuration.")
                .default("tf-scaling-config")
                .validate(Validator::Length(1, 128)),
        )
        .attribute(
            ids::id("image_id", "Id of the image that instances start from.")
                .required()
                .validate(Validator::Length(1, 128)),
        )
        .attribute(
            Attribute::string(
                "instance_type",
                "Instance type, or a comma-separated list of up to 10 that are tried; their order has no meaning.",
            )
            .default("I1.1A")
            .equal_by(values::same_instance_types)
            .validate(Validator::Custom("1 to 10 different instance types, separated by commas", values::check_instance_types)),
        )
        .attribute(
            Attribute::string("charge_type", "How instances are paid for, such as `HourlyInstantSettlement`.")
                .validate(Validator::NotBlank)
                .optional()
                .computed()
                .blank_is_unset(),
        )
        .attribute(Attribute::number("project_id", "Id of the project of the instances.").optional().computed().validate(Validator::AtLeast(0)))
        .attribute(
            Attribute::new("tags", Type::map(Type::String), "Tags of the instances: up to 10, by key. Without any, where there were some, the configuration is replaced; tags that \
                 something else gave it are left alone unless this is set.")
                .optional()
                .validate(Validator::Custom("up to 10 tags with keys of 1 to 128 and values of up to 256 characters", values::check_tags)),
        )
        .attribute(Attribute::bool("sync_tag", "Whether the tags are copied to the instances' cloud disks.").optional())
}

fn disks(schema: Schema) -> Schema {
    schema
        .attribute(
            ids::id(
                "system_disk_type",
                "Type of the system disk, such as `Local_SSD`, `SSD3.0` or `EHDD`.",
            )
            .optional()
            .computed()
            .blank_is_unset(),
        )
        .attribute(
            Attribute::number("system_disk_size", "Size of the system disk in GB.")
                .optional()
                .computed()
                .validate(Validator::AtLeast(0))
                .usually(Validator::Between(0, 500)),
        )
        .attribute(
            Attribute::string(
                "system_disk_resize_type",
                "How the system disk is brought to its size.",
            )
            .optional()
            .validate(Validator::OneOf(&["offline", "online"])),
        )
        .attribute(
            Attribute::number("data_disk_gb", "Size of the local data disk in GB.")
                .optional()
                .computed()
                .validate(Validator::AtLeast(0)),
        )
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
            Attribute::bool("delete_with_instance", "Whether the disk goes with its instance.")
                .optional()
                .computed(),
        )
        .kept_unmentioned()
}

fn login(schema: Schema) -> Schema {
    schema
        .attribute(
            Attribute::string(
                "password",
                "Login password of the instances. It is stored in the state; `password_wo` is not. It can be changed, but not taken \
                 away.",
            )
            .optional()
            .sensitive(),
        )
        .attribute(
            Attribute::string(
                "password_wo",
                "Login password of the instances, never stored in plan or state (needs Terraform 1.11). It is sent when \
                 the configuration is created and whenever `password_wo_version` changes.",
            )
            .optional()
            .sensitive()
            .write_only(),
        )
        .attribute(
            Attribute::number("password_wo_version", "Version of `password_wo`: any other number sends the password again.")
                .optional(),
        )
        .attribute(ids::id_set("key_id", "Ids of the SSH keys that may log in. If this is set to none, where there were some, the configuration is replaced.").optional().computed())
        .attribute(
            Attribute::bool("keep_image_login", "Whether the login settings of the image are kept.").optional().computed(),
        )
        .attribute(
            Attribute::string("user_data", "User data for the instances: base64 of at most 16 KiB.")
                .optional()
                .computed()
                .equal_by(values::same_user_data)
                .blank_is_unset()
                .validate(Validator::Custom("base64 of at most 16 KiB", values::check_user_data)),
        )
        .attribute(
            Attribute::string(
                "user_data_wo",
                "User data for the instances, base64 of at most 16 KiB, never stored in plan or state (needs Terraform 1.11); \
                 `user_data` is null then. It is sent when the configuration is created and whenever `user_data_wo_version` changes.",
            )
            .optional()
            .write_only()
            .validate(Validator::Custom("base64 of at most 16 KiB", values::check_user_data)),
        )
        .attribute(
            Attribute::number("user_data_wo_version", "Version of `user_data_wo`: any other number sends the user data again.")
                .optional(),
        )
}

fn network(schema: Schema) -> Schema {
    schema
        .attribute(
            Attribute::number(
                "address_band_width",
                "Bandwidth in Mbps of the EIP that is bought for each instance.",
            )
            .optional()
            .computed()
            .validate(Validator::AtLeast(1)),
        )
        .attribute(
            ids::id(
                "band_width_share_id",
                "Id of the shared bandwidth that the EIPs join.",
            )
            .optional()
            .computed()
            .blank_is_unset(),
        )
        .attribute(
            ids::id("line_id", "Id of the line of the EIPs.")
                .optional()
                .computed()
                .blank_is_unset(),
        )
        .attribute(
            Attribute::number("address_project_id", "Id of the project of the EIPs.")
                .optional()
                .computed()
                .validate(Validator::AtLeast(0)),
        )
}

fn naming(schema: Schema) -> Schema {
    schema
        .attribute(
            Attribute::string("instance_name", "Name of the instances.")
                .optional()
                .computed()
                .blank_is_unset(),
        )
        .attribute(
            Attribute::string(
                "instance_name_suffix",
                "Number that is appended to the name, counted up: digits.",
            )
            .optional()
            .computed()
            .blank_is_unset(),
        )
        .attribute(
            Attribute::bool(
                "instance_name_time_suffix",
                "Whether the time of creation is appended to the name.",
            )
            .optional()
            .computed(),
        )
}

fn agents(schema: Schema) -> Schema {
    let flag = |name, description| {
        Attribute::number(name, description)
            .optional()
            .computed()
            .validate(Validator::Between(0, 1))
    };
    schema
        .attribute(flag(
            "need_monitor_agent",
            "Whether the monitoring agent is installed: 1 for yes, 0 for no.",
        ))
        .attribute(flag(
            "need_security_agent",
            "Whether the security agent is installed: 1 for yes, 0 for no.",
        ))
}

fn results(schema: Schema) -> Schema {
    use crate::framework::schema::Change;
    let of_type = |name, description| {
        Attribute::number(name, description)
            .computed()
            .changes(Change::With(&["instance_type"]))
    };
    schema
        .attribute(of_type("cpu", "Cores of the instance type."))
        .attribute(of_type("gpu", "GPUs of the instance type."))
        .attribute(of_type("mem", "Memory of the instance type in GB."))
        .attribute(
            Attribute::string(
                "create_time",
                "When the configuration was created: Beijing time, `YYYY-MM-DD HH:MM:SS`.",
            )
            .computed(),
        )
}
