//! What can be changed in place: each attribute once.

use serde_json::{Value as Json, json};

use crate::account::{
    CONFIGURATION, GROUP, INSTANCE, LISTENERS, NOTIFICATION, POLICY, SECURITY_GROUPS, SUBNET, TASK,
};

/// A load balancer.
const BALANCER: &str = "4ad0a9f5-0c53-4a3e-b0fb-6f2f1f6d1a0e";
/// Some other id.
const OTHER: &str = "8f1c7d0e-6f5b-4c7e-9d0a-2b4c6d8e0f12";

/// The changes of the arguments of `address`, one after the other; null takes an argument away.
pub(super) fn updates(address: &str) -> Vec<Json> {
    match address {
        CONFIGURATION => vec![
            json!({"scaling_configuration_name": "web"}),
            json!({"image_id": OTHER}),
            json!({"instance_type": "S6.2B,S6.4B"}),
            json!({"password": "Secret-12345"}),
            json!({"charge_type": "Daily"}),
            json!({"data_disk_gb": 20}),
            json!({"data_disks": [
                {"disk_type": "SSD3.0", "disk_size": 50, "delete_with_instance": true},
                {"disk_type": "EHDD", "disk_size": 60},
            ]}),
            json!({"system_disk_type": "EHDD"}),
            json!({"system_disk_size": 40}),
            json!({"system_disk_resize_type": "online"}),
            json!({"key_id": [OTHER, SUBNET]}),
            json!({"keep_image_login": true}),
            json!({"address_band_width": 10}),
            json!({"band_width_share_id": OTHER}),
            json!({"line_id": "BGP"}),
            json!({"address_project_id": 7}),
            json!({"project_id": 7}),
            json!({"instance_name": "node"}),
            json!({"instance_name_suffix": "1"}),
            json!({"instance_name_time_suffix": true}),
            json!({"need_monitor_agent": 0}),
            json!({"need_security_agent": 0}),
            json!({"user_data": "IyEvYmluL3NoCg=="}),
            json!({"tags": {"team": "web", "stage": ""}}),
            json!({"sync_tag": true}),
        ],
        GROUP => vec![
            json!({"scaling_group_name": "web"}),
            json!({"max_size": 6}),
            json!({"min_size": 1}),
            json!({"desired_capacity": 2}),
            json!({"remove_policy": "RemoveNewestInstance"}),
            json!({"subnet_id_set": [SUBNET, OTHER]}),
            json!({"subnet_strategy": "choice-first"}),
            json!({"security_group_id": SECURITY_GROUPS[1]}),
            json!({"security_group_id": null, "security_group_id_set": SECURITY_GROUPS}),
            json!({"slb_config_set": [
                {"slb_id": BALANCER, "listener_id": LISTENERS[0], "server_port_set": [80, 81]},
                {"slb_id": BALANCER, "listener_id": LISTENERS[1], "server_port_set": [90], "weight": 7, "health_check_type": "kec"},
            ]}),
            json!({"status": "UnActive"}),
            json!({"min_size": 0, "desired_capacity": 0}),
        ],
        POLICY => vec![
            json!({"scaling_policy_name": "grow"}),
            json!({"adjustment_value": 2}),
            json!({"adjustment_type": "PercentChangeInCapacity"}),
            json!({"cool_down": 120}),
            json!({"dimension_name": "mem_usage"}),
            json!({"comparison_operator": "EqualOrGreater"}),
            json!({"threshold": 80}),
            json!({"repeat_times": 5}),
            json!({"function": "max"}),
            json!({"period": 120}),
        ],
        TASK => vec![
            json!({"scaling_scheduled_task_name": "night"}),
            json!({"readjust_max_size": 4}),
            json!({"readjust_expect_size": 2}),
            json!({"readjust_min_size": 1}),
            json!({"start_time": "2040-06-02 01:00:00"}),
            json!({"end_time": "2041-06-02 01:00:00"}),
            json!({"recurrence": "0 9 * * *"}),
            json!({"repeat_unit": "Day", "repeat_cycle": "2"}),
        ],
        NOTIFICATION => vec![
            json!({"scaling_notification_types": ["6"]}),
            json!({"scaling_notification_types": ["1", "2", "3"]}),
        ],
        INSTANCE => vec![
            json!({"protected_from_detach": 1}),
            json!({"protected_from_detach": 0}),
            json!({"protected_from_detach": 1}),
        ],
        other => panic!("nothing is known of {other}"),
    }
}
