use serde_json::{Value, json};

use crate::emulator::testing::{ACTIVITY, INSTANCE, Lab, OTHER_SUBNET, SUBNET, text};

/// Types and statuses of activities.
fn kinds(pairs: &[(u8, u8)]) -> Vec<(Value, Value)> {
    pairs
        .iter()
        .map(|(kind, status)| (json!(kind), json!(status)))
        .collect()
}

fn set_desired(lab: &Lab, group: &str, desired: &str) {
    lab.ok(
        "ModifyScalingGroup",
        &[("ScalingGroupId", group), ("DesiredCapacity", desired)],
    );
}

#[test]
fn instances_appear_when_the_activity_ends() {
    let lab = Lab::new();
    let group = lab.group_with(&[("DesiredCapacity", "2")]);
    lab.pass(ACTIVITY - 1);
    assert_eq!(lab.capacity(&group), (json!(2), json!(0)));
    assert_eq!(lab.history(&group), kinds(&[(0, 1)]));
    assert_eq!(lab.describe(&group)["BInScalingActivity"], 1);

    lab.pass(1);
    assert_eq!(lab.capacity(&group), (json!(2), json!(2)));
    let activity = &lab.activities(&group)[0];
    assert_eq!(activity["Cause"], "创建伸缩组触发");
    assert_eq!(activity["SuccInsList"], json!(lab.instance_ids(&group)));
    assert_eq!(
        (&activity["StartTime"], &activity["EndTime"]),
        (&json!("2024-01-15 16:30:00"), &json!("2024-01-15 16:30:10"))
    );
}

#[test]
fn one_activity_runs_at_a_time_and_the_next_sees_what_is_wanted_then() {
    let lab = Lab::new();
    let group = lab.group_with(&[("DesiredCapacity", "1")]);
    set_desired(&lab, &group, "3");
    set_desired(&lab, &group, "2");
    lab.pass(ACTIVITY * 2);
    assert_eq!(lab.history(&group), kinds(&[(0, 2), (0, 2)]));
    assert_eq!(lab.capacity(&group), (json!(2), json!(2)));
}

#[test]
fn the_remove_policy_decides_which_instance_goes() {
    for (policy, kept) in [("RemoveOldestInstance", 1), ("RemoveNewestInstance", 0)] {
        let lab = Lab::new();
        let group = lab.group_with(&[("DesiredCapacity", "2"), ("RemovePolicy", policy)]);
        lab.pass(ACTIVITY);
        let before = lab.instance_ids(&group);
        set_desired(&lab, &group, "1");
        lab.pass(ACTIVITY);
        assert_eq!(lab.instance_ids(&group), before[kept..=kept], "{policy}");
    }
}

#[test]
fn a_protected_instance_survives_scale_in_even_to_zero() {
    let lab = Lab::new();
    let group = lab.group_of(2);
    let ids = lab.instance_ids(&group);
    lab.protect(&group, &ids[0], "1");
    set_desired(&lab, &group, "0");
    lab.pass(ACTIVITY * 5);
    assert_eq!(lab.instance_ids(&group), ids[..1]);
    assert_eq!(lab.history(&group), kinds(&[(0, 2), (1, 2)]));

    lab.protect(&group, &ids[0], "0");
    lab.pass(ACTIVITY);
    assert_eq!(lab.instance_ids(&group), Vec::<String>::new());
}

#[test]
fn an_attached_instance_goes_with_scale_in_like_any_other() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    lab.ok(
        "AttachInstance",
        &[("ScalingGroupId", &group), ("ScalingInstanceId.1", INSTANCE)],
    );
    lab.pass(ACTIVITY);
    set_desired(&lab, &group, "0");
    lab.pass(ACTIVITY);
    assert_eq!(lab.capacity(&group), (json!(0), json!(0)));
}

#[test]
fn a_disabled_group_still_does_what_its_user_asks_for() {
    let lab = Lab::new();
    let group = lab.group_of(1);
    lab.ok("DisableScalingGroup", &[("ScalingGroupId", &group)]);
    set_desired(&lab, &group, "0");
    lab.pass(ACTIVITY);
    assert_eq!(lab.capacity(&group), (json!(0), json!(0)));
}

