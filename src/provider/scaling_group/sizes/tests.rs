use super::*;

fn group() -> ScalingGroupModel {
    ScalingGroupModel {
        min_size: Field::Value(1),
        max_size: Field::Value(3),
        ..ScalingGroupModel::default()
    }
}

/// The plan of `config` for the group `prior`, of which `record` is remembered.
fn planned_with(
    record: ObjectRecord,
    prior: ScalingGroupModel,
    config: ScalingGroupModel,
) -> (ScalingGroupModel, Diagnostics) {
    let desired_capacity = match &config.desired_capacity {
        Field::Null => prior.desired_capacity.clone(),
        configured => configured.clone(),
    };
    let mut plan = Plan {
        planned: ScalingGroupModel {
            desired_capacity,
            ..config.clone()
        },
        config,
        prior: Some(prior),
        requires_replace: Vec::new(),
        private: record,
        unknowns: crate::framework::Unknowns::default(),
    };
    let mut diagnostics = Diagnostics::new();
    super::plan(&mut plan, &mut diagnostics);
    (plan.planned, diagnostics)
}

fn adjusted(prior: ScalingGroupModel, config: ScalingGroupModel) -> (ScalingGroupModel, Diagnostics) {
    planned_with(ObjectRecord::default(), prior, config)
}

fn summaries(diagnostics: Diagnostics) -> Vec<String> {
    diagnostics.into_iter().map(|said| said.summary).collect()
}

#[test]
fn sizes_must_contain_each_other() {
    let contradicting = ScalingGroupModel {
        min_size: Field::Value(4),
        ..group()
    };
    let (_, diagnostics) = adjusted(group(), contradicting.clone());
    assert_eq!(summaries(diagnostics), ["min_size is above max_size"]);
    // Nothing is asked for where it is so already.
    assert!(adjusted(contradicting.clone(), contradicting).1.is_empty());
    for desired in [0, 4] {
        let config = ScalingGroupModel {
            desired_capacity: Field::Value(desired),
            ..group()
        };
        let prior = ScalingGroupModel {
            desired_capacity: Field::Value(2),
            ..group()
        };
        let (_, diagnostics) = adjusted(prior, config);
        assert_eq!(summaries(diagnostics), ["desired_capacity is out of range"]);
    }
}

#[test]
fn an_open_capacity_stays_within_new_bounds() {
    let prior = ScalingGroupModel {
        desired_capacity: Field::Value(2),
        ..group()
    };
    let config = ScalingGroupModel {
        desired_capacity: Field::Null,
        max_size: Field::Value(5),
        ..group()
    };
    let (planned, diagnostics) = adjusted(prior, config);
    assert_eq!(planned.desired_capacity, Field::Value(2));
    assert!(diagnostics.is_empty());
}

#[test]
fn bounds_that_exclude_todays_capacity_move_it_with_a_warning() {
    let prior = ScalingGroupModel {
        desired_capacity: Field::Value(2),
        ..group()
    };
    let config = ScalingGroupModel {
        desired_capacity: Field::Null,
        min_size: Field::Value(3),
        max_size: Field::Value(5),
        ..group()
    };
    let (planned, diagnostics) = adjusted(prior, config);
    assert_eq!(planned.desired_capacity, Field::Value(3));
    assert_eq!(planned.instance_num, Field::Unknown);
    let warning = diagnostics.iter().next().unwrap();
    assert_eq!(warning.path.as_ref().unwrap().to_string(), "min_size");
    assert!(warning.detail.contains("raises its desired capacity to 3"));
}

#[test]
fn bounds_that_are_not_known_yet_may_move_an_open_capacity() {
    let prior = ScalingGroupModel {
        desired_capacity: Field::Value(2),
        ..group()
    };
    let config = ScalingGroupModel {
        desired_capacity: Field::Null,
        max_size: Field::Unknown,
        ..group()
    };
    let (planned, diagnostics) = adjusted(prior, config);
    assert_eq!(planned.desired_capacity, Field::Unknown);
    assert_eq!(planned.instance_num, Field::Unknown);
    assert!(diagnostics.is_empty());
}

