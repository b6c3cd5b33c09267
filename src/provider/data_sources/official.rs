//! The results of the official provider's data sources, which configurations rely on. Ours may have more members.

use super::tests::data_source;
use crate::cty::Type;

/// Each result list, with the members of its elements by type.
const RESULTS: [(&str, &[(&str, &str)]); 7] = [
    (
        "scaling_groups",
        &[
            (
                "string",
                "create_time remove_policy scaling_configuration_id scaling_configuration_name scaling_group_id \
                  scaling_group_name security_group_id status subnet_strategy vpc_id",
            ),
            ("number", "desired_capacity instance_num max_size min_size"),
            ("set of strings", "security_group_id_set subnet_id_set"),
            ("load balancers", "slb_config_set"),
        ],
    ),
    (
        "scaling_configurations",
        &[
            (
                "number",
                "address_band_width address_project_id cpu data_disk_gb gpu mem need_monitor_agent \
                  need_security_agent project_id system_disk_size",
            ),
            (
                "string",
                "band_width_share_id charge_type create_time image_id instance_name instance_name_suffix \
                  instance_type line_id scaling_configuration_id scaling_configuration_name system_disk_type \
                  user_data",
            ),
            ("disks", "data_disks"),
            ("bool", "instance_name_time_suffix keep_image_login"),
            ("set of strings", "key_id"),
        ],
    ),
    (
        "scaling_policies",
        &[
            (
                "string",
                "adjustment_type comparison_operator create_time dimension_name function scaling_group_id \
                  scaling_policy_id scaling_policy_name",
            ),
            (
                "number",
                "adjustment_value cool_down period repeat_times threshold",
            ),
        ],
    ),
    (
        "scaling_scheduled_tasks",
        &[
            (
                "string",
                "create_time description end_time recurrence repeat_cycle repeat_unit scaling_group_id \
                  scaling_scheduled_task_id scaling_scheduled_task_name start_time",
            ),
            (
                "number",
                "readjust_expect_size readjust_max_size readjust_min_size",
            ),
        ],
    ),
    (
        "scaling_notifications",
        &[
            ("string", "scaling_group_id scaling_notification_id"),
            ("set of strings", "scaling_notification_types"),
        ],
    ),
    (
        "scaling_instances",
        &[
            (
                "string",
                "add_time creation_type health_status scaling_instance_id scaling_instance_name",
            ),
            ("number", "protected_from_detach"),
        ],
    ),
    (
        "scaling_activities",
        &[
            (
                "string",
                "cause description end_time scaling_activity_id start_time",
            ),
            ("number", "error_code status type"),
            ("set of strings", "success_instance_list"),
        ],
    ),
];

/// The type behind a word of the table.
fn ty(word: &str) -> Type {
    match word {
        "string" => Type::String,
        "number" => Type::Number,
        "bool" => Type::Bool,
        "set of strings" => Type::set(Type::String),
        "load balancers" => Type::list(Type::object([
            ("health_check_type", Type::String),
            ("listener_id", Type::String),
            ("server_port_set", Type::set(Type::Number)),
            ("slb_id", Type::String),
            ("weight", Type::Number),
        ])),
        "disks" => Type::list(Type::object([
            ("delete_with_instance", Type::Bool),
            ("disk_size", Type::Number),
            ("disk_type", Type::String),
        ])),
        other => panic!("{other} is no type"),
    }
}

#[test]
fn results_have_the_members_and_types_of_the_official_provider() {
    for (list, members) in RESULTS {
        let schema = data_source(&format!("ksyun_{list}")).schema();
        let attribute = schema
            .attributes
            .iter()
            .find(|attribute| attribute.name == list)
            .expect("a result list");
        let Type::List(element) = &attribute.ty else {
            panic!("{list} is no list")
        };
        let Type::Object(element) = element.as_ref() else {
            panic!("the elements of {list} are no objects")
        };
        for (word, names) in members {
            for name in names.split(' ') {
                assert_eq!(element.attributes.get(name), Some(&ty(word)), "{list}.{name}");
            }
        }
    }
}