#[test]
fn balanced_distribution_fills_the_subnet_with_the_fewest_instances() {
    let lab = Lab::new();
    for (strategy, expected) in [("balanced-distribution", [2, 1]), ("choice-first", [3, 0])] {
        let subnets = [("SubnetId.1", SUBNET), ("SubnetId.2", OTHER_SUBNET)];
        let group = lab.group_with(&[
            subnets[0],
            subnets[1],
            ("SubnetStrategy", strategy),
            ("DesiredCapacity", "3"),
        ]);
        lab.pass(ACTIVITY);
        let state = lab.emulator.snapshot();
        let instances = state["regions"]["cn-beijing-6"]["groups"][&group]["instances"]
            .as_array()
            .expect("a list");
        let in_subnet = |subnet: &str| {
            instances
                .iter()
                .filter(|instance| instance["subnet"] == subnet)
                .count()
        };
        assert_eq!(
            [in_subnet(SUBNET), in_subnet(OTHER_SUBNET)],
            expected,
            "{strategy}"
        );
    }
}

#[test]
fn an_unhealthy_instance_is_replaced() {
    let lab = Lab::new();
    let group = lab.group_of(2);
    let before = lab.instance_ids(&group);
    lab.emulator
        .set_instance_health(&group, &before[0], false)
        .expect("an instance");
    lab.pass(ACTIVITY);
    let after = lab.instance_ids(&group);
    assert_eq!(lab.history(&group), kinds(&[(0, 2), (10, 2)]));
    assert_eq!((after.len(), &after[0]), (2, &before[1]));
    assert_eq!(lab.activities(&group)[0]["SuccInsList"], json!([after[1]]));
}

#[test]
fn an_unhealthy_instance_stays_while_it_is_protected_or_the_group_is_disabled() {
    let lab = Lab::new();
    let group = lab.group_of(1);
    let before = lab.instance_ids(&group);
    lab.protect(&group, &before[0], "1");
    lab.ok("DisableScalingGroup", &[("ScalingGroupId", &group)]);
    lab.emulator
        .set_instance_health(&group, &before[0], false)
        .expect("an instance");
    for lift in ["ProtectedFromDetach", "Status"] {
        lab.pass(ACTIVITY);
        assert_eq!(lab.instance_ids(&group), before, "before {lift} is lifted");
        match lift {
            "Status" => drop(lab.ok("EnableScalingGroup", &[("ScalingGroupId", &group)])),
            _ => lab.protect(&group, &before[0], "0"),
        }
    }
    lab.pass(ACTIVITY);
    assert_ne!(lab.instance_ids(&group), before);
}

#[test]
fn a_failed_launch_is_reported_and_tried_again_after_a_pause() {
    let lab = Lab::new();
    lab.fail_activities(1);
    let group = lab.group_of(1);
    let failed = &lab.activities(&group)[0];
    assert_eq!(
        (&failed["Status"], &failed["ErrorCode"], &failed["SuccInsList"]),
        (&json!(3), &json!(501), &json!([]))
    );
    assert_eq!(failed["FailInsList"].as_array().map(Vec::len), Some(1));
    assert_eq!(lab.describe(&group)["BInScalingActivity"], 0);

    lab.pass(ACTIVITY * 2);
    assert_eq!(lab.history(&group), kinds(&[(0, 3), (0, 2)]));
    assert_eq!(lab.capacity(&group), (json!(1), json!(1)));
}

#[test]
fn a_new_wish_of_the_user_ends_the_pause() {
    let lab = Lab::new();
    lab.fail_activities(1);
    let group = lab.group_of(1);
    set_desired(&lab, &group, "2");
    assert_eq!(lab.describe(&group)["BInScalingActivity"], 1);
}

#[test]
fn a_failed_attach_or_detach_gives_the_desired_capacity_back() {
    let lab = Lab::new();
    let group = lab.group_of(1);
    let ids = lab.instance_ids(&group);
    lab.fail_activities(2);
    lab.ok(
        "AttachInstance",
        &[("ScalingGroupId", &group), ("ScalingInstanceId.1", INSTANCE)],
    );
    assert_eq!(lab.capacity(&group), (json!(2), json!(2)));
    lab.pass(ACTIVITY);
    assert_eq!(lab.instance_ids(&group), ids);
    assert_eq!(lab.capacity(&group), (json!(1), json!(1)));
    lab.ok(
        "DetachInstance",
        &[("ScalingGroupId", &group), ("ScalingInstanceId.1", &ids[0])],
    );
    lab.pass(ACTIVITY);
    assert_eq!(lab.capacity(&group), (json!(1), json!(1)));
    assert_eq!(lab.history(&group), kinds(&[(0, 2), (2, 3), (3, 3)]));
}

