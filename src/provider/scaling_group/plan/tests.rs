use super::*;
use crate::framework::Field;

fn group() -> ScalingGroupModel {
    ScalingGroupModel {
        min_size: Field::Value(1),
        max_size: Field::Value(3),
        security_group_id: "36e08d58-4b10-440c-9b0b-11da1f551c33".into(),
        ..ScalingGroupModel::default()
    }
}

fn problems(config: &ScalingGroupModel) -> Vec<(String, String)> {
    let mut diagnostics = Diagnostics::new();
    validate(config, &mut diagnostics);
    diagnostics
        .into_iter()
        .map(|d| (d.path.unwrap_or_default().to_string(), d.summary))
        .collect()
}

fn adjusted(prior: ScalingGroupModel, config: ScalingGroupModel) -> (ScalingGroupModel, Diagnostics) {
    let planned = ScalingGroupModel {
        desired_capacity: prior.desired_capacity.clone(),
        ..config.clone()
    };
    let mut plan = Plan {
        config,
        prior: Some(prior),
        planned,
        requires_replace: Vec::new(),
        private: ObjectRecord::default(),
        unknowns: crate::framework::Unknowns::default(),
    };
    let mut diagnostics = Diagnostics::new();
    adjust(&mut plan, &mut diagnostics);
    (plan.planned, diagnostics)
}

#[test]
fn sizes_must_contain_each_other() {
    assert_eq!(problems(&group()), []);
    let contradicting = ScalingGroupModel {
        min_size: Field::Value(4),
        ..group()
    };
    assert_eq!(
        problems(&contradicting),
        [("min_size".to_owned(), "min_size is above max_size".to_owned())]
    );
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
        let summaries: Vec<_> = diagnostics.into_iter().map(|said| said.summary).collect();
        assert_eq!(summaries, ["desired_capacity is out of range"]);
    }
}

#[test]
fn what_is_not_known_yet_is_not_judged() {
    let config = ScalingGroupModel {
        min_size: Field::Unknown,
        desired_capacity: Field::Value(0),
        security_group_id: Field::Unknown,
        security_group_id_set: Field::Unknown,
        ..group()
    };
    assert_eq!(problems(&config), []);
}

fn ids(ids: &[&str]) -> Field<Set<String>> {
    Field::Value(ids.iter().map(|id| (*id).to_owned()).collect())
}

#[test]
fn security_groups_are_named_in_one_way_or_in_two_that_agree() {
    let neither = ScalingGroupModel {
        security_group_id: Field::Null,
        ..group()
    };
    assert_eq!(problems(&neither).len(), 1);
    let both = |set: &[&str]| ScalingGroupModel {
        security_group_id: "a".into(),
        security_group_id_set: ids(set),
        ..group()
    };
    assert_eq!(problems(&both(&["b"]))[0].0, "security_group_id_set");
    // As Terraform writes a configuration from a state, or takes it from there with ignore_changes.
    assert_eq!(problems(&both(&["a"])), []);
    assert_eq!(problems(&both(&["a", "b"])), []);
}

#[test]
fn a_set_that_is_configured_is_planned_as_it_is() {
    let config = ScalingGroupModel {
        security_group_id: "a".into(),
        security_group_id_set: ids(&["a", "b"]),
        ..group()
    };
    let (planned, _) = adjusted(config.clone(), config.clone());
    assert_eq!(planned.security_group_id_set, config.security_group_id_set);
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
fn a_single_security_group_drives_out_others() {
    let config = ScalingGroupModel {
        security_group_id: "a".into(),
        ..group()
    };
    for (there, planned) in [
        (ids(&["a", "b"]), ids(&["a"])),
        (ids(&["a"]), Field::Absent),
        (ids(&[]), Field::Absent),
        (Field::Null, Field::Absent),
    ] {
        let prior = ScalingGroupModel {
            security_group_id_set: there,
            ..config.clone()
        };
        assert_eq!(adjusted(prior, config.clone()).0.security_group_id_set, planned);
    }
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
    let summaries: Vec<_> = diagnostics.into_iter().map(|said| said.summary).collect();
    assert_eq!(summaries, ["The new min_size changes the number of instances"]);
}
