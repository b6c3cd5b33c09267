use super::*;

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
    let mut plan = Plan {
        planned: config.clone(),
        config,
        prior: Some(prior),
        requires_replace: Vec::new(),
        private: ObjectRecord::default(),
        unknowns: crate::framework::Unknowns::default(),
    };
    let mut diagnostics = Diagnostics::new();
    adjust(&mut plan, &mut diagnostics);
    (plan.planned, diagnostics)
}

#[test]
fn what_is_not_known_yet_is_not_judged() {
    let config = ScalingGroupModel {
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
fn a_group_that_is_protected_from_deletion_is_not_replaced_while_it_has_instances() {
    let second_plan = |protection: Field<bool>, instances: i64| {
        let prior = ScalingGroupModel {
            deletion_protection: protection,
            instance_num: Field::Value(instances),
            ..group()
        };
        let config = ScalingGroupModel {
            subnet_id_set: ids(&["subnet"]),
            ..group()
        };
        let mut plan = Plan {
            planned: config.clone(),
            config,
            prior: Some(prior),
            requires_replace: Vec::new(),
            private: ObjectRecord::default(),
            unknowns: crate::framework::Unknowns::default(),
        };
        adjust(&mut plan, &mut Diagnostics::new());
        plan.prior = None;
        let mut diagnostics = Diagnostics::new();
        adjust(&mut plan, &mut diagnostics);
        diagnostics.has_errors()
    };
    assert!(second_plan(Field::Value(true), 2));
    assert!(!second_plan(Field::Value(true), 0));
    assert!(!second_plan(Field::Value(false), 2));
    assert!(!second_plan(Field::Null, 2));
}