#[test]
fn a_detach_that_waits_for_an_instance_that_leaves_anyway_lowers_the_capacity_once() {
    let lab = Lab::new();
    let group = lab.group_of(3);
    let ids = lab.instance_ids(&group);
    set_desired(&lab, &group, "2");
    lab.ok(
        "DetachInstance",
        &[("ScalingGroupId", &group), ("ScalingInstanceId.1", &ids[0])],
    );
    lab.pass(ACTIVITY * 3);
    assert_eq!(lab.capacity(&group), (json!(2), json!(2)));
}

/// Adds a policy that adds `value` instances when the processor is above 50 % for two minutes.
fn add_policy(lab: &Lab, group: &str, adjustment_type: &str, value: &str) {
    let metric = r#"{"dimensionName":"cpu_usage","comparisonOperator":"Greater","threshold":50,"repeatTimes":2,"period":60,"function":"avg"}"#;
    lab.ok(
        "CreateScalingPolicy",
        &[
            ("ScalingGroupId", group),
            ("ScalingPolicyName", "up"),
            ("AdjustmentType", adjustment_type),
            ("AdjustmentValue", value),
            ("CoolDown", "300"),
            ("Metric", metric),
        ],
    );
}

/// One minute with one measurement.
fn minute(lab: &Lab, group: &str, cpu: f64) {
    lab.emulator
        .push_metric(group, "cpu_usage", cpu)
        .expect("a measurement");
    lab.pass(60);
}

#[test]
fn a_policy_fires_when_enough_periods_in_a_row_are_beyond_the_threshold() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    add_policy(&lab, &group, "QuantityChangeInCapacity", "1");
    for cpu in [90.0, 10.0, 90.0] {
        minute(&lab, &group, cpu);
        assert_eq!(lab.describe(&group)["DesiredCapacity"], 0);
    }
    minute(&lab, &group, 51.0);
    assert_eq!(lab.describe(&group)["DesiredCapacity"], 1);
    assert_eq!(lab.activities(&group)[0]["Cause"], "伸缩策略触发");
}

#[test]
fn a_period_without_a_measurement_breaks_the_row() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    add_policy(&lab, &group, "QuantityChangeInCapacity", "1");
    minute(&lab, &group, 90.0);
    lab.pass(60);
    minute(&lab, &group, 90.0);
    assert_eq!(lab.describe(&group)["DesiredCapacity"], 0);
}

#[test]
fn a_policy_waits_for_the_cool_down_after_an_activity() {
    let lab = Lab::new();
    let group = lab.group_of(1);
    add_policy(&lab, &group, "QuantityChangeInCapacity", "1");
    let mut minutes = 0;
    while lab.describe(&group)["DesiredCapacity"] == 1 {
        minute(&lab, &group, 90.0);
        minutes += 1;
        assert!(minutes < 20, "the policy never fires");
    }
    // The launch ended 10 s after a full minute; 300 s later is within the sixth minute.
    assert_eq!(minutes, 6);
}

#[test]
fn a_policy_stays_within_the_bounds_of_the_group_and_does_not_fire_when_it_is_disabled() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    add_policy(&lab, &group, "TotalCapacity", "500");
    lab.ok("DisableScalingGroup", &[("ScalingGroupId", &group)]);
    for _ in 0..3 {
        minute(&lab, &group, 90.0);
    }
    assert_eq!(lab.describe(&group)["DesiredCapacity"], 0);
    lab.ok("EnableScalingGroup", &[("ScalingGroupId", &group)]);
    minute(&lab, &group, 90.0);
    assert_eq!(lab.describe(&group)["DesiredCapacity"], 10);
}

fn add_task(lab: &Lab, group: &str, more: &[(&str, &str)]) {
    let mut pairs = vec![
        ("ScalingGroupId", group),
        ("ScalingScheduledTaskName", "morning"),
        ("ReadjustMaxSize", "6"),
        ("ReadjustMinSize", "1"),
        ("ReadjustExpectSize", "3"),
    ];
    pairs.extend_from_slice(more);
    lab.ok("CreateScheduledTask", &pairs);
}

