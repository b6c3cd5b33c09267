use super::*;

#[test]
fn all_27_actions_have_their_documented_names_and_kinds() {
    fn is<A: Action>() -> (&'static str, ActionKind) {
        (A::NAME, A::KIND)
    }
    use ActionKind::{Read, Write};
    let pairs = [
        (is::<CreateScalingGroup>(), ("CreateScalingGroup", Write)),
        (is::<EnableScalingGroup>(), ("EnableScalingGroup", Write)),
        (is::<DisableScalingGroup>(), ("DisableScalingGroup", Write)),
        (is::<DeleteScalingGroup>(), ("DeleteScalingGroup", Write)),
        (is::<ModifyScalingGroup>(), ("ModifyScalingGroup", Write)),
        (is::<DescribeScalingGroup>(), ("DescribeScalingGroup", Read)),
        (
            is::<ModifyScalingLoadBalancers>(),
            ("ModifyScalingLoadBalancers", Write),
        ),
        (is::<DescribeScalingActivity>(), ("DescribeScalingActivity", Read)),
        (is::<AttachInstance>(), ("AttachInstance", Write)),
        (is::<DetachInstance>(), ("DetachInstance", Write)),
        (is::<SetKvmProtectedDetach>(), ("SetKvmProtectedDetach", Write)),
        (is::<DescribeScalingInstance>(), ("DescribeScalingInstance", Read)),
        (
            is::<CreateScalingConfiguration>(),
            ("CreateScalingConfiguration", Write),
        ),
        (
            is::<ModifyScalingConfiguration>(),
            ("ModifyScalingConfiguration", Write),
        ),
        (
            is::<DeleteScalingConfiguration>(),
            ("DeleteScalingConfiguration", Write),
        ),
        (
            is::<DescribeScalingConfiguration>(),
            ("DescribeScalingConfiguration", Read),
        ),
        (is::<CreateScalingPolicy>(), ("CreateScalingPolicy", Write)),
        (is::<ModifyScalingPolicy>(), ("ModifyScalingPolicy", Write)),
        (is::<DeleteScalingPolicy>(), ("DeleteScalingPolicy", Write)),
        (is::<DescribeScalingPolicy>(), ("DescribeScalingPolicy", Read)),
        (is::<CreateScheduledTask>(), ("CreateScheduledTask", Write)),
        (is::<ModifyScheduledTask>(), ("ModifyScheduledTask", Write)),
        (is::<DeleteScheduledTask>(), ("DeleteScheduledTask", Write)),
        (is::<DescribeScheduledTask>(), ("DescribeScheduledTask", Read)),
        (
            is::<CreateScalingNotification>(),
            ("CreateScalingNotification", Write),
        ),
        (
            is::<ModifyScalingNotification>(),
            ("ModifyScalingNotification", Write),
        ),
        (
            is::<DescribeScalingNotification>(),
            ("DescribeScalingNotification", Read),
        ),
    ];
    assert_eq!(pairs.len(), 27);
    for (declared, documented) in pairs {
        assert_eq!(declared, documented);
    }
}

#[test]
fn a_group_is_created_with_its_load_balancers() {
    let request = CreateScalingGroup {
        settings: ScalingGroupSettings {
            scaling_group_name: Some("web".to_owned()),
            max_size: Some(2),
            subnet_ids: vec!["s-1".to_owned(), "s-2".to_owned()],
            security_group_ids: vec!["sg-1".to_owned(), "sg-2".to_owned()],
            ..ScalingGroupSettings::default()
        },
        slbs: vec![
            SlbParam {
                slb_id: "lb".to_owned(),
                listener_id: "ls".to_owned(),
                server_ports: vec![443, 80],
                weight: Some(0),
                health_check_type: None,
            },
            SlbParam {
                slb_id: "lb".to_owned(),
                listener_id: "l2".to_owned(),
                ..SlbParam::default()
            },
        ],
    };
    assert_eq!(
        write(&request),
        "MaxSize=2&ScalingGroupName=web&SecurityGroupId.1=sg-1&SecurityGroupId.2=sg-2&Slb.1.Id=lb&Slb.1.ListenerId=ls&Slb.1.ServerPort.1=443\
         &Slb.1.ServerPort.2=80&Slb.1.Weight=0&Slb.2.Id=lb&Slb.2.ListenerId=l2&SubnetId.1=s-1&SubnetId.2=s-2"
    );
}

