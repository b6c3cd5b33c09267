use serde_json::json;

use super::*;

#[test]
fn the_id_of_a_new_policy_is_a_number_or_text_inside_the_return_set_or_outside() {
    for body in [
        r#"{"RequestId":"r","ScalingPolicyId":10000433}"#,
        r#"{"ReturnSet":{"ScalingPolicyId":"10000433"}}"#,
        r#"{"ReturnSet":{"ScalingPolicyId":"10000433"},"ScalingPolicyId":10000433}"#,
        r#"{"ReturnSet":10000433}"#,
    ] {
        assert_eq!(
            read::<CreateScalingPolicy>(body).scaling_policy_id,
            "10000433",
            "{body}"
        );
    }
}

#[test]
fn the_id_of_a_new_task_is_exact_in_every_form() {
    for body in [
        r#"{"ReturnSet": 537276906367950848}"#,
        r#"{"ReturnSet": "537276906367950848"}"#,
        r#"{"ReturnSet":{"ScalingScheduleTaskId":"537276906367950848"}}"#,
        r#"{"ReturnSet":{"ScalingScheduledTaskId":537276906367950848}}"#,
    ] {
        assert_eq!(
            read::<CreateScheduledTask>(body).scaling_scheduled_task_id,
            "537276906367950848",
            "{body}"
        );
    }
}