#[test]
fn a_task_sets_bounds_and_capacity_at_its_time() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    add_task(&lab, &group, &[("StartTime", "2024-01-15 17:00:00")]);
    lab.pass(30 * 60 - 1);
    assert_eq!(lab.describe(&group)["MaxSize"], 10);
    lab.pass(1 + ACTIVITY);
    let after = lab.describe(&group);
    assert_eq!(
        (&after["MinSize"], &after["MaxSize"], &after["InstanceNum"]),
        (&json!(1), &json!(6), &json!(3))
    );
    assert_eq!(lab.activities(&group)[0]["Cause"], "定时任务触发");
}

#[test]
fn a_recurring_task_fires_again_until_its_end() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    let times = [
        ("StartTime", "2024-01-16 00:00:00"),
        ("EndTime", "2024-01-17 12:00:00"),
    ];
    add_task(&lab, &group, &[times[0], times[1], ("Recurrence", "0 9 * * *")]);
    let mut fired = Vec::new();
    for _day in 0..4 {
        lab.pass(86_400);
        fired.push(lab.describe(&group)["DesiredCapacity"] == 3);
        lab.ok(
            "ModifyScalingGroup",
            &[
                ("ScalingGroupId", &group),
                ("MinSize", "0"),
                ("DesiredCapacity", "0"),
            ],
        );
    }
    assert_eq!(fired, [true, true, false, false]);
}

#[test]
fn a_task_whose_time_is_over_and_a_task_of_a_disabled_group_do_nothing() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    add_task(&lab, &group, &[("StartTime", "2021-05-01 12:00:00")]);
    lab.pass(60);
    assert_eq!(lab.describe(&group)["DesiredCapacity"], 0);

    add_task(&lab, &group, &[("StartTime", "2024-01-15 17:00:00")]);
    lab.ok("DisableScalingGroup", &[("ScalingGroupId", &group)]);
    lab.pass(3600);
    assert_eq!(lab.describe(&group)["DesiredCapacity"], 0);
}

#[test]
fn notifications_are_recorded_for_the_types_that_are_subscribed() {
    let lab = Lab::new();
    let group = lab.group_with(&[]);
    let types = [("NotificationType.1", "1"), ("NotificationType.2", "4")];
    lab.ok(
        "CreateScalingNotification",
        &[("ScalingGroupId", &group), types[0], types[1]],
    );
    lab.ok(
        "AttachInstance",
        &[("ScalingGroupId", &group), ("ScalingInstanceId.1", INSTANCE)],
    );
    lab.pass(ACTIVITY);
    set_desired(&lab, &group, "2");
    lab.pass(ACTIVITY);
    lab.fail_activities(1);
    set_desired(&lab, &group, "1");
    lab.pass(ACTIVITY * 3);
    let sent = &lab.emulator.snapshot()["regions"]["cn-beijing-6"]["groups"][&group]["sent_notifications"];
    let sent: Vec<&Value> = sent
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| &one["notification_type"])
        .collect();
    assert_eq!(sent, [1, 4]);
}

#[test]
fn the_outcome_does_not_depend_on_when_somebody_looks() {
    let run = |looks: u64| {
        let lab = Lab::new();
        let group = lab.group_with(&[("DesiredCapacity", "2")]);
        add_task(&lab, &group, &[("StartTime", "2024-01-15 16:31:00")]);
        for _ in 0..looks {
            lab.pass(120 / looks);
            lab.describe(&group);
        }
        lab.emulator.snapshot()
    };
    assert_eq!(run(1), run(40));
}

#[test]
fn groups_with_activities_of_no_length_settle_at_once() {
    let config = crate::emulator::service::EmulatorConfig {
        clock: crate::emulator::clock::ClockMode::Manual,
        activity_seconds: 0.0,
        ..Default::default()
    };
    let lab = Lab {
        emulator: crate::emulator::service::Emulator::new(config).expect("an emulator"),
    };
    lab.fail_activities(1);
    let group = lab.group_with(&[("DesiredCapacity", "2")]);
    assert_eq!(lab.capacity(&group), (json!(2), json!(0)));
    lab.pass(1);
    assert_eq!(lab.capacity(&group), (json!(2), json!(2)));
    assert_eq!(text(&lab.activities(&group)[0]["EndTime"]), "2024-01-15 16:30:01");
}