#[test]
fn a_capacity_whose_changes_are_ignored_is_planned_as_it_is_and_said_to_move() {
    let prior = ScalingGroupModel {
        desired_capacity: Field::Value(2),
        ..group()
    };
    let config = ScalingGroupModel {
        min_size: Field::Value(3),
        ..prior.clone()
    };
    let (planned, diagnostics) = adjusted(prior, config);
    assert_eq!(planned.desired_capacity, Field::Value(2));
    assert_eq!(
        summaries(diagnostics),
        ["The new min_size changes the number of instances"]
    );
}

/// An enabled group that has as many instances as it wants.
fn running(instances: i64) -> ScalingGroupModel {
    ScalingGroupModel {
        min_size: Field::Value(0),
        max_size: Field::Value(5),
        desired_capacity: Field::Value(instances),
        instance_num: Field::Value(instances),
        status: "Active".into(),
        remove_policy: "RemoveOldestInstance".into(),
        ..group()
    }
}

fn wanting(capacity: i64) -> ScalingGroupModel {
    ScalingGroupModel {
        desired_capacity: Field::Value(capacity),
        instance_num: Field::Unknown,
        ..running(capacity)
    }
}

fn with_attached(attached: &[&str], configured: Option<i64>) -> ObjectRecord {
    let mut record = ObjectRecord::default();
    record.sizes.configured = configured;
    record.sizes.attached = attached.iter().map(|id| ((*id).to_owned(), false)).collect();
    record
}

#[test]
fn a_number_that_attaching_has_raised_stays_unless_the_configuration_asks_for_another() {
    for configured in [None, Some(1)] {
        for (today, kept) in [(2, 2), (3, 3), (4, 1)] {
            let record = with_attached(&["i-1", "i-2"], configured);
            let (planned, _) = planned_with(record, running(today), wanting(1));
            assert_eq!(planned.desired_capacity, Field::Value(kept), "{today}");
            let number = if kept == today {
                Field::Value(today)
            } else {
                Field::Unknown
            };
            assert_eq!(planned.instance_num, number);
        }
    }
    let record = with_attached(&["i-1", "i-2"], Some(3));
    let (planned, _) = planned_with(record, running(3), wanting(1));
    assert_eq!(planned.desired_capacity, Field::Value(1));

    let smaller = ScalingGroupModel {
        max_size: Field::Value(2),
        ..wanting(1)
    };
    let (planned, _) = planned_with(with_attached(&["i-1", "i-2"], None), running(3), smaller);
    assert_eq!(planned.desired_capacity, Field::Value(1));
}

#[test]
fn a_smaller_group_says_how_many_instances_end_and_which_attached_ones_may() {
    let (_, diagnostics) = planned_with(with_attached(&["i-1"], Some(3)), running(3), wanting(1));
    let said = diagnostics.iter().next().unwrap();
    assert!(
        said.detail
            .contains("2 instances are terminated, the oldest first"),
        "{}",
        said.detail
    );
    assert!(said.detail.contains("i-1"), "{}", said.detail);

    let lower = ScalingGroupModel {
        desired_capacity: Field::Null,
        max_size: Field::Value(2),
        ..running(3)
    };
    let (_, diagnostics) = planned_with(with_attached(&["i-1"], None), running(3), lower);
    assert_eq!(
        summaries(diagnostics),
        [
            "The new max_size changes the number of instances",
            "The smaller group terminates instances"
        ]
    );

    for quiet in [
        wanting(3),
        wanting(4),
        ScalingGroupModel {
            status: "UnActive".into(),
            ..wanting(1)
        },
    ] {
        let (_, diagnostics) = planned_with(with_attached(&["i-1"], Some(3)), running(3), quiet);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
    }
}

#[test]
fn a_group_that_is_enabled_with_more_instances_than_it_wants_says_so() {
    let resting = ScalingGroupModel {
        desired_capacity: Field::Value(1),
        status: "UnActive".into(),
        ..running(3)
    };
    let enabled = ScalingGroupModel {
        status: "Active".into(),
        ..resting.clone()
    };
    let (_, diagnostics) = adjusted(resting, enabled);
    assert_eq!(summaries(diagnostics), ["The smaller group terminates instances"]);
}
