//! Type and meaning of what data sources give of a configuration.

use crate::cty::Type;
use crate::framework::schema::Attribute;
use crate::provider::data_sources::nested;
use crate::provider::scaling_configuration::schema::schema as resource_schema;

pub(super) fn members() -> Vec<Attribute> {
    let mut members = basics();
    members.extend(disks());
    members.extend(login());
    members.extend(network());
    members.extend(naming());
    members
}

fn basics() -> Vec<Attribute> {
    vec![
        Attribute::string("id", "Id of the configuration."),
        Attribute::string("scaling_configuration_id", "Id of the configuration, too."),
        Attribute::string("scaling_configuration_name", "Name of the configuration."),
        Attribute::string_set("scaling_group_ids", "Ids of the scaling groups that use it."),
        Attribute::string("image_id", "Id of the image that instances start from."),
        Attribute::string(
            "instance_type",
            "Instance type, or several with commas in between.",
        ),
        Attribute::number("cpu", "Cores of the instance type."),
        Attribute::number("gpu", "GPUs of the instance type."),
        Attribute::number("mem", "Memory of the instance type in GB."),
        Attribute::string(
            "charge_type",
            "How instances are paid for, such as `HourlyInstantSettlement`.",
        ),
        Attribute::number("project_id", "Id of the project of the instances."),
        Attribute::new("tags", Type::map(Type::String), "Tags of the instances, by key."),
        Attribute::bool(
            "sync_tag",
            "Whether the tags are copied to the instances' cloud disks.",
        ),
        Attribute::string(
            "create_time",
            "When it was created: Beijing time, `YYYY-MM-DD HH:MM:SS`.",
        ),
    ]
}

fn disks() -> Vec<Attribute> {
    vec![
        Attribute::string("system_disk_type", "Type of the system disk, such as `SSD3.0`."),
        Attribute::number("system_disk_size", "Size of the system disk in GB."),
        Attribute::number("data_disk_gb", "Size of the local data disk in GB."),
        nested(&resource_schema(), "data_disks", "Cloud data disks."),
    ]
}

fn login() -> Vec<Attribute> {
    vec![
        Attribute::string_set("key_id", "Ids of the SSH keys that may log in."),
        Attribute::bool(
            "keep_image_login",
            "Whether the login settings of the image are kept.",
        ),
        Attribute::string("user_data", "User data for the instances, in base64."),
    ]
}

fn network() -> Vec<Attribute> {
    vec![
        Attribute::number(
            "address_band_width",
            "Bandwidth in Mbps of the EIP that is bought for each instance.",
        ),
        Attribute::string(
            "band_width_share_id",
            "Id of the shared bandwidth that the EIPs join.",
        ),
        Attribute::string("line_id", "Id of the line of the EIPs."),
        Attribute::number("address_project_id", "Id of the project of the EIPs."),
    ]
}

fn naming() -> Vec<Attribute> {
    vec![
        Attribute::string("instance_name", "Name of the instances."),
        Attribute::string(
            "instance_name_suffix",
            "Number that is appended to the name, counted up.",
        ),
        Attribute::bool(
            "instance_name_time_suffix",
            "Whether the time of creation is appended to the name.",
        ),
        Attribute::number(
            "need_monitor_agent",
            "Whether the monitoring agent is installed: 1 for yes, 0 for no.",
        ),
        Attribute::number(
            "need_security_agent",
            "Whether the security agent is installed: 1 for yes, 0 for no.",
        ),
    ]
}