#[test]
fn a_change_sends_what_is_set_including_zero_false_and_empty() {
    let group = ModifyScalingGroup {
        scaling_group_id: "1".to_owned(),
        settings: ScalingGroupSettings {
            min_size: Some(0),
            desired_capacity: Some(0),
            ..ScalingGroupSettings::default()
        },
    };
    assert_eq!(write(&group), "DesiredCapacity=0&MinSize=0&ScalingGroupId=1");
    let configuration = ModifyScalingConfiguration {
        scaling_configuration_id: "1".to_owned(),
        settings: ScalingConfigurationSettings {
            keep_image_login: Some(false),
            instance_name: Some(String::new()),
            need_monitor_agent: Some(0),
            ..ScalingConfigurationSettings::default()
        },
    };
    assert_eq!(
        write(&configuration),
        "InstanceName=&KeepImageLogin=false&NeedMonitorAgent=0&ScalingConfigurationId=1"
    );
    let balancers = ModifyScalingLoadBalancers {
        scaling_group_id: "1".to_owned(),
        slbs: Vec::new(),
    };
    assert_eq!(write(&balancers), "ScalingGroupId=1");
}

#[test]
fn a_configuration_is_created_with_disks_and_tags() {
    let request = CreateScalingConfiguration {
        settings: ScalingConfigurationSettings {
            scaling_configuration_name: Some("c".to_owned()),
            image_id: Some("img".to_owned()),
            instance_types: vec!["N3.1A".to_owned(), "S4.1A".to_owned()],
            password: Some("Hunter2!".into()),
            system_disk_size: Some(20),
            data_disks: vec![DataDiskParam {
                disk_type: Some("SSD3.0".to_owned()),
                disk_size: Some(50),
                delete_with_instance: Some(false),
                snapshot_id: None,
            }],
            tags: vec![TagParam {
                key: "k".to_owned(),
                value: Some("v".to_owned()),
            }],
            ..ScalingConfigurationSettings::default()
        },
    };
    assert_eq!(
        write(&request),
        "DataDisk.1.DeleteWithInstance=false&DataDisk.1.Size=50&DataDisk.1.Type=SSD3.0&ImageId=img&InstanceType.1=N3.1A\
         &InstanceType.2=S4.1A&Password=Hunter2!&ScalingConfigurationName=c&SystemDisk.DiskSize=20&Tag.1.Key=k&Tag.1.Value=v"
    );
}

#[test]
fn a_notification_is_asked_for_in_both_spellings_and_cleared_by_no_types() {
    let describe = DescribeScalingNotification::one("g", "n");
    assert_eq!(
        write(&describe),
        "NotificationId=n&ScalingGroupId=g&ScalingNotificationId.1=n"
    );
    let clear = ModifyScalingNotification {
        scaling_group_id: "g".to_owned(),
        scaling_notification_id: "n".to_owned(),
        ..ModifyScalingNotification::default()
    };
    assert_eq!(write(&clear), "ScalingGroupId=g&ScalingNotificationId=n");
}

#[test]
fn a_metric_is_sent_as_camel_case_json_without_what_is_not_set() {
    let request = ModifyScalingPolicy {
        scaling_policy_id: "1".to_owned(),
        scaling_group_id: "2".to_owned(),
        settings: ScalingPolicySettings {
            metric: Some(Metric {
                dimension_name: "cpu_usage".to_owned(),
                threshold: 0,
                ..Metric::default()
            }),
            ..ScalingPolicySettings::default()
        },
    };
    assert_eq!(
        write(&request),
        r#"Metric={"comparisonOperator":"","dimensionName":"cpu_usage","threshold":0}&ScalingGroupId=2&ScalingPolicyId=1"#
    );
}