#[test]
fn a_new_notification_may_come_without_its_id() {
    assert_eq!(
        read::<CreateScalingNotification>(r#"{"RequestId":"r"}"#).scaling_notification_id,
        None
    );
    let with_id = read::<CreateScalingNotification>(r#"{"ScalingNotificationId":5}"#);
    assert_eq!(with_id.scaling_notification_id.as_deref(), Some("5"));
}

#[test]
fn protecting_instances_is_answered_by_a_flag_or_by_a_list() {
    read::<SetKvmProtectedDetach>(r#"{"RequestId":"r","Return":true}"#);
    read::<SetKvmProtectedDetach>(
        r#"{"ScalingInstanceCountCount":1,"ScalingInstanceSet":[{"InstanceId":"i"}],"DesiredCapacity":1}"#,
    );
    read::<ModifyScalingNotification>(r#"{"RequestID":"r","Return":true}"#);
    read::<ModifyScalingPolicy>(r#"{"Return":"true","ReturnSet":{"ScalingPolicyId":"1"}}"#);
    read::<DeleteScalingPolicy>(r#"{"RequestId":"r"}"#);
}

#[test]
fn a_deleted_configuration_can_have_failed_alone() {
    let response = read::<DeleteScalingConfiguration>(
        r#"{"ReturnSet":[{"ScalingConfigurationId":"1"},{"ScalingConfigurationId":2,"Message":"in use"}]}"#,
    );
    let messages: Vec<_> = response
        .results
        .iter()
        .map(|result| result.message.as_deref())
        .collect();
    assert_eq!(messages, [None, Some("in use")]);
    let single =
        read::<DeleteScalingConfiguration>(r#"{"ReturnSet":{"ScalingConfigurationId":"1","Message":"no"}}"#);
    assert_eq!(single.results[0].message.as_deref(), Some("no"));
    assert!(
        read::<DeleteScalingConfiguration>(r#"{"RequestId":"r"}"#)
            .results
            .is_empty()
    );
}

#[test]
fn an_activity_is_decoded_in_both_spellings_of_its_description() {
    for spelling in ["Desciption", "Description"] {
        let body = json!({"ScalingActivityCount": 1, "ScalingActivitySet": [{
            "ScalingGroupId": "426837159460544512", "Status": 2, "Cause": "创建伸缩组触发", spelling: "424915383923019776",
            "StartTime": "2020-02-17 17:39:34", "ScalingActivityId": "426837159653482496", "Type": 0,
            "EndTime": "2020-02-17 17:40:56", "SuccInsList": ["961de33f", "e82d6cd4"], "ErrorCode": 0,
        }]});
        let activity = read_json::<DescribeScalingActivity>(&body)
            .scaling_activities
            .unwrap()
            .remove(0);
        assert_eq!(activity.scaling_activity_id, "426837159653482496");
        assert_eq!(activity.status, Some(ActivityStatus::Succeeded));
        assert_eq!(activity.activity_type, Some(ActivityType::ScaleOut));
        assert_eq!(activity.description.as_deref(), Some("424915383923019776"));
        assert_eq!(activity.succeeded_instance_ids, ["961de33f", "e82d6cd4"]);
        assert_eq!(activity.error_code, Some(0));
    }
}

#[test]
fn activity_codes_round_trip_even_if_they_are_new() {
    for code in -1..=12 {
        assert_eq!(ActivityStatus::from(code).code(), code);
        assert_eq!(ActivityType::from(code).code(), code);
    }
    assert_eq!(ActivityType::from(10), ActivityType::ReplaceUnhealthy);
    assert_eq!(ActivityStatus::from(9), ActivityStatus::Other(9));
}

#[test]
fn the_sample_configuration_is_read_although_it_is_not_json() {
    let body = r#"{"RequestId": "r", "ScalingConfigurationCount": 1, "ScalingConfigurationSet": [{
            "ScalingConfigurationId": "566593200762204160",
            "ScalingGroupIdSet": [],
            "Cpu": 8, "StorageSize": 0, "NeedMonitorAgent": 1,
             "InstanceType": "N3.1A,S4.1A,C5.2B",
            "InstanceTypeSet":N3.1A,
            "InstanceTypeSet":S4.1A,
            "InstanceTypeSet":C5.2B,
            "InstanceNameSuffix": "1", "ProjectId": 0, "KeepImageLogin": false,
            "DataDiskEbsDetail": "[{\"deleteWithInstance\":false,\"size\":50,\"type\":\"SSD3.0\"}]",
            "InstanceNameTimeSuffix": true,
            "SupportAvailabilityZones": ["cn-beijing-6c", "cn-beijing-6b"]
        }]}"#;
    let configuration = read::<DescribeScalingConfiguration>(body)
        .scaling_configurations
        .unwrap()
        .remove(0);
    assert_eq!(configuration.instance_types(), ["N3.1A", "S4.1A", "C5.2B"]);
    let disk = DataDisk {
        disk_type: Some("SSD3.0".to_owned()),
        disk_size: Some(50),
        delete_with_instance: Some(false),
    };
    assert_eq!(configuration.data_disks, Some(vec![disk]));
    assert_eq!(
        (configuration.data_disk_gb, configuration.keep_image_login),
        (Some(0), Some(false))
    );
    assert_eq!((configuration.key_ids, configuration.tags), (None, None));
    assert_eq!(configuration.support_availability_zones.unwrap().len(), 2);
}

#[test]
fn configuration_members_come_in_several_shapes() {
    let read_one = |members: Value| {
        let mut item = json!({"ScalingConfigurationId": 566_593_200_762_204_160_u64});
        item.as_object_mut()
            .unwrap()
            .extend(members.as_object().unwrap().clone());
        let body = json!({"ScalingConfigurationSet": [item]});
        read_json::<DescribeScalingConfiguration>(&body)
            .scaling_configurations
            .unwrap()
            .remove(0)
    };
    for types in [json!(["A", "B"]), json!("A,B")] {
        assert_eq!(
            read_one(json!({"InstanceTypeSet": types})).instance_types(),
            ["A", "B"]
        );
    }
    assert_eq!(
        read_one(json!({"InstanceType": "A, B"})).instance_types(),
        ["A", "B"]
    );
    for keys in [json!("[\"k\"]"), json!(["k"])] {
        assert_eq!(
            read_one(json!({"KeyIds": keys})).key_ids,
            Some(vec!["k".to_owned()])
        );
    }
    assert_eq!(read_one(json!({"KeyIds": ""})).key_ids, Some(Vec::new()));
    let disks = read_one(json!({"DataDiskEbsDetail": [{"Type": "EHDD", "Size": "10"}]}))
        .data_disks
        .unwrap();
    assert_eq!(
        (disks[0].disk_type.as_deref(), disks[0].disk_size),
        (Some("EHDD"), Some(10))
    );
    let users =
        read_one(json!({"ScalingGroupIdSet": ["1", {"ScalingGroupId": "2", "ScalingGroupName": "n"}]}));
    let users: Vec<_> = users
        .scaling_groups
        .iter()
        .flatten()
        .map(|user| user.scaling_group_id.as_str())
        .collect();
    assert_eq!(users, ["1", "2"]);
}

#[test]
fn a_returned_password_is_not_read_and_user_data_is_hidden() {
    let body = json!({"ScalingConfigurationSet": [{
        "ScalingConfigurationId": "1", "Password": "Hunter2!", "UserData": "dG9wLXNlY3JldA==",
    }]});
    let configuration = read_json::<DescribeScalingConfiguration>(&body)
        .scaling_configurations
        .unwrap()
        .remove(0);
    assert_eq!(
        configuration.user_data.as_ref().map(UserData::as_str),
        Some("dG9wLXNlY3JldA==")
    );
    let debug = format!("{configuration:?}");
    assert!(!debug.contains("Hunter2!") && !debug.contains("dG9w"), "{debug}");
}

#[test]
fn a_metric_is_read_in_both_cases_and_from_text() {
    let expected = Metric {
        dimension_name: "cpu_usage".to_owned(),
        comparison_operator: "Greater".to_owned(),
        threshold: 50,
        repeat_times: Some(3),
        function: Some("avg".to_owned()),
        period: Some(60),
    };
    let pascal = json!({"DimensionName": "cpu_usage", "ComparisonOperator": "Greater", "Threshold": 50,
        "RepeatTimes": 3, "Period": "60", "Function": "avg"});
    let camel = json!({"dimensionName": "cpu_usage", "comparisonOperator": "Greater", "threshold": 50,
        "repeatTimes": 3, "period": 60, "function": "avg"});
    for metric in [pascal, camel.clone(), json!(camel.to_string())] {
        let body = json!({"ScalingPolicySet": [{"ScalingPolicyId": "1", "Metric": metric}]});
        let policy = read_json::<DescribeScalingPolicy>(&body)
            .scaling_policies
            .unwrap()
            .remove(0);
        assert_eq!(policy.metric.as_ref(), Some(&expected));
    }
}

#[test]
fn tasks_are_read_in_both_spellings() {
    for (set, id) in [
        ("ScalingScheduleTaskSet", "ScalingScheduledTaskId"),
        ("ScalingScheduledTaskSet", "ScalingScheduleTaskId"),
    ] {
        let body =
            json!({"ScheduledTaskSize": 1, set: [{id: 537_276_906_367_950_848_u64, "ReadjustMaxSize": "2"}]});
        let task = read_json::<DescribeScheduledTask>(&body)
            .scheduled_tasks
            .unwrap()
            .remove(0);
        assert_eq!(task.scaling_scheduled_task_id, "537276906367950848");
        assert_eq!((task.readjust_max_size, task.readjust_min_size), (Some(2), None));
    }
}

#[test]
fn notification_types_are_text_whether_they_come_as_text_or_numbers() {
    for types in [json!(["1", "3"]), json!([1, 3]), json!("1,3")] {
        let body = json!({"ScalingNotificationSet": [{"ScalingNotificationId": 9, "ScalingNotificationTypes": types}]});
        let notification = read_json::<DescribeScalingNotification>(&body)
            .scaling_notifications
            .unwrap()
            .remove(0);
        assert!(!notification.is_cleared());
        assert_eq!(notification.scaling_notification_types.unwrap(), ["1", "3"]);
    }
    for (types, cleared) in [(json!([]), true), (json!(""), true), (json!(null), false)] {
        let body = json!({"ScalingNotificationSet": [{"ScalingNotificationId": "9", "ScalingNotificationTypes": types}]});
        let listed = read_json::<DescribeScalingNotification>(&body).scaling_notifications;
        assert_eq!(listed.unwrap()[0].is_cleared(), cleared, "{types}");
    }
}

#[test]
fn a_group_tells_absent_from_empty() {
    let body = json!({"ScalingGroupSet": [{
        "ScalingGroupId": "485942687369101312", "MinSize": 0, "MaxSize": "2", "SubnetIdSet": ["s"], "BInScalingActivity": 1,
        "SlbConfigSet": [{"SlbId": "lb", "ListenerId": "ls", "ServerPortSet": [80, 443], "Weight": 0}],
        "SecurityGroupIdSet": [],
    }]});
    let group = read_json::<DescribeScalingGroup>(&body)
        .scaling_groups
        .unwrap()
        .remove(0);
    assert_eq!(
        (group.min_size, group.max_size, group.desired_capacity),
        (Some(0), Some(2), None)
    );
    assert_eq!(
        (group.security_group_ids, group.security_group_id),
        (Some(Vec::new()), None)
    );
    let slb = &group.slb_configs.as_ref().unwrap()[0];
    assert_eq!(
        (slb.server_ports.as_deref(), slb.weight),
        (Some([80, 443].as_slice()), Some(0))
    );
    assert_eq!(group.in_scaling_activity, Some(true));
}

#[test]
fn an_instance_has_its_protection_under_another_name_than_requests() {
    let body =
        json!({"ScalingInstanceSet": [{"InstanceId": "i", "ProtectedFromScaleIn": 1}], "DesiredCapacity": 3});
    let response = read_json::<DescribeScalingInstance>(&body);
    assert_eq!(
        (
            response.desired_capacity,
            response.scaling_instances.unwrap()[0].protected
        ),
        (Some(3), Some(true))
    );
    let request = SetKvmProtectedDetach {
        scaling_group_id: "g".to_owned(),
        scaling_instance_ids: vec!["i".to_owned()],
        protected_from_detach: Some(0),
    };
    assert_eq!(
        write(&request),
        "ProtectedFromDetach=0&ScalingGroupId=g&ScalingInstanceId.1=i"
    );
}

#[test]
fn the_id_of_what_was_created_is_exact_wherever_it_is_and_never_empty() {
    const ID: &str = "537276906367950849";
    for body in [
        r#"{"RequestID": "r", "returnset": {"ScalingScheduleTaskId": 537276906367950849.0}}"#,
        r#"{"RequestId": "r", "RETURNSET": 537276906367950849}"#,
        r#"{"ReturnSet": {"ScalingScheduleTaskId": null}, "ScalingScheduleTaskId": "537276906367950849"}"#,
    ] {
        let id = read::<CreateScheduledTask>(body).scaling_scheduled_task_id;
        assert_eq!(id, ID, "{body}");
    }
    for body in [
        json!({"ReturnSet": ""}),
        json!({"ReturnSet": {}}),
        json!({"ReturnSet": {"ScalingPolicyId": ""}}),
    ] {
        assert!(CreateScalingPolicyResponse::from_wire(&body).is_err(), "{body}");
    }
}

#[test]
fn protection_and_times_are_read_as_floats_and_fractions_too() {
    let body = r#"{"ScalingInstanceSet": [
        {"InstanceId": "i", "ProtectedFromScaleIn": 1.0, "AddTime": "2030-06-01 09:00:00.0"}]}"#;
    let instance = read::<DescribeScalingInstance>(body)
        .scaling_instances
        .unwrap()
        .remove(0);
    assert_eq!(instance.protected, Some(true));
    assert_eq!(instance.add_time.as_deref(), Some("2030-06-01 09:00:00"));
}
